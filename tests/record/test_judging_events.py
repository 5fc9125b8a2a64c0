"""Judging events: accept, reject, correct, undo; asked for by type and status, listed, counted, found."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete

from parley.errors import MissingError, RecordChangedError, RecordError, UsageError
from parley.record import Store, sql, verify
from parley.record.expecting import Counted
from parley.record.migrate import index_anew
from parley.record.queue import JUDGED
from parley.record.selection import Selection
from parley.terms.events import EventFilter

from .builders import example_reading, spans, write
from .test_events import event_of, mention_of, with_events

CODED: dict[str, Any] = {"type": "COERCE", "mode": "restrict", "quad": 4, "score": -7.0}
EVENTS = ("event",)


@pytest.fixture
def told(store: Store) -> tuple[Store, str]:
    """A record with one event, and its key."""
    (entries,) = write(store, with_events(event_of(example_reading().article)))
    return store, entries["e1"]


def test_an_event_is_accepted_rejected_and_undone(told: tuple[Store, str]) -> None:
    """As a statement is; the row says who judged it."""
    store, key = told
    judge = store.judge("Ana")
    assert judge.entries.accept([key]) == 1
    (row,) = store.view().events_of([key])
    assert (row.state, row.judged_by) == ("accepted", "Ana")
    judge.entries.reject([key], reason="wrong type")
    assert store.view().events() == ()
    assert store.view().events_of([key])[0].state == "rejected"
    judge.undo()
    judge.undo()
    assert [(one.state, one.judged_by) for one in store.view().events()] == [("proposed", None)]
    assert not list(verify(store).faults)


def test_a_corrected_event_keeps_its_sentences_and_survives_a_newer_reading(told: tuple[Store, str]) -> None:
    """Type, status, date and sides are a person's now; the evidence and who reports it are as they were."""
    store, key = told
    (before,) = store.view().events_of([key])
    entries = store.judge("Ana").entries
    entries.edit(key, **CODED, status="negated", date=None, actors=["NATO", "Moscow", "NATO"], recipients=[])
    (row,) = store.view().events_of([key])
    assert (row.type, row.mode, row.quad, row.score, row.status, row.date) == (
        "COERCE", "restrict", 4, -7.0, "negated", None,
    )  # fmt: skip
    assert [side.name for side in row.actor] == ["NATO", "Moscow"]
    assert (row.recipient, row.evidence, row.reported_by) == ((), before.evidence, before.reported_by)
    assert (row.state, row.judged_by, row.confidence) == ("accepted", "Ana", None)
    write(store, with_events(event_of(example_reading().article, status="future")))
    assert store.view().events_of([key])[0] == row
    assert not list(verify(store).faults)
    store.judge("Ana").undo()
    assert store.view().events_of([key])[0].type == "CONSULT"


def test_phrases_go_with_the_side_that_they_named(store: Store) -> None:
    """Those of the other side stay."""
    article = example_reading().article
    moscow, taliban = spans(article, "Moscow invited")[0], spans(article, "the Taliban")[0]
    words: dict[str, Any] = {"actor_words": (moscow,), "recipient_words": (taliban,)}
    (entries,) = write(store, with_events(event_of(article, mentions=(mention_of(article, **words),))))
    store.judge("Ana").entries.edit(entries["e1"], actors=["NATO"])
    (event,) = store.view().article("visit").reading.proposals.events
    assert (event.mentions[0].actor_words, event.mentions[0].recipient_words) == ((), (taliban,))
    assert not list(verify(store).faults)


def test_an_actor_whom_the_text_does_not_name_can_stand_in_an_event(told: tuple[Store, str]) -> None:
    """It is linked with the article by the event's sentence, and found by its name."""
    store, key = told
    store.judge("Ana").entries.edit(key, recipients=["Taliban"])
    (row,) = store.view().events_of([key])
    (side,) = row.recipient
    assert side.name == "Taliban"
    assert side.actor in {one.key for one in store.view().actors(name="Taliban")}
    assert store.view().queue("actor:Taliban status:actual", kinds=EVENTS) == [key]
    assert not list(verify(store).faults)


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "COERCE"},
        CODED | {"type": "coerce!"},
        CODED | {"quad": 5},
        CODED | {"score": "high"},
        {"status": "perhaps"},
        {"date": "last month"},
        {"actors": "Moscow"},
        {"polarity": "denied"},
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_changes(told: tuple[Store, str], changes: dict[str, Any]) -> None:
    """With a sentence that says what would fit."""
    store, key = told
    before = store.view().events()
    with pytest.raises(UsageError):
        store.judge("Ana").entries.edit(key, **changes)
    assert store.view().events() == before


def test_a_field_of_events_is_none_of_statements(told: tuple[Store, str]) -> None:
    """And an event that is gone is not changed."""
    store, key = told
    statement = next(iter(store.view().statements())).key
    judge = store.judge("Ana").entries
    with pytest.raises(UsageError, match="a statement has no field"):
        judge.edit(statement, status="actual")
    judge.reject([key])
    with pytest.raises(RecordError, match="no live entry"):
        judge.edit(key, status="future")
    with pytest.raises(MissingError, match="no such event"):
        store.view().events_of([statement])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("event:consult", True),
        ("event:AID", False),
        ("status:actual", True),
        ("status:future", False),
        ("kind:event event:CONSULT status:actual actor:Moscow", True),
        ("kind:statement", False),
        ("kind:sentence", False),
        ("event:CONSULT speaker:Hosseini", False),
        ("invited Taliban", True),
        ("invited NOT Taliban", False),
        ("review:open genre:interview", True),
        ("status:accepted", False),
        ("NOT event:CONSULT", False),
    ],
)
def test_events_are_asked_for_in_the_search_language(told: tuple[Store, str], query: str, *, found: bool) -> None:
    """In the queue, in lists and in bulk judgements alike."""
    store, key = told
    view = store.view()
    assert view.queue(query, kinds=EVENTS) == ([key] if found else [])
    assert [row.key for row in view.events(query=query)] == ([key] if found else [])
    assert sum(view.counts_by_state(query, kinds=EVENTS).values()) == int(found)


def test_a_sentence_that_tells_of_an_event_is_found_by_its_type(told: tuple[Store, str]) -> None:
    """So is its article; other sentences are not, and the sentence is still its speaker's."""
    store, _ = told
    view = store.view()
    (hit,) = view.find("event:CONSULT status:actual")
    assert hit.text.startswith("Seyed Abbas Hosseini said: Moscow invited")
    assert hit.speaker == "Seyed Abbas Hosseini"
    assert view.find("kind:event") == (hit,)
    assert view.find("event:CONSULT status:negated") == view.find("event:AID") == ()
    assert [row.article for row in view.articles(query="event:CONSULT")] == ["visit"]
    assert view.articles(query="event:CONSULT status:future") == ()


def test_statements_are_counted_without_events(told: tuple[Store, str]) -> None:
    """A query that does not ask for events is about statements, as before; what waits is both."""
    store, key = told
    view = store.view()
    (row,) = view.library()
    assert row.article.events == 1
    assert row.waiting == view.waiting() == row.article.statements + 1
    assert sum(view.counts_by_state("review:open").values()) == row.article.statements
    assert set(view.queue(kinds=JUDGED)) == {key, *(one.key for one in view.statements())}
    assert key not in view.queue()
    store.judge("Ana").entries.accept(Selection(query="review:open"))
    assert (view.waiting(), view.queue(kinds=JUDGED)) == (1, [key])


def test_a_bulk_judgement_of_events_is_of_as_many_as_were_shown(told: tuple[Store, str]) -> None:
    """One step over all that meet a filter; refused where they are not as many."""
    store, key = told
    chosen = Selection(query="event:CONSULT", kinds=EVENTS)
    wrong = Counted(query=chosen.query, number=2, kinds=EVENTS)
    with pytest.raises(RecordChangedError, match="1 events meet this"):
        store.judge("Ana", expected=wrong).entries.accept(chosen)
    right = Counted(query=chosen.query, number=1, kinds=EVENTS)
    assert store.judge("Ana", expected=right).entries.accept(chosen) == 1
    assert store.view().events_of([key])[0].state == "accepted"


def test_lists_of_events_are_cut(told: tuple[Store, str]) -> None:
    """By article and by number; an article without any gives none."""
    store, key = told
    view = store.view()
    assert [row.key for row in view.events(article="visit", limit=1)] == [key]
    assert view.events(limit=0) == ()
    assert view.events(EventFilter(states=("rejected",)), article="visit") == ()
    assert (view.kind_of(key), view.kind_of("none")) == ("event", None)
    with pytest.raises(MissingError):
        view.events(article="elsewhere")


def test_an_index_without_events_is_made_anew(told: tuple[Store, str]) -> None:
    """As the one of a record that an older Parley wrote."""
    store, _ = told
    with store.engine.begin() as connection:
        connection.execute(delete(sql.search_entry))
    assert store.view().find("event:CONSULT") == ()
    with store.engine.begin() as connection:
        index_anew(connection)
    assert len(store.view().find("event:CONSULT")) == 1


def test_a_statement_of_an_article_with_events_is_corrected(told: tuple[Store, str]) -> None:
    """Who acts in an event need not speak, or be spoken about, in the statement."""
    store, _ = told
    statement = next(iter(store.view().statements()))
    store.judge("Ana").entries.edit(statement.key, certainty="possible")
    assert store.view().statement(statement.key).certainty == "possible"
    assert not list(verify(store).faults)
