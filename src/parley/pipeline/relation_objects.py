"""Relations and timelines as JSON has them, the same for the command line and the API."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any

from parley.terms.relations import Relation, RelationPoint, TimelineItem
from parley.terms.text import Span


def relation_object(relation: Relation) -> dict[str, Any]:
    """A relation; its points name the events they count by their keys, and the events stand once.

    Args:
        relation: of two actors.
    """
    found = {name: _plain(getattr(relation, name)) for name in ("first", "second", "query", "events", "beside")}
    return found | {
        "points": [_point(one) for one in relation.points],
        "forth": _plain(relation.forth),
        "back": _plain(relation.back),
        "speech": {"forth": _plain(relation.speech("forth")), "back": _plain(relation.speech("back"))},
        "readings": _plain(relation.readings),
        "facts": _plain(relation.facts),
        "sentences": _plain(relation.sentences),
        "sentences_in_all": relation.sentences_in_all,
    }


def timeline_objects(items: Iterable[TimelineItem]) -> Iterable[dict[str, Any]]:
    """One object for each event or statement, with what proves it."""
    for item in items:
        kind = "event" if item.event is not None else "statement"
        row = _plain(item.event or item.statement)
        yield {
            "kind": kind,
            "key": item.key,
            "date": item.date,
            "dated_by": item.dated_by,
            "sentences": list(item.sentences),
            kind: row,
        }


def _point(point: RelationPoint) -> dict[str, Any]:
    return dict(_plain(point)) | {"events": [one.event.key for one in point.events]}


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple | list) else value
