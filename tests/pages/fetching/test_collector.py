"""Addresses to pages: robots.txt, pauses and proxies together."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

import pytest

from parley.errors import PageRefused, SettingsError
from parley.pages.fetching.collector import Collector, user_agent
from parley.pages.fetching.politeness import Politeness
from parley.version import __version__
from tests.pages.fetching.conftest import on_loopback
from tests.pages.fetching.servers import PAGE, Server, answer, redirect


def collector_to(*servers: Server, **more: object) -> Collector:
    """A collector that may reach some servers on loopback."""
    options: dict[str, object] = {
        "reachable": [one.endpoint for one in servers],
        "resolver": on_loopback,
        "politeness": Politeness(delay=0, longest_wait=5),
        **more,
    }
    return Collector(**options)  # type: ignore[arg-type]


def test_an_address_becomes_a_page(server: Server) -> None:
    """Where it came from in the end is its location and its address."""
    server.answers.update({"/": redirect("/story.html"), "/story.html": answer()})
    page = collector_to(server).page(server.url())
    assert (page.content, page.location, page.url) == (PAGE, server.url("/story.html"), server.url("/story.html"))
    assert (page.name, page.media_type) == ("story", "text/html")


def test_robots_are_asked_first_and_once(server: Server) -> None:
    """The file is fetched before the first page, from the same site, and not again."""
    server.answers["*"] = answer()
    server.answers["/robots.txt"] = answer(b"User-agent: *\nDisallow: /no", content_type="text/plain")
    collector = collector_to(server)
    collector.page(server.url("/a"))
    collector.page(server.url("/b"))
    with pytest.raises(PageRefused, match="asks programs not to read"):
        collector.page(server.url("/no"))
    assert [one.split(b" ")[1] for one in server.requests] == [b"/robots.txt", b"/a", b"/b"]


def test_robots_hold_for_redirects(server: Server) -> None:
    """Where a redirect leads is asked about like the first address."""
    server.answers["/a"] = redirect("/no")
    server.answers["/no"] = answer()
    server.answers["/robots.txt"] = answer(b"User-agent: *\nDisallow: /no")
    with pytest.raises(PageRefused, match="asks programs not to read"):
        collector_to(server).page(server.url("/a"))
    assert server.asked("/no") == []


def test_a_huge_robots_file_is_cut(server: Server) -> None:
    """Its first half megabyte counts; it is neither held whole nor a reason to stay away."""

    def stream(connection: socket.socket) -> None:
        connection.sendall(answer(b"User-agent: *\nDisallow: /no\n", content_length=""))
        for _ in range(2_000):
            connection.sendall(b"# nothing\n" * 1_000)

    server.answers.update({"/robots.txt": stream, "/a": answer()})
    collector = collector_to(server)
    assert collector.page(server.url("/a")).content == PAGE
    with pytest.raises(PageRefused, match="asks programs not to read"):
        collector.page(server.url("/no"))


def test_a_private_address_says_so() -> None:
    """The reason is the guard's, though robots.txt was asked for first."""
    with pytest.raises(PageRefused, match="not public") as refused:
        collector_to().page("http://news.example/")
    assert "reachable" in refused.value.cure


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("404 Not Found", "answers 404"),
        ("410 Gone", "answers 410"),
        ("500 No", "answers 500"),
        ("204 Empty", "answers 204"),
    ],
)
def test_an_answer_that_is_no_page_is_refused(status: str, words: str, server: Server) -> None:
    """Each status has its sentence and its cure."""
    server.answers["/a"] = answer(b"", status=status, content_length="")
    with pytest.raises(PageRefused, match=words) as refused:
        collector_to(server).page(server.url("/a"))
    assert refused.value.cure


def test_a_host_that_asks_to_wait_is_left_alone(server: Server) -> None:
    """After 429 with an hour of Retry-After the host gets no request, and the refusal says for how long."""
    server.answers["/a"] = answer(b"", status="429 Too Many Requests", retry_after="3600")
    collector = collector_to(server)
    with pytest.raises(PageRefused, match="answers 429; it asks to wait 3,600 seconds"):
        collector.page(server.url("/a"))
    asked = len(server.requests)
    with pytest.raises(PageRefused, match=r"no request for 3,[56]"):
        collector.page(server.url("/b"))
    assert len(server.requests) == asked


def test_a_page_over_the_limit_names_the_setting(server: Server) -> None:
    """The cap is the one of files."""
    server.answers["/a"] = answer(b"word " * 1_000)
    with pytest.raises(PageRefused, match="largest_page_bytes"):
        collector_to(server, largest=1_000).page(server.url("/a"))


def test_an_empty_page_is_refused(server: Server) -> None:
    """Blank answers are no pages."""
    server.answers["/a"] = answer(b"  \n")
    with pytest.raises(PageRefused, match="empty"):
        collector_to(server).page(server.url("/a"))


@pytest.mark.parametrize("name", ["HTTP_PROXY", "https_proxy", "ALL_PROXY", "All_Proxy"])
def test_a_proxy_in_the_environment_stops_fetching(name: str, server: Server) -> None:
    """Nothing is fetched, not even robots.txt, until it is said whether to go through the proxy."""
    collector = collector_to(server, environment={name: "http://proxy.example:8080"})
    for url in (server.url(), "http://user:secret@news.example/"):
        with pytest.raises(PageRefused, match=f"{name} names a proxy") as refused:
            collector.fetch(url)
        assert "`proxy`" in refused.value.cure
        assert "secret" not in str(refused.value)
    assert server.requests == []


def test_going_straight_must_be_said(server: Server) -> None:
    """With "none" the variables are passed by, and an empty variable is no proxy."""
    server.answers["/"] = answer()
    environment = {"HTTP_PROXY": "http://127.0.0.1:1"}
    assert collector_to(server, environment=environment, proxy="none").page(server.url()).content == PAGE
    assert collector_to(server, environment={"HTTP_PROXY": ""}).page(server.url()).content == PAGE


def test_a_proxy_gets_the_name(server: Server) -> None:
    """A chosen proxy is asked for the whole address and looks the name up itself; it may be on this computer."""

    def never(host: str, port: int) -> tuple[str, ...]:
        raise AssertionError((host, port))

    server.answers["http://news.example/a"] = answer()
    collector = collector_to(proxy=f"http://127.0.0.1:{server.port}", resolver=never)
    assert collector.page("http://news.example/a").content == PAGE
    assert server.requests[1].startswith(b"GET http://news.example/a HTTP/1.1\r\n")
    assert b"Host: news.example\r\n" in server.requests[1]
    with pytest.raises(PageRefused, match="not public"):
        collector.page("http://10.0.0.1/")


def test_a_proxy_that_refuses_is_told(server: Server) -> None:
    """Its answer to the request for a tunnel is no page of the site."""
    server.answers["*"] = answer(b"no", status="407 Proxy Authentication Required")
    collector = collector_to(proxy=f"http://me:secret@127.0.0.1:{server.port}")
    with pytest.raises(PageRefused, match="proxy refused") as refused:
        collector.page("https://news.example/a")
    assert "secret" not in str(refused.value)
    assert server.requests[0].startswith(b"CONNECT news.example:443")
    assert b"Proxy-Authorization: Basic " in server.requests[0]


def test_a_socks_proxy_gets_the_name() -> None:
    """Through SOCKS, as Tor speaks it, the name goes to the proxy unresolved."""
    asked: list[bytes] = []

    def serve(listening: socket.socket) -> None:
        for _ in range(2):
            connection, _ = listening.accept()
            with connection:
                connection.settimeout(10)
                connection.recv(100)
                connection.sendall(b"\x05\x00")
                asked.append(connection.recv(300))
                connection.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x50")
                connection.recv(10_000)
                connection.sendall(answer(b"User-agent: *\nAllow: /\n"))

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
        collector = collector_to(proxy=f"socks5://127.0.0.1:{listening.getsockname()[1]}")
        assert collector.page("http://news.example/").content
    assert all(b"news.example" in one for one in asked)


@pytest.mark.parametrize(
    "value", ["proxy", "ftp://proxy.example", "http://", "http://a:b", "http://a/b", "http://a\r\nb/"]
)
def test_a_proxy_must_be_one(value: str) -> None:
    """What is no address of a proxy is refused before anything is fetched."""
    with pytest.raises(SettingsError, match="proxy"):
        Collector(proxy=value)


def test_the_user_agent_is_honest() -> None:
    """Name and version always, a contact where one was given."""
    assert user_agent(None) == f"Parley/{__version__}"
    assert user_agent("mailto:desk@example.org") == f"Parley/{__version__} (+mailto:desk@example.org)"


def test_threads_share_a_collector(server: Server) -> None:
    """Many threads at once get their pages, one after the other from one host."""
    server.answers["*"] = answer()
    server.answers["/robots.txt"] = answer(b"")
    collector = collector_to(server, politeness=Politeness(delay=0, longest_wait=30))
    found: list[bytes] = []
    work: Callable[[int], None] = lambda number: found.append(collector.page(server.url(f"/{number}")).content)  # noqa: E731
    threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == [PAGE] * 8
