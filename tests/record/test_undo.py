"""Undo and redo: stacks of steps, other people's steps, and what stands on what."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.errors import RecordError
from parley.record import Store, verify
from parley.record.judging import Judge
from parley.terms.actors import Actor
from parley.terms.exchange import StatementType, Variable
from parley.terms.text import Span

from .builders import simple_reading, state_of, write
from .test_entries import fresh_store

WORDS = "He said it rains. She said it snows."
TWO = (("He", "said", "it rains"), ("She", "said", "it snows"))
CLAIM = StatementType(name="Claim", variables=(Variable(name="who", kind="short text"),))


def two(store: Store) -> tuple[str, str]:
    """Keys of the two statements of a new article."""
    (entries,) = write(store, simple_reading("one", WORDS, *TWO))
    return entries["s1"], entries["s2"]


def shown(store: Store) -> dict[str, Any]:
    """The statements, by key."""
    return {row.key: row for row in store.view().statements(withdrawn=True)}


def test_redo_does_not_overwrite_what_another_person_decided(store: Store) -> None:
    """Anna undoes her acceptance, Ben rejects: Anna's redo is refused and names Ben's step."""
    first, _ = two(store)
    anna, ben = store.judge("Anna Lind"), store.judge("Ben Roe")
    anna.entries.accept([first])
    anna.undo()
    ben.entries.reject([first])
    with pytest.raises(RecordError, match="step 3 has changed the same entry since"):
        anna.redo()
    assert state_of(store, first) == "rejected"
    ben.undo()
    anna.redo()
    assert state_of(store, first) == "accepted"
    assert verify(store).faults == ()


def test_an_actor_that_two_statements_share_outlives_the_step_that_named_it(store: Store) -> None:
    """The link of an actor stays while another statement points at it, and goes with the last one."""
    first, second = two(store)
    anna, ben = store.judge("Anna Lind"), store.judge("Ben Roe")
    anna.entries.edit(first, speakers=["Nina Novak"])
    ben.entries.edit(second, speakers=["Nina Novak"])
    anna.undo()
    assert verify(store).faults == ()
    assert (shown(store)[first].speaker, shown(store)[second].speaker) == (None, "Nina Novak")
    ben.undo()
    assert shown(store)[second].speaker is None
    anna.redo()
    ben.redo()
    assert [shown(store)[one].speaker for one in (first, second)] == ["Nina Novak"] * 2
    assert verify(store).faults == ()


def test_redo_refuses_where_the_actor_it_needs_is_gone(store: Store) -> None:
    """Both undone, the one who only used the link cannot redo before the one who made it, and is told so."""
    first, second = two(store)
    anna, ben = store.judge("Anna Lind"), store.judge("Ben Roe")
    anna.entries.edit(first, speakers=["Nina Novak"])
    ben.entries.edit(second, speakers=["Nina Novak"])
    ben.undo()
    anna.undo()
    with pytest.raises(RecordError, match="that it needs is gone by step 4"):
        ben.redo()
    anna.redo()
    ben.redo()
    assert shown(store)[second].speaker == "Nina Novak"
    assert verify(store).faults == ()


def test_an_entity_that_two_statements_share_outlives_the_step_that_made_it(store: Store) -> None:
    """Undoing the coding that brought it leaves the other statement its value by name."""
    first, second = two(store)
    anna, ben = store.judge("Anna Lind"), store.judge("Ben Roe")
    anna.codebook.define_type(CLAIM)
    anna.entries.edit(first, statement_type="Claim", values={"who": "Moscow"})
    ben.entries.edit(second, statement_type="Claim", values={"who": "Moscow"})
    anna.undo()
    assert dict(shown(store)[second].values) == {"who": "Moscow"}
    assert [one.value for one in store.view().entities()] == ["Moscow"]
    assert verify(store).faults == ()
    with pytest.raises(RecordError, match=r"step 3 has put entry .* on it since"):
        anna.undo(1)
    assert dict(shown(store)[second].values) == {"who": "Moscow"}
    anna.redo()
    assert dict(shown(store)[first].values) == {"who": "Moscow"}
    assert verify(store).faults == ()


@pytest.mark.parametrize("standing", ["coding", "child", "merge", "tag"])
def test_what_something_stands_on_cannot_be_taken_away(store: Store, standing: str) -> None:
    """A concept with codings, children or merged ones; an added statement with a tag: the step is named."""
    first, _ = two(store)
    anna, ben = store.judge("Anna Lind"), store.judge("Ben Roe")
    anna.codebook.define("Other")
    anna.codebook.define("Weather") if standing != "tag" else anna.entries.add("one", content=[Span(0, 2)])
    if standing == "coding":
        ben.codebook.code([first], "Weather", "agree")
    elif standing == "child":
        ben.codebook.define("Rain", parent="Weather")
    elif standing == "merge":
        ben.codebook.merge("Weather", ["Other"])
    else:
        ben.articles.tag([], "wet", entries=[store.view().statements(query="status:accepted")[0].key])
    with pytest.raises(RecordError, match=r"step 3 has put .* on it since") as refused:
        anna.undo(2)
    assert "Undo that one first" in refused.value.sentence()
    ben.undo()
    anna.undo(2)
    assert verify(store).faults == ()


def test_redo_makes_no_chain_of_merges(store: Store) -> None:
    """What was merged meanwhile cannot be merged into; chains would hide statements of both."""
    for kind in ("concept", "actor"):
        names = [f"{kind} One", f"{kind} Two", f"{kind} Three"]
        anna, ben = store.judge("Anna Lind"), store.judge("Ben Roe")
        for number, name in enumerate(names):
            speaker = Actor(id="a1", name=name, kind="person")
            words = f"{name} said it rains."
            write(store, simple_reading(f"{kind}{number}", words, (name, "said", "it rains"), speaker=speaker))
            anna.codebook.define(name)

        def merge(judge: Judge, into: int, other: int, kind: str = kind, names: list[str] = names) -> None:
            (judge.codebook if kind == "concept" else judge.actors).merge(names[into], [names[other]])

        merge(anna, 0, 1)
        anna.undo()
        merge(ben, 2, 0)
        with pytest.raises(RecordError, match=f"has merged {kind}"):
            anna.redo()
        ben.undo()
        merge(ben, 1, 2)
        with pytest.raises(RecordError, match=f"has merged {kind}"):
            anna.redo()
        ben.undo()
        anna.redo()
        assert verify(store).faults == ()


def test_undo_of_a_split_whose_actor_a_reading_took_up_is_refused(store: Store) -> None:
    """The new actor is linked by another article by then: a sentence says so, not the database."""
    speaker = Actor(id="a1", name="Nina Novak", kind="person")
    (entries,) = write(
        store, simple_reading("one", "Nina Novak said it rains.", ("Nina Novak", "said", "rains"), speaker=speaker)
    )
    judge = store.judge("Anna Lind")
    judge.actors.split([entries["a1"]], "Nina Novak the Younger")
    younger = Actor(id="a1", name="Nina Novak the Younger", kind="person")
    words = "Nina Novak the Younger said it snows."
    write(store, simple_reading("two", words, ("Nina Novak the Younger", "said", "it snows"), speaker=younger))
    with pytest.raises(RecordError, match="a reading has linked"):
        judge.undo()
    assert len(store.view().actors(name="Younger")[0].names) == 1
    assert verify(store).faults == ()


def test_undo_of_an_addition_that_a_run_has_come_to_propose(store: Store) -> None:
    """The entry stays, as the machine's; its key never changes, and redo makes it the person's again."""
    write(store, simple_reading("one", WORDS, TWO[0]))
    anna = store.judge("Anna Lind")
    text = store.view().article("one").reading.article.text
    spans: dict[str, Any] = {name: [Span(text.index(words), text.index(words) + len(words))] for name, words in
             (("source", "She"), ("content", "it snows"))}  # fmt: skip
    cue = text.rindex("said")
    entry = anna.entries.add("one", cue=[Span(cue, cue + 4)], **spans)
    second = simple_reading("one", WORDS, *TWO)
    assert entry in write(store, second)[0].values()
    anna.undo()
    assert state_of(store, entry) == "proposed"
    assert verify(store).faults == ()
    assert entry in write(store, second)[0].values()
    anna.redo()
    assert state_of(store, entry) == "accepted"
    assert verify(store).faults == ()


def test_an_addition_undone_and_then_proposed_is_one_entry(store: Store) -> None:
    """What a person added, took back, and a run then proposes in the same words: one entry, undone or redone."""
    reading = simple_reading("one", WORDS, *TWO)
    write(store, simple_reading("one", WORDS, TWO[0]))
    statement = reading.proposals.statements[1]
    judge = store.judge("Anna Lind")
    fields: dict[str, Any] = {"source": statement.source, "content": statement.content}
    entry = judge.entries.add("one", **fields, cue=[Span(22, 26)])
    judge.undo()
    assert entry not in shown(store)
    late = simple_reading("one", WORDS, *TWO)
    second = late.proposals.statements[1]
    assert WORDS[22:26] == "said"
    moved = replace(late.proposals, statements=(late.proposals.statements[0], replace(second, cue=(Span(22, 26),))))
    write(store, replace(late, proposals=moved))
    assert len(shown(store)) == 2
    judge.redo()
    assert [row.content for row in shown(store).values()].count("it snows") == 1
    assert verify(store).faults == ()


def test_undo_after_a_reading_gives_the_actor_that_the_reading_names(store: Store) -> None:
    """An unjudged link leads to whom its newest version names, as if it had never been judged."""
    words = "Smith said it rains."

    def reading(name: str, kind: Any) -> Any:
        speaker = Actor(id="a1", name=name, kind=kind)
        return simple_reading("one", words, ("Smith", "said", "it rains"), speaker=speaker)

    (entries,) = write(store, reading("Anna Smith", "person"))
    judge = store.judge("Anna Lind")
    judge.entries.accept([entries["a1"]])
    write(store, reading("Anna Smyth", "person"))
    judge.undo()
    assert [row.name for row in store.view().actors()] == ["Anna Smyth"]
    assert store.view().statements()[0].speaker_key == store.view().actors()[0].key
    assert verify(store).faults == ()


def test_the_two_ways_of_undoing_an_undo_meet(store: Store) -> None:
    """Redo, and undoing the undo by its number, both bring the step back; undo then takes that back again."""
    first, second = two(store)
    judge = store.judge("Anna Lind")
    judge.entries.accept([first])
    judge.entries.reject([second])
    assert (judge.undo(), judge.undo()) == (2, 1)
    assert (judge.redo(), judge.redo()) == (4, 3)
    assert [state_of(store, one) for one in (first, second)] == ["accepted", "rejected"]
    assert judge.undo() == 6
    assert state_of(store, second) == "proposed"
    assert judge.undo(7) == 7
    assert state_of(store, second) == "rejected"
    with pytest.raises(RecordError, match="undone already, or there is no such step"):
        judge.undo(99)
    assert verify(store).faults == ()


ACTS = st.lists(
    st.tuples(st.sampled_from(["accept", "reject", "edit", "code", "undo", "redo"]), st.integers(0, 1)), max_size=14
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(ACTS)
def test_undo_and_redo_are_a_stack(acts: list[tuple[str, int]]) -> None:
    """For one person undo and redo walk along the states that were shown, as in any editor."""
    with fresh_store() as store:
        keys = two(store)
        judge = store.judge("Anna Lind")
        judge.codebook.define("Rain")
        past: list[object] = [list(store.view().statements(withdrawn=True))]
        at = 0
        for act, which in acts:
            if act in ("undo", "redo"):
                at_next = at + (1 if act == "redo" else -1)
                if not 0 <= at_next < len(past):
                    if act == "redo":
                        with pytest.raises(RecordError):
                            judge.redo()
                    continue
                getattr(judge, act)()
                at = at_next
                assert list(store.view().statements(withdrawn=True)) == past[at]
            else:
                before = len(store.view().history())
                with contextlib.suppress(RecordError):  # refused: no rejected statement is edited or coded
                    if act == "edit":
                        judge.entries.edit(keys[which], polarity="denied")
                    elif act == "code":
                        judge.codebook.code([keys[which]], "Rain", "agree")
                    else:
                        getattr(judge.entries, act)([keys[which]])
                if len(store.view().history()) > before:
                    past = [*past[: at + 1], list(store.view().statements(withdrawn=True))]
                    at += 1
        assert verify(store).faults == ()
