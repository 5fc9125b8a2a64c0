"""Files, folders, globs and standard input to pages; what cannot be one becomes a PageRefused."""

from __future__ import annotations

import glob
import hashlib
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from parley.errors import PageRefused
from parley.pages.fetching.addresses import is_address
from parley.pages.formats.containers import kind_of, read_container
from parley.pages.formats.sniff import media_type_of
from parley.terms.text import Page

LARGEST = 20_000_000
"""Bytes; news pages are a thousand times smaller."""


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


def make_page(content: bytes, *, location: str, url: str | None = None, charset: str | None = None) -> Page:
    """A page of some bytes, fetched now; what they are is told by how they begin and by the location's ending.

    Args:
        content: the bytes.
        location: file path or address that they came from.
        url: their address, where they have one.
        charset: the encoding that the server declared.

    Raises:
        PageRefused: there are none.
    """
    if not content.strip():
        raise PageRefused("the page is empty", where=location, cure="Fetch it again or leave it out")
    return Page(
        location=location,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        fetched_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        media_type=media_type_of(content, location),
        url=url,
        charset=charset,
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
        paths: files, folders, globs, "-" for standard input, addresses; a file may hold many pages (web archives,
            JSON Lines, exports of databases).
        largest: bytes that a page may have; a file that holds many may be as large as it is.
        fetch: gives the page at an address, or raises PageRefused; addresses are refused if None.
    """
    for path in find_files(paths):
        if path == "-":
            yield from _read_stdin_pages(largest)
        elif is_address(path):
            yield _fetched(path, fetch)
        else:
            yield from _read_file_pages(Path(path), largest)


def _fetched(address: str, fetch: Callable[[str], Page] | None) -> Page | PageRefused:
    """The page at an address, or why there is none."""
    if fetch is None:
        return PageRefused("addresses are not fetched here", where=address, cure="Save the page and name the file")
    try:
        return fetch(address)
    except PageRefused as refused:
        return refused


def _read_file_pages(path: Path, largest: int) -> Iterator[Page | PageRefused]:
    """The page of a file, or all the pages that it holds."""
    try:
        with path.open("rb") as source:
            kind = kind_of(source, str(path))
            if kind is not None:
                yield from read_container(source, kind, location=str(path), largest=largest)
                return
        yield read_file(path, largest=largest)
    except PageRefused as refused:
        yield refused
    except OSError:  # it is missing or may not be read: the same question again gives the sentence
        yield from _refused(path, largest)


def _refused(path: Path, largest: int) -> Iterator[Page | PageRefused]:
    try:
        yield read_file(path, largest=largest)
    except PageRefused as refused:
        yield refused


def _read_stdin_pages(largest: int) -> Iterator[Page | PageRefused]:
    """The page on standard input, or all the pages that it holds."""
    try:
        page = read_stdin(largest=largest)
        yield from read_pages_in(page.content, location="-", largest=largest)
    except PageRefused as refused:
        yield refused


def read_pages_in(content: bytes, *, location: str, largest: int = LARGEST) -> Iterator[Page | PageRefused]:
    """The page that some bytes are, or all the pages that they hold.

    Args:
        content: the bytes.
        location: where they came from.
        largest: bytes that a page may have.
    """
    try:
        source = BytesIO(content)
        kind = kind_of(source, location)
        if kind is None:
            yield make_page(content, location=location)
        else:
            yield from read_container(source, kind, location=location, largest=largest)
    except PageRefused as refused:
        yield refused
