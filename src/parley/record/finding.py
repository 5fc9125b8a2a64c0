"""Finding passages by their words, with who says them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Row,
    bindparam,
    column,
    exists,
    literal_column,
    or_,
    select,
    table,
    text,
)

from parley.record import sql
from parley.record.filters import Filters, current_articles, portions, spoken_by
from parley.record.query import parse_query
from parley.record.search import CLOSES, OPENS, highlighted, passage_text, pieces_of
from parley.record.spans import from_groups, hull, overlap
from parley.terms.tables import Hit
from parley.terms.text import Span

_SEARCH = table("search", column("rowid"), column("text"))
_MATCH = text("search MATCH :query")
_COLUMNS = (
    sql.search_row.c.id,
    sql.search_row.c.entry,
    sql.search_row.c.start,
    sql.search_row.c.end,
    sql.fetch.c.name,
    sql.page_text.c.key,
    sql.article_state.c.reading,
    sql.reading.c.title,
    sql.reading.c.date,
    sql.reading.c.publication,
    sql.reading.c.text,
)


def find_passages(
    connection: Connection, query: str, *, filters: Filters, speaker: str | None, limit: int | None
) -> tuple[Hit, ...]:
    """The passages that meet a query, the best first (BM25).

    A statement is only given as a passage of its own where none of its sentences meets the query.

    Args:
        connection: to the record.
        query: what the user typed.
        filters: on the articles.
        speaker: key or name of who says it.
        limit: how many at most.

    Raises:
        UsageError: the query has no word, or a date is none.
    """
    match = parse_query(query)
    met = select(_SEARCH.c.rowid.label("id"), literal_column("bm25(search)").label("score")).where(_MATCH).cte("met")
    row = sql.search_row.c
    conditions = [*filters.conditions(), or_(row.entry.is_(None), ~_met_by_sentence(met))]
    if speaker is not None:
        conditions.append(row.id.in_(_owned(speaker)))
    found = (
        current_articles(*_COLUMNS)
        .join(sql.search_row, row.page_text == sql.article_state.c.page_text)
        .join(met, met.c.id == row.id)
        .where(*conditions)
        .order_by(met.c.score, row.id)
        .limit(limit)
    )
    rows = connection.execute(found, {"query": match}).all()
    marked = _marked(connection, match, [found.id for found in rows])
    return tuple(_hit(connection, row, highlighted(marked[row.id]), speaker) for row in rows)


def _met_by_sentence(met: CTE) -> ColumnElement[bool]:
    """Whether a sentence of the statement that a passage is meets the query by itself."""
    again, sentence = met.alias("again"), sql.search_row.alias("sentence_row")
    return exists(
        select(sql.search_entry.c.entry)
        .join(again, again.c.id == sql.search_entry.c.passage)
        .join(sentence, sentence.c.id == again.c.id)
        .where(sql.search_entry.c.entry == sql.search_row.c.entry, sentence.c.entry.is_(None))
    )


def _owned(speaker: str) -> Any:
    """Passages in the content of a statement that this speaker makes."""
    return (
        select(sql.search_entry.c.passage)
        .join(sql.entry_state, sql.entry_state.c.entry == sql.search_entry.c.entry)
        .where(spoken_by(sql.entry_state.c.proposal, speaker))
    )


def _marked(connection: Connection, match: str, numbers: Sequence[int]) -> dict[int, str]:
    query = (
        select(_SEARCH.c.rowid, text("highlight(search, 0, :opens, :closes) AS marked"))
        .where(_MATCH, _SEARCH.c.rowid.in_(bindparam("numbers", expanding=True)))
        .params(query=match, opens=OPENS, closes=CLOSES)
    )
    found: dict[int, str] = {}
    for portion in portions(numbers):
        found |= {row.rowid: row.marked for row in connection.execute(query, {"numbers": list(portion)})}
    return found


def _hit(connection: Connection, row: Row[Any], highlights: tuple[Span, ...], speaker: str | None) -> Hit:
    owners = _owners(connection, row, speaker)
    if row.entry is None:
        words = row.text[row.start : row.end]
        places = [Span(span.start + row.start, span.end + row.start) for span in highlights]
        # Of statements within statements the innermost says it; those that the words met stand in come first.
        owners.sort(key=lambda owner: (not overlap(owner[2], places), len(hull(owner[2])), owner[0]))
    else:
        words = passage_text(row.text, owners[0][2])
    return Hit(
        kind="sentence" if row.entry is None else "statement",
        article=row.name,
        article_key=row.key,
        title=row.title,
        date=row.date,
        publication=row.publication,
        speaker=owners[0][1] if owners else None,
        statement=owners[0][0] if owners else None,
        text=words,
        highlights=highlights,
        start=row.start,
        end=row.end,
    )


def _owners(
    connection: Connection, row: Row[Any], speaker: str | None
) -> list[tuple[str, str | None, tuple[Span, ...]]]:
    """Entry, speaker and content (in the article's text) of each statement a passage is in."""
    query = (
        select(sql.entry_state.c.entry, sql.proposal.c.payload)
        .join(sql.search_entry, sql.search_entry.c.entry == sql.entry_state.c.entry)
        .join(sql.proposal, sql.proposal.c.key == sql.entry_state.c.proposal)
        .where(sql.search_entry.c.passage == row.id)
    )
    if speaker is not None:
        query = query.where(spoken_by(sql.proposal.c.key, speaker))
    pieces = pieces_of(connection, row.reading)
    found = [(owner.entry, json.loads(owner.payload)) for owner in connection.execute(query)]
    return [
        (entry, next(iter(payload["speakers"]), None), from_groups(pieces, payload["content"]))
        for entry, payload in found
    ]
