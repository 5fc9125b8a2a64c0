"""Backups and restoring against what can go wrong: empty and damaged files, crowds, readers, kills, two at once."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from bench.soak import killed, start
from parley.errors import RecordBusyError, RecordError
from parley.record import Store, open_record, sql, verify
from parley.record.backup import (
    backup_folder,
    backups_of,
    check_backup,
    has_record,
    holds_any,
    make_backup,
    restore_backup,
    upgrade_record,
)
from parley.record.engine import Place, writing
from parley.record.migrate import APPLICATION_ID, HEAD
from tests.postgresql import new_database

from .builders import accept_all, dump, example_reading, simple_reading, write
from .test_strain import told

INDEX = ("search", "search_row", "search_entry")


@pytest.fixture
def here(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A record with an article and judgements; its backups lie in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    write(store, example_reading())
    accept_all(store)
    return store


@pytest.fixture
def server_place(server: Path) -> Iterator[Place]:
    """An empty database of a server: no record yet."""
    with new_database(server) as found:
        yield found


@pytest.fixture(scope="module")
def a_backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of some other record."""
    with open_record(tmp_path_factory.mktemp("backup") / "record.db") as store:
        write(store, example_reading())
        return make_backup(store.place)


def page(store: Store, number: int) -> None:
    """Write a small page."""
    words = f"He said it rains {number} times."
    write(store, simple_reading(f"page{number}", words, ("He", "said", "it rains")))


def without_index(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but those of the search index, which each database makes in its own way."""
    return {name: list(rows) for name, rows in dump(store, run_log=True).items() if name not in INDEX}


def empty_file(path: Path) -> None:
    """A file of no bytes."""
    path.touch()


def bare_database(path: Path) -> None:
    """A database of another program, with no tables yet."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("VACUUM")


def truncated(path: Path) -> None:
    """A backup of which the second half is missing."""
    os.truncate(path, path.stat().st_size // 2)


def scratched(path: Path) -> None:
    """A backup with one page overwritten by noise."""
    content = bytearray(path.read_bytes())
    content[4096 * 9 : 4096 * 10] = random.Random(1).randbytes(4096)
    path.write_bytes(content)


def newer(path: Path) -> None:
    """A backup that a later Parley made."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")


@pytest.mark.parametrize("spoil", [empty_file, bare_database, truncated, scratched, newer])
def test_no_unsound_file_is_restored(
    here: Store, place: Place, tmp_path: Path, a_backup: Path, spoil: Callable[[Path], None]
) -> None:
    """An empty, foreign, cut, scratched or too new file is refused, and the record stays as it is."""
    path = tmp_path / "unsound.db"
    if spoil not in (empty_file, bare_database):
        shutil.copy(a_backup, path)
    spoil(path)
    before = dump(here, run_log=True)
    with pytest.raises(RecordError):
        restore_backup(path, place)
    assert dump(here, run_log=True) == before


def test_a_record_is_not_restored_from_itself(tmp_path: Path) -> None:
    """It would wait for itself for ever."""
    with open_record(tmp_path / "record.db") as store:
        write(store, example_reading())
        with pytest.raises(RecordError, match="it is the record itself"):
            restore_backup(tmp_path / "record.db", tmp_path / "record.db")


def test_a_damaged_record_in_the_way_is_said(tmp_path: Path) -> None:
    """Restoring over a file that is no sound database says what to do with it."""
    with open_record(tmp_path / "record.db") as store:
        write(store, example_reading())
        saved = make_backup(store.place)
    truncated(tmp_path / "record.db")
    with pytest.raises(RecordError, match=r"cannot be replaced.*damaged.*Move it away"):
        restore_backup(saved, tmp_path / "record.db")
    (tmp_path / "record.db").unlink()
    restore_backup(saved, tmp_path / "record.db")
    with open_record(tmp_path / "record.db") as store:
        assert verify(store).faults == ()


def test_a_backup_ends_though_others_never_stop_writing(tmp_path: Path) -> None:
    """It is of one moment, and does not begin anew after every change of somebody else's."""
    with open_record(tmp_path / "record.db") as store:
        write(store, simple_reading("long", "He said it rains. " * 60_000, ("He", "said", "it rains")))
        stop, written = threading.Event(), [0]

        def work() -> None:
            while not stop.is_set() and written[0] < 400:
                with writing(store.engine).begin() as connection:
                    connection.execute(sql.setting.insert(), {"name": f"n{written[0]}", "value": "x"})
                written[0] += 1

        thread = threading.Thread(target=work)
        thread.start()
        while not written[0]:
            time.sleep(0.001)
        try:
            path = make_backup(store.place)
            ended_after = written[0]
        finally:
            stop.set()
            thread.join()
    assert ended_after < 400
    with open_record(path) as copy, copy.engine.connect() as connection:
        names = (
            connection.execute(select(sql.setting.c.name).where(sql.setting.c.name.not_in(("index", "copies"))))
            .scalars()
            .all()
        )
        assert set(names) == {f"n{number}" for number in range(len(names))}
        assert verify(copy).faults == ()


def test_restoring_into_a_record_that_is_being_written_is_refused(here: Store, place: Place, tmp_path: Path) -> None:
    """After the wait it says that the record is busy; nothing is lost."""
    path = make_backup(place, tmp_path / "backup.db")
    page(here, 1)
    with writing(here.engine).begin() as connection:
        connection.execute(sql.setting.insert(), {"name": "held", "value": "1"})
        with pytest.raises(RecordBusyError, match="another process"):
            restore_backup(path, place, wait=0.1)
    assert len(here.view().articles()) == 2
    assert verify(here).faults == ()


def test_readers_see_one_state_or_the_other_while_it_is_restored(here: Store, place: Place, tmp_path: Path) -> None:
    """Who began to read before goes on reading what was there, table after table; who begins after sees the backup."""
    path = make_backup(place, tmp_path / "backup.db")
    for number in range(3):
        page(here, number)
    with open_record(place) as other, other.engine.connect() as reader:
        assert len(reader.execute(select(sql.page_text.c.key)).all()) == 4
        restore_backup(path, place)
        assert len(reader.execute(select(sql.article_state.c.id)).all()) == 4
        assert len(reader.execute(select(sql.run.c.id)).all()) == 4
        reader.rollback()
        assert len(reader.execute(select(sql.article_state.c.id)).all()) == 1
    assert [row.article for row in here.view().articles()] == ["visit"]
    assert verify(here).faults == ()


def test_a_record_moves_between_databases_with_every_row(here: Store, server_place: Place, tmp_path: Path) -> None:
    """From either database to a server and on into a file: the same rows, sound, and ready for new ones."""
    page(here, 1)
    judge = here.judge("Ben Roe")
    judge.codebook.define("Help")
    judge.codebook.code([row.key for row in here.view().statements()], "Help", "agree")
    judge.articles.tag(["visit"], "front page")
    judge.undo()
    rows = without_index(here)
    restore_backup(make_backup(here.place, tmp_path / "a.db"), server_place)
    restore_backup(make_backup(server_place, tmp_path / "b.db"), tmp_path / "moved.db")
    for found in (server_place, tmp_path / "moved.db"):
        with open_record(found) as moved:
            assert without_index(moved) == rows
            assert verify(moved).faults == ()
            page(moved, 2)
            moved.judge("Ben Roe").actors.rename("Moscow", "Moskva")
            moved.judge("Ben Roe").undo()
            assert {hit.article for hit in moved.view().find("rains")} == {"page1", "page2"}
            assert verify(moved).faults == ()


def test_files_keep_their_mark(here: Store, place: Place, tmp_path: Path) -> None:
    """A backup, and a record restored from one, are told from other programs' files; a backup is one file alone."""
    path = make_backup(place, tmp_path / "backup.db")
    assert sorted(one.name for one in tmp_path.iterdir() if "backup" in one.name) == ["backup.db"]
    restore_backup(path, tmp_path / "restored.db")
    for found in (path, tmp_path / "restored.db"):
        with closing(sqlite3.connect(found)) as database:
            assert database.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert check_backup(path) == HEAD
    assert len(here.view().articles()) == 1


def test_backups_of_the_same_moment_are_all_kept(here: Store, place: Place) -> None:
    """Several processes that back up at once take different names; the newest is listed first."""
    made: list[Path] = []
    threads = [threading.Thread(target=lambda: made.append(make_backup(place))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 4
    last = make_backup(place)
    listed = [one.path for one in backups_of(place)]
    assert set(listed) == {*made, last}
    assert listed[0] == last
    assert [one for one in backup_folder(place).iterdir() if one not in listed] == []
    assert verify(here).ok


def test_a_name_taken_meanwhile_is_not_written_over(here: Store, place: Place, tmp_path: Path) -> None:
    """A file that appears under the name while the backup is made stays; the backup is refused."""
    path = tmp_path / "taken.db"
    exists = Path.exists

    def not_yet(found: Path) -> bool:
        return exists(found) and found != path

    path.write_text("mine")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "exists", not_yet)
        with pytest.raises(RecordError, match="a file of this name already"):
            make_backup(place, path)
    assert path.read_text() == "mine"
    assert list(tmp_path.glob(".*half*")) == []
    assert len(here.view().articles()) == 1


def test_a_killed_backup_leaves_nothing_that_is_taken_for_one(here: Store, place: Place, tmp_path: Path) -> None:
    """Every file under a backup's name is whole; what a killed process left is cleared away by a later backup."""
    for number in range(10):
        page(here, number)
    work = tmp_path / "work"
    work.mkdir()
    said = killed([start("backup", told(place), seed, work) for seed in (1, 2)], after=0.3, lines=3)
    made = [Path(line[1]) for line in said if line[0] == "backup"]
    assert made
    whole = sorted(work.glob("*.db"))
    assert set(made) <= set(whole)
    for path in whole:
        assert check_backup(path)
    left = work / f".{made[0].name}.0.half"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    made[0].unlink()
    make_backup(place, made[0])
    assert not left.exists()


def test_where_there_is_no_record_nothing_is_made(server_place: Place, tmp_path: Path) -> None:
    """Neither a backup nor an upgrade makes an empty record, and both say that there is none."""
    for place in (tmp_path / "none.db", server_place):
        assert not has_record(place)
        with pytest.raises(RecordError, match="there is no record here"):
            make_backup(place, tmp_path / "backup.db")
        with pytest.raises(RecordError, match="there is no record here"):
            upgrade_record(place, wait=1)
        assert not has_record(place)
    assert list(tmp_path.iterdir()) == []


def test_what_a_backup_holds_can_be_asked(here: Store, place: Place, tmp_path: Path) -> None:
    """Page texts by their digest, actors by their key; a file that is none holds nothing."""
    path = make_backup(place, tmp_path / "backup.db")
    text = here.view().page_text_of("visit")
    (actor, *_) = [row.key for row in here.view().actors()]
    assert holds_any(path, pages=["0", text])
    assert holds_any(path, pages=[], actors=["0", actor])
    assert not holds_any(path, pages=["0"], actors=["0"])
    (tmp_path / "none.db").write_text("no database")
    assert not holds_any(tmp_path / "none.db", pages=[text])
