"""Lists that may be longer than what of them is shown: their order as numbers or keys, and any part of them as rows.

The order of a whole list takes little room, so that a screen keeps it and goes to any place of it at the same cost.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from parley.record import sql
from parley.record.drafts import STATEMENT
from parley.record.filters import portions, spoken_by
from parley.record.library import library_numbers, library_rows
from parley.record.statement_rows import statement_rows, statements_query
from parley.record.states import GONE
from parley.record.texts import is_newest, of_newest
from parley.terms.tables import LibraryRow, StanceTally, StatementRow, Tally

OfArticles = Callable[[Connection, str | None, str | None, str | None, str | None], list[ColumnElement[bool]]]
"""Conditions on ``article_state``, from since, until, publication and query."""


class Lists:
    """Reads them.

    Args:
        connections: opens a connection to the record.
        of_articles: makes conditions of the library's filters.
    """

    def __init__(self, connections: Callable[[], AbstractContextManager[Connection]], of_articles: OfArticles) -> None:
        self._connections = connections
        self._of_articles = of_articles

    def library(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        publication: str | None = None,
        query: str | None = None,
    ) -> Sequence[int]:
        """Numbers of all articles that meet the filters of ``View.library``, in its order; eight bytes each.

        Raises:
            UsageError: a date is not an ISO prefix, or the query cannot be read.
        """
        with self._connections() as connection:
            conditions = self._of_articles(connection, since, until, publication, query)
            return array("q", library_numbers(connection, conditions))

    def articles(self, numbers: Sequence[int]) -> tuple[LibraryRow, ...]:
        """The articles of some numbers, in that order; those that are gone are left out."""
        with self._connections() as connection:
            return library_rows(connection, numbers)

    def keys(self, numbers: Sequence[int]) -> dict[int, str]:
        """Number of each of some articles to its permanent key."""
        state = sql.article_state.c
        query = select(state.id, sql.page_text.c.key).join(sql.page_text, sql.page_text.c.sha256 == state.page_text)
        with self._connections() as connection:
            return {row.id: row.key for row in connection.execute(query.where(state.id.in_(numbers)))}

    def numbers(self, articles: Sequence[str]) -> tuple[int, ...]:
        """Numbers of the articles of some keys, each once, in that order."""
        state, found = sql.article_state.c, dict[str, int]()
        query = select(state.id, sql.page_text.c.key).join(sql.page_text, sql.page_text.c.sha256 == state.page_text)
        with self._connections() as connection:
            for portion in portions(articles):
                rows = connection.execute(query.where(sql.page_text.c.key.in_(portion)))
                found |= {row.key: row.id for row in rows}
        return tuple(dict.fromkeys(found[key] for key in articles if key in found))

    def numbers_of_entries(self, entries: Sequence[str]) -> tuple[int, ...]:
        """Numbers of the articles of some entries, each once, in the order of the entries."""
        state, entry, found = sql.article_state.c, sql.entry.c, dict[str, int]()
        query = select(entry.key, state.id).join(sql.article_state, state.page_text == entry.page_text)
        with self._connections() as connection:
            for portion in portions(entries):
                found |= {row.key: row.id for row in connection.execute(query.where(entry.key.in_(portion)))}
        return tuple(dict.fromkeys(found[key] for key in entries if key in found))

    def sections(self) -> tuple[Tally, ...]:
        """The sections that articles stand in, those with most articles first."""
        state, counted = sql.article_state.c, Counter[str]()
        query = (
            select(sql.reading.c.sections, func.count().label("number"))
            .join(sql.article_state, state.reading == sql.reading.c.key)
            .where(is_newest())
            .group_by(sql.reading.c.sections)
        )
        with self._connections() as connection:
            for row in connection.execute(query):
                counted.update(dict.fromkeys(json.loads(row.sections), row.number))
        ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(Tally(value=name, number=number) for name, number in ordered)

    def said_by(self, actor: str) -> tuple[str, ...]:
        """Keys of all statements of an actor that are not gone, in the order of ``View.statements``.

        Args:
            actor: its key.
        """
        article, version = sql.article_state.c, sql.version.c
        query = _said_by(select(sql.entry.c.key), actor).join(
            sql.page_text, sql.page_text.c.sha256 == article.page_text
        )
        order = (article.date.is_(None), article.date.desc(), sql.page_text.c.key, version.start, sql.entry.c.key)
        with self._connections() as connection:
            return tuple(connection.execute(query.order_by(*order)).scalars())

    def statements(self, keys: Sequence[str]) -> tuple[StatementRow, ...]:
        """The statements of some keys, in the order of ``View.statements``."""
        with self._connections() as connection:
            return tuple(statement_rows(connection, statements_query([sql.entry.c.key.in_(keys)], None)))

    def outlets_of(self, actor: str) -> tuple[Tally, ...]:
        """How many statements of an actor each outlet printed, the most first."""
        article, number = sql.article_state.c, func.count().label("number")
        name = func.min(article.publication).label("name")
        query = _said_by(select(name, number), actor).where(article.publication_folded.is_not(None))
        with self._connections() as connection:
            rows = connection.execute(query.group_by(article.publication_folded).order_by(number.desc(), name))
            return tuple(Tally(value=row.name, number=row.number) for row in rows)

    def positions_of(self, actor: str) -> tuple[StanceTally, ...]:
        """How often an actor agrees, disagrees, stays neutral to each concept in each year."""
        coding, concept, root = sql.coding.c, sql.concept.c, _ROOT.c
        year = func.coalesce(func.substr(sql.article_state.c.date, 1, 4), "").label("year")
        number = func.count(func.distinct(coding.entry)).label("number")
        query = (
            _said_by(select(root.name, year, coding.stance, number), actor)
            .join(sql.coding, coding.entry == sql.entry.c.key)
            .join(sql.concept, concept.key == coding.concept)
            .join(_ROOT, root.key == func.coalesce(concept.merged_into, concept.key))
            .group_by(root.name, year, coding.stance)
            .order_by(root.name, year, coding.stance)
        )
        with self._connections() as connection:
            return tuple(
                StanceTally(concept=row.name, year=row.year, stance=row.stance, number=row.number)
                for row in connection.execute(query)
            )


_ROOT = sql.concept.alias("concept_of_all")


def _said_by(query: Select[*tuple[Any, ...]], actor: str) -> Select[*tuple[Any, ...]]:
    """A query over the statements of an actor that are not gone, with their versions and articles."""
    state, entry, version = sql.entry_state.c, sql.entry.c, sql.version.c
    return (
        query.select_from(sql.entry)
        .join(sql.entry_state, state.entry == entry.key)
        .join(sql.version, version.key == state.version)
        .join(sql.article_state, sql.article_state.c.page_text == entry.page_text)
        .where(entry.kind == STATEMENT, state.state.not_in(GONE), of_newest(), spoken_by(version.key, actor))
    )
