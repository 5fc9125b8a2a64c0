"""Judgements outlive models: any order of re-reads, judgements and undo."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from parley.errors import RecordError
from parley.record import Store, sql, verify
from parley.record.spans import shared
from parley.record.states import UNJUDGED
from parley.terms.statements import Statement
from parley.terms.text import Span

from .builders import simple_reading, with_statements, write
from .test_entries import ARTICLE, READING, fresh_store, statements

Judged = dict[str, tuple[str, str]]
"""Entry to state and version, of those that a person has judged."""

ACTIONS = ("accept", "reject", "retract", "edit", "undo", "redo")


def states(store: Store) -> Judged:
    """State and version of each statement."""
    state = sql.entry_state.c
    query = (
        select(state.entry, state.state, state.version)
        .join(sql.entry, sql.entry.c.key == state.entry)
        .where(sql.entry.c.kind == "statement")
    )
    with store.engine.connect() as connection:
        return {row.entry: (row.state, row.version) for row in connection.execute(query)}


def judged(store: Store) -> Judged:
    """The same for those that a person has judged."""
    return {entry: held for entry, held in states(store).items() if held[0] not in UNJUDGED}


def act(store: Store, action: str, entry: str | None) -> None:
    """Do something that a person can do; what is refused changes nothing."""
    judge = store.judge("Anna Lind")
    try:
        if action in ("undo", "redo"):
            getattr(judge, action)()
        elif entry is not None and action == "edit":
            judge.entries.edit(entry, polarity="denied")
        elif entry is not None:
            getattr(judge.entries, action)([entry])
    except RecordError:
        assert verify(store).ok


steps = st.lists(
    st.one_of(statements(), st.tuples(st.sampled_from(ACTIONS), st.integers(0, 9))), min_size=2, max_size=8
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(statements(), steps)
def test_no_run_changes_what_a_person_judged(
    first: tuple[Statement, ...], later: list[tuple[Statement, ...] | tuple[str, int]]
) -> None:
    """Whatever is read and judged in whatever order: judged entries stay, keys stay, everything adds up."""
    with fresh_store() as store:
        write(store, with_statements(READING, *first))
        known = set(states(store))
        for one in later:
            before = judged(store)
            if one and isinstance(one[0], str):
                keys = sorted(states(store))
                act(store, one[0], keys[int(str(one[1])) % len(keys)] if keys else None)
            else:
                write(store, with_statements(READING, *(each for each in one if isinstance(each, Statement))))
                assert judged(store) == before
            assert known <= set(states(store))
            known = set(states(store))
        assert verify(store).faults == ()


def on_page(statement: Statement) -> tuple[Span, ...]:
    """The content of a statement in offsets of the page text, in which the record compares."""
    return tuple(place for span in statement.content for place in ARTICLE.page_spans(span))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(statements(), st.lists(statements(), min_size=1, max_size=3))
def test_what_was_rejected_does_not_come_back(first: tuple[Statement, ...], later: list[tuple[Statement, ...]]) -> None:
    """Of all that is shown later nothing shares half of its content with a rejected statement, one for one."""
    with fresh_store() as store:
        write(store, with_statements(READING, *first))
        rejected = {row.key: row for row in store.view().statements()}
        store.judge("Anna Lind").entries.reject(list(rejected))
        assert list(store.view().statements()) == []
        refused = [on_page(old) for old in first]
        for number, proposed in enumerate(later):
            write(store, with_statements(READING, *proposed))
            shown = list(store.view().statements())
            assert not set(rejected) & {row.key for row in shown}
            near = [one for one in proposed if any(shared(on_page(one), old) >= 0.5 for old in refused)]
            # Later on, it may be liker still to what was shown in between, and then it is that one.
            if number == 0 and len(proposed) == len(near) == 1:
                assert shown == []


def test_a_rejected_statement_with_other_words_is_shown(store: Store) -> None:
    """The same cue with a content that shares less than half is another statement."""
    words = "Mr Smith said that it rains in Paris and that the shops in London are closed."
    write(store, simple_reading("one", words, ("Mr Smith", "said", "that it rains in Paris")))
    (first,) = store.view().statements()
    store.judge("Anna Lind").entries.reject([first.key])
    write(store, simple_reading("one", words, ("Mr Smith", "said", "that it rains in Paris and")))
    assert list(store.view().statements()) == []
    write(store, simple_reading("one", words, ("Mr Smith", "said", "that the shops in London are closed")))
    assert [row.content for row in store.view().statements()] == ["that the shops in London are closed"]
    assert verify(store).ok


def test_a_newer_models_other_reading_is_listed(store: Store) -> None:
    """An accepted statement keeps its words; where a newer run reads it differently, it stands in the queue."""
    words = "Mr Smith said firmly that it rains in Paris."
    write(store, simple_reading("one", words, ("Mr Smith", "said", "that it rains in Paris")))
    (row,) = store.view().statements()
    store.judge("Anna Lind").entries.accept([row.key])
    assert list(store.view().statements(differing=True)) == []
    write(store, simple_reading("one", words, ("Smith", "said firmly", "that it rains")))
    (differs,) = store.view().statements(differing=True)
    assert (differs.key, differs.content) == (row.key, "that it rains in Paris")
    assert [one.key for one in store.view().statements(query="review:differs")] == [row.key]
    store.judge("Anna Lind").undo()
    (now,) = store.view().statements()
    assert (now.key, now.content, now.state) == (row.key, "that it rains", "proposed")
    assert verify(store).ok
