"""Whom the noun phrases of a clause stand for: actors of the article, or new ones in the words of the text.

Law of this module: an actor that cannot be resolved keeps its words and says so; it is never replaced by a
state or person that merely stands near.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from parley.knowledge.gazetteer import Gazetteer, NounLists, State
from parley.language.attribution import Run
from parley.language.clauses import Clause
from parley.language.draft import Draft, Name
from parley.language.standing import Coder, Standing
from parley.terms.actors import Actor, ActorKind, KnownActor
from parley.terms.names import fold_name

LEAST_SHARE = 0.5
"""A pronoun or description is an actor with more than this share of its antecedents."""
OWNING = ("by", "of", "against", "from")
LONGEST = 7
"""Words of an actor that is kept as written."""
FORCES = frozenset(
    (
        "army forces troops soldiers police military militia militants rebels fighters insurgents gunmen navy fleet "
        "jets warplanes aircraft guards guard insurgency security separatists commandos coalition marines guerrillas "
        "extremists protesters demonstrators strikers workers teachers farmers students dockers miners refugees "
        "migrants government authorities ministry parliament court judge judges prosecutors prosecutor regime junta "
        "cabinet opposition assembly senate council delegation union unions party parties lawmakers administration "
        "officials thousands hundreds dozens people crowd crowds delegates mediators inspectors observers "
        "peacekeepers diplomats envoys hackers smugglers pirates tribesmen residents villagers civilians prisoners "
        "hostages detainees journalists activists embassy convoy patrol garrison president minister premier "
        "ambassador envoy commander mayor governor king emir chancellor general side gendarmes warships frigate "
        "frigates fishermen drivers mercenaries operatives agents nationals "
    ).split()
)
"""Nouns whose bearers act in politics, besides the lists of nouns for persons, bodies and groups."""
_THINGS = frozenset(("charge", "head"))
"""Nouns of persons that are mostly other things: "rejected the charge"."""
_SMALL = frozenset("the a an this that these those its their his her our my your some several many".split())
_PRONOUNS = frozenset("it they he she we i you who which that this these those them him her us me".split())


@dataclass(frozen=True, slots=True)
class Party:
    """One side of an event, as found: an actor and how it was."""

    actor: str
    run: Run
    """Its words in the text."""
    named: bool
    """Whether a name says who it is."""


class ActorFinder:
    """Resolves noun phrases of one article; ``actors`` grows by those kept as written."""

    def __init__(self, draft: Draft, gazetteer: Gazetteer, nouns: NounLists, coder: Coder) -> None:
        self.actors: list[Actor] = list(draft.actors)
        self._draft = draft
        self._gazetteer = gazetteer
        self._nouns = nouns
        self._coder = coder
        self._firsts = [name.first for name in draft.names]
        self._referring = {one.reference.head: one for one in draft.references}
        self._by_words: dict[str, str] = {}
        self._among = tuple(draft.phrase((name.first, name.end)) for name in draft.names)
        self._kinds = {actor.id: actor for actor in draft.actors}

    def parties(self, clause: Clause, head: int | None, offset: int) -> list[Party]:
        """The actors of a noun phrase and of those coordinated with it.

        Args:
            clause: the sentence.
            head: the phrase's head, counted from the sentence's first word; None for none.
            offset: index of that first word in the text.
        """
        if head is None:
            return []
        found = [party for one in clause.all_of(head) for party in self._of_head(clause, one, offset)]
        return list({party.actor: party for party in found}.values())

    def inside(self, clause: Clause, head: int, offset: int, cases: tuple[str, ...] = OWNING) -> list[Party]:
        """The actor to whom a thing belongs or who made it: "Norvia's decision", "the shelling by the rebels"."""
        heads = clause.grammar.children(head, "nmod:poss")
        heads += [
            at for one in clause.all_of(head) for case in cases if (at := clause.with_case(one, case)) is not None
        ]
        heads += [
            at for part in clause.grammar.children(head, "acl") if (at := clause.with_case(part, "to")) is not None
        ]
        for one in heads:
            found = [party for party in self.parties(clause, one, offset) if party.named]
            if "in" in cases and clause.with_case(head, "in") == one:
                found = [party for party in found if self._kind_of(party.actor) == "state"]
            if found and clause.grammar.parts[one] != "PRON":
                return found
        for one in clause.grammar.children(head, "amod", "compound"):
            state = self.state_of(self._draft.words.forms[offset + one]) if clause.forms[one][0].isalpha() else None
            if state is not None and self._draft.words.forms[offset + one][0].isupper():
                return [Party(self._state(state), (offset + one, offset + one + 1), named=True)]
        return []

    def town(self, clause: Clause, head: int, offset: int) -> list[Party]:
        """A town or region that an act on the ground strikes, kept as written, where its state is known."""
        for one in (head, *(at for case in ("of", "in") if (at := clause.with_case(head, case)) is not None)):
            name = self.name_at(offset + one)
            if name is not None and name.kind == "place":
                run = (name.first, name.end)
                words = self._draft.phrase(run)
                standing = self._coder.standing(f"in {words}", date=self._draft.date)
                if standing.country is not None:
                    return [Party(self._kept(words, "place", standing), run, named=True)]
        return []

    def _kept(self, words: str, kind: ActorKind, standing: Standing) -> str:
        """The id of an actor that is kept as written; the same words are the same actor."""
        key = fold_name(words)
        if key not in self._by_words:
            self._by_words[key] = f"a{len(self.actors) + 1}"
            reason = f"'{words}' as it stands in the text"
            self.actors.append(
                Actor(
                    id=self._by_words[key],
                    name=words,
                    kind=kind,
                    country=standing.country,
                    sector=standing.sector,
                    reason=reason,
                )
            )
        return self._by_words[key]

    def _of_head(self, clause: Clause, head: int, offset: int) -> list[Party]:
        """The actor of one head; the states themselves for "the governments of Norvia and Estrada"."""
        joined = self._joined_states(offset + head)
        if joined:
            return joined
        party = self._party(clause, head, offset)
        if party is None or not clause.forms[head].endswith("s"):
            return [party] if party else []
        stop = end = party.run[1]
        while stop < min(offset + len(clause.forms), end + 3 * LONGEST):
            step = clause.forms[stop - offset]
            if step not in ("and", ",", "the") and self.name_at(stop) is None:
                break
            stop += 1
        named = [self._named(name.first) for name in self._draft.names_in((offset + head, stop))]
        states = [one for one in named if one is not None and self._kind_of(one.actor) == "state"]
        return states if len(states) > 1 and clause.forms[head + 1 : head + 2] in (("of",), ("from",)) else [party]

    def _joined_states(self, index: int) -> list[Party]:
        """The states of a name that was read as one: "Norvia and Estrada"."""
        name = self.name_at(index)
        parts = self._draft.phrase((name.first, name.end)).split(" and ") if name is not None else []
        states = [self.state_of(part) for part in parts]
        if name is None or len(states) < 2 or None in states:
            return []
        run = (name.first, name.end)
        return [Party(self._state(state), run, named=True) for state in states if state is not None]

    def _kind_of(self, actor: str) -> str:
        return next(one.kind for one in self.actors if one.id == actor)

    def _party(self, clause: Clause, head: int, offset: int) -> Party | None:
        for one in (head, *clause.renamed(head)):
            found = self._named(offset + one)
            if found is not None:
                return found
        index, form = offset + head, clause.forms[head]
        referring = self._referring.get(index)
        if referring is not None and referring.shares:
            best = max(referring.shares, key=lambda key: referring.shares[key])
            if referring.shares[best] > LEAST_SHARE and best in self._kinds:
                best = self._as_state(best)
                return Party(best, (referring.reference.first, referring.reference.end), named=True)
        if form in _PRONOUNS or not form[0].isalpha() or clause.grammar.parts[head] == "PRON":
            return None
        return self._as_written(clause, head, offset) if self._is_agent(form) else None

    def _named(self, index: int) -> Party | None:
        """The actor whose name holds a word; a seat of government or a people stands for its state."""
        name = self.name_at(index)
        if name is None or name.actor is None:
            return None
        run = (name.first, name.end)
        body = self._gazetteer.body_of_seat(self._draft.phrase(run), among=self._among)
        if body is not None:
            return Party(self._body(body), run, named=True)
        state = self.state_of(self._draft.phrase(run))
        if state is not None:
            return Party(self._state(state), run, named=True)
        return Party(name.actor, run, named=True) if self._acts(name) else None

    def _as_state(self, actor: str) -> str:
        """The state for an actor that is only a seat of its government; else the actor itself."""
        state = self.state_of(self._kinds[actor].name) if self._kinds[actor].kind != "person" else None
        return self._state(state) if state is not None else actor

    def _state(self, state: State) -> str:
        """The actor of a state: the article's own, or a new one."""
        key = f"iso3:{state.iso3}"
        found = next((actor.id for actor in self.actors if actor.known_as == key), None)
        if found is not None:
            return found
        reason = f"a people or a seat of government of {state.name} stands for it in an event"
        actor_id = f"a{len(self.actors) + 1}"
        self.actors.append(
            Actor(id=actor_id, name=state.name, kind="state", country=state.iso3, known_as=key, reason=reason)
        )
        return actor_id

    def _body(self, body: KnownActor) -> str:
        """The actor of a body that is named by its seat: the article's own, or a new one."""
        found = next((actor.id for actor in self.actors if actor.known_as == body.key), None)
        if found is not None:
            return found
        actor_id = f"a{len(self.actors) + 1}"
        reason = f"the seat of {body.name} stands for it in an event"
        self.actors.append(
            Actor(
                id=actor_id,
                name=body.name,
                kind=body.kind,
                country=body.country,
                known_as=body.key,
                reason=reason,
            )
        )
        return actor_id

    def name_at(self, index: int) -> Name | None:
        """The name that holds a word."""
        at = bisect_right(self._firsts, index) - 1
        return self._draft.names[at] if at >= 0 and index < self._draft.names[at].end else None

    def state_of(self, words: str) -> State | None:
        """The state that a name, people or seat stands for in this article."""
        return self._gazetteer.state(words, among=self._among)

    def _acts(self, name: Name) -> bool:
        """Whether a name is of something that acts: no place but a state or a seat of government."""
        actor = self._kinds.get(name.actor or "")
        if actor is None or actor.kind in ("person", "organization", "group", "state"):
            return actor is not None
        return actor.country is not None

    def _is_agent(self, form: str) -> bool:
        nouns = self._nouns
        one = form.removesuffix("s")
        persons = {form, one} & nouns.person
        return (
            form in FORCES
            or form in nouns.group
            or form in nouns.organization
            or (bool(persons) and one not in _THINGS and not {form, one} & nouns.kin)
        )

    def _as_written(self, clause: Clause, head: int, offset: int) -> Party:
        """An actor in the text's own words, with the country that stands in them."""
        first, end = clause.phrase(head)
        first, end = max(first, head - LONGEST + 1), min(end, head + LONGEST)
        while first < head and clause.forms[first] in _SMALL:
            first += 1
        run = (offset + first, offset + end)
        owner = next(self._owners(run), None)
        if owner is None and clause.forms[head + 1 : head + 2] in (("from",), ("of",), ("in",)):
            run = (run[0], self._end_of_name(offset + head + 2) or run[1])
            owner = next(self._owners(run), None)
        words = self._draft.phrase(run)
        key = fold_name(words)
        if key not in self._by_words:
            self._by_words[key] = f"a{len(self.actors) + 1}"
            self.actors.append(self._written(words, clause.forms[head], owner, self._by_words[key]))
        return Party(self._by_words[key], run, named=owner is not None)

    def _end_of_name(self, index: int) -> int | None:
        """Where the name ends that begins at a word or one behind it."""
        name = self.name_at(index) or self.name_at(index + 1)
        return name.end if name is not None else None

    def _owners(self, run: Run) -> Iterator[Actor]:
        """The named actors in some words: states first, then bodies; no persons and no mere places."""
        for name in self._draft.names_in(run):
            party = self._named(name.first)
            actor = next((one for one in self.actors if party and one.id == party.actor), None)
            if actor is not None and actor.kind in ("state", "organization", "group"):
                yield actor

    def _written(self, words: str, noun: str, owner: Actor | None, actor_id: str) -> Actor:
        kind: ActorKind = "person" if noun in self._nouns.person and noun not in FORCES else "group"
        if noun in self._nouns.organization:
            kind = "organization"
        standing = self._coder.standing(words, date=self._draft.date)
        country = standing.country or (owner.country if owner is not None else None)
        of = f", of {owner.name}" if owner is not None else "; no name says who it is"
        reason = f"'{words}' as it stands in the text{of}"
        return Actor(id=actor_id, name=words, kind=kind, country=country, sector=standing.sector, reason=reason)
