"""Several people judging at once: every step whole, one chain, nothing lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from parley.errors import RecordError
from parley.record import Store, open_record, verify
from parley.record.engine import Place

from .builders import simple_reading, state_of, write

SENTENCES = 8


def test_people_and_a_run_write_at_once(place: Place, store: Store) -> None:
    """Threads with connections of their own, and a second store: each judgement is kept, under one chain."""
    words = " ".join(f"Man{n} said it rains {n}." for n in range(SENTENCES))
    (entries,) = write(
        store, simple_reading("one", words, *((f"Man{n}", "said", f"rains {n}") for n in range(SENTENCES)))
    )
    keys = [entries[f"s{n + 1}"] for n in range(SENTENCES)]
    start = Barrier(4)

    def judge(opened: Store, name: str, mine: list[str]) -> None:
        start.wait()
        person = opened.judge(name)
        for key in mine:
            person.entries.accept([key])
            person.entries.edit(key, certainty="possible")
        person.undo()

    def read() -> None:
        start.wait()
        for n in range(4):
            write(store, simple_reading(f"page {n}", f"He said it snows {n}.", ("He", "said", f"snows {n}")))

    with open_record(place) as other, ThreadPoolExecutor(4) as pool:
        jobs = [
            pool.submit(judge, store, "Anna Lind", keys[:3]),
            pool.submit(judge, store, "Ben Roe", keys[3:6]),
            pool.submit(judge, other, "Cleo Poe", keys[6:]),
            pool.submit(read),
        ]
        for job in jobs:
            job.result()
    rows = {row.key: row for row in store.view().statements()}
    assert [rows[key].certainty for key in keys] == ["possible"] * 2 + ["certain"] + ["possible"] * 2 + ["certain"] + [
        "possible", "certain",
    ]  # fmt: skip
    assert len(rows) == SENTENCES + 4
    assert len(store.view().history()) == 8 * 2 + 3
    assert verify(store).faults == ()


def test_two_people_judge_the_same_statement_at_once(store: Store) -> None:
    """One comes first, the other sees what they left: both steps stand in order, and the first cannot be undone alone."""
    (entries,) = write(store, simple_reading("one", "He said it rains.", ("He", "said", "it rains")))
    key, start = entries["s1"], Barrier(2)

    def act(name: str, action: str) -> None:
        start.wait()
        getattr(store.judge(name).entries, action)([key])

    with ThreadPoolExecutor(2) as pool:
        for job in [pool.submit(act, "Anna Lind", "accept"), pool.submit(act, "Ben Roe", "reject")]:
            job.result()
    last, first = store.view().history()
    assert state_of(store, key) == {"accept": "accepted", "reject": "rejected"}[last.kind]
    with pytest.raises(RecordError, match=f"step {last.id} has changed"):
        store.judge("Cleo Poe").undo(first.id)
    assert verify(store).faults == ()
