"""parley read."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.record import open_record

from .conftest import Run, json_lines

pytestmark = pytest.mark.usefixtures("weights")


def test_prints_the_annotation_and_the_article_of_each_page(run: Run, golden_pages: tuple[Path, ...]) -> None:
    """``read --json`` prints the contract's keys, with spans that fit the text and a permanent key each."""
    result = run("read", *golden_pages, "--json")
    assert result.exit_code == 0, result.output
    found = json_lines(result)
    assert [one["id"] for one in found] == [path.stem for path in golden_pages]
    for one in found:
        assert {
            "title",
            "date",
            "sections",
            "genre",
            "publication",
            "byline",
            "language",
            "comments",
            "teasers",
        } <= set(one["article"])
        assert one["statements"], f"{one['id']} has no statement"
        for statement in one["statements"]:
            assert statement["key"]
            for start, end in statement["source"] + statement["cue"] + statement["content"]:
                assert 0 <= start < end <= len(one["text"])


def test_reading_twice_gives_the_same_keys(run: Run, golden_pages: tuple[Path, ...]) -> None:
    """A page read again keeps its entries: what was printed first is printed again, to the letter."""
    first, second = run("read", golden_pages[0], "--json"), run("read", golden_pages[0], "--json")
    assert first.stdout == second.stdout


def test_an_article_is_read_the_same_alone_and_among_others(run: Run, golden_pages: tuple[Path, ...]) -> None:
    """The result of a page never depends on the pages beside it."""
    alone = run("read", golden_pages[-1], "--json", "--record", "alone.db").stdout.rstrip("\n")
    among = run("read", *golden_pages, *golden_pages, "--json", "--record", "among.db").stdout
    lines = [line.split('"key"')[0] for line in among.split("\n") if line]
    assert lines.count(alone.split('"key"')[0]) == 2


def test_one_bad_page_does_not_stop_the_others(run: Run, golden_pages: tuple[Path, ...], tmp_path: Path) -> None:
    """Refused pages are told on standard error and by exit code 3, stored, and the rest is read."""
    empty, binary = tmp_path / "empty.txt", tmp_path / "binary.txt"
    empty.write_bytes(b"")
    binary.write_bytes(bytes(range(256)) * 40)
    result = run("read", empty, binary, "missing.txt", golden_pages[0], "--json")
    assert result.exit_code == 3
    assert [one["id"] for one in json_lines(result)] == [golden_pages[0].stem]
    for name in ("empty.txt", "binary.txt", "missing.txt"):
        assert name in result.stderr
    assert "Traceback" not in result.output


def test_refusals_are_stored(run: Run) -> None:
    """What could not be read can be looked up afterwards."""
    assert run("read", "missing.txt").exit_code == 3
    with open_record(Path("parley.db")) as store:
        assert [row.location for row in store.view().refusals()] == ["missing.txt"]


def test_prints_a_table_for_people(run: Run, golden_pages: tuple[Path, ...]) -> None:
    """Without --json, the title and a row for each statement are drawn, and the sum is told apart from them."""
    result = run("read", golden_pages[0])
    assert result.exit_code == 0
    assert "Speaker" in result.stdout
    assert golden_pages[0].stem in result.stdout
    assert "1 read" in result.stderr


def test_reads_standard_input_and_folders(run: Run, golden_pages: tuple[Path, ...]) -> None:
    """A page may come through a pipe; a folder stands for the pages in it."""
    piped = run("read", "-", "--json", given=golden_pages[0].read_bytes())
    assert json_lines(piped)[0]["statements"]
    folder = Path("pages")
    folder.mkdir()
    (folder / "one.txt").write_bytes(golden_pages[0].read_bytes())
    assert [one["id"] for one in json_lines(run("read", folder, "--json"))] == ["one"]


def test_a_page_over_the_limit_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting for the largest page is obeyed, and the sentence names it."""
    monkeypatch.setenv("PARLEY_LARGEST_PAGE_BYTES", "100")
    Path("long.txt").write_text("word " * 50, encoding="utf-8")
    result = run("read", "long.txt")
    assert result.exit_code == 3
    assert "largest_page_bytes" in result.stderr


def test_a_page_in_another_language_is_kept_and_said_so(run: Run) -> None:
    """A French page has an article and a note instead of statements, in both outputs, and can be searched."""
    text = (
        "Le budget divise l'Assemblée\n\n2023-09-09\n\nLe ministre des Finances, Jean Dupont, a déclaré mercredi que les "
        "impôts augmenteraient. « Nous n'avons pas le choix », a-t-il dit devant l'Assemblée. La porte-parole de "
        "l'opposition, Marie Lefèvre, a répondu que le gouvernement mentait, et que les citoyens avaient assez payé.\n"
    )
    note = "This text is in French (fr); statements are found in English only."
    Path("page.txt").write_text(text, encoding="utf-8")
    assert note in run("read", "page.txt").stdout
    found = json_lines(run("read", "page.txt", "--json"))[0]
    assert (found["language"], found["article"]["language"], found["notes"]) == ("fr", "fr", [note])
    assert (found["statements"], found["mentions"], found["actors"]) == ([], [], [])
    assert note in run("show", "page").stdout
    assert "gouvernement" in run("find", "gouvernement").stdout
