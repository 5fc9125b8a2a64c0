"""Web archives: pages with address and day, what is left out, what is refused by itself, and bounds."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest

from parley.errors import PageRefused
from parley.pages.files import read_pages_at
from parley.terms.text import Page
from tests.pages.formats.makers import LOREM, answer, gzipped, html, pdf, raw_deflate, record

ADDRESS = "https://harbour.example/"
PAGE = html("Lights", *(word * 2 for word in LOREM))


def read(path: Path, content: bytes, *, largest: int = 1_000_000) -> list[Page | PageRefused]:
    """The pages of an archive."""
    path.write_bytes(content)
    return list(read_pages_at((str(path),), largest=largest))


def numbers(found: list[Page | PageRefused]) -> list[tuple[int, bool]]:
    """For each its record's number and whether it was read."""
    return [
        (int((one.location if isinstance(one, Page) else one.where).rpartition("#")[2]), isinstance(one, Page))
        for one in found
    ]


RECORDS = (
    record(b"software: test", kind="warcinfo"),
    record(b"GET / HTTP/1.1\r\n\r\n", url=ADDRESS, kind="request"),
    record(answer(PAGE), url=f"{ADDRESS}1"),
    record(answer(b"gone", status="404 Not Found"), url=f"{ADDRESS}gone"),
    record(answer(b"\x89PNG....", kind="image/png"), url=f"{ADDRESS}picture"),
    record(answer(b"User-agent: *", kind="text/plain"), url=f"{ADDRESS}robots.txt"),
    record(answer(pdf([[(60, 700, 10, LOREM[0])]]), kind="application/pdf"), url=f"{ADDRESS}paper"),
    record(answer(LOREM[0].encode(), kind="text/plain"), url=f"{ADDRESS}plain", date="2024-05-02T10:00:00.123Z"),
)


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_gives_its_pages(tmp_path: Path, packed: bool) -> None:
    """Pages of HTML, PDF and text with address and day; their numbers count all records."""
    found = read(tmp_path / "news.warc.gz", gzipped(*RECORDS) if packed else b"".join(RECORDS))
    assert numbers(found) == [(3, True), (7, True), (8, True)]
    assert [page.media_type for page in found if isinstance(page, Page)] == [
        "text/html",
        "application/pdf",
        "text/plain",
    ]
    first, _, last = (page for page in found if isinstance(page, Page))
    assert (first.url, first.content, first.fetched_at) == (f"{ADDRESS}1", PAGE, "2024-05-02T10:00:00Z")
    assert (last.fetched_at, last.name) == ("2024-05-02T10:00:00Z", "news.warc#8")


def test_bodies_are_unpacked(tmp_path: Path) -> None:
    """Chunks and content encodings are undone; an unknown one is refused by itself."""
    chunked = b"%x\r\n" % 10 + PAGE[:10] + b"\r\n" + b"%x;x=y\r\n" % (len(PAGE) - 10) + PAGE[10:] + b"\r\n0\r\n\r\n"
    bodies = [
        (chunked, "Transfer-Encoding: chunked\r\n"),
        (PAGE, "Transfer-Encoding: chunked\r\n"),
        (gzip.compress(PAGE, mtime=0), "Content-Encoding: gzip\r\n"),
        (raw_deflate(PAGE), "Content-Encoding: deflate\r\n"),
        (brotli.compress(PAGE), "Content-Encoding: br\r\n"),
        (b"what is this", "Content-Encoding: sdch\r\n"),
        (gzip.compress(PAGE, mtime=0)[:100] + b"nonsense", "Content-Encoding: gzip\r\n"),
        (brotli.compress(PAGE)[:50], "Content-Encoding: br\r\n"),
        (chunked[:80], "Transfer-Encoding: chunked\r\n"),
    ]
    found = read(
        tmp_path / "a.warc", b"".join(record(answer(body, headers=head), url=ADDRESS) for body, head in bodies)
    )
    assert numbers(found) == [(n, n <= 5) for n in range(1, 10)]
    assert {page.content for page in found if isinstance(page, Page)} == {PAGE}
    assert "sdch" in found[5].what  # type: ignore[union-attr]


def test_broken_records_are_refused_one_by_one(tmp_path: Path) -> None:
    """A record without a length, one that holds no answer, one whose packed bytes are damaged: the others are read."""
    good = record(answer(PAGE), url=ADDRESS)
    damaged = bytearray(gzip.compress(good, mtime=0))
    damaged[200:220] = bytes(20)
    members = [
        gzip.compress(good),
        gzip.compress(good.replace(b"Content-Length: ", b"Content-Length: x")),
        gzip.compress(record(b"no answer", url=ADDRESS)),
        bytes(damaged),
        gzip.compress(good),
    ]
    found = read(tmp_path / "a.warc.gz", b"".join(members))
    assert [isinstance(one, Page) for one in found] == [True, False, False, False, True]
    assert "how long" in found[1].what  # type: ignore[union-attr]
    assert "no answer" in found[2].what  # type: ignore[union-attr]


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_cut_off_gives_what_is_whole(tmp_path: Path, packed: bool) -> None:
    """The pages before the cut are read, and the last is refused."""
    good = record(answer(PAGE), url=ADDRESS)
    whole = gzipped(good, good) if packed else good + good
    found = read(tmp_path / "a.warc", whole[:-60])
    assert [isinstance(one, Page) for one in found] == [True, False]


def test_bombs_are_refused(tmp_path: Path) -> None:
    """A page that unpacks to more than it may, one that says so, and an archive of nothing but noughts."""
    big = html("x", "y" * 3_000_000)
    small = record(answer(PAGE), url=ADDRESS)
    found = read(
        tmp_path / "a.warc",
        record(answer(gzip.compress(big), headers="Content-Encoding: gzip\r\n"), url=ADDRESS)
        + record(answer(brotli.compress(big), headers="Content-Encoding: br\r\n"), url=ADDRESS)
        + record(answer(big), url=ADDRESS)
        + small,
    )
    assert numbers(found) == [(1, False), (2, False), (3, False), (4, True)]
    bomb = gzipped(small, record(b"\0" * (200 << 20), kind="warcinfo"), small)
    assert len(bomb) < 400_000
    first, last = read(tmp_path / "b.warc.gz", bomb)
    assert isinstance(first, Page)
    assert "bomb" in last.what  # type: ignore[union-attr]


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    """Names and bytes never change."""
    first = read(tmp_path / "a.warc", b"".join(RECORDS))
    assert read(tmp_path / "a.warc", b"".join(RECORDS)) == first


def test_packed_files_that_hold_nothing_known_are_refused(tmp_path: Path) -> None:
    """One packed page says that it should be unpacked."""
    (found,) = read(tmp_path / "page.html.gz", gzip.compress(PAGE))
    assert "gzip" in found.what  # type: ignore[union-attr]
    (empty,) = read(tmp_path / "a.warc", record(b"x", kind="warcinfo"))
    assert "no page" in empty.what  # type: ignore[union-attr]
