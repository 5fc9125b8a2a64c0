"""What each coder of a record says: codings with concepts, statements held true, and what the machine proposed.

What the record keeps by coder, without exception, is codings with concepts and statements that were added
or imported. Of an entry it keeps one state: a second person who accepts what the first accepted leaves no
judgement. So about the fields of an entry the last judge is set beside the machine, and beside nobody else.

Law of this module: only articles in which a person held something true are looked at, since elsewhere
nothing says that anybody has read them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, func, select

from parley.record import sql
from parley.record.base import Store
from parley.record.coded import last_coders
from parley.record.drafts import STATEMENT
from parley.record.engine import record_errors
from parley.record.selection import statement_condition
from parley.record.statement_rows import Codebook
from parley.record.states import ACCEPTED, WITHDRAWN
from parley.terms.agreement import MACHINE, CodedRecord, CodedSpan
from parley.terms.exchange import Value

STANCES = {"agree": 1, "neutral": 0, "disagree": -1}
"""Stances as numbers of a scale."""

_FIELDS = ("form", "polarity", "certainty")

Values = dict[tuple[str, str], Value]


def coded_record(store: Store, *, query: str | None = None) -> CodedRecord:
    """What every coder says, the machine among them.

    Args:
        store: the open record.
        query: in the language of the search; which statements; all if None.

    Raises:
        UsageError: the query cannot be read.
    """
    with record_errors(store.name), store.engine.connect() as connection:
        rows = _rows(connection, query)
        codings, importers = _codings(connection), _importers(connection)
        judges, names = last_coders(connection), Codebook(connection)
        spans: list[CodedSpan] = []
        for row in rows:
            held = importers.get(row.key) or judges.get(row.key)
            said = dict(codings.get(row.key, {}))
            if row.state == ACCEPTED and held is not None:
                said[held] = said.get(held, {}) | _values(json.loads(row.payload), names, read=row.seen is not None)
            spans += [_span(row, coder, values) for coder, values in said.items()]
            if row.seen is not None and row.state != WITHDRAWN:
                spans.append(_machine(row, names))
        return CodedRecord(spans=tuple(spans), lengths=_lengths(connection, {row.page_text for row in rows}))


def _rows(connection: Connection, query: str | None) -> list[Row[Any]]:
    """Statements of the articles in which a person held something true, as they stand and as the machine has them."""
    state, version, article = sql.entry_state.c, sql.version.c, sql.article_state
    seen = sql.version.alias("seen")
    other = sql.entry.alias("other")
    held = sql.entry_state.alias("held")
    judged = (
        select(other.c.page_text)
        .join(held, held.c.entry == other.c.key)
        .where(other.c.kind == STATEMENT, held.c.state == ACCEPTED)
        .union(select(other.c.page_text).join(sql.coding, sql.coding.c.entry == other.c.key))
    )
    chosen = (
        select(
            sql.entry.c.key,
            sql.entry.c.page_text,
            state.state,
            version.payload,
            version.start,
            version.end,
            seen.c.key.label("seen"),
            seen.c.payload.label("proposed"),
            seen.c.start.label("proposed_start"),
            seen.c.end.label("proposed_end"),
        )
        .select_from(sql.entry)
        .join(article, article.c.page_text == sql.entry.c.page_text)
        .join(sql.entry_state, state.entry == sql.entry.c.key)
        .join(sql.version, version.key == state.version)
        .outerjoin(seen, seen.c.key == state.seen)
        .where(sql.entry.c.kind == STATEMENT, sql.entry.c.page_text.in_(judged))
        .order_by(sql.entry.c.page_text, version.start, sql.entry.c.key)
    )
    if query is not None:
        chosen = chosen.where(statement_condition(connection, query, gone=True))
    return list(connection.execute(chosen))


def _span(row: Row[Any], coder: str, values: Values) -> CodedSpan:
    return CodedSpan(document=row.page_text, key=row.key, coder=coder, start=row.start, end=row.end, values=values)


def _machine(row: Row[Any], names: Codebook) -> CodedSpan:
    payload = json.loads(row.proposed)
    return CodedSpan(
        document=row.page_text,
        key=row.key,
        coder=MACHINE,
        start=row.proposed_start,
        end=row.proposed_end,
        values=_values(payload, names, read=True),
    )


def _values(payload: Mapping[str, Any], names: Codebook, *, read: bool) -> Values:
    """Variables of the type; of what the machine proposed, how it was read too."""
    found: Values = {(name, ""): value for name, value in names.values(dict(payload)).items() if value != ""}
    if read:
        found |= {(name, ""): payload[name] for name in _FIELDS}
        if payload["speakers"]:
            found["speaker", ""] = str(payload["speakers"][0])
    return found


def _codings(connection: Connection) -> dict[str, dict[str, Values]]:
    """Entry to coder to the concepts they take up, as one value, and the stance for each."""
    coding, concept, root = sql.coding.c, sql.concept.c, sql.concept.alias("root")
    query = (
        select(coding.entry, root.c.name, coding.stance, sql.coder.c.name.label("coder"))
        .join(sql.concept, concept.key == coding.concept)
        .join(root, root.c.key == func.coalesce(concept.merged_into, concept.key))
        .join(sql.coder, sql.coder.c.key == coding.coder)
        .order_by(coding.entry, root.c.name)
    )
    found: dict[str, dict[str, Values]] = {}
    for row in connection.execute(query):
        values = found.setdefault(row.entry, {}).setdefault(row.coder, {})
        so_far = values.get(("concept", ""))
        values["concept", ""] = row.name if so_far is None else f"{so_far}; {row.name}"
        values["stance", row.name] = STANCES[row.stance]
    return found


def _importers(connection: Connection) -> dict[str, str]:
    """Entry to the coder with whom it was imported."""
    found: dict[str, str] = {}
    for extras in connection.execute(select(sql.imported.c.extras)).scalars():
        found |= {entry: coder for entry, _, coder, _ in json.loads(extras)["statements"] if coder is not None}
    return found


def _lengths(connection: Connection, page_texts: set[str]) -> dict[str, int]:
    """Digest of a page text to the code points of its article's text."""
    piece = sql.piece.c
    query = (
        select(sql.article_state.c.page_text, func.sum(piece.end - piece.start).label("length"))
        .join(sql.piece, piece.reading == sql.article_state.c.reading)
        .group_by(sql.article_state.c.page_text)
    )
    return {row.page_text: int(row.length) for row in connection.execute(query) if row.page_text in page_texts}
