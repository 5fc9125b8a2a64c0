"""What stands on a dossier besides statements: events, with whom, and what the actor store knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from parley.knowledge.actors import load_actor_store
from parley.pipeline.relation_series import heading_of
from parley.pipeline.store_facts import facts_of
from parley.terms.events import EventRow
from parley.terms.relations import RelationEnd, RelationQuery
from parley.terms.tables import ActorRow
from parley.web.desk import Desk

LOOKED_AT = 500
"""So many events, those of the newest articles, tell with whom an actor has to do."""
EVENTS, OTHERS = 20, 25
"""So many of them are listed; so many of the others are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealing:
    """With whom an actor has to do, and how."""

    key: str
    name: str
    cooperation: int
    conflict: int
    sum: float
    last: str | None
    """Date of the last event."""


def find_acts(desk: Desk, row: ActorRow) -> Mapping[str, Any]:
    """Events, dealings and facts of an actor.

    Args:
        desk: with the record and the settings.
        row: the actor.
    """
    events = desk.record.view().relations.events(RelationQuery(statuses=()), row.key, limit=LOOKED_AT + 1)
    shown = events[:LOOKED_AT]
    end = RelationEnd(key=row.key, name=row.name, kind=row.kind, known_as=row.known_as, names=row.names)
    return {
        "events": shown[:EVENTS],
        "looked_at": len(shown),
        "cut": len(events) > LOOKED_AT,
        "relations": dealings(row.key, shown)[:OTHERS],
        "facts": facts_of(load_actor_store(desk.settings.actors), end),
    }


def dealings(key: str, events: Iterable[EventRow]) -> list[Dealing]:
    """With whom an actor has to do in actual events, those first with whom in most.

    Args:
        key: of the actor.
        events: in which it takes part.
    """
    found: dict[str, list[EventRow]] = {}
    names: dict[str, str] = {}
    for event in events:
        others = {side.actor: side.name for side in (*event.actor, *event.recipient) if side.actor not in (None, key)}
        for other, name in others.items():
            if other is not None and event.status == "actual" and heading_of(event, key, other) is not None:
                found.setdefault(other, []).append(event)
                names.setdefault(other, name)
    return [
        Dealing(
            key=other,
            name=names[other],
            cooperation=sum(one.quad <= 2 for one in between),
            conflict=sum(one.quad > 2 for one in between),
            sum=round(sum(one.score for one in between), 3),
            last=max((day for one in between if (day := one.date or one.article_date)), default=None),
        )
        for other, between in sorted(found.items(), key=lambda item: (-len(item[1]), names[item[0]]))
    ]
