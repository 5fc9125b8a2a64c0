"""Sitemaps, news sitemaps and lists of sitemaps (sitemaps.org), read element by element."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from lxml import etree

from parley.errors import PageRefused
from parley.pages.feeds.listing import MOST_ADDRESSES, Kind, Link, Listing, moment, one_line

_ENTRIES = frozenset(("url", "sitemap"))


def read_sitemap(content: bytes, kind: Kind) -> Listing:
    """What a sitemap, or a list of sitemaps, lists.

    Args:
        content: the document.
        kind: sitemap, or sitemap index.

    Raises:
        PageRefused: it lists nothing.
    """
    links: list[Link] = []
    cut = False
    elements = etree.iterparse(
        BytesIO(content), events=("end",), resolve_entities=False, no_network=True, load_dtd=False, recover=True
    )
    try:
        for _, element in elements:
            if _name(element) not in _ENTRIES:
                continue
            if len(links) == MOST_ADDRESSES:
                cut = True
                break
            if link := _link(element):
                links.append(link)
            element.clear()
            while (before := element.getprevious()) is not None:
                element.getparent().remove(before)
    except etree.XMLSyntaxError as error:
        if not links:
            raise PageRefused("the sitemap is broken", cure="Open it in a browser") from error
    return Listing(kind=kind, title=None, links=tuple(links), cut=cut)


def _name(element: Any) -> str:
    """An element's name without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _link(element: Any) -> Link | None:
    said: dict[str, str] = {}
    for part in element.iter():
        if part.text and _name(part):
            said.setdefault(_name(part), part.text)
    url = said.get("loc", "").strip()
    if not url:
        return None
    published = moment(said.get("publication_date"))
    date = published or moment(said.get("lastmod"))
    return Link(url=url, date=date, announced=published is not None, title=one_line(said.get("title")))
