"""Whom the noun phrases of a clause stand for: actors of the article, or new ones in the words of the text.

Law of this module: an actor that cannot be resolved keeps its words and says so; it is never replaced by a
state or person that merely stands near.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from parley.knowledge.gazetteer import Gazetteer, NounLists
from parley.language.attribution import Run
from parley.language.clauses import Clause
from parley.language.draft import Draft, Name
from parley.terms.actors import Actor, ActorKind
from parley.terms.names import fold_name

LEAST_SHARE = 0.5
"""A pronoun or description is an actor with more than this share of its antecedents."""
LONGEST = 7
"""Words of an actor that is kept as written."""
FORCES = frozenset(
    "army forces troops soldiers police military militia militants rebels fighters insurgents gunmen navy fleet jets "
    "warplanes aircraft guards guard insurgency security separatists commandos coalition marines guerrillas "
    "extremists protesters demonstrators strikers workers teachers farmers students dockers miners refugees migrants "
    "government authorities ministry parliament court judge judges prosecutors prosecutor regime junta cabinet "
    "opposition assembly senate council delegation union unions party parties lawmakers administration officials "
    "delegates mediators inspectors observers peacekeepers diplomats envoys hackers smugglers pirates tribesmen "
    "residents villagers civilians prisoners hostages detainees journalists activists embassy convoy patrol garrison "
    "president minister premier ambassador envoy commander mayor governor king emir chancellor general".split()
)
"""Nouns whose bearers act in politics, besides the lists of nouns for persons, bodies and groups."""
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

    def __init__(self, draft: Draft, gazetteer: Gazetteer, nouns: NounLists) -> None:
        self.actors: list[Actor] = list(draft.actors)
        self._draft = draft
        self._gazetteer = gazetteer
        self._nouns = nouns
        self._firsts = [name.first for name in draft.names]
        self._referring = {one.reference.head: one for one in draft.references}
        self._by_words: dict[str, str] = {}
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
        found = [self._party(clause, one, offset) for one in clause.all_of(head)]
        return list({party.actor: party for party in found if party is not None}.values())

    def inside(self, clause: Clause, head: int, offset: int) -> list[Party]:
        """The actor to whom a thing belongs or who made it: "Norvia's decision", "the shelling by the rebels"."""
        heads = [*clause.grammar.children(head, "nmod:poss")]
        heads += [at for case in ("by", "of", "against") if (at := clause.with_case(head, case)) is not None]
        heads += clause.grammar.children(head, "amod", "compound")
        for one in heads:
            found = [party for party in self.parties(clause, one, offset) if party.named]
            if found:
                return found
        return []

    def _party(self, clause: Clause, head: int, offset: int) -> Party | None:
        index = offset + head
        name = self.name_at(index)
        form = clause.forms[head]
        if name is not None and name.actor is not None and self._acts(name):
            return Party(name.actor, (name.first, name.end), named=True)
        referring = self._referring.get(index)
        if referring is not None and referring.shares:
            best = max(referring.shares, key=lambda key: referring.shares[key])
            if referring.shares[best] > LEAST_SHARE:
                return Party(best, (referring.reference.first, referring.reference.end), named=True)
        if form in _PRONOUNS or not form[0].isalpha() or clause.grammar.parts[head] == "PRON":
            return None
        return self._as_written(clause, head, offset) if self._is_agent(form) else None

    def name_at(self, index: int) -> Name | None:
        """The name that holds a word."""
        at = bisect_right(self._firsts, index) - 1
        return self._draft.names[at] if at >= 0 and index < self._draft.names[at].end else None

    def _acts(self, name: Name) -> bool:
        """Whether a name is of something that acts: no place but a state or a seat of government."""
        actor = self._kinds.get(name.actor or "")
        if actor is None or actor.kind in ("person", "organization", "group", "state"):
            return actor is not None
        return actor.country is not None

    def _is_agent(self, form: str) -> bool:
        nouns = self._nouns
        return form in FORCES or form in nouns.group or form in nouns.organization or form in nouns.person

    def _as_written(self, clause: Clause, head: int, offset: int) -> Party:
        """An actor in the text's own words, with the country that stands in them."""
        first, end = clause.phrase(head)
        first, end = max(first, head - LONGEST + 1), min(end, head + LONGEST)
        while first < head and clause.forms[first] in _SMALL:
            first += 1
        run = (offset + first, offset + end)
        owner = next(self._owners(run), None)
        words = self._draft.phrase(run)
        key = fold_name(words)
        if key not in self._by_words:
            self._by_words[key] = f"a{len(self.actors) + 1}"
            self.actors.append(self._written(words, clause.forms[head], owner, self._by_words[key]))
        return Party(self._by_words[key], run, named=owner is not None)

    def _owners(self, run: Run) -> Iterator[Actor]:
        """The named actors in some words, those with a country first."""
        found = [self._kinds[name.actor] for name in self._draft.names_in(run) if name.actor in self._kinds]
        yield from sorted(found, key=lambda actor: actor.country is None)

    def _written(self, words: str, noun: str, owner: Actor | None, actor_id: str) -> Actor:
        kind: ActorKind = "person" if noun in self._nouns.person and noun not in FORCES else "group"
        if noun in self._nouns.organization:
            kind = "organization"
        reason = f"'{words}' as it stands in the text; no name says who it is"
        country = None
        if owner is not None:
            reason = f"'{words}' as it stands in the text, of {owner.name}"
            country = owner.country
        return Actor(id=actor_id, name=words, kind=kind, country=country, reason=reason)
