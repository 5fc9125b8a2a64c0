"""The codebook: concepts and their hierarchy, codings by several people, types with variables and entities."""

from __future__ import annotations

from typing import Any

import pytest

from parley.errors import RecordError, UsageError
from parley.record import Store, verify
from parley.record.selection import Selection
from parley.terms.exchange import StatementType, Variable
from parley.terms.tables import Coding

from .builders import dump, example_reading, write


@pytest.fixture
def keys(store: Store) -> list[str]:
    """Keys of the four statements of the example."""
    write(store, example_reading())
    return [row.key for row in store.view().statements()]


def found(store: Store, concept: str) -> set[str]:
    """Statements that a query by concept finds."""
    return {row.key for row in store.view().statements(query=f'concept:"{concept}"')}


def counted(store: Store) -> dict[str, tuple[int, int, int]]:
    """How often each concept is taken up."""
    return {row.name: (row.agree, row.disagree, row.neutral) for row in store.view().concepts()}


def test_a_concept_finds_what_is_coded_with_it_and_with_all_below_it(store: Store, keys: list[str]) -> None:
    """Children and their children, those merged into any of them, and those below a merged one."""
    judge = store.judge("Anna Lind").codebook
    for name, parent in (("Weather", None), ("Wet", "Weather"), ("Rain", "Wet"), ("Drizzle", "Rain"), ("Damp", None)):
        judge.define(name, parent=parent)
    judge.code([keys[0]], "Weather", "agree")
    judge.code([keys[1]], "Drizzle", "agree")
    judge.code([keys[2]], "Damp", "disagree")
    assert found(store, "Weather") == {keys[0], keys[1]}
    assert found(store, "Wet") == found(store, "rain") == {keys[1]}
    judge.merge("Rain", ["Damp"])
    assert found(store, "Weather") == set(keys[:3])
    assert found(store, "Damp") == found(store, "Rain") == {keys[1], keys[2]}
    judge.merge("Weather", ["Wet"])
    parents = {row.name: row.parent for row in store.view().concepts()}
    assert parents == {"Weather": None, "Rain": "Weather", "Drizzle": "Rain"}
    assert found(store, "Weather") == set(keys[:3])
    assert counted(store)["Rain"] == (0, 1, 0)
    judge.define("Damp")
    assert found(store, "Damp") == set()
    assert {hit.statement for hit in store.view().find("concept:Weather", limit=None)} <= set(keys[:3])
    assert verify(store).faults == ()


def test_a_hierarchy_has_no_circle(store: Store) -> None:
    """Neither by definition nor by merging a concept into one below it; what is refused changes nothing."""
    judge = store.judge("Anna Lind").codebook
    for name, parent in (("A", None), ("B", "A"), ("C", "B"), ("D", None)):
        judge.define(name, parent=parent)
    before = dump(store, run_log=True)
    for action in (
        lambda: judge.define("A", parent="A"),
        lambda: judge.define("A", parent="C"),
        lambda: judge.merge("B", ["A"]),
        lambda: judge.merge("C", ["A"]),
        lambda: judge.merge("A", ["A"]),
        lambda: judge.merge("A", []),
        lambda: judge.rename("D", " a "),
        lambda: judge.define("  "),
    ):
        with pytest.raises(UsageError):
            action()
        assert dump(store, run_log=True) == before
    with pytest.raises(RecordError, match="no such concept"):
        judge.define("E", parent="Nowhere")
    judge.merge("D", ["B"])
    with pytest.raises(UsageError):
        judge.define("D", parent="C")
    assert verify(store).faults == ()


def test_two_people_code_the_same_statement(store: Store, keys: list[str]) -> None:
    """Each has a coding of their own; a new stance replaces one's own alone; a merge makes equal ones one."""
    anna, ben = store.judge("Anna Lind").codebook, store.judge("Ben Roe").codebook
    anna.define("Help")
    anna.define("Aid")
    assert anna.code(keys, "Help", "agree") == 4
    assert ben.code(keys[:1], "Help", "disagree") == 1
    assert anna.code(keys[:1], "Help", "neutral") == 1
    assert anna.code(keys[:1], "Help", "neutral") == 0
    row = next(row for row in store.view().statements() if row.key == keys[0])
    assert row.concepts == (
        Coding(concept="Help", stance="neutral", coder="Anna Lind"),
        Coding(concept="Help", stance="disagree", coder="Ben Roe"),
    )
    assert counted(store) == {"Help": (3, 1, 1), "Aid": (0, 0, 0)}
    anna.code([keys[1]], "Aid", "agree")
    ben.merge("Help", ["Aid"])
    row = next(row for row in store.view().statements() if row.key == keys[1])
    assert row.concepts == (Coding(concept="Help", stance="agree", coder="Anna Lind"),)
    assert counted(store) == {"Help": (3, 1, 1)}
    anna.code([keys[1]], "Help", "disagree")
    row = next(row for row in store.view().statements() if row.key == keys[1])
    assert row.concepts == (Coding(concept="Help", stance="disagree", coder="Anna Lind"),)
    store.judge("Anna Lind").undo()
    assert anna.uncode([keys[1]], "Help") == 2
    assert next(row for row in store.view().statements() if row.key == keys[1]).concepts == ()
    assert verify(store).faults == ()


def test_codings_of_what_is_rejected_do_not_count(store: Store, keys: list[str]) -> None:
    """A rejected statement is not counted for its concept, and counts again after undo."""
    judge = store.judge("Anna Lind")
    judge.codebook.define("Help")
    judge.codebook.code(keys[:2], "Help", "agree")
    judge.entries.reject(keys[:1])
    assert counted(store) == {"Help": (1, 0, 0)}
    assert found(store, "Help") == {keys[1]}
    judge.undo()
    assert counted(store) == {"Help": (2, 0, 0)}


def test_recoding_moves_codings_of_all_people_once(store: Store, keys: list[str]) -> None:
    """Whoever coded: the stance goes along; what is coded so already is left, and undo moves all back."""
    anna, ben = store.judge("Anna Lind"), store.judge("Ben Roe")
    for name in ("Help", "Aid", "Relief"):
        anna.codebook.define(name)
    anna.codebook.code(keys[:2], "Help", "agree")
    ben.codebook.code(keys[:3], "Help", "disagree")
    before = counted(store)
    assert anna.codebook.recode(keys[:2], "Help", "Relief") == 4
    assert counted(store) == {"Help": (0, 1, 0), "Aid": (0, 0, 0), "Relief": (2, 2, 0)}
    steps = len(store.view().history())
    assert anna.codebook.recode(Selection(query="concept:Relief"), "Relief", "Relief") == 0
    assert len(store.view().history()) == steps
    anna.undo()
    assert counted(store) == before
    assert verify(store).faults == ()


def test_only_statements_are_coded(store: Store, keys: list[str]) -> None:
    """An actor's link takes up no concept; a stance is one of three."""
    judge = store.judge("Anna Lind").codebook
    judge.define("Help")
    link = store.view().article("visit").entries["a1"]
    with pytest.raises(RecordError, match="not a statement"):
        judge.code([link], "Help", "agree")
    with pytest.raises(UsageError, match="no stance"):
        judge.code(keys, "Help", "maybe")
    with pytest.raises(RecordError, match="no such concept"):
        judge.code(keys, "None", "agree")


CLAIM = StatementType(
    name="Claim",
    colour="#ff0000",
    variables=(
        Variable(name="who", kind="short text"),
        Variable(name="why", kind="long text"),
        Variable(name="how much", kind="integer", low=-1, high=3),
        Variable(name="yes", kind="boolean"),
        Variable(name="count", kind="integer"),
    ),
)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"who": 3}, "no text"),
        ({"why": True}, "no text"),
        ({"how much": 4}, "not on the scale"),
        ({"how much": -2}, "not on the scale"),
        ({"how much": "2"}, "no whole number"),
        ({"how much": True}, "no whole number"),
        ({"count": 1.5}, "no whole number"),
        ({"yes": 1}, "neither true nor false"),
        ({"yes": "no"}, "neither true nor false"),
        ({"none": 1}, "has no variable"),
    ],
)
def test_values_fit_their_variables(store: Store, keys: list[str], values: dict[str, Any], words: str) -> None:
    """A value of another kind, off the scale or of an unknown variable is refused, and no entity is left over."""
    judge = store.judge("Anna Lind")
    judge.codebook.define_type(CLAIM)
    before = dump(store, run_log=True)
    with pytest.raises(UsageError, match=words):
        judge.entries.edit(keys[0], statement_type="Claim", values={"who": "Moscow"} | values)
    assert dump(store, run_log=True) == before


def test_coded_values_are_kept_through_other_edits(store: Store, keys: list[str]) -> None:
    """All four kinds come back by name; an edit of something else leaves them; None takes the type away."""
    judge = store.judge("Anna Lind")
    judge.codebook.define_type(CLAIM)
    values = {"who": "Moscow", "why": "for Moscow", "how much": -1, "yes": False, "count": 70_000}
    judge.entries.edit(keys[0], statement_type="claim", values=values)
    judge.entries.edit(keys[0], polarity="denied")
    row = next(row for row in store.view().statements() if row.key == keys[0])
    assert (row.statement_type, dict(row.values), row.polarity) == ("Claim", values, "denied")
    judge.entries.edit(keys[0], values={"yes": True})
    row = next(row for row in store.view().statements() if row.key == keys[0])
    assert (row.statement_type, dict(row.values)) == ("Claim", {"yes": True})
    judge.entries.edit(keys[0], statement_type=None)
    row = next(row for row in store.view().statements() if row.key == keys[0])
    assert (row.statement_type, dict(row.values)) == (None, {})
    assert verify(store).faults == ()


def test_entities_are_one_everywhere_once_merged(store: Store, keys: list[str]) -> None:
    """Merged, merged again and renamed, they show under one value; two of one value there cannot be."""
    judge = store.judge("Anna Lind")
    judge.codebook.define_type(CLAIM)
    for key, value in zip(keys, ("Moscow", "Kremlin", "Russia", "NATO"), strict=True):
        judge.entries.edit(key, statement_type="Claim", values={"who": value})

    def values() -> list[Any]:
        return [row.values["who"] for row in store.view().statements()]

    before = values()
    judge.codebook.merge_entities("Claim", "who", "Kremlin", ["Moscow"])
    judge.codebook.merge_entities("Claim", "who", "Russia", ["Kremlin"])
    assert values() == ["Russia", "Russia", "Russia", "NATO"]
    judge.codebook.rename_entity("Claim", "who", "Moscow", "Russian Federation")
    assert values() == ["Russian Federation"] * 3 + ["NATO"]
    assert [one.value for one in store.view().entities()] == ["Russian Federation", "NATO"]
    with pytest.raises(UsageError):
        judge.codebook.rename_entity("Claim", "who", "NATO", "Russian Federation")
    for into, others in (("Moscow", ["Kremlin"]), ("NATO", [])):
        with pytest.raises(UsageError):
            judge.codebook.merge_entities("Claim", "who", into, others)
    with pytest.raises(RecordError, match="no such entity"):
        judge.codebook.rename_entity("Claim", "whom", "NATO", "x")
    assert verify(store).faults == ()
    for _ in range(3):
        judge.undo()
    assert values() == before
    assert verify(store).faults == ()


def test_a_type_is_completed_not_contradicted(store: Store) -> None:
    """New variables are added; another kind for one there is, an unknown kind or an upside-down scale is refused."""
    judge = store.judge("Anna Lind").codebook
    judge.define_type(CLAIM)
    judge.define_type(StatementType(name="Claim", variables=(Variable(name="place", kind="short text"),)))
    (kind,) = store.view().statement_types()
    assert [one.name for one in kind.variables] == ["who", "why", "how much", "yes", "count", "place"]
    before = dump(store, run_log=True)
    wrong: Any = "colour"
    for variable in (
        Variable(name="who", kind="integer"),
        Variable(name="new", kind="integer", low=2, high=1),
        Variable(name="new", kind=wrong),
    ):
        with pytest.raises(UsageError):
            judge.define_type(StatementType(name="Claim", variables=(variable,)))
        assert dump(store, run_log=True) == before
