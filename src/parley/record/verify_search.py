"""Checking the search index against the texts it was made from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DatabaseError

from parley.record import sql
from parley.record.search import INDEX, TOKENS, Passage, passages_of

Faults = Iterator[tuple[str, str]]
"""Where, and what."""

_NOT_NOW = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY}

_MATCHES = {
    "sqlite": text("SELECT count(*) FROM search WHERE rowid = :id AND words = :words"),
    "postgresql": text("SELECT count(*) FROM search WHERE id = :id AND vector = CAST(:words AS tsvector)"),
}


def check_index(connection: Connection) -> Faults:
    """Each article has the passages that its reading and statements make, each passage its own words.

    Yields:
        Where, and what.
    """
    dialect = connection.dialect.name
    setting = sql.setting.c
    if connection.execute(select(setting.value).where(setting.name == "index")).scalar() != INDEX:
        yield "setting index", "it does not say how the search index was made"
    for row in connection.execute(select(sql.article_state.c.id, sql.article_state.c.page_text)).all():
        held = _indexed(connection, row.id)
        expected = passages_of(connection, row.page_text)
        if [_place(passage) for passage in expected] != [place for _, place in held]:
            yield row.page_text, "the search index has other passages of it than its reading makes"
            continue
        for passage, (number, _) in zip(expected, held, strict=True):
            words = {"id": number, "words": TOKENS[dialect](passage.words)}
            if connection.execute(_MATCHES[dialect], words).scalar_one() != 1:
                yield f"passage {number}", "the search index has other words of it than its article"
    rows, indexed = (
        connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in ("search_row", "search")
    )
    if rows != indexed:
        yield "search", f"it holds {indexed} passages, where there are {rows}"
    if dialect == "sqlite":
        yield from _check_tokens(connection)


def _indexed(connection: Connection, article: int) -> list[tuple[int, tuple[object, ...]]]:
    """Number of each passage of an article, and what is known of it."""
    row, owner = sql.search_row.c, sql.search_entry.c
    owners: dict[int, list[str]] = {}
    query = select(owner.passage, owner.entry).join(sql.search_row, row.id == owner.passage)
    for found in connection.execute(query.where(row.article == article).order_by(owner.entry)):
        owners.setdefault(found.passage, []).append(found.entry)
    rows = connection.execute(select(sql.search_row).where(row.article == article).order_by(row.id))
    return [(one.id, (one.entry, one.start, one.end, one.date, tuple(owners.get(one.id, ())))) for one in rows]


def _place(passage: Passage) -> tuple[object, ...]:
    return (passage.entry, passage.start, passage.end, passage.date, passage.owners)


def _check_tokens(connection: Connection) -> Faults:
    """FTS5's own check: whether its inverted index is that of the words it keeps.

    It writes nothing, yet wants the writers' lock: while another process writes, or where nothing may be
    written, it is left out.
    """
    try:
        with connection.begin_nested():
            connection.execute(text("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)"))
    except DatabaseError as error:
        if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _NOT_NOW:
            return
        yield "search", f"its index is damaged ({error.orig}); restore a backup"
