"""Where a series changes for good: PELT (Killick, Fearnhead and Eckley, JASA 107, 2012).

The cut into stretches with the least cost, exactly: minus twice the log likelihood of each stretch under
parameters of its own, and a penalty for each cut. Counts are taken for Poisson, stances for draws from the
levels. The penalty is BIC's: for each cut (parameters of a stretch + 1) times ln(number of observations).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Cost = Callable[[int, int], float]
"""Of the stretch [begin, after)."""


def find_count_changes(counts: Sequence[int], *, penalty: float | None = None) -> tuple[int, ...]:
    """Places of the periods from which on a count stands at another height.

    Args:
        counts: of each period.
        penalty: for each cut; 2 ln(number of periods) if None.
    """
    sums = np.concatenate([[0.0], np.cumsum(counts)])

    def cost(begin: int, after: int) -> float:
        total = float(sums[after] - sums[begin])
        return -2 * total * math.log(total / (after - begin)) if total else 0.0

    given = 2 * math.log(max(2, len(counts))) if penalty is None else penalty
    return cheapest_cuts(len(counts), cost, given)


def find_level_changes(levels: NDArray[np.int64], *, penalty: float | None = None) -> tuple[int, ...]:
    """Places of the periods from which on the shares of levels, as of stances, are others.

    Args:
        levels: (periods, levels) how often each level came; a period without any belongs to either side.
        penalty: for each cut; (number of levels that came) ln(number of observations) if None.
    """
    sums = np.concatenate([np.zeros((1, levels.shape[1])), np.cumsum(levels, axis=0)])

    def cost(begin: int, after: int) -> float:
        came = sums[after] - sums[begin]
        came = came[came > 0]
        return float(-2 * (came * np.log(came / came.sum())).sum())

    number, kinds = int(levels.sum()), int((levels.sum(axis=0) > 0).sum())
    given = kinds * math.log(max(2, number)) if penalty is None else penalty
    return cheapest_cuts(len(levels), cost, given)


def cheapest_cuts(size: int, cost: Cost, penalty: float) -> tuple[int, ...]:
    """The cut of [0, size) into stretches with the least cost, as the places where all but the first begin.

    Args:
        size: number of periods.
        cost: of a stretch; that of two halves is never more than that of the whole.
        penalty: for each cut.
    """
    best = [-penalty]
    last = [0]
    candidates = [0]
    for after in range(1, size + 1):
        costs = [best[begin] + cost(begin, after) for begin in candidates]
        least = min(costs)
        best.append(least + penalty)
        last.append(candidates[costs.index(least)])
        candidates = [begin for begin, one in zip(candidates, costs, strict=True) if one <= best[after]] + [after]
    cuts, place = [], last[size] if size else 0
    while place:
        cuts.append(place)
        place = last[place]
    return tuple(cuts[::-1])
