"""``parley backup``, ``restore``, ``upgrade``, ``erase``: what they ask, say, refuse and leave alone."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from parley.record import open_record, verify
from parley.record.backup import backups_of
from tests.postgresql import new_database, programs, running_server
from tests.record.builders import example_reading, simple_reading, write
from tests.record.test_strain import told

from .conftest import Run, json_lines

DUMP = Path(__file__).parents[1] / "record" / "data" / "record-0001.sql"
ME = ("--coder", "Anna Lind")


@pytest.fixture
def record(quiet_environment: Path) -> Path:
    """A record with two articles."""
    path = quiet_environment / "work.db"
    with open_record(path) as store:
        write(store, example_reading(), simple_reading("one", "He said it rains.", ("He", "said", "it rains")))
    return path


def articles(place: Path | str) -> set[str]:
    """Names of the articles of a record, which must be sound."""
    with open_record(place) as store:
        assert verify(store).faults == ()
        return {row.article for row in store.view().articles()}


def test_a_file_that_cannot_be_restored_costs_nothing(run: Run, record: Path) -> None:
    """Before anything is asked or backed up, it is refused: no such file, an empty one, another program's."""
    Path("empty.db").touch()
    with closing(sqlite3.connect("other.db")) as database:
        database.execute("CREATE TABLE mine (x)")
    for name in ("none.db", "empty.db", "other.db", str(record)):
        result = run("restore", name, "--yes", "--record", record)
        assert result.exit_code == 1, name
        assert result.stderr.startswith("Error: ")
        assert result.stderr.count("\n") == 1
    assert articles(record) == {"visit", "one"}
    assert backups_of(record) == ()


def test_restoring_asks_first(run: Run, record: Path) -> None:
    """Without a yes the record stays; with one, what it held is kept beside it."""
    (made,) = json_lines(run("backup", "--record", record, "--json"))
    with open_record(record) as store:
        write(store, simple_reading("two", "He said it snows.", ("He", "said", "it snows")))
    asked = run("restore", made["path"], "--record", record, given="n\n")
    assert asked.exit_code == 130
    assert articles(record) == {"visit", "one", "two"}
    done = run("restore", made["path"], "--record", record, given="y\n")
    assert done.exit_code == 0, done.output
    assert articles(record) == {"visit", "one"}
    (kept,) = [one.path for one in backups_of(record) if "before-restore" in one.path.name]
    assert str(kept) in done.stderr
    assert articles(kept) == {"visit", "one", "two"}


def test_a_damaged_record_can_be_put_back(run: Run, record: Path) -> None:
    """What cannot be backed up says how to go on without; what cannot be replaced says to move it away."""
    (made,) = json_lines(run("backup", "kept.db", "--record", record, "--json"))
    os.truncate(record, record.stat().st_size // 2)
    assert "--no-backup" in run("restore", made["path"], "--yes", "--record", record).stderr
    assert "Move it away" in run("restore", made["path"], "--yes", "--no-backup", "--record", record).stderr
    record.unlink()
    assert run("restore", made["path"], "--yes", "--record", record).exit_code == 0
    assert articles(record) == {"visit", "one"}


@pytest.fixture
def server_place(quiet_environment: Path) -> Iterator[str]:  # noqa: ARG001 - sets the scene
    """The address of an empty database."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL IS NOT INSTALLED: records on a server are not tested (apt install postgresql)")
    with running_server(found) as folder, new_database(folder) as place:
        yield told(place)


def test_a_record_moves_to_a_new_server(run: Run, record: Path, server_place: str) -> None:
    """A backup goes into a database that has no record yet, and a backup of that comes back."""
    run("backup", "a.db", "--record", record)
    done = run("restore", "a.db", "--yes", "--record", server_place)
    assert done.exit_code == 0, done.output
    assert articles(server_place) == {"visit", "one"}
    assert run("backup", "b.db", "--record", server_place).exit_code == 0
    erased = run("erase", "one", "--reason", "asked for", "--yes", "--no-backup", "--record", server_place, *ME)
    assert erased.exit_code == 0, erased.output
    assert articles(server_place) == {"visit"}
    assert run("restore", "b.db", "--yes", "--record", server_place).exit_code == 0
    assert articles(server_place) == {"visit", "one"}
    assert "up to date" in run("upgrade", "--record", server_place).stdout


def test_an_import_into_an_empty_server_needs_no_backup(run: Run, record: Path, server_place: str) -> None:
    """There is nothing yet that could be kept; the second time there is."""
    first = run("import", record, "--record", server_place, *ME)
    assert (first.exit_code, "is kept in" in first.stderr) == (0, False), first.output
    assert articles(server_place) == {"visit", "one"}
    assert "is kept in" in run("import", record, "--record", server_place, *ME).stderr


def test_upgrading_says_where_the_old_one_is_kept(run: Run, quiet_environment: Path) -> None:
    """An old record is upgraded after a backup; where there is none, none is made."""
    path = quiet_environment / "old.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript(DUMP.read_text("utf-8"))
    assert "parley upgrade" in run("show", "--record", path).stderr
    done = run("upgrade", "--record", path)
    assert done.exit_code == 0, done.output
    (kept,) = backups_of(path)
    assert str(kept.path) in done.stdout
    assert len(articles(path)) == 2
    refused = run("upgrade", "--record", "none.db")
    assert (refused.exit_code, "there is no record here" in refused.stderr) == (1, True)
    assert not Path("none.db").exists()


def test_erasing_asks_with_numbers_and_names_backups(run: Run, record: Path) -> None:
    """It says what would go and asks; a backup is made unless forbidden, and is named as one that still holds it."""
    asked = run("erase", "one", "--reason", "asked for", "--record", record, *ME, given="n\n")
    assert asked.exit_code == 130
    assert "1 pages, 1 entries" in asked.stderr
    assert articles(record) == {"visit", "one"}
    assert backups_of(record) == ()
    done = run("erase", "one", "--reason", "asked for", "--yes", "--json", "--record", record, *ME)
    assert done.exit_code == 0, done.output
    (said,) = json_lines(done)
    (kept,) = backups_of(record)
    assert said["backups"] == [str(kept.path)]
    assert said["entries"] == 1
    assert articles(record) == {"visit"}
    person = ("erase", "--person", "Seyed Abbas Hosseini", "--reason", "asked for", "--yes", "--no-backup")
    done = run(*person, "--record", record, *ME)
    assert done.exit_code == 0, done.output
    assert articles(record) == set()
    assert len(backups_of(record)) == 1
    assert run(*person, "--record", record, *ME).exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("erase", "--reason", "x"),
        ("erase", "one", "--person", "Moscow", "--reason", "x"),
        ("erase", "one", "--reason", "  "),
        ("erase", "none", "--reason", "x", "--yes"),
        ("erase", "--person", "Nobody", "--reason", "x", "--yes"),
        ("backup", "work.db"),
        ("backup", "work.db/in/a/file.db"),
    ],
)
def test_what_is_not_clear_is_refused(run: Run, record: Path, arguments: tuple[str, ...]) -> None:
    """Neither or both of page and person, no reason, no such thing, no place for a file: a sentence, and no change."""
    result = run(*arguments, "--record", record, *(ME if arguments[0] == "erase" else ()))
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert "Parley itself failed" not in result.stderr
    assert articles(record) == {"visit", "one"}
    assert backups_of(record) == ()
