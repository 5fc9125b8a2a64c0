"""The events of networks, read by columns: who acts toward whom.

Law of this module: an event of several actors or recipients has a line for each pair of them, and stays one entry.
What did not happen, or not yet, comes with a reason; so does what has no actor or no recipient, as a gap.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

from sqlalchemy import Connection, select

from parley.record import sql
from parley.record.event_drafts import EVENT
from parley.record.network_actors import Acting, Links
from parley.record.network_documents import Documents
from parley.record.network_lookups import Distinct, Lookup, column_of, picked, streamed
from parley.record.network_reading import confidences_of, other_printings, standing
from parley.terms.exchange import Value
from parley.terms.networks import NetworkColumn, NetworkStatements

SIDES = ("actor", "recipient")
_OF_SIDES = {"": "person", "_country": "country", "_sector": "sector"}
"""Ending of a variable to what of an actor it tells."""


def read_events(
    connection: Connection,
    *,
    statuses: Iterable[str] = ("actual",),
    confidence: bool = False,
    all_printings: bool = True,
) -> NetworkStatements:
    """The events that are not gone, in no order, a line for each pair of an actor and a recipient.

    Args:
        connection: to the record.
        statuses: those that count.
        confidence: whether that of the machine is looked up.
        all_printings: whether what was printed several times counts as often.
    """
    conditions = standing()
    copies = frozenset[str]() if all_printings else other_printings(connection, conditions, EVENT)
    read = _Events(connection, frozenset(statuses), copies)
    lookup = Lookup(connection, wanted=len(read.keys))
    linked = _linked(lookup, read.versions)
    lines, actors, recipients = _pairs(read.versions, linked)
    documents = Documents(connection, lookup, read.keys, list(read.pages), read.on_page)
    links = Links(lookup, list(read.pages))
    columns, kinds = _sides(links, {"actor": actors, "recipient": recipients})
    keys, dates, fields = documents.columns(lines)
    own = [read.said[line]["date"] for line in lines]
    stated = (
        mine or (dates.values[place] if place >= 0 else None) for mine, place in zip(own, dates.places, strict=True)
    )
    return NetworkStatements(
        keys=[read.keys[line] for line in lines],
        documents=keys,
        dates=column_of(stated),
        starts=picked(read.starts, lines),
        ends=picked(read.ends, lines),
        columns=fields | read.columns(lines) | columns,
        reasons=column_of(read.reasons[line] for line in lines),
        confidences=confidences_of(lookup, read.versions, lines) if confidence else None,
        kinds=kinds,
    )


class _Events:
    """Events as they come from the record."""

    def __init__(self, connection: Connection, statuses: frozenset[str], copies: frozenset[str]) -> None:
        self.keys: list[str] = []
        self.versions: list[str] = []
        self.pages: Distinct[str] = Distinct()
        self.on_page, self.starts, self.ends = array("q"), array("q"), array("q")
        self.said: list[Mapping[str, Any]] = []
        self.states: list[str] = []
        self.reasons: list[str | None] = []
        entry, state, version = sql.entry.c, sql.entry_state.c, sql.version.c
        query = (
            select(entry.key, entry.page_text, state.state, state.version, version.payload, version.start, version.end)
            .select_from(sql.entry)
            .join(sql.entry_state, state.entry == entry.key)
            .join(sql.version, version.key == state.version)
            .where(entry.kind == EVENT, *standing())
        )
        for key, page, stands, held, payload, start, end in streamed(connection, query):
            said = json.loads(payload)
            self.keys.append(key)
            self.versions.append(held)
            self.on_page.append(self.pages[page])
            self.starts.append(start)
            self.ends.append(end)
            self.said.append(said)
            self.states.append(stands)
            reason = None if said["status"] in statuses else str(said["status"])
            self.reasons.append(reason or ("another printing" if page in copies else None))

    def columns(self, lines: Iterable[int]) -> dict[str, NetworkColumn]:
        """What is said of the events of some lines."""
        said = [self.said[line] for line in lines]
        found: dict[str, NetworkColumn] = {
            name: column_of(one[name] for one in said) for name in ("type", "quad", "score", "mode", "status")
        }
        found["side"] = column_of(1 if one["quad"] <= _LAST_OF_COOPERATION else -1 for one in said)
        found["reported"] = column_of(one["mentions"][0]["reported_by"] is not None for one in said)
        found["place_country"] = column_of(one["place"]["country"] if one["place"] else None for one in said)
        found["state"] = column_of(self.states[line] for line in lines)
        return found


_LAST_OF_COOPERATION = 2
"""Quad classes 1 and 2 are verbal and material cooperation, 3 and 4 conflict."""

Linked = Mapping[str, Mapping[str, list[str]]]
"""Version to role to the entries that link its actors, in order."""


def _linked(lookup: Lookup, versions: Iterable[str]) -> Linked:
    link = sql.version_link.c
    query = select(link.version, link.role, link.position, link.entry).where(link.role.in_(SIDES))
    found: dict[str, dict[str, list[str]]] = {}
    rows = lookup.rows(query, link.version, list(versions))
    for version, role, _, entry in sorted(rows, key=lambda row: row.position):
        found.setdefault(version, {}).setdefault(role, []).append(entry)
    return found


def _pairs(versions: Iterable[str], linked: Linked) -> tuple[list[int], list[str | None], list[str | None]]:
    """A line for each pair: place of the event, its actor and its recipient; None where there is none."""
    nobody: list[str | None] = [None]
    lines: list[int] = []
    actors: list[str | None] = []
    recipients: list[str | None] = []
    for line, version in enumerate(versions):
        sides = (linked.get(version, {}).get(role) or nobody for role in SIDES)
        for actor, recipient in product(*sides):
            lines.append(line)
            actors.append(actor)
            recipients.append(recipient)
    return lines, actors, recipients


def _sides(
    links: Links, entries: Mapping[str, list[str | None]]
) -> tuple[dict[str, NetworkColumn], dict[str, NetworkColumn]]:
    """Names, countries and sectors of actors and recipients, and the kinds of those actors."""
    columns: dict[str, NetworkColumn] = {}
    kinds: dict[str, NetworkColumn] = {}
    for side, linked in entries.items():
        distinct: Distinct[str | None] = Distinct()
        places = array("q", map(distinct.__getitem__, linked))
        acting = [Acting() if one is None else links.acting(one) for one in distinct]
        for ending, part in _OF_SIDES.items():
            values: list[Value | None] = [getattr(one, part) for one in acting]
            columns[side + ending] = NetworkColumn(values=values, places=places)
        kinds[side] = NetworkColumn(values=[one.kind for one in acting], places=places)
    return columns, kinds
