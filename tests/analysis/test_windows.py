"""Windows of time and of events, and kernels: Parley's, and DNA's with its figures."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.analysis import NetworkRequest, Networks, draw_network
from parley.analysis.dates import add_units, seconds_of, whole_units
from parley.analysis.kernels import weigh
from parley.errors import UsageError
from tests.analysis.oracle import Slow
from tests.analysis.tables import EXAMPLES, Line, lines, table_of


def drawn(given: list[Line], *, kind: str = "boolean", **options: Any) -> Networks:
    """The networks of windows."""
    return cast("Networks", draw_network(table_of(given, kind=kind), NetworkRequest(**{"rows": "person", **options})))


def daily(days: int, **fields: Any) -> list[Line]:
    """A statement for each of some days of January 2020."""
    return [
        Line(**{"who": "ann", "what": "tax", "how": 1, **fields}, date=f"2020-01-{day:02}")
        for day in range(1, days + 1)
    ]


@EXAMPLES
@given(lines("boolean"), st.sampled_from(["days", "weeks", "months", "years"]))
def test_windows_of_one_unit_divide_the_statements(given: list[Line], unit: str) -> None:
    """Every statement is in exactly one window of one unit, and the windows follow each other without a gap."""
    networks = drawn(given, window=f"1 {unit}")
    counted = [place for one in networks for place in one.places.tolist()]
    assert sorted(counted) == list(range(len(given)))
    ends = [(seconds_of(one.start), seconds_of(one.stop, end=True)) for one in networks]
    assert all(after[0] == before[1] + 1 for before, after in pairwise(ends))


def test_months_are_months_of_the_calendar() -> None:
    """A window of one month begins on the first and ends on the last day."""
    given = [Line(who="ann", what="tax", how=1, date=date) for date in ("2020-01-31", "2020-02-10", "2020-03-01")]
    networks = drawn(given, window="1 month")
    assert [(one.start, one.stop, one.number) for one in networks] == [
        ("2020-01-01", "2020-01-31", 1),
        ("2020-02-01", "2020-02-29", 1),
        ("2020-03-01", "2020-03-31", 1),
    ]
    assert [one.number for one in drawn(given, window="2 months")] == [2, 2]
    assert [one.number for one in drawn(given, window="1 months", step=2)] == [1, 1]
    assert len(networks[1:]) == 2


def test_dna_windows_of_six_days_hold_seven() -> None:
    """DNA's window of 6 days goes from three days before to three days after; Parley's has 6."""
    given = daily(20)
    assert {one.number for one in drawn(given, window="6 days", compat="dna3")} == {7}
    assert {one.number for one in drawn(given, window="6 days")} == {6}
    assert len(drawn(given, window="6 days", compat="dna3")) == 14
    assert {one.number for one in drawn(given, window="5 days", compat="dna3")} == {5}


def test_dna_windows_of_ten_events_hold_eleven() -> None:
    """DNA's window of 10 events is five before, one, and five after; Parley's has 10."""
    given = daily(20)
    assert {one.number for one in drawn(given, window="10 events", compat="dna3")} == {11}
    assert len(drawn(given, window="10 events", compat="dna3")) == 10
    assert {one.number for one in drawn(given, window="10 events")} == {10}
    assert len(drawn(given, window="10 events")) == 11
    assert {one.number for one in drawn(given, window="1 event", compat="dna3")} == {1}


def test_what_dna_draws_by_lot_is_drawn_by_a_seed() -> None:
    """Among statements of one second at a window's border some are drawn: the same for the same seed."""
    given = [Line(who="ann", what="tax", how=1, key=f"k{number}") for number in range(30)]
    places = {
        seed: [one.places.tolist() for one in drawn(given, window="4 events", compat="dna3", seed=seed)]
        for seed in (1, 2)
    }
    again = [one.places.tolist() for one in drawn(given, window="4 events", compat="dna3", seed=1)]
    assert places[1] == again != places[2]
    assert all(len(set(one)) == 5 for one in again)


def test_empty_windows_are_kept() -> None:
    """A month without statements has its place in the sequence, as an empty network."""
    given = [Line(who="ann", what="tax", how=1, date=date) for date in ("2020-01-31", "2020-03-01")]
    networks = drawn(given, window="1 month")
    assert [one.matrix.shape for one in networks] == [(1, 1), (0, 0), (1, 1)]
    assert drawn(given, window="1 month", isolates=True)[1].matrix.shape == (1, 1)


def test_too_many_windows_are_refused() -> None:
    """A window for each second of a decade is refused before it fills the memory."""
    given = [Line(who="ann", what="tax", how=1, date=date) for date in ("2010", "2020")]
    with pytest.raises(UsageError, match="larger unit"):
        drawn(given, window="1 second")


@pytest.mark.parametrize(
    ("kernel", "at_half", "integral"),
    [("uniform", 0.5, 1), ("triangular", 0.5, 1), ("epanechnikov", 0.5625, 1), ("gaussian", 0.352065, None)],
)
def test_kernels_by_hand(kernel: str, at_half: float, integral: float | None) -> None:
    """Each kernel is symmetric, has its textbook value half way, and those with an end integrate to 1."""
    both = weigh(np.array([0.5, -0.5]), kernel, compat=False)
    assert both == pytest.approx([at_half, at_half], abs=1e-6)
    if integral is not None:
        points = np.linspace(-1, 1, 20_001)
        assert float(np.trapezoid(weigh(points, kernel, compat=False), points)) == pytest.approx(integral, abs=1e-6)
        assert weigh(np.array([1.01, -1.01]), kernel, compat=False).tolist() == [0, 0]


def test_dna_triangles_are_crooked() -> None:
    """Four statements a day after the middle of 8 days weigh 1.25 each in DNA (5 in all); rightly 0.75 each (3)."""
    given = [*daily(1, who="dee", what="war"), *[Line(who="ann", what="tax", how=1, date="2020-01-02")] * 4]
    sums = {}
    for compat in (None, "dna3"):
        first = drawn(given, window="8 days", kernel="triangular", compat=compat)[0]
        sums[compat] = first.matrix[[first.row_labels.index("ann")]].sum()
    assert sums == {None: pytest.approx(3), "dna3": pytest.approx(5)}


def test_dna_counts_the_place_of_a_level_under_a_kernel() -> None:
    """A single statement of level -1 is nought in DNA, since -1 is the first of its levels; rightly it is -1."""
    given = [Line(who="ann", what="tax", how=-1)]
    options: dict[str, Any] = {"kind": "integer", "window": "2 days", "kernel": "uniform", "aggregation": "subtract"}
    assert drawn(given, **options, compat="dna3")[0].matrix.sum() == 0
    assert drawn(given, **options)[0].matrix.sum() == pytest.approx(-0.5)


def test_dna_sorts_levels_as_words_under_a_kernel() -> None:
    """DNA's order of levels is "-1", "-2", "0": so -2 counts 1 and 0 counts 2."""
    given = [Line(who=f"p{how}", what="tax", how=how) for how in (-2, -1, 0)]
    options: dict[str, Any] = {"kind": "integer", "window": "2 days", "kernel": "uniform", "aggregation": "subtract"}
    first = drawn(given, **options, compat="dna3")[0]
    assert dict(zip(first.row_labels, first.matrix.toarray().ravel().tolist(), strict=True)) == {
        "p-1": 0,
        "p-2": 0.5,
        "p0": 1,
    }


@EXAMPLES
@given(
    lines("boolean"), st.sampled_from(["ignore", "congruence", "conflict", "subtract"]), st.sampled_from([None, "dna3"])
)
def test_smoothed_ties_are_the_formula(given: list[Line], aggregation: str, compat: str | None) -> None:
    """Each pair of statements adds the root of the product of their weights; only DNA also fills the diagonal."""
    options: dict[str, Any] = {"mode": "one", "aggregation": aggregation, "compat": compat}
    networks = drawn(given, window="60 days", kernel="epanechnikov", step=30, **options)
    network = networks[len(networks) // 2]
    middle = seconds_of(network.middle)

    def root(line: Line) -> float:
        apart = math.trunc((middle - seconds_of(line.date)) / 86_400)
        return math.sqrt(max(0.0, 0.75 * (1 - (2 * apart / 60) ** 2)))

    oracle = Slow(given, kind="boolean", levels=(0, 1), span=1.0, weigh=root)
    full = network.matrix.toarray()
    for i, one in enumerate(oracle.people):
        for j, other in enumerate(oracle.people):
            wanted = 0.0 if i == j and compat is None else oracle.tie(one, other, aggregation)
            assert full[i, j] == pytest.approx(wanted, abs=1e-9)


def test_dna_average_under_a_kernel() -> None:
    """DNA multiplies by the sum over concepts and levels of 2 / (statements of both), and takes cosine for average too."""
    given = [
        Line(who="ann", what="tax", how=1),
        Line(who="ann", what="tax", how=1),
        Line(who="bob", what="tax", how=1),
        Line(who="bob", what="war", how=0),
    ]
    options: dict[str, Any] = {
        "mode": "one",
        "aggregation": "congruence",
        "window": "2 days",
        "kernel": "uniform",
        "compat": "dna3",
    }
    for normalization in ("average", "cosine"):
        first = drawn(given, **options, normalization=normalization)[0]
        assert first.matrix.toarray()[0, 1] == pytest.approx(2 * 0.5 * (2 / 3 + 2 / 1))


def test_a_flat_kernel_changes_no_average() -> None:
    """Under the uniform kernel an average-normalized network is that of the same statements without a kernel."""
    given = [*daily(3), *daily(3, who="bob"), *daily(2, who="bob", what="war")]
    smooth = drawn(given, mode="one", window="10 days", kernel="uniform", normalization="average")[0]
    plain = cast(
        "Any", draw_network(table_of(given), NetworkRequest(rows="person", mode="one", normalization="average"))
    )
    assert smooth.matrix.toarray() == pytest.approx(plain.matrix.toarray())
    cosine = drawn(given, mode="one", window="10 days", kernel="uniform", normalization="cosine")[0]
    plain = cast(
        "Any", draw_network(table_of(given), NetworkRequest(rows="person", mode="one", normalization="cosine"))
    )
    assert cosine.matrix.toarray() == pytest.approx(plain.matrix.toarray())


def test_middles_go_from_the_first_to_the_last_statement() -> None:
    """With a kernel there is a network for each day, half a window inside if the time is indented; cells may sum to 1."""
    given = daily(11)
    networks = drawn(given, window="4 days", kernel="gaussian", normalize_to_one=True)
    assert [networks[0].middle, networks[-1].middle, len(networks)] == ["2020-01-01", "2020-01-11", 11]
    assert networks[3].matrix.sum() == pytest.approx(1)
    indented = drawn(given, window="3 days", kernel="gaussian", indent_time=True)
    assert [indented[0].middle, indented[-1].middle] == ["2020-01-03", "2020-01-09"]


def test_two_modes_under_a_kernel_are_normalized_by_weights() -> None:
    """Rows sum to 1 under activity; DNA leaves two-mode networks as they are and subtracts what is to be combined."""
    given = [*daily(3), *daily(2, what="war", how=0)]
    first = drawn(given, window="6 days", kernel="triangular", normalization="activity")[0]
    assert first.matrix.sum() == pytest.approx(1)
    as_dna = drawn(
        given, window="6 days", kernel="uniform", normalization="activity", aggregation="ignore", compat="dna3"
    )[0]
    assert as_dna.matrix.sum() == pytest.approx(2.5)
    combined = drawn(given, window="6 days", kernel="uniform", aggregation="combine", compat="dna3")[0]
    assert combined.matrix.toarray().tolist() == [[1.5, -1.0]]


@EXAMPLES
@given(st.dates(), st.integers(-30, 30))
def test_months_later_and_back_again(day: Any, months: int) -> None:
    """A moment some months later is that many whole months away, as calendars count them."""
    begin = seconds_of(f"{day:%Y-%m-%d}" if day.year > 1000 else "2020-01-15")
    later = add_units(begin, months, "months")
    same_day = whole_units(np.array([begin]), later, "months")[0]
    assert same_day in (months, months - 1 if months > 0 else months + 1)
    assert whole_units(np.array([begin]), add_units(begin, months, "days"), "days")[0] == months
