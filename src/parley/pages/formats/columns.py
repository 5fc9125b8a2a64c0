"""Lines of a PDF's page in the order in which they are read: columns are found by the gutters between them.

A gutter is a height-long strip that few lines cross. The lines that do cross it (a heading over all columns, a
picture's caption) part the page into bands, which are read from the top down; within a band the columns are read
from the left, each in the same way again. (After the recursive XY cut of Nagy and Seth 1984, with spanning lines
as the only horizontal cuts, so that gaps that happen to lie side by side never cut through two columns.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parley.pages.formats.sheets import Line

LEAST_LINES = 3
"""In each column."""
MOST_LINES = 2_000
"""On a sheet; signs strewn over a map are no columns."""
LEAST_SHARE = 0.14
"""Of the width, for each column: narrower ones are numbers or marks before a line."""
MOST_CROSSING = 0.4
"""Of the lines; where more cross a gutter there is none."""
DEEPEST = 6


def order_lines(lines: Sequence[Line]) -> list[Line]:
    """Lines in reading order.

    Args:
        lines: of one sheet, in any order.
    """
    return _ordered(sorted(lines, key=lambda line: (line.top, line.left)), DEEPEST)


def _ordered(lines: list[Line], depth: int) -> list[Line]:
    gutter = find_gutter(lines) if depth else None
    if gutter is None:
        return _rows(lines)
    found: list[Line] = []
    for band in _bands(lines, gutter):
        left = [line for line in band if line.right <= gutter]
        right = [line for line in band if line.left >= gutter]
        found += _ordered(left, depth - 1) + _ordered(right, depth - 1) if left or right else band
    return found


def _bands(lines: Sequence[Line], gutter: float) -> Iterator[list[Line]]:
    """From the top down: lines that cross the gutter, each alone, and the lines between them."""
    crossing = [line for line in lines if line.left < gutter < line.right]
    rest = [line for line in lines if not line.left < gutter < line.right]
    for spanning in crossing:
        above = [line for line in rest if line.middle < spanning.middle]
        rest = [line for line in rest if line.middle >= spanning.middle]
        if above:
            yield above
        yield [spanning]
    if rest:
        yield rest


def find_gutter(lines: Sequence[Line]) -> float | None:
    """Where the clearest gutter of some lines lies, from the left; None where there is one column only."""
    if not 2 * LEAST_LINES <= len(lines) <= MOST_LINES:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    best: tuple[float, float] | None = None
    for place in _gaps(lines):
        if min(place - left, right - place) < LEAST_SHARE * (right - left):
            continue
        before = [line for line in lines if line.right <= place]
        behind = [line for line in lines if line.left >= place]
        crossing = len(lines) - len(before) - len(behind)
        if min(len(before), len(behind)) < LEAST_LINES or crossing > MOST_CROSSING * len(lines):
            continue
        beside = _beside(before, behind)
        if beside < LEAST_LINES or not _is_text(before) or not _is_text(behind):
            continue
        score = beside - 2.0 * crossing
        if best is None or score > best[0]:
            best = (score, place)
    return best[1] if best else None


def _gaps(lines: Sequence[Line]) -> Iterator[float]:
    """Middles between right ends and the next left ends; ends that lie within two points are one."""
    lefts = sorted({round(line.left / 2) * 2.0 for line in lines})
    rights = sorted({round(line.right / 2) * 2.0 for line in lines})
    for start in lefts:
        nearest = max((end for end in rights if end < start), default=None)
        if nearest is not None and start - nearest >= 4.0:
            yield (start + nearest) / 2
        yield start - 1.5


def _beside(before: Sequence[Line], behind: Sequence[Line]) -> int:
    """How many lines have one at their side across the gutter."""
    low, high = min(line.top for line in behind), max(line.bottom for line in behind)
    first = sum(low <= line.middle <= high for line in before)
    low, high = min(line.top for line in before), max(line.bottom for line in before)
    return min(first, sum(low <= line.middle <= high for line in behind))


def _is_text(lines: Sequence[Line]) -> bool:
    """Whether lines are words rather than numbers and marks."""
    letters = sum(sum(sign.isalpha() for sign in line.text) for line in lines)
    return letters >= 6 * len(lines)


def _rows(lines: Sequence[Line]) -> list[Line]:
    """Lines from the top down; those on one height from the left."""
    found: list[list[Line]] = []
    for line in lines:
        if found and line.middle < found[-1][0].bottom and line.middle > found[-1][0].top:
            found[-1].append(line)
        else:
            found.append([line])
    return [line for row in found for line in sorted(row, key=lambda one: one.left)]
