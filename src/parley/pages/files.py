"""Files, folders, globs and standard input to pages; what cannot be one becomes a PageRefused."""

from __future__ import annotations

import glob
import hashlib
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from parley.errors import PageRefused
from parley.pages.fetching.addresses import is_address
from parley.terms.text import MediaType, Page

LARGEST = 20_000_000
"""Bytes; news pages are a thousand times smaller."""
_HTML_ENDINGS = frozenset((".html", ".htm", ".xhtml", ".shtml"))
_HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")


def read_file(path: Path, *, largest: int = LARGEST) -> Page:
    """The page that a file holds; only its bytes are looked at here.

    Raises:
        PageRefused: the file is missing, unreadable, empty or too large.
    """
    where = str(path)
    try:
        size = path.stat().st_size
        if size > largest:
            cure = "Split it, or raise the setting `largest_page_bytes`"
            raise PageRefused(f"the file has {size:,} bytes, more than the {largest:,} allowed", where=where, cure=cure)
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise PageRefused("there is no such file", where=where, cure="Check the path") from error
    except OSError as error:
        raise PageRefused(
            f"the file cannot be read ({error.strerror})", where=where, cure="Check its permissions"
        ) from error
    return make_page(content, location=where)


def read_stdin(*, largest: int = LARGEST) -> Page:
    """The page on standard input.

    Raises:
        PageRefused: nothing comes, or too much.
    """
    content = sys.stdin.buffer.read(largest + 1)
    if len(content) > largest:
        raise PageRefused(
            f"standard input has more than the {largest:,} bytes allowed", where="-", cure="Give one page"
        )
    return make_page(content, location="-")


def make_page(content: bytes, *, location: str, url: str | None = None) -> Page:
    """A page of some bytes, fetched now.

    Raises:
        PageRefused: there are none.
    """
    if not content.strip():
        raise PageRefused("the page is empty", where=location, cure="Fetch it again or leave it out")
    ending = Path(location).suffix.casefold()
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    html = ending in _HTML_ENDINGS or start.startswith(_HTML_STARTS) or b"<html" in start or b"<!doctype html" in start
    media_type: MediaType = "text/html" if html else "text/plain"
    return Page(
        location=location,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        fetched_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        media_type=media_type,
        url=url,
    )


def find_files(paths: tuple[str, ...]) -> Iterator[str]:
    """The files that paths name: folders are walked in name order, globs widened, "-" and addresses kept."""
    for path in paths:
        place = Path(path)
        if path == "-" or is_address(path):
            yield path
        elif place.is_dir():
            yield from (
                str(file) for file in sorted(place.rglob("*")) if file.is_file() and not file.name.startswith(".")
            )
        elif not place.exists() and glob.has_magic(path):
            matches = sorted(glob.glob(path, recursive=True))
            yield from find_files(tuple(matches)) if matches else (path,)
        else:
            yield path


def read_pages_at(
    paths: tuple[str, ...], *, largest: int = LARGEST, fetch: Callable[[str], Page] | None = None
) -> Iterator[Page | PageRefused]:
    """Each page that paths name, or why it cannot be read; one bad file never stops the others.

    Args:
        paths: files, folders, globs, "-" for standard input, addresses.
        largest: bytes; a larger page is refused.
        fetch: gives the page at an address, or raises PageRefused; addresses are refused if None.
    """
    for path in find_files(paths):
        try:
            if path == "-":
                yield read_stdin(largest=largest)
            elif not is_address(path):
                yield read_file(Path(path), largest=largest)
            elif fetch is not None:
                yield fetch(path)
            else:
                raise PageRefused("addresses are not fetched here", where=path, cure="Save the page and name the file")
        except PageRefused as refused:
            yield refused
