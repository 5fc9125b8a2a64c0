"""Bringing a record file to the present schema, and refusing files that are not ours or too new."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from parley.errors import RecordError
from parley.record.engine import make_migration_engine, record_errors

HEAD = "0001"
"""The newest migration; a test compares it with the folder of migrations."""

APPLICATION_ID = 0x5041524C
"""Stands in the header of every record file ("PARL")."""

_NOT_OURS = "this is not a Parley record"
_OTHER_FILE = "Name another file; Parley makes it if it does not exist"


def migrate(path: Path, *, wait: float) -> None:
    """Make a new record, or bring an older one to the present schema, in one transaction.

    Args:
        path: the record file; may not exist yet.
        wait: seconds to wait for another process.

    Raises:
        RecordError: the file is something else, or was written by a newer Parley.
        RecordBusyError: another process holds it.
    """
    _refuse_other_files(path)
    engine = make_migration_engine(path, wait=wait)
    try:
        with engine.connect() as connection:
            if _revision(connection) == HEAD:
                return
        with engine.begin() as connection:
            # Read again: another process may have migrated while this one waited at the door.
            revision = _revision(connection)
            if revision != HEAD:
                _upgrade(connection, revision, path)
    finally:
        engine.dispose()


def _refuse_other_files(path: Path) -> None:
    """Look before touching: opening a foreign database for writing would already change it."""
    if not path.parent.is_dir():
        raise RecordError("its folder does not exist", where=str(path), cure=f"Make the folder {path.parent} first")
    if path.is_dir():
        raise RecordError("this is a folder", where=str(path), cure="Name a file in it")
    if not path.exists() or path.stat().st_size == 0:
        return
    address = f"{path.absolute().as_uri()}?mode=ro"
    with record_errors(str(path)), closing(sqlite3.connect(address, uri=True)) as database:
        (mark,) = database.execute("PRAGMA application_id").fetchone()
        (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if mark != APPLICATION_ID and (mark or tables):
        raise RecordError(_NOT_OURS, where=str(path), cure=_OTHER_FILE)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection, revision: str | None, path: Path) -> None:
    # Imported here: opening a record that is up to date, the everyday case, needs no Alembic.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise RecordError(
            f"it was written by a newer Parley (schema {revision}; this one knows {HEAD})",
            where=str(path),
            cure="Update Parley, or name another file",
        )
    command.upgrade(config, "head")
