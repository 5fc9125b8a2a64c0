"""Word documents (DOCX): paragraphs and tables in their order, headers and footers as furniture ("docx-1").

Runs in the process of ``sandboxed``. The archive's list of contents is checked before anything is unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from parley.errors import PageRefused
from parley.pages.marked import Hints, Marked, mark_paragraphs
from parley.terms.text import Byline

RENDITION = "docx-1"
MOST_ENTRIES = 20_000
MOST_BYTES = 256 << 20
"""All entries, unpacked."""
RATIO = 200
"""Unpacked to packed, for entries larger than ``SMALL``; XML packs to about a thirtieth."""
SMALL = 1 << 20
MOST_CHARACTERS = 10_000_000
_NO_AUTHOR = re.compile(r"^(?:admin|user|owner|microsoft|unknown|author|default|python-docx)\w*\b|[@\d]", re.IGNORECASE)
_NO_TITLE = re.compile(r"^(?:word document|microsoft|untitled|document\d*$)|\.docx?\b", re.IGNORECASE)


def mark_up(content: bytes) -> Marked:
    """What a Word document says.

    Args:
        content: the file.

    Raises:
        PageRefused: it is locked, damaged, too large unpacked, or shows no text.
    """
    from docx import Document  # noqa: PLC0415 - only when the archive is one that may be opened

    check_archive(content)
    try:
        document = Document(io.BytesIO(content))
        paragraphs = list(_paragraphs(document))
    except (ValueError, KeyError, AttributeError, OSError, zipfile.BadZipFile, zlib.error, SyntaxError) as error:
        if "memory" in str(error).casefold() or "unknown error" in str(error):  # the XML parser's words
            raise MemoryError from error
        raise _damaged() from error
    if not any(own and text for text, own, _ in paragraphs):
        raise PageRefused("the document shows no text", cure="It may be a picture: save it with its text")
    if sum(len(text) for text, _, _ in paragraphs) > MOST_CHARACTERS:
        raise PageRefused("the document has more text than is allowed", cure="Split it and read the parts")
    titles = [text for text, own, style in paragraphs if own and text and style == "Title"]
    headings = [text for text, own, style in paragraphs[:10] if own and text and style == "Heading 1"]
    return mark_paragraphs(
        [(text, own) for text, own, _ in paragraphs],
        rendition=RENDITION,
        trusted=False,
        title=titles[0] if titles else headings[0] if len(headings) == 1 else None,
        hints=_metadata(document),
    )


def check_archive(content: bytes) -> None:
    """Refuse a document by its archive's list of contents.

    Raises:
        PageRefused: it is damaged, encrypted, or would unpack to more than it may.
    """
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        what = "this is a Word document locked with a password, or one of the old .doc kind"
        raise PageRefused(what, cure="Save it as .docx without a password")
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _damaged() from error
    too_large = (
        len(entries) > MOST_ENTRIES
        or sum(entry.file_size for entry in entries) > MOST_BYTES
        or any(entry.file_size > max(SMALL, RATIO * entry.compress_size) for entry in entries)
    )
    if too_large:
        what = "the document unpacks to far more than it may; this looks like a zip bomb"
        raise PageRefused(what, cure="Save it anew, or save it as plain text")
    if any(entry.flag_bits & 1 for entry in entries):
        raise PageRefused("the document is locked with a password", cure="Save it without one")


def _damaged() -> PageRefused:
    return PageRefused("the Word document is damaged or not whole", cure="Open it and save it anew")


def _paragraphs(document: Any) -> Iterator[tuple[str, bool, str]]:
    """Each paragraph with whether it is the document's own and the name of its style."""
    for part in ("header", "footer"):
        seen: set[str] = set()
        for section in document.sections:
            for paragraph in getattr(section, part).paragraphs:
                words = _words(paragraph.text)
                if words not in seen and part == "header":
                    yield words, False, ""
                seen.add(words)
        if part == "header":
            yield from _body(document)
        else:
            yield from ((words, False, "") for words in sorted(seen))


def _body(document: Any) -> Iterator[tuple[str, bool, str]]:
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                cells = dict.fromkeys(_words(cell.text) for cell in row.cells)  # a merged cell comes more than once
                yield " | ".join(cell for cell in cells if cell), True, ""
        else:
            style = block.style.name if block.style is not None else ""
            for line in block.text.split("\n"):
                yield _words(line), True, style or ""


def _words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _metadata(document: Any) -> Hints:
    """Title, author and day of making as the file states them: often those of a template."""
    found = document.core_properties
    title, author = (found.title or "").strip(), (found.author or "").strip()
    names = [name.strip() for name in re.split(r"[;,]|\band\b", author)]
    return Hints(
        title=title if title and not _NO_TITLE.search(title) else None,
        date=found.created.date().isoformat() if found.created is not None else None,
        byline=tuple(Byline(name=name) for name in names[:6] if len(name.split()) > 1 and not _NO_AUTHOR.search(name)),
    )
