"""Actors that nobody has placed yet, with whom they may be: candidates of the record and of the actor store together.

record.actor_facts, knowledge.ActorStore -> language.Candidates -> the queue of unknown actors
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from parley.errors import MissingError, UsageError
from parley.knowledge.actors import ActorStore
from parley.language.actor_candidates import Candidates
from parley.record import View
from parley.record.judging import Judge
from parley.terms.actors import KnownActor
from parley.terms.linking import ActorFacts, LinkCandidate, UnknownActor

PLACED = ("state", "place")
"""Kinds that are not asked about: the gazetteer knows them, or they do not act."""


class ActorLinks:
    """The actors of a record and of the store, asked together; fulfils ``ActorIndex``.

    Args:
        view: of the record.
        store: known actors.
    """

    def __init__(self, view: View, store: ActorStore) -> None:
        self._view = view
        self._store = store
        self._facts = {one.key: one for one in view.actor_facts()}
        self._candidates = Candidates(self._facts.values(), store)

    def find_actor(self, name: str) -> KnownActor | None:
        """The one actor of a full name: the record's, after what people merged; else the store's.

        Args:
            name: as written in a text, without titles.
        """
        return self._view.find_actor(name) or self._store.find_actor(name)

    def candidates(self, key: str) -> tuple[LinkCandidate, ...]:
        """Whom an actor of the record may be, the likeliest first.

        Args:
            key: of the actor.

        Raises:
            MissingError: there is no such actor, or it is merged into another one.
        """
        return self._candidates.of(self._known(key))

    def unknown(self) -> tuple[UnknownActor, ...]:
        """The actors that neither the store knows nor a person has placed; those with the surest candidates first."""
        waiting = [
            UnknownActor(facts=one, candidates=self._candidates.of(one))
            for one in self._facts.values()
            if one.known_as is None and not one.judged and one.kind not in PLACED
        ]
        return tuple(
            sorted(
                waiting,
                key=lambda one: (
                    -max((found.score for found in one.candidates), default=0.0),
                    -len(one.facts.articles),
                    one.facts.name,
                    one.facts.key,
                ),
            )
        )

    def accept(self, judge: Judge, key: str, candidate: str, *, reason: str = "") -> str:
        """Hold an actor to be one of its candidates.

        Args:
            judge: of the same record.
            key: of the actor.
            candidate: key of the candidate.
            reason: why; that of the candidate where it is empty.

        Returns:
            Key of the record's actor that the two are now.

        Raises:
            MissingError: there is no such actor.
            UsageError: it is none of its candidates.
        """
        chosen = next((one for one in self.candidates(key) if one.key == candidate), None)
        if chosen is None:
            raise UsageError("it is none of the candidates", where=f"actor {key}", cure="Merge the two instead")
        why = reason or chosen.reason
        if chosen.where == "record":
            judge.actors.merge(chosen.key, [key], reason=why)
            return chosen.key
        kind = self._known(key).kind
        return judge.actors.know(key, chosen.key, name=chosen.name, kind=kind, reason=why)

    def _known(self, key: str) -> ActorFacts:
        if key not in self._facts:
            raise MissingError("there is no such actor", where=f"actor {key}", cure="`parley actors` lists them")
        return self._facts[key]


def plain_unknown(row: UnknownActor) -> dict[str, Any]:
    """An unknown actor as lists print it.

    Args:
        row: of the queue.
    """
    facts = row.facts
    return {
        "key": facts.key,
        "name": facts.name,
        "names": sorted(facts.names),
        "kind": facts.kind,
        "countries": sorted(facts.countries),
        "roles": sorted(facts.roles),
        "organizations": sorted(facts.organizations),
        "articles": len(facts.articles),
        "reason": facts.reason,
        "candidates": [asdict(one) for one in row.candidates],
    }
