"""Full-text search over the sentences and statements of the current readings: what is indexed.

Every sentence; and every live statement whose content runs over several sentences, so that words
spread over what one person says are found together. ``search_row`` says what each indexed passage
is, ``search_entry`` which statements' contents it belongs to, and of which events a sentence tells.

Law of this module: both databases are given the same tokens, cut and folded by ``tokens``; neither
sees a text. SQLite keeps them in an FTS5 table, PostgreSQL as tsvector values.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text

from parley.record import sql
from parley.record.drafts import STATEMENT
from parley.record.event_drafts import EVENT
from parley.record.spans import Group, from_groups, hull, overlap
from parley.record.states import GONE
from parley.record.tokens import index_vector, index_words
from parley.terms.text import Piece, Span

INDEX = "3"
"""Version of what is indexed and how; a record with another one is indexed anew when it is opened."""

_KEEP = {
    "sqlite": text("INSERT INTO search (rowid, words) VALUES (:id, :words)"),
    "postgresql": text("INSERT INTO search (id, vector) VALUES (:id, CAST(:words AS tsvector))"),
}
_FORGET = {
    "sqlite": text("DELETE FROM search WHERE rowid = :id"),
    "postgresql": text("DELETE FROM search WHERE id = :id"),
}
TOKENS = {"sqlite": index_words, "postgresql": index_vector}
"""How the words of a passage are given to each database."""


def index_all(connection: Connection) -> None:
    """Index every article anew.

    Args:
        connection: with the writing transaction open.
    """
    for page_text in connection.execute(select(sql.article_state.c.page_text).order_by(sql.article_state.c.id)).all():
        index_article(connection, page_text[0])


@dataclass(frozen=True, slots=True)
class Passage:
    """Something that is found as a whole: a sentence, or a statement that runs over several."""

    entry: str | None
    """The statement; None for a sentence."""
    start: int
    """From the first to the last character in the article's text."""
    end: int
    date: str | None
    words: str
    """Its text; stretches apart are joined by a space."""
    owners: tuple[str, ...]
    """Statements whose contents it belongs to, and events of which a sentence tells."""


def index_article(connection: Connection, page_text: str) -> None:
    """Index the current reading of a page text anew, in place of what was indexed before.

    Args:
        connection: with the writing transaction open.
        page_text: digest of the page text.
    """
    article = connection.execute(
        select(sql.article_state.c.id).where(sql.article_state.c.page_text == page_text)
    ).scalar_one()
    forget_article(connection, article)
    _add(connection, article, passages_of(connection, page_text))


def passages_of(connection: Connection, page_text: str) -> list[Passage]:
    """The passages of the current reading of a page text: its sentences, then the longer statements."""
    state = connection.execute(
        select(sql.article_state.c.date, sql.reading.c.key, sql.reading.c.text)
        .join(sql.reading, sql.article_state.c.reading == sql.reading.c.key)
        .where(sql.article_state.c.page_text == page_text)
    ).one()
    sentence = sql.sentence.c
    rows = connection.execute(
        select(sentence.start, sentence.end).where(sentence.reading == state.key).order_by(sentence.position)
    )
    sentences = [Span(row.start, row.end) for row in rows]
    pieces = pieces_of(connection, state.key)
    contents = _quoted(connection, page_text, pieces, STATEMENT)
    told = _quoted(connection, page_text, pieces, EVENT)
    found = []
    for span in sentences:
        owners = tuple(sorted(entry for entry, words in (*contents, *told) if overlap([span], words)))
        found.append(Passage(None, span.start, span.end, state.date, span.of(state.text), owners))
    for entry, content in contents:
        place = hull(content)
        if not any(span.contains(place) for span in sentences):
            words = passage_text(state.text, content)
            found.append(Passage(entry, place.start, place.end, state.date, words, (entry,)))
    return found


def forget_article(connection: Connection, article: int) -> None:
    """Take an article out of the search index.

    Args:
        connection: with the writing transaction open.
        article: row number of the article's state.
    """
    rows = select(sql.search_row.c.id).where(sql.search_row.c.article == article)
    numbers = [{"id": number} for number in connection.execute(rows).scalars()]
    if numbers:
        connection.execute(_FORGET[connection.dialect.name], numbers)
        connection.execute(delete(sql.search_entry).where(sql.search_entry.c.passage.in_(rows)))
        connection.execute(delete(sql.search_row).where(sql.search_row.c.article == article))


def pieces_of(connection: Connection, reading: str) -> list[Piece]:
    """The piece table of a reading."""
    table = sql.piece.c
    rows = connection.execute(
        select(table.start, table.end, table.page_start).where(table.reading == reading).order_by(table.position)
    )
    return [Piece(start=row.start, end=row.end, page_start=row.page_start) for row in rows]


def passage_text(article_text: str, content: Sequence[Span]) -> str:
    """The words of a passage; stretches apart are joined by a space."""
    return " ".join(span.of(article_text) for span in content)


def _quoted(
    connection: Connection, page_text: str, pieces: Sequence[Piece], kind: str
) -> list[tuple[str, tuple[Span, ...]]]:
    """Each live statement of a page text with its content, or event with its triggers, in the article's text."""
    query = (
        select(sql.entry.c.key, sql.version.c.payload)
        .join(sql.entry_state, sql.entry_state.c.entry == sql.entry.c.key)
        .join(sql.version, sql.version.c.key == sql.entry_state.c.version)
        .where(
            sql.entry.c.page_text == page_text,
            sql.entry.c.kind == kind,
            sql.entry_state.c.state.not_in(GONE),
        )
        .order_by(sql.version.c.start, sql.entry.c.key)
    )
    rows = ((row.key, _words(json.loads(row.payload))) for row in connection.execute(query))
    found = ((key, from_groups(pieces, words)) for key, words in rows)
    return [(key, words) for key, words in found if words]


def _words(payload: dict[str, Any]) -> list[Group]:
    """The words by which a passage is a statement's, or tells of an event."""
    if payload["kind"] == EVENT:
        return [mention["trigger"] for mention in payload["mentions"]]
    content: list[Group] = payload["content"]
    return content


def _add(connection: Connection, article: int, passages: Sequence[Passage]) -> None:
    if not passages:
        return
    rows = [
        {"article": article, "entry": one.entry, "start": one.start, "end": one.end, "date": one.date}
        for one in passages
    ]
    numbered = insert(sql.search_row).returning(sql.search_row.c.id, sort_by_parameter_order=True)
    numbers = connection.execute(numbered, rows).scalars().all()
    dialect = connection.dialect.name
    words = [{"id": number, "words": TOKENS[dialect](one.words)} for number, one in zip(numbers, passages, strict=True)]
    connection.execute(_KEEP[dialect], words)
    owners = [
        {"passage": number, "entry": entry}
        for number, one in zip(numbers, passages, strict=True)
        for entry in one.owners
    ]
    if owners:
        connection.execute(insert(sql.search_entry), owners)
