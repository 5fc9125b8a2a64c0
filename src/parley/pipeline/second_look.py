"""A second look at sites: what one prints on several of its stored pages is no article's.

Law of this module: which lines are a site's, and so how its pages are divided, follows from the texts that the record
holds, whatever the order in which they were read. A page is taken apart again only where the lines of its site are
others than at the last look, or where it was read since; it is read again only where its blocks are others then.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from parley.errors import PageRefused
from parley.pages.article import lines_of
from parley.pages.corrections import correct_roles
from parley.pages.sites import SiteLines, site_of
from parley.pipeline.build import Reader
from parley.pipeline.read import read_page
from parley.record import Store
from parley.record.by_address import LOOKED
from parley.record.digest import canonical_json
from parley.record.view import View
from parley.terms.review import Reading, Refusal
from parley.terms.sites import Divided
from parley.terms.text import Page
from parley.version import __version__

MOST_TEXTS = 5000
"""Of more texts of a site, those are counted of which the digests come first: a share of them is told well enough."""
_TOGETHER = 100
"""Articles of which the blocks are held at once."""


@dataclass(slots=True)
class _Site:
    """Numbers of a site's articles; no texts, since there may be millions."""

    newest: array[int] = field(default_factory=lambda: array("q"))
    """Of the newest text of each address."""
    present: array[int] = field(default_factory=lambda: array("q"))
    """Of all texts that the present models have read."""
    runs: array[int] = field(default_factory=lambda: array("q"))
    """Of each of these, the run that read it last."""
    waiting: array[int] = field(default_factory=lambda: array("q"))
    """Of all others."""


class Sites:
    """The lines of each site in a record, and the articles that they concern.

    Args:
        store: the open record.
        weights: digest of the present weights.
    """

    def __init__(self, store: Store, weights: str) -> None:
        self._view = store.view()
        self._last, parameters = self._view.last_look(code=__version__, weights=weights)
        self._before: Mapping[str, str] = json.loads(parameters).get("sites", {})
        self._sites = _group(self._view, weights)
        found = {name: self._lines(site) for name, site in self._sites.items()}
        self.lines: Mapping[str, frozenset[int]] = {name: lines for name, lines in found.items() if lines}
        """Keys of the lines of each site that has any."""

    @property
    def parameters(self) -> str:
        """What is written down with a run that looks at all of them: a digest of each site's lines."""
        digests = {name: _digest(lines) for name, lines in self.lines.items()}
        return LOOKED + canonical_json(digests) + "}"

    def lines_by_fetch(self, fetches: Collection[str]) -> Mapping[str, frozenset[int]]:
        """The lines of the site of each fetch that is to be read, where its site has any."""
        wanted = frozenset(fetches)
        found = {}
        for name, lines in self.lines.items():
            site = self._sites[name]
            for one in self._view.divided([*site.present, *site.waiting]):
                if one.fetch in wanted:
                    found[one.fetch] = lines
        return found

    def to_look_at(self) -> list[tuple[str, list[int]]]:
        """Sites, each with the numbers of those of its articles that may be divided otherwise now."""
        found = []
        for name, site in self._sites.items():
            lines = self.lines.get(name)
            same = self._before.get(name) == (_digest(lines) if lines else None)
            later = [
                number
                for number, run in zip(site.present, site.runs, strict=True)
                if not same or (lines and run > self._last)
            ]
            if later:
                found.append((name, later))
        return found

    def _lines(self, site: _Site) -> frozenset[int]:
        numbers = site.newest
        if len(numbers) > MOST_TEXTS:
            numbers = array("q", self._view.first_by_digest(numbers, MOST_TEXTS))
        counted = SiteLines()
        for text, rendition in self._view.page_texts(numbers):
            counted.add(lines_of(text, rendition))
        return counted.found()


def _group(view: View, weights: str) -> dict[str, _Site]:
    """The numbers of articles by their sites, in order of the sites' names."""
    sites: dict[str, _Site] = {}
    for one in view.addressed(code=__version__, weights=weights):
        name = site_of(one.url)
        if name is None:
            continue
        site = sites.setdefault(name, _Site())
        if one.newest:
            site.newest.append(one.number)
        if one.present:
            site.present.append(one.number)
            site.runs.append(one.run)
        else:
            site.waiting.append(one.number)
    return dict(sorted(sites.items()))


def _digest(lines: frozenset[int]) -> str:
    return blake2b(b"".join(key.to_bytes(8) for key in sorted(lines)), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage:
    """A stored page, and the lines of its site."""

    page: Page
    lines: frozenset[int]
    held: Divided | None = None
    """How it is divided in the record; None where it is to be read in any case."""


def pages_to_look_at(store: Store, sites: Sites) -> Iterator[SitePage]:
    """The pages that may be divided otherwise now, one after the other."""
    view = store.view()
    for name, numbers in sites.to_look_at():
        lines = sites.lines.get(name, frozenset())
        for first in range(0, len(numbers), _TOGETHER):
            # Asked for at once, so that nothing is being read from the record while readings are written.
            for held in list(view.divided(numbers[first : first + _TOGETHER])):
                for page in view.pages([held.fetch]):
                    yield SitePage(page=page, lines=lines, held=held)


def read_site_page(one: SitePage, reader: Reader) -> Reading | Refusal | None:
    """Read a page without what its site prints on several pages; None where it is divided like that already."""
    if one.held is not None:
        article = reader.article_or_refusal(one.page, one.lines)
        if isinstance(article, PageRefused) or correct_roles(article, one.held.corrections).blocks == one.held.blocks:
            return None
    return read_page(one.page, reader, one.lines)
