"""Lists kept as numbers or keys: in the order of the lists themselves, and any part of them as rows."""

from __future__ import annotations

from typing import Any

from parley.record import Store
from parley.terms.actors import Actor
from parley.terms.tables import StanceTally, Tally

from .builders import simple_reading, write

LIND = Actor(id="a1", name="Anna Lind", kind="person")


def filled(store: Store) -> None:
    """Five articles of three outlets; Anna Lind speaks in all but one, which has no date either."""
    outlets = ("Post", "Post", "Gazette", None)
    for number, outlet in enumerate(outlets):
        words, said = f"Anna Lind said point {number} holds.", ("Anna Lind", "said", f"point {number} holds")
        date = None if number == 3 else f"202{number}-05"
        write(
            store,
            simple_reading(f"page {number}", words, said, speaker=LIND, publication=outlet, date=date, sections=("A",)),
        )
    write(store, simple_reading("other", "He said it rains.", ("He", "said", "it rains"), sections=("A", "B")))


def test_the_library_is_cut_from_its_order(store: Store) -> None:
    """Numbers come in the library's order, with and without a filter; keys and rows lead there and back."""
    filled(store)
    view = store.view()
    filters: tuple[dict[str, Any], ...] = (
        {},
        {"publication": "post"},
        {"query": "holds"},
        {"since": "2021"},
        {"until": "2020"},
    )
    for asked in filters:
        numbers = view.lists.library(**asked)
        rows = view.library(**asked)
        assert view.lists.articles(numbers) == rows
        assert view.lists.articles(numbers[1:3]) == rows[1:3]
        keys = [row.article.key for row in rows]
        assert [view.lists.keys(numbers)[one] for one in numbers] == keys
        assert view.lists.numbers([*keys, "gone"]) == tuple(numbers)
    assert view.lists.articles([10**6]) == ()


def test_what_an_actor_says_is_paged(store: Store) -> None:
    """Keys in the order of the statements, what is gone left out; outlets and articles of them."""
    filled(store)
    (lind,) = store.view().actors(name="Anna Lind")
    rows = list(store.view().statements(speaker=lind.key))
    lists = store.view().lists
    assert lists.said_by(lind.key) == tuple(row.key for row in rows)
    assert lists.statements(lists.said_by(lind.key)[1:3]) == tuple(rows[1:3])
    assert lists.outlets_of(lind.key) == (Tally(value="Post", number=2), Tally(value="Gazette", number=1))
    entries = [rows[2].key, rows[0].key, rows[2].key]
    assert lists.numbers_of_entries(entries) == lists.numbers([rows[2].article_key, rows[0].article_key])
    store.judge("Ben").entries.reject([rows[0].key])
    assert lists.said_by(lind.key) == tuple(row.key for row in rows[1:])


def test_positions_are_counted_by_concept_year_and_stance(store: Store) -> None:
    """Each statement once, whoever coded it, under the concept that one was merged into."""
    filled(store)
    (lind,) = store.view().actors(name="Anna Lind")
    keys = store.view().lists.said_by(lind.key)
    for coder, concept in (("Ben", "Tolls"), ("Ana", "Tolls"), ("Ana", "Fees")):
        store.judge(coder).codebook.find_or_define(concept)
        store.judge(coder).codebook.code(list(keys), concept, "agree")
    store.judge("Ana").codebook.merge("Tolls", ["Fees"])
    found = store.view().lists.positions_of(lind.key)
    assert found == tuple(
        StanceTally(concept="Tolls", year=year, stance="agree", number=1) for year in ("", "2020", "2021", "2022")
    )


def test_sections_are_counted_and_asked_for(store: Store) -> None:
    """Those with most articles first; a query compares them folded and whole."""
    filled(store)
    assert store.view().lists.sections() == (Tally(value="A", number=5), Tally(value="B", number=1))
    assert [one.article for one in store.view().articles(query="section:b")] == ["other"]
    assert store.view().articles(query='section:"no such"') == ()


def test_every_write_is_another_moment(store: Store) -> None:
    """So that what was looked up is known to hold as long as the moment is the same."""
    moments = [store.view().moment()]
    filled(store)
    moments.append(store.view().moment())
    key = store.view().statements()[0].key
    store.judge("Ben").entries.accept([key])
    moments.append(store.view().moment())
    store.judge("Ben").undo()
    moments.append(store.view().moment())
    assert moments == sorted(set(moments))
    assert store.view().moment() == moments[-1]
