"""parley events."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from parley.record import open_record
from tests.record.builders import write
from tests.record.event_pages import AGAIN, MARKET, SHELLED, told_in

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


def test_events_of_several_articles_are_joined_and_split(run: Run, tmp_path: Path) -> None:
    """Each event once, each telling with ``--each``; what people hold is taken back by ``undo``."""
    record = tmp_path / "told.db"
    with open_record(record) as store:
        write(store, told_in("one", SHELLED), told_in("two", AGAIN), told_in("three", MARKET))

    def listed(*options: str) -> list[dict[str, Any]]:
        return json_lines(run("events", "--record", record, "--json", *options))

    each = {row["article"]: row["key"] for row in listed("--each")}
    assert len(each) == 3
    assert sorted(len(row["tellings"]) for row in listed()) == [1, 2]
    split = run("events", "--record", record, "--split", each["two"], "--coder", "Anna Lind")
    assert split.exit_code == 0, split.output
    assert len(listed()) == 3
    joined = run("events", "--record", record, "--join", each["two"], "--join", each["three"], "--coder", "Anna Lind")
    assert joined.exit_code == 0, joined.output
    assert sorted(len(row["tellings"]) for row in listed()) == [1, 2]
    for _ in range(2):
        assert run("undo", "--record", record, "--coder", "Anna Lind").exit_code == 0
    assert "and 1 more" in run("events", "--record", record).stdout
