"""Copies across articles: groups, shares, voices; on both databases."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from parley.record import Store, open_record, sql, verify
from parley.record.engine import Place
from parley.record.erasure import erase_article
from parley.record.migrate import place_anew
from parley.terms.actors import Actor
from parley.terms.review import Reading

from .builders import dump, simple_reading, tamper, write

VERBS = "met signed closed opened left praised feared built sold sent".split()
NOUNS = "minister envoy bridge harbour treaty council river army market school bank road".split()
SAID = "Jane Doe said the bridge is safe"


def sentences(seed: int, number: int = 20) -> list[str]:
    """Sentences that no two seeds share."""
    chance = random.Random(seed)
    return [
        f"In case {seed} number {place} the {chance.choice(NOUNS)} of {chance.randrange(10**6)} {chance.choice(VERBS)} the "
        f"{chance.choice(NOUNS)} near {chance.randrange(10**6)}."
        for place in range(number)
    ]


def story(name: str, *parts: str, **fields: Any) -> Reading:
    """An article in which Jane Doe says something, with more sentences around it."""
    speaker = Actor(id="a1", name="Jane Doe", kind="person")
    words = " ".join([f"{SAID}.", *parts])
    return simple_reading(name, words, ("Jane Doe", "said", "the bridge is safe"), speaker=speaker, **fields)


def groups(store: Store) -> list[set[str]]:
    """The groups of copies, by names of their articles."""
    found: dict[int, set[str]] = {}
    state, copy = sql.article_state.c, sql.article_copy.c
    query = (
        select(copy.leader, sql.fetch.c.name)
        .join(sql.article_state, state.id == copy.article)
        .join(sql.fetch, sql.fetch.c.key == state.fetch)
    )
    with store.engine.connect() as connection:
        for leader, name in connection.execute(query):
            found.setdefault(leader, set()).add(name)
    return sorted(found.values(), key=sorted)


def printed(store: Store) -> None:
    """A story printed three times (whole, cut by half, under a new lead), and one of its own."""
    whole = sentences(1)
    write(
        store,
        story("cut", *whole[:10], date="2023-03-02", publication="Gazette"),
        story("whole", *whole, date="2023-03-01", publication="Agency"),
        story("led", *sentences(3, 2), *whole, date="2023-04-09", publication="Post"),
        story("other", *sentences(2), date="2023-04-01", publication="Gazette"),
    )


def test_copies_come_into_one_group(store: Store) -> None:
    """Whole, cut down and led anew they are found; each says how much it shares, and which is the earliest."""
    printed(store)
    assert groups(store) == [{"cut", "whole", "led"}]
    found = store.view().printings("cut")
    assert found.number == 3
    assert [(one.article, one.first, one.publication) for one in found.others] == [
        ("whole", True, "Agency"),
        ("led", False, "Post"),
    ]
    assert found.first == found.others[0].key
    assert all(
        one.share >= 0.8 and "% of the words of this one stand in the other too" in one.reason for one in found.others
    )
    alone = store.view().printings("other")
    assert (alone.number, alone.others, alone.agency) == (1, (), None)
    assert verify(store).faults == ()


def test_the_same_pages_again_change_nothing(store: Store) -> None:
    """Read twice, the groups and everything else are as they were."""
    printed(store)
    before = dump(store)
    printed(store)
    assert dump(store) == before


def test_a_copy_joins_two_groups(store: Store) -> None:
    """What is printed together later makes one group of the two, named after the first."""
    one, other = sentences(1, 12), sentences(2, 12)
    write(store, simple_reading("a", " ".join(one)), simple_reading("a2", " ".join(one[:11])))
    write(store, simple_reading("b", " ".join(other)), simple_reading("b2", " ".join(other[:11])))
    assert groups(store) == [{"a", "a2"}, {"b", "b2"}]
    write(store, simple_reading("both", " ".join(one + other)))
    assert groups(store) == [{"a", "a2", "b", "b2", "both"}]
    assert verify(store).faults == ()


def test_what_is_erased_leaves_its_group(store: Store) -> None:
    """Two that only the third held together go their own ways; nothing of its fingerprint is left."""
    one, other = sentences(1, 12), sentences(2, 12)
    write(
        store,
        simple_reading("a", " ".join(one)),
        simple_reading("both", " ".join(one + other)),
        simple_reading("b", " ".join(other)),
        simple_reading("b2", " ".join(other[:11])),
    )
    assert groups(store) == [{"a", "b", "b2", "both"}]
    erase_article(store, "both", coder="Anna Lind", reason="asked for")
    assert groups(store) == [{"b", "b2"}]
    assert verify(store).faults == ()


@settings(max_examples=15)
@given(order=st.permutations(range(6)), portion=st.integers(1, 6))
def test_the_order_of_reading_makes_no_other_groups(
    order: list[int], portion: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """One by one, many at once, in any order: the same articles are copies of each other."""
    texts = [
        sentences(1),
        sentences(1)[:11],
        sentences(2),
        sentences(3, 2) + sentences(2)[:12],
        sentences(4),
        sentences(2)[4:],
    ]
    readings = [simple_reading(f"t{number}", " ".join(texts[number])) for number in order]
    with open_record(tmp_path_factory.mktemp("copies") / "record.db") as store:
        for start in range(0, len(readings), portion):
            write(store, *readings[start : start + portion])
        assert groups(store) == [{"t0", "t1"}, {"t2", "t3", "t5"}]
        before = dump(store)["copy_print"]
        with store.engine.begin() as connection:
            place_anew(connection)
        assert groups(store) == [{"t0", "t1"}, {"t2", "t3", "t5"}]
        assert dump(store)["copy_print"] == before


def test_a_record_without_fingerprints_gets_them_when_it_is_opened(store: Store, place: Place) -> None:
    """As after an upgrade, or where another Parley made them in another way."""
    printed(store)
    with store.engine.begin() as connection:
        for table in (sql.article_copy, sql.copy_bucket, sql.copy_print):
            connection.execute(delete(table))
        connection.execute(update(sql.setting).where(sql.setting.c.name == "copies").values(value="0"))
    with open_record(place) as again:
        assert groups(again) == [{"cut", "whole", "led"}]
        assert verify(again).faults == ()


def test_copies_count_once_as_a_voice(store: Store) -> None:
    """Networks and timelines count the earliest printing that meets the question, all printings where asked to."""
    printed(store)
    view = store.view()
    assert {(one.value, one.number) for one in view.tallies("bridge safe")} == {("2023-03", 1), ("2023-04", 1)}
    assert {(one.value, one.number) for one in view.tallies("bridge safe", all_printings=True)} == {
        ("2023-03", 2),
        ("2023-04", 2),
    }
    assert [(one.source.name, one.weight) for one in view.ties("quotes")] == [("Agency", 1), ("Gazette", 1)]
    assert {one.source.name: one.weight for one in view.ties("quotes", all_printings=True)} == {
        "Agency": 1,
        "Gazette": 2,
        "Post": 1,
    }
    assert {one.source.name for one in view.ties("quotes", "publication:Post")} == {"Post"}
    assert [(one.value, one.number) for one in view.tallies("bridge", "speaker")] == [("Jane Doe", 2)]


def test_the_statements_behind_a_count_are_those_counted(store: Store) -> None:
    """With ``once`` the list holds as many statements as the network counts."""
    printed(store)
    rows = list(store.view().statements(once=""))
    assert sorted(row.article for row in rows) == ["other", "whole"]
    rows = list(store.view().statements(query="speaker:Doe", once="date:2023-04"))
    assert sorted(row.article for row in rows) == ["led", "other"]


def test_printings_can_be_searched(store: Store) -> None:
    """``printing:`` tells first printings from later ones, of articles, passages and statements."""
    printed(store)
    view = store.view()
    assert sorted(row.article for row in view.articles(query="printing:first")) == ["other", "whole"]
    assert sorted(row.article for row in view.articles(query="printing:later")) == ["cut", "led"]
    assert sorted(row.article for row in view.statements(query="bridge printing:later")) == ["cut", "led"]
    counts = view.counts()
    assert (counts.articles, counts.reprints, counts.statements, counts.reprinted) == (4, 2, 4, 2)


def test_the_agency_is_named_with_its_reason(store: Store) -> None:
    """A text that says it comes from an agency is said to, and where it says so."""
    write(store, simple_reading("wire", "KABUL, March 3 (Reuters) - " + " ".join(sentences(1, 3))))
    found = store.view().printings("wire")
    assert found.agency == "Reuters"
    assert found.reason == "It is a text of the agency Reuters: '(Reuters)' stands at the head of the text."


@pytest.mark.parametrize(
    "command",
    [
        "UPDATE copy_print SET words = words + 1",
        "UPDATE copy_bucket SET bucket = bucket + 1",
        "DELETE FROM copy_print",
        "UPDATE article_copy SET share = 0.1",
        "UPDATE article_copy SET near = article",
        "UPDATE article_copy SET leader = (SELECT max(id) FROM article_state)",
        "UPDATE setting SET value = '0' WHERE name = 'copies'",
    ],
)
def test_verify_sees_what_was_changed(store: Store, command: str) -> None:
    """A fingerprint, a bucket or a group that is not what the texts make is a fault."""
    printed(store)
    tamper(store, command)
    assert "copy" in {fault.kind for fault in verify(store).faults}
