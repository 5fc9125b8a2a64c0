"""Many pages of the same sites, read with a second look: what a site prints again and again is no article's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from parley.errors import PageRefused
from parley.pages.article import lines_of, make_article
from parley.pages.extract import extract
from parley.pages.marked import Marked
from parley.pages.sites import find_site_lines, site_of
from parley.pipeline.build import Reader
from parley.terms.text import Article, Page


def read_by_site(pages: Iterable[Page | PageRefused], reader: Reader) -> Iterator[Article | PageRefused]:
    """The articles of pages, once all of them have been seen; their texts are held in memory meanwhile.

    Args:
        pages: pages, and files that could not be made into one.
        reader: made by ``build_reader``.

    Yields:
        For each page, in order, its article or why there is none. The order of the pages changes no article.
    """
    seen = [_extracted(page) for page in pages]
    known = find_site_lines(
        (site_of(one[1].url or one[0].url), lines_of(one[1].page_text, one[1].rendition))
        for one in seen
        if not isinstance(one, PageRefused)
    )
    for one in seen:
        if isinstance(one, PageRefused):
            yield one
            continue
        page, marked = one
        site = site_of(marked.url or page.url)
        yield make_article(page, marked, reader.classifier, known.get(site or "", frozenset()))


def _extracted(page: Page | PageRefused) -> tuple[Page, Marked] | PageRefused:
    """A page and what its markup says; a page that is refused stays so."""
    if isinstance(page, PageRefused):
        return page
    try:
        return page, extract(page)
    except PageRefused as refused:
        return refused
