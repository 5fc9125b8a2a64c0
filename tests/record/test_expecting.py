"""Judging what was seen: of two who looked at the same, one judges, from whatever process; the other is told."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from parley.errors import RecordChangedError
from parley.record import Store, open_record, verify
from parley.record.engine import Place
from parley.record.expecting import Counted, Seen
from parley.record.selection import Selection

from .builders import simple_reading, write
from .test_strain import told

SENTENCES = 12


def filled(store: Store) -> list[str]:
    """Keys of the statements of a page that was read into the record."""
    words = " ".join(f"Man{n} said it rains {n}." for n in range(SENTENCES))
    said = ((f"Man{n}", "said", f"rains {n}") for n in range(SENTENCES))
    (entries,) = write(store, simple_reading("one", words, *said))
    return [entries[f"s{n + 1}"] for n in range(SENTENCES)]


def judge_all(place: str, coder: str, keys: list[str]) -> list[str]:
    """Judge entries as somebody who saw that nobody had; those that this person was too late for."""
    late = []
    with open_record(place, wait=30) as store:
        for key in keys:
            try:
                judge = store.judge(coder, expected=Seen(entry=key, step=0)).entries
                judge.accept([key]) if coder == "Ana" else judge.reject([key])
            except RecordChangedError:
                late.append(key)
    return late


def test_two_processes_that_saw_the_same_never_both_judge_it(store: Store, place: Place) -> None:
    """Each entry is judged once, by one of them, and the other one is told; on a file and on a server."""
    keys = filled(store)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        jobs = [pool.submit(judge_all, told(place), coder, keys) for coder in ("Ana", "Ben")]
        late = [job.result(timeout=120) for job in jobs]
    assert sorted(late[0] + late[1]) == sorted(keys)
    for key in keys:
        (judged,) = store.view().judgements("entry", key)
        assert judged.coder == ("Ben" if key in late[0] else "Ana")
    assert verify(store).faults == ()


def test_own_steps_and_other_entries_do_not_count(store: Store) -> None:
    """A person goes on from what they did themselves, and is not stopped by what concerns another entry."""
    first, second, *_ = filled(store)
    store.judge("Ben").entries.accept([second])
    store.judge("ana").entries.accept([first])
    store.judge("Ana", expected=Seen(entry=first, step=0)).entries.edit(first, certainty="possible")
    with pytest.raises(RecordChangedError, match="somebody else"):
        store.judge("Ben", expected=Seen(entry=first, step=0)).entries.reject([first])
    last = store.view().judgements("entry", first)[-1].step
    store.judge("Ben", expected=Seen(entry=first, step=last)).entries.reject([first])
    assert store.view().statement(first).state == "rejected"


def test_who_is_too_late_leaves_no_trace(store: Store) -> None:
    """Neither a step nor the name of a person who judged nothing."""
    key = filled(store)[0]
    store.judge("Ana").entries.accept([key])
    with pytest.raises(RecordChangedError):
        store.judge("Newcomer", expected=Seen(entry=key, step=0)).entries.reject([key])
    assert {one.coder for one in store.view().history()} == {"Ana"}
    assert verify(store).faults == ()


def test_a_bulk_judgement_is_of_as_many_as_were_shown(store: Store) -> None:
    """Where more or fewer meet the filter by now, none is judged."""
    keys = filled(store)
    seen = Counted(query="review:open", number=SENTENCES)
    store.judge("Ben").entries.accept(keys[:1])
    with pytest.raises(RecordChangedError, match=f"{SENTENCES - 1} statements"):
        store.judge("Ana", expected=seen).entries.accept(Selection(query="review:open"))
    fewer = Counted(query="review:open", number=SENTENCES - 1)
    assert store.judge("Ana", expected=fewer).entries.accept(Selection(query="review:open")) == SENTENCES - 1
