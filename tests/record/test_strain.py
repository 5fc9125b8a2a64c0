"""Crowds and kills, the short version of ``make soak``, on both databases."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import URL

from bench.soak import check, killed, soak, start
from parley.errors import RecordBusyError
from parley.record import Store, open_record, sql, verify
from parley.record.engine import Place, writing

from .builders import simple_reading, write


def told(place: Place) -> str:
    """A place as a command line has it."""
    return place.render_as_string(hide_password=False) if isinstance(place, URL) else str(place)


def test_killed_children_lose_nothing(place: Place, tmp_path: Path) -> None:
    """Reading, judging, backing up and upgrading are killed; what was acknowledged is there, and all adds up."""
    soak(told(place), kills=5, seed=11, folder=tmp_path)


def test_eight_at_once_lose_nothing(place: Place, tmp_path: Path) -> None:
    """Eight processes read, judge and back up one record until they are stopped: one chain, no fault."""
    tasks = ("read", "read", "read", "judge", "judge", "judge", "read", "backup")
    children = [start(task, told(place), number, tmp_path) for number, task in enumerate(tasks)]
    said = killed(children, after=1.0, lines=40)
    assert {line[0] for line in said} >= {"article", "judged"}
    check(told(place), said)


def test_a_reader_never_sees_half_an_article(store: Store) -> None:
    """While articles are written, each one that is seen has its statement, and each statement its words."""
    stop = threading.Event()
    seen: list[int] = []
    wrong: list[str] = []

    def look() -> None:
        while not stop.is_set():
            view = store.view()
            for row in view.articles():
                if row.statements != 1:
                    wrong.append(f"{row.article} has {row.statements} statements")
            found = list(view.statements())
            wrong.extend(row.key for row in found if not row.evidence or not row.content)
            seen.append(len(found))

    reader = threading.Thread(target=look)
    reader.start()
    try:
        for number in range(25):
            words = f"He said it rains {number} times."
            write(store, simple_reading(f"page{number}", words, ("He", "said", "it rains")))
    finally:
        stop.set()
        reader.join()
    assert wrong == []
    assert seen == sorted(seen)
    assert verify(store).ok


def test_a_writer_that_waits_too_long_says_so(place: Place) -> None:
    """While another one holds the record, a judgement is refused as busy, and nothing is half done."""
    with open_record(place) as store, open_record(place, wait=0.2) as impatient:
        write(store, simple_reading("one", "He said it rains.", ("He", "said", "it rains")))
        (row,) = store.view().statements()
        with writing(store.engine).begin() as connection:
            connection.execute(sql.setting.insert(), {"name": "held", "value": "1"})
            with pytest.raises(RecordBusyError, match="another process"):
                impatient.judge("Anna").entries.accept([row.key])
            assert len(impatient.view().statements()) == 1  # readers go on
            connection.rollback()
        impatient.judge("Anna").entries.accept([row.key])
        assert [one.state for one in store.view().statements()] == ["accepted"]
        assert verify(store).ok


def test_two_people_may_judge_at_once(store: Store) -> None:
    """Both find their own judgements; the last word on a statement is the last step's."""
    for number in range(6):
        words = f"He said it rains {number} times."
        write(store, simple_reading(f"page{number}", words, ("He", "said", "it rains")))
    keys = [row.key for row in store.view().statements()]

    def work(name: str) -> None:
        judge = store.judge(name)
        for key in keys:
            judge.entries.edit(key, certainty="probable" if name == "Anna" else "possible")

    people = [threading.Thread(target=work, args=(name,)) for name in ("Anna", "Ben")]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert len(store.view().history()) == 12
    assert {(row.judged_by, row.certainty) for row in store.view().statements()} <= {
        ("Anna", "probable"),
        ("Ben", "possible"),
    }
    assert verify(store).ok
