"""A followed address to what it lists now: asked conditionally, followed into lists of sitemaps, in bounds.

Law of this module: it gives an answer or says why there is none, whatever the other side does; how many
documents are fetched for one feed, and how many addresses are taken from them, is bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode, urljoin

from parley.errors import PageRefused
from parley.pages.feeds.listing import MOST_ADDRESSES, Kind, Link, Listing
from parley.pages.fetching.addresses import parse_address, shown
from parley.pages.fetching.outcome import Conditions, Fetched
from parley.pages.sandbox import list_in_box
from parley.terms.feeds import FeedDocument

MOST_DOCUMENTS = 50
"""Sitemaps of one list that are fetched at a time; the newest come first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a followed address lists now."""

    url: str
    """Where the feed is: the address asked for, or the feed that the page there names."""
    kind: Kind | None
    """None where it has not changed."""
    title: str | None
    links: tuple[Link, ...]
    """Items, with whole addresses in their one form, each once; none where nothing changed."""
    documents: tuple[FeedDocument, ...]
    warnings: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Further feeds that the page names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHad:
    """Why an address gave nothing."""

    refused: PageRefused
    status: int | None = None
    """Of HTTP; None where nothing answered, or nothing may be asked."""
    retry_after: float | None = None
    """Seconds that the server asks to wait."""


Fetch = Callable[[str, Conditions], Fetched]
Known = Mapping[str, FeedDocument]


def fetch_or_say(url: str, fetch: Callable[[], Fetched]) -> Fetched | NotHad:
    """An answer with content, or that nothing changed; else why not.

    Args:
        url: what is asked for.
        fetch: asks.
    """
    try:
        fetched = fetch()
    except PageRefused as refused:
        return NotHad(refused=refused)
    if fetched.status in (200, 304):
        return fetched
    wait = f"; it asks to wait {fetched.retry_after:,.0f} seconds" if fetched.retry_after else ""
    cures = {404: "Check the address", 410: "Leave it out: it was taken away for good"}
    cure = cures.get(fetched.status, "Nothing has to be done: it is asked again later")
    refusal = PageRefused(f"the server answers {fetched.status}{wait}", where=shown(url), cure=cure)
    return NotHad(refused=refusal, status=fetched.status, retry_after=fetched.retry_after)


def ask_feed(url: str, fetch: Fetch, *, known: Known) -> Asked | NotHad:
    """What a followed address lists now.

    Args:
        url: of a feed, a sitemap, a list of sitemaps, or a page that names a feed.
        fetch: fetches an address, politely.
        known: documents that it was made of when it was last asked, by address.
    """
    found = _read(Link(url=url), fetch, known)
    if isinstance(found, NotHad):
        return found
    listing, document = found
    others: tuple[str, ...] = ()
    if listing is not None and listing.kind == "page":
        named = tuple(_resolved(listing, document.url))
        if not named:
            return _useless(url, "this page names no feed that can be fetched")
        others = tuple(link.url for link in named[1:])
        found = _read(named[0], fetch, known)
        if isinstance(found, NotHad):
            return found
        listing, document = found
    if listing is not None and listing.kind in ("page", "opml"):
        what = "this is a list of feeds" if listing.kind == "opml" else "the page's feed is a web page itself"
        return _useless(url, what)
    return _gather(listing, document, fetch, known, others)


def _gather(
    listing: Listing | None, document: FeedDocument, fetch: Fetch, known: Known, others: tuple[str, ...]
) -> Asked:
    """A feed with its items, those of the sitemaps that it lists included."""
    walk = _Walk(fetch=fetch, known=known, documents=[document])
    if listing is None:  # the list has not changed, but the sitemaps that it names may have
        walk.through([Link(url=one.url) for one in known.values() if one.url != document.url])
    elif listing.kind == "sitemap index":
        walk.warn_if_cut(listing, document.url)
        walk.through(list(_resolved(listing, document.url)))
    else:
        walk.take(listing, document.url)
    return Asked(
        url=document.url,
        kind=listing.kind if listing else None,
        title=listing.title if listing else None,
        links=tuple(walk.links.values()),
        documents=tuple(walk.documents),
        warnings=tuple(walk.warnings),
        others=others,
    )


@dataclass(slots=True, kw_only=True)
class _Walk:
    """Goes through the sitemaps of a list, the newest first, each once."""

    fetch: Fetch
    known: Known
    documents: list[FeedDocument]
    links: dict[str, Link] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def through(self, waiting: list[Link]) -> None:
        """Fetch the sitemaps that a list names, and those that these name in turn."""
        start = self.documents[0].url
        seen, asked = {start}, 0
        waiting.sort(key=lambda link: link.date or "")
        while waiting:
            link = waiting.pop()
            if link.url in seen or _site(link.url) != _site(start) or self._unchanged(link):
                continue
            if asked == MOST_DOCUMENTS:
                self.warnings.append(f"it lists more sitemaps than the {MOST_DOCUMENTS} that are fetched at a time")
                return
            seen.add(link.url)
            asked += 1
            found = _read(link, self.fetch, self.known)
            if isinstance(found, NotHad):
                self.warnings.append(found.refused.sentence())
                continue
            listing, document = found
            self.documents.append(document)
            if listing is not None and listing.kind == "sitemap index":
                waiting += sorted(_resolved(listing, document.url), key=lambda one: one.date or "")
            elif listing is not None:
                self.take(listing, document.url)

    def take(self, listing: Listing, url: str) -> None:
        """Keep the items of a document, as many as there may be."""
        self.warn_if_cut(listing, url)
        for link in _resolved(listing, url):
            if len(self.links) == MOST_ADDRESSES:
                self.warnings.append(f"it lists more than the {MOST_ADDRESSES:,} addresses that are taken at a time")
                return
            self.links.setdefault(link.url, link)

    def warn_if_cut(self, listing: Listing, url: str) -> None:
        """Say that a document lists more than is read of it."""
        if listing.cut:
            self.warnings.append(f"{shown(url)} is longer than the {len(listing.links):,} entries that are read of it")

    def _unchanged(self, link: Link) -> bool:
        """Whether a list says that a sitemap is as it was; it is remembered as it was then."""
        before = self.known.get(link.url)
        if before is None or link.date is None or before.changed != link.date:
            return False
        self.documents.append(before)
        return True


def _read(link: Link, fetch: Fetch, known: Known) -> tuple[Listing | None, FeedDocument] | NotHad:
    """One document, and what is to be remembered of it; no listing where it has not changed."""
    before = known.get(link.url) or FeedDocument(url=link.url)
    conditions = Conditions(etag=before.etag, last_modified=before.last_modified)
    fetched = fetch_or_say(link.url, lambda: fetch(link.url, conditions))
    if isinstance(fetched, NotHad):
        return fetched
    if fetched.status == 304:
        return None, FeedDocument(
            url=before.url, etag=before.etag, last_modified=before.last_modified, changed=link.date or before.changed
        )
    document = FeedDocument(url=link.url, etag=fetched.etag, last_modified=fetched.last_modified, changed=link.date)
    try:
        return list_in_box(fetched.content, where=shown(link.url)), document
    except PageRefused as refused:
        return NotHad(refused=refused, status=fetched.status)


def _resolved(listing: Listing, base: str) -> list[Link]:
    """The links of a document with whole addresses; those that cannot be asked for are left out."""
    found: dict[str, Link] = {}
    for link in listing.links:
        try:
            url = item_address(urljoin(base, link.url))
        except (PageRefused, ValueError):
            continue
        found.setdefault(url, replace(link, url=url))
    return list(found.values())


def item_address(url: str) -> str:
    """The one form of an item's address: without fragment, and without the marks of campaigns (``utm_source``).

    Raises:
        PageRefused: it is none that can be asked for.
    """
    address, mark, query = parse_address(url.partition("#")[0]).url.partition("?")
    if "utm_" not in query:
        return address + mark + query
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not name.startswith("utm_")]
    return address + (f"?{urlencode(kept)}" if kept else "")


def _site(url: str) -> str:
    """The host of an address, without "www."."""
    return parse_address(url).host.removeprefix("www.")


def _useless(url: str, what: str) -> NotHad:
    cure = "Name the address of a feed or sitemap; a list of feeds is followed with parley follow"
    return NotHad(refused=PageRefused(what, where=shown(url), cure=cure), status=200)
