"""Fetching from servers that behave: what comes back, and what was asked."""

from __future__ import annotations

import gzip
import socket
import ssl
import zlib
from pathlib import Path

import pytest

from parley.errors import PageRefused
from parley.pages.fetching.fetch import Fetcher
from parley.pages.fetching.guard import Guard
from parley.pages.fetching.outcome import Conditions
from tests.pages.fetching.conftest import MakeFetcher
from tests.pages.fetching.servers import PAGE, Server, answer, certificate, context_of, redirect


def test_a_page_comes_with_what_the_server_says_of_it(server: Server, fetcher_to: MakeFetcher) -> None:
    """Content, final address, validators, type and encoding are in the outcome."""
    server.answers["/a?b=c"] = answer(
        etag='"v1"', last_modified="Wed, 25 Nov 2026 08:00:00 GMT", content_type="Text/HTML; Charset=ISO-8859-1"
    )
    fetched = fetcher_to(server).fetch(server.url("/a?b=c"))
    assert (fetched.status, fetched.content, fetched.url) == (200, PAGE, server.url("/a?b=c"))
    assert (fetched.etag, fetched.last_modified) == ('"v1"', "Wed, 25 Nov 2026 08:00:00 GMT")
    assert (fetched.media_type, fetched.charset) == ("text/html", "iso-8859-1")
    assert fetched.fetched_at.endswith("Z")
    assert fetched.redirects == ()
    assert fetched.wire_bytes > len(PAGE)


def test_a_request_is_honest(server: Server, fetcher_to: MakeFetcher) -> None:
    """It names Parley and the host, and carries nothing that could follow a reader about."""
    server.answers["/"] = answer(set_cookie="id=1")
    fetcher = fetcher_to(server)
    fetcher.fetch(server.url())
    fetcher.fetch(server.url())
    request = server.requests[1].lower()
    assert f"host: news.example:{server.port}".encode() in request
    assert b"user-agent: parley/test" in request
    for name in (b"cookie", b"referer", b"authorization", b"from:"):
        assert name not in request


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("gzip", gzip.compress(PAGE, mtime=0)),
        ("x-gzip", gzip.compress(PAGE, mtime=0)),
        ("GZIP", gzip.compress(PAGE[:9], mtime=0) + gzip.compress(PAGE[9:], mtime=0)),
        ("gzip", gzip.compress(PAGE, mtime=0) + b"\x00" * 9),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("identity", PAGE),
    ],
    ids=range(7),
)
def test_packed_pages_are_unpacked(name: str, packed: bytes, server: Server, fetcher_to: MakeFetcher) -> None:
    """Gzip of one or several parts and both kinds of deflate give the page."""
    server.answers["/"] = answer(packed, content_encoding=name)
    assert fetcher_to(server).fetch(server.url()).content == PAGE


def test_chunked_pages_are_put_together(server: Server, fetcher_to: MakeFetcher) -> None:
    """A body in chunks, and one that ends with the connection, are whole."""
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(one), one) for one in (PAGE[:7], PAGE[7:])) + b"0\r\n\r\n"
    server.answers["/chunked"] = answer(b"", content_length="", transfer_encoding="chunked") + chunks
    server.answers["/closed"] = answer(PAGE, content_length="")
    for path in ("/chunked", "/closed"):
        assert fetcher_to(server).fetch(server.url(path)).content == PAGE


def test_an_unchanged_page_is_not_sent_again(server: Server, fetcher_to: MakeFetcher) -> None:
    """What is known goes with the request, and 304 is an outcome, not a refusal."""
    server.answers["/"] = answer(b"", status="304 Not Modified", content_length="", etag='"v1"')
    conditions = Conditions(etag='"v1"', last_modified="Wed, 25 Nov 2026 08:00:00 GMT")
    fetched = fetcher_to(server).fetch(server.url(), conditions=conditions)
    assert (fetched.status, fetched.content, fetched.etag) == (304, b"", '"v1"')
    assert b'If-None-Match: "v1"' in server.requests[0]
    assert b"If-Modified-Since: Wed, 25 Nov 2026 08:00:00 GMT" in server.requests[0]


def test_validators_cannot_smuggle_headers(server: Server, fetcher_to: MakeFetcher) -> None:
    """A validator with a line break in it is left out of the request."""
    server.answers["/"] = answer()
    fetcher_to(server).fetch(server.url(), conditions=Conditions(etag='"a"\r\nX-Evil: 1'))
    assert b"evil" not in server.requests[0].lower()


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [
        ("120", 120, 120),
        ("0", 0, 0),
        ("99999999999999999999", 86_400, 86_400 * 31),
        ("Wed, 25 Nov 2065 08:00:00 GMT", 86_400, 86_400 * 31),
        ("Wed, 25 Nov 1998 08:00:00 GMT", 0, 0),
    ],
)
@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_server_may_ask_to_wait(  # noqa: PLR0917
    status: str, value: str, least: float, most: float, server: Server, fetcher_to: MakeFetcher
) -> None:
    """Seconds and dates of Retry-After are told in the outcome, within a month."""
    server.answers["/"] = answer(b"wait", status=status, retry_after=value)
    fetched = fetcher_to(server).fetch(server.url())
    assert fetched.status == int(status[:3])
    assert fetched.content == b""
    assert fetched.retry_after is not None
    assert least <= fetched.retry_after <= most


@pytest.mark.parametrize("value", ["soon", "-5", "Wed, 99 Nov", "1e9", "²"])
def test_nonsense_about_waiting_is_nothing(value: str, server: Server, fetcher_to: MakeFetcher) -> None:
    """A Retry-After that is neither seconds nor a date is no trouble."""
    server.answers["/"] = answer(b"", status="503 Busy", retry_after=value)
    assert fetcher_to(server).fetch(server.url()).retry_after is None


def test_redirects_are_followed_and_told(server: Server, fetcher_to: MakeFetcher) -> None:
    """Relative and absolute targets, five at most; the way is in the outcome."""
    for number in range(5):
        server.answers[f"/{number}"] = redirect(f"/{number + 1}" if number % 2 else server.url(f"/{number + 1}"))
    server.answers["/5"] = answer()
    fetched = fetcher_to(server).fetch(server.url("/0"))
    assert fetched.content == PAGE
    assert fetched.url == server.url("/5")
    assert fetched.redirects == tuple(server.url(f"/{number}") for number in range(5))


def test_a_redirect_without_a_target_is_an_answer(server: Server, fetcher_to: MakeFetcher) -> None:
    """A 302 that does not say where to is told as it is."""
    server.answers["/"] = answer(b"", status="302 Found")
    assert fetcher_to(server).fetch(server.url()).status == 302


def test_conditions_stay_with_their_site(server: Server, fetcher_to: MakeFetcher) -> None:
    """What one site told is not passed on to another, which could know a reader by it."""
    with Server({"/": answer()}) as other:
        server.answers["/"] = redirect(other.url("/", host="other.example"))
        fetcher_to(server, other).fetch(server.url(), conditions=Conditions(etag='"v1"'))
        assert b"If-None-Match" in server.requests[0]
        assert b"If-None-Match" not in other.requests[0]


def test_a_certificate_is_checked_against_the_name(
    news_certificate: tuple[Path, Path], fetcher_to: MakeFetcher
) -> None:
    """The connection goes to the checked IP address; name indication, Host and certificate keep the name."""
    roots = ssl.create_default_context(cafile=news_certificate[0])
    with Server({"/": answer()}, context=context_of(news_certificate)) as server:
        assert fetcher_to(server, roots=roots).fetch(server.url()).content == PAGE
        assert server.names == ["news.example"]
        assert b"Host: news.example:" in server.requests[0]


@pytest.mark.parametrize("host", ["other.example", "127.0.0.1"])
def test_a_certificate_of_another_name_is_refused(
    host: str, news_certificate: tuple[Path, Path], fetcher_to: MakeFetcher
) -> None:
    """A trusted certificate for another name, or for no IP address, ends the fetch before the request."""
    roots = ssl.create_default_context(cafile=news_certificate[0])
    with Server({"/": answer()}, context=context_of(news_certificate)) as server:
        with pytest.raises(PageRefused, match="certificate does not hold"):
            fetcher_to(server, roots=roots).fetch(server.url(host=host))
        assert server.requests == []


def test_a_certificate_that_nobody_vouches_for_is_refused(
    news_certificate: tuple[Path, Path], fetcher_to: MakeFetcher
) -> None:
    """The system's authorities decide; a self-signed certificate is none of theirs."""
    with Server({"/": answer()}, context=context_of(news_certificate)) as server:
        with pytest.raises(PageRefused, match="self-signed") as refused:
            fetcher_to(server).fetch(server.url())
        assert refused.value.cure
        assert server.requests == []


def test_a_certificate_of_another_key_is_refused(
    news_certificate: tuple[Path, Path], fetcher_to: MakeFetcher, tmp_path: Path
) -> None:
    """The same name under another key is not the same site."""
    forged = certificate(tmp_path, "news.example")
    roots = ssl.create_default_context(cafile=news_certificate[0])
    with (
        Server({"/": answer()}, context=context_of(forged)) as server,
        pytest.raises(PageRefused, match="certificate does not hold"),
    ):
        fetcher_to(server, roots=roots).fetch(server.url())


def test_no_downgrade_from_encryption(news_certificate: tuple[Path, Path], fetcher_to: MakeFetcher) -> None:
    """An encrypted site cannot send on to a page that anyone could alter."""
    roots = ssl.create_default_context(cafile=news_certificate[0])
    with Server({"/": answer()}) as plain, Server(context=context_of(news_certificate)) as server:
        server.answers["/"] = redirect(plain.url())
        with pytest.raises(PageRefused, match="from https to http"):
            fetcher_to(server, plain, roots=roots).fetch(server.url())
        assert plain.requests == []


def test_plain_http_spoken_to_https_is_refused(server: Server, fetcher_to: MakeFetcher) -> None:
    """A server that does not encrypt where it should ends in a sentence."""
    server.answers["*"] = answer()
    with pytest.raises(PageRefused, match="connection"):
        fetcher_to(server).fetch(server.url().replace("http:", "https:"))


def test_a_closed_port_is_refused() -> None:
    """Where nobody listens, that is what the sentence says."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    fetcher = Fetcher(Guard(reachable=[f"127.0.0.1:{port}"]), user_agent="Parley/test")
    with pytest.raises(PageRefused, match="no connection"):
        fetcher.fetch(f"http://127.0.0.1:{port}/")
