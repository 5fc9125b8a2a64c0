"""RSS 2.0, Atom 1.0 (RFC 4287) and JSON Feed 1.1 of statements or passages, such as a saved search finds.

A feed is written an item at a time. Characters that XML forbids are shown as U+FFFD, in JSON too, so
that all three say the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from lxml import etree

from parley.exports.about import About, write_moment
from parley.exports.addresses import web_address
from parley.exports.characters import legal, one_line
from parley.exports.feed_items import FeedItem, feed_items, feed_name
from parley.exports.files import Target, whole_file
from parley.exports.stream import write_json_list
from parley.terms.tables import Hit, StatementRow

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"


def write_rss(rows: Iterable[StatementRow | Hit], target: Target, *, about: About) -> int:
    """Write rows as an RSS 2.0 channel.

    Args:
        rows: statements or passages.
        target: a path, or a file open for bytes.
        about: title, address of the feed, times.

    Returns:
        How many items were written.

    Raises:
        UsageError: a time in ``about`` is none.
        ParleyError: the file cannot be written.
    """
    number = 0
    made = format_datetime(about.made, usegmt=True)
    with whole_file(target) as file, etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("rss", version="2.0", nsmap={"atom": ATOM}), xml.element("channel"):
            _write_elements(xml, "", title=_title(about), link=feed_name(about), description=_description(about))
            if address := web_address(about.address):
                own = {"href": address, "rel": "self", "type": "application/rss+xml"}
                xml.write(etree.Element(f"{{{ATOM}}}link", own))
            _write_elements(xml, "", lastBuildDate=made, generator="Parley")
            for number, item in enumerate(feed_items(rows, about), 1):  # noqa: B007  the last one is the count
                _write_rss_item(xml, item)
    return number


def write_atom(rows: Iterable[StatementRow | Hit], target: Target, *, about: About) -> int:
    """Write rows as an Atom 1.0 feed.

    Args:
        rows: statements or passages.
        target: a path, or a file open for bytes.
        about: title, address of the feed, times.

    Returns:
        How many entries were written.

    Raises:
        UsageError: a time in ``about`` is none.
        ParleyError: the file cannot be written.
    """
    number = 0
    made = write_moment(about.made)
    with whole_file(target) as file, etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{ATOM}}}feed", nsmap={None: ATOM}):
            facts = {"id": feed_name(about), "title": _title(about), "subtitle": _description(about), "updated": made}
            _write_elements(xml, ATOM, **facts, generator="Parley")
            with xml.element(f"{{{ATOM}}}author"):
                _write_elements(xml, ATOM, name="Parley")
            if address := web_address(about.address):
                own = {"href": address, "rel": "self", "type": "application/atom+xml"}
                xml.write(etree.Element(f"{{{ATOM}}}link", own))
            for number, item in enumerate(feed_items(rows, about), 1):  # noqa: B007  the last one is the count
                _write_atom_entry(xml, item)
    return number


def write_json_feed(rows: Iterable[StatementRow | Hit], target: Target, *, about: About) -> int:
    """Write rows as a JSON Feed 1.1.

    Args:
        rows: statements or passages.
        target: a path, or a file open for bytes.
        about: title, address of the feed, times.

    Returns:
        How many items were written.

    Raises:
        UsageError: a time in ``about`` is none.
        ParleyError: the file cannot be written.
    """
    head = {"version": JSON_FEED, "title": _title(about), "description": _description(about)}
    if address := web_address(about.address):
        head["feed_url"] = address
    before = json.dumps(head)[:-1] + ', "items": '
    with whole_file(target) as file:
        return write_json_list(file, map(_json_item, feed_items(rows, about)), before=before, after="}")


def _title(about: About) -> str:
    return one_line(about.title) or "Parley"


def _description(about: About) -> str:
    search = f"the saved search {one_line(about.search)}" if about.search else "a record of who said what"
    return f"From {search}. What is marked (not reviewed) was found by a machine and judged by no person."


def _json_item(item: FeedItem) -> dict[str, Any]:
    found: dict[str, Any] = {"id": item.id, "title": item.title, "content_text": item.text}
    if item.url:
        found["url"] = item.url
    found["date_modified"] = write_moment(item.updated)
    return found | ({"tags": list(item.tags)} if item.tags else {})


def _write_rss_item(xml: Any, item: FeedItem) -> None:
    with xml.element("item"):
        guid = etree.Element("guid", isPermaLink="false")
        guid.text = item.id
        xml.write(guid)
        links = {"link": item.url} if item.url else {}
        _write_elements(xml, "", title=item.title, **links, description=item.text, pubDate=_rfc_822(item.updated))
        for tag in item.tags:
            _write_elements(xml, "", category=tag)


def _write_atom_entry(xml: Any, item: FeedItem) -> None:
    with xml.element(f"{{{ATOM}}}entry"):
        _write_elements(xml, ATOM, id=item.id, title=item.title, updated=write_moment(item.updated))
        if item.url:
            xml.write(etree.Element(f"{{{ATOM}}}link", {"href": item.url, "rel": "alternate"}))
        _write_elements(xml, ATOM, content=item.text)
        for tag in item.tags:
            xml.write(etree.Element(f"{{{ATOM}}}category", {"term": tag}))


def _write_elements(xml: Any, namespace: str, **texts: str) -> None:
    for name, text in texts.items():
        with xml.element(f"{{{namespace}}}{name}" if namespace else name):
            xml.write(legal(text))


def _rfc_822(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)
