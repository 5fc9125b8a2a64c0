"""DNA databases are written as DNA would, and without loss."""

from __future__ import annotations

import base64
import hashlib
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.errors import UsageError
from parley.exports.dna import write_dna
from parley.exports.dna_tables import number_rows
from parley.imports.dna import read_dna
from parley.terms.exchange import (
    CodedCorpus,
    CodedDocument,
    CodedStatement,
    Entity,
    SearchPattern,
    StatementType,
    Variable,
)
from tests.imports.databases import DNA2, DNA3, EMOJI, ROWS2, ROWS3, contents, make

CORPUS = CodedCorpus(
    types=(
        StatementType(
            name="Statement",
            variables=(
                Variable(name="speaker", kind="short text", attributes=("Party",)),
                Variable(name="agrees", kind="boolean"),
                Variable(name="stance", kind="integer", low=-1, high=1),
                Variable(name="note", kind="long text"),
            ),
        ),
    ),
    entities=(
        Entity(
            statement_type="Statement", variable="speaker", value="Ada", parent="Cabinet", attributes={"Party": "A"}
        ),
        Entity(statement_type="Statement", variable="speaker", value="Cabinet"),
    ),
    documents=(
        CodedDocument(key="one", title="One", text=EMOJI, date="2023-04-03", url="https://example.org/1"),
        CodedDocument(key="two", title="T" * 200, text="Words.", coder="Bob", date="2023"),
    ),
    statements=(
        CodedStatement(document="one", statement_type="Statement", start=11, end=19, values={"speaker": "Ada"}),
        CodedStatement(
            document="two",
            statement_type="Statement",
            start=0,
            end=99,
            coder="Bob",
            values={"speaker": "New", "agrees": False, "stance": -1, "note": "n", "mood": "bad"},
        ),
        CodedStatement(document="two", statement_type="Statement", start=6, end=7),
        CodedStatement(document="none", statement_type="Statement", start=0, end=1),
    ),
    patterns=(SearchPattern(label="agree.*"),),
)
"""A corpus that DNA has never seen."""


def sound(path: Path) -> bool:
    """Whether SQLite finds nothing wrong with a database and its constraints."""
    with closing(sqlite3.connect(path)) as connection:
        checked = connection.execute("PRAGMA integrity_check").fetchall()
        return checked == [("ok",)] and connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_dna_3_database_goes_out_equal(tmp_path: Path) -> None:
    """Every row of every table is as it was, and the corpus reads the same again."""
    first = make(tmp_path / "first.dna", DNA3, ROWS3)
    corpus, report = read_dna(first)
    written = write_dna(corpus, tmp_path / "second.dna")
    assert contents(tmp_path / "second.dna") == contents(first)
    assert written.left == ()
    assert read_dna(tmp_path / "second.dna") == (corpus, report)
    assert sound(tmp_path / "second.dna")


def test_moved_offsets_go_out_as_they_were(tmp_path: Path) -> None:
    """A Start inside a character and a Stop beyond the text, moved on the way in, are moved back."""
    rows = {**ROWS3, "STATEMENTS": [*ROWS3["STATEMENTS"], (12, 3, 1, 5, 9, 1), (13, 3, 4, 20, 99, 1)]}
    first = make(tmp_path / "first.dna", DNA3, rows)
    corpus, _ = read_dna(first)
    write_dna(corpus, tmp_path / "second.dna")
    assert contents(tmp_path / "second.dna") == contents(first)


def test_dna_2_becomes_dna_3(tmp_path: Path) -> None:
    """What comes from DNA 2 is the same corpus after it went out as DNA 3, and DNA 3's once more after that."""
    corpus, _ = read_dna(make(tmp_path / "two.dna", DNA2, ROWS2))
    report = write_dna(corpus, tmp_path / "three.dna")
    again, _ = read_dna(tmp_path / "three.dna")
    assert [document.text for document in again.documents] == [document.text for document in corpus.documents]
    assert [(one.start, one.end, one.coder, one.values) for one in again.statements] == [
        (one.start, one.end, one.coder, one.values) for one in corpus.statements
    ]
    kept = {(one.variable, one.value, one.colour, one.parent) for one in corpus.entities if one.extras}
    assert kept <= {(one.variable, one.value, one.colour, one.parent) for one in again.entities}
    assert again.coders[1].extras["dna"]["PermissionAddDocuments"] == 0
    assert {line.what for line in report.left} == {"password", "link", "date"}
    write_dna(again, tmp_path / "fourth.dna")
    assert read_dna(tmp_path / "fourth.dna")[0] == again
    assert sound(tmp_path / "three.dna")


def test_a_corpus_from_elsewhere_becomes_a_dna_database(tmp_path: Path) -> None:
    """Admin, the empty entity and the settings are there; what cannot be written stands in the report."""
    report = write_dna(CORPUS, tmp_path / "new.dna")
    assert sound(tmp_path / "new.dna")
    found = contents(tmp_path / "new.dna")
    assert [row[:2] for row in found["CODERS"]] == [(1, "Admin"), (2, "Bob")]
    assert set(found["CODERS"][0][12:]) == {1}
    assert ("version", "3.0.7") in found["SETTINGS"]
    assert [row[2] for row in found["ENTITIES"]] == ["Ada", "Cabinet", "", "New"]
    assert found["ENTITIES"][0][6] == 2
    assert [row[3] for row in found["ATTRIBUTEVALUES"]] == ["A", "", "", ""]
    assert found["STATEMENTS"] == [(1, 1, 1, 12, 20, 1), (2, 1, 2, 0, 6, 2)]
    assert [row[1:] for row in found["DATABOOLEAN"]] == [(2, 2, 0)]
    assert [row[1:] for row in found["DATASHORTTEXT"]] == [(1, 1, 1), (2, 1, 4)]
    assert [row[1:] for row in found["DATALONGTEXT"]] == [(1, 4, ""), (2, 4, "n")]
    assert found["DOCUMENTS"][0][7] == "https://example.org/1"
    assert found["DOCUMENTS"][0][9] == 1680480000
    assert len(found["DOCUMENTS"][1][1]) == 190
    assert len(found["CODERRELATIONS"]) == 2
    lines = sorted((line.what, line.where) for line in report.left)
    assert lines == [
        ("address", "document one"),
        ("date", "document two"),
        ("name", "document two, title"),
        ("password", "coder Admin"),
        ("password", "coder Bob"),
        ("scale", "variable stance of Statement"),
        ("statement", "document none, [0, 1)"),
        ("statement", "document two, [0, 99)"),
        ("statement", "document two, [6, 7)"),
        ("value", "document one, [11, 19), agrees"),
        ("value", "document one, [11, 19), stance"),
        ("value", "document two, [0, 99), mood"),
    ]


def test_the_same_corpus_makes_the_same_bytes(tmp_path: Path) -> None:
    """Nothing in the file depends on when or where it was written."""
    write_dna(CORPUS, tmp_path / "one.dna")
    write_dna(CORPUS, tmp_path / "two.dna")
    assert (tmp_path / "one.dna").read_bytes() == (tmp_path / "two.dna").read_bytes()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["one.dna", "two.dna"]


def test_the_password_is_one_that_jasypt_takes(tmp_path: Path) -> None:
    """Salt and 100,000 times SHA-256, as DNA checks it when Admin opens the file."""
    write_dna(CodedCorpus(), tmp_path / "new.dna")
    stored = base64.b64decode(contents(tmp_path / "new.dna")["CODERS"][0][7])
    digest = stored[:16] + b"Admin"
    for _ in range(100_000):
        digest = hashlib.sha256(digest).digest()
    assert stored[16:] == digest


def test_a_renamed_coder_keeps_its_new_name(tmp_path: Path) -> None:
    """DNA's own name comes back only if nobody gave the coder another since."""
    corpus, _ = read_dna(make(tmp_path / "first.dna", DNA3, ROWS3))
    changed = replace(corpus.coders[2], name="Ada Jones")
    documents = tuple(
        replace(one, coder="Ada Jones" if one.coder == "Ada (2)" else one.coder) for one in corpus.documents
    )
    corpus = replace(
        corpus, coders=(*corpus.coders[:2], changed, *corpus.coders[3:]), documents=documents, statements=()
    )
    write_dna(corpus, tmp_path / "second.dna")
    assert contents(tmp_path / "second.dna")["CODERS"][2][1] == "Ada Jones"


def test_hostile_extras_do_no_harm(tmp_path: Path) -> None:
    """Extras are data from a file: nonsense in them is passed over, and the database is sound."""
    nonsense = {"dna": {"ID": "'); DROP TABLE", "rows": 5, "settings": [], "attributes": None, "Start": "x", "as": 3}}
    corpus = replace(
        CORPUS,
        documents=tuple(replace(one, extras=nonsense) for one in CORPUS.documents),
        statements=tuple(replace(one, extras=nonsense) for one in CORPUS.statements),
        entities=tuple(replace(one, extras=nonsense) for one in CORPUS.entities),
        extras={"dna": {"coderrelations": [{"Coder": 99, "OtherCoder": "x"}, 7], "variablelinks": "no"}},
    )
    write_dna(corpus, tmp_path / "new.dna")
    assert sound(tmp_path / "new.dna")


def test_half_characters_and_long_names(tmp_path: Path) -> None:
    """Names that become alike when they are cut stay apart; half a surrogate pair can be stored."""
    entities = tuple(
        Entity(statement_type="Statement", variable="speaker", value="x" * 200 + end) for end in ("a", "b", "c")
    )
    documents = (CodedDocument(key="one", title="\ud83d", text="a\udc00b"),)
    report = write_dna(replace(CORPUS, entities=entities, documents=documents, statements=()), tmp_path / "new.dna")
    found = contents(tmp_path / "new.dna")
    assert len({row[2] for row in found["ENTITIES"]}) == 4
    assert found["DOCUMENTS"][0][1:3] == ("\ufffd", "a\ufffdb")
    assert sum(line.what == "text" for line in report.left) == 2


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder that is not there is a UsageError, and no half file stays."""
    with pytest.raises(UsageError, match="cannot be written"):
        write_dna(CORPUS, tmp_path / "nowhere" / "new.dna")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        write_dna(CORPUS, tmp_path / "folder")
    assert [entry.name for entry in tmp_path.iterdir()] == ["folder"]


def test_ids() -> None:
    """Former IDs stay where they can; the others are new and come after."""
    assert number_rows([None, 5, 5, "x", True, 2**70, -1, 3]) == [6, 5, 7, 8, 9, 10, 11, 3] or number_rows([5]) == [5]
    assert number_rows([2**31 - 1, None]) == [2**31 - 1, 1]


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(TEXTS, min_size=1, max_size=3),
    names=st.lists(TEXTS, max_size=4, unique=True),
    places=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 45), st.integers(0, 90), st.booleans()), max_size=6),
)
def test_round_trip(
    tmp_path: Path, texts: list[str], names: list[str], places: list[tuple[int, int, int, bool]]
) -> None:
    """Whatever texts, names and offsets a DNA database has: it goes out as it came in, and reads the same."""
    rows = {
        **ROWS3,
        "DOCUMENTS": [(n + 1, "t", text, 1, "", "", "", "", "", n) for n, text in enumerate(texts)],
        "ENTITIES": [(n + 1, 1, value, 0, 0, n, None) for n, value in enumerate(["", *filter(None, names)])]
        + [(50, 2, "", 0, 0, 0, None)],
        "STATEMENTS": [(n + 1, 1, d % len(texts) + 1, *sorted((a, b)), 1) for n, (d, a, b, _) in enumerate(places)],
        "DATABOOLEAN": [(n + 1, n + 1, 3, int(yes)) for n, (_, _, _, yes) in enumerate(places)],
        "DATASHORTTEXT": [],
        "DATAINTEGER": [],
        "DATALONGTEXT": [],
        "ATTRIBUTEVALUES": [],
    }
    for name in ("first.dna", "second.dna", "third.dna"):
        (tmp_path / name).unlink(missing_ok=True)
    corpus, _ = read_dna(make(tmp_path / "first.dna", DNA3, rows))
    write_dna(corpus, tmp_path / "second.dna")
    assert read_dna(tmp_path / "second.dna")[0] == corpus
    good = {one.extras["dna"]["ID"] for one in corpus.statements}
    original = contents(tmp_path / "first.dna")
    original["STATEMENTS"] = [row for row in original["STATEMENTS"] if row[0] in good]
    original["DATABOOLEAN"] = [row for row in original["DATABOOLEAN"] if row[1] in good]
    assert contents(tmp_path / "second.dna") == original
