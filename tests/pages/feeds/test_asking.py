"""Asking feeds of servers on loopback: conditionally, through pages and lists of sitemaps, in bounds."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.pages.feeds import asking
from parley.pages.feeds.asking import Asked, NotHad, ask_feed, item_address
from parley.pages.fetching.collector import Collector
from parley.pages.fetching.outcome import Conditions, Fetched
from parley.pages.fetching.politeness import Politeness
from tests.pages.feeds.samples import atom, rss, sitemap, sitemap_index
from tests.pages.fetching.conftest import on_loopback
from tests.pages.fetching.servers import Server, answer, redirect

Ask = Callable[..., Asked | NotHad]


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that lets programs read everything."""
    with Server({"/robots.txt": answer(b"", content_type="text/plain")}) as one:
        yield one


@pytest.fixture
def ask(server: Server) -> Ask:
    """Asks an address of the server, politely but without pauses."""
    collector = Collector(reachable=[server.endpoint], resolver=on_loopback, politeness=Politeness(delay=0))

    def fetch(url: str, conditions: Conditions) -> Fetched:
        return collector.fetch(url, conditions=conditions)

    def asking_one(path: str, before: Asked | None = None) -> Asked | NotHad:
        known = {one.url: one for one in before.documents} if before else {}
        return ask_feed(server.url(path), fetch, known=known)

    return asking_one


def had(found: Asked | NotHad) -> Asked:
    """An answer that must be one."""
    assert isinstance(found, Asked), found
    return found


def conditional(body: bytes, etag: str) -> Callable[[socket.socket], None]:
    """An answer whose server must be asked again by its ETag; the server notes requests, this only answers once."""
    given = [False]

    def serve(connection: socket.socket) -> None:
        connection.sendall(answer(b"", status="304 Not Modified") if given[0] else answer(body, etag=etag))
        given[0] = True

    return serve


def test_a_feed_is_asked_again_by_what_is_remembered_of_it(server: Server, ask: Ask) -> None:
    """ETag and date of change go back to the server as they came; nothing changed means no items."""
    modified = "Wed, 06 Sep 2023 08:00:00 GMT"
    server.answers["/feed"] = answer(rss(["/a"]), etag='"v1"', last_modified=modified)
    first = had(ask("/feed"))
    assert [one.url for one in first.links] == [server.url("/a")]
    server.answers["/feed"] = answer(b"", status="304 Not Modified")
    again = had(ask("/feed", first))
    assert (again.kind, again.links, again.documents) == (None, (), first.documents)
    request = server.asked("/feed")[-1].decode()
    assert 'If-None-Match: "v1"' in request
    assert f"If-Modified-Since: {modified}" in request


def test_a_page_leads_to_the_feed_that_it_names(server: Server, ask: Ask) -> None:
    """The first feed of a page is followed, the others are named; a page whose feed is a page leads nowhere."""
    page = '<html><head><link rel="alternate" type="application/atom+xml" href="{}"><link rel=alternate type="text/xml" href="/b"></head></html>'
    server.answers |= {"/": answer(page.format("/feed").encode()), "/feed": answer(atom(["/a"]))}
    server.answers["/round"] = answer(page.format("/round").encode())
    found = had(ask("/"))
    assert (found.url, found.kind, found.others) == (server.url("/feed"), "atom", (server.url("/b"),))
    for path in ("/round", "/nothing-here"):
        server.answers.setdefault(path, answer(b"<html><p>no feed</p></html>"))
        assert isinstance(ask(path), NotHad)


def test_lists_of_sitemaps_are_gone_through_once(server: Server, ask: Ask) -> None:
    """Sitemaps that name each other and lists that name themselves end; other hosts' sitemaps are left out."""
    server.answers |= {
        "/index": answer(sitemap_index(["/a", "/b", "/index", "http://elsewhere.example/c"])),
        "/a": answer(sitemap_index(["/b", "/a", "/index"])),
        "/b": answer(sitemap(["/1", "/2", "/1"])),
    }
    found = had(ask("/index"))
    assert {one.url for one in found.links} == {server.url("/1"), server.url("/2")}
    assert len(found.documents) == 3
    assert [len(server.asked(path)) for path in ("/index", "/a", "/b")] == [1, 1, 1]


def test_endless_sitemaps_end(server: Server, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that makes up a new sitemap for each one is left after so many, with a warning."""
    monkeypatch.setattr(asking, "MOST_DOCUMENTS", 8)
    count = [0]

    def endless(connection: socket.socket) -> None:
        count[0] += 1
        connection.sendall(answer(sitemap_index([f"/map{count[0]}", f"/map{count[0]}x"])))

    server.answers["*"] = endless
    found = had(ask("/map"))
    assert count[0] == 9
    assert "more sitemaps than the 8" in found.warnings[0]


def test_sitemaps_that_did_not_change_are_not_fetched_again(server: Server, ask: Ask) -> None:
    """A list's dates spare its sitemaps; where the list did not change, its sitemaps are asked by their ETags."""
    server.answers |= {
        "/index": conditional(sitemap_index(["/a"], date="2023-09-06"), '"list"'),
        "/a": answer(sitemap(["/1"]), etag='"a"'),
    }
    first = had(ask("/index"))
    server.answers["/a"] = answer(sitemap(["/1", "/2"]), etag='"b"')
    again = had(ask("/index", first))
    assert 'If-None-Match: "a"' in server.asked("/a")[-1].decode()
    assert {one.url for one in again.links} == {server.url("/1"), server.url("/2")}
    server.answers["/index"] = answer(sitemap_index(["/a"], date="2023-09-06"))
    assert had(ask("/index", first)).links == ()
    assert len(server.asked("/a")) == 2


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        (answer(b"", status="410 Gone"), 410, "410"),
        (answer(b"", status="429 Too Many Requests", retry_after="90"), 429, "wait 90 seconds"),
        (answer(b"", status="500 Oops"), 500, "500"),
        (answer(b"hello"), 200, "neither|names no feed"),
        (redirect("http://10.0.0.1/feed"), None, "not public"),
        (redirect("http://169.254.169.254/latest/"), None, "not public"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>", None, ""),
        (b"", None, ""),
    ],
)
def test_what_cannot_be_had_says_why(server: Server, ask: Ask, given: bytes, status: int | None, said: str) -> None:
    """Whatever the server does, there is a sentence, and the status where it answered."""
    server.answers["/feed"] = given
    found = ask("/feed")
    assert isinstance(found, NotHad)
    assert found.status == status
    found.refused.args[0].index(said.rsplit("|", maxsplit=1)[-1])


def test_items_get_one_form_and_private_schemes_are_left_out(server: Server, ask: Ask) -> None:
    """Fragments and marks of campaigns go, doubles too; addresses that are none of the web are no items."""
    listed = [
        "/a#x",
        "/a?utm_source=rss",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "/b?id=1&amp;utm_medium=x",
        "http://[",
        "",
    ]
    server.answers["/feed"] = answer(rss(listed))
    assert [one.url for one in had(ask("/feed")).links] == [server.url("/a"), server.url("/b?id=1")]


@given(st.dictionaries(st.text("abz_", min_size=1, max_size=4), st.text(max_size=5), max_size=4))
def test_an_address_in_its_one_form_stays_as_it_is(query: dict[str, str]) -> None:
    """Bringing an address into its form twice is the same as once."""
    words = "&".join(f"{name}={value}" for name, value in query.items() if value.isalnum())
    once = item_address(f"https://news.example/a?{words}&utm_x=1")
    assert item_address(once) == once
    assert "utm_" not in once
