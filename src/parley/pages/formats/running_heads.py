"""Running heads and feet and page numbers of a PDF: lines at the edge that come back page after page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from parley.pages.formats.sheets import Line, Sheet

EDGE = 0.12
"""Share of the height at the top and at the bottom where running lines stand."""
CLOSE = 0.02
"""Share of the height by which their places may differ."""
LEAST_SHARE = 0.3
"""Of the pages that must have the line: left and right pages often have one each."""
_NUMBER = re.compile(
    r"^[\W_]*(?:(?:page|p\.|seite|página|pagina|стр\.?)\s*)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:of|/|von|de|sur|di|из)\s*\d{1,4})?[\W_]*$",
    re.IGNORECASE,
)


def find_furniture(sheets: Sequence[Sheet]) -> frozenset[Line]:
    """The lines of running heads and feet and page numbers.

    Args:
        sheets: all pages.
    """
    alike: dict[str, list[tuple[float, Line]]] = defaultdict(list)
    found: set[Line] = set()
    for sheet in sheets:
        for line in sheet.lines:
            place = line.middle / sheet.height
            if not (place < EDGE or place > 1 - EDGE):
                continue
            if _NUMBER.match(line.text):
                found.add(line)
            alike[re.sub(r"\d+", "#", line.text.casefold())].append((place, line))
    least = max(2, round(LEAST_SHARE * len(sheets)))
    for places in alike.values():
        for place, line in places:
            pages = {other.sheet for where, other in places if abs(where - place) <= CLOSE}
            if len(pages) >= least:
                found.add(line)
    return frozenset(found)
