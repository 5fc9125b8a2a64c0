"""``parley trends``, ``parley compare``, ``parley saturation``, and pictures of networks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, json_lines
from tests.imports.databases import DNA3, make
from tests.pipeline.test_networks import ROWS

OPTIONS = ("--record", "record.db", "--qualifier", "agreement")


@pytest.fixture
def imported(run: Run, quiet_environment: Path) -> Run:
    """Runs commands beside a record into which a database of DNA 3 was brought."""
    make(quiet_environment / "sea.dna", DNA3, ROWS)
    assert "4 statements" in run("import", quiet_environment / "sea.dna", "--record", "record.db").stdout
    return run


def test_trends_are_printed_and_drawn(imported: Run) -> None:
    """Counts by period come as JSON, as bars, and as a picture."""
    (row,) = json_lines(imported("trends", *OPTIONS, "--json"))
    assert (row["name"], row["month"], row["statements"], row["mean"]) == ("tax the sea", "2005-01", 4, 0.75)
    assert "tax the sea: 4" in imported("trends", *OPTIONS, "--by", "year").stdout
    assert imported("trends", *OPTIONS, "--to", "trends.svg").stderr == "trends.svg written.\n"
    assert Path("trends.svg").exists()


def test_two_sources_are_compared(imported: Run) -> None:
    """Each name has its share and mean on both sides."""
    arguments = ("compare", "Times", "Post", "--by", "source", "--of", "person", *OPTIONS)
    found = {one["name"]: one for one in json_lines(imported(*arguments, "--json"))}
    assert (found["Cabinet"]["left"]["share"], found["Cabinet"]["right"]["mean"]) == (0.5, None)
    assert "Cabinet" in imported(*arguments).stdout
    assert "overlap" in imported("compare", "2005", "2005-01", *OPTIONS).stderr


def test_a_network_becomes_a_picture(imported: Run) -> None:
    """The ending names the picture; windows are no picture."""
    network = ("network", "--rows", "person", *OPTIONS)
    assert imported(*network, "--picture", "heatmap", "--to", "net.png").stderr == "net.png: 3 written.\n"
    assert "one network" in imported(*network, "--window", "1 day", "--to", "net.svg").stderr


def test_saturation_is_printed(imported: Run) -> None:
    """The curve ends where everything is known."""
    *_, last = json_lines(imported("saturation", *OPTIONS, "--json"))
    assert (last["documents"], last["ties"]) == (2, 1.0)
    assert "100%" in imported("saturation", *OPTIONS).stdout
