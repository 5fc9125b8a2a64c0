"""Every aggregation and normalization, against a slow implementation and against sums done by hand."""

from __future__ import annotations

import random
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.analysis import Network, NetworkRequest, draw_network
from parley.analysis.request import AGGREGATIONS, NORMALIZATIONS
from parley.errors import UsageError
from tests.analysis.oracle import Cell, Slow
from tests.analysis.tables import EXAMPLES, Line, lines, table_of

KINDS = ("boolean", "integer", "text")
Cases = tuple[str, list[Line]]


def drawn(
    given: list[Line], *, kind: str = "boolean", low: int | None = None, high: int | None = None, **options: Any
) -> Network:
    """The network of some statements."""
    request = NetworkRequest(**{"rows": "person", **options})
    return cast("Network", draw_network(table_of(given, kind=kind, low=low, high=high), request))


def cells_of(network: Network) -> Cell:
    """Every cell of a network by its labels."""
    full = network.matrix.toarray()
    return {
        (row, column): float(full[i, j])
        for i, row in enumerate(network.row_labels)
        for j, column in enumerate(network.column_labels)
    }


def slow(given: list[Line], kind: str) -> Slow:
    """The oracle, with DNA's scale: the levels that are seen."""
    seen = sorted({line.how for line in given}, key=str if kind == "text" else int)  # type: ignore[arg-type]  # of one kind
    levels = (0, 1) if kind == "boolean" else seen
    span = float(max(levels) - min(levels)) if kind != "text" else 0.0  # type: ignore[operator,type-var]  # numbers
    return Slow(given, kind=kind, levels=levels, span=span)


any_lines = st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.just(kind), lines(kind)))


@EXAMPLES
@given(any_lines, st.sampled_from(AGGREGATIONS["one"]), st.sampled_from(("none", "average", "jaccard", "cosine")))
def test_one_mode_is_the_formula(case: Cases, aggregation: str, normalization: str) -> None:
    """One-mode networks equal the formulas for every kind of qualifier, aggregation and normalization."""
    kind, given = case
    network = drawn(given, kind=kind, mode="one", aggregation=aggregation, normalization=normalization)
    assert cells_of(network) == pytest.approx(slow(given, kind).one_mode(aggregation, normalization), abs=1e-9)


@EXAMPLES
@given(
    any_lines,
    st.sampled_from(
        [("ignore", n) for n in NORMALIZATIONS["two"]]
        + [("subtract", n) for n in NORMALIZATIONS["two"]]
        + [("combine", "none")]
    ),
)
def test_two_mode_is_the_formula(case: Cases, how: tuple[str, str]) -> None:
    """Two-mode networks equal the formulas for every kind of qualifier, aggregation and normalization."""
    kind, given = case
    network = drawn(given, kind=kind, mode="two", aggregation=how[0], normalization=how[1])
    assert cells_of(network) == pytest.approx(slow(given, kind).two_mode(*how), abs=1e-9)


@EXAMPLES
@given(any_lines, st.sampled_from(AGGREGATIONS["one"]), st.sampled_from(NORMALIZATIONS["one"]), st.randoms())
def test_ties_do_not_depend_on_the_order_of_statements(
    case: Cases, aggregation: str, normalization: str, lot: random.Random
) -> None:
    """However statements come in, the network is the same to the last digit, and symmetric."""
    kind, given = case
    shuffled = list(given)
    lot.shuffle(shuffled)
    first, second = (
        drawn(one, kind=kind, mode="one", aggregation=aggregation, normalization=normalization)
        for one in (given, shuffled)
    )
    assert first.labels == second.labels
    assert np.array_equal(first.matrix.toarray(), second.matrix.toarray())
    assert np.allclose(first.matrix.toarray(), first.matrix.toarray().T)


@EXAMPLES
@given(lines("boolean"))
def test_counts_add_up(given: list[Line]) -> None:
    """A two-mode network holds every statement once; activity makes rows sum to 1, prominence columns."""
    assert drawn(given).matrix.sum() == len(given)
    assert np.allclose(drawn(given, normalization="activity").matrix.sum(axis=1), 1)
    assert np.allclose(drawn(given, normalization="prominence").matrix.sum(axis=0), 1)
    both, congruence, conflict = (
        drawn(given, mode="one", aggregation=one).matrix.toarray() for one in ("ignore", "congruence", "conflict")
    )
    assert np.allclose(congruence + conflict, both)


def test_by_hand() -> None:
    """Two people who agree once and differ once: congruence 1, conflict 1, and each normalization's quotient."""
    given = [
        Line(who="ann", what="tax", how=1),
        Line(who="bob", what="tax", how=1),
        Line(who="ann", what="war", how=1),
        Line(who="bob", what="war", how=0),
        Line(who="cy", what="sea", how=1),
    ]
    values = {
        (aggregation, normalization): cells_of(
            drawn(given, mode="one", aggregation=aggregation, normalization=normalization)
        )["ann", "bob"]
        for aggregation in AGGREGATIONS["one"]
        for normalization in ("none", "average", "jaccard", "cosine")
    }
    assert values["ignore", "none"] == 2
    assert values["congruence", "none"] == values["conflict", "none"] == 1
    assert values["subtract", "none"] == 0
    assert values["congruence", "average"] == 1 / 2
    assert values["congruence", "jaccard"] == pytest.approx(1 / 3)
    assert values["congruence", "cosine"] == 1 / 4
    assert cells_of(drawn(given, mode="one", aggregation="congruence"))["ann", "cy"] == 0
    assert cells_of(drawn(given, aggregation="combine"))["bob", "war"] == 2
    assert cells_of(drawn(given, aggregation="combine"))["ann", "war"] == 1


def test_vector_cosine_is_a_cosine() -> None:
    """Rows that say the same in the same proportions have a cosine of 1, whatever they say how often."""
    given = [Line(who="ann", what="tax", how=1), *[Line(who="bob", what="tax", how=1)] * 3]
    assert cells_of(drawn(given, mode="one", aggregation="congruence", normalization="vector-cosine"))[
        "ann", "bob"
    ] == pytest.approx(1)


def test_a_declared_scale_holds_whatever_is_seen() -> None:
    """With a scale from -2 to 2, +1 and -1 are half a scale apart; DNA's range is that of the numbers seen."""
    given = [Line(who="ann", what="tax", how=1), Line(who="bob", what="tax", how=-1)]
    options: dict[str, Any] = {"kind": "integer", "low": -2, "high": 2, "mode": "one", "aggregation": "congruence"}
    assert cells_of(drawn(given, **options))["ann", "bob"] == pytest.approx(0.5)
    assert cells_of(drawn(given, **options, compat="dna3"))["ann", "bob"] == 0


def test_dna_takes_the_range_of_the_levels_it_sees() -> None:
    """Levels -1, 1 and 2 are a range of 3 to DNA: +1 and +2 agree by two thirds."""
    given = [Line(who="ann", what="tax", how=1), Line(who="bob", what="tax", how=2), Line(who="cy", what="sea", how=-1)]
    network = drawn(given, kind="integer", mode="one", aggregation="congruence", compat="dna3")
    assert cells_of(network)["ann", "bob"] == pytest.approx(2 / 3)


def test_dna_has_no_number_for_one_level() -> None:
    """Where DNA divides nought by nought, its number is refused with the reason; Parley's is full congruence."""
    given = [Line(who="ann", what="tax", how=1), Line(who="bob", what="tax", how=1)]
    options: dict[str, Any] = {"kind": "integer", "mode": "one", "aggregation": "congruence"}
    assert cells_of(drawn(given, **options))["ann", "bob"] == 1
    with pytest.raises(UsageError, match="divides by a range of 0"):
        drawn(given, **options, compat="dna3")


def test_combined_levels_of_a_declared_scale_keep_their_bits() -> None:
    """On a scale from -1 to 1 "only +1" is code 1 whether or not -1 is seen anywhere."""
    given = [Line(who="ann", what="tax", how=1)]
    assert cells_of(drawn(given, kind="integer", low=-1, high=1, aggregation="combine"))["ann", "tax"] == 1
    assert (
        cells_of(drawn([Line(who="ann", what="tax", how=-1)], kind="integer", low=-1, high=1, aggregation="combine"))[
            "ann", "tax"
        ]
        == 4
    )


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"mode": "one", "aggregation": "combine"}, "ignore, congruence, conflict, subtract"),
        ({"mode": "two", "aggregation": "congruence"}, "ignore, subtract, combine"),
        ({"mode": "two", "normalization": "jaccard"}, "none, activity, prominence"),
        ({"mode": "two", "aggregation": "combine", "normalization": "activity"}, "Take one of none"),
        ({"mode": "one", "normalization": "activity"}, "average"),
        (
            {"mode": "one", "kernel": "gaussian", "window": "3 days", "normalization": "jaccard"},
            "none, average, cosine",
        ),
        ({"mode": "three"}, "one, two, events"),
        ({"kernel": "gaussian"}, "window="),
        ({"kernel": "gaussian", "window": "3 events"}, "weeks"),
        ({"window": "a while"}, "months"),
        ({"mode": "events", "window": "3 days"}, "mode one or two"),
        ({"aggregation": "subtract", "qualifier": None}, "ignore"),
        ({"columns": "person"}, "two different"),
        ({"minimum": 0}, "1 or more"),
        ({"indent_time": True}, "gaussian"),
        ({"columns": "nothing"}, "person, concept, stance"),
    ],
)
def test_what_does_not_go_together_is_refused(options: dict[str, Any], named: str) -> None:
    """An impossible combination raises an error that names the ones that can be had."""
    with pytest.raises(UsageError, match=named):
        drawn([Line(who="ann", what="tax", how=1)], **options)


def test_too_many_levels_cannot_be_combined() -> None:
    """More levels than a number has bits are refused, not rounded."""
    with pytest.raises(UsageError, match="60 levels"):
        drawn(
            [Line(who="ann", what="tax", how=f"w{number}") for number in range(60)], kind="text", aggregation="combine"
        )


def test_labels_are_sorted_as_in_java() -> None:
    """Labels are in the order of UTF-16 units: an emoji comes before a letter of a high plane-0 code."""
    given = [Line(who=who, what="tax", how=1) for who in ("\uff21", "😀", "a", "Z")]
    assert drawn(given).row_labels == ("Z", "a", "😀", "\uff21")
