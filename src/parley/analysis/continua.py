"""Krippendorff's alpha for unitizing: whether coders cut the same units out of a text.

Source: K. Krippendorff, "On the reliability of unitizing continuous data", Sociological Methodology 25 (1995), and
Content Analysis, 2nd edition (2004), section 11.6. Between two coders the difference of a pair of stretches is, where
two units overlap, the square of how far apart they begin plus the square of how far apart they end; where a unit lies
wholly in a gap of the other coder, the square of its length. It is compared with what all ways of laying the same
units on the text would give.

Law of this module: units of one coder do not overlap; those that do are one unit here. Several texts are laid end to
end, but a gap ends where its text ends.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

Stretch = tuple[int, int]
"""Where it begins and where it ends, end exclusive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuum:
    """A text and the units that each coder cut out of it."""

    length: int
    coders: Sequence[Sequence[Stretch]]
    """Units of each coder, in the same order of coders in every text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unitizing:
    """How far coders cut the same units."""

    observed: float
    """Disagreement, as a share of the squared length."""
    expected: float
    alpha: float
    """1 - observed / expected; not a number where there is no unit, or nothing but one unit."""


def disjoint(units: Iterable[Stretch]) -> list[Stretch]:
    """Units in order; those that overlap are one, those that only touch are not."""
    found: list[Stretch] = []
    for start, end in sorted(units):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def measure_unitizing(continua: Sequence[Continuum]) -> Unitizing:
    """Compare the units of two or more coders.

    Args:
        continua: the texts that all of them worked on.
    """
    length = sum(one.length for one in continua)
    coders = len(continua[0].coders) if continua else 0
    if coders < 2 or not length:
        return Unitizing(observed=math.nan, expected=math.nan, alpha=math.nan)
    laid = [[disjoint(units) for units in one.coders] for one in continua]
    gaps = [[_gaps(units, one.length) for units in texts] for one, texts in zip(continua, laid, strict=True)]
    apart = sum(
        _difference(units[one], units[other], between[other])
        for units, between in zip(laid, gaps, strict=True)
        for one in range(coders)
        for other in range(coders)
        if one != other
    )
    observed = apart / (coders * (coders - 1) * length**2)
    expected = _expected(
        [end - start for units in laid for each in units for start, end in each],
        [end - start for between in gaps for each in between for start, end in each],
        coders,
        length,
    )
    alpha = 1 - observed / expected if expected else math.nan
    return Unitizing(observed=observed, expected=expected, alpha=alpha)


def _gaps(units: Sequence[Stretch], length: int) -> list[Stretch]:
    """The stretches between the units of a coder."""
    edges = [0, *(edge for unit in units for edge in unit), length]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def _difference(mine: Sequence[Stretch], theirs: Sequence[Stretch], their_gaps: Sequence[Stretch]) -> int:
    """How far the units of one coder are from those of another, and from its gaps.

    A pair of units is met twice, once from either coder, as the sum over all pairs of coders asks. A unit in a gap of
    the other coder is so as well: once here, and once as what the gap holds; both are added here.
    """
    apart = 0
    for start, end in mine:
        apart += sum(
            (start - begun) ** 2 + (end - ended) ** 2 for begun, ended in theirs if begun < end and start < ended
        )
        held = any(begun <= start and end <= ended for begun, ended in their_gaps)
        apart += 2 * (end - start) ** 2 if held else 0
    return apart


def _expected(units: Sequence[int], gaps: Sequence[int], coders: int, length: int) -> float:
    """The disagreement of all ways to lay the units on the text.

    Args:
        units: lengths of the units of all coders.
        gaps: lengths of their gaps.
        coders: how many.
        length: of the text.
    """
    long, wide = np.array(units, dtype=np.float64), np.sort(np.array(gaps, dtype=np.float64))
    met = (len(units) - 1) / 3 * (2 * long**3 - 3 * long**2 + long)
    first = np.searchsorted(wide, long)
    # The gaps that can hold a unit, and in how many places: sums from each gap to the widest.
    number = len(wide) - first
    total = np.append(np.cumsum(wide[::-1])[::-1], 0.0)[first]
    held = long**2 * (total - number * (long - 1))
    whole = coders * length * (coders * length - 1) - float((long * (long - 1)).sum())
    return 2 / length * float((met + held).sum()) / whole if whole > 0 else 0.0
