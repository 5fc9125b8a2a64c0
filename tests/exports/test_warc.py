"""Web archives of the stored pages: written, read by others' rules, and read back."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.exports.warc import write_warc
from parley.pages.files import read_pages_at
from parley.terms.text import MediaType, Page

FETCHED = "2026-11-24T10:00:01Z"


def page(content: bytes, location: str, media_type: MediaType = "text/plain", url: str | None = None) -> Page:
    """A page of some bytes."""
    digest = hashlib.sha256(content).hexdigest()
    return Page(location=location, content=content, sha256=digest, fetched_at=FETCHED, media_type=media_type, url=url)


PAGES = [
    page(b"<!doctype html><p>Caf\xe9</p>", "https://example.org/a?b=c", "text/html", "https://example.org/a?b=c"),
    page("Ein Text über Brücken".encode(), "seiten/brücke 1.txt"),
    page(b"%PDF-1.4 ...", "C:\\pages\\one.pdf", "application/pdf"),
    page(b'{"text": "one"}', "news.jsonl#3", "application/json", "https://example.org/line"),
    page(b"Line one\r\n\r\nWARC/1.1\r\n\r\nline three", "-"),
]


@pytest.mark.parametrize("name", ["pages.warc", "pages.warc.gz"])
def test_pages_come_back(tmp_path: Path, name: str) -> None:
    """Bytes, address, time and type of each page are those that went in, in order."""
    target = tmp_path / name
    assert write_warc(PAGES, target) == len(PAGES)
    found = list(read_pages_at((str(target),)))
    assert all(isinstance(one, Page) for one in found)
    told = [(one.content, one.url, one.fetched_at, one.media_type) for one in found if isinstance(one, Page)]
    assert told == [(one.content, one.url, one.fetched_at, one.media_type) for one in PAGES]


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    """An archive can be made twice and compared."""
    for name in ("one.warc.gz", "two.warc.gz"):
        write_warc(PAGES, tmp_path / name)
    assert (tmp_path / "one.warc.gz").read_bytes() == (tmp_path / "two.warc.gz").read_bytes()


def test_records_are_as_the_standard_wants_them(tmp_path: Path) -> None:
    """Each record is a member of its own, has its length, an id that no other has, and two line ends behind it."""
    write_warc(PAGES, tmp_path / "pages.warc.gz")
    whole = gzip.decompress((tmp_path / "pages.warc.gz").read_bytes())
    kinds, names = [], []
    while whole:
        head, _, rest = whole.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
        assert head.startswith(b"WARC/1.1\r\n")
        assert re.fullmatch(r"<urn:uuid:[0-9a-f-]{36}>", fields["WARC-Record-ID"])
        kinds.append(fields["WARC-Type"])
        names.append(fields["WARC-Record-ID"])
        if fields["WARC-Type"] == "metadata":
            assert fields["WARC-Refers-To"] == names[-2]
        size = int(fields["Content-Length"])
        assert rest[size : size + 4] == b"\r\n\r\n"
        whole = rest[size + 4 :]
    pages = ["response", "metadata"] + ["resource", "metadata"] * 4
    assert kinds == ["warcinfo", *pages]
    assert len(set(names)) == len(names)


@settings(max_examples=50)
@given(contents=st.lists(st.binary(min_size=1).filter(lambda one: bool(one.strip())), min_size=1, max_size=5))
def test_any_bytes_come_back(contents: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever a page holds, line ends and heads of records included."""
    target = tmp_path_factory.mktemp("warc") / "pages.warc.gz"
    write_warc([page(one, f"{number}.txt") for number, one in enumerate(contents)], target)
    found = [one.content for one in read_pages_at((str(target),)) if isinstance(one, Page)]
    assert found == contents
