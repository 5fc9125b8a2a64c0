"""DNA's genetic search for camps, seeded.

Fifty camps drawn by lot; the best tenth live on, the others are children: one parent drawn by its score, one by an
even lot, the second relabelled so that its camps are called as those of the first they share most with; each row takes
its camp from either, and camps that became too large give rows to those too small. It ends when the scores have been
equal for ten generations. Design/networks.md section 2.8; DNA's mutation changes a copy and so nothing (D9), and there
is none here. DNA does not draw by its seed: the objective and the search are its own, the lots are not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Camps: TypeAlias = NDArray[np.int64]
"""(n,) number of the camp of each row."""
Measure = Callable[[Camps], float]

PARENTS, ELITE = 50, 5
STILL = 10
"""Generations of equal scores after which it ends."""
DIGITS = 4
"""Scores count as equal where their standard deviation rounds to nought at so many digits."""
MOST_GENERATIONS = 1_000


def search_by_generations(start: Camps, score: Measure, lots: np.random.Generator) -> Camps:
    """The best camps that any generation held.

    Args:
        start: any balanced camps; they say how many rows and camps there are.
        score: what is maximized.
        lots: what is drawn from.
    """
    living: list[Camps] = [lots.permutation(start) for _ in range(PARENTS)]
    still = 0
    for _ in range(MOST_GENERATIONS):
        scores = np.array([score(one) for one in living])
        best: list[Camps] = [living[place] for place in np.argsort(-scores, kind="stable")[:ELITE].tolist()]
        still = still + 1 if round(float(scores.std()), DIGITS) == 0 else 0
        if still == STILL:
            break
        living = best + [_child(living, scores, lots) for _ in range(PARENTS - ELITE)]
    return best[0]


def _child(living: list[Camps], scores: NDArray[np.float64], lots: np.random.Generator) -> Camps:
    total = float(scores.sum())
    chances = scores / total if total > 0 else None
    one = living[int(lots.choice(len(living), p=chances))]
    other = _relabelled(living[int(lots.integers(len(living)))], one)
    return _balanced(np.where(lots.random(len(one)) < 0.5, one, other), int(one.max()) + 1, lots)


def _relabelled(camps: Camps, like: Camps) -> Camps:
    """The same camps by the numbers of those of another parent that they share most rows with."""
    number = int(max(camps.max(), like.max())) + 1
    shared = np.zeros((number, number))
    np.add.at(shared, (camps, like), 1)
    called = linear_sum_assignment(shared, maximize=True)[1].astype(np.int64)
    found: Camps = called[camps]
    return found


def _balanced(camps: Camps, number: int, lots: np.random.Generator) -> Camps:
    """Rows drawn by lot change from the largest camp to the smallest until sizes differ by one at most."""
    found = camps.copy()
    while True:
        sizes = np.bincount(found, minlength=number)
        if sizes.max() - sizes.min() <= 1:
            return found
        found[lots.choice(np.flatnonzero(found == sizes.argmax()))] = sizes.argmin()
