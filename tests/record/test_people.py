"""What people do with a record, on both databases: each action, its undo, and what is shown."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from parley.errors import EvidenceError, RecordError, UsageError
from parley.record import Store, verify
from parley.record.selection import Selection
from parley.terms.actors import Actor
from parley.terms.exchange import StatementType, Variable
from parley.terms.text import Span

from .builders import dump, example_reading, simple_reading, with_statements, write


@pytest.fixture
def filled(store: Store) -> Store:
    """A record with three articles."""
    write(store, example_reading())
    write(store, simple_reading("one", "He said it rains.", ("He", "said", "it rains"), date="2024-01-02"))
    speaker = Actor(id="a1", name="Nina Novak", kind="person", role="mayor")
    words = "Nina Novak said it snows."
    write(store, simple_reading("two", words, ("Nina Novak", "said", "it snows"), speaker=speaker, date="2024-02"))
    return store


def key_of(store: Store, article: str, place: int = 0) -> str:
    """Key of a statement of an article."""
    return store.view().statements(article=article)[place].key


def people_rows(store: Store) -> object:
    """Everything that people can see."""
    view = store.view()
    return (
        list(view.statements(withdrawn=True)), view.articles(), view.actors(), view.concepts(), view.collections(),
        view.saved_searches(), view.outlets(), view.statement_types(), view.entities(), view.counts(),
    )  # fmt: skip


def place(store: Store, article: str, words: str) -> Span:
    """Where words stand in an article's text."""
    start = store.view().article(article).reading.article.text.index(words)
    return Span(start, start + len(words))


def test_an_added_statement_is_one_like_the_others(filled: Store) -> None:
    """It has evidence, speakers, a place in the search; added again it is the same; undone it is gone."""
    judge = filled.judge("Anna Lind")
    fields: dict[str, Any] = {"content": [place(filled, "one", "it rains")], "cue": [place(filled, "one", "said")]}
    entry = judge.entries.add("one", speakers=["Nina Novak"], certainty="possible", **fields)
    (row,) = filled.view().statements(speaker="Novak", article="one")
    assert (row.key, row.content, row.state, row.judged_by, row.certainty) == (
        entry, "it rains", "accepted", "Anna Lind", "possible",
    )  # fmt: skip
    assert {one.exact for one in row.evidence} >= {"it rains", "said", "He said it rains."}
    assert judge.entries.add("one", speakers=["Nina Novak"], certainty="possible", **fields) == entry
    assert row.speaker_key == filled.view().statements(article="two")[0].speaker_key
    assert verify(filled).faults == ()
    judge.undo()
    assert entry not in {one.key for one in filled.view().statements(withdrawn=True)}
    assert verify(filled).faults == ()
    judge.redo()
    assert entry in {one.key for one in filled.view().statements()}
    assert verify(filled).faults == ()


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, EvidenceError),
        ({"content": [(0, 900)]}, EvidenceError),
        ({"content": [(3, 3)]}, EvidenceError),
        ({"content": [(0, 2)], "form": "loud"}, UsageError),
        ({"content": [(0, 2)], "colour": "red"}, UsageError),
        ({"content": [(0, 2)], "values": {"x": 1}}, UsageError),
        ({"content": [(0, 2)], "statement_type": "none"}, RecordError),
    ],
)
def test_what_cannot_be_said_is_refused_whole(filled: Store, fields: dict[str, Any], error: type[Exception]) -> None:
    """Nothing is written by an action that fails."""
    before = dump(filled, run_log=True)
    with pytest.raises(error):
        filled.judge("Anna Lind").entries.add("one", speakers=["Somebody New"], **fields)
    assert dump(filled, run_log=True) == before


def test_merging_and_splitting_statements(filled: Store) -> None:
    """The words of merged ones are one content; the parts of a split one share its speaker; undo restores all."""
    judge = filled.judge("Anna Lind")
    before = people_rows(filled)
    first, second = key_of(filled, "visit", 0), key_of(filled, "visit", 2)
    judge.entries.merge(first, [second])
    rows = {row.key: row for row in filled.view().statements(article="visit", withdrawn=True)}
    assert rows[second].state == "merged"
    assert "it will not help" in rows[first].content
    assert second not in {row.key for row in filled.view().statements(article="visit")}
    parts = [
        [place(filled, "visit", "Moscow is more cautious")],
        [place(filled, "visit", "Moscow invited the Taliban")],
    ]
    keys = judge.entries.split(first, parts)
    rows = {row.key: row for row in filled.view().statements(article="visit")}
    assert [rows[key].content for key in keys] == ["Moscow is more cautious", "Moscow invited the Taliban"]
    assert len({rows[key].speaker for key in keys}) == 1
    assert verify(filled).faults == ()
    judge.undo()
    judge.undo()
    assert people_rows(filled) == before
    assert verify(filled).faults == ()
    with pytest.raises(UsageError):
        judge.entries.merge(first, [first])
    with pytest.raises(UsageError):
        judge.entries.split(first, parts[:1])


def actions(store: Store) -> dict[str, Callable[[], object]]:
    """Every kind of action, by name."""
    judge = store.judge("Anna Lind")
    key = key_of(store, "one")
    judge.codebook.define("Rain", definition="speaks of rain")
    judge.codebook.define("Snow")
    judge.codebook.define_type(StatementType(name="Claim", variables=(Variable(name="who", kind="short text"),)))
    judge.entries.edit(key, statement_type="Claim", values={"who": "He"})
    judge.entries.edit(key_of(store, "two"), statement_type="Claim", values={"who": "She"})
    judge.codebook.code([key], "Rain", "agree")
    link = store.view().article("two").entries["a1"]
    return {
        "accept": lambda: judge.entries.accept([key_of(store, "visit")]),
        "reject": lambda: judge.entries.reject(Selection(query="Moscow"), reason="no"),
        "retract": lambda: judge.entries.retract([key]),
        "edit": lambda: judge.entries.edit(key, polarity="denied", speakers=["Nina Novak"]),
        "merge actors": lambda: judge.actors.merge("Nina Novak", ["Moscow"]),
        "split actor": lambda: judge.actors.split([link], "Nina Novak the younger"),
        "rename actor": lambda: judge.actors.rename("Nina Novak", "Nina Nováková"),
        "correct": lambda: judge.articles.correct("one", "publication", "The Post"),
        "work": lambda: judge.articles.work("one", "irrelevant", reason="weather"),
        "read through": lambda: judge.articles.read_through("two"),
        "tag": lambda: judge.articles.tag(["one", "two"], "weather", entries=[key]),
        "define": lambda: judge.codebook.define("Hail", parent="Rain", colour="#00ff00"),
        "rename concept": lambda: judge.codebook.rename("Rain", "Wet weather"),
        "merge concepts": lambda: judge.codebook.merge("Snow", ["Rain"]),
        "code": lambda: judge.codebook.code([key], "Snow", "disagree"),
        "uncode": lambda: judge.codebook.uncode([key], "Rain"),
        "recode": lambda: judge.codebook.recode([key], "Rain", "Snow"),
        "rename entity": lambda: judge.codebook.rename_entity("Claim", "who", "He", "Him"),
        "merge entities": lambda: judge.codebook.merge_entities("Claim", "who", "He", ["She"]),
        "collect": lambda: judge.library.collect("Weather", query="rains OR snows", without=["two"]),
        "save": lambda: judge.library.save_search("rain", "rain*"),
        "describe": lambda: judge.library.describe_outlet("The Post", country="NOR", state_run=False),
    }


@pytest.mark.parametrize(
    "name",
    ["accept", "reject", "retract", "edit", "merge actors", "split actor", "rename actor", "correct", "work",
     "read through", "tag", "define", "rename concept", "merge concepts", "code", "uncode", "recode", "rename entity",
     "merge entities", "collect", "save", "describe"],
)  # fmt: skip
def test_every_action_is_one_step_that_can_be_undone_and_redone(filled: Store, name: str) -> None:
    """One step, one link; undo gives back what was shown before, redo what was shown after."""
    action = actions(filled)[name]
    before, steps = people_rows(filled), len(filled.view().history())
    action()
    after = people_rows(filled)
    assert after != before
    assert len(filled.view().history()) == steps + 1
    assert verify(filled).faults == ()
    judge = filled.judge("Anna Lind")
    judge.undo()
    assert people_rows(filled) == before
    assert verify(filled).faults == ()
    judge.redo()
    assert people_rows(filled) == after
    assert verify(filled).faults == ()
    judge.undo()
    assert people_rows(filled) == before


def test_an_action_that_changes_nothing_is_no_step(filled: Store) -> None:
    """Accepting what is accepted leaves no trace."""
    judge = filled.judge("Anna Lind")
    key = key_of(filled, "one")
    assert judge.entries.accept([key]) == 1
    before = dump(filled, run_log=True)
    assert judge.entries.accept([key]) == 0
    assert dump(filled, run_log=True) == before


def test_undo_refuses_where_a_later_step_stands(filled: Store) -> None:
    """It names the step; that one undone, the first can be; nobody else's last step is taken by a plain undo."""
    anna, ben = filled.judge("Anna Lind"), filled.judge("Ben Roe")
    key = key_of(filled, "one")
    anna.entries.accept([key])
    ben.entries.edit(key, polarity="denied")
    with pytest.raises(RecordError, match="step 2 has changed the same entry"):
        anna.undo()
    with pytest.raises(RecordError, match="no step of yours"):
        filled.judge("Cleo Poe").undo()
    assert anna.undo(2) == 2
    assert anna.undo() == 1
    with pytest.raises(RecordError, match="undone already"):
        ben.undo(2)
    anna.redo()
    anna.entries.comment(key, "well")
    with pytest.raises(RecordError, match="nothing to redo"):
        anna.redo()
    assert [one.comment for one in filled.view().comments(f"entry {key}")] == ["well"]
    anna.undo()
    assert filled.view().comments(f"entry {key}") == ()
    assert verify(filled).faults == ()


def test_the_record_is_shown_as_it_was(filled: Store) -> None:
    """As of each moment between the steps, the view shows what it showed then."""
    shown: list[tuple[str, object]] = []

    def note() -> None:
        view = filled.view()
        rows = (
            list(view.statements(withdrawn=True)),
            view.articles(),
            view.actors(),
            view.concepts(),
            view.collections(),
        )
        now = view.history(limit=1)
        shown.append((now[0].recorded_at if now else "", rows))
        time.sleep(0.01)

    doing = actions(filled)
    for name in ("accept", "edit", "merge actors", "correct", "code", "merge concepts", "collect", "reject"):
        doing[name]()
        note()
    write(filled, simple_reading("one", "He said it rains.", ("He", "said", "rains"), date="2024-01-02"))
    filled.judge("Anna Lind").undo()
    note()
    for moment, rows in shown[:-2]:
        view = filled.view(as_of=moment)
        then = (
            list(view.statements(withdrawn=True)),
            view.articles(),
            view.actors(),
            view.concepts(),
            view.collections(),
        )
        for one, other in zip(then, rows, strict=True):  # type: ignore[call-overload]
            for mine, theirs in zip(one, other, strict=True):
                assert strip(mine) == strip(theirs)
    assert list(filled.view(as_of="2001").statements()) == []
    with pytest.raises(UsageError, match="present"):
        filled.view(as_of="2001").find("rain")


def strip(row: object) -> object:
    """A row without what the newest judge and codings make of it, which the past does not hold."""
    return {
        name: getattr(row, name)
        for name in row.__dataclass_fields__  # type: ignore[attr-defined]
        if name not in ("judged_by", "confidence", "speaker_confidence", "speaker_reason")
    }


QUERIES = [
    "rains", "it*", "Moscow NOT NATO", '"it rains"', "Moscow NEAR/3 Taliban", "speaker:Novak", "speaker:Hosseini Moscow",
    "about:Moscow", "actor:NATO", "form:indirect rains", "certainty:certain snows", "status:accepted", "status:rejected",
    "review:open", "review:done", "concept:Rain", "concept:weather OR snows", "date:2024", "date:2024-01..2024-01",
    "date:>=2023-09-09", "date:..2023", "publication:'x'", 'publication:"strategic council online"', "lang:en said",
    "collection:Weather", "tag:wet", "coder:'x'", 'coder:"Anna Lind"', "kind:statement", "kind:sentence said", "country:NOR",
    "work:read", "reliability:B OR snows", "staterun:no", "NOT form:indirect", "rains OR (snows NOT speaker:Novak)",
    "said NOT speaker:Novak", "feed:visit", "event:CONSULT", "code:14", "genre:interview Moscow", "'; DROP TABLE entry",
    'speaker:"%"', 'tag:"_"', "rains) OR (1=1", "search : rains",
]  # fmt: skip


@pytest.fixture(scope="module")
def answers() -> dict[str, list[tuple[str, object]]]:
    """What each database answered."""
    return {}


def test_both_databases_answer_alike(filled: Store, answers: dict[str, list[tuple[str, object]]]) -> None:
    """The same hits, by date, for every field and form of a query; hostile ones included."""
    judge = filled.judge("Anna Lind")
    judge.codebook.define("Weather")
    judge.codebook.define("Rain", parent="Weather")
    judge.codebook.code([key_of(filled, "one")], "Rain", "agree")
    judge.entries.accept([key_of(filled, "two")])
    judge.entries.reject([key_of(filled, "visit", 3)])
    judge.articles.tag(["two"], "wet")
    judge.articles.correct("one", "publication", "The Post")
    judge.articles.read_through("one")
    judge.library.describe_outlet("The Post", country="NOR", reliability="B", state_run=False)
    judge.library.collect("Weather", query="rains OR snows")
    found: list[tuple[str, object]] = []
    for query in QUERIES:
        try:
            hits = filled.view().find(query, order="date", limit=None)
            rows = [row.key for row in filled.view().statements(query=query)]
            tallies = filled.view().tallies(query, "month")
            found.append((query, ([(hit.text, hit.statement, hit.highlights) for hit in hits], rows, tallies)))
        except UsageError as error:
            found.append((query, str(error)))
    answers[filled.engine.dialect.name] = found
    assert sum(1 for _, one in found if isinstance(one, tuple) and one[0]) >= 28
    if len(answers) == 2:
        assert answers["sqlite"] == answers["postgresql"]
    assert verify(filled).faults == ()


def test_a_preview_says_what_would_change_and_changes_nothing(filled: Store) -> None:
    """The judgements an action would consist of, and not a row of the record is touched."""
    actions(filled)
    judge = filled.judge("Cleo Poe")
    before = dump(filled, run_log=True)
    moving = judge.preview(lambda trial: trial.codebook.recode(Selection(query="concept:Rain"), "Rain", "Snow"))
    assert [(one.subject_kind, one.after is None) for one in moving] == [("coding", True), ("coding", False)]
    assert judge.preview(lambda trial: trial.codebook.define("Rain", definition="speaks of rain")) == ()
    with pytest.raises(RecordError):
        judge.preview(lambda trial: trial.codebook.merge("Rain", ["Hail"]))
    assert dump(filled, run_log=True) == before


def test_passages_are_counted_by_who_says_them(filled: Store) -> None:
    """Merged actors count as one, passages that nobody known says as none."""
    filled.judge("Anna Lind").actors.rename("Nina Novak", "N. Novak")
    tallies = {one.value: one.number for one in filled.view().tallies("rains OR snows", "speaker")}
    assert tallies == {"N. Novak": 1, None: 1}
    with pytest.raises(UsageError, match="speaker"):
        filled.view().tallies("rains", "weather")


def test_fields_side_by_side_hold_of_one_statement(store: Store) -> None:
    """Who says it and how must be the same statement's, also in groups; NOT takes in what is unknown."""
    words = "Nina Novak said that he denied that it rains."
    speaker = Actor(id="a1", name="Nina Novak", kind="person")
    statements = [("Nina Novak", "said", "that he denied that it rains"), ("he", "denied", "that it rains")]
    reading = simple_reading("one", words, statements[0], speaker=speaker)
    inner = simple_reading("one", words, statements[1]).proposals.statements[0]
    outer = reading.proposals.statements[0]
    write(store, with_statements(reading, outer, replace(inner, id="s2", certainty="possible", parent="s1")))
    assert len(store.view().find("rains speaker:Novak")) == 1
    assert len(store.view().find("rains certainty:possible")) == 1
    assert len(store.view().find("rains speaker:Novak certainty:possible")) == 0
    assert len(store.view().find("rains speaker:Novak (certainty:possible OR certainty:probable)")) == 0
    assert len(store.view().find('rains NOT publication:"The Post"')) == 1
    assert len(store.view().statements(query='NOT publication:"The Post" rains')) == 2
