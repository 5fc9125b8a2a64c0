"""The engine of a record on SQLite or PostgreSQL, and database errors turned into Parley's own.

Law of this module: transactions are begun by us, not by Python's sqlite3 module, which would
commit before DDL and begin too late for reads. Writers wait for each other at the door: on SQLite
they begin IMMEDIATE, where ``busy_timeout`` works, on PostgreSQL they take one advisory lock, so
that the audit chain is one chain and a writer sees all that was written before it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from parley.errors import RecordBusyError, RecordError, UsageError

BUSY_SECONDS = 5.0
"""How long a writer waits for another one before it gives up."""

WRITERS_LOCK = 0x5041524C
"""The advisory lock that writers of a PostgreSQL record take ("PARL")."""

Place = Path | URL
"""Where a record is: a file of SQLite, or an address of PostgreSQL."""

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_CURES = {
    sqlite3.SQLITE_READONLY: ("it cannot be written", "Give this user the right to write the file and its folder"),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "Check that the folder exists and that this user may write in it"),
    sqlite3.SQLITE_IOERR: ("the disk failed while reading or writing", "Check the disk, then run `parley verify`"),
    sqlite3.SQLITE_FULL: ("the disk is full", "Free some space; nothing written before is lost"),
    sqlite3.SQLITE_NOTADB: ("this is not a Parley record", "Name another file"),
    sqlite3.SQLITE_CORRUPT: ("the file is damaged", "Restore it from a copy; `parley verify` says what is hurt"),
}
_STATES = {
    "53": ("the server has run out of disk, memory or connections", "Ask who runs it; nothing written before is lost"),
    "28": ("the server does not let this user in", "Check the name and password in the record's address"),
    "3D": ("the server has no such database", "Make it first: createdb NAME"),
    "42501": ("this user may not do that", "Ask who runs the server for the right to read and write this database"),
    "25006": ("it cannot be written", "The server is read-only; name the one that takes writes"),
    "57P": ("the server is stopping or starting", "Wait until it runs; nothing written before is lost"),
}
"""PostgreSQL's error codes, whole or by their beginnings."""
_UNSTATED = {
    "28": re.compile(r"password authentication failed|no password supplied|role .* does not exist|pg_hba\.conf"),
    "3D": re.compile(r"database .* does not exist"),
    "57P": re.compile(r"the database system is |server closed the connection|connection is lost"),
}
"""The same by their words: an error while connecting comes without its code."""
_WAITED = {"55P03", "57014", "40P01", "40001"}


def find_place(place: Path | URL | str) -> Place:
    """Where a record is, as a user writes it.

    Args:
        place: a file, or an address such as postgresql://user@host/database.

    Raises:
        UsageError: it is an address of something that is not PostgreSQL.
    """
    if isinstance(place, URL):
        return place
    if isinstance(place, Path) or "://" not in place:
        return Path(place)
    try:
        address = make_url(place)
    except ArgumentError as error:
        raise UsageError("this is no address of a database", where="record", cure=_ADDRESS) from error
    if address.get_backend_name() != "postgresql":
        raise UsageError(f"records are not kept in {address.get_backend_name()}", where="record", cure=_ADDRESS)
    return address.set(drivername="postgresql+psycopg")


_ADDRESS = "Name a file, or postgresql://user@host/database"


def name_of(place: Place) -> str:
    """A place as messages name it: without its password, wherever in the address that stands."""
    if isinstance(place, Path):
        return str(place)
    secret = [name for name in place.query if "password" in name]
    return place.difference_update_query(secret).render_as_string(hide_password=True)


def make_engine(place: Place, *, wait: float = BUSY_SECONDS) -> Engine:
    """An engine on a record.

    Args:
        place: a file, opened with write-ahead log and foreign keys; or an address.
        wait: seconds to wait for another process that writes.

    Raises:
        RecordError: the driver for PostgreSQL is not installed.
    """
    return _engine(place, wait=wait, foreign_keys=True)


def make_migration_engine(place: Place, *, wait: float = BUSY_SECONDS) -> Engine:
    """An engine for migrations: on SQLite foreign keys are off, since its way of altering a table drops it.

    With foreign keys on, dropping a parent table takes the rows of its children along.
    """
    return writing(_engine(place, wait=wait, foreign_keys=False, poolclass=NullPool))


def writing(engine: Engine) -> Engine:
    """The same engine, whose transactions wait at the door until no other writer is inside."""
    return engine.execution_options(parley_writes=True)


def _engine(place: Place, *, wait: float, foreign_keys: bool, **options: Any) -> Engine:
    if isinstance(place, URL):
        try:
            engine = create_engine(place, isolation_level="REPEATABLE READ", **options)
        except (ModuleNotFoundError, NoSuchModuleError) as error:
            cure = "Install it: pip install 'parley-record[postgresql]'"
            raise RecordError("the driver for PostgreSQL is missing", where=name_of(place), cure=cure) from error
        _hook_postgresql(engine, wait=wait)
        return engine
    engine = create_engine(URL.create("sqlite", database=str(place)), **options)
    _hook_sqlite(engine, wait=wait, foreign_keys=foreign_keys)
    return engine


def _hook_sqlite(engine: Engine, *, wait: float, foreign_keys: bool) -> None:
    @event.listens_for(engine, "connect")
    def connect(database: sqlite3.Connection, _record: Any) -> None:
        database.isolation_level = None
        database.execute(f"PRAGMA busy_timeout = {int(wait * 1000)}")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")  # what was acknowledged survives a power cut
        database.execute("PRAGMA secure_delete = ON")  # what was erased leaves no bytes behind
        database.execute("PRAGMA cache_size = -65536")
        database.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("isolation_level") != "AUTOCOMMIT":  # the event fires there too, and VACUUM needs none
            connection.exec_driver_sql(f"BEGIN {'IMMEDIATE' if options.get('parley_writes') else 'DEFERRED'}")


def _hook_postgresql(engine: Engine, *, wait: float) -> None:
    @event.listens_for(engine, "connect")
    def connect(database: Any, _record: Any) -> None:
        with database.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {int(wait * 1000)}")
            cursor.execute("SET client_encoding = 'UTF8'")
        database.commit()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # Taken on its own, before the snapshot of the transaction: a snapshot from before the lock would be old.
        if connection.get_execution_options().get("parley_writes"):
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")


@contextmanager
def record_errors(where: str) -> Iterator[None]:
    """Turns what the database raises into RecordError or RecordBusyError.

    Args:
        where: the record's place, for the message.
    """
    try:
        yield
    except DBAPIError as error:
        raise _translated(error.orig, where) from error
    except sqlite3.Error as error:
        raise _translated(error, where) from error


def _translated(error: BaseException | None, where: str) -> RecordError:
    state = getattr(error, "sqlstate", None) or ""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _BUSY or state in _WAITED:
        cure = "Wait until the other program has finished, or stop it"
        return RecordBusyError("another process is writing to this record", where=where, cure=cure)
    said = " ".join(str(error).split())
    refused = (f"the database refused: {said.rstrip('.?')}", "Run `parley verify` on this record")
    if not state and type(error).__name__ == "OperationalError" and not isinstance(error, sqlite3.Error):
        state = next((found for found, words in _UNSTATED.items() if words.search(said)), "")
        cure = "Check the address, and that the server runs"
        refused = (f"the server cannot be reached: {said.rstrip('.?')}", cure)
    known = (_STATES[state[:length]] for length in (5, 3, 2) if state[:length] in _STATES)
    what, cure = _CURES.get(code) or next(known, refused)
    return RecordError(what, where=where, cure=cure)
