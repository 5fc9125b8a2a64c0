"""Bytes to text: byte order marks, the declared encoding, UTF-8, then detection."""

from __future__ import annotations

import codecs
import re

from parley.errors import PageRefused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_KINDS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"WARC/", "a web archive"),
    (b"\x7fELF", "a program"),
)


def decode(content: bytes, *, where: str) -> str:
    """The text that some bytes hold.

    Args:
        content: the bytes as fetched.
        where: the page's location, for the message.

    Raises:
        PageRefused: they are empty, not text, or in no encoding that gives text.
    """
    if not content.strip():
        raise PageRefused("the page is empty", where=where, cure="Fetch it again or leave it out")
    for start, kind in _KINDS:
        if content.startswith(start):
            raise PageRefused(
                f"this is {kind}, not text or HTML", where=where, cure="Save the page as HTML or plain text"
            )
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding, where)
    if b"\x00" in content:
        raise PageRefused(
            "these are binary data, not text or HTML", where=where, cure="Save the page as HTML or plain text"
        )
    declared = _DECLARED.search(content[:4096])
    names = [(declared.group(1) or declared.group(2)).decode("ascii")] if declared else []
    for encoding in ("utf-8", *names):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return _detected(content, where)


def _strictly(content: bytes, encoding: str, where: str) -> str:
    try:
        # The zero character is none of a text, and not every database can store it.
        return content.decode(encoding).replace("\x00", "\ufffd")
    except UnicodeDecodeError as error:
        raise PageRefused(
            f"the page says it is {encoding} but is not", where=where, cure="Save it again as UTF-8"
        ) from error


def _detected(content: bytes, where: str) -> str:
    """The text by detection, from a sample that is large enough to tell."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - rarely needed, slow to import

    best = from_bytes(content[:200_000]).best()
    for encoding in ([best.encoding] if best else []) + ["cp1252"]:
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise PageRefused("the page is in no encoding that gives text", where=where, cure="Save it again as UTF-8")
