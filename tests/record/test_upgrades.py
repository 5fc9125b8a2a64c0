"""A record that an older Parley wrote comes to the present schema with all that is in it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from parley.errors import RecordError
from parley.record import open_record, verify
from parley.record.backup import backups_of, restore_backup, upgrade_record
from parley.record.migrate import APPLICATION_ID, HEAD

from .builders import example_reading, write

DUMP = Path(__file__).parent / "data" / "record-0001.sql"
COUNTED = ("blob", "page_text", "reading", "block", "piece", "sentence", "teaser", "run", "run_reading", "refusal",
           "run_refusal", "audit", "entry", "evidence", "entry_state", "actor", "actor_name", "run_proposal")  # fmt: skip


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A record file of schema 0001 with two articles."""
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript(DUMP.read_text("utf-8"))
    return path


def counts(path: Path) -> dict[str, int]:
    """How many rows some tables have."""
    with closing(sqlite3.connect(path)) as database:
        return {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in COUNTED}


def test_an_older_record_is_not_changed_by_opening_it(old: Path) -> None:
    """It is refused with the way out, and stays as it is."""
    before = counts(old)
    with pytest.raises(RecordError, match=r"older Parley.*parley upgrade"):
        open_record(old)
    assert counts(old) == before


def test_an_upgrade_keeps_everything(old: Path) -> None:
    """Rows, children, triggers, the run log, the chain and all keys are there; what was read can be found."""
    before = counts(old)
    with closing(sqlite3.connect(old)) as database:
        keys = {row[0] for row in database.execute("SELECT key FROM entry")}
        proposals = {row[0] for row in database.execute("SELECT key FROM proposal")}
    assert upgrade_record(old, wait=5) is not None
    assert counts(old) == before
    with closing(sqlite3.connect(old)) as database:
        assert database.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert {row[0] for row in database.execute("SELECT key FROM entry")} == keys
        assert {row[0] for row in database.execute("SELECT key FROM version")} == proposals
        for table in ("blob", "page_text", "entry", "version", "evidence", "audit"):
            with pytest.raises(sqlite3.IntegrityError, match="never changed"):
                database.execute(f"UPDATE {table} SET rowid = rowid")
        with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
            database.execute("DELETE FROM audit")
    with open_record(old) as store:
        assert verify(store).faults == ()
        assert len(store.view().statements()) == 4
        assert [hit.article for hit in store.view().find("cautious")] == ["visit"]
        (entries,) = write(store, example_reading())  # the same page, read again: the same entries
        assert set(entries.values()) <= keys
        assert verify(store).faults == ()


def test_the_backup_before_an_upgrade_is_the_way_back(old: Path) -> None:
    """It is of the old schema, and restoring it gives the old record."""
    before = counts(old)
    saved = upgrade_record(old, wait=5)
    assert saved is not None
    assert [one.path for one in backups_of(old)] == [saved]
    restore_backup(saved, old)
    assert counts(old) == before
    with pytest.raises(RecordError, match="older Parley"):
        open_record(old)


@pytest.mark.parametrize("delay", [0.3, 0.5, 0.6, 0.7])
def test_a_killed_upgrade_leaves_the_old_or_the_new(old: Path, delay: float) -> None:
    """Killed at any moment, the record is one or the other, whole."""
    code = f"import sys; from parley.record.backup import upgrade_record; upgrade_record({str(old)!r}, wait=5)"
    process = subprocess.Popen([sys.executable, "-c", code])
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with closing(sqlite3.connect(old)) as database:
        (revision,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
    assert revision in ("0001", HEAD)
    upgrade_record(old, wait=5)
    with open_record(old) as store:
        assert verify(store).faults == ()
        assert len(store.view().statements()) == 4
    assert not [name for name in os.listdir(old.parent) if name.endswith(".half")]
