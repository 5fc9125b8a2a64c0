"""The library: articles by page, the newest first, with who speaks in them and how much waits for a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, or_, select

from parley.record import sql
from parley.record.actors import root_of
from parley.record.drafts import STATEMENT
from parley.record.queue import JUDGED
from parley.record.rows import article_rows
from parley.record.states import GONE, PROPOSED
from parley.record.texts import is_newest, of_newest
from parley.terms.tables import LibraryRow, Tally

SPEAKERS = 4
"""So many speakers of an article are named, those with most statements first."""


# Made once: an alias with its columns takes 0.2 ms, as long as many a look.
_SAID, _ONE, _ROOT = sql.entry_state.alias("said"), sql.actor.alias("one"), sql.actor.alias("root")


def library_numbers(
    connection: Connection, conditions: Iterable[Any], *, offset: int = 0, limit: int | None = None
) -> tuple[int, ...]:
    """Numbers of articles that meet conditions, the newest first, those without a date last.

    Only numbers are asked for, so that the index over dates answers alone, without the table, where there is
    no condition: the 95,000th of 100,000 articles is then found in 2 ms (SQLite, 2026-11-25).
    """
    state = sql.article_state.c
    query = select(state.id).where(*conditions).order_by(state.date.desc().nulls_last(), state.id.desc())
    return tuple(connection.execute(query.offset(offset).limit(limit)).scalars())


def library_rows(connection: Connection, numbers: Sequence[int]) -> tuple[LibraryRow, ...]:
    """The articles of some numbers, in that order, with who speaks in them and how much waits."""
    state = sql.article_state.c
    found = connection.execute(select(state.id, state.page_text).where(state.id.in_(numbers))).all()
    text_of = {row.id: row.page_text for row in found}
    texts = [text_of[number] for number in numbers if number in text_of]
    keys = {text: key for key, text in connection.execute(_keys(texts)).all()}
    rows = {row.key: row for row in article_rows(connection, [state.page_text.in_(texts)], None)}
    speakers, waiting = _speakers(connection, texts), _waiting(connection, texts)
    return tuple(
        LibraryRow(article=rows[keys[text]], speakers=speakers.get(text, ()), waiting=waiting.get(text, 0))
        for text in texts
    )


def neighbours(connection: Connection, page_text: str) -> tuple[str | None, str | None]:
    """Keys of the articles before and after one in the order of the library; None at either end.

    Args:
        connection: to the record.
        page_text: digest of its page text.
    """
    state = sql.article_state.c
    here = connection.execute(select(state.date, state.id).where(state.page_text == page_text)).one()
    after, before = _later(here.date, here.id)
    order = (state.date.desc().nulls_last(), state.id.desc())
    turned = (state.date.asc().nulls_first(), state.id.asc())
    found = []
    for condition, by in ((before, turned), (after, order)):
        query = select(sql.page_text.c.key).join(sql.article_state, state.page_text == sql.page_text.c.sha256)
        found.append(connection.execute(query.where(condition, is_newest()).order_by(*by).limit(1)).scalar())
    return found[0], found[1]


def _later(date: str | None, number: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Conditions for what the library lists after an article, and for what it lists before it."""
    state = sql.article_state.c
    if date is None:
        return state.date.is_(None) & (state.id < number), state.date.is_not(None) | (state.id > number)
    same = state.date == date
    after = or_(state.date < date, state.date.is_(None), same & (state.id < number))
    return after, or_(state.date > date, same & (state.id > number))


def count_waiting(connection: Connection) -> int:
    """How many statements and events no person has judged yet."""
    query = (
        select(func.count())
        .select_from(sql.entry_state)
        .join(sql.entry, sql.entry.c.key == sql.entry_state.c.entry)
        .where(sql.entry_state.c.state == PROPOSED, sql.entry.c.kind.in_(JUDGED), of_newest())
    )
    return int(connection.execute(query).scalar_one())


def work_tallies(connection: Connection, conditions: Iterable[Any]) -> tuple[Tally, ...]:
    """How many articles that meet conditions are unread, in work, read, irrelevant."""
    work = sql.article_state.c.work
    query = select(work, func.count().label("number")).where(*conditions).group_by(work).order_by(work)
    return tuple(Tally(value=row.work, number=row.number) for row in connection.execute(query))


def _keys(texts: Sequence[str]) -> Any:
    return select(sql.page_text.c.key, sql.page_text.c.sha256).where(sql.page_text.c.sha256.in_(texts))


def _speakers(connection: Connection, texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    entry, said, link, acting = sql.entry.c, _SAID, sql.version_link.c, sql.entry_state.c
    one, root = _ONE, _ROOT
    number = func.count(func.distinct(said.c.entry)).label("number")
    query = (
        select(entry.page_text, root.c.name, number)
        .join(said, said.c.entry == entry.key)
        .join(sql.version_link, (link.version == said.c.version) & (link.role == "speaker"))
        .join(sql.entry_state, acting.entry == link.entry)
        .join(one, one.c.key == acting.actor)
        .join(root, root.c.key == root_of(one))
        .where(entry.page_text.in_(texts), entry.kind == STATEMENT, said.c.state.not_in(GONE))
        .group_by(entry.page_text, root.c.name)
        .order_by(number.desc(), root.c.name)
    )
    found: dict[str, list[str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.page_text, []).append(row.name)
    return {text: tuple(names[:SPEAKERS]) for text, names in found.items()}


def _waiting(connection: Connection, texts: Sequence[str]) -> dict[str, int]:
    """How much waits in each of some articles; counted in a sum, since the index over states is no help."""
    entry, state = sql.entry.c, sql.entry_state.c
    query = (
        select(entry.page_text, func.sum(case((state.state == PROPOSED, 1), else_=0)).label("number"))
        .join(sql.entry_state, state.entry == entry.key)
        .where(entry.page_text.in_(texts), entry.kind.in_(JUDGED))
        .group_by(entry.page_text)
    )
    return {row.page_text: int(row.number) for row in connection.execute(query)}
