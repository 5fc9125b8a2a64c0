"""Relations over a period: points that name their entries, speech, states of sentences, facts of the store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import UsageError
from parley.knowledge.actors import load_actor_store
from parley.language.pair_states import LABELS, NEVER, StateReader, StateWeights
from parley.language.relations import BUCKETS
from parley.pipeline import pair_reading
from parley.pipeline.records import Record, open_record
from parley.pipeline.relation_objects import relation_object, timeline_objects
from parley.pipeline.relation_series import LONGEST, period_of, periods_between
from parley.pipeline.store_facts import facts_between, facts_of
from parley.terms.relations import UNITS, RelationEnd, StoreFact, Unit
from tests.record.relation_pages import fill


@pytest.fixture
def record(tmp_path: Path, quiet_environment: Path) -> Iterator[Record]:
    """A record of two states that deal with each other; nothing is read by a model."""
    assert quiet_environment
    with open_record(tmp_path / "record.db") as opened:
        fill(opened)
        yield opened


@pytest.fixture(autouse=True)
def no_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """No weights are loaded, unless a test brings a reader of its own."""
    pair_reading._found.cache_clear()
    monkeypatch.setattr(pair_reading, "_reader", lambda _: None)


def test_every_point_names_its_entries(record: Record) -> None:
    """Sums and means are those of the events under the point; "either" counts each event once."""
    relation = record.relation("Norvia", "Estrada")
    assert [one.event.article for one in relation.events] == ["talks", "raid", "charge", "grain"]
    for point in relation.points:
        scores = [one.event.score for one in point.events]
        assert (point.number, point.sum) == (len(scores), sum(scores))
        assert point.mean == pytest.approx(sum(scores) / len(scores))
        assert {one.event.quad for one in point.events} == {point.quad}
        assert {period_of(one.date, "month") for one in point.events} == {point.period}
    counted = [one.event.key for point in relation.points_of("either") for one in point.events]
    assert sorted(counted) == sorted(one.event.key for one in relation.events)


def test_directions(record: Record) -> None:
    """Who does it to whom; a meeting is of both, an attack by both on others is neither's on the other."""
    relation = record.relation("Norvia", "Estrada", unit="year")
    told = {direction: {(p.quad, p.number) for p in relation.points_of(direction)} for direction in ("forth", "back")}
    assert told == {"forth": {(1, 1), (3, 1), (4, 1)}, "back": {(1, 1), (2, 1)}}
    assert [event.article for event in relation.beside] == ["allies"]
    turned = record.relation("Estrada", "Norvia", unit="year")
    assert {(p.quad, p.number) for p in turned.points_of("back")} == told["forth"]


def test_a_date_that_says_less_than_the_period_falls_into_none(record: Record) -> None:
    """The meeting of "2024" has no month; the charge has the date of its article, and says so."""
    relation = record.relation("Norvia", "Estrada")
    (lost,) = (point for point in relation.points_of("either") if point.period is None)
    assert [one.event.article for one in lost.events] == ["talks"]
    assert {one.event.article: one.dated_by for one in relation.events}["charge"] == "article"


def test_speech(record: Record) -> None:
    """What each says about the other, with its polarity; the day on which it was said goes before the article's."""
    relation = record.relation("Norvia", "Estrada")
    assert [row.article for row in relation.forth] == ["words"]
    assert (relation.speech("forth").affirmed, relation.speech("back").denied) == (1, 1)
    early = record.relation("Norvia", "Estrada", until="2024-02")
    assert (early.forth, [row.article for row in early.back]) == ((), ["denial"])


def test_one_actor_has_no_relation_with_itself(record: Record) -> None:
    """It is said what to ask instead."""
    with pytest.raises(UsageError, match="Norvia"):
        record.relation("Norvia", "norvia")
    with pytest.raises(UsageError, match="decade"):
        record.relation("Norvia", "Estrada", unit="decade")


def test_a_timeline_is_in_order_of_time(record: Record) -> None:
    """Events and statements with their sentences; with another actor those of the two alone."""
    items = record.timeline("Norvia")
    days = [item.date or "9999" for item in items]
    assert days == sorted(days)
    assert all(item.sentences and item.sentences[0] for item in items)
    both = record.timeline("Norvia", "Estrada", statuses=())
    assert {item.statement.article for item in both if item.statement} == {"words", "denial"}
    assert sum(item.event is not None for item in both) == 6
    rows = list(timeline_objects(both))
    assert {row["key"] for row in rows} == {item.key for item in both}
    assert json.loads(json.dumps(rows)) == rows


def test_as_json(record: Record) -> None:
    """Points name events that stand in the same object."""
    found = relation_object(record.relation("Norvia", "Estrada"))
    there = {one["event"]["key"] for one in found["events"]}
    assert {key for point in found["points"] for key in point["events"]} == there
    assert found["sentences_in_all"] == len(found["sentences"]) == 8
    assert json.loads(json.dumps(found)) == found


class Counting:
    """A text encoder that counts its work."""

    def __init__(self) -> None:
        self.texts = 0

    def vectors(self, texts: object) -> np.ndarray:
        """Zeros."""
        rows = list(texts)  # type: ignore[call-overload]
        self.texts += len(rows)
        return np.zeros((len(rows), 4), dtype=np.float32)


def numbers(kind: str, shown: dict[str, float], favoured: str) -> StateWeights:
    """Weights that favour one label where the source stands behind the target, and another one else."""
    labels = LABELS[kind]  # type: ignore[index]
    bias, order = np.zeros(len(labels), np.float32), np.zeros(len(labels), np.float32)
    bias[labels.index(favoured)] = 4.0
    order[labels.index("none")] = 9.0
    least = np.array([shown.get(label, NEVER) for label in labels], np.float32)
    empty = np.zeros((len(labels), BUCKETS), np.float32), np.zeros((len(labels), 8), np.float32)
    return StateWeights(words=empty[0], vectors=empty[1], order=order, bias=bias, least=least)


def test_sentences_are_read_when_asked_and_once(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what reaches its least chance is shown, in its direction, with its sentence; then it is remembered."""
    encoder = Counting()
    weights = {
        "sentiment": numbers("sentiment", {"negative": 0.8}, "negative"),
        "state": numbers("state", {}, "allied"),
    }
    reader = StateReader(weights, encoder)  # type: ignore[arg-type]
    monkeypatch.setattr(pair_reading, "_reader", lambda _: reader)
    found = record.relation("Norvia", "Estrada").readings
    assert {(one.kind, one.label) for one in found} == {("sentiment", "negative")}
    for one in found:  # the one that is named first favours "negative"
        named = one.sentence.first < one.sentence.second
        assert one.heading == ("forth" if named else "back")
        assert "Norvia" in one.sentence.text
        assert one.confidence >= 0.8
    before = encoder.texts
    assert before
    assert record.relation("Norvia", "Estrada", unit="year").readings == found
    assert encoder.texts == before
    assert len(record.relation("Norvia", "Estrada", since="2024-08").readings) < len(found)


def test_a_label_without_direction_is_of_both(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its chance is the mean over both orders."""
    reader = StateReader({"state": numbers("state", {"allied": 0.4}, "allied")}, Counting())
    monkeypatch.setattr(pair_reading, "_reader", lambda _: reader)
    found = record.relation("Norvia", "Estrada").readings
    assert {(one.label, one.heading) for one in found} == {("allied", "mutual")}
    assert all(0.4 <= one.confidence < 0.6 for one in found)


def end(name: str, key: str) -> RelationEnd:
    """An actor of a record that the store knows."""
    return RelationEnd(key=name, name=name, kind="group", known_as=key)


def test_facts_of_the_store_have_dates_and_ways() -> None:
    """A network that is part of a group that governs a state: both ties, with the dates of the second."""
    store = load_actor_store()
    network, state = end("Haqqani network", "org:haqqani-network"), end("Afghanistan", "iso3:AFG")
    found = facts_between(store, network, state, since=None, until=None)
    assert [(fact.kind, fact.object_key) for fact in found] == [
        ("part of", "org:taliban"),
        ("governs", "iso3:AFG"),
        ("governs", "iso3:AFG"),
    ]
    assert found == facts_between(store, state, network, since=None, until=None)
    late = facts_between(store, network, state, since="2010", until=None)
    assert [fact.when for fact in late] == ["", "since 2021-08-15"]
    assert [fact.when for fact in found][1] == "1996-09-27 to 2001-11-13"
    early = facts_between(store, network, state, since=None, until="1995")
    assert [fact.kind for fact in early] == ["part of"]
    taliban = facts_of(store, end("Taliban", "org:taliban"))
    assert ("Haqqani network", "part of") in {(fact.subject, fact.kind) for fact in taliban}
    assert facts_of(store, RelationEnd(key="x", name="Taliban", kind="group", known_as=None)) == ()


def test_offices_are_facts_too() -> None:
    """With their dates; where the source ends before the office may have, that is said."""
    store = load_actor_store()
    person = store.find_actor("Sergei Lavrov")
    assert person is not None
    found = facts_between(store, end(person.name, person.key), end("Russia", "iso3:RUS"), since=None, until=None)
    assert "foreign minister" in {fact.kind for fact in found}
    ended = StoreFact(
        subject="A",
        kind="k",
        object="B",
        object_key="b",
        since="2009",
        until="2012",
        source="phoenix",
        source_ends=True,
    )
    assert ended.when == "since 2009, known to 2012"


DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@given(DAYS, st.integers(0, 300), st.sampled_from(UNITS))
def test_periods_follow_each_other_without_gaps(first: date, days: int, unit: Unit) -> None:
    """Every day between two lies in one of the periods between theirs, in order, and each stands once."""
    last = first + timedelta(days=days)
    found = periods_between(period_of(first.isoformat(), unit) or "", period_of(last.isoformat(), unit) or "", unit)
    within = [period_of((first + timedelta(days=at)).isoformat(), unit) for at in range(days + 1)]
    assert list(found) == list(dict.fromkeys(within))


@given(st.sampled_from(UNITS), st.sampled_from(["2024", "2024-08", "2024-08-07", None]))
def test_what_is_dated_roughly_has_no_fine_period(unit: Unit, day: str | None) -> None:
    """A year is no month, a month no day; a quarter needs a month."""
    needed = {"year": 4, "quarter": 7, "month": 7}.get(unit, 10)
    assert (period_of(day, unit) is None) == (day is None or len(day) < needed)


def test_too_many_periods_are_not_drawn_out() -> None:
    """From the year 1 on, say, each day would be a million."""
    assert periods_between("0101-01-01", "2024-01-01", "day") == ("0101-01-01", "2024-01-01")
    assert len(periods_between("2024-01-01", "2025-01-20", "day")) <= LONGEST
