"""Which statements count: dates, values left out, gaps, duplicates, minimum frequency, isolates."""

from __future__ import annotations

from typing import Any, cast

import pytest
from hypothesis import given

from parley.analysis import EventList, Network, NetworkRequest, draw_network
from parley.errors import UsageError
from tests.analysis.tables import EXAMPLES, Line, lines, table_of

ANN, BOB = Line(who="ann", what="tax", how=1), Line(who="bob", what="tax", how=0)


def drawn(given: list[Line], *, kind: str = "boolean", **options: Any) -> Network:
    """The network of some statements."""
    return cast("Network", draw_network(table_of(given, kind=kind), NetworkRequest(**{"rows": "person", **options})))


def at(*dates: str, **fields: Any) -> list[Line]:
    """The same statement at some dates, each in a document of its own."""
    return [
        Line(**{"who": "ann", "what": "tax", "how": 1, **fields}, date=date, document=n) for n, date in enumerate(dates)
    ]


@pytest.mark.parametrize(
    ("within", "compat", "left"),
    [
        ("include", None, 5),
        ("document", None, 5),
        ("week", None, 4),
        ("month", None, 3),
        ("year", None, 2),
        ("range", None, 1),
        ("month", "dna3", 2),
        ("week", "dna3", 3),
    ],
)
def test_duplicates_within_a_period(within: str, compat: str | None, left: int) -> None:
    """Statements that say the same count once a period; DNA takes two Januaries for one month, two second weeks for one week."""
    given = at("2005-01-10", "2005-01-12", "2005-01-17", "2005-03-01", "2006-01-11")
    assert drawn(given, duplicates=within, compat=compat).number == left


def test_dna_takes_january_of_two_years_for_one_month() -> None:
    """2005-01-10 and 2006-01-11 collapse under "month" in DNA 3; Parley keeps both."""
    given = at("2005-01-10", "2006-01-11")
    assert drawn(given, duplicates="month", compat="dna3").number == 1
    assert drawn(given, duplicates="month").number == 2


def test_weeks_begin_on_monday_or_sunday() -> None:
    """Saturday and Sunday share a week of ISO 8601, Sunday and Monday one of the United States; also by number alone."""
    for compat in (None, "dna3"):
        for days, weeks, left in (
            (("2020-02-01", "2020-02-02"), "monday", 1),
            (("2020-02-02", "2020-02-03"), "monday", 2),
            (("2020-02-01", "2020-02-02"), "sunday", 2),
            (("2020-02-02", "2020-02-03"), "sunday", 1),
        ):
            assert drawn(at(*days), duplicates="week", weeks=weeks, compat=compat).number == left


def test_the_qualifier_tells_duplicates_apart_unless_it_is_ignored() -> None:
    """Agreement and disagreement in one document are two statements, or one where the qualifier is ignored."""
    given = [ANN, Line(who="ann", what="tax", how=0)]
    assert drawn(given, duplicates="document", aggregation="subtract").number == 2
    assert drawn(given, duplicates="document").number == 1


def test_the_first_of_duplicates_is_kept() -> None:
    """Of statements that say the same the earliest counts, however they come in."""
    given = at("2020-05-01", "2020-03-01", "2020-04-01")
    assert drawn(given, duplicates="range").entries("ann", "tax") == ("s0001",)


def test_range_of_dates_takes_both_ends() -> None:
    """Both days count whole; a month until which is asked counts to its last day."""
    given = at("2020-01-31", "2020-02-01", "2020-02-29T23:59:59Z", "2020-03-01")
    network = drawn(given, since="2020-02", until="2020-02")
    assert network.number == 2
    assert network.dropped == {"outside the dates": 2}
    assert (network.start, network.stop) == ("2020-02-01", "2020-02-29")
    assert drawn(given, until="2020").number == 4
    assert drawn(given, since="2020-02-29T23:59:59Z").number == 2


def test_statements_without_a_date_count_unless_dates_are_asked_for() -> None:
    """An undated document is in the whole network, and out of every range, with its reason."""
    given = [ANN, BOB]
    table = table_of(given)
    table.seconds[0] = -(2**63)
    network = cast("Network", draw_network(table, NetworkRequest(rows="person")))
    assert network.number == 2
    later = cast("Network", draw_network(table, NetworkRequest(rows="person", since="1999")))
    assert (later.number, later.dropped) == (1, {"no date": 1})


@pytest.mark.parametrize("date", ["soon", "2020-13", "2020-02-30", "20-01-01"])
def test_what_is_no_date_is_refused(date: str) -> None:
    """A date that cannot be read raises an error that shows how dates are written."""
    with pytest.raises(UsageError, match="2023-08"):
        drawn([ANN], since=date)


def test_values_are_left_out_or_kept() -> None:
    """Exclude drops a statement on any match; include keeps those that match in every variable; numbers for yes and no."""
    given = [ANN, BOB, Line(who="cy", what="war", how=1)]
    assert drawn(given, exclude={"person": ["ann"], "concept": ["war"]}).row_labels == ("bob",)
    assert drawn(given, include={"concept": ["tax"], "stance": ["1"]}).row_labels == ("ann",)
    assert drawn(given, exclude={"stance": ["0"]}).row_labels == ("ann", "cy")
    assert drawn(given, include={"person.party": ["left"]}).row_labels == ("ann", "cy")
    with pytest.raises(UsageError, match=r"\[value\]"):
        drawn(given, exclude={"person": "ann"})


def test_gaps_are_left_out_and_counted() -> None:
    """A statement without row, column or qualifier does not count, and the network says so; without a qualifier asked for it does."""
    given = [ANN, Line(who="", what="tax", how=1), Line(who="bob", what="", how=1), Line(who="cy", what="tax")]
    assert drawn(given).dropped == {"no person": 1, "no concept": 1, "no stance": 1}
    assert drawn(given, qualifier=None).row_labels == ("ann", "cy")
    assert drawn(given, qualifier=None, include={"concept": [""]}).number == 0


def test_minimum_frequency() -> None:
    """Rows and columns with fewer statements than the minimum are left out."""
    given = [ANN, ANN, BOB, Line(who="ann", what="war", how=1)]
    network = drawn(given, minimum=2)
    assert (network.row_labels, network.column_labels, network.number) == (("ann",), ("tax",), 2)


def test_isolates_stay_empty() -> None:
    """With isolates the labels are those of all statements in the range, also of those left out."""
    given = [ANN, Line(who="bob", what="war", how=1), *at("2030-01-01", who="dee", what="sea")]
    network = drawn(given, exclude={"person": ["bob"]}, until="2025", isolates=True)
    assert (network.row_labels, network.column_labels) == (("ann", "bob"), ("tax", "war"))
    assert network.matrix.toarray().tolist() == [[1, 0], [0, 0]]


def test_nothing_left_is_an_empty_network() -> None:
    """Where no statement is left there is a network without nodes, of every mode, and no window."""
    for options in (
        {"mode": "one", "aggregation": "congruence", "normalization": "jaccard"},
        {"mode": "two", "aggregation": "combine"},
    ):
        network = drawn([ANN], exclude={"person": ["ann"]}, **options)
        assert (network.labels, network.matrix.shape) == ((), (0, 0))
    assert list(cast("Any", drawn([ANN], exclude={"person": ["ann"]}, window="1 month"))) == []


def test_attributes_and_fields_are_variables() -> None:
    """Rows may be an attribute of a variable's values, columns a field of the article, qualifiers too."""
    given = [ANN, BOB, Line(who="cy", what="war", how=1, document=1)]
    network = drawn(given, rows="person.party", columns="source", qualifier="concept", aggregation="combine")
    assert (network.row_labels, network.column_labels) == (("left", "right"), ("paper 0", "paper 1"))
    assert network.matrix.toarray().tolist() == [[2, 1], [2, 0]]


def test_events_are_a_table_of_everything() -> None:
    """The event list holds gaps, and every variable, field and attribute, in order of time."""
    given = [*at("2020-02-01"), Line(who="bob", what="", how=None)]
    events = cast("EventList", draw_network(table_of(given), NetworkRequest(mode="events", rows="person")))
    assert events.names == ("key", "date", "start", "end", "person", "concept", "stance", "source", "person.party")
    assert list(events) == [
        ("s0001", "2020-01-01", 0, 0, "bob", None, None, "paper 0", "right"),
        ("s0000", "2020-02-01", 0, 0, "ann", "tax", True, "paper 0", "left"),
    ]
    assert events.to_pandas().shape == (2, 9)
    assert (len(events), events.dropped) == (2, {})


@EXAMPLES
@given(lines("boolean"))
def test_ties_open_the_statements_they_count(given: list[Line]) -> None:
    """Behind each two-mode tie stand as many statements as it weighs; behind congruence those with a partner."""
    network = drawn(given)
    for row, column, weight in network.ties():
        assert len(network.entries(row, column)) == weight
    for aggregation in ("ignore", "congruence", "conflict", "subtract"):
        one = drawn(given, mode="one", aggregation=aggregation)
        for row, other, _ in one.ties():
            keys = [int(key[1:]) for key in one.entries(row, other)]
            mine = {(given[key].what, given[key].how) for key in keys if given[key].who == row}
            theirs = {(given[key].what, given[key].how) for key in keys if given[key].who == other}
            assert {what for what, _ in mine} == {what for what, _ in theirs} != set()
            if aggregation == "congruence":
                assert mine == theirs


def test_behind_conflicts_of_words() -> None:
    """Of a qualifier of words, conflict opens what the other does not say, congruence what both say, subtract all of it."""
    given = [
        Line(who="ann", what="tax", how="calm"),
        Line(who="ann", what="tax", how="sad"),
        Line(who="bob", what="tax", how="calm"),
    ]
    keys = {
        one: drawn(given, kind="text", mode="one", aggregation=one).entries("ann", "bob")
        for one in ("congruence", "conflict", "subtract")
    }
    assert keys == {"congruence": ("s0000", "s0002"), "conflict": ("s0001",), "subtract": ("s0000", "s0001", "s0002")}


def test_a_name_that_is_not_there_is_refused() -> None:
    """Asking for the statements of an unknown row, or without a record, says what to do."""
    network = drawn([ANN])
    with pytest.raises(UsageError, match="labels"):
        network.entries("zoe", "tax")
    with pytest.raises(UsageError, match="entries"):
        network.statements("ann", "tax")


def test_networkx_has_the_same_nodes_and_ties() -> None:
    """A graph of networkx carries weights, modes and attributes; nodes of two modes are kept apart by their variable."""
    graph = drawn([ANN, ANN, BOB]).to_networkx()
    assert graph[("person", "ann")][("concept", "tax")]["weight"] == 2
    assert graph.nodes[("person", "ann")] == {"label": "ann", "variable": "person", "attribute party": "left"}
    one = drawn([ANN, BOB], mode="one").to_networkx()
    assert one["ann"]["bob"]["weight"] == 1
