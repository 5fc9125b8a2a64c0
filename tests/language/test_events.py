"""Events of texts, with the weights that ship: who did what to whom, and what is no event."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.pipeline.build import Reader
from parley.terms.events import Event
from parley.terms.statements import Proposals
from parley.weights.models import load_weights

pytestmark = pytest.mark.usefixtures("weights")

DATE = "2024-05-02"
DIRECTIONS = Path(__file__).parent.parent / "golden" / "events" / "directions.json"
STATES = (("France", "FRA"), ("Morocco", "MAR"))
TRIGGER_WORDS = ("attacked", "imposed sanctions on", "met", "threatened", "rejected", "the talks", "if", "not", "by")


@cache
def reader() -> Reader:
    """The reader with the weights that ship."""
    return Reader(load_weights())


def told(text: str) -> tuple[list[Event], dict[str, str]]:
    """The events of a text, and the name or country of each actor."""
    found = reader().annotate(text, language="en", date=DATE)
    return list(found.events), {actor.id: actor.country or actor.name for actor in found.actors}


def sides(text: str) -> list[tuple[str, list[str], list[str]]]:
    """Type, actors and recipients of the events of a text."""
    events, names = told(text)
    return [(event.type, [names[a] for a in event.actor], [names[r] for r in event.recipient]) for event in events]


@pytest.mark.parametrize(("half", "least_found"), [("tune", 0.8), ("held", 0.7)])
def test_who_acts_on_whom(half: str, least_found: float) -> None:
    """Actives, passives, nouns, relative clauses, each with the names in both orders.

    Measured on 2026-11-25: of the tuned half 89 % were found, of the one held out 78 %; all of them the right way.
    """
    rows = json.loads(DIRECTIONS.read_text(encoding="utf-8"))[half]
    right = wrong = 0
    for row in rows:
        for (x, of_x), (y, of_y) in permutations(STATES):
            pairs = [
                (a, r)
                for _, actors, recipients in sides(row["text"].format(X=x, Y=y))
                for a in actors
                for r in recipients
            ]
            right += (of_x, of_y) in pairs
            wrong += (of_y, of_x) in pairs and (of_x, of_y) not in pairs
    assert right / (right + wrong) >= 0.95
    assert right / (2 * len(rows)) >= least_found


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Israel has not attacked Iran.", "negated"),
        ("If Israel attacks Iran, oil prices will rise.", "hypothetical"),
        ("President Vladimir Putin will visit North Korea next month.", "future"),
        ("In 2014 Russia attacked Ukraine.", "historical"),
        ("Russia attacked Ukraine on Monday.", "actual"),
    ],
)
def test_status(text: str, status: str) -> None:
    """How real an event is stands beside it and changes nothing of who and whom."""
    (event,), _ = told(text)
    assert event.status == status
    assert event.actor
    assert event.recipient


@pytest.mark.parametrize(
    "text",
    [
        "Did Russia attack Ukraine?",
        "The pillars support the bridge.",
        "A heart attack killed the mayor's brother.",
        "The two films met with applause in Paris.",
        "The weather in Morocco was fine on Monday.",
    ],
)
def test_what_is_no_event(text: str) -> None:
    """Questions, things and other senses of a word."""
    assert told(text)[0] == []


def test_a_list_of_states_stays_one_event() -> None:
    """Two that impose, five that suffer: one event, no pairs."""
    (found,) = sides("The United States imposed sanctions on Iran, Syria, Cuba and Venezuela.")
    assert found == ("COERCE", ["USA"], ["IRN", "SYR", "CUB", "VEN"])


def test_who_is_not_named_keeps_the_words() -> None:
    """ "Algerian gendarmes" are an actor as written, with the country that stands in the words."""
    found = reader().annotate("Niger accused Algerian gendarmes of leaving people in the desert.", language="en")
    (event,) = found.events
    actor = next(actor for actor in found.actors if actor.id == event.recipient[0])
    assert (actor.name, actor.country) == ("Algerian gendarmes", "DZA")
    assert actor.reason


def test_what_somebody_says_is_reported_by_the_statement() -> None:
    """The speaker chain: a claim is no fact of the article's own."""
    found = reader().annotate("The minister, Ana Petrova, said that Russia attacked Ukraine on Monday.", language="en")
    (event,) = found.events
    assert event.reported_by in {statement.id for statement in found.statements}


def test_the_date_of_saying_is_not_the_date_of_the_deed() -> None:
    """ "Will expel two diplomats, the minister said on Thursday"."""
    (event,), _ = told("Montenegro will expel two Russian diplomats, said the minister, Vesna Lalic, on Thursday.")
    assert (event.type, event.mode, event.status) == ("SANCTION", "expel", "future")


def test_two_sentences_that_tell_of_one_event_are_its_mentions() -> None:
    """Lead and body."""
    (event,), _ = told("Russia attacked Ukraine on Monday.\n\nOn Monday Russia attacked Ukraine, officials said.")
    assert len(event.mentions) == 2


def check(text: str, found: Proposals) -> None:
    """Every event has an actor of the reading, a trigger in its sentence, and the sentence's true hash."""
    actors = {actor.id for actor in found.actors}
    for event in found.events:
        assert event.actor or event.recipient
        assert {*event.actor, *event.recipient} <= actors
        for mention in event.mentions:
            assert mention.sentence.contains(mention.trigger)
            assert mention.sha256 == hashlib.sha256(mention.sentence.of(text).encode()).hexdigest()


@settings(max_examples=15)
@given(st.lists(st.sampled_from((*TRIGGER_WORDS, "Iran", "Cuba", "police", ",", ".", "and")), min_size=4, max_size=14))
def test_every_event_is_proved_whatever_the_words(words: list[str]) -> None:
    """Nonsense made of triggers and names never breaks the law: no event without its sentence."""
    text = " ".join(words)
    check(text, reader().annotate(text, language="en"))


def test_a_seat_of_a_body_acts_for_the_body() -> None:
    """ "Brussels" that presses somebody is the European Union, not Belgium."""
    (found,) = sides("Brussels urged Armenia to reopen the railway.")
    assert found == ("REQUEST", ["European Union"], ["ARM"])
