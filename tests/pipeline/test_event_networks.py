"""Who acts toward whom: networks of events, and back to the sentences."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import parley
from parley.analysis import Network
from parley.cli.network import network_command
from parley.errors import UsageError
from parley.exports.network_files import export_network
from parley.pipeline.records import Record
from parley.terms.events import Event
from tests.record.builders import example_reading, write
from tests.record.test_events import event_of, mention_of


def events() -> tuple[Event, ...]:
    """Events of the example: a visit, help of two to one, an assault, one only planned, one without a recipient."""
    article = example_reading().article
    helped, asked, added, is_more, declared = (
        mention_of(article, words) for words in ("Moscow", "said", "Hosseini", "the", "Taliban")
    )
    visit = event_of(article)
    more: dict[str, Any] = {"mode": None, "contexts": (), "place": None}
    return (
        visit,
        replace(visit, id="e2", type="AID", quad=2, score=7.5, actor=("a2", "a3"), mentions=(helped,), **more),
        replace(visit, id="e3", type="ASSAULT", quad=4, score=-9.0, date=None, mentions=(asked,), **more),
        replace(visit, id="e4", type="AID", quad=2, score=7.5, status="future", mentions=(added,), **more),
        replace(visit, id="e5", type="PROTEST", quad=3, score=-6.5, recipient=(), mentions=(is_more,), **more),
        replace(visit, id="e6", actor=("a3",), recipient=("a2",), mentions=(declared,), **more),
    )


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record with those events."""
    reading = example_reading()
    with parley.open_record(tmp_path / "record.db") as opened:
        write(opened, replace(reading, proposals=replace(reading.proposals, events=events())))
        yield opened


def drawn(record: Record, **options: Any) -> dict[tuple[str, str], float]:
    """The cells of a network of events."""
    network = cast("Network", record.network(of="events", **options))
    return {(row, column): weight for row, column, weight in network.ties()}


def test_rows_act_toward_columns(record: Record) -> None:
    """Events are counted from actors to recipients; several actors of one event each have their tie."""
    assert drawn(record) == {("Moscow", "NATO"): 3, ("NATO", "NATO"): 1, ("NATO", "Moscow"): 1}
    assert drawn(record, aggregation="subtract") == {
        ("Moscow", "NATO"): 1,
        ("NATO", "NATO"): 1,
        ("NATO", "Moscow"): 1,
    }
    assert drawn(record, qualifier="score", aggregation="subtract")["Moscow", "NATO"] == 4.0 + 7.5 - 9.0
    network = cast("Network", record.network(of="events"))
    assert network.dropped == {"future": 1, "no recipient": 1}
    assert network.attributes_of("actor", "NATO") == {"kind": "organization"}


def test_by_country_and_by_what_is_said_of_events(record: Record) -> None:
    """Rows and columns can be countries, sectors or types; filters take type, status and whether it is reported."""
    assert drawn(record, rows="actor_country", columns="type") == {("RUS", "CONSULT"): 1, ("RUS", "AID"): 1, ("RUS", "ASSAULT"): 1, ("RUS", "PROTEST"): 1}  # fmt: skip
    assert drawn(record, rows="actor_sector") == {("IGO", "NATO"): 1, ("IGO", "Moscow"): 1}
    assert drawn(record, include={"type": ["AID"]}) == {("Moscow", "NATO"): 1, ("NATO", "NATO"): 1}
    assert drawn(record, include={"reported": ["1"]}) == {("Moscow", "NATO"): 1}
    assert drawn(record, statuses=["future"]) == {("Moscow", "NATO"): 1}
    assert drawn(record, states=["accepted"]) == {}
    assert drawn(record, confidence=0.9) == {}


def test_dates_are_those_of_events(record: Record) -> None:
    """An event has its own date; where the text fixes none, that of its article."""
    assert drawn(record, until="2023-08-31") == {("Moscow", "NATO"): 2, ("NATO", "NATO"): 1, ("NATO", "Moscow"): 1}
    assert drawn(record, since="2023-09-01") == {("Moscow", "NATO"): 1}


def test_every_cell_returns_its_events(record: Record) -> None:
    """Behind a cell stand its events with their sentences; statements are not what it is made of."""
    network = cast("Network", record.network(of="events", aggregation="subtract"))
    found = network.events("Moscow", "NATO")
    assert sorted(row.type for row in found) == ["AID", "ASSAULT", "CONSULT"]
    assert all("invited the Taliban" in row.evidence[0].exact for row in found)
    with pytest.raises(UsageError, match="events"):
        network.statements("Moscow", "NATO")


def test_normalizations_windows_and_files_are_those_of_all_networks(record: Record, tmp_path: Path) -> None:
    """Activity, one mode, windows and files work as for statements."""
    assert drawn(record, normalization="activity")["NATO", "Moscow"] == 0.5
    one = cast("Network", record.network(of="events", mode="one", aggregation="congruence", normalization="average"))
    assert list(one.ties()) == [("Moscow", "NATO", 2 / 2.5)]
    assert len(cast("Any", record.network(of="events", window="1 month"))) == 2
    assert export_network(cast("Network", record.network(of="events")), tmp_path / "net.graphml") == 3


def test_what_only_statements_have_is_refused(record: Record) -> None:
    """A query, a polarity or a type of statements cannot be asked of events; the message says what can."""
    for options in ({"query": "NATO"}, {"polarity": ["denied"]}, {"nested": True}, {"statement_type": "Parley"}):
        with pytest.raises(UsageError, match="recipient_country"):
            record.network(of="events", **options)
    with pytest.raises(UsageError, match="statements, events"):
        record.network(of="relations")


def test_events_of_the_past(record: Record) -> None:
    """As of a date before the events were read there is nothing."""
    assert drawn(record, as_of="2020") == {}
    assert drawn(record, as_of="2999") == drawn(record)


def test_the_command_prints_cells(record: Record) -> None:
    """``parley network --of events`` has rows and columns of its own."""
    place = str(record.place)
    found = CliRunner().invoke(network_command, ["--of", "events", "--record", place, "--json"])
    cells = [json.loads(line) for line in found.stdout.splitlines()]
    assert {(one["source"], one["target"]): one["weight"] for one in cells} == drawn(record)


@settings(max_examples=8, deadline=None)
@given(
    sides=st.lists(
        st.tuples(
            st.sets(st.sampled_from(["a1", "a2", "a3"])).map(sorted).map(tuple),
            st.sets(st.sampled_from(["a1", "a2", "a3"])).map(sorted).map(tuple),
            st.sampled_from([(1, 3.5), (2, 7.0), (3, -2.5), (4, -10.0)]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_cells_are_sums_over_events(sides: list[Any], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each cell is the sum of the scores of the events that have its row among the actors, its column among those met."""
    reading, article = example_reading(), example_reading().article
    words = ("Moscow", "said", "Hosseini", "the", "Taliban", "invited")
    names = {actor.id: actor.name for actor in reading.proposals.actors}
    made, expected = [], dict[tuple[str, str], float]()
    for number, (actors, recipients, (quad, score)) in enumerate(sides):
        mention = mention_of(article, words[number])
        made.append(
            event_of(
                article,
                id=f"e{number}",
                actor=actors,
                recipient=recipients,
                quad=quad,
                score=score,
                mentions=(mention,),
            )
        )
        for pair in ((names[one], names[other]) for one in actors for other in recipients):
            expected[pair] = expected.get(pair, 0.0) + score
    with parley.open_record(tmp_path_factory.mktemp("events") / "record.db") as record:
        write(record, replace(reading, proposals=replace(reading.proposals, events=tuple(made))))
        found = drawn(record, qualifier="score", aggregation="subtract")
    assert found == pytest.approx({pair: score for pair, score in expected.items() if score})
