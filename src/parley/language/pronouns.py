"""Sources that are pronouns: the antecedent ranker first, then rules of news and interviews."""

from __future__ import annotations

from dataclasses import dataclass

from parley.language.attribution import Run
from parley.language.cast import FEMALE, MALE, Cast, Speaker
from parley.language.draft import Name, Said, inside
from parley.language.floor import floor_holder
from parley.language.sources import FIRST_PERSON, SourceWords, is_indefinite

LEAST_PRONOUN = 0.4
"""Share of a pronoun's antecedents from which the ranker's answer is taken (read on PolNeAR dev, 2026-11-25)."""
LEAST_RELATIVE = 0.6
"""The same for what a relative pronoun follows."""
_RELATIVE = frozenset("who whom whose which that".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """The source before, of the first level, that was no pronoun."""

    source: SourceWords
    written: str
    speaker: Speaker
    at: int
    """The first word of its statement."""


class PronounResolver:
    """Resolves pronouns with the actors of one text.

    Args:
        cast: the text's actors.
        spoken_of: what is said on the first level: who is only named in there has not spoken.
    """

    def __init__(self, cast: Cast, spoken_of: tuple[Run, ...]) -> None:
        self.cast = cast
        self.draft = cast.draft
        self.spoken_of = spoken_of

    def resolve(self, said: Said, source: SourceWords, written: str, last: Last | None) -> Speaker:
        """Whom the pronoun in a statement's source stands for; ``last`` is the source before that was none."""
        word = source.words[0]
        if word in _RELATIVE:
            return self._relative(said, written)
        if said.parent is not None:
            return self._inner(said, word, written)
        if word in FIRST_PERSON:
            return self._first_person(said, word)
        if word in FEMALE | MALE:
            return self._he_or_she(said, word, written, last)
        if word in ("it", "its", "they", "them", "their"):
            return self._body(said, written, last)
        return Speaker(reason=f"'{written}' does not tell who speaks")

    def _relative(self, said: Said, written: str) -> Speaker:
        """A relative pronoun: whom the ranker finds, else the name that the clause follows."""
        at = said.source[0][0]
        before = [r for r in self.draft.references if r.reference.end <= at and at - r.reference.end <= 1]
        if before:
            shares = before[-1].shares
            actor = max(shares, key=lambda key: shares[key], default=None)
            if actor is not None and shares[actor] >= LEAST_RELATIVE:
                return Speaker(actors=(actor,), confidence=0.8, reason=f"'{written}' follows {self.cast.name(actor)}")
            reference = before[-1].reference
            phrase = self.draft.phrase((reference.first, reference.end))
            return Speaker(reason=f"unnamed: '{written}' follows '{phrase}'")
        link = self.cast.link(said, lambda actor: actor.kind != "other")
        if link is not None and link.share >= LEAST_RELATIVE:
            return self.cast.linked(link, written)
        return Speaker(reason=f"'{written}' follows nobody who is named")

    def _he_or_she(self, said: Said, word: str, written: str, last: Last | None) -> Speaker:
        main = self.draft.voice.main if self.draft.voice.interview and not self.draft.voice.speech else None
        if main is not None:
            reason = f"'{written}' stands for {self.cast.name(main)}, the only person interviewed"
            return Speaker(actors=(main,), confidence=0.95, reason=reason)
        wanted = "female" if word in FEMALE else "male"
        own = self._named_in(said)
        link = self.cast.link(
            said, lambda actor: actor.kind == "person" and self.cast.may_be(actor.id, wanted) and actor.id not in own
        )
        if link is not None and link.share >= LEAST_PRONOUN:
            return self.cast.linked(link, written)
        if last is not None and self._follows_unnamed(said, last):
            return Speaker(reason=f"unnamed: '{written}' goes back to '{last.written}'")
        best = self._nearest_person(said, wanted)
        if best is None:
            return Speaker(reason=f"no person named before '{written}' fits")
        actor, why, confidence = best
        reason = f"'{written}' stands for {self.cast.name(actor)}, {why}"
        return Speaker(actors=(actor,), confidence=confidence, reason=reason)

    def _follows_unnamed(self, said: Said, last: Last) -> bool:
        """Whether one introduced without a name ("a diplomat") spoke in the sentence before, or in this one.

        Not after "the former minister": that may be the person named last.
        """
        sentences = self.draft.sentence_of[said.start] - self.draft.sentence_of[last.at]
        same = self.draft.words.paragraphs[said.start] == self.draft.words.paragraphs[last.at]
        person = last.source.noun in self.cast.nouns.person and is_indefinite(last.source) and not last.source.plural
        return person and not last.speaker.actors and same and sentences <= 1

    def _named_in(self, said: Said) -> set[str | None]:
        """Actors named in what is said: a pronoun that says it is none of them ("Israel, they say, will sell")."""
        return {name.actor for run in said.content for name in self.draft.names_in(run)}

    def _nearest_person(self, said: Said, wanted: str) -> tuple[str, str, float] | None:
        """The person a pronoun goes back to: last speaker nearby, else the last subject, else the last name."""
        at = (said.source[0] if said.source else (said.start, said.start))[0]
        paragraphs = self.draft.words.paragraphs
        fits = [
            name
            for name in self.draft.names
            if name.kind == "person" and name.end <= at and name.actor and self.cast.may_be(name.actor, wanted)
        ]
        outside = [name for name in fits if not inside((name.first, name.end), self.spoken_of)]
        subjects = [name for name in outside if self._is_subject_before(name, at)]
        last = next(
            (
                (where, actor)
                for where, actor in reversed(self.cast.spoken)
                if self.cast.actors[actor].kind == "person" and self.cast.may_be(actor, wanted)
            ),
            None,
        )
        newer = subjects and (last is None or subjects[-1].first > last[0])
        if newer and paragraphs[at] - paragraphs[subjects[-1].first] <= 1:
            return subjects[-1].actor or "", "the person the sentences before are about", 0.75
        if last is not None and paragraphs[at] - paragraphs[last[0]] <= 3:
            return last[1], "who spoke last", 0.85
        if fits:
            return (outside or fits)[-1].actor or "", "the person named last before it", 0.6
        return None

    def _is_subject_before(self, name: Name, at: int) -> bool:
        """Whether a name stands at the head of an earlier sentence."""
        sentence = self.draft.sentence_of[name.first]
        return name.first - self.draft.words_of(sentence)[0] <= 4 and sentence < self.draft.sentence_of[at]

    def _first_person(self, said: Said, word: str) -> Speaker:
        floor = floor_holder(self.draft, said.start, self.cast.nouns.honorifics)
        if floor is not None:
            reason = f"'{word}' is {self.cast.name(floor)}, who was given the floor before"
            return Speaker(actors=(floor,), confidence=0.8, reason=reason)
        voice = self.draft.voice
        if voice.speech and voice.main is not None:
            reason = f"'{word}' in a speech is {self.cast.name(voice.main)}, who holds it"
            return Speaker(actors=(voice.main,), confidence=0.85, reason=reason)
        if len(self.draft.byline) == 1 and (word in ("i", "me", "my") or voice.speech):
            author = self.cast.author(self.draft.byline[0])
            who = "who holds it" if voice.speech else "the author"
            reason = f"'{word}' {'in a speech' if voice.speech else 'outside quotations'} is {author.name}, {who}"
            return Speaker(actors=(author.id,), confidence=0.8, reason=reason)
        return Speaker(reason=f"'{word}' outside quotations is the author or the publication")

    def _body(self, said: Said, written: str, last: Last | None) -> Speaker:
        several = last is not None and (last.source.plural or len(last.speaker.actors) > 1)
        if written.casefold() == "they" and last is not None and several:
            sure = last.speaker.confidence and 0.7
            return Speaker(
                actors=last.speaker.actors, confidence=sure, reason=f"'{written}' goes back to '{last.written}'"
            )
        persons = written.casefold() not in ("it", "its")
        own = self._named_in(said)
        link = self.cast.link(
            said, lambda actor: (persons or actor.kind not in ("person", "other")) and actor.id not in own
        )
        if link is not None and link.share >= LEAST_PRONOUN:
            return self.cast.linked(link, written)
        before = next((actor for at, actor in reversed(self.cast.spoken) if at < said.start), None)
        if before is not None and self.cast.actors[before].kind != "person":
            reason = f"'{written}' stands for {self.cast.name(before)}, which spoke last"
            return Speaker(actors=(before,), confidence=0.6, reason=reason)
        return Speaker(reason=f"the text does not say clearly whom '{written}' stands for")

    def _inner(self, said: Said, word: str, written: str) -> Speaker:
        """A pronoun inside somebody's speech: the ranker's answer, else the last fitting name in the paragraph."""
        persons = word in FEMALE | MALE
        link = self.cast.link(said, lambda actor: (actor.kind == "person") == persons and actor.kind != "other")
        if link is not None and link.share >= LEAST_PRONOUN and word not in FIRST_PERSON:
            return self.cast.linked(link, written)
        paragraph = self.draft.words.paragraphs[said.start]
        fits = [
            name
            for name in self.draft.names
            if name.end <= said.start
            and name.actor
            and self.draft.words.paragraphs[name.first] == paragraph
            and (name.kind == "person") == persons
            and name.kind != "other"
            and name.actor != self.draft.voice.main
        ]
        if not fits:
            return Speaker(reason=f"'{written}' is said inside another's speech and names nobody there")
        actor = fits[-1].actor or ""
        reason = f"'{written}' stands for {self.cast.name(actor)}, named last before it in the same paragraph"
        return Speaker(actors=(actor,), confidence=0.5, reason=reason)
