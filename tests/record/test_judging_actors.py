"""Actors: merged, split and renamed, found under every name, and never made one by a run alone."""

from __future__ import annotations

from typing import Any

import pytest

from parley.errors import RecordError, UsageError
from parley.record import Store, verify
from parley.terms.actors import Actor

from .builders import dump, simple_reading, write


def said(article: str, name: str, kind: Any = "person", **fields: Any) -> Any:
    """A page on which somebody says something."""
    speaker = Actor(id="a1", name=name, kind=kind, **fields)
    return simple_reading(article, f"{name} said {article} rains.", (name, "said", f"{article} rains"), speaker=speaker)


@pytest.fixture
def filled(store: Store) -> Store:
    """Four people of one article each."""
    for article, name in (("one", "Ann One"), ("two", "Bob Two"), ("three", "Cid Three"), ("four", "Dan Four")):
        write(store, said(article, name))
    return store


def spoken(store: Store, name: str) -> list[str]:
    """Articles in which somebody of this name speaks, in three ways that must agree."""
    view = store.view()
    found = sorted(row.article for row in view.statements(speaker=name))
    assert found == sorted(row.article for row in view.statements(query=f'speaker:"{name}"'))
    assert found == sorted({hit.article for hit in view.find("rains", speaker=name)})
    return found


def test_merged_actors_are_one_everywhere(filled: Store) -> None:
    """Chains of merges, and of merged ones, are found under every name, counted once, and undone in order."""
    judge = filled.judge("Anna Lind")
    before = filled.view().actors()
    judge.actors.merge("Ann One", ["Bob Two"])
    judge.actors.merge("Cid Three", ["Dan Four"])
    judge.actors.merge("Dan Four", ["Bob Two"])
    (row,) = filled.view().actors()
    assert (row.name, row.articles, row.statements, len(row.names)) == ("Cid Three", 4, 4, 4)
    for name in ("Ann One", "bob", "Cid Three", "FOUR", row.key):
        assert spoken(filled, name) == ["four", "one", "three", "two"]
    found = filled.view().find_actor("Bob Two")
    assert found is not None
    assert (found.key, found.name) == (row.key, "Cid Three")
    assert filled.view().counts().actors == 1
    assert verify(filled).faults == ()
    with pytest.raises(RecordError, match="step 3 has changed the same actor"):
        judge.undo(1)
    for _ in range(3):
        judge.undo()
    assert filled.view().actors() == before
    assert verify(filled).faults == ()
    for _ in range(3):
        judge.redo()
    assert filled.view().actors() == (row,)


def test_a_new_page_of_a_merged_name_belongs_to_the_one_that_stayed(filled: Store) -> None:
    """Law 10: an equal full name leads to the merged actor, and so to its root; a surname alone leads nowhere."""
    filled.judge("Anna Lind").actors.merge("Ann One", ["Bob Two"])
    write(filled, said("five", "Bob Two"), said("six", "Two"))
    assert spoken(filled, "Ann One") == ["five", "one", "two"]
    assert filled.view().find_actor("Two") is None
    assert verify(filled).faults == ()


def test_a_renamed_actor_keeps_the_names_articles_use(filled: Store) -> None:
    """Both names find it, a new page of either is its own, and undo takes the given name off the list."""
    judge = filled.judge("Anna Lind")
    judge.actors.rename("Ann One", "  Anna Onegin ")
    assert filled.view().actors(name="Onegin")[0].names == ("Ann One", "Anna Onegin")
    assert filled.view().statements(article="one")[0].speaker == "Anna Onegin"
    assert spoken(filled, "Ann One") == spoken(filled, "Anna Onegin") == ["one"]
    write(filled, said("five", "Anna Onegin"))
    assert spoken(filled, "Ann One") == ["five", "one"]
    judge.undo()
    assert filled.view().actors(name="Onegin")[0].name == "Ann One"
    assert verify(filled).faults == ()
    with pytest.raises(UsageError):
        judge.actors.rename("Ann One", " ")


def test_a_split_takes_links_of_actors_alone(filled: Store) -> None:
    """A statement among the entries, an unknown one, none or no name: nothing is split at all."""
    view, judge = filled.view(), filled.judge("Anna Lind")
    write(filled, said("five", "Ann One"))
    first, second = (view.article(one).entries for one in ("one", "five"))
    before = dump(filled, run_log=True)
    for links, name, error in (
        ([first["a1"], first["s1"]], "Ann Two", RecordError),
        ([first["s1"]], "Ann Two", RecordError),
        (["none"], "Ann Two", RecordError),
        ([], "Ann Two", UsageError),
        ([first["a1"]], " ", UsageError),
    ):
        with pytest.raises(error):
            judge.actors.split(links, name)
        assert dump(filled, run_log=True) == before
    key = judge.actors.split([second["a1"]], "Ann the Second")
    assert (spoken(filled, "Ann One"), spoken(filled, key)) == (["one"], ["five"])
    assert view.statements(article="five")[0].speaker == "Ann the Second"
    write(filled, said("five", "Ann One", role="mayor"))
    assert view.statements(article="five")[0].speaker == "Ann the Second"
    assert verify(filled).faults == ()
    judge.undo()
    assert view.statements(article="five")[0].speaker == "Ann One"
    assert verify(filled).faults == ()


def test_what_names_several_or_nobody_is_refused(filled: Store) -> None:
    """With the keys to choose from; an actor is not merged into itself, by whatever name."""
    write(filled, said("five", "Eve One"))
    judge = filled.judge("Anna Lind").actors
    with pytest.raises(RecordError, match="several actors") as refused:
        judge.merge("One", ["Bob Two"])
    assert filled.view().actors(name="Ann")[0].key in refused.value.sentence()
    with pytest.raises(RecordError, match="no such actor"):
        judge.rename("Zed", "x")
    judge.merge("Ann One", ["Bob Two"])
    for others in (["Bob Two"], ["Ann One"], [], "Ann"):
        with pytest.raises(UsageError):
            judge.merge("Ann One", others)
