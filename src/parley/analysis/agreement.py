"""How far coders agree beyond chance: Krippendorff's alpha, Cohen's kappa, Gwet's AC1 and AC2.

Law of this module: a unit that only one coder coded says nothing about agreement; it counts where the
formula uses it (the shares of categories in Gwet's coefficients), and nowhere else.

Sources: Krippendorff, Content Analysis (2019), chapter 12, and "Computing Krippendorff's Alpha-Reliability" (2011);
Cohen, Psychological Bulletin 70 (1968), for kappa with weights; Gwet, British Journal of Mathematical and
Statistical Psychology 61 (2008), for AC1, and Handbook of Inter-Rater Reliability (2014), for AC2.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from parley.errors import UsageError

Measure = Literal["nominal", "ordinal", "interval", "ratio"]
"""How far apart two categories are: all equally, by rank, by difference, by relative difference."""
Numbers: TypeAlias = NDArray[np.float64]
Coefficient = Callable[[Numbers], float]
"""Of a table (units, categories) of how many coders chose what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """What each coder chose for each unit."""

    codes: NDArray[np.int64]
    """(units, coders) places in the levels; -1 where a coder did not code a unit."""
    levels: tuple[str, ...]
    """Categories; of scales in order of size."""
    coders: tuple[str, ...]

    @property
    def table(self) -> Numbers:
        """(units, categories): how many coders chose what."""
        found = np.zeros((len(self.codes), len(self.levels)))
        for codes in self.codes.T:
            known = codes >= 0
            found[known.nonzero()[0], codes[known]] += 1
        return found

    def pair(self, one: int, other: int) -> Ratings:
        """The same of two coders alone."""
        return Ratings(
            codes=self.codes[:, [one, other]], levels=self.levels, coders=(self.coders[one], self.coders[other])
        )


def distances(levels: tuple[str, ...], measure: Measure, shares: Numbers) -> Numbers:
    """Squared distances between categories, as alpha takes them.

    Args:
        levels: categories; numbers for interval and ratio.
        measure: how far apart two categories are.
        shares: how often each category was chosen; ranks are counted by it.

    Raises:
        UsageError: there is no such measure, or categories are no numbers.
    """
    if measure not in get_args(Measure):
        cure = f"Take one of {', '.join(get_args(Measure))}"
        raise UsageError(f"there is no measure {measure!r}", where="agreement", cure=cure)
    if measure == "nominal":
        return 1.0 - np.eye(len(levels))
    if measure == "ordinal":
        passed = np.cumsum(shares) - shares / 2
        return np.square(passed[:, None] - passed[None, :])
    try:
        numbers = np.array([float(level) for level in levels])
    except ValueError as error:
        cure = "Take nominal or ordinal"
        raise UsageError(f"{measure} needs numbers, not words", where="agreement", cure=cure) from error
    apart, total = np.subtract.outer(numbers, numbers), np.add.outer(numbers, numbers)
    if measure == "ratio":
        apart = np.divide(apart, total, out=np.zeros_like(apart), where=total != 0)
    squared: Numbers = np.square(apart)
    return squared


def alpha(table: Numbers, levels: tuple[str, ...], measure: Measure = "nominal") -> float:
    """Krippendorff's alpha; not a number where nothing varies or no unit has two coders.

    Args:
        table: (units, categories) how many coders chose what.
        levels: categories.
        measure: how far apart two categories are.
    """
    paired = table[table.sum(axis=1) >= 2]
    if not len(paired):
        return math.nan
    sizes = paired.sum(axis=1)
    shares = paired.sum(axis=0)
    number = shares.sum()
    apart = distances(levels, measure, shares)
    observed = float((np.einsum("uc,ck,uk->u", paired, apart, paired) / (sizes - 1)).sum())
    expected = float(shares @ apart @ shares) / (number - 1)
    return 1 - observed / expected if expected else math.nan


def _alike(levels: tuple[str, ...], measure: Measure) -> Numbers:
    """Weights of agreement from 0 to 1, as weighted kappa and AC2 take them; ranks are those of the levels."""
    if len(levels) < 2:
        return np.ones((len(levels), len(levels)))
    if measure == "ordinal":
        ranks = np.abs(np.subtract.outer(np.arange(len(levels)), np.arange(len(levels))))
        apart = (ranks + 1) * ranks / 2.0
    else:
        apart = distances(levels, measure, np.ones(len(levels)))
    largest = apart.max()
    return 1.0 - apart / largest if largest else np.ones_like(apart)


def kappa(ratings: Ratings, measure: Measure = "nominal") -> float:
    """Cohen's kappa of two coders, over the units that both coded; weighted unless the measure is nominal.

    Raises:
        UsageError: there are not two coders.
    """
    if len(ratings.coders) != 2:
        cure = "Take alpha, or AC1, or two coders"
        raise UsageError("kappa is for two coders", where="agreement", cure=cure)
    both = ratings.codes[(ratings.codes >= 0).all(axis=1)]
    if not len(both):
        return math.nan
    crossed = np.zeros((len(ratings.levels), len(ratings.levels)))
    np.add.at(crossed, (both[:, 0], both[:, 1]), 1.0 / len(both))
    alike = _alike(ratings.levels, measure)
    observed = float((alike * crossed).sum())
    expected = float(crossed.sum(axis=1) @ alike @ crossed.sum(axis=0))
    return (observed - expected) / (1 - expected) if not math.isclose(expected, 1) else math.nan


def gwet(table: Numbers, levels: tuple[str, ...], measure: Measure = "nominal") -> float:
    """Gwet's AC1 (nominal) or AC2 (any other measure).

    Args:
        table: (units, categories) how many coders chose what.
        levels: categories; those of a scale that nobody chose belong among them.
        measure: how far apart two categories are.
    """
    coded = table[table.sum(axis=1) >= 1]
    sizes = coded.sum(axis=1)
    if not (sizes >= 2).any():
        return math.nan
    alike = _alike(levels, measure)
    shares = (coded / sizes[:, None]).mean(axis=0)
    chance = float(alike.sum() * (shares * (1 - shares)).sum()) / max(1, len(levels) * (len(levels) - 1))
    return (observed_agreement(coded, alike) - chance) / (1 - chance)


def observed_agreement(table: Numbers, alike: Numbers | None = None) -> float:
    """Mean share of pairs of coders that agree about a unit, over units that two or more coded.

    Args:
        table: (units, categories) how many coders chose what.
        alike: weights of agreement of two categories; 1 for the same and 0 for others if None.
    """
    paired = table[table.sum(axis=1) >= 2]
    if not len(paired):
        return math.nan
    sizes = paired.sum(axis=1)
    weighed = paired if alike is None else paired @ alike
    return float(((paired * (weighed - 1)).sum(axis=1) / (sizes * (sizes - 1))).mean())


def resampled(table: Numbers, coefficient: Coefficient, *, number: int = 1000, seed: int = 1) -> tuple[float, float]:
    """The middle 95 % of a coefficient over units drawn anew with replacement (percentile bootstrap).

    Args:
        table: (units, categories) how many coders chose what.
        coefficient: of such a table.
        number: how often units are drawn.
        seed: of the lots.
    """
    lots = np.random.default_rng(seed)
    paired = table[table.sum(axis=1) >= 2]
    if len(paired) < 2:
        return math.nan, math.nan
    found = [coefficient(paired[lots.integers(0, len(paired), len(paired))]) for _ in range(number)]
    known = [one for one in found if not math.isnan(one)]
    if not known:
        return math.nan, math.nan
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)
