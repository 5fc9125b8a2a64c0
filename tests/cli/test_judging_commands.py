"""A day's work with a record, by commands alone."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from click.testing import Result

from .conftest import Run, json_lines

ME = ("--coder", "Anna Lind")


@pytest.fixture
def record(sample_record: Path, quiet_environment: Path) -> Path:
    """A copy of the record of the sample pages, to work in."""
    path = quiet_environment / "work.db"
    shutil.copy(sample_record, path)
    return path


def good(result: Result) -> Result:
    """The result of a command that must have succeeded."""
    assert result.exit_code == 0, result.output
    return result


def keys(run: Run, record: Path, query: str) -> list[str]:
    """Keys of the statements that meet a query."""
    return [row["key"] for row in json_lines(good(run("statements", "--query", query, "--record", record, "--json")))]


def test_accept_edit_undo_redo(run: Run, record: Path) -> None:
    """What was judged is shown with its judge; undo and redo go through the steps one by one."""
    key = keys(run, record, "review:open harbour")[0]
    good(run("accept", key, "--record", record, *ME, "--reason", "read it"))
    good(run("edit", key, "--polarity", "denied", "--record", record, *ME))
    rows = json_lines(good(run("statements", "--query", 'coder:"Anna Lind"', "--record", record, "--json")))
    assert [(one["key"], one["state"], one["polarity"], one["judged_by"]) for one in rows] == [
        (key, "accepted", "denied", "Anna Lind")
    ]
    good(run("undo", "--record", record, *ME))
    good(run("undo", "--record", record, *ME))
    assert keys(run, record, "review:done") == []
    good(run("redo", "--record", record, *ME))
    assert keys(run, record, "review:done") == [key]
    kinds = [one["kind"] for one in json_lines(good(run("history", "--record", record, "--json")))]
    assert kinds == ["redo", "undo", "undo", "edit", "accept"]
    (first, *_) = json_lines(good(run("history", key, "--record", record, "--json")))
    assert (first["kind"], first["reason"]) == ("accept", "read it")
    assert "accept" in good(run("history", "--record", record)).stdout
    good(run("verify", "--record", record))


def test_a_query_is_judged_in_one_step_after_its_counts(run: Run, record: Path) -> None:
    """The counts are shown first; without a yes nothing is judged."""
    number = len(keys(run, record, "form:direct"))
    asked = run("reject", "--query", "form:direct", "--record", record, *ME, given="n\n")
    assert f"{number} proposed" in asked.stderr
    assert keys(run, record, "status:rejected") == []
    good(run("reject", "--query", "form:direct", "--yes", "--record", record, *ME))
    assert len(keys(run, record, "status:rejected")) == number
    assert keys(run, record, "form:direct") == []
    good(run("undo", "--record", record, *ME))
    assert len(keys(run, record, "form:direct")) == number


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("accept",), "keys or a query"),
        (("accept", "nokey"), "no such entry"),
        (("edit", "nokey"), "nothing is to be changed"),
        (("edit", "nokey", "--form", "direct"), "no such entry"),
        (("retract", "nokey"), "no such entry"),
        (("undo",), "no step of yours"),
        (("undo", "7"), "no such step"),
        (("redo",), "nothing to redo"),
        (("mark", "opinion-harbour-tax", "irrelevant"), "reason"),
        (("correct", "opinion-harbour-tax", "date", "May"), "not a date"),
        (("divide", "none", "0", "body"), "no such article"),
        (("merge-actors", "Nobody", "None"), "no such actor"),
        (("code", "nokey", "--concept", "x"), "no such concept"),
        (("collect", "x", "--since", "May"), "not a date"),
        (("save", "x", "NOT"), "search"),
        (("find", "--saved", "none"), "no saved search"),
        (("find",), "query or a saved search"),
        (("erase", "opinion-harbour-tax"), "why"),
        (("export", "a.unknown"), "ending"),
        (("restore", "none.db", "--yes"), "no such backup"),
        (("import", "none.dna"), "none.dna"),
        (("import", "none.db"), "no record"),
        (("import", "work.db", "--rename", "x"), "does not map"),
        (("statements", "--as-of", "May"), "not a date"),
    ],
)
def test_wrong_use_is_one_sentence(run: Run, record: Path, arguments: tuple[str, ...], words: str) -> None:
    """Each mistake is answered with what is wrong and what to do, and changes nothing."""
    options = () if arguments[0] in ("statements", "find", "export", "restore") else ME
    result = run(*arguments, "--record", record, *options)
    assert result.exit_code == 1
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert run("history", "--record", record, "--json").stdout == ""


def test_the_library_and_the_codebook(run: Run, record: Path) -> None:
    """Corrections, tags, outlets, collections, searches, concepts and codings can be asked for again."""
    here = ("--record", record, *ME)
    article = "opinion-harbour-tax"
    good(run("correct", article, "date", "2031-02-03", *here))
    good(run("correct", article, "publication", "Harbour Post", *here))
    good(run("correct", article, "byline", "Ann Poe; Ben Roe", *here))
    good(run("tag", "to read", article, *here))
    good(run("mark", article, "in work", *here))
    good(run("describe", "Harbour Post", "--country", "NOR", "--reliability", "B", *here))
    good(run("collect", "Harbours", "--outlet", "Harbour Post", *here))
    good(run("save", "tax", "tax collection:Harbours", *here))
    hits = json_lines(good(run("find", "--saved", "tax", "--record", record, "--json", "--order", "date")))
    assert {hit["article"] for hit in hits} == {article}
    for query in ('tag:"to read"', "country:NOR", "date:2031", 'publication:"harbour post"'):
        assert keys(run, record, query) == keys(run, record, "collection:Harbours") != []
    good(run("define", "Tax the sea", "--definition", "asks for a tax on ships", *here))
    key = keys(run, record, "tax collection:Harbours")[0]
    good(run("code", key, "--concept", "Tax the sea", "--stance", "disagree", *here))
    assert keys(run, record, 'concept:"tax the sea"') == [key]
    (concept,) = json_lines(good(run("concepts", "--record", record, "--json")))
    assert (concept["name"], concept["disagree"]) == ("Tax the sea", 1)
    suggested = json_lines(good(run("suggest", "--query", "tax", "--record", record, "--json")))
    assert any(one["suggestions"] for one in suggested)
    shown = json_lines(good(run("show", "--query", '"in work" OR work:"in work"', "--record", record, "--json")))
    assert [one["article"] for one in shown] == [article]
    good(run("mark", article, "read", *here))
    good(run("tag", "to read", article, "--off", *here))
    for listing in ("outlets", "collections", "searches", "actors", "concepts"):
        assert good(run(listing, "--record", record)).stdout.strip()
    good(run("comment", key, "see page 3", *here))
    good(run("verify", "--record", record))


def test_merged_actors_are_one(run: Run, record: Path) -> None:
    """What either said is found under both names."""
    rows = json_lines(good(run("actors", "--record", record, "--json")))
    one, two = [row for row in rows if row["statements"]][:2]
    before = {name["name"]: keys(run, record, f"speaker:{name['key']}") for name in (one, two)}
    good(run("merge-actors", one["key"], two["key"], "--record", record, *ME))
    both = keys(run, record, f"speaker:{two['key']}")
    assert set(both) == set(before[one["name"]]) | set(before[two["name"]])
    good(run("verify", "--record", record))


def test_out_and_in_again(run: Run, record: Path, quiet_environment: Path) -> None:
    """Exports by their endings; a record comes into another one."""
    for name in (
        "a.csv",
        "a.xlsx",
        "a.jsonl",
        "a.jsonld",
        "a.bib",
        "a.csl.json",
        "a.rss",
        "a.md",
        "a.docx",
        "a.parquet",
    ):
        good(run("export", name, "--query", "harbour", "--record", record))
        assert (quiet_environment / name).stat().st_size > 0
    good(run("export", "articles.csv", "--articles", "--record", record))
    with (quiet_environment / "articles.csv").open(encoding="utf-8", newline="") as table:
        assert len(list(csv.DictReader(table))) == len(json_lines(run("show", "--record", record, "--json")))
    assert run("export", "a.dna", "--record", record).exit_code == 3  # dates that DNA cannot hold are said
    good(run("import", record, "--record", "other.db", *ME))
    assert len(keys(run, Path("other.db"), "harbour")) == len(keys(run, record, "harbour"))
    result = good(run("count", "harbour", "--record", record, "--json"))
    assert sum(one["number"] for one in json_lines(result)) > 0
    assert "█" in good(run("count", "harbour", "--by", "year", "--record", record)).stdout


def test_a_documents_table_comes_in_and_the_machine_proposes(run: Run, quiet_environment: Path) -> None:
    """Rows become articles; with --propose they have statements."""
    table = quiet_environment / "documents.csv"
    table.write_text(
        'title,text,date\nTax,"The mayor, Ana Petrova, said on Monday that the harbour tax would rise.",2024-05-01\n',
        "utf-8",
    )
    good(run("import", table, "--propose", "--record", "new.db", *ME))
    (row,) = json_lines(good(run("statements", "--record", "new.db", "--json")))
    assert (row["speaker"], row["date"], row["state"]) == ("Ana Petrova", "2024-05-01", "proposed")


def test_safety(run: Run, record: Path) -> None:
    """A backup is the way back; an erased article is gone, and the backup that holds it is named."""
    before = len(keys(run, record, "harbour"))
    (made,) = json_lines(good(run("backup", "--record", record, "--json")))
    (listed,) = json_lines(good(run("backup", "--list", "--record", record, "--json")))
    assert listed["path"] == made["path"]
    assert made["path"] in good(run("backup", "--list", "--record", record)).stdout
    erased = good(run("erase", "opinion-harbour-tax", "--reason", "asked for", "--yes", "--record", record, *ME))
    assert made["path"] in erased.stderr
    assert len(keys(run, record, "harbour")) < before
    good(run("verify", "--record", record))
    good(run("restore", made["path"], "--yes", "--record", record))
    assert len(keys(run, record, "harbour")) == before
    assert "up to date" in good(run("upgrade", "--record", record)).stdout


def test_the_past_is_shown(run: Run, record: Path) -> None:
    """As of a date before anything was read there is nothing."""
    assert json_lines(good(run("statements", "--as-of", "2001", "--record", record, "--json"))) == []
    assert json_lines(good(run("statements", "--as-of", "2999", "--limit", "3", "--record", record, "--json")))


def test_the_machine_is_measured_on_a_sample(run: Run, record: Path) -> None:
    """Drawn first, scored when the table is filled."""
    drawn = good(run("audit", "sample", "--articles", "2", "--record", record))
    assert "2 articles" in drawn.stdout
    name = next(path.stem for path in sorted(Path("sample").glob("*.txt")) if path.stem != "READ-ME")
    words = " ".join(Path(f"sample/{name}.txt").read_text("utf-8").split()[20:30])
    with Path("sample/statements.csv").open("a", encoding="utf-8", newline="") as table:
        csv.writer(table).writerow([name, "Somebody", "", words])
    (found,) = json_lines(good(run("audit", "sample", "--record", record, "--json")))
    assert found["recall"]["cases"] == 1
    assert "2 articles drawn at random" in good(run("audit", "sample", "--record", record)).stdout


def test_concepts_are_merged_renamed_and_recoded_after_a_preview(run: Run, record: Path) -> None:
    """How many codings are concerned is said first; without a yes nothing changes."""
    here = ("--record", record, *ME)
    first, second = keys(run, record, "harbour")[:2]
    for name in ("Aid", "Help", "Food"):
        good(run("define", name, *here))
    good(run("code", first, second, "--concept", "Aid", *here))
    assert "2 statements" in run("merge-concepts", "Help", "Aid", *here, given="n\n").stderr
    assert "2 codings" in run("recode", "Aid", "Food", "--query", "concept:Aid", *here, given="n\n").stderr
    assert len(keys(run, record, "concept:Aid")) == 2
    good(run("recode", "Aid", "Food", "--query", "concept:Aid harbour", "--yes", *here))
    good(run("merge-concepts", "Help", "Food", "--yes", *here))
    good(run("rename-concept", "Help", "Support", *here))
    assert {one["name"]: one["agree"] for one in json_lines(run("concepts", "--record", record, "--json"))} == {
        "Aid": 0,
        "Support": 2,
    }
    good(run("verify", "--record", record))
