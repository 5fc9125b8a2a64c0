"""parley events."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run, json_lines

pytestmark = pytest.mark.usefixtures("weights")


def test_events_are_listed_with_their_sentences(run: Run, sample_record: Path) -> None:
    """Who, what, whom, how real, and the proof."""
    result = run("events", "--record", sample_record, "--type", "accuse")
    assert result.exit_code == 0, result.output
    assert "ACCUSE" in result.stdout
    assert "proposed" in result.stdout
    rows = json_lines(run("events", "--record", sample_record, "--json"))
    assert rows
    assert all(row["evidence"] and row["evidence"][0]["exact"] for row in rows)
    assert len({row["key"] for row in rows}) == len(rows)


def test_filters_restrict(run: Run, sample_record: Path) -> None:
    """Type, status, confidence, actor; nothing found is said, and no failure."""
    everything = json_lines(run("events", "--record", sample_record, "--json"))
    sure = json_lines(run("events", "--record", sample_record, "--json", "--confidence", "0.7"))
    assert 0 < len(sure) < len(everything)
    assert all(row["confidence"] >= 0.7 for row in sure)
    nothing = run("events", "--record", sample_record, "--actor", "Atlantis")
    assert nothing.exit_code == 0
    assert "No events" in nothing.stderr


@pytest.mark.parametrize("form", ["plover", "polecat", "cameo", "csv"])
def test_files_for_other_tools(run: Run, sample_record: Path, form: str) -> None:
    """Each format is written whole and says how much."""
    result = run("events", "--record", sample_record, "--to", "events.out", "--format", form)
    assert result.exit_code == 0, result.output
    assert len(Path("events.out").read_text(encoding="utf-8").splitlines()) > 1
    assert "written" in result.stderr


def test_a_reading_prints_its_events_with_their_keys(run: Run, golden_pages: tuple[Path, ...]) -> None:
    """``read --json`` names the permanent entry of each event, and ``events`` the same one."""
    page = next(path for path in golden_pages if path.stem == "wire-torkham")
    (read,) = json_lines(run("read", page, "--record", "here.db", "--json"))
    assert read["events"]
    listed = json_lines(run("events", "--record", "here.db", "--json"))
    assert {event["key"] for event in read["events"]} == {row["key"] for row in listed}
