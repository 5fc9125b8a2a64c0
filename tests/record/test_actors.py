"""Which actors of different articles are one (law 10)."""

from __future__ import annotations

from typing import Any

from parley.record import Store, verify
from parley.terms.actors import Actor

from .builders import simple_reading, write


def say(store: Store, page: str, name: str, kind: str = "person", known_as: str | None = None) -> str | None:
    """Write a page on which this actor speaks; the record's key for the actor."""
    fields: dict[str, Any] = {"kind": kind, "known_as": known_as}
    speaker = Actor(id="a1", name=name, **fields)
    write(store, simple_reading(page, f"{name} said on {page}: it rains.", (name, "said", "it rains"), speaker=speaker))
    (row,) = store.view().statements(article=page)
    return row.speaker_key


def test_equal_full_names_are_one_actor(store: Store) -> None:
    """Two words or more, compared after folding."""
    assert say(store, "p1", "Zoë Müller") == say(store, "p2", "ZOE\u00a0MULLER")
    (row,) = store.view().actors()
    assert (row.names, row.articles, row.statements) == (("ZOE\u00a0MULLER", "Zoë Müller"), 2, 2)
    assert verify(store).ok


def test_a_surname_alone_never_makes_two_one(store: Store) -> None:
    """The same single word on two pages is two actors, and not that of a full name either; on re-reading each stays."""
    keys = [say(store, "p1", "Massoud"), say(store, "p2", "Massoud"), say(store, "p3", "Ahmad Massoud")]
    assert len(set(keys)) == 3
    assert say(store, "p1", "Massoud") == keys[0]


def test_kinds_must_be_compatible(store: Store) -> None:
    """A person is no organization; "other" goes with every kind."""
    assert say(store, "p1", "Blue Shield") != say(store, "p2", "Blue Shield", "organization")
    other = say(store, "p3", "Red Moon", "other")
    assert say(store, "p4", "Red Moon", "group") == other
    assert say(store, "p5", "Green Star", "group") == say(store, "p6", "Green Star", "other")


def test_the_same_key_of_the_actor_store_is_one_actor(store: Store) -> None:
    """Whatever the name; and different keys are two, whatever the name."""
    assert say(store, "p1", "Russia", "state", "RUS") == say(store, "p2", "Moscow", "state", "RUS")
    assert say(store, "p3", "Congo Republic", "state", "COG") != say(store, "p4", "Congo Republic", "state", "COD")


def test_an_actor_learns_its_key(store: Store) -> None:
    """Known by full name first and by key later, it is one actor; the record's own keys work as keys, too."""
    key = say(store, "p1", "Ahmad Massoud")
    assert say(store, "p2", "Ahmad Massoud", known_as="Q1") == key
    assert say(store, "p3", "Massoud", known_as="Q1") == key
    assert say(store, "p4", "The commander", known_as=key) == key
    (row,) = store.view().actors(name="Q1")
    assert (row.known_as, row.articles) == ("Q1", 4)


def test_a_record_answers_as_an_actor_index(store: Store) -> None:
    """The one actor of a full name is found; a surname, an unknown or an ambiguous name is not."""
    key = say(store, "p1", "Ahmad Massoud")
    say(store, "p2", "Blue Shield")
    say(store, "p3", "Blue Shield", "organization")
    say(store, "p4", "Vereinte Nationen", "organization", "UN")
    view = store.view()
    known = view.find_actor("AHMAD MASSOUD")
    assert known is not None
    assert (known.key, known.name, known.kind) == (key, "Ahmad Massoud", "person")
    stored = view.find_actor("Vereinte Nationen")
    assert stored is not None
    assert stored.key == "UN"
    assert [view.find_actor(name) for name in ("Massoud", "Nobody Here", "Blue Shield")] == [None, None, None]


def test_actors_are_looked_up_by_words_of_their_names(store: Store) -> None:
    """A surname finds every actor of that name; signs of SQL patterns stand for themselves."""
    for page, name in (("p1", "Ahmad Massoud"), ("p2", "Wali Massoud"), ("p3", "A_b%c\\d Massoudi")):
        say(store, page, name)
    view = store.view()
    assert [row.name for row in view.actors(name="massoud")] == ["Ahmad Massoud", "Wali Massoud"]
    assert [row.name for row in view.actors(name="Massoud WALI")] == ["Wali Massoud"]
    assert [row.name for row in view.actors(name="a_b%c\\d")] == ["A_b%c\\d Massoudi"]
    assert view.actors(name="%") == view.actors(name="_") == view.actors(name="") == ()
    assert len(view.actors(limit=2)) == 2
    assert {row.speaker for row in view.statements(speaker="Massoud")} == {"Ahmad Massoud", "Wali Massoud"}
