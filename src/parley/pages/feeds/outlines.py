"""Lists of feeds as feed readers exchange them: OPML 1 and 2 (opml.org)."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from parley.errors import PageRefused
from parley.pages.feeds.listing import MOST_ENTRIES, Link, Listing, one_line


def read_outline(content: bytes) -> Listing:
    """The feeds that a list names, those in folders too, each once.

    Raises:
        PageRefused: it is broken.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    tree = etree.fromstring(content, parser)
    if tree is None:
        raise PageRefused("the list of feeds is broken", cure="Export it again from your feed reader")
    links: dict[str, Link] = {}
    for element in tree.iter("outline"):
        given = {str(name).lower(): str(value) for name, value in element.attrib.items()}
        url = given.get("xmlurl", "").strip()
        if url:
            title = one_line(given.get("title") or given.get("text"))
            links.setdefault(url, Link(url=url, title=title))
    found = tuple(links.values())
    title = one_line(tree.findtext("head/title"))
    return Listing(kind="opml", title=title, links=found[:MOST_ENTRIES], cut=len(found) > MOST_ENTRIES)


def write_outline(feeds: Iterable[tuple[str, str, str]], *, title: str) -> str:
    """A list of feeds, for feed readers.

    Args:
        feeds: name, address and kind ("rss", "atom", ...) of each.
        title: of the list.
    """
    lines = [
        f"    <outline type={quoteattr(kind)} text={quoteattr(name)} title={quoteattr(name)} xmlUrl={quoteattr(url)}/>"
        for name, url, kind in feeds
    ]
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head><title>{escape(title)}</title></head>'
    )
    return "\n".join([head, "  <body>", *lines, "  </body>", "</opml>", ""])
