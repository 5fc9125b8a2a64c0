"""What a feed, a sitemap or a list of feeds says, in one shape.

Law of this module: a listing can be carried as JSON between processes; what comes back is checked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal, get_args

Kind = Literal["rss", "atom", "json", "sitemap", "sitemap index", "opml", "page"]
"""What a document is: a feed in one of three languages, a sitemap, a list of sitemaps, a list of feeds, a web page."""
EARLIEST = 1900
"""Years before it are mistakes of programs."""
MOST_ENTRIES = 10_000
"""Entries of one feed that are read; feeds have a few dozen."""
MOST_ADDRESSES = 50_000
"""Addresses of one sitemap that are read; the protocol allows no more."""
_DAY = re.compile(r"(?:19|[2-9][0-9])[0-9]{2}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address that a document lists: of an item, a sitemap, or a feed."""

    url: str
    """As written; relative ones are relative to the document."""
    date: str | None = None
    """When it was published or changed: ISO date, or date and time in UTC; None where the document does not say."""
    announced: bool = False
    """Whether that is when it was published, and not when it last changed."""
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one document lists."""

    kind: Kind
    title: str | None
    links: tuple[Link, ...]
    """Items of a feed or sitemap; sitemaps of an index; feeds of a list or a page."""
    cut: bool = False
    """Whether it lists more than are read."""


def to_plain(listing: Listing) -> dict[str, Any]:
    """What JSON can carry."""
    return asdict(listing)


def from_plain(found: Mapping[str, Any]) -> Listing:
    """The listing that ``to_plain`` wrote.

    Raises:
        KeyError, TypeError, ValueError: it is something else; it came from a process that read a stranger's bytes.
    """
    if found["kind"] not in get_args(Kind):
        raise ValueError(found["kind"])
    links = tuple(
        Link(
            url=str(one["url"]),
            date=_text(one["date"]),
            announced=bool(one["announced"]),
            title=_text(one["title"]),
        )
        for one in found["links"]
    )
    return Listing(kind=found["kind"], title=_text(found["title"]), links=links, cut=bool(found["cut"]))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def moment(text: object) -> str | None:
    """A time as documents write it, as ISO: a date, or date and time in UTC; None where it is none.

    Args:
        text: of RFC 3339 or a W3C date; a time without zone is taken as UTC.
    """
    if not isinstance(text, str):
        return None
    written = text.strip()[:40]
    try:
        if _DAY.fullmatch(written):
            datetime.fromisoformat(written + "-01-01"[len(written) - 4 :])
            return written
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    try:
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except OverflowError:
        return None
    return f"{found:%Y-%m-%dT%H:%M:%SZ}" if found.year >= EARLIEST else None


def one_line(text: object, *, longest: int = 300) -> str | None:
    """A name on one line, without signs that no text has; None where nothing is left."""
    if not isinstance(text, str):
        return None
    words = "".join(sign if sign.isprintable() else " " for sign in text[: longest * 4]).split()
    return " ".join(words)[:longest] or None
