"""Judgements outlive models: readings, two people's judgements, undo and redo in any order."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from parley.errors import ParleyError
from parley.record import Store, sql, verify
from parley.record.spans import flat, shared
from parley.record.states import GONE, UNJUDGED
from parley.terms.statements import Statement
from parley.terms.text import Span

from .builders import with_statements, write
from .test_entries import ARTICLE, READING, WORDS, fresh_store, statements

PEOPLE = ("Anna Lind", "Ben Roe")
ACTIONS = ("accept", "reject", "retract", "edit", "speak", "move", "add", "merge", "split", "undo", "redo")


def held(store: Store) -> dict[str, Any]:
    """The state of each statement's entry, with the words of the version that holds and of the one last proposed."""
    state, seen = sql.entry_state.c, sql.version.alias("seen")
    query = (
        select(sql.entry_state, sql.version.c.payload, seen.c.payload.label("proposed"))
        .join(sql.entry, sql.entry.c.key == state.entry)
        .join(sql.version, sql.version.c.key == state.version)
        .outerjoin(seen, seen.c.key == state.seen)
        .where(sql.entry.c.kind == "statement")
    )
    with store.engine.connect() as connection:
        return {row.entry: row for row in connection.execute(query)}


def judged(store: Store) -> dict[str, tuple[Any, ...]]:
    """All of a judged entry that no run may change."""
    return {
        key: (row.state, row.version, row.actor, row.merged_into, row.judged)
        for key, row in held(store).items()
        if row.state not in UNJUDGED
    }


def act(store: Store, who: int, action: str, which: tuple[int, int]) -> None:
    """Something that a person does; what is refused changes nothing."""
    keys = sorted(held(store))
    judge = store.judge(PEOPLE[who])
    key, other = (keys[one % len(keys)] for one in which) if keys else ("none", "none")
    place = Span(WORDS[which[0] % len(WORDS)], WORDS[which[0] % len(WORDS)] + 1 + which[1])
    place = Span(place.start, min(place.end, len(ARTICLE.text)))
    doing: dict[str, Any] = {
        "edit": lambda: judge.entries.edit(key, polarity="denied"),
        "speak": lambda: judge.entries.edit(key, speakers=["Olga Orlova"]),
        "move": lambda: judge.entries.edit(key, content=[place]),
        "add": lambda: judge.entries.add("visit", content=[place], speakers=["Olga Orlova"]),
        "merge": lambda: judge.entries.merge(key, [other]),
        "split": lambda: judge.entries.split(key, [[place], [Span(0, 11)]]),
        "undo": judge.undo,
        "redo": judge.redo,
    }
    before = judged(store)
    with contextlib.suppress(ParleyError):
        doing.get(action, lambda: getattr(judge.entries, action)([key]))()
        return
    assert judged(store) == before


def follow(store: Store, proposed: tuple[Statement, ...]) -> None:
    """A new run over the page: what it may change and what not."""
    before, old = judged(store), held(store)
    (entries,) = write(store, with_statements(READING, *proposed))
    assert judged(store) == before
    now = held(store)
    assert old.keys() <= now.keys()
    ours = {entries[one.id] for one in proposed}
    for key, row in now.items():
        if row.state in UNJUDGED:  # they follow the newest run
            assert (row.state == "proposed") == (key in ours)
    contents = {one.id: one.content for one in proposed}
    refused = [old[key] for key in before if before[key][0] in ("rejected", "retracted", "merged")]
    for one in proposed:  # what is shown anew is like nothing that was refused and is still to be had
        row = now[entries[one.id]]
        if row.state == "proposed" and one.content and entries[one.id] not in old:
            near = [
                other.entry
                for other in refused
                if shared(flat(json.loads(row.payload)["content"]), flat(json.loads(other.payload)["content"])) >= 0.5
            ]
            assert all(key in ours for key in near), contents


def listed(store: Store) -> None:
    """The lists show what is held: live entries, and those that the newer model reads differently."""
    now = held(store)
    assert {row.key for row in store.view().statements()} == {k for k, row in now.items() if row.state not in GONE}
    differ = {
        key
        for key, row in now.items()
        if row.state not in (*UNJUDGED, *GONE) and row.judged is not None and row.judged != row.seen
    }
    assert {row.key for row in store.view().statements(differing=True)} == differ
    assert {row.key for row in store.view().statements(query="review:differs")} == differ


LIFE = st.lists(
    st.one_of(
        statements(),
        st.tuples(st.integers(0, 1), st.sampled_from(ACTIONS), st.tuples(st.integers(0, 40), st.integers(0, 40))),
    ),
    min_size=3,
    max_size=12,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(statements(), LIFE)
def test_no_order_of_readings_and_judgements_loses_one(first: tuple[Statement, ...], life: list[Any]) -> None:
    """Nothing judged is lost, doubled, brought back or changed by a run; keys stay; the check agrees after each step."""
    with fresh_store() as store:
        follow(store, first)
        for one in life:
            if one and isinstance(one[0], int):
                act(store, *one)
            else:
                follow(store, one)
            assert verify(store).faults == ()
            listed(store)


def test_the_same_on_both_databases(store: Store) -> None:
    """One long life with every action, on each database: the same rules hold after each step."""
    proposed = READING.proposals.statements
    follow(store, proposed)
    for number, action in enumerate((*ACTIONS, *ACTIONS)):
        act(store, number % 2, action, (number, number + 1))
        assert verify(store).faults == ()
        listed(store)
        follow(store, proposed[: 1 + number % 4])
        listed(store)
    assert verify(store).faults == ()
