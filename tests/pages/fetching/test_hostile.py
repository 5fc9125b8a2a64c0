"""Fetching from servers that mean harm: always a sentence, in bounded time and memory."""

from __future__ import annotations

import gzip
import socket
import struct
import time
import tracemalloc
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from parley.errors import PageRefused
from tests.pages.fetching.conftest import QUICK, MakeFetcher
from tests.pages.fetching.servers import PAGE, Server, answer, redirect

SMALL = replace(QUICK, wire_bytes=2_000_000, content_bytes=2_000_000)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
MEGABYTE = b"x" * 1_000_000


def refused(fetch: Callable[[], object], words: str) -> None:
    """A fetch ends with these words, within bounded time and memory."""
    begun = time.monotonic()
    tracemalloc.start()
    try:
        with pytest.raises(PageRefused, match=words) as found:
            fetch()
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()
    assert time.monotonic() - begun < 60
    assert found.value.where
    assert found.value.cure
    assert found.value.sentence().isprintable()


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{closed}/secret",
        "http://localhost:{closed}/secret",
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://10.0.0.1/",
        "//192.168.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://news.example:22/",
        "ftp://news.example/",
        "file:///etc/passwd",
        "http://user:secret@news.example/",
        "http://news.example/\r\nX: y",
        "http://[broken/",
        "http://\x00/",
    ],
)
def test_redirects_to_where_nothing_is_fetched(target: str, server: Server, fetcher_to: MakeFetcher) -> None:
    """Each hop is checked like the first: private addresses, other schemes and disguises are not reached."""
    with Server({"*": answer(b"secret")}) as closed:
        server.answers["/"] = redirect(target.format(closed=closed.port))
        refused(lambda: fetcher_to(server).fetch(server.url()), "not public|not asked for|port|rules of HTTP")
        assert closed.requests == []


def test_a_name_that_changes_its_answer_gains_nothing(fetcher_to: MakeFetcher) -> None:
    """DNS rebinding: the name is looked up once, and what was checked is what is connected to."""
    answers = [("127.0.0.1",), ("127.0.0.2",)]
    asked: list[str] = []

    def rebinding(host: str, port: int) -> tuple[str, ...]:  # noqa: ARG001 - the answer depends on the count alone
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    with Server({"/": answer()}) as server:
        fetcher = fetcher_to(server, resolver=rebinding)
        assert fetcher.fetch(server.url()).content == PAGE
        assert asked == ["news.example"]
        refused(lambda: fetcher.fetch(server.url()), r"127\.0\.0\.2, which is not public")


def test_rebinding_between_hops_is_seen(server: Server, fetcher_to: MakeFetcher) -> None:
    """A redirect to the same name is looked up and checked again."""
    answers = iter([("127.0.0.1",), ("10.0.0.1",)])
    server.answers["/"] = redirect("/again")
    refused(lambda: fetcher_to(server, resolver=lambda _, __: next(answers)).fetch(server.url()), r"10\.0\.0\.1")


def test_redirects_without_end(server: Server, fetcher_to: MakeFetcher) -> None:
    """The sixth redirect is not followed."""

    def onward(connection: socket.socket) -> None:
        connection.sendall(redirect(f"/{len(server.requests)}"))

    server.answers["*"] = onward
    refused(lambda: fetcher_to(server).fetch(server.url()), "more than 5 times")
    assert len(server.requests) == 6


@pytest.mark.parametrize("target", ["/", "/#again", "/b"])
def test_redirects_in_a_circle(target: str, server: Server, fetcher_to: MakeFetcher) -> None:
    """A page that leads back to itself is refused as soon as that is seen."""
    server.answers.update({"/": redirect(target), "/b": redirect("/")})
    refused(lambda: fetcher_to(server).fetch(server.url()), "circle")
    assert len(server.requests) <= 2


@pytest.mark.parametrize(
    "head",
    [HEAD + b"Content-Length: 10000000000\r\n\r\n", HEAD + b"\r\n", HEAD + b"Transfer-Encoding: chunked\r\n\r\n"],
    ids=["announced", "until closed", "chunked"],
)
def test_a_body_of_ten_gigabytes(head: bytes, server: Server, fetcher_to: MakeFetcher) -> None:
    """It is ended at the cap, however it is sent, and never held in memory."""
    sent: list[int] = []

    def stream(connection: socket.socket) -> None:
        chunked = b"chunked" in head
        connection.sendall(head)
        for _ in range(10_000):
            connection.sendall(b"f4240\r\n" + MEGABYTE + b"\r\n" if chunked else MEGABYTE)
            sent.append(1)

    server.answers["/"] = stream
    refused(lambda: fetcher_to(server, limits=SMALL).fetch(server.url()), "more than the 2,000,000 bytes")
    assert len(sent) < 100


def bomb(packer: Callable[[bytes], bytes], size: int = 200) -> bytes:
    """Megabytes of nothing, packed."""
    return packer(b"\x00" * 1_000_000 * size)


@pytest.mark.parametrize(
    ("name", "packed", "words"),
    [
        ("gzip", bomb(gzip.compress), "as a bomb does"),
        ("deflate", bomb(zlib.compress), "as a bomb does"),
        ("deflate", bomb(zlib.compress)[2:-4], "as a bomb does"),
        ("gzip", gzip.compress(PAGE, mtime=0) * 60 + bomb(gzip.compress), "as a bomb does"),
        ("gzip", bomb(gzip.compress, 9) + gzip.compress(b"x" * 9) * 3_000, "as a bomb does"),
        ("gzip, gzip", gzip.compress(bomb(gzip.compress)), "not asked for"),
        ("br", b"\x00" * 100, "not asked for"),
        ("\x1b[31m", b"x", "packed in a way|rules of HTTP"),
        ("gzip", b"this is not gzip", "broken"),
        ("gzip", gzip.compress(PAGE, mtime=0)[:-9], "ends too early"),
        ("gzip", gzip.compress(PAGE, mtime=0)[:20] + b"\xff" * 50, "broken"),
        ("deflate", zlib.compress(PAGE)[:-6], "ends too early"),
        ("deflate", b"\x78", "ends too early"),
    ],
    ids=range(13),
)
def test_bombs_and_broken_packing(
    name: str, packed: bytes, words: str, server: Server, fetcher_to: MakeFetcher
) -> None:
    """What unpacks to a hundred times its size, to more than is allowed, or not at all, is refused."""
    server.answers["/"] = answer(packed, content_encoding=name)
    refused(lambda: fetcher_to(server).fetch(server.url()), words)


def test_a_packed_page_over_the_limit(server: Server, fetcher_to: MakeFetcher) -> None:
    """The cap holds for what unpacks honestly as well."""
    server.answers["/"] = answer(
        gzip.compress(b"".join(b"%d," % one for one in range(400_000))), content_encoding="gzip"
    )
    refused(lambda: fetcher_to(server, limits=SMALL).fetch(server.url()), "more than the 2,000,000 bytes")


def trickle(start: bytes, piece: bytes) -> Callable[[socket.socket], None]:
    """Sends a little every tenth of a second, for half a minute."""

    def send(connection: socket.socket) -> None:
        connection.sendall(start)
        for _ in range(300):
            time.sleep(0.1)
            connection.sendall(piece)

    return send


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (HEAD + b"Content-Length: 100000\r\n\r\n", b"x"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (HEAD + b"X-Slow: ", b"x"),
        (HEAD, b"X-More: x\r\n"),
        (b"", b"H"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (HEAD + b"Content-Encoding: gzip\r\nContent-Length: 100000\r\n\r\n\x1f\x8b\x08\x00", b"\x00"),
    ],
    ids=["body", "chunks", "value", "headers", "status", "continue", "gzip"],
)
def test_a_server_that_trickles(start: bytes, piece: bytes, server: Server, fetcher_to: MakeFetcher) -> None:
    """Bytes that come one by one keep no connection open: the whole fetch has its time."""
    server.answers["/"] = trickle(start, piece)
    limits = replace(QUICK, total_seconds=0.5)
    refused(
        lambda: fetcher_to(server, limits=limits).fetch(server.url()), "more than the 0.5 seconds|rules of HTTP|broken"
    )


@pytest.mark.parametrize("start", [b"", HEAD, HEAD + b"Content-Length: 10\r\n\r\nx"])
def test_a_server_that_falls_silent(start: bytes, server: Server, fetcher_to: MakeFetcher) -> None:
    """Silence is ended after its own, shorter time."""

    def silent(connection: socket.socket) -> None:
        connection.sendall(start)
        connection.settimeout(30)
        connection.recv(1)

    server.answers["/"] = silent
    limits = replace(QUICK, read_seconds=0.3)
    refused(lambda: fetcher_to(server, limits=limits).fetch(server.url()), "silent for 0.3 seconds")


def test_a_handshake_that_never_ends(server: Server, fetcher_to: MakeFetcher) -> None:
    """A server that accepts a connection and says nothing to the offer of encryption is given up."""
    server.answers["*"] = lambda connection: time.sleep(5)  # noqa: ARG005 - it says nothing
    limits = replace(QUICK, connect_seconds=0.3)
    refused(lambda: fetcher_to(server, limits=limits).fetch(server.url().replace("http:", "https:")), "connection")


@pytest.mark.parametrize(
    "headers",
    [
        b"X-Big: " + b"x" * 90_000 + b"\r\n",
        b"X-Big: " + b"x" * 9_000_000 + b"\r\n",
        b"X-Many: y\r\n" * 1_000,
        b"X-Many: y\r\n" * 1_000_000,
    ],
    ids=["big", "huge", "many", "a million"],
)
def test_huge_headers(headers: bytes, server: Server, fetcher_to: MakeFetcher) -> None:
    """Headers have a size and a number that is sensible."""
    server.answers["/"] = HEAD + headers + b"Content-Length: 0\r\n\r\n"
    refused(lambda: fetcher_to(server).fetch(server.url()), "headers|rules of HTTP|connection broke")


def test_interim_answers_without_end(server: Server, fetcher_to: MakeFetcher) -> None:
    """A server that says "continue" for ever is cut off by bytes or by time."""

    def again(connection: socket.socket) -> None:
        for _ in range(100_000):
            connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100)

    server.answers["/"] = again
    limits = replace(SMALL, total_seconds=5)
    refused(lambda: fetcher_to(server, limits=limits).fetch(server.url()), "bytes allowed|seconds")


@pytest.mark.parametrize(
    "given",
    [
        answer(PAGE, content_length="5000"),
        answer(PAGE, content_length="-1"),
        answer(PAGE, content_length="ten"),
        answer(PAGE, content_length="80\r\nContent-Length: 81"),
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\nhello\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 100_000,
        b"",
        b"nonsense",
        b"\x00" * 300,
        b"HTTP/9.9 banana\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        HEAD + b"Bad Header: x\r\n\r\n",
        HEAD + b"X: \x00\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
    ],
    ids=range(15),
)
def test_answers_that_break_the_rules(given: bytes, server: Server, fetcher_to: MakeFetcher) -> None:
    """A wrong length, a body cut short and what is no HTTP at all are told as such."""
    server.answers["/"] = given
    refused(lambda: fetcher_to(server).fetch(server.url()), "rules of HTTP|connection broke")


def test_a_longer_body_than_announced_is_not_read(server: Server, fetcher_to: MakeFetcher) -> None:
    """The announced length holds; what comes after it is no part of the page."""
    server.answers["/"] = answer(PAGE + b"smuggled", content_length=str(len(PAGE)))
    assert fetcher_to(server).fetch(server.url()).content == PAGE


@pytest.mark.parametrize("start", [b"", HEAD, HEAD + b"Content-Length: 5000\r\n\r\n" + PAGE])
def test_a_connection_that_breaks(start: bytes, server: Server, fetcher_to: MakeFetcher) -> None:
    """A reset before, in and after the headers is a refusal."""

    def reset(connection: socket.socket) -> None:
        connection.sendall(start)
        time.sleep(0.1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    server.answers["/"] = reset
    refused(lambda: fetcher_to(server).fetch(server.url()), "connection broke|rules of HTTP")


def test_one_fault_of_our_own_is_a_refusal_too(server: Server, fetcher_to: MakeFetcher) -> None:
    """An exception that nobody thought of stops no run."""

    def broken(address: object) -> None:
        raise ZeroDivisionError(address)

    refused(lambda: fetcher_to(server).fetch(server.url(), turn=broken), "Parley itself failed")  # type: ignore[arg-type]
