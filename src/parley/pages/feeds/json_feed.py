"""JSON Feed, versions 1 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from typing import Any

from parley.errors import PageRefused
from parley.pages.feeds.listing import MOST_ENTRIES, Link, Listing, moment, one_line

_VERSION = "jsonfeed.org/version/"


def read_feed(content: bytes) -> Listing:
    """What a feed lists.

    Raises:
        PageRefused: it is no JSON, or no feed.
    """
    try:
        found = json.loads(content.decode("utf-8-sig", "replace"))
    except ValueError as error:
        raise PageRefused("this begins like JSON and is none", cure="Open it in a browser") from error
    if not isinstance(found, dict) or _VERSION not in str(found.get("version"))[:200]:
        raise PageRefused("this is JSON, but no JSON Feed", cure="Name the feed's own address")
    items = found.get("items")
    items = items if isinstance(items, list) else []
    links = [link for item in items[:MOST_ENTRIES] if (link := _link(item))]
    return Listing(kind="json", title=one_line(found.get("title")), links=tuple(links), cut=len(items) > MOST_ENTRIES)


def _link(item: Any) -> Link | None:
    if not isinstance(item, dict):
        return None
    url = item.get("url") or item.get("external_url")
    if not isinstance(url, str) or not url.strip():
        return None
    published = moment(item.get("date_published"))
    date = published or moment(item.get("date_modified"))
    return Link(url=url.strip(), date=date, announced=published is not None, title=one_line(item.get("title")))
