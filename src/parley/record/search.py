"""Full-text search over the sentences and statements of the current readings (SQLite's FTS5).

What is indexed: every sentence; and every live statement whose content runs over several sentences,
so that words spread over what one person says are found together. ``search_row`` says what each
indexed passage is, ``search_entry`` which statements' contents it belongs to.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text

from parley.record import sql
from parley.record.drafts import STATEMENT
from parley.record.entries import GONE
from parley.record.spans import from_groups, hull, overlap
from parley.terms.text import Piece, Span

OPENS, CLOSES = "\ufdd0", "\ufdd1"
"""Marks around what a query met: noncharacters, which no exchanged text may hold."""

_UNSEARCHED = str.maketrans({OPENS: " ", CLOSES: " ", "\x00": " "})
"""Taken out of the indexed copy, one character for one, so that offsets stay."""


def index_article(connection: Connection, page_text: str) -> None:
    """Index the current reading of a page text anew, in place of what was indexed before.

    Args:
        connection: with the writing transaction open.
        page_text: digest of the page text.
    """
    forget_article(connection, page_text)
    reading = connection.execute(
        select(sql.reading.c.key, sql.reading.c.text)
        .join(sql.article_state, sql.article_state.c.reading == sql.reading.c.key)
        .where(sql.article_state.c.page_text == page_text)
    ).one()
    sentence = sql.sentence.c
    rows = connection.execute(select(sentence.start, sentence.end).where(sentence.reading == reading.key))
    sentences = [Span(row.start, row.end) for row in rows]
    contents = _contents(connection, page_text, pieces_of(connection, reading.key))
    for span in sentences:
        owners = [entry for entry, content in contents if overlap([span], content)]
        _add(connection, {"page_text": page_text, "entry": None}, [span], reading.text, owners)
    for entry, content in contents:
        if not any(_holds(span, content) for span in sentences):
            _add(connection, {"page_text": page_text, "entry": entry}, content, reading.text, [entry])


def forget_article(connection: Connection, page_text: str) -> None:
    """Take an article out of the search index."""
    rows = select(sql.search_row.c.id).where(sql.search_row.c.page_text == page_text)
    numbers = [{"number": number} for number in connection.execute(rows).scalars()]
    if numbers:
        connection.execute(text("DELETE FROM search WHERE rowid = :number"), numbers)
        connection.execute(delete(sql.search_entry).where(sql.search_entry.c.passage.in_(rows)))
        connection.execute(delete(sql.search_row).where(sql.search_row.c.page_text == page_text))


def pieces_of(connection: Connection, reading: str) -> list[Piece]:
    """The piece table of a reading."""
    table = sql.piece.c
    rows = connection.execute(
        select(table.start, table.end, table.page_start).where(table.reading == reading).order_by(table.position)
    )
    return [Piece(start=row.start, end=row.end, page_start=row.page_start) for row in rows]


def highlighted(marked: str) -> tuple[Span, ...]:
    """Offsets, in the text without its marks, of what stands between them."""
    before, *parts = marked.split(OPENS)
    found = []
    place = len(before)
    for part in parts:
        inside, after = part.split(CLOSES, 1)
        found.append(Span(place, place + len(inside)))
        place += len(inside) + len(after)
    return tuple(found)


def passage_text(article_text: str, content: Sequence[Span]) -> str:
    """The words of a passage; stretches apart are joined by a space."""
    return " ".join(span.of(article_text) for span in content)


def _contents(connection: Connection, page_text: str, pieces: Sequence[Piece]) -> list[tuple[str, tuple[Span, ...]]]:
    """Each live statement of a page text with its content in the article's text."""
    query = (
        select(sql.entry.c.key, sql.proposal.c.payload)
        .join(sql.entry_state, sql.entry_state.c.entry == sql.entry.c.key)
        .join(sql.proposal, sql.proposal.c.key == sql.entry_state.c.proposal)
        .where(
            sql.entry.c.page_text == page_text,
            sql.entry.c.kind == STATEMENT,
            sql.entry_state.c.state.not_in(GONE),
        )
        .order_by(sql.proposal.c.start, sql.entry.c.key)
    )
    rows = ((row.key, json.loads(row.payload)["content"]) for row in connection.execute(query))
    found = ((key, from_groups(pieces, content)) for key, content in rows)
    return [(key, content) for key, content in found if content]


def _holds(sentence: Span, content: Sequence[Span]) -> bool:
    return sentence.contains(hull(content))


def _add(
    connection: Connection, row: dict[str, Any], spans: Sequence[Span], article_text: str, owners: Sequence[str]
) -> None:
    place = hull(spans)
    values = row | {"start": place.start, "end": place.end}
    number = connection.execute(insert(sql.search_row).returning(sql.search_row.c.id), values).scalar_one()
    words = passage_text(article_text, spans).translate(_UNSEARCHED)
    connection.execute(
        text("INSERT INTO search (rowid, text) VALUES (:number, :words)"), {"number": number, "words": words}
    )
    if owners:
        connection.execute(insert(sql.search_entry), [{"passage": number, "entry": entry} for entry in owners])
