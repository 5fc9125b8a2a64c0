"""What a person says about an event of an article: another type or status, other sides, another date.

Law of this module: the sentences that tell of an event stay as they are; without them it would be another event.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, get_args

from sqlalchemy import select

from parley.errors import RecordError, UsageError
from parley.record import sql
from parley.record.drafts import Draft
from parley.record.event_drafts import EVENT, event_digest, event_quotes
from parley.record.people import Desk, PersonVersion, names_in
from parley.terms.events import Event, EventStatus, Quad
from parley.terms.statements import Proposals

EDITABLE = frozenset({"type", "quad", "score", "mode", "status", "date", "actors", "recipients"})
"""What of an event a person may change; actors and recipients are names or keys.

Type and mode come with their quad and score, which the ontology gives: the record knows none.
"""
_SIDES = {"actor": "actors", "recipient": "recipients"}
"""Roles of links to the fields that name them."""
_TYPE = re.compile(r"[A-Z][A-Z_-]*")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class EventDesk(Desk):
    """One article while a person works on its events, inside a step."""

    def event_version_of(self, entry: str, changes: Mapping[str, Any]) -> PersonVersion:
        """The version of an event with some fields changed.

        Args:
            entry: its key.
            changes: new values of fields named in ``EDITABLE``.

        Raises:
            RecordError: the entry is no live event of this article.
            UsageError: a field cannot be changed, or a value does not fit it.
        """
        _check(changes)
        event = self._event(entry)
        sides = {
            role: tuple(dict.fromkeys(self._actor(one) for one in names_in(name, changes[name])))
            for role, name in _SIDES.items()
            if name in changes
        }
        self._said = self._alone(event, sides)
        held = self._held(entry)
        named = {actor.id: actor.name for actor in self._proposals.actors}
        payload = json.loads(held.payload) | dict(changes)
        payload |= {_SIDES[role]: [named[local] for local in found] for role, found in sides.items()}
        # The phrases that named a side name another one now.
        payload["mentions"] = [mention | {role: [] for role in sides} for mention in payload["mentions"]]
        links = [(role, self._entry_of(local)) for role, found in sides.items() for local in found]
        links += [link for link in self._pointing(held.key) if link[0] not in sides]
        draft = Draft(
            kind=EVENT,
            payload=payload,
            digest=event_digest(payload),
            local=(None,),
            quoted=event_quotes(payload),
        )
        return self._write(draft, links, entry)

    def _event(self, entry: str) -> Event:
        local = self._local(entry)
        found = next((event for event in self._proposals.events if event.id == local), None)
        if found is None:
            cure = "Read the page again, or accept or reject it as it stands"
            raise RecordError("the article's present text lacks its sentences", where=f"event {entry}", cure=cure)
        return found

    def _alone(self, event: Event, sides: Mapping[str, tuple[str, ...]]) -> Proposals:
        """The event with its new sides and their actors alone, as evidence for those that no mention names."""
        told = tuple(replace(mention, reported_by=None) for mention in event.mentions)
        actor, recipient = sides.get("actor", event.actor), sides.get("recipient", event.recipient)
        acting = {*actor, *recipient}
        return replace(
            self._proposals,
            statements=(),
            events=(replace(event, actor=actor, recipient=recipient, mentions=told),),
            actors=tuple(one for one in self._proposals.actors if one.id in acting),
            mentions=tuple(one for one in self._proposals.mentions if one.actor in acting),
        )

    def _pointing(self, version: str) -> list[tuple[str, str]]:
        """Role and entry of all that a version points at."""
        link = sql.version_link.c
        query = select(link.role, link.entry).where(link.version == version).order_by(link.role, link.position)
        return [(row.role, row.entry) for row in self._step.connection.execute(query)]


def _check(changes: Mapping[str, Any]) -> None:
    for name in changes:
        if name not in EDITABLE:
            cure = f"These can be changed: {', '.join(sorted(EDITABLE))}"
            raise UsageError(f"an event has no field {name!r} that a person sets", where="event", cure=cure)
    if {"type", "mode"} & set(changes) and not {"type", "mode", "quad", "score"} <= set(changes):
        cure = "Give type, mode, quad and score together, as the ontology has them"
        raise UsageError("a type or mode stands without its score", where="event", cure=cure)
    for name, value in changes.items():
        if name in _FITS and not _FITS[name](value):
            raise UsageError(f"{value!r} is no {name} of an event", where="event", cure=_CURES[name])


_FITS: dict[str, Callable[[Any], bool]] = {
    "type": lambda value: isinstance(value, str) and bool(_TYPE.fullmatch(value)),
    "mode": lambda value: value is None or (isinstance(value, str) and bool(value)),
    "quad": lambda value: value in get_args(Quad),
    "score": lambda value: isinstance(value, int | float) and -10 <= value <= 10,
    "status": lambda value: value in get_args(EventStatus),
    "date": lambda value: value is None or (isinstance(value, str) and bool(_DATE.fullmatch(value))),
}
_CURES = {
    **dict.fromkeys(("type", "mode", "quad", "score"), "Take one of the ontology"),
    "status": f"Choose one of {', '.join(get_args(EventStatus))}",
    "date": "Write 2023, 2023-08 or 2023-08-09",
}
