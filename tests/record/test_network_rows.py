"""What networks are made of, on each database."""

from __future__ import annotations

import pytest

from parley.errors import UsageError
from parley.record import Store
from parley.record.network_rows import network_rows, network_types
from parley.terms.actors import Actor
from parley.terms.exchange import StatementType, Variable

from .builders import example_reading, simple_reading, write


@pytest.fixture
def keys(store: Store) -> list[str]:
    """Keys of the four statements of the example, coded with a concept each; the first with two, by two people."""
    write(store, example_reading())
    found = [row.key for row in store.view().statements()]
    anna, boris = store.judge("Anna Lind").codebook, store.judge("Boris").codebook
    for name in ("Help", "Caution"):
        anna.define(name)
    anna.code(found, "Help", "disagree")
    boris.code(found[:1], "Help", "disagree")
    boris.code(found[:1], "Caution", "neutral")
    return found


def test_a_row_for_each_concept(store: Store, keys: list[str]) -> None:
    """A statement has a row for each concept and stance, however many people say so, with the fields of its article."""
    assert [one.name for one in network_types(store)] == ["Parley"]
    rows = [row for row in network_rows(store, "Parley") if row.key == keys[0]]
    assert [(row.values["concept"], row.values["stance"]) for row in rows] == [("Caution", 0), ("Help", -1)]
    values = rows[0].values
    assert (values["person"], values["about"], values["role"]) == ("Seyed Abbas Hosseini", "Moscow", "analyst")
    assert (values["title"], values["author"], values["source"]) == (
        "Analysis of a visit",
        "A. Writer",
        "Strategic Council Online",
    )
    assert (values["section"], values["type"], values["coder"]) == ("interview; political", "interview", "Boris")
    assert (rows[0].date, rows[0].reason_out, rows[0].kinds) == ("2023-09-09", None, {"person": "person"})


def test_copies_do_not_count(store: Store, keys: list[str]) -> None:
    """A statement that repeats another one of its article is given with its reason."""
    reasons = {row.key: row.reason_out for row in network_rows(store, "Parley")}
    assert sorted(reason or "" for reason in reasons.values()) == ["", "", "", "a copy within its article"]
    assert set(reasons) == set(keys)


def test_an_organization_speaks_for_itself(store: Store, keys: list[str]) -> None:  # noqa: ARG001 - fills the record
    """The organization of a speaker that is one is the speaker; an analyst has none unless the page names it."""
    found = {row.values["person"]: row.values["organization"] for row in network_rows(store, "Parley")}
    assert found["NATO"] == "NATO"
    assert found["Seyed Abbas Hosseini"] is None


def test_the_page_says_for_whom_a_person_speaks(store: Store) -> None:
    """The organization that was read for a speaker; the record's actor of that name, where the article names it."""
    speaker = Actor(
        id="a1",
        name="Ana Petrova",
        kind="person",
        role="spokeswoman of the River Bank",
        organization="RIVER Bank",
    )
    reading = simple_reading(
        "page", "Ana Petrova of the River Bank said taxes rise.", ("Ana Petrova", "said", "taxes rise"), speaker=speaker
    )
    bank = Actor(id="a2", name="River Bank", kind="organization")
    proposals = reading.proposals
    statement = type(proposals.statements[0])(
        **{name: getattr(proposals.statements[0], name) for name in proposals.statements[0].__slots__}
        | {"about": ("a2",)}
    )
    proposals = type(proposals)(
        sentences=proposals.sentences,
        mentions=proposals.mentions,
        actors=(*proposals.actors, bank),
        statements=(statement,),
    )
    write(store, type(reading)(page=reading.page, article=reading.article, proposals=proposals))
    judge = store.judge("Anna Lind").codebook
    judge.define("Taxes")
    judge.code([row.key for row in store.view().statements()], "Taxes", "agree")
    (row,) = network_rows(store, "Parley")
    assert (row.values["organization"], row.kinds["organization"]) == ("River Bank", "organization")


def test_a_query_says_which_statements(store: Store, keys: list[str]) -> None:
    """Only statements that meet a query of the search language come; rejected ones do not."""
    everything = {row.key for row in network_rows(store, "Parley")}
    assert {row.key for row in network_rows(store, "Parley", query="NATO")} < everything
    store.judge("Anna Lind").entries.reject([keys[0]])
    assert {row.key for row in network_rows(store, "Parley")} == everything - {keys[0]}


def test_types_of_the_codebook(store: Store) -> None:
    """A record without concepts has the types of its codebook; an unknown type is refused with those there are."""
    assert [one.name for one in network_types(store)] == ["Parley"]
    variables = (Variable(name="person", kind="short text"), Variable(name="agreement", kind="boolean"))
    store.judge("Anna Lind").codebook.define_type(StatementType(name="DNA Statement", variables=variables))
    assert [one.name for one in network_types(store)] == ["DNA Statement"]
    assert list(network_rows(store, "DNA Statement")) == []
    with pytest.raises(UsageError, match="DNA Statement"):
        list(network_rows(store, "Annotation"))
