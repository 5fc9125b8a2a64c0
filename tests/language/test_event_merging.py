"""One event in several sentences is one event with several mentions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parley.language.event_merging import merge_events
from parley.terms.events import Event, EventMention
from parley.terms.text import Span

TOLD = EventMention(trigger=Span(2, 5), sentence=Span(0, 10), sha256="0" * 64)
AGAIN = replace(TOLD, trigger=Span(22, 25), sentence=Span(20, 30))
EVENT = Event(
    id="",
    type="ASSAULT",
    quad=4,
    score=-9.0,
    mode=None,
    actor=("a1",),
    recipient=("a2",),
    status="actual",
    confidence=0.7,
    reason="",
    mentions=(TOLD,),
)


def test_two_tellings_are_one_event_with_both_sentences() -> None:
    """What one leaves open the other fills; the fuller telling stands first."""
    dated = replace(EVENT, date="2024-05", mode="aerial", mentions=(AGAIN,), confidence=0.9)
    (event,) = merge_events([EVENT, dated])
    assert event.mentions == (AGAIN, TOLD)
    assert (event.id, event.date, event.mode, event.confidence) == ("e1", "2024-05", "aerial", 0.9)


@pytest.mark.parametrize(
    "change",
    [
        {"type": "COERCE"},
        {"status": "negated"},
        {"actor": ("a3",)},
        {"recipient": ("a3",)},
        {"actor": ("a2",), "recipient": ("a1",)},
    ],
)
def test_what_contradicts_is_another_event(change: dict[str, object]) -> None:
    """Another type, status or side; also the same two the other way round."""
    assert len(merge_events([EVENT, replace(EVENT, mentions=(AGAIN,), **change)])) == 2  # type: ignore[arg-type]


def test_other_dates_are_other_events() -> None:
    """Two attacks on two days; a month and a day in it are one."""
    may = replace(EVENT, date="2024-05")
    assert len(merge_events([may, replace(EVENT, date="2024-06-01", mentions=(AGAIN,))])) == 2
    assert len(merge_events([may, replace(EVENT, date="2024-05-03", mentions=(AGAIN,))])) == 1


def test_those_who_meet_may_change_places() -> None:
    """ "Norvia met Estrada" and "Estrada met Norvia" are one meeting."""
    met = replace(EVENT, type="CONSULT")
    turned = replace(met, actor=("a2",), recipient=("a1",), mentions=(AGAIN,))
    assert len(merge_events([met, turned])) == 1


def test_one_shared_party_is_no_shared_meeting() -> None:
    """Norvia met Estrada, and Norvia met another."""
    met = replace(EVENT, type="CONSULT")
    assert len(merge_events([met, replace(met, recipient=("a3",), mentions=(AGAIN,))])) == 2
