"""``parley agreement``."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run, json_lines
from tests.imports.databases import DNA3, make
from tests.pipeline.test_networks import ROWS


def double_coded(run: Run, folder: Path) -> Run:
    """Runs commands beside a record in which two coders coded the first document: alike, but for one agreement."""
    rows = {
        **ROWS,
        "CODERS": [(1, "Anna", *ROWS["CODERS"][0][2:]), (2, "Boris", *ROWS["CODERS"][0][2:])],
        "STATEMENTS": [(1, 1, 1, 0, 10, 1), (2, 1, 1, 12, 32, 1), (3, 1, 1, 0, 11, 2), (4, 1, 1, 12, 32, 2)],
        "DATABOOLEAN": [(1, 1, 3, 1), (2, 2, 3, 0), (3, 3, 3, 1), (4, 4, 3, 1)],
    }
    make(folder / "sea.dna", DNA3, rows)
    assert "4 statements" in run("import", folder / "sea.dna", "--record", "record.db").stdout
    return run


def test_coders_are_set_beside_each_other(run: Run, quiet_environment: Path) -> None:
    """Statements that two coders marked are units; what they say of each is compared, and where they marked."""
    coded = double_coded(run, quiet_environment)
    found = {one["variable"]: one for one in json_lines(coded("agreement", "--record", "record.db", "--json"))}
    assert found["agreement"]["coders"] == ["Anna", "Boris"]
    assert (found["agreement"]["units"], found["agreement"]["observed"]) == (2, 0.5)
    assert (found["concept"]["observed"], found["concept"]["alpha"]) == (1.0, None)
    assert (found["span"]["matched"], found["span"]["f1"]) == (2, 1.0)
    printed = coded("agreement", "--record", "record.db", "--variable", "agreement").stdout
    assert "Anna and Boris" in printed
    assert "concept" not in printed


def test_who_coded_nothing_is_refused(run: Run, quiet_environment: Path) -> None:
    """A coder or variable that is not there is refused with those that are."""
    coded = double_coded(run, quiet_environment)
    refused = coded("agreement", "--record", "record.db", "--coder", "Carl")
    assert (refused.exit_code, "Anna, Boris" in refused.stderr) == (1, True)
    alone = coded("agreement", "--record", "record.db", "--coder", "Anna")
    assert (alone.exit_code, alone.stderr) == (0, "No two coders have coded the same.\n")
