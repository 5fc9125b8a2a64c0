"""Agreement between coders, against published examples and a slow count of pairs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.analysis.agreement import Measure, Ratings, alpha, gwet, kappa, observed_agreement, resampled
from parley.errors import UsageError

from .tables import EXAMPLES

FOUR_OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
PUBLISHED: dict[Measure, float] = {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849, "ratio": 0.797}


def ratings(*coders: str, levels: str = "12345") -> Ratings:
    """Ratings from a text for each coder, a character for each unit; a point where they did not code."""
    rows = [[levels.index(one) if one in levels else -1 for one in coder.replace(" ", "")] for coder in coders]
    return Ratings(
        codes=np.array(rows, dtype=np.int64).T, levels=tuple(levels), coders=tuple(map(str, range(len(coders))))
    )


def crossed(both_yes: int, first_only: int, second_only: int, both_no: int) -> Ratings:
    """Two coders' yes and no, by how often each pair of answers came."""
    first = "1" * (both_yes + first_only) + "0" * (second_only + both_no)
    second = "1" * both_yes + "0" * first_only + "1" * second_only + "0" * both_no
    return ratings(first, second, levels="01")


@pytest.mark.parametrize("measure", PUBLISHED)
def test_alpha_of_the_published_example(measure: Measure) -> None:
    """Krippendorff (2011), example C: four observers, twelve units, missing values."""
    one = ratings(*FOUR_OBSERVERS)
    assert alpha(one.table, one.levels, measure) == pytest.approx(PUBLISHED[measure], abs=0.0005)


def test_alpha_of_two_observers() -> None:
    """Krippendorff (2011), example A: two observers, ten units, two categories."""
    one = ratings("0100000010", "1110010000", levels="01")
    assert alpha(one.table, one.levels) == pytest.approx(0.095, abs=0.0005)


def test_published_kappa_and_ac1() -> None:
    """Kappa is 0.4 of the textbook's fifty proposals; of Gwet's (2008) skewed table kappa falls below 0 and AC1 does not."""
    assert kappa(crossed(20, 5, 10, 15)) == pytest.approx(0.4)
    skewed = crossed(118, 5, 2, 0)
    assert kappa(skewed) == pytest.approx(-0.0234, abs=0.00005)
    assert gwet(skewed.table, skewed.levels) == pytest.approx(0.9408, abs=0.00005)


def test_published_ac1_of_four_raters() -> None:
    """Gwet's own package gives 0.77544 for the four observers, with 0.8181818 of pairs agreeing."""
    one = ratings(*FOUR_OBSERVERS)
    assert observed_agreement(one.table) == pytest.approx(0.8181818, abs=1e-7)
    assert gwet(one.table, one.levels) == pytest.approx(0.77544, abs=0.000005)


def slow_alpha(coders: Sequence[str], measure: str) -> float:
    """Alpha by its definition: distances of pairs within units, and of all pairs of values there are."""
    units = [[int(one) for one in unit if one != "."] for unit in zip(*coders, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    values = [one for unit in units for one in unit]

    def apart(one: int, other: int) -> float:
        if measure == "nominal":
            return float(one != other)
        if measure == "interval":
            return float((one - other) ** 2)
        if measure == "ratio":
            return ((one - other) / (one + other)) ** 2
        low, high = sorted((one, other))
        between = sum(low <= value <= high for value in values)
        return float((between - (values.count(one) + values.count(other)) / 2) ** 2) if one != other else 0.0

    number = len(values)
    if number == 0:
        return math.nan
    observed = sum(sum(apart(*pair) for pair in permutations(unit, 2)) / (len(unit) - 1) for unit in units) / number
    expected = sum(apart(*pair) for pair in permutations(values, 2)) / (number * (number - 1))
    return 1 - observed / expected if expected else math.nan


@EXAMPLES
@given(
    st.integers(1, 8).flatmap(
        lambda size: st.lists(st.text("1234.", min_size=size, max_size=size), min_size=2, max_size=4)
    ),
    st.sampled_from(sorted(PUBLISHED)),
)
def test_alpha_is_that_of_all_pairs(coders: list[str], measure: Measure) -> None:
    """For any ratings alpha is the one counted pair by pair."""
    one = ratings(*coders, levels="1234")
    assert alpha(one.table, one.levels, measure) == pytest.approx(slow_alpha(coders, measure), nan_ok=True)


@EXAMPLES
@given(st.lists(st.tuples(st.sampled_from("123"), st.sampled_from("123")), min_size=1, max_size=12))
def test_coefficients_keep_their_bounds(pairs: list[tuple[str, str]]) -> None:
    """Nothing is over 1; who agrees everywhere has 1 in AC1; the order of two coders does not matter."""
    first, second = ("".join(side) for side in zip(*pairs, strict=True))
    one, turned = ratings(first, second, levels="123"), ratings(second, first, levels="123")
    for found, other in ((kappa(one), kappa(turned)), (gwet(one.table, one.levels), gwet(turned.table, one.levels))):
        assert found == pytest.approx(other, nan_ok=True)
        assert math.isnan(found) or found <= 1
    assert gwet(ratings(first, first, levels="123").table, one.levels) == 1


def test_weights_forgive_near_misses() -> None:
    """On a scale a difference of one step counts for more agreement than one of two."""
    near, far = ratings("111333222", "112333222", levels="123"), ratings("111333222", "113333222", levels="123")
    assert kappa(near, "ordinal") > kappa(far, "ordinal")
    assert gwet(near.table, near.levels, "interval") > gwet(far.table, far.levels, "interval")
    assert kappa(near) == pytest.approx(kappa(far), abs=0.02)


def test_where_there_is_no_coefficient() -> None:
    """Without a shared unit, or without variation, alpha is not a number; kappa of three coders is refused."""
    alone, same = ratings("1.", ".1"), ratings("11", "11")
    assert math.isnan(alpha(alone.table, alone.levels))
    assert math.isnan(kappa(alone))
    assert math.isnan(gwet(alone.table, alone.levels))
    assert math.isnan(alpha(same.table, same.levels))
    with pytest.raises(UsageError, match="two coders"):
        kappa(ratings("1", "1", "1"))
    with pytest.raises(UsageError, match="numbers"):
        alpha(same.table, ("one", "two", "three", "four", "five"), "interval")
    with pytest.raises(UsageError, match="nominal, ordinal"):
        alpha(same.table, same.levels, "cosmic")  # type: ignore[arg-type]


def test_intervals_are_seeded_and_hold_the_coefficient() -> None:
    """The same seed gives the same interval; alpha lies within."""
    one = ratings("1122112212", "1122112222", levels="12")

    def coefficient(table: np.ndarray) -> float:
        return alpha(table, one.levels)

    low, high = resampled(one.table, coefficient, number=200)
    assert (low, high) == resampled(one.table, coefficient, number=200)
    assert low <= coefficient(one.table) <= high
    assert math.isnan(resampled(one.table[:1], coefficient)[0])
