"""RSS in its versions, RDF and Atom, by feedparser, which reads broken ones too."""

from __future__ import annotations

import re
import time
from io import BytesIO
from itertools import islice
from typing import Any

import feedparser

from parley.errors import PageRefused
from parley.pages.feeds.listing import EARLIEST, MOST_ENTRIES, Kind, Link, Listing, one_line

_END = re.compile(rb"</(?:[\w.-]{1,40}:)?(?:item|entry)\s*>", re.IGNORECASE)
_OUTER = re.compile(rb"<((?:[\w.-]{1,40}:)?(?:rss|rdf|feed|channel))[\s>]", re.IGNORECASE)


def read_feed(content: bytes, kind: Kind) -> Listing:
    """What a feed lists.

    Args:
        content: the document.
        kind: rss or atom.

    Raises:
        PageRefused: nothing in it is a feed.
    """
    content, cut = _bounded(content)
    # A file object: given bytes, the library may take them for an address or the name of a file.
    found = feedparser.parse(BytesIO(content), resolve_relative_uris=False, sanitize_html=False)
    if not found.entries and not found.feed:
        raise PageRefused("the feed cannot be read: it is empty or broken", cure="Open it in a browser")
    links = [link for entry in found.entries[:MOST_ENTRIES] if (link := _link(entry))]
    return Listing(kind=kind, title=one_line(found.feed.get("title")), links=tuple(links), cut=cut)


def _bounded(content: bytes) -> tuple[bytes, bool]:
    """The feed with as many entries as are read, and whether there were more.

    The library takes half a millisecond and some kilobytes for each entry.
    """
    ends = [match.end() for match in islice(_END.finditer(content), MOST_ENTRIES + 1)]
    if len(ends) <= MOST_ENTRIES:
        return content, False
    outer = _OUTER.search(content)
    name = outer.group(1) if outer else b"rss"
    inner = b"</channel>" if name.lower().endswith(b"rss") else b""
    return content[: ends[-2]] + inner + b"</" + name + b">", True


def _link(entry: Any) -> Link | None:
    """The page that an entry is about; None where it names none."""
    url = entry.get("link") or _alternate(entry)
    if not isinstance(url, str) or not url.strip():
        return None
    published = _date(entry.get("published_parsed"))
    date = published or _date(entry.get("updated_parsed"))
    return Link(url=url.strip(), date=date, announced=published is not None, title=one_line(entry.get("title")))


def _alternate(entry: Any) -> str | None:
    """An address that stands elsewhere in an entry: an identifier that is one."""
    name = entry.get("id")
    return name if isinstance(name, str) and name.startswith(("http://", "https://")) else None


def _date(when: Any) -> str | None:
    if not isinstance(when, time.struct_time) or not EARLIEST <= when.tm_year <= 9999:
        return None
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", when)
