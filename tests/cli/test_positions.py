"""``parley contradictions`` and ``parley positions``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, json_lines
from tests.imports.databases import DNA3, make
from tests.pipeline.test_networks import ROWS

OPTIONS = ("--record", "record.db", "--qualifier", "agreement")


@pytest.fixture
def turned(run: Run, quiet_environment: Path) -> Run:
    """Runs commands beside a record in which Ada agrees first and then does not."""
    make(
        quiet_environment / "sea.dna",
        DNA3,
        {**ROWS, "DATABOOLEAN": [(1, 1, 3, 1), (2, 2, 3, 0), (3, 3, 3, 0), (4, 4, 3, 1)]},
    )
    assert "4 statements" in run("import", quiet_environment / "sea.dna", "--record", "record.db").stdout
    return run


def test_contradictions_come_with_both_sentences(turned: Run) -> None:
    """Who takes the other side is shown with both sentences and dates; at once there is nobody here."""
    (found,) = json_lines(turned("contradictions", *OPTIONS, "--json"))
    assert (found["row"], found["column"], found["before"], found["after"]) == ("Ada", "tax the sea", "1", "0")
    assert "Ada agrees." in found["before_sentence"]
    assert "Ada agrees again." in found["after_sentence"]
    assert "Ada changes position about tax the sea" in turned("contradictions", *OPTIONS).stdout
    assert turned("contradictions", *OPTIONS, "--at-once").stderr == "Nobody takes two sides.\n"


def test_positions_are_listed(turned: Run) -> None:
    """Each speaker stands somewhere; those who turned can be had alone."""
    found = json_lines(turned("positions", *OPTIONS, "--json"))
    assert [(one["row"], one["last"], one["changes"]) for one in found] == [
        ("Ada", "0", 1),
        ("Bo", "1", 0),
        ("Cabinet", "0", 0),
    ]
    printed = turned("positions", *OPTIONS, "--changed").stdout
    assert "Ada" in printed
    assert "Cabinet" not in printed
    assert turned("positions", "--record", "none.db").exit_code == 1
