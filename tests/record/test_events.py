"""Events in the record: kept with their sentences, taken up again, filtered, checked."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from parley.errors import EvidenceError, RecordError
from parley.record import Store, verify
from parley.terms.events import Event, EventFilter, EventMention, EventPlace
from parley.terms.review import Reading
from parley.terms.text import Article

from .builders import accept_all, dump, example_reading, spans, tamper, write

TOLD = "Moscow invited the Taliban."


def mention_of(article: Article, trigger: str = "invited", **fields: Any) -> EventMention:
    """The sentence of the example that tells of an event."""
    sentence, words = spans(article, f"Seyed Abbas Hosseini said: {TOLD}", trigger)
    digest = hashlib.sha256(sentence.of(article.text).encode()).hexdigest()
    return EventMention(trigger=words, sentence=sentence, sha256=digest, **fields)


def event_of(article: Article, **fields: Any) -> Event:
    """Moscow invites somebody, as the analyst says."""
    (place,) = spans(article, "Moscow")
    made: dict[str, Any] = {
        "id": "e1",
        "type": "CONSULT",
        "quad": 1,
        "score": 4.0,
        "mode": "visit",
        "contexts": ("diplomatic",),
        "actor": ("a2",),
        "recipient": ("a3",),
        "place": EventPlace(start=place.start, end=place.end, country="RUS", reason="'in Moscow'"),
        "date": "2023-08",
        "status": "actual",
        "confidence": 0.8,
        "reason": "'invited' names CONSULT",
        "mentions": (mention_of(article, reported_by="s2"),),
    }
    return Event(**made | fields)


def with_events(*events: Event) -> Reading:
    """The example with some events."""
    reading = example_reading()
    return replace(reading, proposals=replace(reading.proposals, events=events))


def test_events_come_back_as_they_were_written(store: Store) -> None:
    """With sides, place, date, mentions and the statement that reports them."""
    reading = with_events(event_of(example_reading().article))
    (entries,) = write(store, reading)
    stored = store.view().article("visit")
    assert stored.reading == reading
    assert "e1" in entries
    assert not list(verify(store).faults)


def test_reading_again_changes_nothing(store: Store) -> None:
    """The same event is the same entry; more confidence is no other event."""
    article = example_reading().article
    (first,) = write(store, with_events(event_of(article)))
    before = dump(store)
    (second,) = write(store, with_events(event_of(article, confidence=0.9, reason="otherwise")))
    assert first == second
    assert dump(store) == before


def test_an_event_that_says_something_else_is_a_version_of_its_entry(store: Store) -> None:
    """The trigger is the same: what was "actual" is now "negated"."""
    article = example_reading().article
    (first,) = write(store, with_events(event_of(article)))
    (second,) = write(store, with_events(event_of(article, status="negated")))
    assert first["e1"] == second["e1"]
    (row,) = store.view().events()
    assert row.status == "negated"


def test_an_event_no_longer_proposed_is_withdrawn_and_a_judged_one_stays(store: Store) -> None:
    """Nothing that a person accepted is lost to a later run."""
    article = example_reading().article
    write(store, with_events(event_of(article)))
    write(store, example_reading())
    assert store.view().events() == ()
    assert [row.state for row in store.view().events(EventFilter(states=("withdrawn",)))] == ["withdrawn"]
    write(store, with_events(event_of(article)))
    accept_all(store)
    write(store, example_reading())
    assert [row.state for row in store.view().events()] == ["accepted"]


def test_rows_say_who_where_when_and_prove_it(store: Store) -> None:
    """What lists and exports need, with the sentence."""
    (entries,) = write(store, with_events(event_of(example_reading().article)))
    (row,) = store.view().events()
    assert (row.key, row.type, row.mode, row.date) == (entries["e1"], "CONSULT", "visit", "2023-08")
    assert [(side.name, side.country) for side in row.actor] == [("Moscow", "RUS")]
    assert [side.name for side in row.recipient] == ["NATO"]
    assert (row.place, row.place_country, row.reported_by) == ("Moscow", "RUS", entries["s2"])
    (proof,) = row.evidence
    assert proof.exact.endswith(TOLD)
    assert proof.sha256 == hashlib.sha256(proof.exact.encode()).hexdigest()
    assert proof.trigger == "invited"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (EventFilter(types=("CONSULT",)), 1),
        (EventFilter(types=("AID",)), 0),
        (EventFilter(statuses=("negated",)), 0),
        (EventFilter(since="2023-08-01", until="2023-08"), 1),
        (EventFilter(since="2023-09"), 0),
        (EventFilter(until="2023-07-31"), 0),
        (EventFilter(confidence=0.9), 0),
        (EventFilter(actor="nato"), 1),
        (EventFilter(actor="rus"), 1),
        (EventFilter(actor="Cuba"), 0),
        (EventFilter(states=("accepted",)), 0),
    ],
)
def test_filters(store: Store, wanted: EventFilter, found: int) -> None:
    """By type, status, date, confidence, actor and state of review."""
    write(store, with_events(event_of(example_reading().article)))
    assert len(store.view().events(wanted)) == found


def test_an_event_without_a_sentence_is_refused(store: Store) -> None:
    """No evidence, no event."""
    with pytest.raises(EvidenceError, match="quotes no words"):
        write(store, with_events(event_of(example_reading().article, mentions=())))


def test_an_event_that_points_at_nobody_of_its_reading_is_refused(store: Store) -> None:
    """Ids are those of the same reading."""
    with pytest.raises(RecordError, match="a9"):
        write(store, with_events(event_of(example_reading().article, actor=("a9",))))


def test_an_actor_that_only_an_event_shows_is_proved_by_its_sentence(store: Store) -> None:
    """Actors kept as written have no mention of their own."""
    reading = with_events(event_of(example_reading().article, actor=("a4",)))
    guards = replace(reading.proposals.actors[1], id="a4", name="guards", kind="group", known_as=None)
    proposals = replace(reading.proposals, actors=(*reading.proposals.actors, guards))
    write(store, replace(reading, proposals=proposals))
    assert [side.name for side in store.view().events()[0].actor] == ["guards"]
    assert not list(verify(store).faults)


def test_verify_sees_an_event_that_points_elsewhere(store: Store) -> None:
    """A changed link is found."""
    write(store, with_events(event_of(example_reading().article)))
    tamper(store, "DELETE FROM version_link WHERE role = 'recipient'")
    assert any("points at something else" in fault.what for fault in verify(store).faults)
