"""Bodies as they come over the wire to their content, within caps on bytes and on how much they swell."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator

from parley.errors import PageRefused
from parley.pages.fetching.outcome import Limits

ACCEPTED = "gzip, deflate"
_STEP = 65_536
"""Bytes that are unpacked at once."""
_MOST_MEMBERS = 64
"""Parts of one gzip body; a server's own are one."""
_Unpack = Callable[[Iterable[bytes]], Iterator[bytes]]


def read_body(chunks: Iterable[bytes], *, encoding: str, limits: Limits, where: str) -> bytes:
    """The content of a body.

    Args:
        chunks: as they come.
        encoding: the header Content-Encoding; empty if there is none.
        limits: of the fetch.
        where: the address, for the message.

    Raises:
        PageRefused: it is packed in an unknown way, broken, or too large when unpacked.
    """
    names = [name for name in (part.strip().lower() for part in encoding.split(",")) if name not in ("", "identity")]
    if len(names) > 1 or (names and names[0] not in _UNPACKERS):
        shown = "".join(sign if sign.isprintable() else "?" for sign in encoding[:40])
        cure = "Save the page in a browser and read the file"
        raise PageRefused(f"the page is packed in a way that was not asked for ({shown})", where=where, cure=cure)
    counted = _Counted(chunks)
    pieces = _UNPACKERS[names[0]](counted) if names else iter(counted)
    content = bytearray()
    try:
        for piece in pieces:
            content += piece
            if len(content) > limits.content_bytes:
                if limits.cut:
                    return bytes(content[: limits.content_bytes])
                raise too_large(limits, where)
            if names and len(content) > max(limits.ratio_from, counted.bytes * limits.ratio):
                what = f"the page unpacks to more than {limits.ratio} times its size, as a bomb does"
                raise PageRefused(what, where=where, cure="Leave it out, or save it in a browser and read the file")
    except (zlib.error, EOFError) as error:
        what = f"the page's {names[0] if names else 'body'} is broken or ends too early"
        raise PageRefused(what, where=where, cure="Try again later") from error
    return bytes(content)


def too_large(limits: Limits, where: str) -> PageRefused:
    """The refusal of a page over the size that is allowed."""
    cure = "Leave it out, or raise the setting `largest_page_bytes`"
    return PageRefused(f"the page has more than the {limits.content_bytes:,} bytes allowed", where=where, cure=cure)


class _Counted:
    """Chunks whose bytes are counted as they pass."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self.bytes = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self.bytes += len(chunk)
            yield chunk


def _gzip(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The content of a gzip body of one or a few members; what follows the last one is left, as browsers do."""
    unpacker, members, begun = zlib.decompressobj(31), 1, False
    for chunk in chunks:
        rest = chunk
        while rest:
            if unpacker.eof:
                if members == _MOST_MEMBERS or not rest.startswith(b"\x1f"):
                    return
                unpacker, members = zlib.decompressobj(31), members + 1
            yield from _steps(unpacker, rest)
            begun, rest = True, unpacker.unused_data
    if begun and not unpacker.eof:
        raise EOFError


def _deflate(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The content of a deflate body, with the wrapper that the standard wants or, as some servers send it, without."""
    unpacker, start = None, b""
    for chunk in chunks:
        start += chunk
        if unpacker is None:
            if len(start) < 2:
                continue
            wrapped = start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0
            unpacker = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        yield from _steps(unpacker, start)
        start = b""
    if start or (unpacker is not None and not unpacker.eof):
        raise EOFError


def _steps(unpacker: zlib._Decompress, packed: bytes) -> Iterator[bytes]:
    """What some bytes unpack to, a step at a time."""
    while True:
        piece = unpacker.decompress(packed, _STEP)
        packed = unpacker.unconsumed_tail
        if piece:
            yield piece
        if unpacker.eof or (not packed and len(piece) < _STEP):
            return


_UNPACKERS: dict[str, _Unpack] = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate}
