"""Which ties chance would hardly give: what is permuted, and that shares of deals are those of all orders."""

from __future__ import annotations

from itertools import permutations
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.analysis import Network, NetworkRequest, draw_network
from parley.analysis.significance import TieChance, measure_significance
from parley.errors import UsageError

from .tables import Line, table_of


def drawn(lines: list[Line], **options: Any) -> Network:
    """A network of persons and concepts."""
    request = NetworkRequest(**{"rows": "person", "aggregation": "subtract", **options})
    return cast("Network", draw_network(table_of(lines), request))


def by_name(found: tuple[TieChance, ...]) -> dict[tuple[str, str], TieChance]:
    """The cells by their names."""
    return {(one.row, one.column): one for one in found}


SIX = [
    Line(who="ann", what="tax", how=1),
    Line(who="ann", what="tax", how=1),
    Line(who="ann", what="sea", how=0),
    Line(who="bob", what="tax", how=0),
    Line(who="bob", what="sea", how=1),
    Line(who="cy", what="sea", how=1),
]


@pytest.mark.parametrize("mode", ["one", "two"])
def test_shares_are_those_of_all_orders(mode: str) -> None:
    """Of six statements all 720 deals can be drawn: the shares of seeded deals come close to those of all of them."""
    network = drawn(SIX, mode=mode)
    seen = network.matrix.toarray()
    every = []
    for order in permutations(range(6)):
        dealt = [Line(who=SIX[place].who, what=line.what, how=line.how) for place, line in zip(order, SIX, strict=True)]
        every.append(drawn(dealt, mode=mode).matrix.toarray())
    more, less = (np.mean([sign * one >= sign * seen for one in every], axis=0) for sign in (1, -1))
    rows, columns = network.row_labels, network.column_labels
    for one in measure_significance(network, permutations=999):
        place = rows.index(one.row), columns.index(one.column)
        assert one.weight == seen[place]
        assert one.more == pytest.approx(more[place], abs=0.06)
        assert one.less == pytest.approx(less[place], abs=0.06)
        assert one.expected == pytest.approx(np.mean([cells[place] for cells in every]), abs=0.1)


def test_camps_are_no_chance_and_noise_is() -> None:
    """A tie of two who always agree is found; who speaks without a side has nothing below the usual bounds."""
    camps = [
        Line(who=who, what=f"concept {number}", how=side)
        for number in range(12)
        for who, side in (("ann", number % 2), ("bob", number % 2), ("cy", 1 - number % 2), ("dee", 1 - number % 2))
    ]
    found = by_name(measure_significance(drawn(camps, mode="one", normalization="average"), permutations=199))
    assert found["ann", "bob"].false_discovery < 0.05 < found["ann", "bob"].less
    assert found["ann", "cy"].less < 0.05
    lots = np.random.default_rng(1)
    noise = [
        Line(who="abc"[int(lots.integers(3))], what="xyz"[int(lots.integers(3))], how=int(lots.integers(2)))
        for _ in range(90)
    ]
    assert min(one.false_discovery for one in measure_significance(drawn(noise), permutations=199)) > 0.05


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), st.booleans(), st.integers(0, 2)),
        min_size=2,
        max_size=12,
    )
)
def test_deals_inside_documents_change_no_document(lines: list[tuple[str, str, bool, int]]) -> None:
    """Where each document has one speaker, statements can only go to who made them: all deals are the network."""
    said = [Line(who="abc"[document], what=what, how=how, document=document) for _, what, how, document in lines]
    for one in measure_significance(drawn(said), permutations=9, within="document"):
        assert [one.expected, one.more, one.less] == pytest.approx([one.weight, 1, 1])


def test_the_same_seed_gives_the_same() -> None:
    """Deals are seeded, and activity is kept: mean weights of ignored qualifiers add up to the statements."""
    network = drawn(SIX, aggregation="ignore")
    assert measure_significance(network, permutations=50) == measure_significance(network, permutations=50)
    assert measure_significance(network, permutations=50) != measure_significance(network, permutations=50, seed=2)
    assert sum(one.expected for one in measure_significance(network, permutations=50)) == pytest.approx(6)


def test_what_cannot_be_permuted_is_refused() -> None:
    """Combined levels, smoothed networks and no deals at all are refused with what can be done."""
    with pytest.raises(UsageError, match="subtract"):
        measure_significance(drawn(SIX, aggregation="combine"))
    with pytest.raises(UsageError, match="99"):
        measure_significance(drawn(SIX), permutations=0)
    smoothed = cast(
        "Any", draw_network(table_of(SIX), NetworkRequest(rows="person", window="2 days", kernel="uniform"))
    )
    with pytest.raises(UsageError, match="kernel"):
        measure_significance(smoothed[0])
