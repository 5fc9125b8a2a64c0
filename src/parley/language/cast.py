"""The actors of one text while its sources are resolved, and what helps to tell them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from parley.knowledge.gazetteer import Gazetteer, NounLists, State
from parley.language.draft import Draft, Name, Said
from parley.language.reference import Referring
from parley.language.sources import SourceWords
from parley.terms.actors import Actor
from parley.terms.names import fold_name
from parley.terms.text import Byline

FEMALE, MALE = frozenset(("she", "her", "hers", "herself")), frozenset(("he", "him", "his", "himself"))
SURE_SHARE = 0.6
"""A pronoun tells the gender of an actor who has this share of its antecedents."""
SHORT = 60
_PLACING = frozenset("in at to from near of outside around through via between towards toward ,".split())
"""After these a capital is a place, not its government."""
_SEATING = ("place", "organization")
"""Kinds under which seats of government are found in texts."""
_RELATING = frozenset(
    "relations relationship ties talks tensions tension war conflict dialogue agreement deal treaty dispute "
    "cooperation negotiations rapprochement contacts rivalry alliance peace trust pressure support "
    "demands threats criticism position policy view interests decision government response "
    "signal signals message warning influence protection role help aid claims claim".split()
)
"""After these a preposition of place is one of dealings: "ties between Ankara and Baku", "pressure from Kyiv"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks, how sure, and why."""

    actors: tuple[str, ...] = ()
    confidence: float | None = None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The actor to whom the antecedent ranker leads, with the actor's share."""

    actor: str
    share: float
    referring: Referring


class Cast:
    """The actors of one text; resolving sources may add states and bodies that are only described."""

    def __init__(self, draft: Draft, nouns: NounLists, gazetteer: Gazetteer) -> None:
        self.draft = draft
        self.nouns = nouns
        self.gazetteer = gazetteer
        self.actors = {actor.id: actor for actor in draft.actors}
        self.genders = _genders(draft, nouns)
        self.spoken: list[tuple[int, str]] = []
        """First-level persons (and bodies) that have spoken so far: (word, actor)."""
        self._described: dict[str, Actor] = {}

    def name(self, actor: str) -> str:
        """The name of an actor."""
        return self.actors[actor].name

    def persons(self) -> list[Actor]:
        """All persons of the text."""
        return [actor for actor in self.draft.actors if actor.kind == "person"]

    def acting(self, actor: str) -> str:
        """The actor itself, or the state whose seat of government it is."""
        if self.actors[actor].kind != "place":
            return actor
        body = self.seated(self.name(actor))
        if body is not None:
            return body.id
        state = self.gazetteer.state(self.name(actor))
        if state is None or state.how != "seat":
            return actor
        return self.state(state, f"named by the seat of its government, '{self.name(actor)}'").id

    def main_states(self, *, seats: bool = False) -> tuple[Actor, ...]:
        """The two states that a text speaks of most; none where a third is named as often.

        Args:
            seats: whether capitals count, beside names of states and peoples.
        """
        named: Counter[str] = Counter()
        states: dict[str, State] = {}
        for name in self.draft.names:
            state = self._state_of(name) if name.kind != "person" else None
            if state is not None and (seats or state.how != "seat"):
                named[state.iso3] += 1
                states.setdefault(state.iso3, state)
        ordered = named.most_common(3)
        if len(ordered) < 2 or (len(ordered) > 2 and ordered[2][1] == ordered[1][1]):
            return ()
        first_two = sorted(iso3 for iso3, _ in ordered[:2])
        return tuple(self.state(states[iso3], "one of the two states that the text speaks of") for iso3 in first_two)

    def may_be(self, actor: str, gender: str) -> bool:
        """Whether nothing speaks against a gender of an actor."""
        return self.genders.get(actor, gender) == gender

    def state(self, state: State, reason: str) -> Actor:
        """The actor of this article that is a state; a new one where it is not named otherwise."""
        key = f"iso3:{state.iso3}"
        known = next((actor for actor in self.actors.values() if actor.known_as == key), None)
        if known is None:
            known = Actor(
                id=f"a{len(self.actors) + 1}",
                name=state.name,
                kind="state",
                country=state.iso3,
                known_as=key,
                reason=reason,
            )
            self.actors[known.id] = known
        return known

    def seats(self) -> dict[int, str]:
        """The states that act where their seat of government is named, by the name's first word.

        "Baku has learned" is Azerbaijan; "a bridge in Baku" is a place.
        """
        found = {}
        for name in self.draft.names:
            written = self.draft.phrase((name.first, name.end))
            state = self._state_of(name) if name.kind in _SEATING else None
            body = self.seated(written) if name.kind in _SEATING and not self._is_place(name) else None
            if body is not None:
                found[name.first] = body.id
            elif state is not None and state.how == "seat" and not self._is_place(name):
                found[name.first] = self.state(state, f"named by the seat of its government, '{written}'").id
        return found

    def _state_of(self, name: Name) -> State | None:
        """The state that a name stands for; the text's other names settle those of several ("Georgetown")."""
        return self.gazetteer.state(self.draft.phrase((name.first, name.end)), among=self._other_names)

    @cached_property
    def _other_names(self) -> tuple[str, ...]:
        """The names of bodies, states and places in the text."""
        names = (name for name in self.draft.names if name.kind != "person")
        return tuple(dict.fromkeys(self.draft.phrase((name.first, name.end)) for name in names))

    def seated(self, written: str) -> Actor | None:
        """The body of which a place is the seat, as an actor of this article; a new one where it is not named."""
        others = (self.draft.phrase((name.first, name.end)) for name in self.draft.names)
        body = self.gazetteer.body_of_seat(written, among=others)
        if body is None:
            return None
        known = next((actor for actor in self.actors.values() if actor.known_as == body.key), None)
        if known is None:
            known = Actor(
                id=f"a{len(self.actors) + 1}",
                name=body.name,
                kind=body.kind,
                country=body.country,
                known_as=body.key,
                reason=f"named by its seat, '{written}'",
            )
            self.actors[known.id] = known
        return known

    def _is_place(self, name: Name) -> bool:
        """Whether a preposition of place governs a name: "in central Baku", "between Ankara and Baku"."""
        before = self.draft.forms((max(0, name.first - 2), name.first))
        if before[-1:] != ("in",) and before[-1:] != ("at",) and set(before[:1]) & _RELATING:
            return False
        if set(before) & _PLACING:
            return True
        joined = [n for n in self.draft.names_in((max(0, name.first - 6), name.first)) if n.end == name.first - 1]
        return bool(joined) and before[-1:] == ("and",) and self._is_place(joined[-1])

    def author(self, byline: Byline) -> Actor:
        """The author of the article as an actor; a new one where the text does not name the author."""
        folded = fold_name(byline.name)
        known = next((actor for actor in self.actors.values() if fold_name(actor.name) == folded), None)
        if known is None:
            known = Actor(
                id=f"a{len(self.actors) + 1}",
                name=byline.name,
                kind="person",
                role=byline.role,
                reason="named in the byline of the article",
            )
            self.actors[known.id] = known
        return known

    def body(self, source: SourceWords, written: str) -> Actor:
        """A body that is described, not named ("the defence ministry in Yerevan"): an actor under its description."""
        noun = source.noun or ""
        words = [word for word in source.words if word not in ("the", "its", "this", "that")]
        key = " ".join(words)
        same = [
            actor
            for folded, actor in self._described.items()
            if folded == key or (words == [noun] and noun in folded.split())
        ]
        if same:
            return same[-1]
        name = written[4:] if written.casefold().startswith("the ") else written
        actor = Actor(
            id=f"a{len(self.actors) + 1}",
            name=name.split(",")[0],
            kind="organization",
            reason=f"described as '{written}', not named",
        )
        self.actors[actor.id] = self._described[key] = actor
        return actor

    def link(self, said: Said, fits: Callable[[Actor], bool]) -> Link | None:
        """The fitting actor with the largest share in a statement's source, by the antecedent ranker."""
        first, end = said.source[0] if said.source else (0, 0)
        inside = [r for r in self.draft.references if first <= r.reference.head < end and r.reference.form != "name"]
        if not inside:
            return None
        found = min(inside, key=lambda r: (abs(r.reference.first - first), -r.reference.end))
        shares = {actor: share for actor, share in found.shares.items() if fits(self.actors[actor])}
        best = max(shares, key=lambda actor: shares[actor], default=None)
        return Link(actor=best, share=shares[best], referring=found) if best is not None else None

    def linked(self, link: Link, written: str) -> Speaker:
        """The speaker whom a link leads to."""
        actor = self.acting(link.actor)
        name = self.name(actor)
        nearest = link.referring.nearest
        before = self.draft.references[nearest].reference if nearest is not None else None
        phrase = self.draft.phrase((before.first, before.end)) if before is not None else name
        through = (
            "" if phrase == name else f" through '{phrase if len(phrase) < SHORT else phrase[: SHORT - 3] + '...'}'"
        )
        return Speaker(
            actors=(actor,),
            confidence=round(min(0.97, link.share), 3),
            reason=f"'{written}' goes back to {name}{through} (share {link.share:.2f} of its possible antecedents)",
        )


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
    first_names = {
        actor.id: "female" if first in nouns.female_names else "male"
        for actor in draft.actors
        if actor.kind == "person"
        and " " in actor.name
        and (first := fold_name(actor.name).split()[0]) in nouns.female_names | nouns.male_names
    }
    return _genders_by_pronouns(draft) | first_names | genders


def _genders_by_pronouns(draft: Draft) -> dict[str, str]:
    """The gender of persons to whom at least two pronouns of one gender, and hardly any of the other, go back."""
    votes: Counter[tuple[str, str]] = Counter()
    for referring in draft.references:
        word = draft.words.forms[referring.reference.head].casefold()
        best = max(referring.shares, key=lambda key: referring.shares[key], default=None)
        if best is not None and word in FEMALE | MALE and referring.shares[best] >= SURE_SHARE:
            votes[best, "female" if word in FEMALE else "male"] += 1
    found = {}
    for (actor, gender), count in votes.items():
        other = votes[actor, "male" if gender == "female" else "female"]
        if count >= 2 and count >= 4 * other:
            found[actor] = gender
    return found
