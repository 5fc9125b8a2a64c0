"""What the commands say about copies, changed pages, archives and reading again."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.record import open_record
from tests.record.builders import write
from tests.record.test_changes import reading
from tests.record.test_copies import printed

from .conftest import Run, json_lines


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A story printed three times, one of its own, and a page that changed."""
    path = tmp_path / "copies.db"
    with open_record(path) as store:
        printed(store)
        write(store, reading("It is open."))
        write(store, reading("It is shut.", fetched_at="2026-11-25T10:00:00Z"))
    return path


def test_show_says_where_else_it_was_printed(run: Run, record: Path) -> None:
    """For people beneath the statements, for programs under ``printings``."""
    said = run("show", "cut", "--record", record).stdout
    assert "Also printed at" in said
    assert "Agency" in said
    found = json_lines(run("show", "cut", "--record", record, "--json"))[0]["printings"]
    assert found["number"] == 3
    assert [one["publication"] for one in found["others"]] == ["Agency", "Post"]
    assert "Also printed at" not in run("show", "other", "--record", record).stdout


def test_count_counts_printings_when_asked(run: Run, record: Path) -> None:
    """Once by default."""
    once = json_lines(run("count", "bridge", "--record", record, "--json"))
    every = json_lines(run("count", "bridge", "--all-printings", "--record", record, "--json"))
    assert sum(one["number"] for one in once) == 2
    assert sum(one["number"] for one in every) == 4


def test_show_says_what_changed(run: Run, record: Path) -> None:
    """Marked with signs and not by colour alone; what never changed says so."""
    rows = json_lines(run("show", "--record", record, "--json"))
    newest = next(row["key"] for row in rows if row["fetched_at"].startswith("2026-11-25"))
    assert run("show", newest, "--changes", "--record", record).stdout == "- It is open.\n+ It is shut.\n"
    found = json_lines(run("show", newest, "--changes", "--record", record, "--json"))[0]
    assert [one["kind"] for one in found["parts"]] == ["gone", "new"]
    never = run("show", "other", "--changes", "--record", record)
    assert (never.exit_code, never.stdout) == (0, "")
    assert "No other text" in never.stderr
    assert run("show", "--changes", "--record", record).exit_code == 1


def test_export_writes_an_archive_of_every_page(run: Run, record: Path, tmp_path: Path) -> None:
    """Its ending says so; a choice of statements is refused, since pages go out whole."""
    archive = tmp_path / "pages.warc.gz"
    assert "6 written" in run("export", archive, "--record", record).stderr
    assert archive.stat().st_size > 0
    refused = run("export", archive, "--query", "bridge", "--record", record)
    assert refused.exit_code == 1
    assert "every page" in refused.stderr


def test_pages_that_were_read_are_not_read_again(run: Run, sample_record: Path) -> None:
    """The present models have read them: nothing is done; with ``--all`` all are read, and nothing changes."""
    counts = json_lines(run("reread", "--record", sample_record, "--json"))[0]
    assert counts["pages"] == 0
    counts = json_lines(run("reread", "--all", "--record", sample_record, "--json"))[0]
    assert counts["pages"] == counts["unchanged"] > 0
    assert (counts["changed"], counts["refused"]) == (0, 0)
