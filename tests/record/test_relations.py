"""Two actors in the record: found by name, with their events, and the sentences that name both."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parley.errors import MissingError, UsageError
from parley.record import Store
from parley.terms.actors import Actor
from parley.terms.events import EventFilter
from parley.terms.relations import RelationQuery

from .builders import simple_reading, write
from .relation_pages import fill, told

EVERYTHING = RelationQuery(statuses=())


def keys(store: Store) -> tuple[str, str]:
    """Norvia and Estrada."""
    found = store.view().relations
    return found.actor("Norvia").key, found.actor("Estrada").key


def test_an_actor_is_found_by_key_name_and_words(store: Store) -> None:
    """Whole names go before names that only hold the words; several are told, with their keys."""
    ladies = [Actor(id="a1", name=name, kind="person") for name in ("Ana Lind", "Eva Lind", "Eva Lindqvist")]
    for number, lady in enumerate(ladies):
        said = (lady.name, "said", f"bridge {number} is open")
        write(store, simple_reading(f"p{number}", f"{lady.name} said bridge {number} is open.", said, speaker=lady))
    relations = store.view().relations
    ana = relations.actor("Ana")
    assert (ana.name, relations.actor(ana.key)) == ("Ana Lind", ana)
    assert relations.actor("eva lind").name == "Eva Lind"
    with pytest.raises(UsageError) as several:
        relations.actor("Lind")
    assert ana.key in several.value.cure
    assert "2 actors" in several.value.what
    with pytest.raises(MissingError, match="Nobody"):
        relations.actor("Nobody")
    assert relations.names("eva") == ("Eva Lind", "Eva Lindqvist")


def test_merged_actors_are_one(store: Store) -> None:
    """The events of whoever was merged are those of the actor that stays."""
    fill(store)
    write(
        store,
        simple_reading(
            "x",
            "Ruritania said yes.",
            ("Ruritania", "said", "yes"),
            speaker=Actor(id="a1", name="Ruritania", kind="state"),
        ),
    )
    norvia, estrada = keys(store)
    other = store.view().relations.actor("Ruritania").key
    store.judge("ana").actors.merge(other, [norvia])
    found = store.view().relations.events(EVERYTHING, other, estrada)
    assert len(found) == 6
    assert store.view().relations.actor("Norvia").key == other
    assert other in {side.actor for event in found for side in (*event.actor, *event.recipient)}


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        (EVERYTHING, {"raid", "charge", "grain", "talks", "threat", "allies"}),
        (RelationQuery(), {"raid", "charge", "grain", "talks", "allies"}),
        (RelationQuery(types=("ASSAULT",)), {"raid", "allies"}),
        (RelationQuery(confidence=0.5), {"raid", "charge", "talks", "allies"}),
        (RelationQuery(since="2024-03", until="2024-03"), {"raid", "charge", "talks"}),
        (RelationQuery(since="2024-03-06", until="2024-05"), {"charge", "grain", "talks"}),
        (RelationQuery(states=("accepted",)), set()),
    ],
)
def test_filters(store: Store, query: RelationQuery, articles: set[str]) -> None:
    """Dates are the event's, else the article's, over the precision both have."""
    fill(store)
    assert {event.article for event in store.view().relations.events(query, *keys(store))} == articles


def test_a_date_that_is_none_is_refused(store: Store) -> None:
    """With a sentence that says how to write one."""
    fill(store)
    with pytest.raises(UsageError, match="soon"):
        store.view().relations.events(RelationQuery(since="soon"), *keys(store))


def test_what_is_rejected_never_counts(store: Store) -> None:
    """Not even where it is asked for."""
    fill(store)
    (raid,) = (row for row in store.view().events() if row.article == "raid")
    store.judge("ana").entries.reject([raid.key])
    assert [row.key for row in store.view().events(EventFilter(states=("rejected",)))] == [raid.key]
    for query in (EVERYTHING, replace(EVERYTHING, states=("rejected", "proposed"))):
        assert raid.key not in {row.key for row in store.view().relations.events(query, *keys(store))}


def test_copies_count_once(store: Store) -> None:
    """What another outlet printed too is one event, in its earliest printing, and one sentence."""
    bells = (
        "while the bells of the harbour rang for the boats that had not come home since the storm of the last winter"
    )
    text = "Norvia shelled a post of Estrada, and the river rose over every bridge of the old town " + " ".join(
        [bells] * 4
    )
    for name, day in (("late", "2024-02-03"), ("early", "2024-02-01")):
        shelled: tuple[Any, ...] = ("ASSAULT", "shelled", ("a1",), ("a2",), {})
        write(store, told(name, f"{text}, {name}.", shelled, date=day, publication=name))
    relations, pair = store.view().relations, keys(store)
    assert [event.article for event in relations.events(EVERYTHING, *pair)] == ["early"]
    assert len(relations.events(replace(EVERYTHING, all_printings=True), *pair)) == 2
    found, number = relations.sentences(*pair, limit=10)
    assert ([one.article for one in found], number) == (["early"], 1)


def test_sentences_that_name_both(store: Store) -> None:
    """The newest first, with where each is named; so many at most, and how many there are."""
    fill(store)
    pair = keys(store)
    found, number = store.view().relations.sentences(*pair, limit=3)
    assert (len(found), number) == (3, 8)
    assert [one.date for one in found] == ["2024-08-02", "2024-08-01", "2024-07-01"]
    for one in found:
        assert (one.first.of(one.text), one.second.of(one.text)) == ("Norvia", "Estrada")
    turned, _ = store.view().relations.sentences(*reversed(pair), limit=3)
    assert [one.first for one in turned] == [one.second for one in found]
