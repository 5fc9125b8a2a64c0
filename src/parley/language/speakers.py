"""Every source resolved to actors of the article, or to nobody, each with its reason.

A resolution is a proposal: it carries a confidence and a sentence that says why. Where the
text leaves it open (two analysts, an unnamed official) the answer is null and says so.
"""

from __future__ import annotations

from collections.abc import Iterable

from parley.knowledge.gazetteer import Gazetteer, NounLists
from parley.language.cast import Cast, Speaker
from parley.language.descriptions import DescriptionResolver
from parley.language.draft import Draft, Said
from parley.language.pronouns import Last, PronounResolver
from parley.language.sources import FIRST_PERSON, SourceWords, look_at_source
from parley.language.turns import BARE_ANSWERS
from parley.terms.actors import Actor
from parley.terms.names import fold_name


class SpeakerResolver:
    """Resolves the sources of one text in reading order.

    Args:
        draft: a text with its ordered statements and references.
        nouns: the nouns that head descriptions.
        gazetteer: known states and organizations.
    """

    def __init__(self, draft: Draft, nouns: NounLists, gazetteer: Gazetteer) -> None:
        self.draft = draft
        self.nouns = nouns
        self.cast = Cast(draft, nouns, gazetteer)
        self.descriptions = DescriptionResolver(self.cast)
        self.last: Last | None = None
        """The last first-level source that was no pronoun, and who it was."""

    @property
    def actors(self) -> tuple[Actor, ...]:
        """All actors, with those that were added while sources were resolved."""
        return tuple(self.cast.actors.values())

    def resolve(self, ordered: Iterable[Said]) -> dict[int, Speaker]:
        """The speaker of each statement, by its key.

        Args:
            ordered: statements in reading order; those they continue or stand in are among them.
        """
        ordered = list(ordered)
        spoken_of = tuple(run for said in ordered if said.parent is None for run in said.content)
        pronouns = PronounResolver(self.cast, spoken_of)
        found: dict[int, Speaker] = {}
        for said in ordered:
            if said.continues is None:
                found[said.key] = self._speaker(said, pronouns)
                if said.parent is None and found[said.key].actors and not self._is_writer(said):
                    self.cast.spoken.append((said.start, found[said.key].actors[0]))
        for said in ordered:
            if said.continues is not None:
                found[said.key] = _running_on(found[said.continues])
        return found

    def _is_writer(self, said: Said) -> bool:
        """Whether a statement is told in the first person: no "he" of the same text goes back to who tells it."""
        words = look_at_source(self.draft, said.source, self.nouns).words
        return bool(words) and words[0] in FIRST_PERSON

    def _speaker(self, said: Said, pronouns: PronounResolver) -> Speaker:
        source = look_at_source(self.draft, said.source, self.nouns)
        written = " ".join(self.draft.phrase(run) for run in said.source)
        if source.form == "none":
            return Speaker(reason="no source is named")
        if source.form == "pronoun":
            return pronouns.resolve(said, source, written, self.last)
        if source.words in BARE_ANSWERS:
            return self._answer(written)
        if source.form == "name":
            speaker = self._named(source, written)
        else:
            speaker = self.descriptions.resolve(said, source, written)
        if said.parent is None:
            self.last = Last(source=source, written=written, speaker=speaker, at=said.start)
        return speaker

    def _answer(self, written: str) -> Speaker:
        main = self.draft.voice.main
        if main is None:
            return Speaker(reason=f"'{written}' labels an answer, and the text does not tell whose")
        reason = f"the answers of this interview are {self.cast.name(main)}'s"
        return Speaker(actors=(main,), confidence=0.9, reason=reason)

    def _named(self, source: SourceWords, written: str) -> Speaker:
        government = self._government(source)
        if government is not None:
            reason = f"'{written}' stands for {_what_acts(government)}"
            return Speaker(actors=(government.id,), confidence=0.85, reason=reason)
        actors = tuple(dict.fromkeys(name.actor for name in source.heads if name.actor))
        names = " and ".join(self.cast.name(actor) for actor in actors)
        short = written if len(written) < 60 else written[:57] + "..."
        reason = (
            f"the source names {names}"
            if fold_name(names) in fold_name(written)
            else f"'{short}' is short for {names}, named in full in this article"
        )
        return Speaker(actors=actors, confidence=0.97, reason=reason)

    def _government(self, source: SourceWords) -> Actor | None:
        """The state or body whose seat speaks ("Ankara", "the Kremlin", "Brussels"), as an actor of this article."""
        if len(source.heads) != 1 or source.heads[0].kind != "place":
            return None
        place = self.draft.phrase((source.heads[0].first, source.heads[0].end))
        body = self.cast.seated(place)
        if body is not None:
            return body
        state = self.cast.gazetteer.state(place)
        if state is None or state.how != "seat":
            return None
        return self.cast.state(state, f"named by the seat of its government, '{' '.join(source.words)}'")


def _what_acts(actor: Actor) -> str:
    return f"the government of {actor.name}" if actor.kind == "state" else f"the {actor.name}"


def _running_on(before: Speaker) -> Speaker:
    """The speaker of what runs on from a statement."""
    confidence = None if before.confidence is None else round(before.confidence * 0.9, 3)
    reason = f"runs on from the statement before without a cue; {before.reason}"
    return Speaker(actors=before.actors, confidence=confidence, reason=reason)
