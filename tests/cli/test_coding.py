"""``parley coding``, and agreement of a round."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.record import open_record
from parley.record.round_sheets import Said
from tests.cli.conftest import Run, json_lines
from tests.web.scene import fill

RECORD = ("--record", "record.db")


@pytest.fixture
def begun(run: Run, quiet_environment: Path) -> Run:
    """Runs commands beside a record with a round over all its articles."""
    with open_record(quiet_environment / "record.db") as store:
        fill(store)
    (made,) = json_lines(run("coding", "assign", "--coder", "ana", "--coder", "ben", "--all", "--json", *RECORD))
    assert (made["key"], made["articles"], made["open"]) == ("1", 3, False)
    return run


def code(folder: Path) -> None:
    """Let both coders hold every proposal; ben gives each to another speaker."""
    with open_record(folder / "record.db") as store:
        sheets = store.rounds().sheets
        for coder, speaker in (("ana", "Anna Lind"), ("ben", "Bo Ek")):
            for article in sheets.articles("1", coder):
                for unit in sheets.units("1", coder, article.key)[1]:
                    sheets.say("1", coder, article.key, unit.unit, Said(speaker=speaker))
                sheets.finish("1", coder, article.key)
            store.rounds().hand_in("1", coder)


def test_a_blind_round_tells_nothing(begun: Run) -> None:
    """Neither agreement nor disagreements; the list says how far coders are."""
    for arguments in (("agreement", "--round", "1"), ("coding", "disagreements", "1")):
        refused = begun(*arguments, *RECORD)
        assert (refused.exit_code, "blind" in refused.stderr) == (1, True)
    assert "blind" in begun("coding", "list", *RECORD).stdout


def test_an_open_round_is_measured_and_settled(begun: Run, quiet_environment: Path) -> None:
    """Disagreements are listed with both codings; a choice is a judgement, which undo takes back."""
    code(quiet_environment)
    found = {
        (one["variable"], *one["coders"]): one
        for one in json_lines(begun("agreement", "--round", "1", "--json", *RECORD))
    }
    assert found["speaker", "ana", "ben"]["observed"] == 0
    assert found["statement", "ana", "ben"]["observed"] == 1
    assert found["span", "ana", "ben"]["f1"] == 1
    cases = json_lines(begun("coding", "disagreements", "1", "--variable", "speaker", "--json", *RECORD))
    assert "ben: Bo Ek" in begun("coding", "disagreements", "1", *RECORD).stdout
    assert begun("coding", "settle", "1", cases[0]["unit"], "ben", *RECORD).stdout == "1 decided.\n"
    left = json_lines(begun("coding", "disagreements", "1", "--open", "--json", *RECORD))
    assert len(left) == len(cases) - 1
    assert begun("undo", *RECORD).exit_code == 0
    assert len(json_lines(begun("coding", "disagreements", "1", "--open", "--json", *RECORD))) == len(cases)
    assert begun("coding", "settle", "1", "--agreed", *RECORD).stdout == "0 decided.\n"
    assert begun("coding", "settle", "1", *RECORD).exit_code == 1


def test_a_round_is_measured_as_a_whole(begun: Run) -> None:
    """A query beside a round is refused; a closed round of which nothing was finished has nothing to measure."""
    assert "open" in begun("coding", "close", "1", *RECORD).stdout
    assert begun("agreement", "--round", "1", "--query", "aid", *RECORD).exit_code == 1
    assert begun("agreement", "--round", "1", *RECORD).stderr == "No two coders have coded the same.\n"
