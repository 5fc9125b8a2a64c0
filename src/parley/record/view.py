"""Reading a record: lists, articles, search. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, select

from parley.record import rows, sql
from parley.record.actors import named_like
from parley.record.engine import record_errors
from parley.record.entries import GONE
from parley.record.filters import Filters, find_article, spoken_by
from parley.record.finding import find_passages
from parley.record.rebuild import rebuild_reading
from parley.terms.actors import KnownActor
from parley.terms.names import fold_name, is_full_name
from parley.terms.tables import ActorRow, ArticleRow, Counts, Hit, RefusalRow, RunRow, StatementRow, StoredReading


class View:
    """What a record holds; each call sees one consistent state of it.

    Dates in filters are ISO prefixes: ``until="2023"`` takes in the whole year. Publications and
    names are compared after folding.

    Args:
        engine: of the record.
        where: the record's path, for messages.
    """

    def __init__(self, engine: Engine, *, where: str) -> None:
        self._engine = engine
        self._where = where

    def articles(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        publication: str | None = None,
        limit: int | None = None,
    ) -> tuple[ArticleRow, ...]:
        """Articles, the newest first.

        Raises:
            UsageError: a date is not an ISO prefix.
        """
        filters = Filters(since=since, until=until, publication=publication)
        with self._connection() as connection:
            return rows.article_rows(connection, filters.conditions(), limit)

    def article(self, article: str) -> StoredReading:
        """An article with its page, its fields and everything proposed about it.

        Args:
            article: permanent key of the article, or name of its page.

        Raises:
            RecordError: there is none, or the name stands for several.
        """
        with self._connection() as connection:
            return rebuild_reading(connection, *find_article(connection, article))

    def statements(  # noqa: PLR0913  each filter is a column people filter by
        self,
        *,
        article: str | None = None,
        speaker: str | None = None,
        since: str | None = None,
        until: str | None = None,
        publication: str | None = None,
        withdrawn: bool = False,
        limit: int | None = None,
    ) -> tuple[StatementRow, ...]:
        """Statements, by article (the newest first) and place in the text.

        Args:
            article: key of the article, or name of its page.
            speaker: key of an actor, or words of a name; finds every actor of such a name.
            since: first date of the articles.
            until: last date of the articles.
            publication: outlet of the articles.
            withdrawn: also those that the newest run no longer proposes.
            limit: how many at most.

        Raises:
            RecordError: there is no such article.
            UsageError: a date is not an ISO prefix.
        """
        filters = Filters(since=since, until=until, publication=publication)
        with self._connection() as connection:
            conditions = filters.conditions()
            if article is not None:
                conditions.append(sql.entry.c.page_text == find_article(connection, article)[0])
            if speaker is not None:
                conditions.append(spoken_by(sql.proposal.c.key, speaker))
            if not withdrawn:
                conditions.append(sql.entry_state.c.state.not_in(GONE))
            return rows.statement_rows(connection, rows.statements_query(conditions, limit))

    def find(
        self,
        query: str,
        *,
        speaker: str | None = None,
        since: str | None = None,
        until: str | None = None,
        publication: str | None = None,
        limit: int | None = 50,
    ) -> tuple[Hit, ...]:
        """Sentences and statements that hold some words, the best first.

        Args:
            query: words, "phrases", prefix*, AND, OR, NOT.
            speaker: only what this actor says (key, or words of a name).
            since: first date of the articles.
            until: last date of the articles.
            publication: outlet of the articles.
            limit: how many at most.

        Raises:
            UsageError: there is no word to look for, or a date is not an ISO prefix.
        """
        filters = Filters(since=since, until=until, publication=publication)
        with self._connection() as connection:
            return find_passages(connection, query, filters=filters, speaker=speaker, limit=limit)

    def actors(self, *, name: str | None = None, limit: int | None = None) -> tuple[ActorRow, ...]:
        """Actors across articles, those with most statements first.

        Args:
            name: key of an actor, or words of a name.
            limit: how many at most.
        """
        with self._connection() as connection:
            return rows.actor_rows(connection, [] if name is None else [named_like(name)], limit)

    def find_actor(self, name: str) -> KnownActor | None:
        """The one actor of this full name, or None where there is none or more than one.

        With it a view is an ``ActorIndex``.
        """
        folded = fold_name(name)
        if not is_full_name(folded):
            return None
        named = select(sql.actor_name.c.actor).where(sql.actor_name.c.folded == folded)
        query = select(sql.actor).where(sql.actor.c.key.in_(named)).limit(2)
        with self._connection() as connection:
            found = connection.execute(query).all()
        if len(found) != 1:
            return None
        return KnownActor(key=found[0].known_as or found[0].key, name=found[0].name, kind=found[0].kind)

    def refusals(self) -> tuple[RefusalRow, ...]:
        """Pages that could not be read, the last refused first."""
        with self._connection() as connection:
            return rows.refusal_rows(connection)

    def runs(self) -> tuple[RunRow, ...]:
        """Runs, the newest first; one without ``finished_at`` was cut short or still goes on."""
        with self._connection() as connection:
            return rows.run_rows(connection)

    def counts(self) -> Counts:
        """How much the record holds."""
        with self._connection() as connection:
            return rows.count_all(connection)

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        with record_errors(self._where), self._engine.connect() as connection:
            yield connection
