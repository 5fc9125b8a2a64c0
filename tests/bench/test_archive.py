"""The benchmark of archives: its pages differ, and it sees a change."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bench.archive import contents, made_pages


def test_made_pages_differ_and_are_the_same_each_time() -> None:
    """No two alike; made anew they are as before."""
    pages = list(made_pages(300))
    assert len({page.sha256 for page in pages}) == 300
    assert pages == list(made_pages(300))


def test_a_changed_row_is_seen_and_the_run_log_is_not(tmp_path: Path) -> None:
    """One more run changes nothing; one changed entry does."""
    record = tmp_path / "record.db"
    with closing(sqlite3.connect(record)) as connection:
        connection.executescript(
            "CREATE TABLE entry (key TEXT); CREATE TABLE run (id INT); INSERT INTO entry VALUES ('one')"
        )
    before = contents(record)
    with closing(sqlite3.connect(record)) as connection:
        connection.executescript("INSERT INTO run VALUES (2)")
    assert contents(record) == before
    with closing(sqlite3.connect(record)) as connection:
        connection.executescript("UPDATE entry SET key = 'two'")
    assert contents(record) != before
