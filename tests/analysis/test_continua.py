"""Krippendorff's alpha for unitizing: published values, and the formulas once more, place by place."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.analysis.continua import Continuum, Stretch, disjoint, measure_unitizing

# Krippendorff, Content Analysis (2004), p. 254: two observers, a continuum from 150 to 450, two categories.
CATEGORY_C = Continuum(length=300, coders=[[(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]])
CATEGORY_K = Continuum(length=300, coders=[[(30, 90), (150, 200)], [(30, 90), (150, 200)]])

units = st.lists(st.integers(0, 16), max_size=6, unique=True).map(
    lambda edges: list(zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
)


def test_published_values() -> None:
    """The example of the book: disagreements and alpha of both categories, to the places printed."""
    found = measure_unitizing([CATEGORY_C])
    assert [found.observed, found.expected] == pytest.approx([0.0144, 0.0532], abs=5e-5)
    assert found.alpha == pytest.approx(0.7286, abs=5e-5)
    same = measure_unitizing([CATEGORY_K])
    assert (same.observed, same.alpha) == (0, 1)
    assert same.expected == pytest.approx(0.0490, abs=5e-5)


@given(first=units, second=units, third=units)
def test_disagreement_is_the_sum_over_all_ordered_pairs(
    first: list[Stretch], second: list[Stretch], third: list[Stretch]
) -> None:
    """Observed disagreement is the published sum over coders and sections, units and gaps alike."""
    length, coders = 16, [first, second, third]

    def sections(given_units: list[Stretch]) -> list[tuple[int, int, bool]]:
        edges = [0, *(edge for unit in given_units for edge in unit), length]
        return [
            (start, end - start, bool(place % 2))
            for place, (start, end) in enumerate(itertools.pairwise(edges))
            if end > start
        ]

    total = 0
    for i, mine in enumerate(coders):
        for j, theirs in enumerate(coders):
            for begin, size, is_unit in sections(mine) if i != j else ():
                for begun, reach, is_theirs in sections(theirs):
                    if is_unit and is_theirs and -size < begin - begun < reach:
                        total += (begin - begun) ** 2 + (begin + size - begun - reach) ** 2
                    elif is_unit and not is_theirs and 0 <= begin - begun <= reach - size:
                        total += size**2
                    elif not is_unit and is_theirs and 0 <= begun - begin <= size - reach:
                        total += reach**2
    found = measure_unitizing([Continuum(length=length, coders=coders)])
    assert found.observed == pytest.approx(total / (6 * length**2))


@given(one=units, other=units)
def test_alpha_is_one_only_where_nothing_differs(one: list[Stretch], other: list[Stretch]) -> None:
    """Coders who cut the same units have 1, others less; the order of coders does not matter."""
    found = measure_unitizing([Continuum(length=20, coders=[one, other])])
    turned = measure_unitizing([Continuum(length=20, coders=[other, one])])
    assert (found.observed, found.alpha) == pytest.approx((turned.observed, turned.alpha), nan_ok=True)
    if not math.isnan(found.alpha):
        assert (found.alpha == 1) == (one == other)


def test_where_units_end_is_seen() -> None:
    """Two units that touch are not one; units of one coder that overlap are."""
    apart = measure_unitizing([Continuum(length=50, coders=[[(0, 10), (10, 20)], [(0, 20)]])])
    assert apart.alpha < 1
    assert disjoint([(0, 10), (5, 20), (20, 30)]) == [(0, 20), (20, 30)]


def test_texts_lie_end_to_end() -> None:
    """A gap ends with its text: a unit of one text is not held by a gap that runs over from the next."""
    texts = [Continuum(length=10, coders=[[(0, 10)], []]), Continuum(length=30, coders=[[], [(5, 25)]])]
    found = measure_unitizing(texts)
    assert found.observed == pytest.approx((2 * 10**2 + 2 * 20**2) / (2 * 40**2))
    assert math.isnan(measure_unitizing([Continuum(length=10, coders=[[], []])]).alpha)
    assert math.isnan(measure_unitizing([]).alpha)
