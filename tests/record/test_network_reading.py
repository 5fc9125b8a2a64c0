"""What networks are made of, on each database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from parley.errors import UsageError
from parley.record import Store, network_lookups, network_reading
from parley.record.network_reading import Asked
from parley.terms.actors import Actor
from parley.terms.exchange import StatementType, Value, Variable
from parley.terms.networks import NetworkColumn

from .builders import example_reading, simple_reading, tamper, write


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One statement of a network, as a person would look at it."""

    key: str
    values: dict[str, Value | None]
    date: Value | None
    start: int
    end: int
    confidence: float | None
    reason_out: Value | None
    kinds: dict[str, Value | None]


def lines_of(store: Store, kind: str, **asked: Any) -> Iterator[Line]:
    """The statements of a type, one after the other."""
    found = store.view().network_statements(Asked(kind=kind, **asked))
    for place, key in enumerate(found.keys):

        def at(column: NetworkColumn, place: int = place) -> Value | None:
            return None if column.places[place] < 0 else column.values[column.places[place]]

        yield Line(
            key=key,
            values={name: at(column) for name, column in found.columns.items()},
            date=at(found.dates),
            start=found.starts[place],
            end=found.ends[place],
            confidence=None if found.confidences is None else found.confidences[place],
            reason_out=at(found.reasons),
            kinds={name: at(column) for name, column in found.kinds.items() if at(column)},
        )


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
    assert [one.name for one in store.view().network_types()] == ["Parley"]
    rows = [row for row in lines_of(store, "Parley") if row.key == keys[0]]
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
    reasons = {row.key: row.reason_out for row in lines_of(store, "Parley")}
    assert sorted(reason or "" for reason in reasons.values()) == ["", "", "", "a copy within its article"]
    assert set(reasons) == set(keys)


def test_an_organization_speaks_for_itself(store: Store, keys: list[str]) -> None:  # noqa: ARG001 - fills the record
    """The organization of a speaker that is one is the speaker; an analyst has none unless the page names it."""
    found = {row.values["person"]: row.values["organization"] for row in lines_of(store, "Parley")}
    assert found["NATO"] == "NATO"
    assert found["Seyed Abbas Hosseini"] is None


def test_the_page_says_for_whom_a_person_speaks(store: Store) -> None:
    """A role that names an organization of the same article gives the organization."""
    speaker = Actor(id="a1", name="Ana Petrova", kind="person", role="spokeswoman of the River Bank")
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
    (row,) = lines_of(store, "Parley")
    assert (row.values["organization"], row.kinds["organization"]) == ("River Bank", "organization")


def test_a_query_says_which_statements(store: Store, keys: list[str]) -> None:
    """Only statements that meet a query of the search language come; rejected ones do not."""
    everything = {row.key for row in lines_of(store, "Parley")}
    assert {row.key for row in lines_of(store, "Parley", query="NATO")} < everything
    store.judge("Anna Lind").entries.reject([keys[0]])
    assert {row.key for row in lines_of(store, "Parley")} == everything - {keys[0]}


def test_portions_give_what_whole_tables_give(store: Store, keys: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether tables are read whole or by the keys of a few statements, the same comes out."""
    write(store, simple_reading("other", "Nobody said that it rains.", ("Nobody", "said", "that it rains")))
    whole = sorted(map(repr, lines_of(store, "Parley", confidence=True)))
    for module in (network_lookups, network_reading):
        monkeypatch.setattr(module, "SPARSE", 0)
    assert sorted(map(repr, lines_of(store, "Parley", confidence=True))) == whole
    assert {line.key for line in lines_of(store, "Parley")} == set(keys)


def test_what_is_read_is_what_lists_show(store: Store, keys: list[str]) -> None:
    """Speaker, about, place, manner, confidence and codings are those that lists of statements show, one by one."""
    rows = {row.key: row for row in store.view().statements_of(keys)}
    lines = list(lines_of(store, "Parley", confidence=True))
    stances = {"agree": 1, "neutral": 0, "disagree": -1}
    for line in lines:
        row, values = rows[line.key], line.values
        assert (values["person"], values["role"]) == (row.speaker, row.speaker_role)
        assert values["about"] == (row.about[0] if row.about else None)
        assert (values["polarity"], values["certainty"], values["form"]) == (row.polarity, row.certainty, row.form)
        assert (values["state"], values["nested"]) == (row.state, row.parent is not None)
        assert (line.start, line.end, line.confidence) == (row.start, row.end, row.confidence)
    coded = {(key, one.concept, stances[one.stance]) for key, row in rows.items() for one in row.concepts}
    assert {(line.key, line.values["concept"], line.values["stance"]) for line in lines} == coded


def test_codings_of_merged_concepts_count_once(store: Store, keys: list[str]) -> None:
    """A statement that took up two concepts that became one has one line of it, by the coder who comes first."""
    store.judge("Anna Lind").codebook.code(keys[:1], "Caution", "disagree")
    store.judge("Anna Lind").codebook.merge("Help", ["Caution"])
    found = [line.values for line in lines_of(store, "Parley") if line.key == keys[0]]
    assert [(one["concept"], one["stance"], one["coder"]) for one in found] == [
        ("Help", -1, "Anna Lind"),
        ("Help", 0, "Boris"),
    ]


def copied(store: Store) -> None:
    """One article of two statements printed three times, and another one; everything but the first is coded."""
    words = " ".join(f"the {number}th word of a long report on roads" for number in range(40))
    printings = (
        ("first", "2023-01-01", ""),
        ("second", "2023-01-02", "Again: "),
        ("third", "2023-01-03", "Once more: "),
    )
    for name, date, before in printings:
        text = f"{before}Ana Petrova said that taxes rise. {words}"
        speaker = Actor(id="a1", name="Ana Petrova", kind="person")
        said = ("Ana Petrova", "said", "taxes rise")
        write(store, simple_reading(name, text, said, speaker=speaker, date=date))
    write(store, simple_reading("other", "Boris Karlov said that it rains.", ("Boris Karlov", "said", "it rains")))
    judge = store.judge("Anna Lind").codebook
    judge.define("Taxes")
    judge.code([row.key for row in store.view().statements() if row.date != "2023-01-01"], "Taxes", "agree")


def test_what_is_printed_again_counts_once(store: Store) -> None:
    """Of several printings the earliest with coded statements counts; the others are given with their reason."""
    copied(store)
    assert [line.reason_out for line in lines_of(store, "Parley")] == [None] * 3
    found = {line.date: line.reason_out for line in lines_of(store, "Parley", all_printings=False)}
    assert found == {"2023-01-02": None, "2023-01-03": "another printing", None: None}


def test_statements_as_they_were_coded_on_a_day(store: Store, keys: list[str]) -> None:
    """As of a day only what was coded and judged up to then counts; a query, which knows the present, is refused."""
    store.judge("Boris").entries.reject(keys[2:3])
    tamper(store, "UPDATE step SET recorded_at = '2024-05-01T00:00:00.000Z'")
    tamper(store, "UPDATE audit SET recorded_at = '2023-01-01T00:00:00.000Z'")
    tamper(store, "UPDATE step SET recorded_at = '2025-05-01T00:00:00.000Z' WHERE id > 3")

    def then(day: str) -> list[tuple[str, Value | None]]:
        view = store.view(as_of=day)
        found = view.network_statements(Asked(kind="Parley"))
        concept = found.columns["concept"]
        return sorted((key, concept.values[concept.places[place]]) for place, key in enumerate(found.keys))

    assert then("2023") == []
    assert then("2024") == sorted((key, "Help") for key in keys)
    assert then("2025") == sorted((line.key, line.values["concept"]) for line in lines_of(store, "Parley"))
    with pytest.raises(UsageError, match="knows only the present"):
        store.view(as_of="2024").network_statements(Asked(kind="Parley", query="NATO"))


def test_types_of_the_codebook(store: Store) -> None:
    """A record without concepts has the types of its codebook; an unknown type is refused with those there are."""
    assert [one.name for one in store.view().network_types()] == ["Parley"]
    variables = (Variable(name="person", kind="short text"), Variable(name="agreement", kind="boolean"))
    store.judge("Anna Lind").codebook.define_type(StatementType(name="DNA Statement", variables=variables))
    assert [one.name for one in store.view().network_types()] == ["DNA Statement"]
    assert list(lines_of(store, "DNA Statement")) == []
    with pytest.raises(UsageError, match="DNA Statement"):
        list(lines_of(store, "Annotation"))
