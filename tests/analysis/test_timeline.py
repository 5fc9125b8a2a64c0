"""Bursts, changes, timelines and comparisons."""

from __future__ import annotations

import math
from itertools import combinations, product
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.analysis import Network, NetworkRequest, draw_network
from parley.analysis.bursts import find_bursts
from parley.analysis.change_points import cheapest_cuts, find_count_changes, find_level_changes
from parley.analysis.comparison import compare_sides, sides_by_date, sides_by_value
from parley.analysis.statement_set import StatementSet
from parley.analysis.timeline import TimelineRequest, as_rows, measure_timeline
from parley.errors import UsageError

from .tables import EXAMPLES, Line, table_of


def chosen_of(lines: list[Line]) -> StatementSet:
    """The statements of a network of stances from -1 to 1."""
    request = NetworkRequest(rows="person", columns="concept", qualifier="stance")
    return cast("Network", draw_network(table_of(lines, kind="integer", low=-1, high=1), request)).chosen


def test_a_burst_is_found() -> None:
    """Five times the usual share for two periods is a burst; an even series has none."""
    (burst,) = find_bursts([1, 1, 1, 9, 9, 1, 1, 1], [20] * 8)
    assert (burst.first, burst.last) == (3, 4)
    assert burst.weight > 0
    assert find_bursts([2] * 8, [20] * 8) == find_bursts([0] * 8, [20] * 8) == find_bursts([], []) == ()
    for wrong in ({"scale": 1.0}, {"gamma": -1.0}):
        with pytest.raises(UsageError, match="scale is over 1"):
            find_bursts([1, 0], [2, 2], **wrong)
    with pytest.raises(UsageError, match="every period"):
        find_bursts([3], [2])


@EXAMPLES
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=7), st.floats(0, 2))
def test_bursts_are_the_cheapest_course(series: list[tuple[int, int]], gamma: float) -> None:
    """No other course of states costs less than the one found."""
    counts, totals = [one for one, _ in series], [one + more for one, more in series]
    share = sum(counts) / max(1, sum(totals))
    if not 0 < share < 1:
        return
    shares = (share, min(0.9999, 2 * share))

    def cost(states: tuple[int, ...]) -> float:
        said = sum(
            -one * math.log(shares[state]) - (total - one) * math.log(1 - shares[state])
            for one, total, state in zip(counts, totals, states, strict=True)
        )
        ups = sum(later > earlier for earlier, later in zip((0, *states), states, strict=False))
        return said + gamma * math.log(len(counts)) * ups

    found = [0] * len(counts)
    for burst in find_bursts(counts, totals, gamma=gamma):
        found[burst.first : burst.last + 1] = [1] * (burst.last + 1 - burst.first)
    assert cost(tuple(found)) == pytest.approx(min(map(cost, product((0, 1), repeat=len(counts)))))


def test_changes_are_found() -> None:
    """A rate that doubles for good, and stances that turn, are cut where they do; noise is not."""
    assert find_count_changes([5, 6, 5, 6, 5, 20, 22, 19, 21]) == (5,)
    assert find_count_changes([5, 6, 4, 5, 6, 5]) == find_count_changes([]) == ()
    turned = np.array([[9, 1], [8, 0], [0, 0], [1, 9], [0, 8]])
    assert find_level_changes(turned) in ((2,), (3,))
    assert find_level_changes(np.array([[5, 5], [4, 5], [5, 4]])) == ()


@EXAMPLES
@given(st.lists(st.integers(-9, 9), min_size=1, max_size=8), st.floats(0.1, 40))
def test_cuts_are_the_cheapest(values: list[int], penalty: float) -> None:
    """Pruned or not, no other cut costs less: all are tried."""

    def cost(begin: int, after: int) -> float:
        part = values[begin:after]
        return sum((one - sum(part) / len(part)) ** 2 for one in part)

    def whole(cuts: tuple[int, ...]) -> float:
        ends = (0, *cuts, len(values))
        return sum(map(cost, ends, ends[1:])) + penalty * len(cuts)

    ways = (cuts for number in range(len(values)) for cuts in combinations(range(1, len(values)), number))
    assert whole(cheapest_cuts(len(values), cost, penalty)) == pytest.approx(min(map(whole, ways)))


def test_names_over_time() -> None:
    """Every period is there; counts, means and pairs are those of the statements; undated ones are counted apart."""
    given = [
        Line(who="ann", what="tax", how=1, date="2020-01-05"),
        Line(who="ann", what="tax", how=-1, date="2020-01-20"),
        Line(who="bob", what="war", how=1, date="2020-03-01"),
        Line(who="bob", what="tax", how=1, date="2020-03-31"),
    ]
    timeline = measure_timeline(chosen_of(given), TimelineRequest())
    tax, war = timeline.series
    assert timeline.begins == ("2020-01", "2020-02", "2020-03")
    assert (tax.name, tax.counts.tolist(), war.counts.tolist(), timeline.totals.tolist()) == (
        "tax",
        [2, 0, 1],
        [0, 0, 1],
        [2, 0, 2],
    )
    assert np.nan_to_num(tax.means, nan=9).tolist() == [0, 9, 1]
    assert as_rows(timeline)[0]["levels"] == {"-1": 1, "1": 1}
    pairs = measure_timeline(chosen_of(given), TimelineRequest(of="pairs", unit="year", most=1))
    assert [(one.name, one.number) for one in pairs.series] == [("ann · tax", 2)]
    rows = measure_timeline(chosen_of(given), TimelineRequest(of="rows", unit="week", names=("bob",)))
    assert (rows.begins[0], [one.name for one in rows.series]) == ("2019-12-30", ["bob"])
    assert measure_timeline(chosen_of([]), TimelineRequest()).begins == ()


def test_two_periods_side_by_side() -> None:
    """What changed for good is no chance, what stayed is; the same seed gives the same p."""
    given = [
        Line(
            who="ann",
            what="tax" if place % 4 else "war",
            how=1 if year == 2020 else -1,
            date=f"{year}-01-01",
            document=place + year,
        )
        for year in (2020, 2021)
        for place in range(24)
    ]
    chosen = chosen_of(given)
    sides = sides_by_date(chosen, "2020", "2021-01..2021-12")
    tax, war = compare_sides(chosen, chosen.columns, sides, permutations=199)
    assert (tax.name, war.name, tax.left.statements, tax.left.share) == ("tax", "war", 18, 0.75)
    assert (tax.left.mean, tax.right.mean, tax.mean_p, tax.share_p) == (1, -1, 1 / 200, 1)
    assert compare_sides(chosen, chosen.columns, sides, permutations=199) == (tax, war)
    by_source = sides_by_value(chosen, "source", "paper 0", "paper 1")
    assert sum(one.left.statements for one in compare_sides(chosen, chosen.columns, by_source, permutations=99)) == 24


def test_what_cannot_be_compared_is_refused() -> None:
    """Overlapping periods, an empty side, a value that is none."""
    chosen = chosen_of([Line(who="ann", what="tax", how=1, date="2020-01-01")])
    with pytest.raises(UsageError, match="overlap"):
        sides_by_date(chosen, "2020", "2020-05")
    with pytest.raises(UsageError, match="the right side"):
        compare_sides(chosen, chosen.columns, sides_by_date(chosen, "2020", "2021"))
    with pytest.raises(UsageError, match="paper 0"):
        sides_by_value(chosen, "source", "paper 0", "Times")
