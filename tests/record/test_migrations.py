"""Migrations beside ``test_upgrades``: on both databases with data, in crowds, killed at random; and what they refuse."""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, create_engine, delete, inspect, select, text, update
from sqlalchemy.exc import DatabaseError

import parley.record
from bench.soak import killed, start
from parley.errors import RecordError
from parley.record import Store, open_record, sql, verify
from parley.record.backup import backups_of, check_backup, restore_backup, upgrade_record
from parley.record.columns import metadata
from parley.record.engine import Place, make_engine, make_migration_engine
from parley.record.migrate import APPLICATION_ID, HEAD, migrate
from tests.postgresql import new_database

from .builders import dump, example_reading, simple_reading, write

DUMP = Path(__file__).parent / "data" / "record-0001.sql"
KEPT = {"proposal": "version", "proposal_link": "version_link"}
"""Tables of schema 0001 under their present names; the others kept theirs."""


def old_file(path: Path) -> Path:
    """A record file of schema 0001."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript(DUMP.read_text("utf-8"))
    return path


def fill_server(source: Path, place: Place) -> None:
    """Make a record of schema 0001 on a server, with the rows of a file."""
    engine = make_migration_engine(place)
    config = Config()
    config.set_main_option("script_location", str(Path(parley.record.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    server, file = make_engine(place), create_engine(f"sqlite:///{source}")
    old = MetaData()
    old.reflect(file, only=lambda name, _: not name.startswith(("search", "sqlite", "alembic")))
    with file.connect() as rows, server.begin() as connection:
        for table in old.sorted_tables:
            found = [dict(row) for row in rows.execute(select(table)).mappings()]
            connection.execute(table.insert(), found)
            if "id" in table.c:
                highest = f"greatest((SELECT coalesce(max(id), 0) FROM {table.name}), 1)"
                connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {highest})"))
    server.dispose()
    file.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def old(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """A record of schema 0001 with two articles, on each database; a server's is backed up into the folder."""
    monkeypatch.chdir(tmp_path)
    file = old_file(tmp_path / "old.db")
    if request.param == "sqlite":
        yield file
        return
    with new_database(request.getfixturevalue("server")) as place:
        fill_server(file, place)
        yield place


def rows_of(place: Place) -> dict[str, list[dict[str, object]]]:
    """Every row of every table that is not of the search index, by the present names of tables."""
    engine = make_engine(place)
    found = MetaData()
    found.reflect(engine, only=lambda name, _: not name.startswith(("search", "sqlite", "alembic")))
    with engine.connect() as connection:
        rows = {
            KEPT.get(table.name, table.name): [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in found.sorted_tables
        }
    engine.dispose()
    return rows


def test_every_old_row_is_there_after_an_upgrade(old: Place) -> None:
    """Each row of each table of schema 0001 has one of schema 0002 with the same values; new columns are empty."""
    before = rows_of(old)
    migrate(old, wait=5, older=True)
    after = rows_of(old)
    assert before["version"]
    for table, rows in before.items():
        assert len(after[table]) == len(rows), table
        names = {name for name in (rows[0] if rows else {}) if name in after[table][0]}
        renamed = {"proposal": "version"}
        expected = [{renamed.get(name, name): row[name] for name in row} for row in rows]
        shared = names | ({"version"} if rows and "proposal" in rows[0] else set())
        one = sorted(repr([(name, row[name]) for name in sorted(shared)]) for row in expected)
        assert sorted(repr([(name, row[name]) for name in sorted(shared)]) for row in after[table]) == one, table
    with open_record(old) as store:
        assert verify(store).faults == ()
        assert [hit.article for hit in store.view().find("cautious")] == ["visit"]


def test_an_upgraded_record_can_be_written_on(old: Place) -> None:
    """Counters go on after the highest number; the same page gives the same entries; judgements and search work."""
    migrate(old, wait=5, older=True)
    with open_record(old) as store:
        with store.engine.connect() as connection:
            keys = set(connection.execute(select(sql.entry.c.key)).scalars())
        (entries,) = write(store, example_reading())
        assert set(entries.values()) <= keys
        write(store, simple_reading("new", "She said it is dry.", ("She", "said", "it is dry")))
        judge = store.judge("Anna Lind")
        judge.entries.accept([row.key for row in store.view().statements()])
        judge.undo()
        assert [hit.article for hit in store.view().find("dry")] == ["new"]
        assert verify(store).faults == ()


def test_the_migrations_make_the_declared_tables(old: Place, store: Store) -> None:
    """A new record and an upgraded one have the tables, columns, keys and indexes that the code declares."""
    migrate(old, wait=5, older=True)

    def differences(connection: Connection) -> list[object]:
        def ours(_item: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
            own = name != "search" and not (name or "").startswith("search_")
            return kind != "table" or own or name in metadata.tables

        return list(compare_metadata(MigrationContext.configure(connection, opts={"include_object": ours}), metadata))

    with open_record(old) as upgraded:
        for one in (upgraded, store):
            with one.engine.connect() as connection:
                assert differences(connection) == []
                assert not [name for name in inspect(connection).get_table_names() if name.startswith("old_")]


@pytest.mark.parametrize("table", ["blob", "page_text", "entry", "version", "evidence", "audit", "judgement", "step"])
def test_the_database_itself_keeps_what_is_never_changed(store: Store, table: str) -> None:
    """No program can update such a row on either database, nor take a link out of the chain."""
    write(store, example_reading())
    store.judge("Anna Lind").entries.accept([store.view().statements()[0].key])
    found = metadata.tables[table]
    column = next(iter(found.primary_key.columns))
    with store.engine.connect() as connection:
        with pytest.raises(DatabaseError, match="never changed"):
            connection.execute(update(found).values({column.name: column}))
        connection.rollback()
        with pytest.raises(DatabaseError, match="never deleted"):
            connection.execute(delete(sql.audit))
        connection.rollback()
    assert verify(store).ok


def test_a_newer_record_is_neither_upgraded_nor_backed_up(tmp_path: Path) -> None:
    """An upgrade that cannot be done leaves no backup behind, and says what can be done."""
    with open_record(tmp_path / "record.db") as store, store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RecordError, match=r"newer Parley.*Update Parley"):
        upgrade_record(tmp_path / "record.db", wait=1)
    assert backups_of(tmp_path / "record.db") == ()


def test_an_upgrade_is_backed_up_and_keeps_the_mark(tmp_path: Path) -> None:
    """The backup is a whole record of the old schema, marked as ours; so is what is restored from it."""
    path = old_file(tmp_path / "old.db")
    before = rows_of(path)
    saved = upgrade_record(path, wait=5)
    assert saved is not None
    assert "before-upgrade-0001" in saved.name
    assert check_backup(saved) == "0001"
    restore_backup(saved, path)
    for found in (saved, path):
        assert rows_of(found) == before
        with closing(sqlite3.connect(found)) as database:
            assert database.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert upgrade_record(path, wait=5) is not None
    assert upgrade_record(path, wait=5) is None


def test_a_backup_of_an_older_schema_does_not_go_onto_a_server(place: Place, tmp_path: Path) -> None:
    """Onto a server it is refused before anything is changed there; into a file it goes."""
    path = old_file(tmp_path / "old.db")
    if isinstance(place, Path):
        restore_backup(path, place)
        assert rows_of(place) == rows_of(path)
        return
    with open_record(place) as store:
        write(store, example_reading())
        before = dump(store, run_log=True)
        with pytest.raises(RecordError, match=r"older schema.*parley upgrade"):
            restore_backup(path, place)
        assert dump(store, run_log=True) == before


def test_upgrades_killed_at_random_leave_the_old_or_the_new(tmp_path: Path) -> None:
    """Whatever the moment, the record has one schema, is whole, and the next upgrade finishes the work."""
    chance = random.Random(5)
    for number in range(3):
        path = old_file(tmp_path / f"old{number}.db")
        killed([start("upgrade", str(path), number, tmp_path)], after=chance.uniform(0.0, 0.4))
        with closing(sqlite3.connect(path)) as database:
            assert database.execute("SELECT version_num FROM alembic_version").fetchone()[0] in ("0001", HEAD)
            assert database.execute("PRAGMA quick_check").fetchone() == ("ok",)
        for backup in backups_of(path):
            assert check_backup(backup.path) == "0001"
        upgrade_record(path, wait=5)
        with open_record(path) as store:
            assert verify(store).faults == ()


def test_an_index_made_in_another_way_is_made_anew_when_the_record_is_opened(store: Store, place: Place) -> None:
    """A record whose search index an earlier Parley made is found in as any other."""
    write(store, example_reading())
    with store.engine.begin() as connection:
        connection.execute(update(sql.setting).values(value="1"))
        connection.execute(text("DELETE FROM search"))
        connection.execute(delete(sql.search_entry))
        connection.execute(delete(sql.search_row))
    with open_record(place) as again:
        assert [hit.article for hit in again.view().find("cautious")] == ["visit"]
        assert verify(again).faults == ()


def test_several_new_records_are_made_at_once_in_one_process(tmp_path: Path) -> None:
    """Migrations that run side by side each work on their own record."""
    faults: list[object] = []

    def make(number: int) -> None:
        try:
            with open_record(tmp_path / f"{number}.db") as made:
                write(made, example_reading())
                faults.extend(verify(made).faults)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=make, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
