"""What a document is, and what it lists. Runs in the process that is kept for strangers' bytes.

Law of this module: memory and time grow with what is read, never with what a document claims or packs.
"""

from __future__ import annotations

import codecs
import re
from io import BytesIO

from parley.errors import PageRefused
from parley.pages.feeds import json_feed, outlines, sitemaps, syndication, web_page
from parley.pages.feeds.listing import Kind, Listing
from parley.pages.formats.unpack import GZIP, Unpacked

LARGEST = 50_000_000
"""Bytes of a document after unpacking; the protocol of sitemaps allows no more."""
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_BEFORE_ROOT = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>]|\[.*?\]\s*(?=>))*>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?([\w.-]{1,40})")
_KINDS: dict[bytes, Kind] = {
    b"rss": "rss",
    b"rdf": "rss",
    b"channel": "rss",
    b"feed": "atom",
    b"urlset": "sitemap",
    b"sitemapindex": "sitemap index",
    b"opml": "opml",
}
"""Names of the outermost elements, in small letters."""


def list_links(content: bytes) -> Listing:
    """What a document lists.

    Args:
        content: its bytes, packed with gzip or not.

    Raises:
        PageRefused: it is damaged, too large, or lists nothing by its kind.
    """
    content = _narrow(_unpacked(content))
    kind = kind_of(content)
    if kind == "json":
        return json_feed.read_feed(content)
    if kind in ("rss", "atom"):
        return syndication.read_feed(content, kind)
    if kind in ("sitemap", "sitemap index"):
        return sitemaps.read_sitemap(content, kind)
    return outlines.read_outline(content) if kind == "opml" else web_page.read_page(content)


def kind_of(content: bytes) -> Kind:
    """What a document is, by its outermost element; a web page where that is none of a list.

    Args:
        content: in an encoding that agrees with ASCII.
    """
    start = content[:65_536].removeprefix(codecs.BOM_UTF8)
    if start.lstrip().startswith(b"{"):
        return "json"
    place = 0
    while found := _BEFORE_ROOT.match(start, place):
        place = found.end()
    root = _ROOT.match(start, place)
    return _KINDS.get(root.group(1).lower(), "page") if root else "page"


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(GZIP):
        return content
    found = Unpacked(BytesIO(content), where="").read(LARGEST + 1)
    if len(found) > LARGEST:
        raise PageRefused(f"it unpacks to more than {LARGEST:,} bytes", cure="Leave it out")
    return found


def _narrow(content: bytes) -> bytes:
    """The same in UTF-8 where it is in an encoding of wide characters."""
    for mark, encoding in _WIDE:
        if content.startswith(mark):
            text = content.decode(encoding, "replace")
            return _DECLARATION.sub("", text).encode("utf-8", "replace")
    return content
