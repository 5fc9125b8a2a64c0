"""How followed feeds fare, computed from what is kept of them and their items.

Law of this module: nothing is said of a feed that its own items do not show: its habit is its own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, func, select

from parley.record import sql
from parley.terms.feeds import FeedRow

DAYS = 28
"""Over so many days items a day are counted."""
HABIT = 50
"""So many of the newest items show a feed's habit."""
LEAST_HABIT = 5
"""Moments of publishing below which a feed has no habit yet."""
SILENT_TIMES = 4
"""A feed is silent when nothing came for so many times its usual longest pause."""
USUAL_SHARE = 0.9
"""The usual longest pause: nine of ten pauses are no longer."""
LEAST_SILENCE = timedelta(days=3)
"""Weekends and holidays are no silence."""
FEW_CHARACTERS = 200
"""A page whose article has fewer characters gives no text."""
LATEST = 10
"""So many of the pages read last show whether a feed gives text."""
LEAST_PAGES = 3


def feed_rows(connection: Connection, *, at: str) -> tuple[FeedRow, ...]:
    """The feeds that are followed or gone, with their health.

    Args:
        connection: to the record.
        at: the time for which it is judged.
    """
    feed = sql.feed.c
    rows = connection.execute(select(sql.feed).where(feed.state != "ended").order_by(feed.given)).all()
    return tuple(_row(connection, row, _time(at)) for row in rows)


def _row(connection: Connection, row: Any, at: datetime) -> FeedRow:
    counts = _counts(connection, row.key)
    times = _times(connection, row.key, at)
    return FeedRow(
        key=row.key,
        given=row.given,
        url=row.url,
        kind=row.kind,
        title=row.title,
        state=row.state,
        include=tuple(json.loads(row.include)),
        exclude=tuple(json.loads(row.exclude)),
        followed_at=row.followed_at,
        last_success=row.last_success,
        last_error=row.last_error,
        last_error_at=row.last_error_at,
        failures=row.failures,
        next_at=row.next_at,
        items=sum(counts.values()),
        read=counts.get("read", 0),
        waiting=counts.get("waiting", 0),
        refused=counts.get("refused", 0),
        items_a_day=_items_a_day(connection, row.key, times, at),
        newest_item=f"{times[0]:%Y-%m-%dT%H:%M:%SZ}" if times else None,
        warnings=_warnings(row, times, _characters(connection, row.key), at),
    )


def _warnings(row: Any, times: Sequence[datetime], characters: Sequence[int], at: datetime) -> tuple[str, ...]:
    found: list[str] = []
    if row.state == "gone":
        found.append("Its server says that it is gone for good; it is not asked again")
    elif row.failures:
        found.append(f"It failed {row.failures} {'time' if row.failures == 1 else 'times'} since it last answered")
    if (silence := silence_of(times, at)) is not None:
        found.append(f"Gone silent: nothing new for {silence.days} days, far longer than its own habit")
    if gives_no_text(characters):
        found.append("Only pictures: most of its latest pages give no text")
    return (*found, *json.loads(row.warnings))


def silence_of(times: Sequence[datetime], at: datetime) -> timedelta | None:
    """How long nothing came, where that is far longer than the feed's own habit; else None.

    Args:
        times: of its newest items, the newest first.
        at: now.
    """
    moments = sorted(set(times))
    if len(moments) < LEAST_HABIT:
        return None
    pauses = sorted(later - earlier for earlier, later in pairwise(moments))
    usual = pauses[int((len(pauses) - 1) * USUAL_SHARE)]
    silence = at - moments[-1]
    return silence if silence > max(usual * SILENT_TIMES, LEAST_SILENCE) else None


def gives_no_text(characters: Sequence[int]) -> bool:
    """Whether most of the pages read last have hardly any text.

    Args:
        characters: of their articles.
    """
    without = sum(number < FEW_CHARACTERS for number in characters)
    return len(characters) >= LEAST_PAGES and without * 2 > len(characters)


def _counts(connection: Connection, feed: str) -> dict[str, int]:
    item = sql.feed_item.c
    rows = connection.execute(_of_feed(feed, item.state, func.count()).group_by(item.state))
    return {row[0]: row[1] for row in rows}


def _times(connection: Connection, feed: str, at: datetime) -> list[datetime]:
    """When the newest items came, the newest first; items dated ahead of their time came when they were found."""
    item = sql.feed_item.c
    came = _came()
    rows = connection.execute(_of_feed(feed, item.published, item.found_at).order_by(came.desc()).limit(HABIT))
    times = []
    for row in rows:
        published = _time(row.published) if row.published else None
        times.append(published if published and published <= at else _time(row.found_at))
    return sorted(times, reverse=True)


def _items_a_day(connection: Connection, feed: str, times: Sequence[datetime], at: datetime) -> float | None:
    if not times:
        return None
    start = at - timedelta(days=DAYS)
    came = _came()
    since = _of_feed(feed, func.count()).where(came >= f"{start:%Y-%m-%dT%H:%M:%SZ}")
    count = int(connection.execute(since).scalar_one())
    first = _time(connection.execute(_of_feed(feed, func.min(came))).scalar_one())
    days = min(float(DAYS), max(1.0, (at - first) / timedelta(days=1)))
    return round(count / days, 2)


def _characters(connection: Connection, feed: str) -> list[int]:
    item = sql.feed_item.c
    query = _of_feed(feed, item.characters).where(item.characters.is_not(None))
    return list(connection.execute(query.order_by(_came().desc()).limit(LATEST)).scalars())


def _came() -> Any:
    return func.coalesce(sql.feed_item.c.published, sql.feed_item.c.found_at)


def _of_feed(feed: str, *columns: Any) -> Any:
    listing = sql.feed_listing.c
    joined = sql.feed_item.join(sql.feed_listing, listing.item == sql.feed_item.c.key)
    return select(*columns).select_from(joined).where(listing.feed == feed)


def _time(text: str) -> datetime:
    """A moment; the first one of a year, a month or a day where no more is known."""
    whole = text if len(text) >= 10 else text + "-01-01"[len(text) - 4 :]
    found = datetime.fromisoformat(whole)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
