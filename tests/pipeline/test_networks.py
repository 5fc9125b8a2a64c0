"""Networks of a record: imported statements under their own variables, coded ones, and back to the sentences."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

import parley
from parley.analysis import EventList, Network, Networks
from parley.errors import UsageError
from parley.pipeline.exchange import import_file
from parley.pipeline.records import Record
from tests.imports.databases import DNA3, ROWS3, make
from tests.record.builders import example_reading, simple_reading, write

ROWS: dict[str, Any] = {
    **ROWS3,
    "DOCUMENTS": [
        (1, "One", "Ada agrees. The cabinet does not.", 1, "A", "Times", "", "", "", 1106697600),
        (2, "Two", "Ada agrees again. Bo too.", 1, "B", "Post", "", "", "", 1106697601),
    ],
    "STATEMENTS": [(1, 1, 1, 0, 10, 1), (2, 1, 1, 12, 32, 1), (3, 1, 2, 0, 16, 1), (4, 1, 2, 18, 24, 1)],
    "DATABOOLEAN": [(1, 1, 3, 1), (2, 2, 3, 0), (3, 3, 3, 1), (4, 4, 3, 1)],
    "DATAINTEGER": [],
    "DATALONGTEXT": [],
    "DATASHORTTEXT": [
        (1, 1, 1, 3),
        (2, 1, 2, 5),
        (3, 2, 1, 4),
        (4, 2, 2, 5),
        (5, 3, 1, 3),
        (6, 3, 2, 5),
        (7, 4, 1, 6),
        (8, 4, 2, 5),
    ],
    "ENTITIES": [
        (1, 1, "", 0, 0, 0, None),
        (2, 2, "", 0, 0, 0, None),
        (3, 1, "Ada", 1, 2, 3, None),
        (4, 1, "Cabinet", 1, 2, 3, None),
        (6, 1, "Bo", 1, 2, 3, None),
        (5, 2, "tax the sea", 10, 20, 30, None),
    ],
    "ATTRIBUTEVALUES": [(1, 3, 1, "minister"), (2, 4, 1, "body"), (3, 6, 1, "minister")],
}


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record into which a database of DNA 3 was brought."""
    path = make(tmp_path / "sea.dna", DNA3, ROWS)
    with parley.open_record(tmp_path / "record.db") as opened:
        import_file(opened, path, coder="Anna Lind")
        yield opened


def drawn(record: Record, **options: Any) -> Network:
    """A network of imported statements."""
    return cast("Network", record.network(**{"rows": "person", "qualifier": "agreement"} | options))


def test_imported_variables_have_their_own_names(record: Record) -> None:
    """DNA's agreement is a qualifier like the stance; labels, ties and attributes are DNA's."""
    network = drawn(record, aggregation="subtract")
    assert (network.row_labels, network.column_labels) == (("Ada", "Bo", "Cabinet"), ("tax the sea",))
    assert network.matrix.toarray().tolist() == [[2], [1], [-1]]
    one = drawn(record, mode="one", aggregation="congruence")
    assert list(one.ties()) == [("Ada", "Bo", 2.0)]
    by_type = drawn(record, rows="person.Type", aggregation="combine")
    assert by_type.matrix.toarray().tolist() == [[2], [1]]
    assert drawn(record, rows="source", columns="person").row_labels == ("Post", "Times")


def test_dates_of_imports_keep_their_seconds(record: Record) -> None:
    """Documents that differ by a second are two moments."""
    assert drawn(record, until="2005-01-26T00:00:00Z").number == 2
    assert len(cast("Networks", record.network(rows="person", qualifier="agreement", window="2 events"))) == 3


def test_ties_open_their_sentences(record: Record) -> None:
    """Behind a tie stand the statements with their words, in order of time."""
    found = drawn(record, mode="one", aggregation="congruence").statements("Ada", "Bo")
    assert [row.content for row in found] == ["Ada agrees", "Ada agrees again", "Bo too"]


def test_filters_that_dna_does_not_have(record: Record) -> None:
    """State, polarity, certainty, nesting, a query: what people coded is accepted, affirmed, certain and not nested."""
    for options in (
        {"states": ["accepted"]},
        {"polarity": ["affirmed"]},
        {"certainty": ["certain"]},
        {"nested": False},
        {"confidence": 0.9},
    ):
        assert drawn(record, **options).number == 4
    for options in ({"states": ["proposed"]}, {"polarity": ["denied"]}, {"nested": True}):
        assert drawn(record, **options).number == 0
    assert drawn(record, query="again").number == 1


def test_events_have_every_variable(record: Record) -> None:
    """The event list of a record has variables, fields and attributes."""
    events = cast("EventList", record.network(mode="events", rows="person", qualifier="agreement"))
    first = dict(zip(events.names, next(iter(events)), strict=True))
    assert (first["person"], first["agreement"], first["person.Type"], first["source"]) == (
        "Ada",
        True,
        "minister",
        "Times",
    )


def test_the_type_is_found_or_asked_for(record: Record) -> None:
    """The type that has the variables is taken; where none or several have them the error lists them."""
    with pytest.raises(UsageError, match="DNA Statement: person, concept, agreement, weight"):
        record.network()
    assert drawn(record, statement_type="DNA Statement").number == 4
    with pytest.raises(UsageError, match="'Opera'"):
        drawn(record, statement_type="Opera")
    with pytest.raises(UsageError, match="aggregation"):
        drawn(record, aggregat="ignore")
    assert cast("EventList", record.network(mode="events")).chosen.rows.levels == ()


def test_without_scipy_the_extra_is_named(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where what networks need is not installed, the error says how to install it."""
    monkeypatch.setitem(sys.modules, "parley.pipeline.networks", None)
    with pytest.raises(UsageError, match=r"parley-record\[networks\]"):
        record.network()


def test_statements_coded_with_concepts(tmp_path: Path) -> None:
    """The record's own stances are a scale from -1 to 1; those with low confidence are left out and counted."""
    with parley.open_record(tmp_path / "record.db") as record:
        write(record, example_reading())
        judge = record.judge("Anna Lind").codebook
        judge.define("Help")
        judge.code([row.key for row in record.statements()], "Help", "disagree")
        network = cast("Network", record.network(rows="person", aggregation="subtract"))
        assert dict(zip(network.row_labels, network.matrix.toarray().ravel().tolist(), strict=True)) == {
            "NATO": -1,
            "Seyed Abbas Hosseini": -1,
        }
        assert network.dropped == {"a copy within its article": 1, "no person": 1}
        assert network.attributes_of("person", "NATO") == {"kind": "organization"}
        sure = cast("Network", record.network(rows="person", confidence=0.9))
        assert (sure.number, sure.dropped["low confidence"]) == (0, 3)
        assert cast("Network", record.network()).row_labels == ("NATO",)


def test_copies_speak_once_and_imports_as_they_were_coded(tmp_path: Path) -> None:
    """Of an article printed twice one printing counts, or both where that is asked for, or where DNA is followed."""
    report = " ".join(f"the {number}th word of a long report on roads" for number in range(40))
    words = f"Ana Petrova said that taxes rise. {report}"
    with parley.open_record(tmp_path / "record.db") as record:
        for name, text in (("first", words), ("second", f"Again: {words}")):
            write(record, simple_reading(name, text, ("Ana Petrova", "said", "taxes rise")))
        judge = record.judge("Anna Lind").codebook
        judge.define("Taxes")
        judge.code([row.key for row in record.statements()], "Taxes", "agree")
        options: dict[str, Any] = {"rows": "language", "columns": "concept"}
        once = cast("Network", record.network(**options))
        assert (once.number, once.dropped) == (1, {"another printing": 1})
        for more in ({"all_printings": True}, {"compat": "dna3"}):
            assert cast("Network", record.network(**options, **more)).number == 2


def test_dna_counts_time_from_its_first_document_to_its_last(tmp_path: Path) -> None:
    """The windows of DNA cover all documents, also those in which nothing is coded; Parley's the statements."""
    days = [(3, "Three", "Nobody speaks.", 1, "C", "Post", "", "", "", 1106697600 + 5 * 86_400)]
    path = make(tmp_path / "sea.dna", DNA3, {**ROWS, "DOCUMENTS": [*ROWS["DOCUMENTS"], *days]})
    with parley.open_record(tmp_path / "record.db") as record:
        import_file(record, path, coder="Anna Lind")
        options: dict[str, Any] = {"rows": "person", "qualifier": "agreement", "window": "1 day"}
        assert len(cast("Networks", record.network(**options))) == 1
        assert len(cast("Networks", record.network(**options, compat="dna3"))) == 6
        plain = drawn(record, compat="dna3")
        assert (plain.start, plain.number) == ("2005-01-26", 4)
