"""Bringing a record to the present schema, and refusing what is not ours, too old or too new."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, delete, insert, inspect, select, text

from parley.errors import RecordError
from parley.record import sql
from parley.record.copies import place_all
from parley.record.engine import Place, make_migration_engine, name_of, record_errors
from parley.record.fingerprints import VERSION
from parley.record.search import INDEX, index_all
from parley.record.texts import settle_all_texts

HEAD = "0007"
"""The newest migration; a test compares it with the folder of migrations."""

APPLICATION_ID = 0x5041524C
"""Stands in the header of every record file ("PARL")."""

_ALEMBIC = threading.Lock()
"""Alembic keeps the migration that is under way in globals: two at once in one process would mix up their records."""

_NOT_OURS = "this is not a Parley record"
_OTHER_FILE = "Name another file; Parley makes it if it does not exist"


def migrate(place: Place, *, wait: float, older: bool = False) -> None:
    """Make a new record, or bring an older one to the present schema, in one transaction.

    Args:
        place: the record; may not exist yet.
        wait: seconds to wait for another process.
        older: whether a record of an older schema is to be changed.

    Raises:
        RecordError: it is something else, was written by a newer Parley, or by an older one and ``older`` is not set.
        RecordBusyError: another process holds it.
    """
    if isinstance(place, Path):
        refuse_other_files(place)
    engine = make_migration_engine(place, wait=wait)
    try:
        # A look that waits at no door: a record can be opened and read while another process writes.
        with engine.execution_options(parley_writes=False).connect() as connection:
            if revision_of(connection) == HEAD and _is_indexed(connection) and _is_printed(connection):
                return
        with engine.begin() as connection:
            # Read again: another process may have migrated while this one waited at the door.
            revision = revision_of(connection)
            if revision != HEAD:
                check_revision(connection, revision, name_of(place), older=older)
                _upgrade(connection)
                settle_all_texts(connection)
            if not _is_indexed(connection):
                index_anew(connection)
            if not _is_printed(connection):
                place_anew(connection)
    finally:
        engine.dispose()


def refuse_other_files(path: Path) -> None:
    """Look before touching: opening a foreign database for writing would already change it.

    Raises:
        RecordError: the file is no record, or can be none.
    """
    try:
        folder, is_folder = path.parent.is_dir(), path.is_dir()
        empty = not path.exists() or path.stat().st_size == 0
    except OSError as error:
        cure = "Give this user the right to read the folder"
        raise RecordError(f"it cannot be looked at: {error.strerror}", where=str(path), cure=cure) from error
    if not folder:
        raise RecordError("its folder does not exist", where=str(path), cure=f"Make the folder {path.parent} first")
    if is_folder:
        raise RecordError("this is a folder", where=str(path), cure="Name a file in it")
    if empty:
        return
    address = f"{path.absolute().as_uri()}?mode=ro"
    with record_errors(str(path)), closing(sqlite3.connect(address, uri=True)) as database:
        (mark,) = database.execute("PRAGMA application_id").fetchone()
        (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if mark != APPLICATION_ID and (mark or tables):
        raise RecordError(_NOT_OURS, where=str(path), cure=_OTHER_FILE)


def revision_of(connection: Connection) -> str | None:
    """The schema a record has; None where there is no record yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def check_revision(connection: Connection, revision: str | None, where: str, *, older: bool) -> None:
    """Look whether a record of this schema may be made, opened or upgraded.

    Args:
        connection: to the record.
        revision: its schema.
        where: the record's place, for the message.
        older: whether an older schema is welcome.

    Raises:
        RecordError: it may not.
    """
    if revision is None:
        if connection.dialect.name == "postgresql" and inspect(connection).get_table_names():
            raise RecordError("the database holds other tables", where=where, cure="Name an empty database")
        return
    if revision not in known_revisions():
        raise RecordError(
            f"it was written by a newer Parley (schema {revision}; this one knows {HEAD})",
            where=where,
            cure="Update Parley, or name another record",
        )
    if not older:
        raise RecordError(
            f"it was written by an older Parley (schema {revision}; this one writes {HEAD})",
            where=where,
            cure="Run `parley upgrade`, which makes a backup first",
        )


def known_revisions() -> set[str]:
    """The schemas that this Parley knows."""
    folder = Path(__file__).parent / "migrations" / "versions"
    return {path.name[:4] for path in folder.glob("[0-9]*.py")}


def _upgrade(connection: Connection) -> None:
    # Imported here: opening a record that is up to date, the everyday case, needs no Alembic.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    with _ALEMBIC:
        command.upgrade(config, "head")


def index_anew(connection: Connection) -> None:
    """Index every article anew, and keep how that was done.

    Args:
        connection: with the writing transaction open.
    """
    index_all(connection)
    _set(connection, "index", INDEX)


def place_anew(connection: Connection) -> None:
    """Look for the copies of every article anew, and keep how their fingerprints were made.

    Args:
        connection: with the writing transaction open.
    """
    place_all(connection)
    _set(connection, "copies", VERSION)


def _set(connection: Connection, name: str, value: str) -> None:
    connection.execute(delete(sql.setting).where(sql.setting.c.name == name))
    connection.execute(insert(sql.setting), {"name": name, "value": value})


def _is_indexed(connection: Connection) -> bool:
    return _setting(connection, "index") == INDEX


def _is_printed(connection: Connection) -> bool:
    return _setting(connection, "copies") == VERSION


def _setting(connection: Connection, name: str) -> str | None:
    setting = sql.setting.c
    return connection.execute(select(setting.value).where(setting.name == name)).scalar()
