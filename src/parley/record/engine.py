"""The SQLite engine, and database errors turned into Parley's own.

Law of this module: transactions are begun by us, not by Python's sqlite3 module, which would
commit before DDL and begin too late for reads. Writers begin IMMEDIATE: they wait for each other
at the door, where ``busy_timeout`` works, instead of failing half-way through.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from parley.errors import RecordBusyError, RecordError

BUSY_SECONDS = 5.0
"""How long a writer waits for another one before it gives up."""

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_CURES = {
    sqlite3.SQLITE_READONLY: ("it cannot be written", "Give this user the right to write the file and its folder"),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "Check that the folder exists and that this user may write in it"),
    sqlite3.SQLITE_IOERR: ("the disk failed while reading or writing", "Check the disk, then run `parley verify`"),
    sqlite3.SQLITE_FULL: ("the disk is full", "Free some space; nothing written before is lost"),
    sqlite3.SQLITE_NOTADB: ("this is not a Parley record", "Name another file"),
    sqlite3.SQLITE_CORRUPT: ("the file is damaged", "Restore it from a copy; `parley verify` says what is hurt"),
}


def make_engine(path: Path, *, wait: float = BUSY_SECONDS) -> Engine:
    """An engine on a record file, with write-ahead log and foreign keys.

    Args:
        path: the file.
        wait: seconds to wait for another process that writes.
    """
    engine = create_engine(URL.create("sqlite", database=str(path)))
    _hook(engine, wait=wait, foreign_keys=True)
    return engine


def make_migration_engine(path: Path, *, wait: float = BUSY_SECONDS) -> Engine:
    """An engine for migrations: foreign keys off, since SQLite's way of altering a table drops it.

    With foreign keys on, dropping a parent table takes the rows of its children along.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=NullPool,
        execution_options={"sqlite_begin": "IMMEDIATE"},
    )
    _hook(engine, wait=wait, foreign_keys=False)
    return engine


def _hook(engine: Engine, *, wait: float, foreign_keys: bool) -> None:
    @event.listens_for(engine, "connect")
    def connect(database: sqlite3.Connection, _record: Any) -> None:
        database.isolation_level = None
        database.execute(f"PRAGMA busy_timeout = {int(wait * 1000)}")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("isolation_level") != "AUTOCOMMIT":  # the event fires there too, and VACUUM needs none
            connection.exec_driver_sql(f"BEGIN {options.get('sqlite_begin', 'DEFERRED')}")


@contextmanager
def record_errors(where: str) -> Iterator[None]:
    """Turns what the database raises into RecordError or RecordBusyError.

    Args:
        where: the record's path, for the message.
    """
    try:
        yield
    except DBAPIError as error:
        raise _translated(error.orig, where) from error
    except sqlite3.Error as error:
        raise _translated(error, where) from error


def _translated(error: BaseException | None, where: str) -> RecordError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _BUSY:
        cure = "Wait until the other program has finished, or stop it"
        return RecordBusyError("another process is writing to this record", where=where, cure=cure)
    what, cure = _CURES.get(code, (f"the database refused: {error}", "Run `parley verify` on this record"))
    return RecordError(what, where=where, cure=cure)
