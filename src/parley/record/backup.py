"""Backups: whole records in files, made while the record is in use, and the way back from them.

Law of this module: a backup is itself a SQLite record, whatever database the record is in; it can be
opened, searched and verified. It appears under its name only when it is whole.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, Table, create_engine, func, insert, inspect, select, text
from sqlalchemy.engine import URL

from parley.errors import RecordError
from parley.record import sql
from parley.record.base import Store
from parley.record.columns import metadata
from parley.record.engine import Place, find_place, make_engine, name_of, record_errors, writing
from parley.record.migrate import HEAD, migrate, refuse_other_files, revision_of
from parley.record.search import INDEX, index_all

PORTION = 500
"""Rows copied at a time."""

_PAGES = 256
"""Database pages copied at a time; writers get their turn between two portions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup that lies beside a record."""

    path: Path
    made_at: str
    size: int


def backup_folder(place: Place) -> Path:
    """Where backups of a record lie unless another file is named."""
    if isinstance(place, Path):
        return place.with_name(place.name + ".backups")
    return Path(f"{place.database or 'parley'}.backups")


def backups_of(place: Place) -> tuple[Backup, ...]:
    """The backups that lie beside a record, the newest first."""
    found = sorted(backup_folder(place).glob("*.db"), reverse=True)
    return tuple(
        Backup(
            path=path,
            made_at=f"{datetime.fromtimestamp(path.stat().st_mtime, UTC):%Y-%m-%dT%H:%M:%SZ}",
            size=path.stat().st_size,
        )
        for path in found
    )


def make_backup(place: Place | str, target: Path | None = None, *, why: str = "") -> Path:
    """Copy a record, as it is at one moment, into a file.

    Args:
        place: the record; it may be of an older schema, and in use.
        target: the file; one named after the moment, beside the record, if None.
        why: a word for the name of such a file.

    Returns:
        The file.

    Raises:
        RecordError: there is no record, the file is there already, or it cannot be written.
    """
    source = find_place(place)
    path = target or _fresh_name(backup_folder(source), why)
    if path.exists():
        raise RecordError("there is a file of this name already", where=str(path), cure="Name another one")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        cure = "Name a file in a folder you may write in"
        raise RecordError(f"its folder cannot be made: {error.strerror}", where=str(path), cure=cure) from error
    half = path.with_name(f".{path.name}.{os.getpid()}.half")
    try:
        with record_errors(str(path)):
            if isinstance(source, Path):
                _copy_file(source, half)
            else:
                _copy_server(source, half)
        os.replace(half, path)
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(f"{half}{ending}").unlink(missing_ok=True)
    return path


def restore_backup(backup: Path, place: Place | str) -> None:
    """Put a record back to what a backup holds; what the record holds now is lost unless it was backed up.

    Args:
        backup: a file that ``make_backup`` made.
        place: the record; readers may go on meanwhile and see one state or the other.

    Raises:
        RecordError: the file is no backup, or is of another schema than a database server's record.
        RecordBusyError: another process holds the record.
    """
    target = find_place(place)
    if not backup.is_file():
        raise RecordError("there is no such backup", where=str(backup), cure="`parley backup --list` lists them")
    refuse_other_files(backup)
    with record_errors(name_of(target)):
        if isinstance(target, Path):
            refuse_other_files(target)
            with closing(_raw(backup, read_only=True)) as source, closing(_raw(target)) as into:
                source.backup(into, pages=-1)
                into.execute("PRAGMA journal_mode = WAL")
        else:
            _restore_server(backup, target)


def upgrade_record(place: Place | str, *, wait: float) -> Path | None:
    """Bring a record to the present schema, after a backup.

    Args:
        place: the record.
        wait: seconds to wait for another process.

    Returns:
        The backup; None where the record was up to date, so that nothing was done.

    Raises:
        RecordError: there is no record, or it is newer than this Parley.
    """
    found = find_place(place)
    if isinstance(found, Path):
        refuse_other_files(found)
    engine = make_engine(found, wait=wait)
    try:
        with record_errors(name_of(found)), engine.connect() as connection:
            revision = revision_of(connection)
    finally:
        engine.dispose()
    if revision == HEAD:
        return None
    saved = make_backup(found, why=f"before-upgrade-{revision}") if revision else None
    with record_errors(name_of(found)):
        migrate(found, wait=wait, older=True)
    return saved


def snapshot(store: Store, why: str) -> Path:
    """A backup that is made before something that cannot be undone."""
    return make_backup(store.place, why=why)


def holds_page(backup: Path, page_text: str) -> bool:
    """Whether a backup holds a page text; False also where the file cannot be read as a record."""
    try:
        with closing(_raw(backup, read_only=True)) as database:
            found = database.execute("SELECT 1 FROM page_text WHERE sha256 = ?", (page_text,)).fetchone()
    except sqlite3.Error:
        return False
    return found is not None


def _fresh_name(folder: Path, why: str) -> Path:
    moment = f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S}"
    stem = f"{moment}-{why}" if why else moment
    names = (folder / f"{stem}{f'-{copy}' if copy else ''}.db" for copy in range(1000))
    return next(path for path in names if not path.exists())


def _raw(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    mode = "ro" if read_only else "rwc"
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=30)


def _copy_file(source: Path, target: Path) -> None:
    if not source.exists():
        raise RecordError("there is no record here", where=str(source), cure="Name a record that is there")
    refuse_other_files(source)
    with closing(_raw(source)) as old, closing(_raw(target)) as new:
        old.backup(new, pages=_PAGES, sleep=0.001)
        new.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it


def _copy_server(source: URL, target: Path) -> None:
    migrate(target, wait=30)
    server, file = make_engine(source), _bare_engine(target)
    try:
        with server.connect() as old, file.begin() as new:
            if revision_of(old) != HEAD:
                cure = "Back it up with the Parley that wrote it, or with the server's own tools"
                raise RecordError("it is of another schema", where=name_of(source), cure=cure)
            copy_tables(old, new)
        with closing(_raw(target)) as database:
            database.execute("PRAGMA journal_mode = DELETE")
    finally:
        server.dispose()
        file.dispose()


def _restore_server(backup: Path, target: URL) -> None:
    migrate(target, wait=30)
    file, server = _bare_engine(backup), writing(make_engine(target))
    try:
        with file.connect() as old, server.begin() as new:
            if revision_of(old) != HEAD:
                cure = "Restore it into a file, then run `parley upgrade` and back that up"
                raise RecordError("the backup is of an older schema", where=str(backup), cure=cure)
            names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
            new.execute(text(f"TRUNCATE {names}, search"))
            copy_tables(old, new)
    finally:
        server.dispose()
        file.dispose()


def _bare_engine(path: Path) -> Engine:
    """An engine on a file that nobody else has: foreign keys are checked by ``verify``, not row by row."""
    return create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)


def copy_tables(source: Connection, target: Connection) -> None:
    """Copy every row of a record into an empty one, and index its texts.

    Args:
        source: sees one state of its record throughout.
        target: with the writing transaction open.
    """
    with _unguarded(target):
        for table in metadata.sorted_tables:
            if table.name not in ("search_row", "search_entry"):
                _copy_table(source, target, table)
    index_all(target)
    state = sql.setting.c
    if target.execute(select(func.count()).where(state.name == "index")).scalar_one() == 0:
        target.execute(insert(sql.setting), {"name": "index", "value": INDEX})


@contextmanager
def _unguarded(target: Connection) -> Iterator[None]:
    """Rows may come before those they point at: on PostgreSQL their references are checked at the end."""
    if target.dialect.name != "postgresql":
        yield
        return
    keys = [
        (table, key["name"])
        for table in inspect(target).get_table_names()
        for key in inspect(target).get_foreign_keys(table)
    ]
    for table, key in keys:
        target.execute(text(f'ALTER TABLE "{table}" ALTER CONSTRAINT "{key}" DEFERRABLE INITIALLY DEFERRED'))
    yield
    target.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    for table, key in keys:
        target.execute(text(f'ALTER TABLE "{table}" ALTER CONSTRAINT "{key}" NOT DEFERRABLE'))


def _copy_table(source: Connection, target: Connection, table: Table) -> None:
    rows = source.execute(select(table).order_by(*table.primary_key.columns), execution_options={"yield_per": PORTION})
    if table is sql.setting:
        target.execute(table.delete())
    for portion in rows.mappings().partitions():
        target.execute(insert(table), [dict(row) for row in portion])
    if target.dialect.name == "postgresql" and "id" in table.c:
        target.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "
                f'greatest(coalesce(max(id), 0), 1), max(id) IS NOT NULL) FROM "{table.name}"'
            )
        )
