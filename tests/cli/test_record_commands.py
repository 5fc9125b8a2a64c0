"""parley show, find and verify."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from .conftest import Run, json_lines


def test_show_lists_the_articles(run: Run, sample_record: Path, golden_pages: tuple[Path, ...]) -> None:
    """Without an id, what the record holds is listed, for people and for programs."""
    rows = json_lines(run("show", "--record", sample_record, "--json"))
    assert sorted(row["article"] for row in rows) == [path.stem for path in golden_pages]
    assert "Statements" in run("show", "--record", sample_record).stdout


def test_show_marks_the_statements(run: Run, sample_record: Path, golden_pages: tuple[Path, ...]) -> None:
    """The whole text is there with contents in brackets where no colour can be, and the table stands beneath."""
    result = run("show", golden_pages[0].stem, "--record", sample_record)
    assert result.exit_code == 0, result.output
    assert "[s1]" in result.stdout
    assert result.stdout.count("⟦") == result.stdout.count("⟧") > 0
    assert "Form" in result.stdout
    found = json_lines(run("show", golden_pages[0].stem, "--record", sample_record, "--json"))[0]
    assert found["statements"][0]["key"]
    assert found["key"]


def test_show_says_what_is_not_there(run: Run, sample_record: Path) -> None:
    """An unknown id is wrong use: one sentence, exit code 1."""
    result = run("show", "nothing-like-it", "--record", sample_record)
    assert result.exit_code == 1
    assert "nothing-like-it" in result.stderr
    assert "Traceback" not in result.output


def test_find_searches_the_record(run: Run, sample_record: Path) -> None:
    """Words are found in sentences and statements; highlights lie inside the passage."""
    hits = json_lines(run("find", "said", "--record", sample_record, "--json"))
    assert hits
    for hit in hits:
        assert all(0 <= start < end <= len(hit["text"]) for start, end in hit["highlights"])
    assert "Passage" in run("find", "said", "--record", sample_record).stdout
    nothing = run("find", "xylophonist", "--record", sample_record)
    assert (nothing.exit_code, nothing.stdout) == (0, "")


def test_find_takes_its_filters(run: Run, sample_record: Path) -> None:
    """A date no article has leaves nothing; a date that is none is wrong use."""
    assert json_lines(run("find", "said", "--until", "1900", "--record", sample_record, "--json")) == []
    assert len(json_lines(run("find", "said", "--limit", 1, "--record", sample_record, "--json"))) == 1
    assert run("find", "said", "--since", "yesterday", "--record", sample_record).exit_code == 1


def test_verify_finds_what_was_altered(run: Run, sample_record: Path, tmp_path: Path) -> None:
    """An untouched record passes; one letter changed in a page text is told by exit code 1 and a sentence."""
    assert run("verify", "--record", sample_record).exit_code == 0
    assert json_lines(run("verify", "--record", sample_record, "--json"))[0]["faults"] == []
    altered = tmp_path / "altered.db"
    with sqlite3.connect(sample_record) as before, sqlite3.connect(altered) as after:
        before.backup(after)
        for (trigger,) in after.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            after.execute(f"DROP TRIGGER {trigger}")
        after.execute("UPDATE page_text SET text = replace(text, 'e', 'a')")
    result = run("verify", "--record", altered)
    assert result.exit_code == 1
    assert "Fault" in result.stderr


def test_commands_that_look_make_no_record(run: Run) -> None:
    """Looking into a record that is not there says so, names the way to one, and leaves no file."""
    for arguments in (["find", "x"], ["show"], ["show", "x"], ["verify"]):
        result = run(*arguments)
        assert result.exit_code == 1
        assert "parley read" in result.stderr
    assert not list(Path().iterdir())
