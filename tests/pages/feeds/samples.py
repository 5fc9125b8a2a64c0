"""Feeds and sitemaps, written for these tests."""

from __future__ import annotations

import json
from collections.abc import Sequence

SITE = "https://news.example"


def rss(urls: Sequence[str], *, title: str = "Harbour News", date: str = "Wed, 06 Sep 2023 08:00:00 GMT") -> bytes:
    """An RSS feed of some addresses."""
    items = "".join(
        f"<item><title>Item {number}</title><link>{url}</link><pubDate>{date}</pubDate></item>"
        for number, url in enumerate(urls)
    )
    return (
        f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>{title}</title>{items}"
        "</channel></rss>"
    ).encode()


def atom(urls: Sequence[str]) -> bytes:
    """An Atom feed of some addresses."""
    entries = "".join(
        f"<entry><title>Entry</title><id>tag:{number}</id><link rel='alternate' href='{url}'/>"
        "<updated>2023-09-06T10:00:00+02:00</updated></entry>"
        for number, url in enumerate(urls)
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Harbour</title>{entries}</feed>".encode()


def json_feed(urls: Sequence[str]) -> bytes:
    """A JSON Feed of some addresses."""
    items = [{"id": url, "url": url, "date_published": "2023-09-06T10:00:00+02:00"} for url in urls]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Harbour", "items": items}).encode()


def sitemap(urls: Sequence[str], *, date: str = "2023-09-06") -> bytes:
    """A sitemap of some addresses."""
    rows = "".join(f"<url><loc>{url}</loc><lastmod>{date}</lastmod></url>" for url in urls)
    return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{rows}</urlset>".encode()


def sitemap_index(urls: Sequence[str], *, date: str = "") -> bytes:
    """A list of sitemaps."""
    when = f"<lastmod>{date}</lastmod>" if date else ""
    rows = "".join(f"<sitemap><loc>{url}</loc>{when}</sitemap>" for url in urls)
    return f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{rows}</sitemapindex>".encode()


BOMB = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {b} '{f'&{a};' * 50}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
).encode()
"""Entities that would become 10^13 letters."""
