"""parley relation, parley timeline."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from parley.cli.main import command_line
from parley.pipeline import pair_reading
from parley.pipeline.records import open_record
from parley.terms.actors import Actor
from tests.record.builders import simple_reading, write
from tests.record.relation_pages import fill

from .conftest import Run, json_lines


@pytest.fixture
def pair_record(tmp_path: Path, quiet_environment: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record of two states that deal with each other; no weights are loaded."""
    assert quiet_environment
    pair_reading._found.cache_clear()
    monkeypatch.setattr(pair_reading, "_reader", lambda _: None)
    place = tmp_path / "pair.db"
    with open_record(place) as store:
        fill(store)
        for name in ("Ana Lind", "Eva Lind"):
            said = (name, "said", "bridges are open")
            write(
                store,
                simple_reading(
                    name, f"{name} said bridges are open.", said, speaker=Actor(id="a1", name=name, kind="person")
                ),
            )
    return place


def test_a_relation_is_a_table_and_its_sentences(run: Run, pair_record: Path) -> None:
    """Sums by period, direction and quad class; then every event and statement with its sentence."""
    result = run("relation", "norvia", "Estrada", "--by", "quarter", "--record", pair_record)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    (row,) = (line.split() for line in lines if line.startswith("2024-Q1") and "either" in line and "material" in line)
    assert row[-4:] == ["1", "-9", "-9.00", "0"]
    for sentence in ("Norvia shelled a border post of Estrada on Monday.", "Estrada denied that Norvia paid."):
        assert sentence in result.stdout
    assert "On one side, not counted" in result.stdout
    assert "Estrada about Norvia: 0 affirmed, 1 denied" in result.stdout
    assert "Sentences that name both: 8" in result.stdout


def test_json_has_every_entry_once(run: Run, pair_record: Path) -> None:
    """Points name their events by key; filters are those of the table."""
    (found,) = json_lines(run("relation", "Norvia", "Estrada", "--json", "--status", "any", "--record", pair_record))
    assert {key for point in found["points"] for key in point["events"]} == {
        one["event"]["key"] for one in found["events"]
    }
    assert len(found["events"]) == 5
    (fewer,) = json_lines(run("relation", "Norvia", "Estrada", "--json", "--type", "aid", "--record", pair_record))
    assert [one["event"]["type"] for one in fewer["events"]] == ["AID"]


def test_a_timeline(run: Run, pair_record: Path) -> None:
    """In order of time, each line with its sentence; of the two alone with another actor."""
    result = run("timeline", "Norvia", "--record", pair_record)
    assert result.exit_code == 0, result.output
    days = [line.split("  ")[0] for line in result.stdout.splitlines() if line.startswith("20")]
    assert days == sorted(days)
    rows = json_lines(run("timeline", "Norvia", "Estrada", "--only", "statements", "--json", "--record", pair_record))
    assert [row["date"] for row in rows] == ["2024-02", "2024-08-01"]
    assert all(row["sentences"] for row in rows)
    nothing = run("timeline", "Norvia", "--since", "2031", "--record", pair_record)
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "Nothing of Norvia" in nothing.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("relation", "Norvia", "Atlantis"), "no actor called 'Atlantis'"),
        (("relation", "Norvia", "Lind"), "'Lind' may mean 2 actors"),
        (("relation", "Norvia", "norvia"), "both names mean Norvia"),
        (("relation", "Norvia", "Estrada", "--since", "soon"), "'soon' is not a date"),
        (("timeline", "sanctions speaker:Lind"), "parley count"),
        (("timeline", "Norvia", "Lind"), "Give the key of one: Ana Lind"),
    ],
)
def test_what_cannot_be_answered_says_what_to_do(
    run: Run, pair_record: Path, arguments: tuple[str, ...], said: str
) -> None:
    """Unknown and ambiguous actors, dates that are none; no traceback."""
    result = run(*arguments, "--record", pair_record)
    assert result.exit_code == 1
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_names_are_completed(pair_record: Path) -> None:
    """Those of the record; none, and no failure, where there is no record."""

    def offered(*arguments: str, beginning: str) -> set[str]:
        complete = ShellComplete(command_line, {}, "parley", "_PARLEY_COMPLETE")
        return {item.value for item in complete.get_completions(list(arguments), beginning)}

    assert offered("relation", "--record", str(pair_record), "Norvia", beginning="e") == {"Estrada", "Eva Lind"}
    assert offered("timeline", "--record", str(pair_record), beginning="nor") == {"Norvia"}
    assert offered("timeline", "--record", "nowhere.db", beginning="nor") == set()
