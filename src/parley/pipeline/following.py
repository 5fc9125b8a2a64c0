"""Following feeds: each is asked what is new, and what is new goes the one main path.

Law of this module: every step is kept before the next begins. Killed at any moment, an update goes on where it was:
a feed was asked and its items wait, or it is asked again; an item was read and is settled, or it waits.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from parley.errors import NotAllowed, PageRefused
from parley.pages.feeds.asking import Asked, NotHad, ask_feed, fetch_or_say
from parley.pages.fetching.addresses import parse_address
from parley.pages.fetching.outcome import Conditions, Fetched
from parley.pages.files import make_page
from parley.pipeline.correcting import Corrector
from parley.pipeline.read import Read, keep_all, read_page
from parley.pipeline.workers import Workers
from parley.record import Store
from parley.record.writer import Writer
from parley.terms.feeds import DueFeed, FeedAnswer, FoundItem, WaitingItem, wanted
from parley.terms.review import Reading, Refusal, Run
from parley.terms.tables import WrittenReading
from parley.terms.text import Page
from parley.version import __version__

REST = timedelta(minutes=15)
"""A feed that answered is not asked again before."""
FIRST_BACK_OFF = timedelta(minutes=15)
"""After a first failure; each further one doubles it."""
LONGEST_BACK_OFF = timedelta(days=1)
MOST_TRIES = 4
"""An item that could not be had so often is refused."""
PER_HOST = 100
"""Items that one update fetches from a host; the others wait for the next."""
HOST_FAILURES = 3
"""A host that did not answer so often in a row is left alone for the rest of an update."""
_PASSING = frozenset((408, 425, 429))


class CanFetch(Protocol):
    """Fetches addresses politely; a collector is one."""

    def fetch(self, url: str, *, conditions: Conditions | None = None) -> Fetched:
        """What the server of an address answers, or PageRefused."""


def clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedNews:
    """What asking one feed gave."""

    feed: str
    """The address that is followed."""
    url: str
    """The address that was asked, or the feed that the page there names."""
    new: int = 0
    unchanged: bool = False
    gone: bool = False
    said: str | None = None
    """Why it could not be had."""
    useless: bool = False
    """Whether the address answers and has no feed, or may not be asked."""
    warnings: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Further feeds that the page at the address names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemNews:
    """What became of one item."""

    url: str
    outcome: Read | Refusal | None
    """None where it could not be had for now."""
    said: str | None = None
    """Why it could not be had for now."""


def update_feeds(store: Store, collector: CanFetch, *, now: Callable[[], datetime] = clock) -> Iterator[FeedNews]:
    """Ask each feed whose turn it is what is new.

    Args:
        store: the record.
        collector: fetches politely.
        now: tells the time.

    Yields:
        What each gave, after it has been kept.
    """
    for feed in store.feeds().due(stamp(now())):
        yield update_feed(store, collector, feed, now=now)


def follow_now(
    store: Store, collector: CanFetch, url: str, *, include: Sequence[str] = (), exclude: Sequence[str] = ()
) -> FeedNews:
    """Follow an address, and ask it at once; one that has no feed, or may not be asked, is not followed.

    Args:
        store: the record.
        collector: fetches politely.
        url: of a feed, a sitemap or a page.
        include: patterns of items to read; none means all.
        exclude: patterns of items to leave out.
    """
    feeds = store.feeds()
    fresh = feeds.follow(url, include=include, exclude=exclude)
    feed = next(one for one in feeds.due(stamp(clock())) if url in (one.given, one.url))
    news = update_feed(store, collector, feed)
    if news.useless and fresh:
        feeds.unfollow(url)
    return news


def update_feed(store: Store, collector: CanFetch, feed: DueFeed, *, now: Callable[[], datetime] = clock) -> FeedNews:
    """Ask one feed what is new, and keep what it says.

    Args:
        store: the record.
        collector: fetches politely.
        feed: as the record has it.
        now: tells the time.
    """
    known = {one.url: one for one in feed.documents}
    answer = ask_feed(feed.url, lambda url, conditions: collector.fetch(url, conditions=conditions), known=known)
    at = now()
    if isinstance(answer, NotHad):
        return _keep_failure(store, feed, answer, at)
    items = [
        FoundItem(url=link.url, published=link.date, announced=link.date if link.announced else None)
        for link in answer.links
        if wanted(link.url, link.title, include=feed.include, exclude=feed.exclude)
    ]
    said = FeedAnswer(
        url=answer.url,
        kind=answer.kind,
        title=answer.title,
        items=items,
        documents=answer.documents,
        warnings=answer.warnings,
    )
    new = store.feeds().keep_answer(feed, said, at=stamp(at), next_at=stamp(at + REST))
    return _news(feed, answer, new)


def _news(feed: DueFeed, answer: Asked, new: int) -> FeedNews:
    return FeedNews(
        feed=feed.given,
        url=answer.url,
        new=new,
        unchanged=answer.kind is None and not answer.links,
        warnings=answer.warnings,
        others=answer.others,
    )


def _keep_failure(store: Store, feed: DueFeed, found: NotHad, at: datetime) -> FeedNews:
    """Keep when a feed that could not be had may be asked again; never, where it is gone."""
    gone = found.status == 410
    wait = back_off(feed.failures, found.retry_after)
    useless = found.status == 200 or isinstance(found.refused, NotAllowed)
    said = f"{found.refused.what}. {found.refused.cure}"
    next_at = None if gone else stamp(at + wait)
    store.feeds().keep_failure(feed, said=said, at=stamp(at), next_at=next_at, gone=gone)
    return FeedNews(feed=feed.given, url=feed.url, gone=gone, said=found.refused.sentence(), useless=useless)


def back_off(failures: int, retry_after: float | None = None) -> timedelta:
    """How long to wait after a failure.

    Args:
        failures: how many went before it without a success between.
        retry_after: seconds that the server asks for.
    """
    doubled = min(FIRST_BACK_OFF * (1 << min(failures, 10)), LONGEST_BACK_OFF)
    return max(doubled, timedelta(seconds=retry_after or 0))


def read_items(
    store: Store,
    collector: CanFetch,
    workers: Workers,
    *,
    per_host: int = PER_HOST,
    now: Callable[[], datetime] = clock,
) -> Iterator[ItemNews]:
    """Fetch and read the items that wait.

    Args:
        store: the record.
        collector: fetches politely.
        workers: read; opened.
        per_host: items that are fetched from a host at most.
        now: tells the time.

    Yields:
        What became of each, after it has been kept.
    """
    round_ = _Round(store=store, collector=collector, per_host=per_host, now=now)
    run = Run(code=__version__, weights=workers.reader.weights_digest, started_at=stamp(now()))
    first = next(pages := round_.pages(), None)
    yield from round_.put_off()
    if first is None:
        return
    with store.writer(run) as writer:
        corrector = Corrector(workers.reader, store.view().block_corrections())
        outcomes = keep_all(
            workers.each(read_page, _chained(first, pages)), _ItemWriter(writer, round_.fetched), corrector.corrected
        )
        for outcome in outcomes:
            yield ItemNews(url=round_.fetched.popleft().url, outcome=outcome)
            yield from round_.put_off()
    yield from round_.put_off()


def _chained(first: Page | PageRefused, others: Iterator[Page | PageRefused]) -> Iterator[Page | PageRefused]:
    yield first
    yield from others


@dataclass(slots=True, kw_only=True)
class _Round:
    """Fetches what waits, host by host within its budget."""

    store: Store
    collector: CanFetch
    per_host: int
    now: Callable[[], datetime]
    fetched: deque[WaitingItem] = field(default_factory=deque)
    """Items whose pages were given and are not read yet, in order."""
    _put_off: deque[ItemNews] = field(default_factory=deque)
    _asked: Counter[str] = field(default_factory=Counter)
    _failed: Counter[str] = field(default_factory=Counter)
    """Of each host, how often it did not answer in a row."""

    def pages(self) -> Iterator[Page | PageRefused]:
        """The page of each item that could be had, or why it never can."""
        feeds = self.store.feeds()
        for item in feeds.waiting(stamp(self.now())):
            host = parse_address(item.url).host
            if self._asked[host] >= self.per_host or self._failed[host] >= HOST_FAILURES or not feeds.waits(item):
                continue
            self._asked[host] += 1
            found = self._fetch(item, host)
            if found is not None:
                self.fetched.append(item)
                yield found

    def put_off(self) -> Iterator[ItemNews]:
        """Items that could not be had for now, since this was last asked."""
        while self._put_off:
            yield self._put_off.popleft()

    def _fetch(self, item: WaitingItem, host: str) -> Page | PageRefused | None:
        """An item's page, or why there is none; None where it may be had later."""
        found = fetch_or_say(item.url, lambda: self.collector.fetch(item.url))
        if isinstance(found, Fetched):
            self._failed[host] = 0
            return _page(found, item)
        self._note(host, found)
        if item.tries + 1 >= MOST_TRIES or not _may_pass(found):
            return found.refused
        next_at = stamp(self.now() + back_off(item.tries, found.retry_after))
        self.store.feeds().postpone(item, said=found.refused.what, next_at=next_at)
        self._put_off.append(ItemNews(url=item.url, outcome=None, said=found.refused.sentence()))
        return None

    def _note(self, host: str, found: NotHad) -> None:
        """Count a host's failures; one that wants to be left alone is."""
        if found.status in (429, 503):
            self._failed[host] = HOST_FAILURES
        elif found.status is None and not isinstance(found.refused, NotAllowed):
            self._failed[host] += 1
        else:
            self._failed[host] = 0


def _may_pass(found: NotHad) -> bool:
    """Whether asking again later may help."""
    if found.status is None:
        return not isinstance(found.refused, NotAllowed)
    return found.status in _PASSING or found.status >= 500


def _page(fetched: Fetched, item: WaitingItem) -> Page | PageRefused:
    try:
        page = make_page(fetched.content, location=fetched.url, url=fetched.url, charset=fetched.charset)
        return replace(page, announced=item.announced)
    except PageRefused as refused:
        return refused


@dataclass(frozen=True, slots=True)
class _ItemWriter:
    """Keeps what is read together with the item that it was read for: the first of those that were fetched."""

    writer: Writer
    fetched: deque[WaitingItem]

    def write_reading(self, reading: Reading) -> WrittenReading:
        """Keep one reading, and that its item is read."""
        return self.writer.write_reading(reading, item=self.fetched[0].key)

    def write_refusal(self, refusal: Refusal) -> None:
        """Keep one refusal, and that its item is refused."""
        self.writer.write_refusal(refusal, item=self.fetched[0].key)


def stamp(moment: datetime) -> str:
    """A moment in UTC as the record writes it."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
