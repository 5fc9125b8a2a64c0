"""Texts and views on them: Page, Block, Piece, Article, Teaser, Span, Sentence.

Law of this module: offsets are code points, [start, end). A page text never changes; an
article's text is made of pieces of it, and the piece table leads every character back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

BlockRole = Literal["title", "lead", "body", "teaser", "comment", "furniture"]
Genre = Literal["interview", "note", "opinion", "wire", "press release", "communiqué", "speech", "other"]
MediaType = Literal[
    "text/plain",
    "text/html",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "message/rfc822",
    "application/json",
    "text/x-lexisnexis",
    "text/x-factiva",
]
"""What bytes are. The last three are one line or document of a file that holds many."""
ENDINGS: dict[MediaType, str] = {
    "text/plain": "txt",
    "text/html": "html",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "message/rfc822": "eml",
    "application/json": "json",
    "text/x-lexisnexis": "txt",
    "text/x-factiva": "txt",
}
"""How the names of files end that hold such bytes."""

PARAGRAPH_BREAK = "\n\n"
"""What joins the lead and body blocks in an article's text."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text, [start, end) in code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The words of a text at this span."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Bytes as they were fetched; never changed."""

    location: str
    """File path or address the bytes came from; "-" for standard input."""
    content: bytes
    sha256: str
    """SHA-256 of ``content``, in hexadecimal."""
    fetched_at: str
    """ISO date and time in UTC, ending in Z."""
    media_type: MediaType
    url: str | None = None
    charset: str | None = None
    """The encoding that the server declared, as it wrote it; None where it declared none."""
    announced: str | None = None
    """When it was published, as the feed that lists it says: ISO date, or date and time in UTC."""

    @property
    def name(self) -> str:
        """The file's name without its ending: the article's id; "news.warc#12" for a part of a file."""
        last = self.location.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
        whole, mark, number = last.rpartition("#")
        last, part = (whole, mark + number) if whole and number.isdecimal() else (last, "")
        stem, dot, _ = last.rpartition(".")
        return (stem if dot and stem else last) + part


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of page text with a role; the blocks of a page tile it."""

    start: int
    end: int
    role: BlockRole
    copy_of: int | None = None
    """Index of the block that this one repeats, where it repeats one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One stretch of an article's text and where it stands in the page text."""

    start: int
    end: int
    page_start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """Who wrote an article, as the page says it."""

    name: str
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a page says about one field, and where it says it."""

    field: str
    """Name of the article's field: title, date, byline, section, publication, genre, language."""
    value: str
    """As the page writes it."""
    where: str
    """Such as "JSON-LD NewsArticle headline", "meta og:title", "heading h1", "line 4", "dateline"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """A pointer on a page to another article; its sentences are not this article's."""

    title: str
    lead: str | None = None
    genre: Genre | None = None
    publication: str | None = None
    byline: Byline | None = None
    spans: tuple[Span, ...] = ()
    """Where it stands in the page text; one span for each copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page says: its fields and its text (lead and body)."""

    id: str
    page_text: str
    rendition: str
    """Name and version of the linearization that made ``page_text``, e.g. "plain-1"."""
    blocks: tuple[Block, ...]
    text: str
    pieces: tuple[Piece, ...]
    title: str | None = None
    date: str | None = None
    """ISO prefix whose length is the precision: 2023, 2023-08 or 2023-08-09."""
    sections: tuple[str, ...] = ()
    genre: Genre | None = None
    publication: str | None = None
    byline: tuple[Byline, ...] = ()
    language: str = "en"
    comments: int | None = None
    teasers: tuple[Teaser, ...] = ()
    url: str | None = None
    found: tuple[Found, ...] = field(default=(), compare=False)
    """Where each field was found; said when the page is read, not kept in the record."""

    def sheet_of(self, place: int) -> int | None:
        """The page of a PDF, counted from 1, on which a place of the page text stands; None for other pages.

        Args:
            place: an offset in ``page_text``.
        """
        return find_sheet(self.page_text, place) if self.rendition.startswith("pdf-") else None

    def page_spans(self, span: Span) -> tuple[Span, ...]:
        """Where a span of the text stands in the page text, one span for each piece it touches.

        Args:
            span: offsets in ``text``.

        Returns:
            Spans of ``page_text``, in order; the joins between pieces belong to none.
        """
        first = max(0, bisect_right([piece.start for piece in self.pieces], span.start) - 1)
        found = []
        for piece in self.pieces[first:]:
            if piece.start >= span.end:
                break
            start, end = max(span.start, piece.start), min(span.end, piece.end)
            if start < end:
                shift = piece.page_start - piece.start
                found.append(Span(start + shift, end + shift))
        return tuple(found)


def find_sheet(page_text: str, place: int) -> int:
    """The page of a PDF, counted from 1, on which a place of its page text stands.

    Two line breaks part paragraphs; each one beyond them, and one inside a paragraph, is the end of a page.
    """
    breaks = _LINE_BREAKS.finditer(page_text, 0, max(0, place))
    return 1 + sum(1 if len(one.group()) == 1 else len(one.group()) - 2 for one in breaks)


_LINE_BREAKS = re.compile(r"\n+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of an article's text."""

    start: int
    end: int
    paragraph: int
    """Index of the paragraph it stands in, from 0."""

    @property
    def span(self) -> Span:
        """Its offsets in the text."""
        return Span(self.start, self.end)
