"""Backups: whole, of one moment, and the way back."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from parley.errors import RecordError
from parley.record import Store, open_record, verify
from parley.record.backup import backup_folder, backups_of, holds_page, make_backup, restore_backup, upgrade_record
from parley.record.engine import Place

from .builders import accept_all, dump, example_reading, simple_reading, write


@pytest.fixture
def worked_on(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A record with an article, judgements, a codebook and a collection."""
    monkeypatch.chdir(tmp_path)
    write(store, example_reading())
    accept_all(store)
    judge = store.judge("Ben Roe")
    judge.codebook.define("Help", colour="#ff0000")
    judge.codebook.code([row.key for row in store.view().statements()][:2], "Help", "agree")
    judge.articles.correct("visit", "date", "2023-09-10")
    judge.library.collect("Visits", query="Moscow")
    judge.undo()
    return store


def test_a_backup_is_a_record_with_every_row(worked_on: Store, tmp_path: Path) -> None:
    """From either database a file comes out that opens, verifies and has the same rows."""
    path = make_backup(worked_on.place, tmp_path / "backup.db")
    rows = dump(worked_on, run_log=True)
    with open_record(path) as copy:
        copied = dump(copy, run_log=True)
        for kind in ("search", "search_row", "search_entry"):  # made anew, each in its own database's way
            rows.pop(kind), copied.pop(kind)
        assert copied == rows
        assert verify(copy).faults == ()
        found = [{hit.text for hit in each.view().find("Moscow")} for each in (copy, worked_on)]
        assert found[0] == found[1] != set()
    assert holds_page(path, worked_on.view().page_text_of("visit"))


def test_a_restored_record_is_what_it_was_and_goes_on(worked_on: Store, place: Place, tmp_path: Path) -> None:
    """What came after the backup is gone; new writing works, and the chain goes on."""
    path = make_backup(place, tmp_path / "backup.db")
    before = list(worked_on.view().statements())
    worked_on.judge("Ben Roe").entries.reject([before[0].key])
    write(worked_on, simple_reading("later", "He said it rains.", ("He", "said", "it rains")))
    restore_backup(path, place)
    assert list(worked_on.view().statements()) == before
    assert verify(worked_on).faults == ()
    write(worked_on, simple_reading("later", "He said it rains.", ("He", "said", "it rains")))
    worked_on.judge("Ben Roe").entries.reject([before[0].key])
    assert len(worked_on.view().statements()) == len(before)
    assert verify(worked_on).faults == ()


def test_a_backup_of_a_server_goes_back_into_a_file(worked_on: Store, tmp_path: Path) -> None:
    """A record moves between databases by its backup."""
    path = make_backup(worked_on.place, tmp_path / "backup.db")
    restore_backup(path, tmp_path / "moved.db")
    with open_record(tmp_path / "moved.db") as moved:
        assert list(moved.view().statements()) == list(worked_on.view().statements())
        assert verify(moved).ok


def test_backups_lie_beside_the_record_and_are_listed(worked_on: Store) -> None:
    """Named after the moment and the reason, the newest first; none overwrites another."""
    first, second = (make_backup(worked_on.place, why="try") for _ in range(2))
    assert first != second
    assert {one.path for one in backups_of(worked_on.place)} == {first, second}
    assert first.parent == backup_folder(worked_on.place)
    with pytest.raises(RecordError, match="already"):
        make_backup(worked_on.place, first)


def test_a_backup_while_others_write_is_of_one_moment(store: Store, tmp_path: Path) -> None:
    """It verifies, and holds the first so many of the articles that were written meanwhile."""
    stop = threading.Event()
    names: list[str] = []

    def work() -> None:
        number = 0
        while not stop.is_set() and number < 200:
            write(
                store, simple_reading(f"page{number:03}", f"He said it rains {number} times.", ("He", "said", "rains"))
            )
            names.append(f"page{number:03}")
            number += 1

    thread = threading.Thread(target=work)
    thread.start()
    try:
        paths = [make_backup(store.place, tmp_path / f"{number}.db") for number in range(3)]
    finally:
        stop.set()
        thread.join()
    for path in paths:
        with open_record(path) as copy:
            held = sorted(row.article for row in copy.view().articles())
            assert held == names[: len(held)]
            assert verify(copy).faults == ()


def test_what_is_no_backup_is_refused(store: Store, place: Place, tmp_path: Path) -> None:
    """A missing file, another program's database, a damaged file: the record stays as it is."""
    write(store, example_reading())
    with pytest.raises(RecordError, match="no such backup"):
        restore_backup(tmp_path / "none.db", place)
    with sqlite3.connect(tmp_path / "other.db") as database:
        database.execute("CREATE TABLE mine (x)")
    database.close()
    (tmp_path / "damaged.db").write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    for name in ("other.db", "damaged.db"):
        with pytest.raises(RecordError):
            restore_backup(tmp_path / name, place)
    assert verify(store).ok
    assert store.view().counts().articles == 1


def test_a_backup_that_cannot_be_written_leaves_nothing(store: Store, tmp_path: Path) -> None:
    """No half file lies about after a failure."""
    write(store, example_reading())
    (tmp_path / "file").write_text("x")
    with pytest.raises(RecordError, match="folder"):
        make_backup(store.place, tmp_path / "file" / "backup.db")
    with pytest.raises(RecordError):
        make_backup(tmp_path / "none.db", tmp_path / "backup.db")
    assert not list(tmp_path.glob(".*half*"))
    assert not (tmp_path / "backup.db").exists()


def test_an_up_to_date_record_needs_no_upgrade(store: Store, place: Place) -> None:
    """Nothing is done, and no backup is made."""
    write(store, example_reading())
    assert upgrade_record(place, wait=5) is None
    assert backups_of(place) == ()
