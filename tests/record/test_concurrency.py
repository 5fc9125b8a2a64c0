"""Many at once: readers are never kept out, eight processes lose nothing, and who waits too long is told."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from bench.soak import check, check_backups, killed, start
from parley.errors import RecordBusyError
from parley.record import Store, open_record, sql, verify
from parley.record.audit import FIRST
from parley.record.backup import make_backup
from parley.record.engine import Place, writing

from .builders import example_reading, simple_reading, write
from .test_strain import told


def test_a_record_is_opened_and_read_while_another_process_writes(store: Store, place: Place, tmp_path: Path) -> None:
    """Opening, looking, finding and backing up wait at no door; they see what was there before."""
    write(store, example_reading())
    with writing(store.engine).begin() as connection:
        connection.execute(sql.setting.insert(), {"name": "held", "value": "1"})
        with open_record(place, wait=0.1) as other:
            assert len(other.view().articles()) == 1
            assert [hit.article for hit in other.view().find("cautious")] == ["visit"]
            assert other.view(as_of="2999").counts().articles == 1
        with open_record(make_backup(place, tmp_path / "backup.db")) as copy:
            assert len(copy.view().articles()) == 1


def test_whoever_writes_waits_and_is_told(store: Store, place: Place) -> None:
    """A run, a judgement and an undo end as busy after the wait, and leave nothing half done."""
    write(store, example_reading())
    key = store.view().statements()[0].key
    store.judge("Anna Lind").entries.accept([key])
    with open_record(place, wait=0.1) as other, writing(store.engine).begin() as connection:
        connection.execute(sql.setting.insert(), {"name": "held", "value": "1"})
        judge = other.judge("Anna Lind")
        for act in (
            lambda: write(other, simple_reading("one", "He said it rains.", ("He", "said", "it rains"))),
            lambda: judge.entries.reject([key]),
            judge.undo,
        ):
            with pytest.raises(RecordBusyError, match="another process"):
                act()
    assert len(store.view().history()) == 1
    assert [row.article for row in store.view().articles()] == ["visit"]
    assert verify(store).faults == ()


def test_eight_processes_read_judge_erase_and_look(place: Place, tmp_path: Path) -> None:
    """Stopped in the midst of it, all that was acknowledged is there, nothing was seen by half, the chain is one."""
    tasks = ("read", "read", "judge", "judge", "judge", "erase", "look", "backup")
    children = [start(task, told(place), number, tmp_path) for number, task in enumerate(tasks)]
    said = killed(children, after=0.2, each=2)
    assert {line[0] for line in said} >= {"article", "judged", "looked", "backup"}
    check(told(place), said)
    check_backups(tmp_path, said)
    with open_record(place) as store, store.engine.connect() as connection:
        links = connection.execute(sql.audit.select().order_by(sql.audit.c.position)).all()
        assert [link.position for link in links] == list(range(1, len(links) + 1))
        assert [link.previous for link in links] == [FIRST, *(link.link for link in links[:-1])]


def test_eight_writers_leave_one_chain_and_every_article(store: Store) -> None:
    """Of what eight threads write at once nothing is lost, and nothing is there twice."""
    faults: list[Exception] = []

    def work(part: int) -> None:
        try:
            for number in range(4):
                words = f"He said it rains {number} times in place {part}."
                write(store, simple_reading(f"page{part}-{number}", words, ("He", "said", "it rains")))
                store.judge(f"Coder {part}").library.save_search(f"search {part} {number}", "rains")
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(part,)) for part in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    view = store.view()
    assert sorted(row.article for row in view.articles()) == sorted(
        f"page{part}-{number}" for part in range(8) for number in range(4)
    )
    assert len(view.history()) == len(view.saved_searches()) == 32
    assert len(view.runs()) == 32
    assert verify(store).faults == ()


def test_a_record_that_is_being_written_is_not_called_damaged(tmp_path: Path) -> None:
    """Checking a file while another process writes into it finds no fault that is none."""
    with open_record(tmp_path / "record.db", wait=0.1) as store:
        write(store, example_reading())
        with open_record(tmp_path / "record.db") as other, writing(other.engine).begin() as connection:
            connection.execute(sql.setting.insert(), {"name": "held", "value": "1"})
            assert verify(store).faults == ()
