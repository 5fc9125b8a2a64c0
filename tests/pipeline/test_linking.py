"""Actors of several articles: proposed, never merged in silence; placed by people, and taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from parley.errors import MissingError, RecordError, UsageError
from parley.knowledge.actors import load_actor_store
from parley.pipeline.linking import ActorLinks, plain_unknown
from parley.record import Store, open_record, verify
from parley.record.engine import Place
from parley.terms.actors import Actor, ActorIndex
from tests.record.builders import simple_reading, write
from tests.record.conftest import place, server, template

__all__ = ["place", "server", "template"]


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    """Three articles: a full name, the surname alone, an office holder misspelled; on each database."""
    with open_record(place) as opened:
        for name, who, role in (
            ("one", "Reza Hamedani", "analyst"),
            ("two", "Hamedani", "analyst"),
            ("three", "Sergei Lavrow", None),
        ):
            speaker = Actor(id="a1", name=who, kind="person", role=role, reason=f"named '{who}' in the text")
            write(opened, simple_reading(name, f"{who} said aid grows.", (who, "said", "aid grows"), speaker=speaker))
        yield opened


def links(store: Store) -> ActorLinks:
    """The record and the store together, as they are now."""
    return ActorLinks(store.view(), load_actor_store())


def key_of(store: Store, name: str) -> str:
    """Key of the actor that is called so, and not more."""
    return next(row.key for row in store.view().actors() if row.name == name)


def test_a_second_articles_surname_proposes_the_records_actor(store: Store) -> None:
    """With a reason; and nothing is merged by that."""
    before = store.view().actors()
    found = links(store).candidates(key_of(store, "Hamedani"))
    assert [(one.name, one.where) for one in found] == [("Reza Hamedani", "record")]
    assert "same last name" in found[0].reason
    assert store.view().actors() == before
    assert {row.facts.name for row in links(store).unknown()} == {"Reza Hamedani", "Hamedani", "Sergei Lavrow"}


def test_the_queue_keeps_raw_text_kind_and_reason(store: Store) -> None:
    """As lists and the API print them."""
    row = next(plain_unknown(one) for one in links(store).unknown() if one.facts.name == "Hamedani")
    assert (row["kind"], row["names"], row["roles"], row["articles"]) == ("person", ["Hamedani"], ["analyst"], 1)
    assert row["reason"] == "named 'Hamedani' in the text"
    assert row["candidates"][0]["name"] == "Reza Hamedani"


def test_accepting_a_candidate_of_the_record_is_a_merge_that_wins_from_then_on(store: Store) -> None:
    """The reason is kept; the next article's surname is proposed more surely; one undo takes it back."""
    short, full = key_of(store, "Hamedani"), key_of(store, "Reza Hamedani")
    judge = store.judge("Anna Lind")
    assert links(store).accept(judge, short, full) == full
    assert {row.facts.name for row in links(store).unknown()} == {"Sergei Lavrow"}
    speaker = Actor(id="a1", name="Hamedani", kind="person")
    write(store, simple_reading("four", "Hamedani said no.", ("Hamedani", "said", "no"), speaker=speaker))
    (again,) = (one for one in links(store).unknown() if one.facts.name == "Hamedani")
    assert again.candidates[0].key == full
    assert again.candidates[0].score > 0.8
    assert verify(store).ok
    judge.undo()
    assert len(links(store).unknown()) == 4


def test_accepting_a_candidate_of_the_store_makes_its_actor(store: Store) -> None:
    """A later article that names the office holder rightly is the same actor; undo takes back what is made."""
    wrong = key_of(store, "Sergei Lavrow")
    judge = store.judge("Anna Lind")
    placed = links(store).accept(judge, wrong, "person:sergei-lavrov")
    assert verify(store).ok
    judge.undo()
    assert verify(store).ok
    assert key_of(store, "Sergei Lavrow") == wrong
    assert links(store).accept(judge, wrong, "person:sergei-lavrov") == placed
    right = Actor(id="a1", name="Sergei Lavrov", kind="person", known_as="person:sergei-lavrov")
    write(store, simple_reading("five", "Sergei Lavrov said no.", ("Sergei Lavrov", "said", "no"), speaker=right))
    (row,) = [one for one in store.view().actors() if one.name == "Sergei Lavrov"]
    assert (row.key, row.articles, row.known_as) == (placed, 2, "person:sergei-lavrov")
    assert verify(store).ok
    with pytest.raises(UsageError, match="already"):
        judge.actors.know(placed, "person:sergei-lavrov", name="Sergei Lavrov", kind="person")


def test_a_new_actor_leaves_the_queue_with_the_name_it_is_given(store: Store) -> None:
    """Its links are accepted; without a name it keeps its own; undo puts it back."""
    judge = store.judge("Anna Lind")
    judge.actors.confirm(key_of(store, "Hamedani"), name=" Nilufar Hamedani ")
    judge.actors.confirm(key_of(store, "Sergei Lavrow"))
    assert [row.facts.name for row in links(store).unknown()] == ["Reza Hamedani"]
    assert key_of(store, "Nilufar Hamedani")
    assert verify(store).ok
    judge.undo()
    judge.undo()
    assert len(links(store).unknown()) == 3
    assert verify(store).ok
    with pytest.raises(UsageError, match="needs a name"):
        judge.actors.confirm(key_of(store, "Hamedani"), name=" ")


def test_the_records_own_actor_comes_before_the_stores(store: Store) -> None:
    """Both answer as one index; a surname alone is nobody."""
    index: ActorIndex = links(store)
    found = index.find_actor("Reza Hamedani")
    assert found is not None
    assert found.key == key_of(store, "Reza Hamedani")
    known = index.find_actor("Angela Merkel")
    assert known is not None
    assert known.key == "person:angela-merkel"
    assert index.find_actor("Hamedani") is None


def test_what_makes_no_sense_is_refused(store: Store) -> None:
    """Somebody who is no candidate, an actor that is not there, a view of the past."""
    with pytest.raises(UsageError, match="none of the candidates"):
        links(store).accept(store.judge("A"), key_of(store, "Hamedani"), key_of(store, "Sergei Lavrow"))
    with pytest.raises(MissingError):
        links(store).candidates("nobody")
    with pytest.raises((RecordError, UsageError)):
        store.view(as_of="2020").actor_facts()
