"""Files that hold many pages: web archives, JSON Lines, exports of databases; one page after the other.

Law of this module: no file is ever in memory whole, a part that cannot be read is refused by itself, and the name of
a part ("news.warc.gz#12") is the same whenever the file is read.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import IO

from parley.errors import PageRefused
from parley.pages.formats import factiva, jsonlines, lexisnexis
from parley.pages.formats.sniff import HEAD, ContainerKind, container_of, media_type_of
from parley.pages.formats.unpack import GZIP, Unpacked
from parley.pages.formats.warc import read_records
from parley.terms.text import MediaType, Page

_WIDE = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def kind_of(source: IO[bytes], location: str) -> ContainerKind | None:
    """The kind of container that a file is, or None where it is one page; the file is at its start again then.

    Args:
        source: the file, opened for bytes; it must be able to go back.
        location: file path or address.

    Raises:
        PageRefused: it is packed, and what it holds is no container.
    """
    start = source.read(HEAD)
    packed = start.startswith(GZIP)
    source.seek(0)
    if packed:
        start = Unpacked(source, where=location).glimpse(HEAD)
        source.seek(0)
    found = container_of(_narrow(start), location)
    if found is None and packed:
        what = "this is packed with gzip, and holds no web archive, JSON Lines or export of a database"
        raise PageRefused(what, where=location, cure="Unpack it and read the files in it")
    return found


def read_container(
    source: IO[bytes], kind: ContainerKind, *, location: str, largest: int
) -> Iterator[Page | PageRefused]:
    """Each page of a container, or why it cannot be read.

    Args:
        source: the file, at its start.
        kind: what it is.
        location: file path or address; a page's own has "#" and a number behind it.
        largest: bytes that a page may have.
    """
    stream = Unpacked(source, where=location)
    number = 0
    parts = {"warc": _archive, "jsonl": _objects}.get(kind)
    try:
        for page in parts(stream, location, largest) if parts else _documents(stream, kind, location, largest):
            number += 1
            yield page
    except PageRefused as refused:  # the file itself is damaged from here on
        number += 1
        yield _placed(refused, location)
    if not number:
        yield PageRefused("there is no page in it", where=location, cure="Look whether it is whole, or leave it out")


def _placed(refused: PageRefused, where: str) -> PageRefused:
    what = refused.what if refused.where in ("", where) else f"{refused.what} ({refused.where[:200]})"
    return PageRefused(what, where=where, cure=refused.cure)


def _archive(stream: Unpacked, location: str, largest: int) -> Iterator[Page | PageRefused]:
    for number, found in read_records(stream, largest=largest):
        where = f"{location}#{number}"
        if isinstance(found, PageRefused):
            yield _placed(found, where)
            continue
        media_type = found.media_type or media_type_of(found.content, "page.html" if found.html else "page.txt")
        page = _page(found.content, where, media_type, url=found.url, fetched_at=found.date)
        yield replace(page, charset=found.charset)


def _objects(stream: Unpacked, location: str, largest: int) -> Iterator[Page | PageRefused]:
    number = 0
    while line := stream.readline(largest + 1):
        number += 1
        where = f"{location}#{number}"
        if len(line) > largest:
            while line and not line.endswith(b"\n"):
                line = stream.readline()
            yield PageRefused(
                f"line {number} has more than the {largest:,} bytes allowed",
                where=where,
                cure="Raise the setting `largest_page_bytes`",
            )
            continue
        line = line.strip(b"\xef\xbb\xbf \t\r\n")
        if not line:
            continue
        try:
            found = jsonlines.read_object(line)
        except PageRefused as refused:
            yield PageRefused(refused.what.replace("the line", f"line {number}", 1), where=where, cure=refused.cure)
            continue
        fetched = jsonlines.fetched_at(found)
        yield _page(line, where, "application/json", url=jsonlines.address_of(found), fetched_at=fetched)


def _documents(stream: Unpacked, kind: ContainerKind, location: str, largest: int) -> Iterator[Page | PageRefused]:
    split = factiva.split_documents if kind == "factiva" else lexisnexis.split_documents
    media_type: MediaType = "text/x-factiva" if kind == "factiva" else "text/x-lexisnexis"
    for number, content in enumerate(split(_lines(stream), largest), 1):
        where = f"{location}#{number}"
        if len(content) > largest:
            what = f"the document has more than the {largest:,} bytes allowed"
            yield PageRefused(what, where=where, cure="Raise the setting `largest_page_bytes`")
        else:
            yield _page(content, where, media_type)


def _lines(stream: Unpacked) -> Iterator[bytes]:
    """The lines of a text; one in UTF-16 is written in UTF-8, since its lines cannot be parted byte by byte."""
    wide = next((name for mark, name in _WIDE if stream.glimpse(2) == mark), None)
    if wide is None:
        while line := stream.readline():
            yield line
        return
    stream.skip(2)
    decoder = codecs.getincrementaldecoder(wide)("replace")
    held = ""
    while part := stream.read(65_536):
        *lines, held = (held + decoder.decode(part)).split("\n")
        yield from (f"{line}\n".encode("utf-8", "replace") for line in lines)
    yield held.encode("utf-8", "replace")


def _narrow(start: bytes) -> bytes:
    """The first bytes of a text in UTF-8 where they are in UTF-16."""
    wide = next((name for mark, name in _WIDE if start.startswith(mark)), None)
    return start[2:].decode(wide, "replace").encode("utf-8", "replace") if wide else start


def _page(
    content: bytes, location: str, media_type: MediaType, *, url: str | None = None, fetched_at: str = ""
) -> Page:
    return Page(
        location=location,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        fetched_at=fetched_at or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        media_type=media_type,
        url=url,
    )
