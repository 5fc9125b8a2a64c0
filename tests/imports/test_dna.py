"""DNA 2 and DNA 3 databases come in whole, and hostile ones do no harm."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.errors import UsageError
from parley.exports.dna import write_dna
from parley.imports import sqlite as reader
from parley.imports.dna import read_dna
from parley.imports.dna_documents import read_date
from parley.terms.exchange import CodedCorpus, LeftOut, Report
from tests.imports.databases import DNA2, DNA3, EMOJI, INJECTION, ROWS2, ROWS3, make


def read3(tmp_path: Path, *more: str, **rows: list[tuple[Any, ...]]) -> tuple[CodedCorpus, Report]:
    """The DNA 3 database of the tests, with other rows in some tables."""
    return read_dna(make(tmp_path / "three.dna", DNA3, {**ROWS3, **rows}, *more))


def left(report: Report, what: str) -> list[LeftOut]:
    """The lines of a kind."""
    return [line for line in report.left if line.what == what]


def test_dna_3_comes_in_whole(tmp_path: Path) -> None:
    """Documents, codebook, statements and patterns of DNA 3 arrive with their own words."""
    corpus, report = read3(tmp_path)
    assert report.came == {
        "coders": 4,
        "types": 2,
        "entities": 5,
        "documents": 3,
        "statements": 4,
        "patterns": 2,
        "values": 9,
    }
    first = corpus.documents[0]
    assert (first.key, first.title, first.text, first.coder) == ("1", "An emoji", EMOJI, "Ada")
    assert (first.source, first.section, first.kind, first.notes) == ("The Times", "Politics", "article", "a note")
    assert first.date == "2005-01-26T00:00:00Z"
    assert corpus.documents[1].date == "1969-12-30T23:59:59Z"
    assert corpus.documents[1].title == INJECTION
    statement, whole, note, _ = corpus.statements
    assert first.text[statement.start : statement.end] == "We agree"
    assert first.text[whole.start : whole.end] == EMOJI[:34]
    assert statement.values == {"person": "Ada 😀", "concept": "tax the sea", "agreement": True, "weight": -2}
    assert whole.values == {"person": INJECTION, "agreement": False, "weight": 0}
    assert note.values == {"note": "a long\nnote 😀"}
    entity = corpus.entities[2]
    assert (entity.value, entity.colour, entity.parent) == ("Ada 😀", "#010203", INJECTION)
    assert entity.attributes == {"Type": "minister", "Alias": ""}
    assert corpus.entities[3].colour is None
    assert corpus.types[0].variables[0].attributes == ("Type", "Alias")
    assert [pattern.label for pattern in corpus.patterns] == ["agree", INJECTION]


def test_coders_of_one_name_stay_apart(tmp_path: Path) -> None:
    """Two people called Ada are two coders, and the report says so."""
    corpus, report = read3(tmp_path)
    assert [coder.name for coder in corpus.coders] == ["Admin", "Ada", "Ada (2)", INJECTION]
    assert corpus.documents[1].coder == corpus.statements[1].coder == "Ada (2)"
    assert [line.where for line in report.left] == ["CODERS 5"]
    assert corpus.coders[2].extras["dna"]["Password"] == "hash of another Ada"


def test_the_file_is_not_touched(tmp_path: Path) -> None:
    """Reading makes no file beside the database and changes no byte of it, even in a folder that is write-protected."""
    path = make(tmp_path / "three.dna", DNA3, ROWS3)
    path.chmod(0o400)
    tmp_path.chmod(0o500)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    read_dna(path)
    tmp_path.chmod(0o700)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["three.dna"]


def test_dna_2_comes_in_whole(tmp_path: Path) -> None:
    """DNA 2's milliseconds, words in place of entities, attributes and permissions arrive like DNA 3's."""
    corpus, report = read_dna(make(tmp_path / "two.dna", DNA2, ROWS2))
    assert [document.date for document in corpus.documents] == ["2005-01-26T00:00:00.250Z", "1969-12-31T23:59:59Z"]
    assert [statement.values for statement in corpus.statements] == [
        {"person": "Ada", "agreement": True},
        {"agreement": False},
        {"person": "Without a line"},
    ]
    entities = {entity.value: entity for entity in corpus.entities}
    assert list(entities) == ["Ada", "The Cabinet", "Without a line"]
    assert entities["Ada"].parent == "The Cabinet"
    assert entities["Ada"].attributes == {"Type": "minister", "Alias": "A.", "Notes": ""}
    assert corpus.types[0].variables[0].attributes == ("Type", "Alias", "Notes")
    assert corpus.coders[1].extras["dna"]["PermissionAddDocuments"] == 0
    assert "plain password" not in repr(corpus)
    assert {line.what for line in report.left} == {"permission", "password", "link"}


def test_edges_of_statements(tmp_path: Path) -> None:
    """Offsets inside a character go outward, beyond the text to its end or out; each is in the report."""
    corpus, report = read3(
        tmp_path,
        STATEMENTS=[
            (1, 3, 1, 5, 7, 1),  # begins between the halves of the emoji
            (2, 3, 1, 0, 5, 1),  # ends there
            (3, 3, 4, 0, 1000, 1),  # ends beyond
            (4, 3, 4, 26, 27, 1),  # begins at the end
            (5, 3, 8, 0, 1, 1),  # of an empty text
            (6, 3, 4, 5, 5, 1),
            (7, 3, 4, -1, 5, 1),
            (8, 3, 4, 0, 26, 1),
        ],
        DATABOOLEAN=[],
        DATAINTEGER=[],
        DATASHORTTEXT=[],
        DATALONGTEXT=[],
    )
    assert [(one.start, one.end) for one in corpus.statements] == [(4, 6), (0, 5), (0, 26), (0, 26)]
    assert EMOJI[4:6] == "😀 "
    assert len(left(report, "statement")) == 7
    assert corpus.statements[0].extras["dna"]["Start"] == 5
    assert "Start" not in corpus.statements[3].extras["dna"]


@pytest.mark.parametrize(
    ("table", "row", "what"),
    [
        ("STATEMENTS", (20, 1, 99, 0, 5, 1), "statement"),
        ("STATEMENTS", (20, 99, 1, 0, 5, 1), "statement"),
        ("STATEMENTS", (20, 1, 1, None, 5, 1), "statement"),
        ("STATEMENTS", (20, 1, 1, b"\x00", 5, 1), "statement"),
        ("STATEMENTS", (20, 1, 1, "zero", 5, 1), "value"),
        ("STATEMENTS", (20, 1, 1, 0, 5, 77), "coder"),
        ("DATABOOLEAN", (20, 11, 3, 7), "value"),
        ("DATABOOLEAN", (20, 99, 3, 1), "value"),
        ("DATABOOLEAN", (20, 10, 3, 1), "value"),
        ("DATABOOLEAN", (20, 11, 1, 1), "value"),
        ("DATAINTEGER", (20, 11, 4, 1.5), "value"),
        ("DATALONGTEXT", (20, 10, 6, "again"), "value"),
        ("DATASHORTTEXT", (20, 11, 2, 3), "value"),
        ("DATASHORTTEXT", (20, 11, 2, None), "value"),
        ("DOCUMENTS", (20, b"bytes", "text", 1, "", "", "", "", "", 0), "value"),
        ("DOCUMENTS", (20, "t", "text", 99, "", "", "", "", "", 0), "coder"),
        ("DOCUMENTS", (20, "t", "text", 1, "", "", "", "", "", 2**62), "date"),
        ("DOCUMENTS", (20, "t", "text", 1, "", "", "", "", "", None), "date"),
        ("VARIABLES", (20, "person", "short text", 1), "variable"),
        ("VARIABLES", (20, "mood", "colour", 1), "variable"),
        ("VARIABLES", (20, "mood", "boolean", None), "variable"),
        ("STATEMENTTYPES", (20, "Annotation", 1, 2, 3), "type"),
        ("STATEMENTTYPES", (20, "Odd", 1, 2, 999), "colour"),
        ("ENTITIES", (20, 99, "nowhere", 0, 0, 0, None), "entity"),
        ("ENTITIES", (20, 3, "of a boolean", 0, 0, 0, None), "entity"),
        ("ENTITIES", (20, 2, "tax the sea", 0, 0, 0, None), "entity"),
        ("ENTITIES", (20, 2, "child of a person", 0, 0, 0, 3), "parent"),
        ("ENTITIES", (20, 2, "own child", 0, 0, 0, 20), "parent"),
        ("ATTRIBUTEVARIABLES", (20, 1, "Type"), "attribute"),
        ("ATTRIBUTEVARIABLES", (20, 99, "Type"), "attribute"),
        ("ATTRIBUTEVALUES", (20, 3, 1, "again"), "attribute"),
        ("ATTRIBUTEVALUES", (20, 3, 7, "of another variable"), "attribute"),
        ("ATTRIBUTEVALUES", (20, 99, 1, "of nobody"), "attribute"),
        ("REGEXES", (None, 1, 1, 1), "pattern"),
    ],
)
def test_damaged_rows_are_reported(tmp_path: Path, table: str, row: tuple[Any, ...], what: str) -> None:
    """A row that cannot be used costs only itself, and stands in the report."""
    _, whole = read3(tmp_path)
    (tmp_path / "three.dna").unlink()
    _, report = read3(tmp_path, **{table: [*ROWS3[table], row]})
    assert len(left(report, what)) > len(left(whole, what))


def test_circles_of_parents_are_cut(tmp_path: Path) -> None:
    """Entities that are each other's children do not send later readers round for ever."""
    circle = [(20 + number, 2, f"c{number}", 0, 0, 0, 20 + (number + 1) % 3) for number in range(3)]
    corpus, report = read3(tmp_path, ENTITIES=[*ROWS3["ENTITIES"], *circle])
    parents = {entity.value: entity.parent for entity in corpus.entities if entity.value.startswith("c")}
    assert sorted(parents.values(), key=str) == ["None", "c1", "c2"] or list(parents.values()).count(None) == 1
    assert len(left(report, "parent")) == 1


def test_a_view_is_no_table(tmp_path: Path) -> None:
    """A view under a table's name is refused: reading it would run what its maker wrote."""
    tables = {name: columns for name, columns in DNA3.items() if name != "DOCUMENTS"}
    path = make(
        tmp_path / "view.dna", tables, ROWS3, "CREATE VIEW DOCUMENTS AS SELECT randomblob(1000000000) AS ID, 1 AS Text"
    )
    with pytest.raises(UsageError, match="DOCUMENTS is a view"):
        read_dna(path)


def test_a_virtual_table_is_no_table(tmp_path: Path) -> None:
    """The same for a virtual table, which runs a module."""
    tables = {name: columns for name, columns in DNA3.items() if name != "REGEXES"}
    path = make(tmp_path / "fts.dna", tables, ROWS3, "CREATE VIRTUAL TABLE REGEXES USING fts5(Label)")
    with pytest.raises(UsageError, match="REGEXES is a view or a virtual table"):
        read_dna(path)


def test_generated_columns_do_not_run(tmp_path: Path) -> None:
    """A column that is computed when it is read is not read."""
    tables = dict(DNA3)
    tables["DOCUMENTS"] = DNA3["DOCUMENTS"].replace("Title TEXT", "Title TEXT AS (hex(zeroblob(100)))")
    path = make(tmp_path / "generated.dna", tables, {**ROWS3, "DOCUMENTS": [], "STATEMENTS": []})
    _, report = read_dna(path)
    assert "DOCUMENTS.Title" in {line.where for line in report.left}


def test_missing_tables_and_columns_are_tolerated(tmp_path: Path) -> None:
    """A database of another version gives what it has, and the report says what it lacks."""
    tables = {name: columns for name, columns in DNA3.items() if name not in ("REGEXES", "VARIABLELINKS")}
    tables["DOCUMENTS"] = tables["DOCUMENTS"].replace("Section TEXT, ", "")
    tables["ROLES"] = "ID INTEGER"
    rows = {**ROWS3, "DOCUMENTS": [row[:6] + row[7:] for row in ROWS3["DOCUMENTS"]]}
    corpus, report = read_dna(make(tmp_path / "other.dna", tables, rows))
    assert len(corpus.documents) == 3
    assert {line.where for line in report.left} >= {"REGEXES", "VARIABLELINKS", "DOCUMENTS.Section", "ROLES"}


@pytest.mark.parametrize(
    "content", [b"", b"no database", b"SQLite format 3\x00", b"SQLite format 3\x00" + b"\xff" * 4096, None]
)
def test_other_files_are_refused(tmp_path: Path, content: bytes | None) -> None:
    """What is no DNA database, or is not there, gets a sentence that says what to do."""
    path = tmp_path / "other.dna"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_dna(path)
    assert caught.value.where == str(path)
    assert caught.value.cure


def test_other_databases_are_refused(tmp_path: Path) -> None:
    """A SQLite database of another program is refused, not read as an empty corpus."""
    with pytest.raises(UsageError, match="not one of DNA 2 or 3"):
        read_dna(make(tmp_path / "other.db", {"DOCUMENTS": "ID INTEGER"}, {}))


def test_unfinished_writing_is_refused(tmp_path: Path) -> None:
    """With a write-ahead log beside it the file does not hold everything: better refused than read in part."""
    path = make(tmp_path / "three.dna", DNA3, ROWS3)
    Path(f"{path}-wal").write_bytes(b"something")
    with pytest.raises(UsageError, match="another program has not finished"):
        read_dna(path)


def test_cut_off_files_are_refused(tmp_path: Path) -> None:
    """Half a file ends in a UsageError, whatever page is missing."""
    content = make(tmp_path / "three.dna", DNA3, ROWS3).read_bytes()
    for pages in range(1, len(content) // 4096, 3):
        (tmp_path / "half.dna").write_bytes(content[: pages * 4096])
        with pytest.raises(UsageError):
            read_dna(tmp_path / "half.dna")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.lists(st.tuples(st.integers(16, 80_000), st.integers(0, 255)), min_size=1, max_size=30))
def test_damaged_bytes(tmp_path: Path, places: list[tuple[int, int]]) -> None:
    """Whatever bytes of a database are damaged: a corpus and a report, or a UsageError, and no other exception."""
    path = tmp_path / "good.dna"
    content = bytearray((path if path.exists() else make(path, DNA3, ROWS3)).read_bytes())
    for place, byte in places:
        content[place % (len(content) - 16) + 16] = byte
    (tmp_path / "bad.dna").write_bytes(content)
    try:
        corpus, _ = read_dna(tmp_path / "bad.dna")
    except UsageError:
        return
    write_dna(corpus, tmp_path / "again.dna")


def test_invalid_text_is_mended(tmp_path: Path) -> None:
    """Java's surrogates one by one become the character; what is no text becomes U+FFFD; offsets hold."""
    path = make(tmp_path / "three.dna", DNA3, ROWS3)
    with closing(sqlite3.connect(path)) as connection:
        stored = "a\ud83d\ude00b\ud83dc".encode("utf-8", "surrogatepass")
        connection.execute("UPDATE DOCUMENTS SET Text = CAST(? AS TEXT) WHERE ID = 4", (stored,))
        connection.execute("UPDATE DOCUMENTS SET Title = CAST(? AS TEXT) WHERE ID = 8", (b"caf\xe9",))
        connection.commit()
    corpus, report = read_dna(path)
    assert corpus.documents[1].text == "a😀b\ufffdc"
    assert corpus.documents[2].title == "caf\ufffd"
    assert [line.where for line in left(report, "value")] == ["DOCUMENTS 4, Text", "DOCUMENTS 8, Title"]


def test_huge_values_are_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A title of a hundred million characters is cut and reported; a row beyond all bounds refuses the file."""
    documents = [(1, "x" * 150_000, "text", 1, "", "", "", "", "", 0)]
    corpus, report = read3(tmp_path, DOCUMENTS=documents, STATEMENTS=[])
    assert len(corpus.documents[0].title) == reader.SHORT_TEXT
    assert "cut after" in left(report, "value")[0].why
    monkeypatch.setattr(reader, "MOST_BYTES", 100_000)
    with pytest.raises(UsageError, match="cannot be read"):
        read_dna(tmp_path / "three.dna")


def test_reports_are_bounded(tmp_path: Path) -> None:
    """Ten thousand damaged rows make a thousand lines and a count of the others."""
    statements = [(number, 1, 99, 0, 5, 1) for number in range(1, 1501)]
    _, report = read3(tmp_path, STATEMENTS=statements)
    assert len(left(report, "statement")) == 1001
    assert left(report, "statement")[-1].why == "500 more of this kind"


@pytest.mark.parametrize(
    ("stored", "milliseconds", "date"),
    [
        (0, False, "1970-01-01T00:00:00Z"),
        (-1, False, "1969-12-31T23:59:59Z"),
        (-62135596800, False, "0001-01-01T00:00:00Z"),
        (253402300799, False, "9999-12-31T23:59:59Z"),
        (253402300800, False, None),
        (-1, True, "1969-12-31T23:59:59.999Z"),
        (2**63 - 1, True, None),
        (None, True, None),
    ],
)
def test_dates(stored: int | None, milliseconds: bool, date: str | None) -> None:
    """Seconds and milliseconds, before 1970 too; what is beyond the calendar is no date."""
    assert read_date(stored, milliseconds=milliseconds) == date
