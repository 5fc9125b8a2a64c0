"""How a person corrects an event: what was typed, as the record takes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from parley.errors import UsageError
from parley.knowledge.ontology import EventType, load_ontology
from parley.terms.events import EventRow

Named = Callable[[str, Sequence[str]], str]
"""The actor that a person means by a name, where these of the event are looked at first."""


def type_named(name: str) -> EventType:
    """A type of the ontology.

    Args:
        name: in any case.

    Raises:
        UsageError: it has none of this name.
    """
    types = load_ontology().types
    found = types.get(name.strip().upper())
    if found is None:
        raise UsageError(f"there is no type {name[:40]!r}", where="type", cure=f"Choose one of {', '.join(types)}")
    return found


def changes_of(row: EventRow, given: Mapping[str, str], named: Named) -> dict[str, Any]:
    """What is to change about an event.

    Args:
        row: the event as it is.
        given: type, mode, status, date, actors and recipients, as typed; what is missing stays. Names are divided
            by semicolons. With a new type the mode falls, unless one is given that the type has.
        named: finds the actor of a name.

    Raises:
        UsageError: there is no such type, or the type has no such mode.
    """
    changes = _coded(row, given)
    if given.get("status") and given["status"] != row.status:
        changes["status"] = given["status"]
    if "date" in given and (given["date"].strip() or None) != row.date:
        changes["date"] = given["date"].strip() or None
    near = [side.name for side in (*row.actor, *row.recipient)]
    for field, now in (("actors", row.actor), ("recipients", row.recipient)):
        if field in given:
            wanted = [named(one.strip(), near) for one in given[field].split(";") if one.strip()]
            if wanted != [side.name for side in now]:
                changes[field] = wanted
    return changes


def _coded(row: EventRow, given: Mapping[str, str]) -> dict[str, Any]:
    """Type and mode with the quad and score that the ontology gives them; nothing where they stay."""
    kind = type_named(given.get("type") or row.type)
    mode = given["mode"].strip() or None if "mode" in given else row.mode
    if kind.name != row.type and mode == row.mode and mode not in kind.modes:
        mode = None
    if (kind.name, mode) == (row.type, row.mode):
        return {}
    if mode is not None and mode not in kind.modes:
        cure = f"Choose one of {', '.join(kind.modes)}, or none" if kind.modes else "Leave it empty"
        raise UsageError(f"{kind.name} has no mode {mode[:40]!r}", where="mode", cure=cure)
    return {"type": kind.name, "mode": mode, "quad": kind.quad, "score": kind.score_of(mode)}
