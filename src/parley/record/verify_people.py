"""Checking current states against what they follow from: the run log and the judgements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from parley.record import sql
from parley.record.article_states import fields_of
from parley.record.digest import canonical_json, short_key
from parley.record.drafts import ACTOR_LINK, RELATIONS, STATEMENT
from parley.record.event_drafts import EVENT
from parley.record.spans import flat, hull
from parley.record.states import PROPOSED, UNJUDGED, UNREAD, WITHDRAWN
from parley.record.subjects import SUBJECTS, Rows
from parley.terms.names import fold_name

Faults = Iterator[tuple[str, str]]
"""Where, and what."""

_STATE = "its state is not the one that the run log and the judgements lead to"


def check_states(connection: Connection) -> Faults:
    """Each entry has a version of its own, and the state that follows; each article the fields that follow."""
    newest = select(func.max(sql.run_reading.c.id)).group_by(sql.run_reading.c.page_text)
    run = sql.run_proposal.c
    query = (
        select(run.run_reading, run.version, sql.version.c.entry)
        .join(sql.version, sql.version.c.key == run.version)
        .order_by(run.run_reading)
    )
    latest = set(connection.execute(newest).scalars())
    seen: dict[str, tuple[str, bool]] = {}
    for row in connection.execute(query):
        seen[row.entry] = (row.version, row.run_reading in latest)
    judged = {subject: after for (kind, subject), after in last_judgements(connection).items() if kind == "entry"}
    states = (
        select(sql.entry.c.key, sql.entry.c.kind, sql.entry_state, sql.version.c.entry.label("owner"))
        .outerjoin(sql.entry_state, sql.entry_state.c.entry == sql.entry.c.key)
        .outerjoin(sql.version, sql.version.c.key == sql.entry_state.c.version)
        .order_by(sql.entry.c.key)
    )
    for row in connection.execute(states):
        if row.owner is None and row.key not in seen and judged.get(row.key, "") is None:
            continue  # a person added it and took the step back
        if row.owner != row.key:
            yield row.key, "it has no version that holds"
            continue
        version, now_proposed = seen.get(row.key, (None, False))
        expected = (PROPOSED if now_proposed else WITHDRAWN, version)
        wrong = row.seen != version or (row.state in UNJUDGED and (row.state, row.version) != expected)
        wrong = wrong or (row.kind != ACTOR_LINK and row.actor is not None)
        if wrong or not (_is_blank(row) if row.state in UNJUDGED else row.key in judged):
            yield row.key, _STATE
    yield from _check_articles(connection)
    yield from _check_links(connection)


def _is_blank(row: Any) -> bool:
    """Whether nothing a person says is in an entry's state."""
    return row.merged_into is None and row.judged is None


def _check_articles(connection: Connection) -> Faults:
    newest = select(func.max(sql.run_reading.c.id)).group_by(sql.run_reading.c.page_text)
    lines = connection.execute(select(sql.run_reading).where(sql.run_reading.c.id.in_(newest))).all()
    current = {row.page_text: row for row in lines}
    judged = {subject for _, subject in last_judgements(connection, "article")}
    readers = set(connection.execute(select(sql.article_reader.c.page_text).distinct()).scalars())
    rows = connection.execute(select(sql.article_state)).all()
    for page_text in sorted(current.keys() - {row.page_text for row in rows}):
        yield page_text, "the article has no state"
    for row in rows:
        touched = (row.corrections, row.work, row.work_reason) != ("{}", UNREAD, "") or row.page_text in readers
        if touched and row.page_text not in judged:
            yield row.page_text, "nobody made of the article what its state says"
        line = current.get(row.page_text)
        fields = fields_of(connection, row.reading, json.loads(row.corrections))
        follows = line is not None and (line.reading, line.fetch) == (row.reading, row.fetch)
        if not follows or any(getattr(row, name) != value for name, value in fields.items()):
            yield row.page_text, "the article's state is not the one that its newest reading leads to"


def _check_links(connection: Connection) -> Faults:
    """What a version points at is what it names: actors by their names, statements by where they stand."""
    versions = connection.execute(select(sql.version.c.key, sql.version.c.entry, sql.version.c.payload)).all()
    names: dict[str, set[str]] = {}
    places: dict[str, set[str]] = {}
    payloads: dict[str, dict[str, Any]] = {}
    for row in versions:
        try:
            payload = json.loads(row.payload)
        except ValueError:
            continue  # named by another check
        payloads[row.key] = payload
        if payload["kind"] == ACTOR_LINK and payload["actor"]:
            names.setdefault(row.entry, set()).add(payload["actor"]["name"])
        elif payload["kind"] == STATEMENT:
            place = hull(flat(payload["content"] or payload["cue"] or payload["source"]))
            places.setdefault(row.entry, set()).add(canonical_json([place.start, place.end]))
    found: dict[str, dict[str, list[str]]] = {}
    table = sql.version_link
    for link in connection.execute(select(table).order_by(table.c.version, table.c.role, table.c.position)):
        found.setdefault(link.version, {}).setdefault(link.role, []).append(link.entry)
    for version, payload in payloads.items():
        if payload["kind"] == STATEMENT and not _leads(payload, found.get(version, {}), names, places):
            yield version, "it points at something else than it names"
        if payload["kind"] == EVENT and not _event_leads(payload, found.get(version, {}), names):
            yield version, "it points at something else than it names"


def _event_leads(payload: dict[str, Any], links: dict[str, list[str]], names: dict[str, set[str]]) -> bool:
    """Whether an event points at the actors that it names."""
    for role in ("actor", "recipient"):
        entries, wanted = links.get(role, []), payload[f"{role}s"]
        if len(entries) != len(wanted):
            return False
        if any(name not in names.get(entry, ()) for name, entry in zip(wanted, entries, strict=True)):
            return False
    return True


def _leads(
    payload: dict[str, Any], links: dict[str, list[str]], names: dict[str, set[str]], places: dict[str, set[str]]
) -> bool:
    for role in ("speakers", "about"):
        entries = links.get(role.removesuffix("s"), [])
        if len(entries) != len(payload[role]):
            return False
        if any(name not in names.get(entry, ()) for name, entry in zip(payload[role], entries, strict=True)):
            return False
    for role in RELATIONS:
        entries = links.get(role, [])
        wanted = payload[role]
        if len(entries) != (wanted is not None):
            return False
        if entries and canonical_json(wanted) not in places.get(entries[0], ()):
            return False
    return True


def check_coders(connection: Connection) -> Faults:
    """A coder's key is made from the name."""
    for row in connection.execute(select(sql.coder)):
        if row.folded != fold_name(row.name) or row.key != short_key("coder", row.folded):
            yield row.key, "its name is not the one its key was made from"


def check_subjects(connection: Connection) -> Faults:
    """Everything people changed is as the last judgement of it left it."""
    judged = last_judgements(connection)
    for (kind, subject), after in judged.items():
        handler = SUBJECTS.get(kind)
        if handler is None or kind == "comment":
            continue
        state = handler.read(connection, subject)
        expected = None if after is None else json.loads(after)
        machine = kind == "entry" and all(one is None or one["state"] in UNJUDGED for one in (expected, state))
        if not machine and state != expected:
            yield f"{kind} {subject}", "it is not as the last judgement of it left it"
    for kind, handler in SUBJECTS.items():
        if isinstance(handler, Rows):
            for row in connection.execute(select(*handler.table.primary_key.columns)).all():
                subject = row[0] if len(row) == 1 else canonical_json(list(row))
                if (kind, subject) not in judged:
                    yield f"{kind} {subject}", "no judgement made it"


def last_judgements(connection: Connection, kind: str | None = None) -> dict[tuple[str, str], str | None]:
    """Kind and key of each thing that was judged, to its state after the last judgement as JSON."""
    table = sql.judgement.c
    query = select(table.subject_kind, table.subject, table.after).order_by(table.id)
    if kind is not None:
        query = query.where(table.subject_kind == kind)
    return {(row.subject_kind, row.subject): row.after for row in connection.execute(query)}
