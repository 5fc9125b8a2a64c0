"""The states of entries: which lead to which, and what is shown in each."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from parley.errors import ParleyError, RecordError, UsageError
from parley.record import Store, sql, verify
from parley.record.selection import Selection

from .builders import dump, simple_reading, state_of, write

WORDS = "He said it rains. She said it snows."
TWO = (("He", "said", "it rains"), ("She", "said", "it snows"))
LEADS = {
    ("proposed", "accept"): "accepted",
    ("proposed", "reject"): "rejected",
    ("withdrawn", "accept"): "accepted",
    ("withdrawn", "reject"): "rejected",
    ("accepted", "accept"): "accepted",
    ("accepted", "reject"): "rejected",
    ("accepted", "retract"): "retracted",
    ("rejected", "accept"): "accepted",
    ("rejected", "reject"): "rejected",
    ("retracted", "accept"): "accepted",
    ("retracted", "retract"): "retracted",
}
"""State and action to the state that follows; every other pair is refused."""


def in_state(store: Store, state: str) -> str:
    """Key of an entry in a state."""
    (entries,) = write(store, simple_reading("one", WORDS, *TWO))
    entry, other, judge = entries["s1"], entries["s2"], store.judge("Anna Lind").entries
    if state == "withdrawn":
        write(store, simple_reading("one", WORDS, TWO[1]))
    elif state == "merged":
        judge.merge(other, [entry])
    elif state == "rejected":
        judge.reject([entry])
    elif state != "proposed":
        judge.accept([entry])
        if state == "retracted":
            judge.retract([entry])
    assert state_of(store, entry) == state
    return entry


@pytest.mark.parametrize("action", ["accept", "reject", "retract"])
@pytest.mark.parametrize("state", ["proposed", "withdrawn", "accepted", "rejected", "retracted", "merged"])
def test_every_state_leads_somewhere_or_is_refused_with_a_cure(store: Store, state: str, action: str) -> None:
    """Each pair of state and action: the state that follows, one link for a change and none for none, and undo."""
    entry = in_state(store, state)
    judge = store.judge("Ben Roe")
    before = dump(store, run_log=True)
    after = LEADS.get((state, action))
    if after is None:
        with pytest.raises(RecordError, match=f"it is {state} and cannot become") as refused:
            getattr(judge.entries, action)([entry])
        assert refused.value.cure
        assert dump(store, run_log=True) == before
        return
    changed = getattr(judge.entries, action)([entry], reason="so it is")
    assert (changed, state_of(store, entry)) == (int(after != state), after)
    if not changed:
        assert dump(store, run_log=True) == before
        return
    assert len(dump(store, run_log=True)["audit"]) == len(before["audit"]) + 1
    assert verify(store).faults == ()
    judge.undo()
    assert state_of(store, entry) == state
    assert verify(store).faults == ()


@pytest.mark.parametrize("state", ["rejected", "retracted", "merged", "withdrawn"])
def test_what_is_gone_is_neither_shown_nor_counted_nor_found(store: Store, state: str) -> None:
    """Not in lists, counts, articles, searches and selections; with ``withdrawn`` it is listed, with a query too."""
    entry = in_state(store, state)
    view = store.view()
    assert entry not in {row.key for row in view.statements()}
    assert view.counts().statements == 1
    assert view.articles()[0].statements == 1
    assert entry not in view.article("one").entries.values()
    assert entry not in {hit.statement for hit in view.find("rains OR snows OR said")}
    assert entry not in {row.key for row in view.statements(query="form:indirect")}
    assert view.counts_by_state("form:indirect") == {view.statements()[0].state: 1}
    assert entry in {row.key for row in view.statements(withdrawn=True)}
    assert entry in {row.key for row in view.statements(query="form:indirect", withdrawn=True)}
    assert [row.key for row in view.statements(query=f"status:{state}")] == [entry]


def test_a_bulk_judgement_is_one_step_over_what_its_preview_counts(store: Store) -> None:
    """Everything that meets a query in one step with one link; one undo takes it back."""
    write(store, *(simple_reading(f"p{n}", f"He said it rains on day {n}.", ("He", "said", "rains")) for n in range(5)))
    judge, before = store.judge("Anna Lind"), dump(store)
    counts = store.view().counts_by_state("form:indirect")
    assert judge.entries.reject(Selection(query="form:indirect"), reason="no") == sum(counts.values()) == 5
    assert store.view().counts_by_state("form:indirect") == {}
    (step,) = store.view().history()
    assert (step.judgements, step.reason) == (5, "no")
    with store.engine.connect() as connection:
        links = select(func.count()).select_from(sql.audit).where(sql.audit.c.kind == "step")
        assert connection.execute(links).scalar_one() == 1
    assert judge.entries.reject(Selection(query="form:indirect")) == 0
    judge.undo()
    assert verify(store).faults == ()
    after = dump(store)
    assert after["entry_state"] == before["entry_state"]
    assert sorted(map(str, (row[1:] for row in after["search_row"]))) == sorted(
        map(str, (row[1:] for row in before["search_row"]))
    )


def test_what_changes_nothing_leaves_not_even_a_coder(store: Store) -> None:
    """A person whose action changes nothing, or fails, is not in the record."""
    entry = in_state(store, "accepted")
    before = dump(store, run_log=True)
    judge = store.judge("Nobody Yet")
    assert judge.entries.accept([entry]) == 0
    judge.articles.untag(["one"], "x")
    for action in (judge.undo, judge.redo, lambda: judge.entries.accept(["none"])):
        with pytest.raises(RecordError):
            action()
    assert dump(store, run_log=True) == before


def test_one_text_is_no_collection_of_names(store: Store) -> None:
    """A text where a list is asked for is refused, not taken letter by letter."""
    entry = in_state(store, "accepted")
    judge = store.judge("Anna Lind")
    judge.codebook.define("Aid")
    judge.codebook.define("A")
    before = dump(store, run_log=True)
    for action in (
        lambda: judge.entries.accept(entry),
        lambda: judge.entries.merge(entry, entry),
        lambda: judge.entries.merge(entry, []),
        lambda: judge.entries.edit(entry, speakers="Nina Novak"),
        lambda: judge.entries.edit(entry, speakers=["  "]),
        lambda: judge.entries.edit(entry, about=[3]),
        lambda: judge.entries.edit(entry, content=[3]),
        lambda: judge.entries.edit(entry, content=[(0.5, 2)]),
        lambda: judge.entries.edit(entry, said=2023),
        lambda: judge.entries.edit(entry, said="soon"),
        lambda: judge.codebook.merge("Aid", "A"),
        lambda: judge.articles.tag("one", "x"),
        lambda: judge.library.collect("x", outlets="The Post"),
    ):
        with pytest.raises(UsageError):
            action()
        assert dump(store, run_log=True) == before


def test_judging_again_takes_a_statement_off_the_list_of_those_that_differ(store: Store) -> None:
    """Who accepts once more what a newer model reads differently has seen it: it no longer waits."""
    words = "Mr Smith said firmly that it rains in Paris."
    (entries,) = write(store, simple_reading("one", words, ("Mr Smith", "said", "that it rains in Paris")))
    judge = store.judge("Anna Lind")
    judge.entries.accept([entries["s1"]])
    write(store, simple_reading("one", words, ("Smith", "said firmly", "that it rains")))
    assert [row.key for row in store.view().statements(differing=True)] == [entries["s1"]]
    assert judge.entries.accept([entries["s1"]]) == 1
    assert list(store.view().statements(differing=True)) == []
    assert list(store.view().statements(query="review:differs")) == []
    assert store.view().statements()[0].content == "that it rains in Paris"
    assert verify(store).faults == ()
    judge.undo()
    assert [row.key for row in store.view().statements(differing=True)] == [entries["s1"]]


def test_a_preview_of_an_undo_undoes_nothing(store: Store) -> None:
    """It says what undo and redo would change, and changes nothing."""
    entry = in_state(store, "accepted")
    judge = store.judge("Anna Lind")
    before = dump(store, run_log=True)
    (row,) = judge.preview(lambda trial: trial.undo())
    assert (row.kind, row.subject, (row.after or {})["state"]) == ("undo", entry, "proposed")
    assert dump(store, run_log=True) == before
    judge.undo()
    before = dump(store, run_log=True)
    (row,) = judge.preview(lambda trial: trial.redo())
    assert (row.kind, (row.after or {})["state"]) == ("redo", "accepted")
    assert dump(store, run_log=True) == before


def test_comments_and_history_find_people_by_their_folded_name(store: Store) -> None:
    """A name in other letters is the same coder, one row, with the same history."""
    entry = in_state(store, "accepted")
    store.judge("anna  LIND").entries.comment(entry, "well")
    assert [step.kind for step in store.view().history(coder="ANNA lind")] == ["comment", "accept"]
    with pytest.raises(ParleyError, match="name of who judges"):
        store.judge("  ").entries.comment(entry, "well")
    with pytest.raises(RecordError, match="no such entry"):
        store.judge("Anna Lind").entries.comment("none", "well")
