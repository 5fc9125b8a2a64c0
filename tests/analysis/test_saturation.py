"""Whether more reading would change a network."""

from __future__ import annotations

from itertools import permutations
from typing import cast

import pytest
from hypothesis import given

from parley.analysis import Network, NetworkRequest, draw_network
from parley.analysis.saturation import measure_saturation
from parley.analysis.statement_set import StatementSet
from parley.errors import UsageError

from .tables import EXAMPLES, Line, lines, table_of


def chosen_of(given_lines: list[Line]) -> StatementSet:
    """The statements of a two-mode network."""
    return cast("Network", draw_network(table_of(given_lines), NetworkRequest(rows="person"))).chosen


def test_a_saturated_and_an_open_network() -> None:
    """Where every document says the same, one is enough; where each says something new, half of them know half."""
    same = measure_saturation(chosen_of([Line(who="ann", what="tax", how=1, document=one) for one in range(10)]))
    assert [one.documents for one in same] == list(range(1, 11))
    assert {(one.rows, one.columns, one.ties) for one in same} == {(1, 1, 1)}
    new = measure_saturation(
        chosen_of([Line(who="ann", what=f"concept {one}", how=1, document=one) for one in range(10)])
    )
    assert (new[4].rows, new[4].ties, new[4].ties_low, new[4].ties_high) == (1, 0.5, 0.5, 0.5)


@EXAMPLES
@given(lines("boolean"))
def test_the_curve_is_the_mean_over_all_orders(given_lines: list[Line]) -> None:
    """Many draws come near the mean over every order of the documents; everything is known at the end."""
    curve = measure_saturation(chosen_of(given_lines), steps=4, draws=400)
    said: dict[int, set[tuple[str, str]]] = {}
    for line in given_lines:
        said.setdefault(line.document, set()).add((line.who, line.what))
    everything = set().union(*said.values())
    orders = list(permutations(said))
    for one in curve:
        mean = sum(len(set().union(*(said[place] for place in order[: one.documents]))) for order in orders) / len(
            orders
        )
        assert one.ties == pytest.approx(mean / len(everything), abs=0.1)
    assert (curve[-1].rows, curve[-1].columns, curve[-1].ties) == (1, 1, 1)


def test_nothing_to_draw_from_is_refused() -> None:
    """A network without statements has no curve; lots are seeded."""
    with pytest.raises(UsageError, match="nothing to draw"):
        measure_saturation(chosen_of([]))
    some = chosen_of([Line(who="ann", what=f"c{one % 4}", how=1, document=one) for one in range(9)])
    assert measure_saturation(some) == measure_saturation(some)
