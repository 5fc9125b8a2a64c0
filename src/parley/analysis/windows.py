"""Stretches of time, each with its statements.

Default: a window of n units is n units long, begins with a calendar unit, and ends before the next one
begins; so windows of one unit divide the statements among them. Under ``compat`` it is DNA's: from
half a window before each point to half a window after it, both ends included, so that an even number
of units makes one more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from parley.analysis.columns import Codes, Places
from parley.analysis.dates import DAY, MONTHS, SECONDS, add_units, floor_unit, whole_units
from parley.analysis.kernels import weigh
from parley.analysis.request import Window
from parley.analysis.sparse import Vector
from parley.analysis.statement_set import StatementSet
from parley.errors import UsageError

MOST_WINDOWS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A window in its place: from when to when, and where its statements are found when they are needed."""

    start: int
    """Its first second, since 1970."""
    middle: int
    stop: int
    """Its last second."""
    find: Callable[[], Places]
    weigh: Callable[[Places], Vector] | None = None
    """Weight of each of the statements; None where each counts 1."""


def stretches(chosen: StatementSet, span: Window) -> list[Stretch]:
    """The windows of a network, in order of time; those without a statement are among them.

    Raises:
        UsageError: there are too many.
    """
    if not len(chosen.kept):
        return []
    if chosen.request.kernel is not None:
        return _smoothed(chosen, span)
    if span.unit == "events":
        return _of_events(chosen, span)
    return _as_dna(chosen, span) if chosen.request.compat else _of_units(chosen, span)


def _of_units(chosen: StatementSet, span: Window) -> list[Stretch]:
    found, first = [], floor_unit(chosen.begin, span.unit)
    for begin in _moments(first, chosen.end, span.unit, chosen.request.step):
        after = add_units(begin, span.size, span.unit)
        if add_units(begin, span.size - 1, span.unit) > chosen.end:
            break
        middle = begin + (after - begin) // 2
        found.append(_closed(chosen, begin, middle, after - 1))
    return found


def _as_dna(chosen: StatementSet, span: Window) -> list[Stretch]:
    half, found = span.size // 2, []
    for middle in _moments(chosen.begin, chosen.end, span.unit, chosen.request.step):
        start, stop = add_units(middle, -half, span.unit), add_units(middle, half, span.unit)
        if start >= chosen.begin and stop <= chosen.end:
            found.append(_closed(chosen, start, middle, stop))
    return found


def _of_events(chosen: StatementSet, span: Window) -> list[Stretch]:
    request, places = chosen.request, chosen.kept
    seconds = chosen.table.seconds[places]
    half = span.size // 2
    first, last = (half, len(places) - half) if request.compat else (0, len(places) - span.size + 1)
    lots = np.random.default_rng(request.seed)
    found = []
    for place in range(first, last, request.step):
        if request.compat:
            which = _with_lots(seconds, place, half, lots)
            middle = int(seconds[place])
        else:
            which = np.arange(place, place + span.size)
            middle = int(seconds[place + (span.size - 1) // 2])
        first_second, last_second = int(seconds[which[0]]), int(seconds[which[-1]])
        found.append(Stretch(start=first_second, middle=middle, stop=last_second, find=_giving(places[which])))
    return found


def _giving(places: Places) -> Callable[[], Places]:
    return lambda: places


def _with_lots(seconds: Codes, place: int, half: int, lots: np.random.Generator) -> Places:
    """So many before a statement and after it; among those of the second at a border some are drawn by lot."""
    sides = []
    for side in (np.arange(place - 1, -1, -1), np.arange(place + 1, len(seconds))):
        border = seconds[side[half - 1]] if half else seconds[place]
        at_border = side[seconds[side] == border] if half else side[:0]
        within = side[:half][seconds[side[:half]] != border]
        sides.append(np.concatenate([within, lots.permutation(at_border)[: half - len(within)]]))
    return np.sort(np.concatenate([sides[0], [place], sides[1]])).astype(np.int64)


def _smoothed(chosen: StatementSet, span: Window) -> list[Stretch]:
    """Windows under a kernel; their middles go from the first statement to the last, unit by unit."""
    request, seconds = chosen.request, chosen.table.seconds[chosen.kept]
    size = span.size + span.size % 2
    begin, end = max(chosen.begin, int(seconds[0])), min(chosen.end, int(seconds[-1]))
    first, last = begin, end
    if request.indent_time:
        first, last = add_units(begin, size // 2, span.unit), add_units(end, -(size // 2), span.unit)
    found = []
    for middle in _moments(first, last, span.unit, request.step):
        start, stop = add_units(middle, -(size // 2), span.unit), add_units(middle, size // 2, span.unit)
        if request.kernel == "gaussian":
            start, stop = begin, end
        at = _closed(chosen, max(start, begin), middle, min(stop, end))
        weights = _weights(chosen, middle, size, span.unit)
        found.append(Stretch(start=at.start, middle=middle, stop=at.stop, find=at.find, weigh=weights))
    return found


def _weights(chosen: StatementSet, middle: int, size: int, unit: str) -> Callable[[Places], Vector]:
    def weights(places: Places) -> Vector:
        apart = whole_units(chosen.table.seconds[places], middle, unit)
        request = chosen.request
        return weigh(2.0 * apart / size, str(request.kernel), compat=request.compat is not None)

    return weights


def _moments(first: int, last: int, unit: str, step: int) -> Iterator[int]:
    """Moments from first to last, unit by unit."""
    shortest = SECONDS.get(unit, 28 * DAY * MONTHS.get(unit, 1))
    if (last - first) // (shortest * step) > MOST_WINDOWS:
        cure = "Take a larger unit or step, or a shorter range of dates"
        raise UsageError(f"these are more than {MOST_WINDOWS:,} windows", where="network", cure=cure)
    moment = first
    while moment <= last:
        yield moment
        moment = add_units(moment, step, unit)


def _closed(chosen: StatementSet, start: int, middle: int, stop: int) -> Stretch:
    """A window from one second to another, both included; statements are in order of time."""

    def find() -> Places:
        seconds = chosen.table.seconds[chosen.kept]
        left, right = np.searchsorted(seconds, [start, stop + 1])
        return chosen.kept[left:right]

    return Stretch(start=start, middle=middle, stop=stop, find=find)
