"""The feeds that a web page names in its head: ``<link rel="alternate">`` (HTML Standard, 4.6.7.1)."""

from __future__ import annotations

import lxml.html
from lxml import etree

from parley.errors import PageRefused
from parley.pages.feeds.listing import Link, Listing, one_line

_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/json",
    "application/xml",
    "text/xml",
)
_MOST = 50
_CURE = "Name the address of its feed or sitemap, or read single pages with parley read"


def read_page(content: bytes) -> Listing:
    """The feeds of a page, those of comments last.

    Raises:
        PageRefused: it names none.
    """
    try:
        tree = lxml.html.document_fromstring(content)
    except (etree.LxmlError, ValueError) as error:
        raise PageRefused("this is neither a feed nor a web page", cure=_CURE) from error
    links = [
        Link(url=href.strip(), title=one_line(element.get("title")))
        for element in tree.iter("link")
        if "alternate" in (element.get("rel") or "").lower().split()
        and (element.get("type") or "").partition(";")[0].strip().lower() in _TYPES
        and (href := element.get("href") or "").strip()
    ]
    if not links:
        raise PageRefused("this is a web page that names no feed", cure=_CURE)
    links.sort(key=_is_of_comments)
    return Listing(kind="page", title=one_line(tree.findtext(".//title")), links=tuple(links[:_MOST]))


def _is_of_comments(link: Link) -> bool:
    return "comment" in f"{link.url} {link.title or ''}".lower()
