"""Reading a record: lists, articles, search. Nothing here writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, func, or_, select

from parley.errors import MissingError
from parley.record import people_rows, rows, sql
from parley.record.actor_facts import actor_facts
from parley.record.actors import named_like, root_of
from parley.record.conditions import Conditions
from parley.record.drafts import STATEMENT
from parley.record.filters import Filters, find_article, portions, spoken_by
from parley.record.finding import Order, Search
from parley.record.library import count_waiting, library_numbers, library_rows, neighbours, work_tallies
from parley.record.lists import Lists
from parley.record.lost import text_changed
from parley.record.network_documents import imported_dates
from parley.record.network_events import read_events
from parley.record.network_lookups import not_collecting
from parley.record.network_reading import Asked, read_network
from parley.record.network_rows import network_types
from parley.record.printings import counted_once, has_copies
from parley.record.queue import QueueOrder, queue_keys
from parley.record.readings import page_text_key
from parley.record.rebuild import machine_statements, rebuild_reading
from parley.record.relations import Relations
from parley.record.selection import Selection, articles_with, counts_by_state, statement_condition
from parley.record.statement_rows import statement_rows, statements_query
from parley.record.statements import Statements
from parley.record.states import GONE
from parley.record.texts import is_newest
from parley.record.ties import TieKind, ties
from parley.record.work_view import WorkView
from parley.terms.actors import KnownActor
from parley.terms.exchange import StatementType
from parley.terms.linking import ActorFacts
from parley.terms.names import fold_name, is_full_name
from parley.terms.networks import NetworkStatements
from parley.terms.tables import (
    ActorLinkRow,
    ActorRow,
    ArticleRow,
    Counts,
    Hit,
    LibraryRow,
    MachineStatement,
    StatementRow,
    StoredReading,
    Tally,
    Tie,
)
from parley.terms.text import Article, BlockRole


class View(WorkView):
    """What a record holds; each call sees one consistent state of it.

    Dates in filters are ISO prefixes: ``until="2023"`` takes in the whole year. Publications and
    names are compared after folding.

    Args:
        engine: of the record.
        where: the record's place, for messages.
        as_of: date, or date and time in UTC, as of which the record is seen; None for now.
        judgements: False to see what the machine alone makes of the pages.

    Raises:
        UsageError: ``as_of`` is no date.
    """

    def articles(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        publication: str | None = None,
        query: str | None = None,
        limit: int | None = None,
    ) -> tuple[ArticleRow, ...]:
        """Articles, the newest first.

        Args:
            since: first date.
            until: last date.
            publication: outlet.
            query: in the language of the search; an article meets it where one of its passages does.
            limit: how many at most.

        Raises:
            UsageError: a date is not an ISO prefix, or the query cannot be read.
        """
        with self._connection() as connection:
            conditions = self._of_articles(connection, since, until, publication, query)
            return rows.article_rows(connection, conditions, limit)

    def library(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        publication: str | None = None,
        query: str | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> tuple[LibraryRow, ...]:
        """A page of the library, the newest articles first; filters are those of ``articles``.

        Raises:
            UsageError: a date is not an ISO prefix, or the query cannot be read.
        """
        with self._connection() as connection:
            conditions = self._of_articles(connection, since, until, publication, query)
            return library_rows(connection, library_numbers(connection, conditions, offset=offset, limit=limit))

    @property
    def lists(self) -> Lists:
        """Lists that may be longer than what of them is shown: what their pages are cut from."""
        return Lists(self._connection, self._of_articles)

    @property
    def relations(self) -> Relations:
        """What the record holds of two actors together."""
        return Relations(self._connection)

    def moment(self) -> int:
        """How often the record was written to: where that is the same as before, so is all that a view gives."""
        with self._connection() as connection:
            return int(connection.execute(select(func.max(sql.audit.c.position))).scalar() or 0)

    def library_work(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        publication: str | None = None,
        query: str | None = None,
    ) -> tuple[Tally, ...]:
        """How many articles that meet the filters of ``library`` are unread, in work, read, irrelevant."""
        with self._connection() as connection:
            return work_tallies(connection, self._of_articles(connection, since, until, publication, query))

    def _of_articles(
        self, connection: Connection, since: str | None, until: str | None, publication: str | None, query: str | None
    ) -> list[ColumnElement[bool]]:
        conditions = [is_newest(), *Filters(since=since, until=until, publication=publication).conditions()]
        if query is not None:
            self._refuse_past("search")
            conditions.append(Conditions(connection).of_article(query))
        return conditions

    def waiting(self) -> int:
        """How many statements and events no person has judged yet."""
        with self._connection() as connection:
            return count_waiting(connection)

    def queue(
        self, query: str | None = None, *, order: QueueOrder = "uncertain", kinds: Sequence[str] = (STATEMENT,)
    ) -> list[str]:
        """Keys of statements, or events, in the order in which to judge them, 2,000 at most.

        Args:
            query: in the language of the search; those that no person has judged if None, and those that people judged
                and whose text changed since.
            order: the least certain first, or as they stand in the articles.
            kinds: "statement", "event", or both: ``JUDGED``.

        Raises:
            UsageError: the query cannot be read.
        """
        self._refuse_past("queue")
        with self._connection() as connection:
            condition = statement_condition(connection, query or "review:open")
            return queue_keys(connection, condition if query else or_(condition, text_changed()), order, kinds)

    def statement(self, key: str) -> StatementRow:
        """One statement by its key, in whatever state it is.

        Raises:
            RecordError: there is none.
        """
        return self.statements_of([key])[0]

    def statements_of(self, keys: Iterable[str]) -> tuple[StatementRow, ...]:
        """Statements by their keys, in the order of the keys, in whatever state they are; asked for by portions.

        Raises:
            RecordError: there is none of a key.
        """
        wanted = list(dict.fromkeys(keys))
        found: dict[str, StatementRow] = {}
        with self._connection() as connection:
            for portion in portions(wanted):
                query = statements_query([sql.entry.c.key.in_(portion)], None)
                found |= {row.key: row for row in statement_rows(connection, query)}
        missing = next((key for key in wanted if key not in found), None)
        if missing is not None:
            cure = "Take its key from a list"
            raise MissingError("there is no such statement", where=f"entry {missing}", cure=cure)
        return tuple(found[key] for key in wanted)

    def ties(self, kind: TieKind, query: str | None = None, *, all_printings: bool = False) -> tuple[Tie, ...]:
        """Who quotes whom, or which speakers take up which concepts; the heaviest ties first.

        Args:
            kind: "quotes" or "concepts".
            query: which statements count, in the language of the search; all that are not gone if None.
            all_printings: whether what was printed several times counts as often; else it counts once.

        Raises:
            UsageError: the query cannot be read.
        """
        self._refuse_past("networks")
        with self._connection() as connection:
            conditions = [self._of_statements(connection, query)]
            if not all_printings and has_copies(connection):
                conditions.append(counted_once(articles_with(conditions)))
            return ties(connection, kind, conditions)

    def network_types(self) -> tuple[StatementType, ...]:
        """The types of statements that networks can be made of."""
        with self._connection() as connection:
            return network_types(connection)

    def network_statements(self, asked: Asked) -> NetworkStatements:
        """The statements of a type by columns, as networks are made of them.

        Raises:
            UsageError: there is no such type, or the query cannot be read.
        """
        if asked.query is not None:
            self._refuse_past("networks")
        with self._connection() as connection, not_collecting():
            return read_network(connection, asked)

    def imported_dates(self) -> tuple[str, str] | None:
        """Date and time of the first and of the last document that came in by an import; None where none has a date."""
        with self._connection() as connection:
            return imported_dates(connection)

    def network_events(
        self, *, statuses: Iterable[str] = ("actual",), confidence: bool = False, all_printings: bool = False
    ) -> NetworkStatements:
        """The events of the record by columns, as networks of who acts toward whom are made of them.

        Args:
            statuses: those that count.
            confidence: whether that of the machine is looked up.
            all_printings: whether what was printed several times counts as often.
        """
        with self._connection() as connection, not_collecting():
            return read_events(connection, statuses=statuses, confidence=confidence, all_printings=all_printings)

    def _of_statements(self, connection: Connection, query: str | None) -> ColumnElement[bool]:
        """That a statement meets a query; that it is not gone where there is none."""
        if query is None:
            return sql.entry_state.c.state.not_in(GONE) & is_newest()
        return statement_condition(connection, query)

    def article(self, article: str) -> StoredReading:
        """An article with its page, its fields and everything proposed about it.

        Args:
            article: permanent key of the article, or name of its page.

        Raises:
            RecordError: there is none, or the name stands for several.
        """
        with self._connection() as connection:
            return rebuild_reading(connection, *find_article(connection, article))

    def article_row(self, article: str) -> ArticleRow:
        """An article as lists have it.

        Raises:
            RecordError: there is none, or the name stands for several.
        """
        with self._connection() as connection:
            text, _ = find_article(connection, article)
            return rows.article_rows(connection, [sql.article_state.c.page_text == text], 1)[0]

    def neighbours(self, article: str) -> tuple[str | None, str | None]:
        """Keys of the articles before and after one in the order of the library; None at either end."""
        with self._connection() as connection:
            return neighbours(connection, find_article(connection, article)[0])

    def actor_links(self, actor: str) -> tuple[ActorLinkRow, ...]:
        """The articles that an actor acts in, the newest first, with the entry that links it to each.

        Args:
            actor: its key.
        """
        with self._connection() as connection:
            return rows.actor_link_rows(connection, actor)

    def page_text_of(self, article: str) -> str:
        """The digest of an article's page text, by which judgements name the article."""
        with self._connection() as connection:
            return find_article(connection, article)[0]

    def article_key_of(self, page_text: str) -> str:
        """The permanent key of the article of a page text."""
        return page_text_key(page_text)

    def block_corrections(self) -> dict[str, dict[int, BlockRole]]:
        """Page text of each article whose blocks people corrected, to where they begin, to their roles."""
        state = sql.article_state.c
        query = (
            select(sql.page_text.c.text, state.corrections)
            .join(sql.page_text, sql.page_text.c.sha256 == state.page_text)
            .where(state.corrections.contains('"blocks"', autoescape=True))
        )
        with self._connection() as connection:
            rows = connection.execute(query).all()
        return {
            row.text: {int(start): role for start, role in json.loads(row.corrections)["blocks"].items()}
            for row in rows
        }

    def machine_statements(self, article: str) -> tuple[Article, tuple[MachineStatement, ...]]:
        """An article, and what the newest run over it proposed, whatever people made of it since.

        Args:
            article: key or name.

        Raises:
            RecordError: there is none, or the name stands for several.
        """
        with self._connection() as connection:
            page_text, fetch = find_article(connection, article)
            found = rebuild_reading(connection, page_text, fetch).reading.article
            return found, machine_statements(connection, page_text)

    def statements(  # noqa: PLR0913  each filter is a column people filter by
        self,
        *,
        article: str | None = None,
        speaker: str | None = None,
        since: str | None = None,
        until: str | None = None,
        publication: str | None = None,
        query: str | None = None,
        withdrawn: bool = False,
        differing: bool = False,
        once: str | None = None,
        limit: int | None = None,
    ) -> Statements:
        """Statements, by article (the newest first) and place in the text; they stream when they are gone through.

        Args:
            article: key of the article, or name of its page.
            speaker: key of an actor, or words of a name; finds every actor of such a name.
            since: first date of the articles.
            until: last date of the articles.
            publication: outlet of the articles.
            query: in the language of the search.
            withdrawn: also those that are withdrawn, rejected, retracted or merged.
            differing: only those that a person judged and the newest model reads differently.
            once: of what was printed several times only the printing that counts among those that meet this query,
                which may be empty: the statements that ``ties`` counts.
            limit: how many at most.

        Raises:
            RecordError: there is no such article.
            UsageError: a date is not an ISO prefix, or the query cannot be read.
        """
        conditions = Filters(since=since, until=until, publication=publication).conditions()
        with self._connection() as connection:
            if article is not None:
                conditions.append(sql.entry.c.page_text == find_article(connection, article)[0])
            elif query is None:
                conditions.append(is_newest())
            if query is not None:
                self._refuse_past("search")
                conditions.append(statement_condition(connection, query, gone=withdrawn, earlier=article is not None))
            if once is not None and has_copies(connection):
                conditions.append(counted_once(articles_with([self._of_statements(connection, once or None)])))
        if speaker is not None:
            conditions.append(spoken_by(sql.version.c.key, speaker))
        if differing:
            conditions.append(people_rows.differing())
        if not withdrawn and query is None:
            conditions.append(sql.entry_state.c.state.not_in(GONE))
        return Statements(self._connection, conditions, limit=limit)

    def find(  # noqa: PLR0913  each filter is a column people filter by
        self,
        query: str,
        *,
        speaker: str | None = None,
        since: str | None = None,
        until: str | None = None,
        publication: str | None = None,
        order: Order = "rank",
        limit: int | None = 50,
    ) -> tuple[Hit, ...]:
        """Sentences and statements that meet a query.

        Args:
            query: words, "phrases", prefix*, AND, OR, NOT, NEAR/n, field:value.
            speaker: only what this actor says (key, or words of a name).
            since: first date of the articles.
            until: last date of the articles.
            publication: outlet of the articles.
            order: the best first, or the newest first.
            limit: how many at most.

        Raises:
            UsageError: the query cannot be read, a date is no ISO prefix, or the past was asked for.
        """
        self._refuse_past("search")
        filters = Filters(since=since, until=until, publication=publication)
        with self._connection() as connection:
            return Search(connection, query, filters=filters, speaker=speaker).hits(limit=limit, order=order)

    def tallies(self, query: str, facet: str = "month", *, all_printings: bool = False) -> tuple[Tally, ...]:
        """How many passages meet a query, by speaker or by a property of their articles.

        Args:
            query: in the language of the search.
            facet: speaker, month, year, publication, genre or language.
            all_printings: whether what was printed several times counts as often; else it counts once.

        Raises:
            UsageError: the query cannot be read, or there is no such facet.
        """
        self._refuse_past("search")
        with self._connection() as connection:
            return Search(connection, query, once=not all_printings).tallies(facet)

    def counts_by_state(self, query: str, *, kinds: tuple[str, ...] = (STATEMENT,)) -> dict[str, int]:
        """How many statements, or events, meet a query, by state: what a bulk judgement of it would be about.

        Raises:
            UsageError: the query cannot be read.
        """
        self._refuse_past("search")
        with self._connection() as connection:
            return counts_by_state(connection, Selection(query=query, kinds=kinds))

    def actors(self, *, name: str | None = None, limit: int | None = None) -> tuple[ActorRow, ...]:
        """Actors across articles, those with most statements first.

        Args:
            name: key of an actor, or words of a name.
            limit: how many at most.
        """
        with self._connection() as connection:
            return rows.actor_rows(connection, [] if name is None else [named_like(name)], limit)

    def actor_facts(self) -> tuple[ActorFacts, ...]:
        """What the articles say of each actor that acts in one: names, states, roles, company."""
        self._refuse_past("actors to place")
        with self._connection() as connection:
            return actor_facts(connection)

    def find_actor(self, name: str) -> KnownActor | None:
        """The one actor of this full name, or None where there is none or more than one.

        With it a view is an ``ActorIndex``.
        """
        folded = fold_name(name)
        if not is_full_name(folded):
            return None
        named = select(sql.actor_name.c.actor).where(sql.actor_name.c.folded == folded)
        roots = select(root_of()).where(sql.actor.c.key.in_(named))
        query = select(sql.actor).where(sql.actor.c.key.in_(roots)).limit(2)
        with self._connection() as connection:
            found = connection.execute(query).all()
        if len(found) != 1:
            return None
        return KnownActor(key=found[0].known_as or found[0].key, name=found[0].name, kind=found[0].kind)

    def counts(self) -> Counts:
        """How much the record holds."""
        with self._connection() as connection:
            return rows.count_all(connection)
