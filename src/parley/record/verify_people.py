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
from parley.record.spans import flat, hull
from parley.record.states import PROPOSED, UNJUDGED, WITHDRAWN
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
        select(sql.entry.c.key, sql.entry_state, sql.version.c.entry.label("owner"))
        .outerjoin(sql.entry_state, sql.entry_state.c.entry == sql.entry.c.key)
        .outerjoin(sql.version, sql.version.c.key == sql.entry_state.c.version)
        .order_by(sql.entry.c.key)
    )
    for row in connection.execute(states):
        if row.owner is None and row.key in judged and judged[row.key] is None:
            continue  # a person added it and took the step back
        if row.owner != row.key:
            yield row.key, "it has no version that holds"
            continue
        version, now_proposed = seen.get(row.key, (None, False))
        expected = (PROPOSED if now_proposed else WITHDRAWN, version)
        wrong = row.seen != version or (row.state in UNJUDGED and (row.state, row.version) != expected)
        if wrong or (row.state not in UNJUDGED and row.key not in judged):
            yield row.key, _STATE
    yield from _check_articles(connection)
    yield from _check_links(connection)


def _check_articles(connection: Connection) -> Faults:
    newest = select(func.max(sql.run_reading.c.id)).group_by(sql.run_reading.c.page_text)
    lines = connection.execute(select(sql.run_reading).where(sql.run_reading.c.id.in_(newest))).all()
    current = {row.page_text: row for row in lines}
    for row in connection.execute(select(sql.article_state)).all():
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


def check_actors(connection: Connection) -> Faults:
    """Every name an actor has stands in what links to it, or in a judgement."""
    said, every = _names_said(connection)
    names: dict[str, set[str]] = {}
    for row in connection.execute(select(sql.actor_name)):
        names.setdefault(row.actor, set()).add(row.folded)
        if row.folded != fold_name(row.name) or row.name not in every:
            yield row.actor, f"nothing says that its name is {row.name!r}"
    judged = last_judgements(connection, "actor")
    for row in connection.execute(select(sql.actor)):
        if fold_name(row.name) not in names.get(row.key, ()):
            yield row.key, "its name is not among its names"
        if row.merged_into is not None and ("actor", row.key) not in judged:
            yield row.key, "nobody merged it"
        if not said.get(row.key, set()) <= names.get(row.key, set()):
            yield row.key, "an entry that names somebody else is linked to it"


def _names_said(connection: Connection) -> tuple[dict[str, set[str]], set[str]]:
    """Folded names by which the links of each actor call it; and every name that anybody gave an actor."""
    said: dict[str, set[str]] = {}
    every: set[str] = set()
    query = (
        select(sql.entry_state.c.actor, sql.entry_state.c.state, sql.version.c.payload)
        .join(sql.entry, sql.entry.c.key == sql.version.c.entry)
        .outerjoin(sql.entry_state, sql.entry_state.c.version == sql.version.c.key)
        .where(sql.entry.c.kind == ACTOR_LINK)
    )
    split = set(last_judgements(connection, "entry"))
    owner = {row.key: row.entry for row in connection.execute(select(sql.version.c.key, sql.version.c.entry))}
    query = query.add_columns(sql.version.c.key.label("version"))
    for row in connection.execute(query):
        try:
            acting = json.loads(row.payload)["actor"]
        except (ValueError, TypeError, KeyError):
            continue  # named by another check
        if acting:
            every.add(acting["name"])
            # A person may have held that the link is to another actor than it names.
            if row.actor is not None and ("entry", owner[row.version]) not in split:
                said.setdefault(row.actor, set()).add(fold_name(acting["name"]))
    judged = select(sql.judgement.c.before, sql.judgement.c.after).where(sql.judgement.c.subject_kind == "actor")
    for found in connection.execute(judged):
        every |= {json.loads(state)["name"] for state in (found.before, found.after) if state is not None}
    return said, every


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
        machine = kind == "entry" and expected is not None and expected["state"] in UNJUDGED
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
