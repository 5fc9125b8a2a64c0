"""Following feeds: which ones, when to ask them again, what they listed, which items wait.

Law of this module: what is remembered for asking a feed again (ETag, next time) is kept after all that it listed. A
process killed before has the feed asked again, whole; what it kept already is known then. No other writer waits long.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Engine, delete, exists, func, insert, or_, select, update

from parley.errors import MissingError
from parley.record import sql
from parley.record.audit import now
from parley.record.digest import canonical_json, short_key
from parley.record.engine import record_errors, writing
from parley.record.feed_health import feed_rows
from parley.terms.feeds import DueFeed, FeedAnswer, FeedDocument, FeedRow, FoundItem, WaitingItem

PORTION = 500
"""Items that one statement asks about."""


class Feeds:
    """The feeds of a record.

    Args:
        engine: of the record.
        where: the record's place, for messages.
    """

    def __init__(self, engine: Engine, *, where: str) -> None:
        self._engine = engine
        self._where = where

    def follow(self, url: str, *, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> bool:
        """Follow an address; one that is followed already gets the new patterns and is asked at once.

        Args:
            url: of a feed, a sitemap, or a page that names one.
            include: patterns of items to read; none means all.
            exclude: patterns of items to leave out.

        Returns:
            Whether it was not followed before.
        """
        feed = sql.feed.c
        patterns = {"include": canonical_json(list(include)), "exclude": canonical_json(list(exclude))}
        anew = patterns | {"state": "followed", "next_at": None, "failures": 0}
        with self._writing() as connection:
            held = connection.execute(select(feed.key, feed.state).where(_named(url))).first()
            if held is not None:
                connection.execute(update(sql.feed).where(feed.key == held.key).values(anew))
                # The same documents may list other items under other patterns: they must come whole.
                connection.execute(delete(sql.feed_document).where(sql.feed_document.c.feed == held.key))
                return bool(held.state != "followed")
            row = anew | {"key": short_key("feed", url), "given": url, "url": url, "followed_at": now()}
            connection.execute(insert(sql.feed), row | {"warnings": "[]"})
        return True

    def unfollow(self, url: str) -> None:
        """Follow an address no longer; what was read stays, and what waits is not read.

        Args:
            url: as it was given, or where its feed is.

        Raises:
            MissingError: it is not followed.
        """
        with self._writing() as connection:
            found = update(sql.feed).where(_named(url), sql.feed.c.state != "ended").values(state="ended")
            if connection.execute(found).rowcount == 0:
                cure = "`parley sources` lists what is followed"
                raise MissingError("this is not followed", where=url, cure=cure)

    def rows(self, *, at: str | None = None) -> tuple[FeedRow, ...]:
        """The feeds that are followed, and those that are gone, with their health.

        Args:
            at: the time for which it is judged; now if None.
        """
        with self._reading() as connection:
            return feed_rows(connection, at=at or now())

    def due(self, at: str) -> tuple[DueFeed, ...]:
        """The feeds that may be asked at a time, those that waited longest first."""
        feed = sql.feed.c
        may = or_(feed.next_at.is_(None), feed.next_at <= at)
        query = select(sql.feed).where(feed.state == "followed", may).order_by(feed.next_at.nulls_first(), feed.given)
        with self._reading() as connection:
            return tuple(
                DueFeed(
                    key=row.key,
                    given=row.given,
                    url=row.url,
                    include=tuple(json.loads(row.include)),
                    exclude=tuple(json.loads(row.exclude)),
                    failures=row.failures,
                    documents=_documents(connection, row.key),
                )
                for row in connection.execute(query)
            )

    def keep_answer(self, feed: DueFeed, answer: FeedAnswer, *, at: str, next_at: str) -> int:
        """Keep what a feed listed.

        Args:
            feed: as it was when it was asked.
            answer: what it said.
            at: when it answered.
            next_at: when it may be asked again.

        Returns:
            How many items are new.
        """
        new = 0
        for start in range(0, len(answer.items), PORTION):
            with self._writing() as connection:
                new += _keep_items(connection, feed.key, answer.items[start : start + PORTION], at)
        values: dict[str, Any] = {"url": answer.url, "kind": answer.kind, "title": answer.title}
        values = {name: value for name, value in values.items() if value is not None}
        values |= {"last_success": at, "next_at": next_at, "failures": 0}
        values["warnings"] = canonical_json(list(answer.warnings))
        with self._writing() as connection:
            connection.execute(update(sql.feed).where(sql.feed.c.key == feed.key).values(values))
            for one in answer.documents:
                held = sql.feed_document.c
                connection.execute(delete(sql.feed_document).where(held.feed == feed.key, held.url == one.url))
                connection.execute(insert(sql.feed_document), asdict(one) | {"feed": feed.key})
        return new

    def keep_failure(self, feed: DueFeed, *, said: str, at: str, next_at: str | None, gone: bool = False) -> None:
        """Keep that a feed could not be had.

        Args:
            feed: as it was when it was asked.
            said: what went wrong.
            at: when.
            next_at: when it may be asked again.
            gone: whether it was taken away for good.
        """
        values: dict[str, Any] = {"last_error": said, "last_error_at": at, "next_at": next_at}
        values |= {"failures": sql.feed.c.failures + 1} | ({"state": "gone"} if gone else {})
        with self._writing() as connection:
            connection.execute(update(sql.feed).where(sql.feed.c.key == feed.key).values(values))

    def waiting(self, at: str) -> tuple[WaitingItem, ...]:
        """The items that may be fetched at a time, the newest first."""
        item = sql.feed_item.c
        may = or_(item.next_at.is_(None), item.next_at <= at)
        order = (func.coalesce(item.published, item.found_at).desc(), item.key)
        query = select(item.key, item.url, item.tries, item.announced).where(
            item.state == "waiting", may, _is_followed()
        )
        with self._reading() as connection:
            return tuple(WaitingItem(**row) for row in connection.execute(query.order_by(*order)).mappings())

    def waits(self, item: WaitingItem) -> bool:
        """Whether an item still waits: it may have been read since, in another update."""
        state = select(sql.feed_item.c.state).where(sql.feed_item.c.key == item.key)
        with self._reading() as connection:
            return connection.execute(state).scalar() == "waiting"

    def postpone(self, item: WaitingItem, *, said: str, next_at: str) -> None:
        """Keep that an item could not be had, and may be asked for again at a time."""
        values = {"tries": sql.feed_item.c.tries + 1, "said": said, "next_at": next_at}
        with self._writing() as connection:
            connection.execute(update(sql.feed_item).where(sql.feed_item.c.key == item.key).values(values))

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with record_errors(self._where), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with record_errors(self._where), writing(self._engine).begin() as connection:
            yield connection


def _named(url: str) -> Any:
    return or_(sql.feed.c.given == url, sql.feed.c.url == url)


def _is_followed() -> Any:
    """Whether a feed that lists an item is still wished for."""
    listing, feed = sql.feed_listing.c, sql.feed.c
    listed = select(listing.item).join(sql.feed, feed.key == listing.feed)
    return exists(listed.where(listing.item == sql.feed_item.c.key, feed.state != "ended"))


def _documents(connection: Connection, feed: str) -> tuple[FeedDocument, ...]:
    held = sql.feed_document.c
    rows = connection.execute(select(held.url, held.etag, held.last_modified, held.changed).where(held.feed == feed))
    return tuple(FeedDocument(**row) for row in rows.mappings())


def _keep_items(connection: Connection, feed: str, items: Sequence[FoundItem], at: str) -> int:
    """Keep a portion of what a feed lists; how many nobody had listed before."""
    keyed = {short_key("feed item", one.url): one for one in items}
    item, listing = sql.feed_item.c, sql.feed_listing.c
    held = set(connection.execute(select(item.key).where(item.key.in_(keyed))).scalars())
    fresh = {key: one for key, one in keyed.items() if key not in held}
    pages = _pages_read(connection, [one.url for one in fresh.values()])
    rows = [
        {
            "key": key,
            "url": one.url,
            "published": one.published,
            "announced": one.announced,
            "found_at": at,
            "state": "read" if one.url in pages else "waiting",
            "tries": 0,
            "page_text": pages.get(one.url),
        }
        for key, one in fresh.items()
    ]
    if rows:
        connection.execute(insert(sql.feed_item), rows)
    of_feed = select(listing.item).where(listing.feed == feed, listing.item.in_(keyed))
    listed = set(connection.execute(of_feed).scalars())
    unlisted = [{"feed": feed, "item": key} for key in keyed if key not in listed]
    if unlisted:
        connection.execute(insert(sql.feed_listing), unlisted)
    return len(fresh)


def _pages_read(connection: Connection, urls: Sequence[str]) -> dict[str, str]:
    """Of some addresses, those whose pages were read already, with the digests of their texts."""
    line, fetch = sql.run_reading.c, sql.fetch.c
    query = select(fetch.url, line.page_text).join(sql.run_reading, line.fetch == fetch.key)
    return {row.url: row.page_text for row in connection.execute(query.where(fetch.url.in_(urls)))} if urls else {}
