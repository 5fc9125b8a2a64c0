"""What a site prints on several of its pages is furniture: notices, biographies, calls for donations in the text.

Law of this module: lines are counted over a set of pages, each text once, so that the order of pages does not matter
and the same pages always give the same answer. Digests of lines are kept, never the lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from urllib.parse import urlsplit

LEAST_PAGES = 3
"""A line on so many pages of a site is the site's."""
LEAST_SHARE = 0.1
"""And on such a share of them."""
MOST_LOST = 0.5
"""Where more of a page's text would go, the pages are versions of one article, and it is left as it is."""


def site_of(url: str | None) -> str | None:
    """The host of an address, without "www."; None where there is none."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def line_key(line: str) -> int:
    """A digest of a line without case, marks and numbers, by which lines are compared; 0 where nothing is left."""
    words = re.sub(r"[\W\d_]+", " ", line).casefold().strip()
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest()) if words else 0


class SiteLines:
    """Counts the lines of one site's pages, one page after the other; the same text counts once."""

    def __init__(self) -> None:
        self._texts: set[bytes] = set()
        self._counts: Counter[int] = Counter()

    def add(self, lines: Sequence[str]) -> None:
        """Count the lines of a page."""
        keys = sorted({key for line in lines if (key := line_key(line))})
        text = blake2b(b"".join(key.to_bytes(8) for key in keys), digest_size=16).digest()
        if text not in self._texts:
            self._texts.add(text)
            self._counts.update(keys)

    def found(self) -> frozenset[int]:
        """Keys of the lines that stand on several of the pages; none where there are too few different pages."""
        least = max(LEAST_PAGES, LEAST_SHARE * len(self._texts))
        return frozenset(key for key, count in self._counts.items() if count >= least)


def find_site_lines(pages: Iterable[tuple[str | None, Sequence[str]]]) -> Mapping[str, frozenset[int]]:
    """The lines that each site prints on several pages.

    Args:
        pages: the site of each page, None where it is not known, and its lines.

    Returns:
        Keys of lines by site; sites with fewer than ``LEAST_PAGES`` different pages have none.
    """
    counted: dict[str, SiteLines] = {}
    for site, lines in pages:
        if site is not None:
            counted.setdefault(site, SiteLines()).add(lines)
    return {site: lines.found() for site, lines in counted.items()}


def without_site_lines(lines: Sequence[str], main: Sequence[bool], known: frozenset[int]) -> tuple[bool, ...]:
    """Which lines are the article's, when those of the site are taken out.

    Args:
        lines: the lines of a page.
        main: for each whether it was taken for the article's.
        known: keys of the site's lines.
    """
    kept = tuple(flag and line_key(line) not in known for flag, line in zip(main, lines, strict=True))
    before = sum(len(line) for flag, line in zip(main, lines, strict=True) if flag)
    after = sum(len(line) for flag, line in zip(kept, lines, strict=True) if flag)
    return kept if after >= (1 - MOST_LOST) * before else tuple(main)
