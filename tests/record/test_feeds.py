"""What is followed, on both databases: what is due, what waits, what became of items, how feeds fare."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import MissingError
from parley.record import Store, verify
from parley.record.backup import make_backup, restore_backup
from parley.record.engine import Place
from parley.record.erasure import erase_article
from parley.record.feed_health import gives_no_text, silence_of
from parley.terms.feeds import DueFeed, FeedAnswer, FeedDocument, FeedRow, FoundItem, wanted
from parley.terms.review import Refusal

from .builders import RUN, example_reading, simple_reading, write

FEED, OTHER = "https://news.example/feed", "https://other.example/feed"
AT, LATER = "2026-11-24T10:00:00Z", "2026-11-24T10:15:00Z"


def answer_of(*urls: str, published: str | None = "2026-11-24T08:00:00Z", **fields: object) -> FeedAnswer:
    """What a feed with some items answers."""
    made = FeedAnswer(url=FEED, kind="rss", title="Harbour", items=[FoundItem(url=one, published=published) for one in urls],
                      documents=[FeedDocument(url=FEED, etag='"1"')])  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]


def followed(store: Store, url: str = FEED) -> DueFeed:
    """A feed that is followed from now on."""
    store.feeds().follow(url)
    return next(one for one in store.feeds().due(AT) if one.given == url)


def only(store: Store, at: str = AT) -> FeedRow:
    """The one feed of a record."""
    (row,) = store.feeds().rows(at=at)
    return row


def test_what_a_feed_listed_waits_and_it_is_not_due_until_its_time(store: Store) -> None:
    """Items are new once; what is remembered of documents comes back with the feed when it is due."""
    feed = followed(store)
    feeds = store.feeds()
    assert (
        feeds.keep_answer(feed, answer_of("https://news.example/a", "https://news.example/b"), at=AT, next_at=LATER)
        == 2
    )
    assert feeds.keep_answer(feed, answer_of("https://news.example/b"), at=AT, next_at=LATER) == 0
    assert {one.url for one in feeds.waiting(AT)} == {"https://news.example/a", "https://news.example/b"}
    assert feeds.due(AT) == ()
    (due,) = feeds.due(LATER)
    assert due.documents == (FeedDocument(url=FEED, etag='"1"'),)
    assert (only(store).title, only(store).items, only(store).waiting) == ("Harbour", 2, 2)
    assert verify(store).faults == ()


def test_an_item_of_two_feeds_stands_once_and_carries_both(store: Store) -> None:
    """It is read once, and the field feed finds it by either."""
    words = "He said it rains on Oslo."
    for url in (FEED, OTHER):
        answer = answer_of("https://news.example/a", url=url, documents=[FeedDocument(url=url)])
        store.feeds().keep_answer(followed(store, url), answer, at=AT, next_at=LATER)
    (item,) = store.feeds().waiting(AT)
    with store.writer(RUN) as writer:
        writer.write_reading(simple_reading("one", words, ("He", "said", "it rains")), item=item.key)
    assert store.feeds().waiting(AT) == ()
    assert not store.feeds().waits(item)
    write(store, example_reading())
    for query in ("feed:other.example", "feed:news.example/feed"):
        assert [row.article for row in store.view().articles(query=query)] == ["one"]
    assert [row.read for row in store.feeds().rows(at=AT)] == [1, 1]
    assert verify(store).faults == ()


def test_a_page_that_was_read_by_its_address_does_not_wait(store: Store) -> None:
    """What `parley read` had is not fetched again because a feed lists it."""
    write(store, example_reading())
    store.feeds().keep_answer(followed(store), answer_of("https://example.org/visit"), at=AT, next_at=LATER)
    assert store.feeds().waiting(AT) == ()
    assert [row.article for row in store.view().articles(query="feed:news.example")] == ["visit"]


def test_failures_are_counted_until_it_answers(store: Store) -> None:
    """Each puts it off; an answer makes it good; one that is gone is never due, until it is followed again."""
    feed, feeds = followed(store), store.feeds()
    for _ in range(2):
        feeds.keep_failure(feed, said="the server answers 500", at=AT, next_at=LATER)
    row = only(store)
    assert (row.failures, row.last_error, row.last_success) == (2, "the server answers 500", None)
    assert "failed 2 times" in row.warnings[0]
    assert feeds.due(LATER)[0].failures == 2
    feeds.keep_answer(feed, answer_of(), at=LATER, next_at=LATER)
    assert (only(store).failures, only(store).warnings) == (0, ())
    feeds.keep_failure(feed, said="the server answers 410", at=AT, next_at=None, gone=True)
    assert feeds.due("2999-01-01T00:00:00Z") == ()
    assert "gone for good" in only(store).warnings[0]
    assert feeds.follow(FEED)
    assert len(feeds.due(AT)) == 1


def test_unfollowing_keeps_what_was_read_and_reads_no_more(store: Store) -> None:
    """Items that only it listed wait no longer; following again brings them back; twice is an error."""
    feeds = store.feeds()
    feeds.keep_answer(followed(store), answer_of("https://news.example/a"), at=AT, next_at=LATER)
    feeds.unfollow(FEED)
    assert feeds.rows() == ()
    assert feeds.waiting(AT) == ()
    with pytest.raises(MissingError, match="parley sources"):
        feeds.unfollow(FEED)
    assert feeds.follow(FEED)
    assert not feeds.follow(FEED, exclude=["sport"])
    assert len(feeds.waiting(AT)) == 1
    assert (only(store).exclude, feeds.due(AT)[0].documents) == (("sport",), ())


def test_an_item_that_is_refused_or_put_off_is_told_apart(store: Store) -> None:
    """Put off, it waits again later; refused, it is settled with the reason, in one transaction with the refusal."""
    feeds = store.feeds()
    feeds.keep_answer(followed(store), answer_of("https://news.example/a"), at=AT, next_at=LATER)
    (item,) = feeds.waiting(AT)
    feeds.postpone(item, said="busy", next_at=LATER)
    assert feeds.waiting(AT) == ()
    assert [one.tries for one in feeds.waiting(LATER)] == [1]
    with store.writer(RUN) as writer:
        refusal = Refusal(location=item.url, what="the server answers 404", cure="Check it", refused_at=AT)
        writer.write_refusal(refusal, item=item.key)
    assert (only(store).refused, only(store).waiting) == (1, 0)
    assert [row.what for row in store.view().refusals()] == ["the server answers 404"]


def test_an_erased_page_is_not_read_again_and_its_address_is_gone(store: Store) -> None:
    """The feed that lists it again brings nothing; the record no longer tells where it was."""
    feeds, url = store.feeds(), "https://news.example/secret-name"
    feed = followed(store)
    feeds.keep_answer(feed, answer_of(url), at=AT, next_at=LATER)
    with store.writer(RUN) as writer:
        writer.write_reading(
            simple_reading("one", "He said it rains.", ("He", "said", "it rains")), item=feeds.waiting(AT)[0].key
        )
    erase_article(store, "one", coder="Ben Roe", reason="asked for")
    assert feeds.keep_answer(feed, answer_of(url), at=AT, next_at=LATER) == 0
    assert feeds.waiting(AT) == ()
    with store.engine.connect() as connection:
        assert "secret" not in repr(connection.exec_driver_sql("SELECT * FROM feed_item").all())
    assert verify(store).faults == ()


def test_a_backup_carries_what_is_followed(store: Store, place: Place) -> None:
    """Feeds, items and what is remembered come back with the rest."""
    store.feeds().keep_answer(followed(store), answer_of("https://news.example/a"), at=AT, next_at=LATER)
    before = (store.feeds().rows(at=AT), store.feeds().due(LATER), store.feeds().waiting(AT))
    saved = make_backup(place)
    store.feeds().unfollow(FEED)
    store.close()
    restore_backup(saved, place)
    assert (store.feeds().rows(at=AT), store.feeds().due(LATER), store.feeds().waiting(AT)) == before


def test_health_is_told_by_the_feeds_own_items(store: Store) -> None:
    """Items a day, the newest item, silence and pages without text are seen; items dated ahead are taken as found."""
    feeds, feed = store.feeds(), followed(store)
    for day in range(1, 21):
        answer = answer_of(f"https://news.example/{day}", published=f"2026-11-{day:02}T08:00:00Z")
        feeds.keep_answer(feed, answer, at=f"2026-11-{day:02}T09:00:00Z", next_at=LATER)
    row = only(store, at="2026-11-21T08:00:00Z")
    assert (row.items_a_day, row.newest_item, row.warnings) == (1.0, "2026-11-20T08:00:00Z", ())
    assert any("Gone silent: nothing new for 10 days" in one for one in only(store, at="2026-11-30T08:00:00Z").warnings)
    feeds.keep_answer(
        feed, answer_of("https://news.example/x", published="2031-01-01"), at="2026-11-20T09:00:00Z", next_at=LATER
    )
    assert only(store, at="2026-11-21T08:00:00Z").newest_item == "2026-11-20T09:00:00Z"
    with store.writer(RUN) as writer:
        for number, item in enumerate(feeds.waiting(AT)[:4]):
            writer.write_reading(
                simple_reading(f"p{number}", f"He said no {number}.", ("He", "said", "no")), item=item.key
            )
    assert any("Only pictures" in one for one in only(store, at="2026-11-21T08:00:00Z").warnings)


NOW = datetime(2026, 11, 24, tzinfo=UTC)


@given(st.lists(st.integers(1, 10_000), min_size=5, max_size=50, unique=True))
def test_a_feed_is_never_silent_by_its_own_longest_pause(hours: list[int]) -> None:
    """Whoever is as regular as before is not called silent; whoever says nothing for ten times as long is."""
    times = [NOW - timedelta(hours=one) for one in sorted(hours)]
    pauses = [earlier - later for earlier, later in pairwise(times)]
    usual = sorted(pauses)[int((len(pauses) - 1) * 0.9)]
    assert silence_of(times, times[0] + usual) is None
    assert silence_of(times, times[0] + max(pauses) * 10 + timedelta(days=4)) is not None
    assert silence_of(times[:4], NOW + timedelta(days=10_000)) is None


@pytest.mark.parametrize(
    ("characters", "expected"),
    [([], False), ([0, 0], False), ([0, 0, 0], True), ([0, 900, 900], False), ([5, 5, 900], True)],
)
def test_pages_without_text_are_noticed_when_there_are_enough(characters: list[int], expected: bool) -> None:
    """Two pages show nothing; more than half of three do."""
    assert gives_no_text(characters) is expected


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        ((), (), True),
        (("*/politics/*",), (), True),
        (("politics",), (), True),
        (("*/sport/*",), (), False),
        (("TALKS",), (), True),
        ((), ("talks*",), False),
        (("politics",), ("*.html",), False),
        (("[",), (), False),
    ],
)
def test_patterns_choose_items(include: tuple[str, ...], exclude: tuple[str, ...], expected: bool) -> None:
    """By address or title, in any case; leaving out wins."""
    url = "https://news.example/politics/1.html"
    assert wanted(url, "Talks begin", include=include, exclude=exclude) is expected
