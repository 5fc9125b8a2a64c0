"""A record as it was on a date.

Law of this module: the tables of current states are hidden, on one connection, behind temporary ones
of the same names that hold what was current then; every query then runs as it always does. Both
databases look for a temporary table first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, cast, insert, select
from sqlalchemy.schema import CreateTable

from parley.errors import UsageError
from parley.record import sql
from parley.record.article_states import fields_of
from parley.record.as_of_actors import Acting, Judged, actors_then, links_then
from parley.record.columns import NUMBER
from parley.record.states import PROPOSED, UNJUDGED, UNREAD, WITHDRAWN
from parley.record.subjects import SUBJECTS, Rows, State
from parley.record.texts import earlier_rows, find_earlier, sightings

_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z")

_LAST = "9999-12-31T23:59:59.999Z"
"""Later than every moment; from it a date is filled up to its last moment.

It has the form of every ``recorded_at``, so that the two compare alike in whatever collation a server has.
"""


def last_moment(as_of: str) -> str:
    """The last moment that counts, comparable with ``recorded_at``.

    Raises:
        UsageError: this is neither a date nor a date and time in UTC.
    """
    if _DAY.fullmatch(as_of):
        return as_of + _LAST[len(as_of) :]
    if _MOMENT.fullmatch(as_of):
        whole, _, fraction = as_of.removesuffix("Z").partition(".")
        return f"{whole}.{fraction[:3]:0<3}Z" if fraction else whole + _LAST[len(whole) :]
    cure = "Write 2023, 2023-08, 2023-08-09 or 2023-08-09T12:00:00Z"
    raise UsageError(f"{as_of!r} is not a date", where="as of", cure=cure)


def hide_present(connection: Connection, as_of: str | None, *, judgements: bool = True) -> None:
    """Let this connection see the record as it was.

    Args:
        connection: that is used for nothing else.
        as_of: date, or date and time in UTC; None for now.
        judgements: False to see what the machine alone makes of the pages.
    """
    moment = _LAST if as_of is None else last_moment(as_of)
    judged = _judged(connection, moment) if judgements else {}
    entries = list(_entries(connection, moment, judged))
    actors, names = actors_then(connection, moment, entries, judged)
    states = {
        sql.entry_state: entries,
        sql.article_state: list(_articles(connection, moment, judged)),
        sql.article_reader: list(_readers(judged)),
        sql.actor: actors,
        sql.actor_name: names,
        sql.earlier_text: list(_earlier(connection, moment)),
    }
    for kind, handler in SUBJECTS.items():
        if isinstance(handler, Rows):
            rows = [json.loads(state) for (found, _), state in judged.items() if found == kind and state is not None]
            states[handler.table] = rows
    links = links_then(connection, entries)
    if links is not None:
        states[sql.version_link] = links
    for table, rows in states.items():
        _shadow(connection, table, rows)
    if as_of is not None:
        _hide_log(connection, moment)


def _hide_log(connection: Connection, moment: str) -> None:
    """Hide what was logged later: temporary views that are named like the tables of the log."""
    # On SQLite a view looks its tables up when it is read, and would find itself; on PostgreSQL when it is made.
    there = "main." if connection.dialect.name == "sqlite" else ""
    by_then = f"recorded_at <= '{moment}'"

    def linked(*kinds: str) -> str:
        named = ", ".join(f"'{kind}'" for kind in kinds)
        return f"SELECT CAST(subject AS BIGINT) FROM {there}audit WHERE kind IN ({named}) AND {by_then}"

    readings, refusals = linked("reading", "article"), linked("refusal")
    views = {
        "judgement": f"step IN (SELECT id FROM {there}step WHERE {by_then})",
        "step": by_then,
        "run_proposal": f"run_reading IN ({readings})",
        "run_reading": f"id IN ({readings})",
        "refusal": f"key IN (SELECT refusal FROM {there}run_refusal WHERE id IN ({refusals}))",
        "run_refusal": f"id IN ({refusals})",
        "run": f"id IN ({linked('run')})",
    }
    for table, condition in views.items():
        connection.exec_driver_sql(f"CREATE TEMPORARY VIEW {table} AS SELECT * FROM {there}{table} WHERE {condition}")


def _shadow(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    bare = Table(
        table.name,
        type(table.metadata)(),
        *(type(column)(column.name, column.type) for column in table.columns),
        prefixes=["TEMPORARY"],
    )
    connection.execute(CreateTable(bare))
    if rows:
        connection.execute(insert(bare), rows)


def _judged(connection: Connection, moment: str) -> Judged:
    table = sql.judgement.c
    query = (
        select(table.subject_kind, table.subject, table.after)
        .join(sql.step, sql.step.c.id == table.step)
        .where(sql.step.c.recorded_at <= moment)
        .order_by(table.id)
    )
    return {(row.subject_kind, row.subject): row.after for row in connection.execute(query)}


def _runs(connection: Connection, moment: str) -> dict[str, Any]:
    """The newest line of the run log for each page text, by then."""
    link = sql.audit.c
    query = (
        select(sql.run_reading)
        .join(sql.audit, link.kind.in_(("reading", "article")) & (cast(link.subject, NUMBER) == sql.run_reading.c.id))
        .where(link.recorded_at <= moment)
        .order_by(sql.run_reading.c.id)
    )
    return {row.page_text: row for row in connection.execute(query)}


def _entries(connection: Connection, moment: str, judged: Judged) -> Iterator[dict[str, Any]]:
    runs = _runs(connection, moment)
    newest = {row.id for row in runs.values()}
    table = sql.run_proposal.c
    query = (
        select(table.run_reading, sql.version.c.key, sql.version.c.entry)
        .join(sql.version, sql.version.c.key == table.version)
        .where(table.run_reading <= max(newest, default=0))
        .order_by(table.run_reading)
    )
    machine: dict[str, dict[str, Any]] = {}
    for row in connection.execute(query):
        proposed = PROPOSED if row.run_reading in newest else WITHDRAWN
        machine[row.entry] = {"state": proposed, "version": row.key, "seen": row.key}
    blank = {"actor": None, "merged_into": None, "judged": None, "seen": None}
    acting = Acting(connection)
    for entry in {**machine, **{subject: None for kind, subject in judged if kind == "entry"}}:
        held = blank | machine.get(entry, {})
        after = judged.get(("entry", entry))
        state: State | None = json.loads(after) if after is not None else None
        if state is not None and state["state"] not in UNJUDGED:
            yield held | state | {"entry": entry}
        elif entry in machine:
            yield held | {"entry": entry, "actor": acting.of(entry, machine[entry]["version"])}


def _articles(connection: Connection, moment: str, judged: Judged) -> Iterator[dict[str, Any]]:
    numbers = {
        row.page_text: row.id
        for row in connection.execute(select(sql.article_state.c.page_text, sql.article_state.c.id))
    }
    for page_text, line in _runs(connection, moment).items():
        after = judged.get(("article", page_text))
        state: State = json.loads(after) if after else {"corrections": {}, "work": UNREAD, "work_reason": ""}
        yield {
            "id": numbers[page_text],
            "page_text": page_text,
            "reading": line.reading,
            "fetch": line.fetch,
            **fields_of(connection, line.reading, state["corrections"]),
            "corrections": json.dumps(state["corrections"]),
            "work": state["work"],
            "work_reason": state["work_reason"],
        }


def _earlier(connection: Connection, moment: str) -> Sequence[dict[str, Any]]:
    """Which texts were earlier ones of their addresses by then."""
    link = sql.audit.c
    logged = select(cast(link.subject, NUMBER)).where(link.kind.in_(("reading", "article")), link.recorded_at <= moment)
    return earlier_rows(connection, find_earlier(sightings(connection, sql.run_reading.c.id.in_(logged))))


def _readers(judged: Judged) -> Iterator[dict[str, Any]]:
    for (kind, subject), after in judged.items():
        if kind == "article" and after is not None:
            for coder in json.loads(after)["read_by"]:
                yield {"page_text": subject, "coder": coder}
