"""Feeds that are followed, what they list, and how they fare.

Law of this module: times are ISO date and time in UTC, ending in Z; dates of items may be shorter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

FeedState = Literal["followed", "ended", "gone"]
"""Asked again; no longer wished for; taken away for good, as its server says."""
ItemState = Literal["waiting", "read", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundItem:
    """An item that a feed lists."""

    url: str
    published: str | None = None
    """When it was published, or last changed where its feed says only that."""
    announced: str | None = None
    """When it was published, where its feed says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """What is remembered of a document that a feed is made of, so that it is fetched again only if it changed."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    changed: str | None = None
    """When it changed, as the list that names it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedAnswer:
    """What a feed answered."""

    url: str
    """Where it is."""
    kind: str | None
    """None leaves what was known."""
    title: str | None
    items: Sequence[FoundItem]
    """Those that are wanted."""
    documents: Sequence[FeedDocument]
    """What it is made of; others that are remembered stay."""
    warnings: Sequence[str] = ()
    """What could not be taken of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueFeed:
    """A feed that may be asked now."""

    key: str
    given: str
    """The address that a person gave."""
    url: str
    """The address that is asked."""
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    failures: int
    """How often it failed since it last answered."""
    documents: tuple[FeedDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingItem:
    """An item that is to be fetched and read."""

    key: str
    url: str
    tries: int
    """How often that failed."""
    announced: str | None = None
    """When it was published, as its feed says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """A followed feed and its health."""

    key: str
    given: str
    url: str
    kind: str | None
    """rss, atom, json, sitemap, sitemap index; None until it answered once."""
    title: str | None
    state: FeedState
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    followed_at: str
    last_success: str | None
    last_error: str | None
    """What went wrong when it last failed."""
    last_error_at: str | None
    failures: int
    """How often it failed since it last answered."""
    next_at: str | None
    """It is not asked before."""
    items: int
    read: int
    waiting: int
    refused: int
    items_a_day: float | None
    """Over the last four weeks; None where no item has a date."""
    newest_item: str | None
    warnings: tuple[str, ...] = ()
    """What a person should look at, each a sentence."""


def wanted(url: str, title: str | None, *, include: Sequence[str], exclude: Sequence[str]) -> bool:
    """Whether an item is to be read.

    Args:
        url: its address.
        title: its title, if the feed gives one.
        include: patterns of which one must match the address or the title; none means all.
        exclude: patterns of which none may.
    """
    texts = (url.casefold(), (title or "").casefold())

    def meets(patterns: Sequence[str]) -> bool:
        return any(fnmatchcase(text, _whole(pattern)) for pattern in patterns for text in texts if text)

    return (not include or meets(include)) and not meets(exclude)


def _whole(pattern: str) -> str:
    """A pattern over a whole text: one without wildcards may stand anywhere."""
    folded = pattern.casefold()
    return folded if any(sign in folded for sign in "*?[") else f"*{folded}*"
