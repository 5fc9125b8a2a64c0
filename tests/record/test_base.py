"""Opening a record: new, present, foreign, too new, busy, out of reach."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.schema import SchemaItem

import parley.record
from parley.errors import RecordBusyError, RecordError
from parley.record import Store, migrate, open_record, sql, verify
from parley.record.columns import metadata
from parley.record.engine import make_engine, record_errors

from .builders import RUN, dump, example_reading, simple_reading, write


def test_a_new_record_is_made_with_log_keys_and_mark(tmp_path: Path) -> None:
    """A new file is a Parley record with write-ahead log, foreign keys and the newest schema."""
    with open_record(tmp_path / "record.db") as store, store.engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA application_id")).scalar() == migrate.APPLICATION_ID
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == migrate.HEAD


def test_an_empty_file_becomes_a_record(tmp_path: Path) -> None:
    """A file made by touch is as good as none."""
    (tmp_path / "record.db").touch()
    with open_record(str(tmp_path / "record.db")) as store:
        assert store.view().counts().articles == 0


def test_a_record_keeps_what_was_written(tmp_path: Path) -> None:
    """Opening a record again changes nothing in it."""
    with open_record(tmp_path / "record.db") as store:
        write(store, example_reading())
        before = dump(store, run_log=True)
    with open_record(tmp_path / "record.db") as store:
        assert dump(store, run_log=True) == before


def test_the_migrations_make_the_declared_tables(tmp_path: Path) -> None:
    """What the migrations make is what the code declares, column by column and index by index."""

    def ours(_item: SchemaItem, name: str | None, kind: str, _reflected: bool, _other: SchemaItem | None) -> bool:
        own = name != "search" and not (name or "").startswith("search_")  # FTS5 keeps tables of its own
        return kind != "table" or own or name in metadata.tables

    with open_record(tmp_path / "record.db") as store, store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, sql.blob.metadata) == []


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    """The shortcut for records that are up to date knows the right revision."""
    folder = Path(parley.record.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == migrate.HEAD


def test_the_package_migrates_from_wherever_it_is_installed(tmp_path: Path) -> None:
    """A copy in a folder with an odd name makes a record, with no alembic.ini near."""
    source = Path(parley.record.__file__).parents[1]
    place = tmp_path / "100% elsewhere"
    shutil.copytree(source, place / "parley", ignore=shutil.ignore_patterns("__pycache__"))
    code = "import sys, parley.record as r; print(r.__file__); r.open_record(sys.argv[1]).close()"
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "record.db")],
        env=os.environ | {"PYTHONPATH": str(place)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(place) in done.stdout
    with open_record(tmp_path / "record.db") as store:
        assert store.view().runs() == ()


def test_two_programs_may_make_the_same_record_at_once(tmp_path: Path) -> None:
    """The second one waits at the door and finds the work done."""
    errors: list[BaseException] = []

    def work() -> None:
        try:
            open_record(tmp_path / "record.db").close()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_a_second_migrator_sees_the_first_ones_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another process migrated between the look and the lock, nothing is done twice."""
    open_record(tmp_path / "record.db").close()
    answers = iter([None, migrate.HEAD])
    monkeypatch.setattr(migrate, "revision_of", lambda _connection: next(answers))
    open_record(tmp_path / "record.db").close()
    assert list(answers) == []


def test_a_newer_record_is_refused(tmp_path: Path) -> None:
    """A record of a later Parley is refused with the way out, and stays as it is."""
    path = tmp_path / "record.db"
    open_record(path).close()
    with sqlite3.connect(path) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    with pytest.raises(RecordError, match=r"newer Parley.*Update Parley"):
        open_record(path)


def test_another_programs_database_is_refused_untouched(tmp_path: Path) -> None:
    """A database of another program is neither migrated nor switched to a write-ahead log."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE mine (x)")
    database.close()
    before = path.read_bytes()
    with pytest.raises(RecordError, match="not a Parley record"):
        open_record(path)
    assert path.read_bytes() == before


def test_a_marked_but_empty_database_of_another_program_is_refused(tmp_path: Path) -> None:
    """Another program's mark is enough, even without tables."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA application_id = 7")
    database.close()
    with pytest.raises(RecordError, match="not a Parley record"):
        open_record(path)


def test_a_file_that_is_no_database_is_refused_untouched(tmp_path: Path) -> None:
    """A text file is refused and keeps its bytes."""
    path = tmp_path / "notes.txt"
    path.write_text("Who said what. " * 1000)
    with pytest.raises(RecordError, match="not a Parley record"):
        open_record(path)
    assert path.read_text() == "Who said what. " * 1000


def test_a_missing_folder_and_a_folder_are_refused_with_a_cure(tmp_path: Path) -> None:
    """The message says what to do."""
    with pytest.raises(RecordError, match=r"folder does not exist.*Make the folder"):
        open_record(tmp_path / "none" / "record.db")
    with pytest.raises(RecordError, match="this is a folder"):
        open_record(tmp_path)


def test_a_path_that_cannot_be_written_is_refused_with_a_cure() -> None:
    """A place where no file can be made gives a RecordError, not a database error."""
    with pytest.raises(RecordError, match=r"cannot be opened.*may write"):
        open_record("/proc/record.db")


def test_a_record_that_may_only_be_read_says_so(tmp_path: Path) -> None:
    """SQLite's read-only error becomes a sentence with a cure; so do its plain errors."""
    path = tmp_path / "record.db"
    open_record(path).close()
    database = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    with pytest.raises(RecordError, match=r"cannot be written.*right to write"), record_errors(str(path)):
        database.execute("DELETE FROM run")
    with pytest.raises(RecordError, match="no such table"), record_errors(str(path)):
        database.execute("DELETE FROM nowhere")
    database.close()


def test_a_writer_waits_and_then_says_that_the_record_is_busy(tmp_path: Path) -> None:
    """While another process writes, opening and writing end in RecordBusyError after the wait; reading goes on."""
    path = tmp_path / "record.db"
    with open_record(path, wait=0.05) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordBusyError, match="another process"), store.writer(RUN):
            pass
        assert store.view().counts().runs == 0
        other.execute("ROLLBACK")
        other.close()
        with store.writer(RUN):
            pass
        assert store.view().counts().runs == 1


def test_a_new_record_that_another_process_holds_is_busy(tmp_path: Path) -> None:
    """Opening, too, tells a busy file from a broken one."""
    path = tmp_path / "record.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    other.execute("PRAGMA application_id = 0")
    with pytest.raises(RecordBusyError):
        open_record(path, wait=0.05)
    other.close()


def test_autocommit_connections_begin_no_transaction(tmp_path: Path) -> None:
    """VACUUM, which must not run inside a transaction, works on a connection in autocommit."""
    with open_record(tmp_path / "record.db") as store:
        write(store, example_reading())
        engine = make_engine(store.place).execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("VACUUM"))
        engine.dispose()
        assert store.view().counts().articles == 1


def test_the_declared_encoding_is_kept(store: Store) -> None:
    """What the server said of the bytes comes back with them, so that they can be decoded again the same way."""
    reading = simple_reading("one", "In one he said it rains.", ("he", "said", "it rains"))
    told = replace(reading, page=replace(reading.page, charset="windows-1251"))
    write(store, told)
    assert store.view().article("one").reading.page == told.page
    assert verify(store).faults == ()
