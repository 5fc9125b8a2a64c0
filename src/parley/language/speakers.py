"""Every source resolved to actors of the article, or to nobody, each with its reason.

A resolution is a proposal: it carries a confidence and a sentence that says why. Where the
text leaves it open (two analysts, an unnamed official) the answer is null and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parley.knowledge.gazetteer import Gazetteer, NounLists
from parley.language.actors import head_noun
from parley.language.attribution import Run
from parley.language.draft import Draft, Said, inside
from parley.language.sources import SourceWords, is_indefinite, look_at_source
from parley.terms.actors import Actor
from parley.terms.names import fold_name

POSSESSIVES = frozenset("his her its their our my your".split())
FEMALE, MALE = frozenset(("she", "her", "herself")), frozenset(("he", "him", "himself"))
_STOP = frozenset("of on the a an in for and affairs issues former s".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks, how sure, and why."""

    actors: tuple[str, ...] = ()
    confidence: float | None = None
    reason: str


class SpeakerResolver:
    """Resolves the sources of one text in reading order."""

    def __init__(self, draft: Draft, nouns: NounLists, gazetteer: Gazetteer) -> None:
        self.draft = draft
        self.gazetteer = gazetteer
        self.nouns = nouns
        self.actors = {actor.id: actor for actor in draft.actors}
        self.genders = _genders(draft, nouns)
        self.spoken: list[tuple[int, str]] = []
        """First-level persons (and bodies) that have spoken so far: (word, actor)."""
        self.spoken_of: tuple[Run, ...] = ()
        """What is said on the first level: who is only named in there has not spoken."""
        self.described: dict[str, Actor] = {}
        """Bodies that the text describes without a name, by their folded description."""
        self.last: tuple[SourceWords, Speaker] | None = None
        """The last first-level source that was no pronoun, and who it was."""

    def resolve(self, ordered: Iterable[Said]) -> dict[int, Speaker]:
        """The speaker of each statement, by its key.

        Args:
            ordered: statements in reading order; those they continue or stand in are among them.
        """
        ordered = list(ordered)
        self.spoken_of = tuple(run for said in ordered if said.parent is None for run in said.content)
        found: dict[int, Speaker] = {}
        for said in ordered:
            if said.continues is None:
                found[said.key] = self._speaker(said)
                self._remember(said, found[said.key])
                if said.parent is None and found[said.key].actors:
                    self.spoken.append((said.start, found[said.key].actors[0]))
        for said in ordered:
            if said.continues is not None:
                before = found[said.continues]
                confidence = None if before.confidence is None else round(before.confidence * 0.9, 3)
                found[said.key] = Speaker(
                    actors=before.actors,
                    confidence=confidence,
                    reason=f"runs on from the statement before without a cue; {before.reason}",
                )
        return found

    def _remember(self, said: Said, speaker: Speaker) -> None:
        """Keep the last first-level source that "they" or "it" may go back to."""
        source = look_at_source(self.draft, said.source, self.nouns)
        if said.parent is None and source.form in ("name", "nominal"):
            self.last = (source, speaker)

    def _speaker(self, said: Said) -> Speaker:
        source = look_at_source(self.draft, said.source, self.nouns)
        written = " ".join(self.draft.phrase(run) for run in said.source)
        if source.form == "none":
            return Speaker(reason="no source is named")
        if source.form == "name":
            return self._named(source, written)
        if source.form == "pronoun":
            return self._pronoun(said, source, written)
        return self._nominal(said, source, written)

    def _named(self, source: SourceWords, written: str) -> Speaker:
        government = self._government(source)
        if government is not None:
            reason = f"'{written}' stands for the government of {government.name}"
            return Speaker(actors=(government.id,), confidence=0.85, reason=reason)
        actors = tuple(dict.fromkeys(name.actor for name in source.heads if name.actor))
        names = " and ".join(self.actors[actor].name for actor in actors)
        short = written if len(written) < 60 else written[:57] + "..."
        reason = (
            f"the source names {names}"
            if fold_name(names) in fold_name(written)
            else f"'{short}' is short for {names}, named in full in this article"
        )
        return Speaker(actors=actors, confidence=0.97, reason=reason)

    def _government(self, source: SourceWords) -> Actor | None:
        """The state whose seat of government speaks ("Ankara", "the Kremlin"), as an actor of this article."""
        if len(source.heads) != 1 or source.heads[0].kind != "place":
            return None
        state = self.gazetteer.state(self.draft.phrase((source.heads[0].first, source.heads[0].end)))
        if state is None or state.how != "seat":
            return None
        key = f"iso3:{state.iso3}"
        known = next((actor for actor in self.actors.values() if actor.known_as == key), None)
        if known is None:
            known = Actor(
                id=f"a{len(self.actors) + 1}",
                name=state.name,
                kind="state",
                country=state.iso3,
                known_as=key,
                reason=f"named by the seat of its government, '{' '.join(source.words)}'",
            )
            self.actors[known.id] = known
        return known

    def _pronoun(self, said: Said, source: SourceWords, written: str) -> Speaker:
        word = source.words[0]
        if said.parent is not None:
            return self._inner_pronoun(said, word, written)
        if word in ("i", "we", "me", "us"):
            return self._first_person(word)
        if word in FEMALE | MALE:
            return self._he_or_she(said, word, written)
        if word in ("it", "they", "them"):
            return self._body(said, written)
        return Speaker(reason=f"'{written}' does not tell who speaks")

    def _he_or_she(self, said: Said, word: str, written: str) -> Speaker:
        main = self.draft.voice.main if self.draft.voice.interview else None
        if main is not None:
            return Speaker(
                actors=(main,),
                confidence=0.95,
                reason=f"'{written}' stands for {self.actors[main].name}, the only person interviewed",
            )
        wanted = "female" if word in FEMALE else "male"
        best = self._nearest_person(said, wanted)
        if best is None:
            return Speaker(reason=f"no person named before '{written}' fits")
        actor, why, confidence = best
        return Speaker(
            actors=(actor,), confidence=confidence, reason=f"'{written}' stands for {self.actors[actor].name}, {why}"
        )

    def _nearest_person(self, said: Said, wanted: str) -> tuple[str, str, float] | None:
        """The person a pronoun goes back to: last speaker nearby, else the last subject, else the last name."""
        at = (said.source[0] if said.source else (said.start, said.start))[0]
        paragraph = self.draft.words.paragraphs[at]
        fits = [
            name
            for name in self.draft.names
            if name.kind == "person"
            and name.end <= at
            and name.actor
            and self.genders.get(name.actor, wanted) == wanted
        ]
        outside = [name for name in fits if not inside((name.first, name.end), self.spoken_of)]
        sentence = self.draft.sentence_of[at]
        subjects = [
            n
            for n in outside
            if n.first - self.draft.words_of(self.draft.sentence_of[n.first])[0] <= 4
            and self.draft.sentence_of[n.first] < sentence
        ]
        last = next(
            (
                (w, a)
                for w, a in reversed(self.spoken)
                if self.actors[a].kind == "person" and self.genders.get(a, wanted) == wanted
            ),
            None,
        )
        if (
            subjects
            and (last is None or subjects[-1].first > last[0])
            and paragraph - self.draft.words.paragraphs[subjects[-1].first] <= 1
        ):
            return subjects[-1].actor or "", "the person the sentences before are about", 0.75
        if last is not None and paragraph - self.draft.words.paragraphs[last[0]] <= 3:
            return last[1], "who spoke last", 0.85
        if fits:
            return (outside or fits)[-1].actor or "", "the person named last before it", 0.6
        return None

    def _first_person(self, word: str) -> Speaker:
        names = {fold_name(author.name) for author in self.draft.byline}
        author = next((actor for actor in self.draft.actors if fold_name(actor.name) in names), None)
        if author is not None and word == "i":
            return Speaker(
                actors=(author.id,), confidence=0.8, reason=f"'I' outside quotations is the author, {author.name}"
            )
        return Speaker(reason=f"'{word}' outside quotations is the author or the publication")

    def _body(self, said: Said, written: str) -> Speaker:
        if written.casefold() == "they" and self.last is not None and self.last[0].plural:
            words = " ".join(self.last[0].words)
            before = self.last[1]
            return Speaker(
                actors=before.actors, confidence=before.confidence and 0.7, reason=f"'{written}' goes back to '{words}'"
            )
        last = next((actor for at, actor in reversed(self.spoken) if at < said.start), None)
        if last is not None and (self.actors[last].kind != "person"):
            return Speaker(
                actors=(last,),
                confidence=0.6,
                reason=f"'{written}' stands for {self.actors[last].name}, which spoke last",
            )
        return Speaker(reason=f"the text does not say clearly whom '{written}' stands for")

    def _inner_pronoun(self, said: Said, word: str, written: str) -> Speaker:
        """A pronoun inside somebody's speech: the last fitting name before it in the same paragraph."""
        at = said.start
        paragraph = self.draft.words.paragraphs[at]
        persons = word in FEMALE | MALE
        fits = [
            name
            for name in self.draft.names
            if name.end <= at
            and name.actor
            and self.draft.words.paragraphs[name.first] == paragraph
            and (name.kind == "person") == persons
            and name.kind != "other"
            and name.actor != self.draft.voice.main
        ]
        if not fits:
            return Speaker(reason=f"'{written}' is said inside another's speech and names nobody there")
        actor = fits[-1].actor or ""
        return Speaker(
            actors=(actor,),
            confidence=0.5,
            reason=f"'{written}' stands for {self.actors[actor].name}, named last before it in the same paragraph",
        )

    def _nominal(self, said: Said, source: SourceWords, written: str) -> Speaker:
        short = written if len(written) < 80 else written[:77] + "..."
        if source.plural or source.noun in self.nouns.group:
            return Speaker(reason=f"unnamed: '{short}' describes several without naming one")
        persons = [actor for actor in self.draft.actors if actor.kind == "person"]
        if source.noun in self.nouns.person:
            return self._described_person(said, source, short, persons)
        body = self._described_body(said, source)
        if body is not None:
            return Speaker(actors=(body.id,), confidence=0.7, reason=f"'{short}' refers to {body.name}, named before")
        if source.noun in self.nouns.organization and not is_indefinite(source) and source.words[0] not in POSSESSIVES:
            return self._unnamed_body(source, short)
        return Speaker(reason=f"unnamed: '{short}' names nobody in this article")

    def _described_person(self, said: Said, source: SourceWords, written: str, persons: list[Actor]) -> Speaker:
        main = self.draft.voice.main
        expert = source.noun in self.nouns.expert
        if main is not None and said.parent is None:
            fits = (
                expert
                or self._role_fits(self.actors[main], source)
                or (not is_indefinite(source) and source.definite and not self._others_fit(source, persons, main))
            )
            if fits:
                name = self.actors[main].name
                return Speaker(
                    actors=(main,), confidence=0.93, reason=f"'{written}' refers to the only person interviewed, {name}"
                )
        if is_indefinite(source) or not source.definite:
            later = self._introduced_here(said, source)
            return later or Speaker(reason=f"unnamed: '{written}' introduces someone without a name")
        fitting = [actor for actor in persons if self._role_fits(actor, source)]
        best = self._best_by_topic(fitting, source)
        if len(best) == 1:
            name = best[0].name
            return Speaker(
                actors=(best[0].id,),
                confidence=0.85,
                reason=f"'{written}' refers to {name}, introduced as '{best[0].role}'",
            )
        if len(best) > 1:
            return Speaker(reason=f"'{written}' fits {' and '.join(actor.name for actor in best[:3])} alike")
        last = next(
            (a for w, a in reversed(self.spoken) if self.actors[a].kind == "person" and self._near(said.start, w)), None
        )
        if last is not None and said.parent is None and self.actors[last].role is None:
            return Speaker(
                actors=(last,),
                confidence=0.55,
                reason=f"'{written}' follows what {self.actors[last].name} said and nobody else fits",
            )
        return Speaker(reason=f"nobody in this article is introduced as '{written}'")

    def _near(self, at: int, before: int) -> bool:
        paragraphs = self.draft.words.paragraphs
        return paragraphs[at] - paragraphs[before] <= 2

    def _introduced_here(self, said: Said, source: SourceWords) -> Speaker | None:
        """An indefinite description that a later name takes up: the article's only expert."""
        if self.draft.voice.main is None or said.parent is not None:
            return None
        main = self.draft.voice.main
        if source.noun in self.nouns.expert or self._role_fits(self.actors[main], source):
            name = self.actors[main].name
            return Speaker(
                actors=(main,),
                confidence=0.85,
                reason=f"the only person interviewed is {name}, introduced without a name first",
            )
        return None

    def _others_fit(self, source: SourceWords, persons: list[Actor], main: str) -> bool:
        return any(self._role_fits(actor, source) for actor in persons if actor.id != main)

    def _role_fits(self, actor: Actor, source: SourceWords) -> bool:
        """Whether an actor was introduced by the description's noun, or both are nouns for experts."""
        if actor.role is None or source.noun is None:
            return False
        head = head_noun(actor.role.split(), self.nouns)
        return (
            head == source.noun
            or source.noun in fold_name(actor.role).split()
            or (head in self.nouns.expert and source.noun in self.nouns.expert)
        )

    def _best_by_topic(self, fitting: list[Actor], source: SourceWords) -> list[Actor]:
        """Those whose introduction shares most words with the description."""
        if len(fitting) < 2:
            return fitting
        words = set(source.words) - _STOP
        shared = {actor.id: len(words & (set(fold_name(actor.role or "").split()) - _STOP)) for actor in fitting}
        most = max(shared.values())
        return [actor for actor in fitting if shared[actor.id] == most]

    def _unnamed_body(self, source: SourceWords, written: str) -> Speaker:
        """A body that is described, not named ("the defence ministry in Yerevan"): an actor under its description."""
        noun = source.noun or ""
        words = [word for word in source.words if word not in ("the", "its", "this", "that")]
        key = " ".join(words)
        same = [
            actor
            for folded, actor in self.described.items()
            if folded == key or (words == [noun] and noun in folded.split())
        ]
        if not same:
            name = written[4:] if written.casefold().startswith("the ") else written
            actor = Actor(
                id=f"a{len(self.actors) + 1}",
                name=name.split(",")[0],
                kind="organization",
                reason=f"described as '{written}', not named",
            )
            self.actors[actor.id] = self.described[key] = actor
            same = [actor]
        return Speaker(
            actors=(same[-1].id,), confidence=0.75, reason=f"'{written}' describes one body, {same[-1].name}"
        )

    def _described_body(self, said: Said, source: SourceWords) -> Actor | None:
        """The last body named before whose name holds the description's noun ("the ministry")."""
        if source.noun is None or not source.definite:
            return None
        named = [
            name
            for name in self.draft.names
            if name.end <= said.start
            and name.actor
            and name.kind in ("organization", "group")
            and source.noun in fold_name(self.draft.phrase((name.first, name.end))).split()
        ]
        return self.actors[named[-1].actor or ""] if named else None


def _genders(draft: Draft, nouns: NounLists) -> dict[str, str]:
    """The grammatical gender of persons whose titles or roles tell it."""
    genders: dict[str, str] = {}
    for name in draft.names:
        if name.kind != "person" or name.actor is None:
            continue
        before = [
            form.casefold().rstrip(".")
            for form in draft.words.forms[max(0, name.first - 2) : name.first + 1]
            if form != "."
        ]
        if any(word in nouns.female_titles for word in before):
            genders[name.actor] = "female"
        elif any(word in nouns.male_titles for word in before):
            genders[name.actor] = "male"
    for actor in draft.actors:
        role = set(fold_name(actor.role or "").split())
        if actor.id not in genders and role & nouns.female_titles:
            genders[actor.id] = "female"
        elif actor.id not in genders and role & nouns.male_titles:
            genders[actor.id] = "male"
    return genders
