"""Who acted in a record as it was on a date: actors, their names, and what statements pointed at.

Law of this module: the tables of the present tell who; a judgement that came later tells, in the state
it found, what was there before it. Nothing is written.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from parley.record import sql
from parley.record.actors import own_key, same_actor
from parley.record.drafts import ACTOR_LINK, RELATIONS
from parley.record.spans import flat, hull
from parley.record.states import UNJUDGED
from parley.terms.names import fold_name

Judged = dict[tuple[str, str], str | None]
"""Kind and key of each thing that was judged up to the date, to its last state as JSON."""
Rows = list[dict[str, Any]]


class Acting:
    """Which actor a machine's version of an entry was about.

    Args:
        connection: to the record.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        state, judged = sql.entry_state.c, sql.judgement.c
        # In the state a judgement found or left, an entry's actor is that of the version it had then.
        self._held: dict[tuple[str, str], str | None] = {}
        rows = select(judged.subject, judged.before, judged.after).where(judged.subject_kind == "entry")
        for row in connection.execute(rows.order_by(judged.id.desc())):
            for said in (row.after, row.before):
                held = None if said is None else json.loads(said)
                if held is not None and held["state"] in UNJUDGED:
                    self._held[row.subject, held["version"]] = held["actor"]
        unjudged = select(state.entry, state.version, state.actor).where(state.state.in_(UNJUDGED))
        for row in connection.execute(unjudged):
            self._held[row.entry, row.version] = row.actor

    def of(self, entry: str, version: str) -> str | None:
        """Key of the actor; None for a statement."""
        if (entry, version) not in self._held:
            row = self._connection.execute(
                select(sql.version.c.payload, sql.entry.c.page_text)
                .join(sql.entry, sql.entry.c.key == sql.version.c.entry)
                .where(sql.version.c.key == version)
            ).one()
            payload = json.loads(row.payload)
            acting = payload["actor"] if payload["kind"] == ACTOR_LINK else None
            found = same_actor(self._connection, acting, page_text=row.page_text) if acting else None
            self._held[entry, version] = found
        return self._held[entry, version]


def actors_then(connection: Connection, moment: str, entries: Collection[Mapping[str, Any]], judged: Judged) -> Any:
    """Actors and their names as they were.

    Args:
        connection: to the record.
        moment: the last that counts.
        entries: states of entries as they were then.
        judged: what was judged by then.

    Returns:
        Rows of ``actor``, and rows of ``actor_name``.
    """
    said, known = _said(connection, moment, entries)
    names: dict[str, list[Any]] = {}
    for row in connection.execute(select(sql.actor_name)):
        names.setdefault(row.actor, []).append(row)
    actors: Rows = []
    called: Rows = []
    for row, state in _states(connection, judged):
        if state is None or (row.key not in said and ("actor", row.key) not in judged):
            continue
        as_then = row._asdict() | state
        actors.append(as_then | {"known_as": row.known_as if row.known_as in known else None})
        held = {one.name: one.folded for one in names.get(row.key, ()) if one.name in said.get(row.key, ())}
        held |= {as_then["name"]: fold_name(as_then["name"])}
        called += [{"actor": row.key, "name": name, "folded": folded} for name, folded in held.items()]
    return actors, called


def _states(connection: Connection, judged: Judged) -> Iterable[tuple[Any, dict[str, Any] | None]]:
    """Each actor with what people made of it by then; what the first judgement found is what the machine had made."""
    table = sql.judgement.c
    first = select(func.min(table.id)).where(table.subject_kind == "actor").group_by(table.subject)
    rows = connection.execute(select(table.subject, table.before).where(table.id.in_(first)))
    made = {row.subject: row.before for row in rows}
    for row in connection.execute(select(sql.actor)).all():
        if ("actor", row.key) in judged or row.key in made:
            left = judged.get(("actor", row.key), made.get(row.key))
            yield row, None if left is None else json.loads(left)
        else:
            yield row, {}


def _said(
    connection: Connection, moment: str, entries: Collection[Mapping[str, Any]]
) -> tuple[dict[str, set[str]], set[str]]:
    """What the links of each actor called it by then; and the keys of the actor store that were named by then."""
    links: dict[str, set[str]] = {}
    now = select(sql.entry_state.c.entry, sql.entry_state.c.actor).where(sql.entry_state.c.actor.is_not(None))
    for entry, actor in connection.execute(now):
        links.setdefault(entry, set()).add(actor)
    for held in entries:
        if held["actor"] is not None:
            links.setdefault(held["entry"], set()).add(held["actor"])
    said: dict[str, set[str]] = {}
    known: set[str] = set()
    version = sql.version.c
    query = (
        select(version.entry, version.payload, sql.entry.c.page_text)
        .join(sql.entry, sql.entry.c.key == version.entry)
        .where(sql.entry.c.kind == ACTOR_LINK, version.recorded_at <= moment)
    )
    for row in connection.execute(query):
        acting = json.loads(row.payload)["actor"]
        if acting is not None:
            known.add(acting["known_as"])
            for actor in (*links.get(row.entry, ()), own_key(acting, row.page_text)):
                said.setdefault(actor, set()).add(acting["name"])
    return said, known


def links_then(connection: Connection, entries: Collection[Mapping[str, Any]]) -> Rows | None:
    """What versions pointed at, where a later reading has pointed some of them at entries that were not there yet.

    Args:
        connection: to the record.
        entries: states of entries as they were then.

    Returns:
        Rows of ``version_link``; None where those of the record will do.
    """
    there = {held["entry"] for held in entries}
    held_then = {held["version"] for held in entries}
    table = sql.version_link
    rows = [row._asdict() for row in connection.execute(select(table)) if row.version in held_then]
    if all(row["entry"] in there for row in rows):
        return None
    payloads = _Payloads(connection, held_then)
    moved = [row if row["entry"] in there else row | {"entry": payloads.target(row)} for row in rows]
    return [row for row in moved if row["entry"] is not None]


class _Payloads:
    """Versions that held then, by what they say."""

    def __init__(self, connection: Connection, versions: Collection[str]) -> None:
        self._said: dict[str, tuple[str, dict[str, Any]]] = {}
        self._named: dict[tuple[str, str], str] = {}
        self._placed: dict[tuple[str, int, int], str] = {}
        version, entry = sql.version.c, sql.entry.c
        query = select(version.key, version.payload, entry.page_text, version.entry).join(
            sql.entry, entry.key == version.entry
        )
        for row in connection.execute(query.order_by(version.key)):
            if row.key not in versions:
                continue
            payload = json.loads(row.payload)
            self._said[row.key] = (row.page_text, payload)
            if payload["kind"] != ACTOR_LINK:
                place = hull(flat(payload["content"] or payload["cue"] or payload["source"]))
                self._placed[row.page_text, place.start, place.end] = row.entry
            elif payload["actor"] is not None:
                self._named[row.page_text, payload["actor"]["name"]] = row.entry

    def target(self, link: Mapping[str, Any]) -> str | None:
        """The entry that a link pointed at then: the one that has the name, or the place, that its version says."""
        page_text, payload = self._said[link["version"]]
        if link["role"] in RELATIONS:
            start, end = payload[link["role"]]
            return self._placed.get((page_text, start, end))
        names = payload["speakers" if link["role"] == "speaker" else link["role"]]
        return self._named.get((page_text, names[link["position"]]))
