"""Texts by the addresses they were fetched from: which is the newest of each, and how each was divided into blocks.

Law of this module: which text is the newest is told by when it was fetched, never by when it was read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, func, select

from parley.record import sql
from parley.record.fetched import IMPORTED
from parley.terms.sites import Addressed, Divided
from parley.terms.text import Block

LOOKED = '{"sites":'
"""How the parameters of a run begin that took a second look at sites."""
_TOGETHER = 500
"""Articles that are asked for at once."""


def addressed(connection: Connection, *, code: str, weights: str) -> Iterator[Addressed]:
    """The articles with an address, by address, the newest of each first; without those that people coded elsewhere.

    Args:
        connection: to the record.
        code: version of Parley.
        weights: digest of the weights.
    """
    state, line, run, reading = sql.article_state.c, sql.run_reading.c, sql.run.c, sql.reading.c
    newest = select(line.fetch, func.max(line.id).label("line")).group_by(line.fetch).subquery()
    fetched = select(line.page_text, func.max(line.fetched_at).label("at")).group_by(line.page_text).subquery()
    last = sql.run_reading.alias("last")
    query = (
        select(state.id, reading.url, run.id.label("run"), run.code, run.weights)
        .join(sql.reading, reading.key == state.reading)
        .join(newest, newest.c.fetch == state.fetch)
        .join(last, (last.c.id == newest.c.line) & (last.c.page_text == state.page_text))
        .join(sql.run, run.id == last.c.run)
        .join(fetched, fetched.c.page_text == state.page_text)
        .where(reading.url.is_not(None), run.weights.not_in(IMPORTED))
        .order_by(reading.url, fetched.c.at.desc(), state.page_text)
    )
    before = None
    for row in connection.execute(query).yield_per(_TOGETHER):
        present = (row.code, row.weights) == (code, weights)
        yield Addressed(number=row.id, url=row.url, run=row.run, present=present, newest=row.url != before)
        before = row.url


def first_by_digest(connection: Connection, numbers: Iterable[int], most: int) -> list[int]:
    """Those articles of which the digests of the page texts come first: a sample that only the texts decide.

    Args:
        connection: to the record.
        numbers: of articles.
        most: how many at most.
    """
    held: list[tuple[str, int]] = []
    for rows in _states(connection, numbers):
        held = sorted([*held, *((row.page_text, row.id) for row in rows)])[:most]
    return [number for _, number in held]


def texts(connection: Connection, numbers: Iterable[int]) -> Iterator[tuple[str, str]]:
    """The page texts of articles, each with the name of its linearization."""
    for some in _parts(numbers, _TOGETHER // 10):
        query = (
            select(sql.page_text.c.text, sql.reading.c.extractor)
            .join(sql.article_state, sql.article_state.c.page_text == sql.page_text.c.sha256)
            .join(sql.reading, sql.reading.c.key == sql.article_state.c.reading)
            .where(sql.article_state.c.id.in_(some))
        )
        for row in connection.execute(query):
            yield row.text, row.extractor


def divided(connection: Connection, numbers: Iterable[int]) -> Iterator[Divided]:
    """How articles are divided into blocks now, and what people corrected in that."""
    for rows in _states(connection, numbers):
        blocks = _blocks(connection, [row.reading for row in rows])
        for row in rows:
            roles = json.loads(row.corrections).get("blocks", {})
            yield Divided(
                fetch=row.fetch,
                blocks=tuple(blocks.get(row.reading, ())),
                corrections={int(start): role for start, role in roles.items()},
            )


def last_look(connection: Connection, *, code: str, weights: str) -> tuple[int, str]:
    """The last second look at sites that was brought to its end: number of the run and its parameters; 0 for none."""
    run = sql.run.c
    query = select(run.id, run.parameters).where(
        run.code == code, run.weights == weights, run.finished_at.is_not(None), run.parameters.startswith(LOOKED)
    )
    row = connection.execute(query.order_by(run.id.desc()).limit(1)).first()
    return (row.id, row.parameters) if row else (0, "{}")


def _parts(numbers: Iterable[int], size: int) -> Iterator[list[int]]:
    left = iter(numbers)
    while part := list(islice(left, size)):
        yield part


def _states(connection: Connection, numbers: Iterable[int]) -> Iterator[Sequence[Row[Any]]]:
    state = sql.article_state
    for some in _parts(numbers, _TOGETHER):
        yield connection.execute(select(state).where(state.c.id.in_(some)).order_by(state.c.id)).all()


def _blocks(connection: Connection, readings: Sequence[str]) -> dict[str, list[Block]]:
    """The blocks of readings, by their keys."""
    table = sql.block.c
    query = select(sql.block).where(table.reading.in_(readings)).order_by(table.reading, table.position)
    found: dict[str, list[Block]] = {}
    for row in connection.execute(query):
        block = Block(start=row.start, end=row.end, role=row.role, copy_of=row.copy_of)
        found.setdefault(row.reading, []).append(block)
    return found
