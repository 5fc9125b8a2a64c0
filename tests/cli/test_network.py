"""``parley network``."""

from __future__ import annotations

from pathlib import Path

import networkx
import pytest

from tests.cli.conftest import Run, json_lines
from tests.imports.databases import DNA3, make
from tests.pipeline.test_networks import ROWS

OPTIONS = ("network", "--record", "record.db", "--rows", "person", "--qualifier", "agreement")


@pytest.fixture
def imported(run: Run, quiet_environment: Path) -> Run:
    """Runs commands beside a record into which a database of DNA 3 was brought."""
    make(quiet_environment / "sea.dna", DNA3, ROWS)
    result = run("import", quiet_environment / "sea.dna", "--record", "record.db")
    assert "4 statements" in result.stdout
    return run


def test_ties_are_printed(imported: Run) -> None:
    """Without a file the ties are a table, or JSON; why statements do not count is said."""
    result = imported(*OPTIONS, "--aggregation", "subtract", "--exclude", "person=Bo")
    assert result.exit_code == 0
    assert "tax the sea" in result.stdout
    assert "1 (person left out)" in result.stderr
    ties = json_lines(imported(*OPTIONS, "--mode", "one", "--aggregation", "congruence", "--json"))
    assert ties == [
        {"source": "Ada", "target": "Bo", "weight": 2.0, "start": "2005-01-26", "stop": "2005-01-26T00:00:01Z"}
    ]


def test_windows_and_events_are_printed(imported: Run) -> None:
    """A sequence is a table of its windows, an event list one of its statements."""
    assert "2005-01-26" in imported(*OPTIONS, "--window", "1 day").stdout
    assert "Times" in imported(*OPTIONS, "--mode", "events").stdout
    rows = json_lines(imported(*OPTIONS, "--mode", "events", "--json"))
    assert [row["person"] for row in rows] == ["Ada", "Cabinet", "Ada", "Bo"]


def test_a_network_goes_into_a_file(imported: Run) -> None:
    """The file's ending names the format; without a qualifier every statement counts."""
    result = imported(*OPTIONS[:-1], "", "--to", "net.graphml")
    assert result.stderr == "net.graphml: 3 written.\n"
    assert len(networkx.read_graphml("net.graphml")) == 4


def test_what_does_not_go_together_is_refused(imported: Run) -> None:
    """A combination that cannot be names those that can; a value without its variable too; no record is made."""
    result = imported(*OPTIONS, "--aggregation", "congruence")
    assert (result.exit_code, "ignore, subtract, combine" in result.stderr) == (1, True)
    assert "concept=" in imported(*OPTIONS, "--include", "Ada").stderr
    assert imported("network", "--record", "none.db").exit_code == 1
    assert not Path("none.db").exists()
