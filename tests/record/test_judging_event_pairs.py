"""What people hold of events in several articles: kept, replaced, undone, checked, erased."""

from __future__ import annotations

import pytest

from parley.errors import MissingError, RecordError, UsageError
from parley.record import Store, verify
from parley.record.erasure import erase_article
from parley.terms.event_clusters import EventPair

from .builders import write
from .event_pages import AGAIN, MARKET, SHELLED, told_in


def three(store: Store) -> list[str]:
    """Three pages with an event each; the keys of the events in order."""
    readings = [told_in("one", SHELLED), told_in("two", AGAIN), told_in("three", MARKET)]
    return sorted(entries["e1"] for entries in write(store, *readings))


def test_what_a_person_holds_of_two_events_is_kept_and_can_be_taken_back(store: Store) -> None:
    """Joined, then apart, then undone twice; each time the record is whole."""
    first, second, _ = three(store)
    judge = store.judge("Anna Lind")
    judge.events.join([second, first], reason="the same guns")
    assert store.view().event_pairs() == (EventPair(first=first, second=second, verdict="same"),)
    judge.events.take_out(second, [first])
    assert [pair.verdict for pair in store.view().event_pairs()] == ["apart"]
    assert verify(store).ok
    judge.undo()
    assert [pair.verdict for pair in store.view().event_pairs()] == ["same"]
    judge.undo()
    assert store.view().event_pairs() == ()
    assert verify(store).ok


def test_joining_several_replaces_what_was_held_of_any_two(store: Store) -> None:
    """The last word of a person counts."""
    keys = three(store)
    judge = store.judge("Anna Lind")
    judge.events.take_out(keys[0], keys[1:])
    judge.events.join(keys)
    assert {pair.verdict for pair in store.view().event_pairs()} == {"same"}
    assert len(store.view().event_pairs()) == 3


def test_a_past_view_knows_what_was_held_then(store: Store) -> None:
    """As of a day before anybody judged there is nothing."""
    keys = three(store)
    store.judge("Anna Lind").events.join(keys[:2])
    assert store.view(as_of="2020").event_pairs() == ()
    assert len(store.view(as_of="9998").event_pairs()) == 1


def test_what_makes_no_sense_is_refused(store: Store) -> None:
    """One event alone, an event against itself, an entry that is none, one that is not there."""
    first, second, _ = three(store)
    events = store.judge("Anna Lind").events
    actor = next(side.key for row in store.view().events() for side in row.actor)
    with pytest.raises(UsageError, match="one already"):
        events.join([first, first])
    with pytest.raises(UsageError, match="than itself"):
        events.take_out(first, [first, second])
    with pytest.raises(RecordError, match="no event"):
        events.join([first, actor])
    with pytest.raises(MissingError, match="no such entry"):
        events.join([first, "nothing"])
    assert store.view().event_pairs() == ()


def test_erasing_a_page_leaves_nothing_that_points_at_it(store: Store) -> None:
    """What was held of its event goes with it."""
    keys = three(store)
    judge = store.judge("Anna Lind")
    judge.events.join(keys)
    erase_article(store, "one", coder="Anna Lind", reason="asked for")
    assert len(store.view().event_pairs()) == 1
    assert verify(store).ok


def test_rows_say_what_the_record_knows_of_each_side(store: Store) -> None:
    """The record's actor is the same in all articles, and its sentence names the page it stands on."""
    three(store)
    rows = store.view().events()
    assert len({row.actor[0].actor for row in rows}) == 1
    assert {one.article for row in rows for one in row.evidence} == {"one", "two", "three"}
