"""Where else an article was printed, and which of several printings counts as a voice.

Of a group of copies the earliest printing stands for the others, on the same day the fullest. Where a question is
asked, it is the earliest of those that meet it: what only a reprint was asked about is counted all the same.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, exists, func, or_, select

from parley.knowledge.agencies import find_agency
from parley.record import sql
from parley.record.filters import current_articles
from parley.record.fingerprints import runs_of, share_of
from parley.terms.tables import Printing, Printings

MOST_SHOWN = 50
"""So many other printings of an article are named."""


def find_printings(connection: Connection, page_text: str) -> Printings:
    """Where else an article was printed.

    Args:
        connection: to the record.
        page_text: digest of its page text.
    """
    state, copy = sql.article_state.c, sql.article_copy.c
    own = connection.execute(_printed().where(state.page_text == page_text)).one()
    credit = find_agency(own.text, _authors(own))
    leader = select(copy.leader).join(sql.article_state, state.id == copy.article).where(state.page_text == page_text)
    members = select(copy.article).where(copy.leader == leader.scalar_subquery())
    rows = connection.execute(
        _printed().where(state.id.in_(members)).order_by(*_earliest_first(sql.article_state))
    ).all()
    return Printings(
        number=max(1, len(rows)),
        first=rows[0].key if rows else own.key,
        others=tuple(_printing(own, row, first=row is rows[0]) for row in rows if row.key != own.key)[:MOST_SHOWN],
        agency=credit.agency if credit else None,
        reason=credit.reason if credit else None,
    )


def _printed() -> Select[Any]:
    state = sql.article_state.c
    return current_articles(
        sql.page_text.c.key,
        sql.fetch.c.name.label("article"),
        sql.fetch.c.location,
        state.title,
        state.date,
        state.publication,
        state.byline,
        state.url,
        sql.reading.c.text,
        sql.copy_print.c.words,
    ).outerjoin(sql.copy_print, sql.copy_print.c.article == state.id)


def _authors(row: Row[Any]) -> list[str]:
    return [name for name, _ in json.loads(row.byline)]


def _printing(own: Row[Any], row: Row[Any], *, first: bool) -> Printing:
    share = share_of(runs_of(own.text), runs_of(row.text))
    same_place = (own.url or own.location) == (row.url or row.location)
    shorter = "this one" if own.words <= row.words else "that one"
    reason = f"{share:.0%} of the words of {'either' if own.words == row.words else shorter} stand in the other too"
    return Printing(
        key=row.key,
        article=row.article,
        title=row.title,
        date=row.date,
        publication=row.publication,
        url=row.url,
        share=round(share, 4),
        reason=f"{reason}; it is another text of the same address." if same_place else f"{reason}.",
        first=first,
        same_address=same_place,
    )


def _earliest_first(state: FromClause) -> tuple[Any, ...]:
    """The order of printings; needs ``copy_print``."""
    return (state.c.date.is_(None), state.c.date, sql.copy_print.c.words.desc(), state.c.id)


def has_copies(connection: Connection) -> bool:
    """Whether the record holds any copies: where it holds none, nothing need be left out."""
    return bool(connection.execute(select(exists(select(sql.article_copy.c.article)))).scalar())


def counted_once(met: Select[Any]) -> ColumnElement[bool]:
    """A condition on ``article_state``: that an article is no copy, or the one printing that counts.

    Args:
        met: numbers of the articles that a question is about; of the copies among them one counts.
    """
    copy = sql.article_copy.c
    first = _first(sql.article_copy.c.article.in_(met))
    return or_(sql.article_state.c.id.not_in(select(copy.article)), sql.article_state.c.id.in_(first))


def is_first() -> ColumnElement[bool]:
    """A condition on ``article_state``: that an article is no copy, or the first printing of its whole group."""
    return or_(sql.article_state.c.id.not_in(select(sql.article_copy.c.article)), sql.article_state.c.id.in_(_first()))


def _first(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Numbers of the articles that stand for their groups, among those that meet conditions."""
    printed, copy = sql.article_state.alias("printed"), sql.article_copy.c
    place = func.row_number().over(partition_by=copy.leader, order_by=_earliest_first(printed)).label("place")
    ranked = (
        select(copy.article, place)
        .join(printed, printed.c.id == copy.article)
        .join(sql.copy_print, sql.copy_print.c.article == copy.article)
        .where(*conditions, printed.c.id.not_in(select(sql.earlier_text.c.article)))
        .subquery("ranked")
    )
    return select(ranked.c.article).where(ranked.c.place == 1)
