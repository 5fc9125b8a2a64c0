"""Backups: whole records in files, made while the record is in use, and the way back from them.

Law of this module: a backup is itself a SQLite record, whatever database the record is in; it can be
opened, searched and verified. It appears under its name only when it is whole.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, Engine, NullPool, Table, create_engine, insert, select, text
from sqlalchemy.engine import URL

from parley.errors import RecordBusyError, RecordError
from parley.record import sql
from parley.record.base import Store
from parley.record.columns import metadata
from parley.record.engine import BUSY_SECONDS, Place, find_place, make_engine, name_of, record_errors, writing
from parley.record.migrate import (
    APPLICATION_ID,
    HEAD,
    check_revision,
    index_anew,
    known_revisions,
    migrate,
    refuse_other_files,
    revision_of,
)

PORTION = 500
"""Rows copied at a time."""

_LEFT_BEHIND = 3600.0
"""Seconds without a change after which half a backup is one that a killed process left behind."""


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
    found = [(path.stat(), path) for path in backup_folder(place).glob("*.db") if path.is_file()]
    return tuple(
        Backup(
            path=path,
            made_at=f"{datetime.fromtimestamp(about.st_mtime, UTC):%Y-%m-%dT%H:%M:%SZ}",
            size=about.st_size,
        )
        for about, path in sorted(found, key=lambda one: (one[0].st_mtime_ns, one[1]), reverse=True)
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
    if target is not None and target.exists():
        raise _taken(target)
    folder = backup_folder(source) if target is None else target.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        cure = "Name a file in a folder you may write in"
        raise RecordError(f"it cannot be made: {error.strerror}", where=f"folder {folder}", cure=cure) from error
    name = "backup.db" if target is None else target.name
    _sweep(folder, name)
    half = folder / f".{name}.{uuid4().hex}.half"
    try:
        with record_errors(str(target or folder)):
            if isinstance(source, Path):
                _copy_file(source, half)
            else:
                _copy_server(source, half)
        return _named(half, target) if target else _named_after_now(half, folder, why)
    finally:
        _forget(half)


def check_backup(backup: Path, *, place: Place | None = None) -> str:
    """Look whether a file is a backup, and whole; how its rows fit together, ``verify`` says.

    Args:
        backup: the file.
        place: the record that is to be put back to it.

    Returns:
        The schema of the record in it.

    Raises:
        RecordError: it is no backup, is damaged, was written by a newer Parley, or does not fit that place.
    """
    where = str(backup)
    if not backup.is_file():
        raise RecordError("there is no such backup", where=where, cure="`parley backup --list` lists them")
    refuse_other_files(backup)
    with record_errors(where), closing(_raw(backup, "ro")) as database:
        (mark,) = database.execute("PRAGMA application_id").fetchone()
        if mark != APPLICATION_ID:
            raise RecordError("this is no backup of a record", where=where, cure="`parley backup --list` lists them")
        (said,) = database.execute("PRAGMA quick_check(1)").fetchone()
        revision = str(database.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    if said != "ok":
        raise RecordError(f"the backup is damaged: {said}", where=where, cure="Take another one")
    if revision not in known_revisions():
        raise RecordError(f"a newer Parley wrote it (schema {revision})", where=where, cure="Update Parley")
    if isinstance(place, URL) and revision != HEAD:
        cure = "Restore it into a file, then run `parley upgrade` and back that up"
        raise RecordError("the backup is of an older schema", where=where, cure=cure)
    if isinstance(place, Path) and place.exists() and place.samefile(backup):
        raise RecordError("it is the record itself", where=where, cure="Name one of its backups")
    return revision


def restore_backup(backup: Path, place: Place | str, *, wait: float = BUSY_SECONDS) -> None:
    """Put a record back to what a backup holds; what the record holds now is lost unless it was backed up.

    Args:
        backup: a file that ``make_backup`` made.
        place: the record; readers may go on meanwhile and see one state or the other.
        wait: seconds to wait for another process that writes.

    Raises:
        RecordError: the file is no backup, or is of another schema than a database server's record.
        RecordBusyError: another process holds the record.
    """
    target = find_place(place)
    check_backup(backup, place=target)
    with record_errors(name_of(target)):
        if isinstance(target, Path):
            _check_target(target)
            _restore_file(backup, target, wait=wait)
        else:
            _restore_server(backup, target, wait=wait)


def has_record(place: Place | str) -> bool:
    """Whether there is a record at a place already: a file with something in it, or tables on a server."""
    found = find_place(place)
    if isinstance(found, Path):
        return found.exists() and found.stat().st_size > 0
    engine = make_engine(found)
    try:
        with record_errors(name_of(found)), engine.connect() as connection:
            return revision_of(connection) is not None
    finally:
        engine.dispose()


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
    if not has_record(found):
        raise _none(name_of(found))
    engine = make_engine(found, wait=wait)
    try:
        with record_errors(name_of(found)), engine.connect() as connection:
            revision = revision_of(connection)
            check_revision(connection, revision, name_of(found), older=True)
    finally:
        engine.dispose()
    saved = None if revision == HEAD else make_backup(found, why=f"before-upgrade-{revision}")
    with record_errors(name_of(found)):
        migrate(found, wait=wait, older=True)
    return saved


def snapshot(store: Store, why: str) -> Path:
    """A backup that is made before something that cannot be undone."""
    return make_backup(store.place, why=why)


def holds_any(backup: Path, *, pages: Sequence[str], actors: Sequence[str] = ()) -> bool:
    """Whether a backup holds one of some page texts or actors; False also where it cannot be read as a record.

    Args:
        backup: the file.
        pages: digests of page texts.
        actors: keys of actors.
    """
    held = [("SELECT 1 FROM page_text WHERE sha256 = ?", page) for page in pages]
    held += [("SELECT 1 FROM actor WHERE key = ?", actor) for actor in actors]
    try:
        with closing(_raw(backup, "ro")) as database:
            return any(database.execute(query, (value,)).fetchone() for query, value in held)
    except sqlite3.Error:
        return False


def holds_page(backup: Path, page_text: str) -> bool:
    """Whether a backup holds a page text; False also where the file cannot be read as a record."""
    return holds_any(backup, pages=[page_text])


def _taken(path: Path) -> RecordError:
    return RecordError("there is a file of this name already", where=str(path), cure="Name another one")


def _none(where: str) -> RecordError:
    return RecordError("there is no record here", where=where, cure="Name a record that is there")


def _named(half: Path, path: Path) -> Path:
    """Give a finished backup its name, which no other file may have."""
    try:
        os.link(half, path)
    except FileExistsError as error:
        raise _taken(path) from error
    except OSError:  # the file system knows no links
        os.replace(half, path)
    return path


def _named_after_now(half: Path, folder: Path, why: str) -> Path:
    """Give a finished backup a name after this moment; another process may be taking names too."""
    moment = f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S}"
    stem = f"{moment}-{why}" if why else moment
    copy = 0
    while True:
        path = folder / f"{stem}{f'-{copy}' if copy else ''}.db"
        copy += 1
        if not path.exists():
            try:
                return _named(half, path)
            except RecordError:
                continue


def _forget(half: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        Path(f"{half}{ending}").unlink(missing_ok=True)


def _sweep(folder: Path, name: str) -> None:
    """Clear away what backups of this name left behind that were killed: it holds the record's texts."""
    for half in folder.glob(f".{name}.*.half*"):
        try:
            if time.time() - half.stat().st_mtime > _LEFT_BEHIND:
                half.unlink()
        except OSError:  # gone already, or not ours: no reason to make no backup
            continue


def _raw(path: Path, mode: str, *, wait: float = 30) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=wait, isolation_level=None)


def _copy_file(source: Path, target: Path) -> None:
    if not source.exists():
        raise _none(str(source))
    refuse_other_files(source)
    with closing(_raw(source, "rw")) as old, closing(_raw(target, "rwc")) as new:
        # One state throughout: without a transaction of its own the copy begins anew after each writer's.
        old.execute("BEGIN")
        old.execute("SELECT count(*) FROM sqlite_master").fetchone()
        old.backup(new)
        old.execute("ROLLBACK")
        new.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it


def _check_target(target: Path) -> None:
    try:
        refuse_other_files(target)
    except RecordError as error:
        cure = "Move it away, with the files beside it that end in -wal and -shm, then try again"
        raise RecordError(f"what is there cannot be replaced: {error.what}", where=str(target), cure=cure) from error


def _restore_file(backup: Path, target: Path, *, wait: float) -> None:
    with closing(_raw(backup, "ro")) as source, closing(_raw(target, "rwc", wait=wait)) as into:
        source.backup(into, progress=_patience(wait, str(target)))
        into.execute("PRAGMA journal_mode = WAL")


def _patience(wait: float, where: str) -> Callable[[int, int, int], None]:
    """Python tries for ever to copy into a database that another process holds: ends that after a while."""
    until = time.monotonic() + wait

    def look(status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() >= until:
            cure = "Wait until the other program has finished, or stop it"
            raise RecordBusyError("another process is writing to this record", where=where, cure=cure)

    return look


def _copy_server(source: URL, target: Path) -> None:
    migrate(target, wait=30)
    server, file = make_engine(source), _bare_engine(target)
    try:
        with server.connect() as old, file.begin() as new:
            revision = revision_of(old)
            if revision is None:
                raise _none(name_of(source))
            if revision != HEAD:
                cure = "Back it up with the Parley that wrote it, or with the server's own tools"
                raise RecordError("it is of another schema", where=name_of(source), cure=cure)
            copy_tables(old, new)
        with closing(_raw(target, "rw")) as database:
            database.execute("PRAGMA journal_mode = DELETE")
    finally:
        server.dispose()
        file.dispose()


def _restore_server(backup: Path, target: URL, *, wait: float) -> None:
    migrate(target, wait=wait)
    file, server = _bare_engine(backup), writing(make_engine(target, wait=wait))
    try:
        with file.connect() as old, server.begin() as new:
            _empty_tables(new)
            copy_tables(old, new)
    finally:
        server.dispose()
        file.dispose()


def _empty_tables(server: Connection) -> None:
    """Delete every row: TRUNCATE would be faster, but makes tables look empty to those who read meanwhile."""
    guarded = server.execute(
        text("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE '%_never_deleted'")
    ).all()
    for table, trigger in guarded:
        server.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}"))
    server.execute(text("DELETE FROM search"))
    for one in reversed(metadata.sorted_tables):
        server.execute(one.delete())
    for table, trigger in guarded:
        server.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}"))


def _bare_engine(path: Path) -> Engine:
    """An engine on a file that nobody else has: foreign keys are checked by ``verify``, not row by row."""
    return create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)


def copy_tables(source: Connection, target: Connection) -> None:
    """Copy every row of a record into an empty one, and index its texts.

    Args:
        source: sees one state of its record throughout.
        target: with the writing transaction open.
    """
    for table in metadata.sorted_tables:  # each after those that it points at
        if table.name not in ("search_row", "search_entry"):
            _copy_table(source, target, table)
    index_anew(target)


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
