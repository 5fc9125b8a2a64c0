"""Sources that describe: "the analyst", "both sides", "the Uzbek government", "a spokesman"."""

from __future__ import annotations

from parley.language.actors import head_noun
from parley.language.cast import Cast, Speaker
from parley.language.draft import Said
from parley.language.joint import joint_speakers
from parley.language.sources import SourceWords, is_indefinite
from parley.terms.actors import Actor
from parley.terms.names import fold_name

POSSESSIVES = frozenset("his her its their our my your".split())
LEAST_NOMINAL = 0.55
"""Share of a description's antecedents from which the ranker's answer is taken (read on PolNeAR dev, 2026-11-25)."""
_SIDE_NOUNS = frozenset("side government delegation".split())
LEAST_BARE = 0.35
"""The same for a noun alone: "the group"."""
LONGEST_SIDE = 5
"""Within so many words the government of "Sudan's army-led government" must be named."""
_PAIR = frozenset("both the two of them men women leaders politicians".split())
"""Words that say nothing of two persons but that they are two."""
_DOCUMENTS = frozenset(
    "report survey study poll article brief filing letter analysis paper statement memo submission assessment estimate "
    "findings figures data document communique decree ruling".split()
)
_OFFICES = frozenset(
    "foreign defence defense interior finance energy water transport prime health education justice trade agriculture "
    "environment economy labour labor culture oil fisheries railways information home opposition deputy vice".split()
)
"""Words that tell one minister from another."""
_LINKS = frozenset("of in on for to with by from at about against between who which that".split())
_STATE_BODIES = frozenset("ministry government army military presidency embassy parliament cabinet mission".split())
"""Whose spokesman speaks for the state: "the Brazilian foreign ministry"."""
_UNNAMED = frozenset("neither either each no".split())
_STOP = frozenset("of on the a an in for and affairs issues former s".split())


class DescriptionResolver:
    """Resolves descriptions with the actors of one text."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.draft = cast.draft
        self.nouns = cast.nouns

    def resolve(self, said: Said, source: SourceWords, written: str) -> Speaker:
        """Whom the description in a statement's source stands for."""
        short = written if len(written) < 80 else written[:77] + "..."
        several = self._several(said, source, short)
        if several is not None:
            return several
        author = self._author_of(said, source)
        if author is not None:
            return Speaker(actors=(author,), confidence=0.75, reason=f"'{short}' is by {self.cast.name(author)}")
        body = self._spoken_for(said, source)
        if body is not None:
            return Speaker(actors=(body,), confidence=0.8, reason=f"'{short}' speaks for {self.cast.name(body)}")
        if source.noun in self.nouns.person:
            return self._person(said, source, short)
        return self._one_body(said, source, short)

    def _several(self, said: Said, source: SourceWords, written: str) -> Speaker | None:
        """A government's side, joint speakers, or several whom nobody names."""
        state = self._own_side(source)
        if state is not None:
            reason = f"'{written}' speaks for the government of {state.name}"
            return Speaker(actors=(state.id,), confidence=0.85, reason=reason)
        joint = self._joint(said, source)
        if joint:
            names = " and ".join(actor.name for actor in joint)
            actors = tuple(actor.id for actor in joint)
            return Speaker(actors=actors, confidence=0.75, reason=f"'{written}' are {names} together")
        if source.plural or source.noun in self.nouns.group or source.words[0] in _UNNAMED:
            return Speaker(reason=f"unnamed: '{written}' describes several without naming one")
        return None

    def _author_of(self, said: Said, source: SourceWords) -> str | None:
        """Whose document speaks in "a report by the Institute" or "the Institute's survey", if anybody is named."""
        head = next((word for word in source.words if word in _DOCUMENTS), None)
        names = [name for run in said.source for name in self.draft.names_in(run) if name.actor]
        if head is None or len(names) != 1 or names[0].kind not in ("person", "organization", "group"):
            return None
        before = [
            word for word in self.draft.forms((said.source[0][0], names[0].first)) if word not in ("the", "a", "an")
        ]
        links = [word for word in before if word in _LINKS]
        after = head in before and links in (["by"], ["from"]) and before[-1] in ("by", "from")
        owns = after and before.index(head) < before.index(links[0])
        return self.cast.acting(names[0].actor or "") if owns or (head not in before and not links) else None

    def _spoken_for(self, said: Said, source: SourceWords) -> str | None:
        """The body or state of "a spokesman for the European Commission"; nobody is that of a person."""
        if source.noun is None or not source.noun.startswith("spokes"):
            return None
        names = [name for run in said.source for name in self.draft.names_in(run) if name.actor]
        if len(names) != 1 or names[0].kind in ("person", "other"):
            return None
        state = self.cast.gazetteer.state(self.draft.phrase((names[0].first, names[0].end)))
        if state is None or state.how != "demonym":
            return self.cast.acting(names[0].actor or "")
        official = _STATE_BODIES & set(source.words)
        return self.cast.state(state, f"named by '{' '.join(source.words)}'").id if official else None

    def _joint(self, said: Said, source: SourceWords) -> tuple[Actor, ...]:
        """All whom a description of several stands for: by roles and sides, else "both" of two just named."""
        actors = tuple(self.cast.actors.values())
        joint = joint_speakers(source, actors, self.cast.main_states(), self.nouns)
        words = set(source.words)
        if joint or not words <= _PAIR or not words & {"both", "two"}:
            return joint
        gender = "female" if "women" in words else "male" if "men" in words else None
        paragraphs = self.draft.words.paragraphs
        near = dict.fromkeys(
            name.actor or ""
            for name in self.draft.names
            if name.kind == "person"
            and name.first <= said.start
            and paragraphs[said.start] - paragraphs[name.first] <= 1
        )
        fits = len(near) == 2 and all(gender is None or self.cast.may_be(actor, gender) for actor in near)
        return tuple(self.cast.actors[actor] for actor in near) if fits else ()

    def _own_side(self, source: SourceWords) -> Actor | None:
        """The state of "the Uzbek side", "the Turkish government", "Sudan's army-led government"."""
        words = [word for word in source.words if word != "the"]
        head = next((word for word in words[1:LONGEST_SIDE] if word in _SIDE_NOUNS | _LINKS), None)
        if head not in _SIDE_NOUNS or (head != "government" and words[1] != head):
            return None
        state = self.cast.gazetteer.state(words[0].title())
        return self.cast.state(state, f"named by '{' '.join(source.words)}'") if state is not None else None

    def _one_body(self, said: Said, source: SourceWords, written: str) -> Speaker:
        named = self._named_body(said, source)
        if named is not None:
            reason = f"'{written}' refers to {named.name}, named before"
            return Speaker(actors=(named.id,), confidence=0.7, reason=reason)
        link = self.cast.link(said, lambda actor: actor.kind not in ("person", "other"))
        least = LEAST_BARE if len(source.words) <= 2 else LEAST_NOMINAL
        if link is not None and link.share >= least and source.definite:
            return self.cast.linked(link, written)
        if source.noun in self.nouns.organization and not is_indefinite(source) and source.words[0] not in POSSESSIVES:
            body = self.cast.body(source, written)
            return Speaker(actors=(body.id,), confidence=0.75, reason=f"'{written}' describes one body, {body.name}")
        return Speaker(reason=f"unnamed: '{written}' names nobody in this article")

    def _named_body(self, said: Said, source: SourceWords) -> Actor | None:
        """The last body named before whose name holds the description's noun ("the ministry")."""
        if source.noun is None or not source.definite:
            return None
        wanted = {word for word in source.words if word not in _STOP | POSSESSIVES | {"this", "that"}}
        named = [
            name
            for name in self.draft.names
            if name.end <= said.start
            and name.actor
            and name.kind in ("organization", "group")
            and wanted <= set(fold_name(self.draft.phrase((name.first, name.end))).split())
        ]
        return self.cast.actors[named[-1].actor or ""] if named else None

    def _person(self, said: Said, source: SourceWords, written: str) -> Speaker:
        main = self.draft.voice.main
        if main is not None and said.parent is None and self._is_main(source, main):
            reason = f"'{written}' refers to the only person interviewed, {self.cast.name(main)}"
            return Speaker(actors=(main,), confidence=0.93, reason=reason)
        if is_indefinite(source) or not source.definite or source.words[0] in POSSESSIVES:
            return Speaker(reason=f"unnamed: '{written}' introduces someone without a name")
        best = self._best_by_topic([actor for actor in self.cast.persons() if self._role_fits(actor, source)], source)
        if len(best) == 1:
            reason = f"'{written}' refers to {best[0].name}, introduced as '{best[0].role}'"
            return Speaker(actors=(best[0].id,), confidence=0.85, reason=reason)

        def may_be(actor: Actor) -> bool:
            contradicted = actor.role is not None and self._contradicts(actor.role, source)
            return actor.kind == "person" and not contradicted and (not best or actor in best)

        link = self.cast.link(said, may_be)
        if link is not None and link.share >= LEAST_NOMINAL:
            return self.cast.linked(link, written)
        if best:
            return Speaker(reason=f"'{written}' fits {' and '.join(actor.name for actor in best[:3])} alike")
        return self._last_speaker(said, written) or Speaker(
            reason=f"nobody in this article is introduced as '{written}'"
        )

    def _is_main(self, source: SourceWords, main: str) -> bool:
        """Whether a description fits the only person interviewed."""
        if source.noun in self.nouns.expert or self._role_fits(self.cast.actors[main], source):
            return True
        others = any(self._role_fits(actor, source) for actor in self.cast.persons() if actor.id != main)
        return source.definite and not is_indefinite(source) and not others

    def _last_speaker(self, said: Said, written: str) -> Speaker | None:
        """The person who spoke last nearby, if the text says nothing about what he or she is."""
        paragraphs = self.draft.words.paragraphs
        near = (
            actor
            for at, actor in reversed(self.cast.spoken)
            if self.cast.actors[actor].kind == "person" and paragraphs[said.start] - paragraphs[at] <= 2
        )
        last = next(near, None)
        if last is None or said.parent is not None or self.cast.actors[last].role is not None:
            return None
        reason = f"'{written}' follows what {self.cast.name(last)} said and nobody else fits"
        return Speaker(actors=(last,), confidence=0.55, reason=reason)

    def _role_fits(self, actor: Actor, source: SourceWords) -> bool:
        """Whether an actor was introduced by the description's noun, or both are nouns for experts."""
        if actor.role is None or source.noun is None:
            return False
        if self._contradicts(actor.role, source):
            return False
        head = head_noun(actor.role.split(), self.nouns)
        return (
            head == source.noun
            or source.noun in fold_name(actor.role).split()
            or (source.noun in self.nouns.expert and (head in self.nouns.expert or self._shares_topic(actor, source)))
        )

    def _contradicts(self, role: str, source: SourceWords) -> bool:
        """Whether a description's country or office is not that of an introduction.

        "The Israeli energy minister" is not "water minister of Jordan"; "the minister" may be.
        """
        words = [word for word in source.words if word not in _STOP | {"former", source.noun}]
        own = {self._country(word) for word in words} - {None}
        introduced = [word.strip(",.") for word in fold_name(role).replace("’s", "").split()]
        theirs = {self._country(word) for word in introduced} - {None}
        offices = {word for word in words if word in _OFFICES}
        their_offices = {word for word in introduced if word in _OFFICES}
        return not own <= theirs or bool(offices and their_offices and not offices & their_offices)

    def _country(self, word: str) -> str | None:
        """The state that a word of a description names: by name, people or seat."""
        state = self.cast.gazetteer.state(word.title())
        return state.iso3 if state is not None else None

    @staticmethod
    def _shares_topic(actor: Actor, source: SourceWords) -> bool:
        """Whether an introduction holds a word of the description beside its noun: "the Baku expert"."""
        words = set(source.words) - _STOP - {source.noun}
        return bool(words & (set(fold_name(actor.role or "").split()) - _STOP))

    def _best_by_topic(self, fitting: list[Actor], source: SourceWords) -> list[Actor]:
        """Those whose introduction shares most words with the description."""
        if len(fitting) < 2:
            return fitting
        words = set(source.words) - _STOP
        shared = {actor.id: len(words & (set(fold_name(actor.role or "").split()) - _STOP)) for actor in fitting}
        most = max(shared.values())
        return [actor for actor in fitting if shared[actor.id] == most]
