"""What a site prints on several of its pages is furniture: notices, biographies, calls for donations in the text.

Law of this module: lines are counted over a set of pages, each text once, so that the order of pages does not matter
and the same pages always give the same answer.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
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


def line_key(line: str) -> str:
    """A line as it is compared: without case, marks and numbers."""
    return re.sub(r"[\W\d_]+", " ", line).casefold().strip()


def find_site_lines(pages: Iterable[tuple[str | None, Sequence[str]]]) -> Mapping[str, frozenset[str]]:
    """The lines that each site prints on several pages.

    Args:
        pages: the site of each page, None where it is not known, and its lines.

    Returns:
        Keys of lines by site; sites with fewer than ``LEAST_PAGES`` different pages have none.
    """
    texts: dict[str, set[frozenset[str]]] = defaultdict(set)
    for site, lines in pages:
        if site is not None:
            texts[site].add(frozenset(key for line in lines if (key := line_key(line))))
    found = {}
    for site, whole in texts.items():
        counts = Counter(key for keys in whole for key in keys)
        least = max(LEAST_PAGES, LEAST_SHARE * len(whole))
        found[site] = frozenset(key for key, count in counts.items() if count >= least)
    return found


def without_site_lines(lines: Sequence[str], main: Sequence[bool], known: frozenset[str]) -> tuple[bool, ...]:
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
