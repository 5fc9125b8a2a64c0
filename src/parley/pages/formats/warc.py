"""Web archives (WARC 1.0 and 1.1, gzip or not): each page that was fetched with success is a page.

Law of this module: a record that is broken is refused by itself, and reading goes on at the next that can be found.
Records of the type ``resource`` hold pages that came from files, as Parley's own export writes them.
Numbers count all records of the file, so that a page keeps its name whatever is read or left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from parley.errors import PageRefused
from parley.pages.decode import charset_in
from parley.pages.formats.unpack import Unpacked, inflate_body
from parley.terms.text import ENDINGS, MediaType

MOST_HEADERS = 200
HEADER_BYTES = 65_536
READ_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
_VERSION = re.compile(rb"^WARC/\d\.\d\s*$")
_AGAIN = "Make the archive again, or leave the record out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A page of an archive."""

    content: bytes
    url: str | None
    """None for what came from a file."""
    date: str
    """ISO date and time in UTC, ending in Z."""
    html: bool
    """Whether the server said that it is HTML."""
    charset: str | None = None
    """The encoding that the server declared."""
    media_type: MediaType | None = None
    """What its bytes are, where the archive says that as Parley does; else it is told by how they begin."""


def read_records(stream: Unpacked, *, largest: int) -> Iterator[tuple[int, Fetched | PageRefused]]:
    """The pages of an archive, each with the number of its record, counted from 1.

    Args:
        stream: the archive.
        largest: bytes that a page may have.
    """
    number = 0
    while True:
        try:
            if not _find_version(stream):
                return
            number += 1
            found = _read_record(stream, largest)
        except PageRefused as refused:
            number = max(number, 1)
            yield number, refused
            if not stream.recover():
                return
            continue
        if found is not None:
            yield number, found


def _find_version(stream: Unpacked) -> bool:
    """Go to the next record's first line; False at the end."""
    while line := stream.readline():
        if _VERSION.match(line):
            return True
    return False


def _read_record(stream: Unpacked, largest: int) -> Fetched | None:
    """The page of the record that begins here; None where it is none.

    Raises:
        PageRefused: the record is broken or its page too large.
    """
    headers = _read_headers(stream)
    length = headers.get("content-length", "")
    if not length.isdecimal() or len(length) > 15:
        raise PageRefused("the record does not say how long it is", cure=_AGAIN)
    size = int(length)
    url = headers.get("warc-target-uri", "").strip("<> ")
    as_file = _is_file(headers, url)
    wanted = as_file or (
        headers.get("warc-type", "").casefold() == "response"
        and url.startswith(("http://", "https://"))
        and headers.get("content-type", "").casefold().replace(" ", "").startswith("application/http")
        and not url.partition("?")[0].endswith("/robots.txt")
    )
    if not wanted or size > largest + HEADER_BYTES:
        if stream.skip(size) < size:
            raise PageRefused("the file ends in the midst of a record", cure=_AGAIN)
        if wanted:
            raise PageRefused(
                f"the page has {size:,} bytes, more than the {largest:,} allowed", where=url, cure="Leave it out"
            )
        return None
    block = stream.read(size)
    if len(block) < size:
        raise PageRefused("the file ends in the midst of a record", cure=_AGAIN)
    date = headers.get("warc-date", "")
    return _file_of(block, headers["content-type"], url, date) if as_file else _page_of(block, url, date, largest)


def _is_file(headers: Mapping[str, str], url: str) -> bool:
    """Whether a record holds bytes as they are, and no answer of the web, of a type that is read."""
    return (
        headers.get("warc-type", "").casefold() == "resource"
        and url.startswith(("http://", "https://", "file:///"))
        and headers.get("content-type", "").casefold() in ENDINGS
    )


def _file_of(block: bytes, media_type: str, url: str, date: str) -> Fetched | None:
    kind = next(one for one in ENDINGS if one == media_type.casefold())
    if not block.strip():
        return None
    address = None if url.startswith("file:") else url
    return Fetched(content=block, url=address, date=_instant(date), html=kind == "text/html", media_type=kind)


def _read_headers(stream: Unpacked) -> dict[str, str]:
    """The named fields of a record, their names folded; a line that begins with a space belongs to the one before."""
    found: dict[str, str] = {}
    name = ""
    for _ in range(MOST_HEADERS):
        line = stream.readline()
        words = line.decode("utf-8", "replace").rstrip("\r\n")
        if not words:
            return found
        if words[0] in " \t" and name:
            found[name] += " " + words.strip()
            continue
        name, mark, value = words.partition(":")
        name = name.strip().casefold()
        if not mark:
            break
        found.setdefault(name, value.strip())
    raise PageRefused("the record's head is broken", cure=_AGAIN)


def _page_of(block: bytes, url: str, date: str, largest: int) -> Fetched | None:
    """The page in an answer of the web; None where the answer is no page."""
    status, headers, body = split_answer(block)
    if status != 200:
        return None
    declared = headers.get("content-type", "")
    kind = declared.partition(";")[0].strip().casefold()
    if kind not in READ_TYPES and not (kind == "" and body.lstrip()[:1] == b"<"):
        return None
    try:
        if "chunked" in headers.get("transfer-encoding", "").casefold():
            body = unchunk(body)
        body = inflate_body(body, headers.get("content-encoding", ""), largest)
    except PageRefused as refused:
        raise PageRefused(refused.what, where=url, cure=refused.cure) from refused
    if not body.strip():
        return None
    return Fetched(content=body, url=url, date=_instant(date), html="html" in kind, charset=charset_in(declared))


def split_answer(block: bytes) -> tuple[int, Mapping[str, str], bytes]:
    """Status, headers and body of an answer of the web.

    Raises:
        PageRefused: it is none.
    """
    head, mark, body = block.partition(b"\r\n\r\n")
    if not mark:
        head, mark, body = block.partition(b"\n\n")
    first, *lines = head.decode("latin-1").splitlines() or [""]
    match = re.match(r"HTTP/\d(?:\.\d)? (\d{3})\b", first)
    if not match:
        raise PageRefused("the record holds no answer of a web server", cure=_AGAIN)
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().casefold(), value.strip())
    return int(match.group(1)), headers, body


def unchunk(body: bytes) -> bytes:
    """A body without its chunks' sizes; as it is where there are none, since some crawlers took them out already.

    Raises:
        PageRefused: it ends in the midst of a chunk.
    """
    parts: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\n", at, at + 1024)
        size = re.match(rb"([0-9a-fA-F]{1,8})\s*(?:;[^\n]*)?\r?\n", body[at : end + 1]) if end >= 0 else None
        if size is None:
            if at == 0:
                return body
            raise PageRefused("its body ends in the midst of a chunk", cure="Fetch the page again")
        length = int(size.group(1), 16)
        if length == 0:
            return b"".join(parts)
        start = end + 1
        if start + length > len(body):
            raise PageRefused("its body ends in the midst of a chunk", cure="Fetch the page again")
        parts.append(body[start : start + length])
        at = start + length
        at += 2 if body[at : at + 2] == b"\r\n" else 1


def _instant(date: str) -> str:
    """A record's date to the second; empty where it has none."""
    match = re.match(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z$", date)
    return f"{match.group(1)}Z" if match else ""
