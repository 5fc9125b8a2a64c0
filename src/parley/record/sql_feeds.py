"""The tables of what is followed: feeds, the documents they are made of, the items they list.

feed <- feed_document; feed <- feed_listing -> feed_item -> page_text

Law of this module: an item stands here once, whatever number of feeds lists it, so nothing is read twice; titles are
not kept. When an item's page is erased, its address goes and its key stays: a feed that lists it again brings nothing.
"""

from __future__ import annotations

from sqlalchemy import Index, Table, UniqueConstraint

from parley.record.columns import integer, key, metadata, text, to

feed = Table(
    "feed",
    metadata,
    key("key"),
    text("given"),
    text("url"),
    text("kind", null=True),
    text("title", null=True),
    text("include"),
    text("exclude"),
    text("state"),
    text("followed_at"),
    text("next_at", null=True),
    text("last_success", null=True),
    text("last_error", null=True),
    text("last_error_at", null=True),
    integer("failures"),
    text("warnings"),
    UniqueConstraint("given"),
)

feed_document = Table(
    "feed_document",
    metadata,
    to("feed", "feed.key", primary=True),
    key("url"),
    text("etag", null=True),
    text("last_modified", null=True),
    text("changed", null=True),
)

feed_item = Table(
    "feed_item",
    metadata,
    key("key"),
    text("url"),
    text("published", null=True),
    text("announced", null=True),
    text("found_at"),
    text("state"),
    integer("tries"),
    text("next_at", null=True),
    text("said", null=True),
    integer("characters", null=True),
    to("page_text", "page_text.sha256", null=True),
    Index(None, "state"),
    Index(None, "page_text"),
)

feed_listing = Table(
    "feed_listing",
    metadata,
    to("feed", "feed.key", primary=True),
    to("item", "feed_item.key", primary=True),
    Index(None, "item"),
)

__all__ = ["feed", "feed_document", "feed_item", "feed_listing"]
