"""``parley actors NAME``: whom a name may mean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from parley.cli.main import command_line

from .conftest import Run, json_lines


def lines(*arguments: str) -> list[dict[str, object]]:
    """What the command prints as JSON."""
    ran = CliRunner().invoke(command_line, ["actors", *arguments, "--json"])
    assert ran.exit_code == 0, ran.output
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_a_name_of_the_store_is_told_with_role_and_ties_of_the_day() -> None:
    """The network is part of the Taliban then and now, and of a government only since 2021."""
    (then,), (now,) = lines("Haqqani network", "--on", "2020-06"), lines("Haqqani network", "--on", "2023")
    assert (then["sector"], now["sector"], now["score"]) == ("REB", "GOV", 1.0)


def test_a_spelling_makes_candidates_with_scores() -> None:
    """No spelling that is only alike scores 1."""
    first, *_ = lines("Younus Qanuni")
    assert first["name"] == "Yunus Qanuni"
    assert first["reason"]
    assert float(str(first["score"])) < 1


def test_a_file_of_ones_own_is_looked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting `actors` names it."""
    path = tmp_path / "own.tsv"
    path.write_text("name\taliases\troles\nOna Beke\t\tmayor@HUN/GOV:2020..\n", "utf-8")
    monkeypatch.setenv("PARLEY_ACTORS", str(path))
    (found,) = lines("Ona Beke")
    assert (found["country"], found["role"], found["source"]) == ("HUN", "mayor", "user")


def test_a_name_that_nobody_bears_says_so() -> None:
    """A table for people, a sentence where it would be empty."""
    ran = CliRunner().invoke(command_line, ["actors", "Xqzt Vvwq"])
    assert (ran.exit_code, ran.stdout) == (0, "")
    assert "Neither" in ran.stderr
    assert "Lavrov" in CliRunner().invoke(command_line, ["actors", "Lavrov"]).stdout


def test_unknown_actors_are_listed_with_whom_they_may_be(run: Run, sample_record: Path) -> None:
    """As lines and as JSON; each with raw text, kind and reason; a name beside it makes no sense."""
    rows = json_lines(run("actors", "--unknown", "--record", sample_record, "--json"))
    assert rows
    assert all(row["name"] and row["kind"] and row["reason"] for row in rows)
    assert len(json_lines(run("actors", "--unknown", "--record", sample_record, "--json", "--limit", "2"))) == 2
    assert rows[0]["name"] in run("actors", "--unknown", "--record", sample_record).stdout
    assert run("actors", "Lavrov", "--unknown", "--record", sample_record).exit_code == 1
