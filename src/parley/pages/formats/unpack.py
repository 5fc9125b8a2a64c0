"""Bytes of a file, packed with gzip or not, read a little at a time: memory stays small whatever they unpack to."""

from __future__ import annotations

import zlib
from contextlib import suppress
from io import BytesIO
from typing import IO

from parley.errors import PageRefused

CHUNK = 65_536
RATIO = 500
"""Unpacked to packed; JSON and HTML of one site reach a few dozen."""
SMALL = 64 << 20
"""So much may be unpacked before the ratio counts."""
LONGEST_LINE = 65_536
GZIP = b"\x1f\x8b"


class Unpacked:
    """A stream of unpacked bytes with a look-ahead; several gzip members one after the other are one stream.

    Args:
        source: the file, opened for bytes.
        where: its location, for messages.
    """

    def __init__(self, source: IO[bytes], *, where: str) -> None:
        self._source = source
        self._where = where
        self._ahead = b""
        self._raw = source.read(CHUNK)
        self._inflater = zlib.decompressobj(31) if self._raw.startswith(GZIP) else None
        self._packed = self._unpacked = 0
        self._damaged = self._ended = False

    def peek(self, size: int) -> bytes:
        """The next bytes, fewer at the end; they are still to be read.

        Raises:
            PageRefused: they are damaged, or unpack to more than they may.
        """
        while len(self._ahead) < size and (part := self._more()):
            self._ahead += part
        return self._ahead[:size]

    def glimpse(self, size: int) -> bytes:
        """The next bytes, fewer where the file ends or is damaged; they are still to be read."""
        with suppress(PageRefused):
            self.peek(size)
        return self._ahead[:size]

    def read(self, size: int) -> bytes:
        """The next bytes, fewer only at the end.

        Raises:
            PageRefused: they are damaged, or unpack to more than they may.
        """
        if len(self._ahead) >= size:
            found, self._ahead = self._ahead[:size], self._ahead[size:]
            return found
        parts, length = [self._ahead], len(self._ahead)
        self._ahead = b""
        while length < size and (part := self._more()):
            parts.append(part)
            length += len(part)
        found = b"".join(parts)
        self._ahead = found[size:]
        return found[:size]

    def skip(self, size: int) -> int:
        """Leave out so many bytes; returns how many there were."""
        left = size
        while left > 0 and (part := self.read(min(left, CHUNK))):
            left -= len(part)
        return size - left

    def readline(self, longest: int = LONGEST_LINE) -> bytes:
        """The next line with its end; cut off where it is longer than it may be; empty at the end.

        Raises:
            PageRefused: the bytes are damaged, or unpack to more than they may.
        """
        looked = 0
        parts = [self._ahead]
        length = len(self._ahead)
        self._ahead = b""
        while True:
            at = parts[-1].find(b"\n")
            if at >= 0:
                looked = length - len(parts[-1]) + at + 1
                break
            if length >= longest or not (part := self._more()):
                looked = length
                break
            parts.append(part)
            length += len(part)
        whole = b"".join(parts)
        size = min(looked, longest)
        self._ahead = whole[size:]
        return whole[:size]

    def recover(self) -> bool:
        """After a refusal: whether there is more to read; damaged packed bytes are left out up to the next member."""
        while True:
            if self._damaged and not self._next_member():
                return False
            self._damaged = False
            try:
                return bool(self.peek(1))
            except PageRefused:
                if not self._damaged:
                    return False

    def _next_member(self) -> bool:
        """Go on at the next gzip member; False where there is none."""
        self._ahead = b""
        self._raw = self._raw[1:]
        while True:
            at = self._raw.find(GZIP + b"\x08")
            if at >= 0:
                self._raw = self._raw[at:]
                self._inflater = zlib.decompressobj(31)
                return True
            more = self._source.read(CHUNK)
            if not more:
                self._raw = b""
                return False
            self._raw = self._raw[-2:] + more

    def _more(self) -> bytes:
        """Some more bytes; empty at the end."""
        if self._inflater is None:
            found, self._raw = self._raw or self._source.read(CHUNK), b""
            return found
        while True:
            self._raw = self._raw or self._source.read(CHUNK)
            if not self._raw:
                return self._last(self._inflater)
            if self._inflater.eof:
                self._raw = self._raw.lstrip(b"\x00")  # some tools fill up the end
                if self._raw.startswith(GZIP):
                    self._inflater = zlib.decompressobj(31)
                elif self._raw and not self._next_member():
                    return b""
            elif found := self._inflate(self._inflater):
                return found

    def _last(self, inflater: zlib._Decompress) -> bytes:
        """What is still held back when the file has ended."""
        if inflater.eof or self._ended:
            return b""
        if rest := inflater.decompress(b"", CHUNK):
            return rest
        self._ended = True
        raise PageRefused("the file ends in the midst of packed bytes", where=self._where, cure=_AGAIN)

    def _inflate(self, inflater: zlib._Decompress) -> bytes:
        before = len(self._raw)
        try:
            found = inflater.decompress(self._raw, CHUNK)
        except zlib.error as error:
            self._damaged = True
            raise PageRefused(f"its packed bytes are damaged ({error})", where=self._where, cure=_AGAIN) from error
        self._raw = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
        self._packed += before - len(self._raw)
        self._unpacked += len(found)
        if self._unpacked > max(SMALL, RATIO * self._packed):
            what = f"it unpacks to over {RATIO} times its size; this looks like a bomb"
            self._source, self._raw, self._inflater = BytesIO(), b"", None
            raise PageRefused(what, where=self._where, cure="Make the file anew, or unpack it yourself")
        return found


_AGAIN = "Fetch or make the file again"


def inflate_body(content: bytes, encoding: str, largest: int) -> bytes:
    """The body of an answer of the web without its content encoding.

    Args:
        content: the body as it was sent.
        encoding: what the header Content-Encoding says.
        largest: so many bytes may come out.

    Raises:
        PageRefused: it is damaged, too large, or in an encoding that is not known.
    """
    for name in reversed([part.strip().casefold() for part in encoding.split(",")]):
        if name in ("", "identity"):
            continue
        if name not in ("gzip", "x-gzip", "deflate", "br"):
            raise PageRefused(f"its content encoding {name[:40]!r} is not known", cure="Fetch the page again")
        try:
            content = _unbrotli(content, largest) if name == "br" else _inflated(content, largest)
        except (zlib.error, ValueError) as error:
            raise PageRefused(f"its {name} bytes are damaged", cure="Fetch the page again") from error
    return content


def _inflated(content: bytes, largest: int) -> bytes:
    if not content.startswith(GZIP) and content[:1] not in (
        b"\x78",
        b"\x08",
        b"\x18",
        b"\x28",
        b"\x38",
        b"\x48",
        b"\x58",
        b"\x68",
    ):
        return _bounded(zlib.decompressobj(-15), content, largest)
    return _bounded(zlib.decompressobj(47), content, largest)


def _bounded(inflater: zlib._Decompress, content: bytes, largest: int) -> bytes:
    found = inflater.decompress(content, largest + 1)
    if len(found) > largest:
        raise PageRefused(f"its body unpacks to more than the {largest:,} bytes allowed", cure="Leave it out")
    return found


def _unbrotli(content: bytes, largest: int) -> bytes:
    import brotli  # noqa: PLC0415 - rarely needed

    unpacker = brotli.Decompressor()
    parts, length, given = [], 0, content
    try:
        while not unpacker.is_finished():
            part = unpacker.process(given, output_buffer_limit=CHUNK)
            if not part and not given:
                raise ValueError("cut off")
            given = b""
            parts.append(part)
            length += len(part)
            if length > largest:
                raise PageRefused(f"its body unpacks to more than the {largest:,} bytes allowed", cure="Leave it out")
    except brotli.error as error:
        raise ValueError(str(error)) from error
    return b"".join(parts)
