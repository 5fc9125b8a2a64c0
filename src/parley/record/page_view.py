"""What a view answers about pages: where else they were printed, what changed on them, what was fetched.

Beneath it stands how a view looks at a record: through one connection for each call, which sees one state of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from sqlalchemy import Connection, Engine, select

from parley.errors import MissingError, UsageError
from parley.record import by_address, sql
from parley.record.as_of import hide_present, last_moment
from parley.record.changes import find_changes, texts_of_address
from parley.record.engine import record_errors
from parley.record.event_pairs import event_pairs
from parley.record.event_rows import event_rows, live
from parley.record.fetched import fetch_keys, unread_fetches
from parley.record.filters import find_article, portions
from parley.record.printings import find_printings
from parley.record.readings import page_text_key
from parley.record.rebuild import stored_page
from parley.record.selection import statement_condition
from parley.terms.event_clusters import EventPair
from parley.terms.events import EventFilter, EventRow
from parley.terms.sites import Addressed, Divided
from parley.terms.tables import ArticleText, Changes, Printings
from parley.terms.text import Page


class PageView:
    """Looks at a record, and answers about its pages; ``View`` says what its arguments are."""

    def __init__(self, engine: Engine, *, where: str, as_of: str | None = None, judgements: bool = True) -> None:
        if as_of is not None:
            last_moment(as_of)
        self._engine = engine
        self._where = where
        self._as_of = as_of
        self._judgements = judgements

    def printings(self, article: str) -> Printings:
        """Where else an article was printed: copies, whole, cut down or led anew, in other articles of the record.

        Args:
            article: key or name.

        Raises:
            RecordError: there is none, or the name stands for several.
        """
        with self._connection() as connection:
            return find_printings(connection, find_article(connection, article)[0])

    def texts(self, article: str) -> tuple[ArticleText, ...]:
        """The texts that were read from an article's address, this one among them, the first read first.

        Args:
            article: key or name.
        """
        with self._connection() as connection:
            return texts_of_address(connection, find_article(connection, article)[0])

    def changes(self, article: str) -> Changes | None:
        """What changed from the text that was read from the same address before; None where there is none.

        Args:
            article: key or name.

        Raises:
            RecordError: there is no such article, or the name stands for several.
        """
        with self._connection() as connection:
            page_text = find_article(connection, article)[0]
            keys = [one.key for one in texts_of_address(connection, page_text)]
            own = keys.index(page_text_key(page_text))
            return find_changes(connection, keys[own - 1], keys[own]) if own else None

    def fetches(self) -> list[str]:
        """Keys of all fetches, in the order in which they were first read."""
        with self._connection() as connection:
            return fetch_keys(connection)

    def unread_fetches(self, *, code: str, weights: str, everything: bool = False) -> list[str]:
        """Keys of the fetches that a version of Parley and its weights have not read, in order of their articles.

        Args:
            code: version of Parley.
            weights: digest of the weights.
            everything: also those that they have read, unless in a run over everything that was cut short.
        """
        with self._connection() as connection:
            return unread_fetches(connection, code=code, weights=weights, everything=everything)

    def pages(self, fetches: Iterable[str]) -> Iterator[Page]:
        """The pages of some fetches as they came, one after the other."""
        for fetch in fetches:
            with self._connection() as connection:
                page, _ = stored_page(connection, fetch)
            yield page

    def addressed(self, *, code: str, weights: str) -> Iterator[Addressed]:
        """The articles with an address, by address, the newest of each first.

        Args:
            code: version of Parley; together with the weights it tells what the present models have read.
            weights: digest of the weights.
        """
        with self._connection() as connection:
            yield from by_address.addressed(connection, code=code, weights=weights)

    def first_by_digest(self, numbers: Iterable[int], most: int) -> list[int]:
        """Those articles of which the digests of the page texts come first, ``most`` of them."""
        with self._connection() as connection:
            return by_address.first_by_digest(connection, numbers, most)

    def page_texts(self, numbers: Iterable[int]) -> Iterator[tuple[str, str]]:
        """The page texts of articles, by their numbers, each with the name of its linearization."""
        with self._connection() as connection:
            yield from by_address.texts(connection, numbers)

    def divided(self, numbers: Iterable[int]) -> Iterator[Divided]:
        """How articles are divided into blocks, in order of their numbers."""
        with self._connection() as connection:
            yield from by_address.divided(connection, numbers)

    def last_look(self, *, code: str, weights: str) -> tuple[int, str]:
        """Number and parameters of the last run of these models that took a second look at sites; 0 for none."""
        with self._connection() as connection:
            return by_address.last_look(connection, code=code, weights=weights)

    def _refuse_past(self, what: str) -> None:
        if self._as_of is not None or not self._judgements:
            cure = "Leave the date out, or list statements as of it without a query"
            raise UsageError("the search index knows only the present", where=what, cure=cure)

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        with record_errors(self._where), self._engine.connect() as connection:
            if self._as_of is None and self._judgements:
                yield connection
                return
            try:
                hide_present(connection, self._as_of, judgements=self._judgements)
                yield connection
            finally:
                connection.invalidate()  # its temporary tables must never meet another question

    def events(
        self,
        wanted: EventFilter | None = None,
        *,
        article: str | None = None,
        query: str | None = None,
        limit: int | None = None,
    ) -> tuple[EventRow, ...]:
        """The events that a filter admits, those of the newest articles first.

        Args:
            wanted: all that are not gone where it is None.
            article: key of the article, or name of its page.
            query: in the language of the search.
            limit: how many at most.

        Raises:
            RecordError: there is no such article.
            UsageError: the query cannot be read.
        """
        wanted = wanted or EventFilter()
        with self._connection() as connection:
            conditions = live(wanted)
            if article is not None:
                # An earlier text of an address shows its own events.
                conditions = [conditions[0], sql.entry.c.page_text == find_article(connection, article)[0]]
            if query is not None:
                self._refuse_past("search")
                gone = bool(wanted.states)
                conditions.append(statement_condition(connection, query, gone=gone, earlier=article is not None))
            return tuple(islice(event_rows(connection, wanted, conditions), limit))

    def events_of(self, keys: Iterable[str]) -> tuple[EventRow, ...]:
        """Events by their keys, in the order of the keys, in whatever state they are.

        Raises:
            RecordError: there is none of a key.
        """
        wanted = list(dict.fromkeys(keys))
        found: dict[str, EventRow] = {}
        with self._connection() as connection:
            for portion in portions(wanted):
                rows = event_rows(connection, EventFilter(), [sql.entry.c.key.in_(portion)])
                found |= {row.key: row for row in rows}
        missing = next((key for key in wanted if key not in found), None)
        if missing is not None:
            raise MissingError("there is no such event", where=f"entry {missing}", cure="Take its key from a list")
        return tuple(found[key] for key in wanted)

    def kind_of(self, key: str) -> str | None:
        """What an entry is: "statement", "event" or "actor_link"; None where there is none of this key."""
        with self._connection() as connection:
            return connection.execute(select(sql.entry.c.kind).where(sql.entry.c.key == key)).scalar()

    def event_published(self, entry: str) -> str | None:
        """Date of the article that an event stands in; None where it has none, or there is no such event."""
        with self._connection() as connection:
            query = select(sql.article_state.c.date).join(
                sql.entry, sql.entry.c.page_text == sql.article_state.c.page_text
            )
            return connection.execute(query.where(sql.entry.c.key == entry)).scalar()

    def event_pairs(self) -> tuple[EventPair, ...]:
        """What people hold of pairs of events: that they are one, or that they are not."""
        with self._connection() as connection:
            return event_pairs(connection)
