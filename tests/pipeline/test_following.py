"""Updates against servers on loopback: nothing twice, nothing lost, politely; killed at any moment and begun again."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from parley.pages.fetching.collector import Collector
from parley.pages.fetching.politeness import Politeness
from parley.pipeline import following
from parley.pipeline.following import MOST_TRIES, FeedNews, ItemNews, back_off, read_items, update_feeds
from parley.pipeline.workers import Workers
from parley.record import Store, open_record, sql, verify
from parley.settings import Settings
from parley.terms.feeds import FeedRow
from parley.terms.review import Refusal
from tests.pages.feeds.samples import rss, sitemap
from tests.pages.fetching.conftest import on_loopback
from tests.pages.fetching.servers import Server, answer, redirect

pytestmark = pytest.mark.usefixtures("weights")
START = datetime(2026, 11, 24, 10, tzinfo=UTC)
DAY = timedelta(days=1)


def article(name: str) -> bytes:
    """A page with a statement in it."""
    first = f"The harbour master of {name}, Ana Petrova, said that taxes would rise next year, and that nobody was surprised."
    more = "The opposition said that the government had lied about the budget for years, and that it would vote against it."
    body = f"<article><h1>{name}</h1><p>{first}</p><p>{more}</p></article>"
    return f"<html><head><title>{name}</title></head><body>{body}</body></html>".encode()


class Follower:
    """A record that follows things on a server, and a clock that is set by hand."""

    def __init__(self, store: Store, server: Server, workers: Workers) -> None:
        self.store = store
        self.workers = workers
        self.now = START
        self.collector = Collector(
            largest=20_000_000,
            reachable=[server.endpoint],
            resolver=on_loopback,
            politeness=Politeness(delay=0, clock=self.seconds),
        )

    def seconds(self) -> float:
        """What the clock shows."""
        return (self.now - START).total_seconds()

    def update(self, after: timedelta = timedelta(0), *, per_host: int = 100) -> tuple[list[FeedNews], list[ItemNews]]:
        """An update, so long after the last one."""
        self.now += after
        feeds = list(update_feeds(self.store, self.collector, now=lambda: self.now))
        items = read_items(self.store, self.collector, self.workers, per_host=per_host, now=lambda: self.now)
        return feeds, list(items)

    def row(self) -> FeedRow:
        """The one feed."""
        (row,) = self.store.feeds().rows(at=following.stamp(self.now))
        return row


@pytest.fixture(scope="module")
def workers() -> Workers:
    """A reader for all tests."""
    return Workers(Settings())


@pytest.fixture
def server() -> Iterator[Server]:
    """A site with a feed of two articles."""
    with Server({"/robots.txt": answer(b"User-agent: *\nDisallow: /secret", content_type="text/plain")}) as one:
        one.answers |= {"/feed": answer(rss(["/a", "/b"]), etag='"1"'), "/a": answer(article("Oslo"))}
        one.answers["/b"] = answer(article("Bergen"))
        yield one


@pytest.fixture
def follower(tmp_path: Path, server: Server, workers: Workers) -> Iterator[Follower]:
    """A record that follows the site's feed."""
    with open_record(tmp_path / "record.db") as store:
        store.feeds().follow(server.url("/feed"))
        yield Follower(store, server, workers)


def outcomes(items: list[ItemNews]) -> list[str]:
    """What became of items, by the ends of their addresses."""
    kinds = {type(None): "put off", Refusal: "refused"}
    return sorted(f"{item.url.rpartition('/')[2]} {kinds.get(type(item.outcome), 'read')}" for item in items)


def test_new_items_are_read_once(follower: Follower, server: Server) -> None:
    """The second update asks the feed only when it is due, conditionally, and fetches no item again."""
    feeds, items = follower.update()
    assert [one.new for one in feeds] == [2]
    assert outcomes(items) == ["a read", "b read"]
    assert follower.update() == ([], [])
    server.answers["/feed"] = answer(b"", status="304 Not Modified")
    feeds, items = follower.update(timedelta(hours=1))
    assert ([one.unchanged for one in feeds], items) == ([True], [])
    server.answers["/feed"] = answer(rss(["/b", "/c"]))
    server.answers["/c"] = answer(article("Tromso"))
    assert outcomes(follower.update(timedelta(hours=1))[1]) == ["c read"]
    assert [len(server.asked(path)) for path in ("/a", "/b", "/c", "/feed")] == [1, 1, 1, 3]
    assert {row.title for row in follower.store.view().articles(query="feed:news.example")} == {
        "Oslo",
        "Bergen",
        "Tromso",
    }
    assert (follower.row().read, follower.row().waiting, follower.row().warnings) == (3, 0, ())
    assert verify(follower.store).ok


def test_the_encoding_that_a_server_declares_counts(follower: Follower, server: Server) -> None:
    """A page that does not name its encoding itself is read by the one of its header."""
    page = article("Осло").decode().encode("windows-1251")
    server.answers["/a"] = answer(page, content_type="text/html; charset=windows-1251")
    follower.update()
    assert {row.title for row in follower.store.view().articles()} == {"Осло", "Bergen"}


def test_a_page_without_a_date_has_that_of_its_feed(follower: Follower, server: Server) -> None:
    """Where nothing on the page states a day, the feed's counts; it stays when the page is read anew."""
    server.answers["/feed"] = answer(rss(["/a"], date="Wed, 04 Mar 2026 10:00:00 GMT"))
    follower.update()
    view = follower.store.view()
    (row,) = view.articles()
    assert row.date == "2026-03-04"
    stored = view.article(row.key)
    assert [
        one.where for one in follower.workers.reader.read_article(stored.reading.page).found if one.field == "date"
    ] == ["feed"]


def test_a_host_that_asks_to_wait_is_left_alone(follower: Follower, server: Server) -> None:
    """429 with Retry-After puts the feed off that long, and items with their host; later all is read."""
    good = server.answers["/feed"]
    server.answers["/feed"] = answer(b"", status="429 Too Many Requests", retry_after="7200")
    ((news,), _) = follower.update()
    assert "wait 7,200 seconds" in (news.said or "")
    assert follower.update(timedelta(hours=1)) == ([], [])
    server.answers["/feed"] = good
    server.answers["/b"] = server.answers["/a"] = answer(b"", status="429 Too Many Requests", retry_after="3600")
    (feeds, items) = follower.update(timedelta(hours=1, seconds=1))
    assert [one.new for one in feeds] == [2]
    assert [one.outcome for one in items] == [None]
    assert len(server.asked("/a")) + len(server.asked("/b")) == 1
    server.answers |= {"/a": answer(article("Oslo")), "/b": answer(article("Bergen"))}
    assert outcomes(follower.update(timedelta(hours=2))[1]) == ["a read", "b read"]


def test_what_is_gone_is_not_asked_again(follower: Follower, server: Server) -> None:
    """410 ends it, with a warning; 404 does not."""
    server.answers["/feed"] = answer(b"", status="404 Not Found")
    assert not follower.update()[0][0].gone
    server.answers["/feed"] = answer(b"", status="410 Gone")
    assert follower.update(DAY)[0][0].gone
    assert follower.update(DAY * 100) == ([], [])
    assert len(server.asked("/feed")) == 2
    assert "gone for good" in follower.row().warnings[0]


def test_a_host_that_vanishes_costs_a_few_tries_and_nothing_is_lost(follower: Follower, server: Server) -> None:
    """After some failures in a row its other items wait for the next update; when it is back they are read."""
    paths = [f"/p{number}" for number in range(8)]
    server.answers["/feed"] = answer(rss(paths))
    server.answers |= dict.fromkeys(paths, b"")
    items = follower.update()[1]
    assert outcomes(items) == [f"p{number} put off" for number in sorted(int(one.url[-1]) for one in items)]
    assert len(items) == following.HOST_FAILURES
    server.answers |= {path: answer(article(f"Port {path[1:]}")) for path in paths}
    assert len(follower.update(DAY)[1]) == 8
    assert follower.row().read == 8


def test_an_item_that_never_comes_is_refused_in_the_end(follower: Follower, server: Server) -> None:
    """Server errors are tried again ever later; missing, forbidden and private addresses are not; each has its reason."""
    server.answers["/feed"] = answer(rss(["/a", "/gone", "/secret", "/private", "/broken", "/picture"]))
    server.answers |= {
        "/private": redirect("http://192.168.0.1/x"),
        "/broken": answer(b"", status="500 Oops"),
        "/picture": answer(b"\x89PNG\r\n\x1a\n", content_type="image/png"),
    }
    first = outcomes(follower.update()[1])
    assert first == ["a read", "broken put off", "gone refused", "picture refused", "private refused", "secret refused"]
    for _ in range(MOST_TRIES):
        follower.update(DAY)
    assert len(server.asked("/broken")) == MOST_TRIES
    assert [len(server.asked(path)) for path in ("/gone", "/private", "/picture", "/secret")] == [1, 1, 1, 0]
    said = " ".join(row.what for row in follower.store.view().refusals())
    for words in ("404", "robots.txt", "192.168.0.1, which is not public", "500", "PNG"):
        assert words in said
    assert (follower.row().read, follower.row().refused, follower.row().waiting) == (1, 5, 0)


def test_a_budget_bounds_what_one_update_takes_from_a_host(follower: Follower, server: Server) -> None:
    """The newest come first, the others wait."""
    rows = "".join(f"<url><loc>/{number}</loc><lastmod>2026-11-{number:02}</lastmod></url>" for number in range(1, 6))
    server.answers["/feed"] = answer(sitemap([]).replace(b"</urlset>", rows.encode() + b"</urlset>"))
    server.answers |= {f"/{number}": answer(article(f"Day {number}")) for number in range(1, 6)}
    assert outcomes(follower.update(per_host=2)[1]) == ["4 read", "5 read"]
    assert outcomes(follower.update(per_host=2)[1]) == ["2 read", "3 read"]
    assert follower.row().waiting == 1


def test_a_feed_without_measure_is_cut_with_a_warning(follower: Follower, server: Server) -> None:
    """A feed of a hundred thousand entries gives as many items as is said, and its row says that there was more."""
    server.answers["/feed"] = answer(rss([f"/{number}" for number in range(100_000)]))
    (feeds, items) = follower.update(per_host=1)
    assert (feeds[0].new, len(items)) == (10_000, 1)
    assert "longer than the 10,000 entries" in feeds[0].warnings[0]
    assert follower.row().warnings == feeds[0].warnings


def test_pages_that_are_only_pictures_are_warned_of(follower: Follower, server: Server) -> None:
    """Items whose pages give no text show as a warning of their feed."""
    server.answers["/feed"] = answer(rss(["/x", "/y", "/z"]))
    server.answers |= dict.fromkeys(("/x", "/y", "/z"), answer(b"<html><body><img src='a.png'></body></html>"))
    follower.update()
    assert any("Only pictures" in one for one in follower.row().warnings)


def test_backing_off_doubles_up_to_a_day_and_heeds_the_server() -> None:
    """Whatever the number of failures, it is asked daily at the least, unless its server wants longer peace."""
    waits = [back_off(number) for number in range(2000)]
    assert waits == sorted(waits)
    assert waits[1] == 2 * waits[0]
    assert waits[-1] == DAY
    assert back_off(0, 3 * 86_400.0) == 3 * DAY


CHILD = """
import sys
from parley.pages.fetching.collector import Collector
from parley.pages.fetching.politeness import Politeness
from parley.pipeline.following import read_items, update_feeds
from parley.pipeline.workers import Workers
from parley.record import open_record
from parley.settings import Settings

collector = Collector(
    reachable=[sys.argv[2]], resolver=lambda host, port: ("127.0.0.1",), politeness=Politeness(delay=0)
)
with open_record(sys.argv[1]) as store:
    print("ready", flush=True)
    for news in update_feeds(store, collector):
        print("feed", news.new, flush=True)
    for item in read_items(store, collector, Workers(Settings())) if sys.argv[3] == "read" else ():
        print("item", item.url, flush=True)
"""


def start(record: Path, server: Server, what: str = "read") -> subprocess.Popen[str]:
    """An update in a process of its own, at its first step; it asks what is new, and reads that too unless told not."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(record), server.endpoint, what], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def finish(child: subprocess.Popen[str]) -> list[str]:
    """What a process still said until its end."""
    assert child.stdout is not None
    with child.stdout:
        said = child.stdout.read().splitlines()
    child.wait()
    return said


def killed_when(kill_now: Callable[[str], bool], child: subprocess.Popen[str]) -> list[str]:
    """Kill a process at the first line for which it is time; all that it said."""
    assert child.stdout is not None
    said = []
    for line in iter(child.stdout.readline, ""):
        said.append(line.strip())
        if kill_now(said[-1]):
            break
    time.sleep(random.Random(len(said)).uniform(0, 0.05))
    child.send_signal(signal.SIGKILL)
    return said + finish(child)


def test_an_update_killed_at_any_point_goes_on(tmp_path: Path, server: Server) -> None:
    """Killed twice while it reads: in the end each item is in the record once, and none was lost.

    An item that was said to be read is never fetched again; the one in hand at each of the two kills may be.
    """
    paths = [f"/n{number}" for number in range(8)]
    server.answers["/feed"] = answer(rss(paths), etag='"1"')
    server.answers |= {path: answer(article(f"Port {path[2:]}")) for path in paths}
    record = tmp_path / "record.db"
    with open_record(record) as store:
        store.feeds().follow(server.url("/feed"))
    said: list[str] = []
    for most in (2, 3):
        counted = [0]

        def enough(line: str, counted: list[int] = counted, most: int = most) -> bool:
            counted[0] += line.startswith("item")
            return counted[0] == most

        said += killed_when(enough, start(record, server))
        read = {line.rpartition("/")[2] for line in said if line.startswith("item")}
        with open_record(record) as store:
            assert verify(store).ok
            titles = {row.title for row in store.view().articles()}
            assert {f"Port {name[1:]}" for name in read} <= titles
    before = {path: len(server.asked(path)) for path in paths}
    done = [line.rpartition("/")[2] for line in said if line.startswith("item")]
    child = start(record, server)
    said += finish(child)
    assert child.returncode == 0
    assert all(len(server.asked(f"/{name}")) == before[f"/{name}"] for name in done)
    assert sum(len(server.asked(path)) for path in paths) <= len(paths) + 2
    with open_record(record) as store:
        assert sorted(row.title or "" for row in store.view().articles()) == sorted(
            f"Port {path[2:]}" for path in paths
        )
        with store.engine.connect() as connection:
            states = connection.execute(select(sql.feed_item.c.state)).scalars().all()
        assert states == ["read"] * len(paths)
        assert verify(store).faults == ()


def test_a_long_list_half_kept_at_a_kill_is_kept_whole_in_the_end(tmp_path: Path, server: Server) -> None:
    """Killed at random moments while it asks and keeps, the next updates have every item of the list once."""
    server.answers["/feed"] = answer(sitemap([f"/{number}" for number in range(1500)]), etag='"1"')
    record = tmp_path / "record.db"
    chance = random.Random(11)
    with open_record(record) as store:
        store.feeds().follow(server.url("/feed"))
        for _ in range(2):
            child = start(record, server, "ask")
            time.sleep(chance.uniform(0.1, 0.9))
            child.send_signal(signal.SIGKILL)
            finish(child)
            assert verify(store).ok
        finish(start(record, server, "ask"))
        assert len(store.feeds().waiting("2999-01-01T00:00:00Z")) == 1500
        assert store.feeds().rows()[0].items == 1500
