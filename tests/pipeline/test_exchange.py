"""Files of other tools into a record and out of it again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parley.errors import RecordError, UsageError
from parley.exports.dna import write_dna
from parley.imports.dna import read_dna
from parley.pipeline.exchange import import_file
from parley.record import Store, open_record, verify
from parley.record.coded import coded_corpus
from parley.record.erasure import erase_article
from tests.imports.databases import DNA3, ROWS3, contents, make


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A new record."""
    return open_record(tmp_path / "record.db")


def doubled(rows: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """A database with two statements that say the same, and two documents of one text."""
    first = rows["DOCUMENTS"][1]
    document = (9, "The same words", first[2], *first[3:])
    statements = [*rows["STATEMENTS"], (20, 1, 1, 12, 20, 2), (21, 1, 9, 6, 11, 1), (22, 1, 9, 6, 11, 5)]
    return rows | {"DOCUMENTS": [*rows["DOCUMENTS"], document], "STATEMENTS": statements}


@pytest.mark.parametrize("change", [dict, doubled])
def test_a_dna_database_comes_in_complete_and_goes_out_equal(store: Store, tmp_path: Path, change: object) -> None:
    """Documents, codebook, statements of every coder: all rows of all tables are there again."""
    assert callable(change)
    path = make(tmp_path / "first.dna", DNA3, change({**ROWS3}))
    report = import_file(store, path, coder="Owner")
    corpus, _ = read_dna(path)
    assert report.came["statements"] == len(corpus.statements)
    assert verify(store).faults == ()
    assert coded_corpus(store) == corpus
    write_dna(coded_corpus(store), tmp_path / "second.dna")
    assert contents(tmp_path / "second.dna") == contents(path)


def test_imported_statements_are_found_by_speaker_and_value(store: Store, tmp_path: Path) -> None:
    """A coded person is the speaker; type, values and coder stand with the statement."""
    import_file(store, make(tmp_path / "first.dna", DNA3, ROWS3), coder="Owner")
    (row,) = store.view().statements(speaker="Ada 😀")
    assert row.statement_type == "DNA Statement"
    assert row.values == {"person": "Ada 😀", "concept": "tax the sea", "agreement": True, "weight": -2}
    assert (row.judged_by, row.state) == ("Ada", "accepted")


def test_the_same_file_comes_in_once(store: Store, tmp_path: Path) -> None:
    """A second import would double every statement."""
    path = make(tmp_path / "first.dna", DNA3, ROWS3)
    import_file(store, path, coder="Owner")
    before = len(store.view().statements())
    with pytest.raises(RecordError, match="came in before"):
        import_file(store, path, coder="Owner")
    assert len(store.view().statements()) == before


def test_quoted_statements_are_placed_in_the_texts(store: Store, tmp_path: Path) -> None:
    """Rows of a table are anchored by their words; what cannot be placed is said with its row."""
    documents = tmp_path / "documents.csv"
    documents.write_text('title,text,date\nA,"The minister said that the harbour stays open.",2024-05-01\n', "utf-8")
    import_file(store, documents, coder="Owner")
    table = tmp_path / "statements.csv"
    table.write_text(
        "quote,speaker,concept,stance,coder\n"
        "the harbour  stays open,The minister,Open harbour,agree,Ann\n"
        "the harbour closes now for ever,The minister,Open harbour,disagree,Ann\n"
        "the harbour stays open,The minister,Open harbour,perhaps,Ann\n",
        "utf-8",
    )
    report = import_file(store, table, coder="Owner")
    assert report.came == {"statements": 1}
    assert [one.where for one in report.left] == ["row 3", "row 4"]
    (row,) = store.view().statements(speaker="minister")
    assert (row.content, row.date) == ("the harbour stays open", "2024-05-01")
    assert [(one.concept, one.stance, one.coder) for one in row.concepts] == [("Open harbour", "agree", "Ann")]
    assert verify(store).ok


def test_web_annotations_become_statements_with_comments_and_tags(store: Store, tmp_path: Path) -> None:
    """What was annotated elsewhere stands on the same words here."""
    documents = tmp_path / "documents.csv"
    documents.write_text("title,text,url\nA,It rains. It rains again.,https://example.org/a\n", "utf-8")
    import_file(store, documents, coder="Owner")
    annotation = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:one",
        "type": "Annotation",
        "creator": "Bob",
        "body": [
            {"type": "TextualBody", "value": "weather", "purpose": "tagging"},
            {"type": "TextualBody", "value": "so it goes", "purpose": "commenting"},
        ],
        "target": {
            "source": "https://example.org/a",
            "selector": {"type": "TextQuoteSelector", "exact": "It rains", "prefix": ". ", "suffix": " again"},
        },
    }
    path = tmp_path / "one.jsonld"
    path.write_text(json.dumps(annotation), "utf-8")
    import_file(store, path, coder="Owner")
    (row,) = store.view().statements(query="tag:weather")
    assert (row.start, row.judged_by) == (10, "Bob")
    assert [one.comment for one in store.view().comments(f"entry {row.key}")] == ["so it goes"]


def test_files_of_no_known_kind_are_refused(store: Store, tmp_path: Path) -> None:
    """The sentence says what can be brought in."""
    with pytest.raises(UsageError, match=r"\.dna"):
        import_file(store, tmp_path / "picture.png", coder="Owner")


def test_an_erased_document_of_an_import_leaves_nothing(store: Store, tmp_path: Path) -> None:
    """What the import kept of it goes too; the rest still goes out, and everything adds up."""
    import_file(store, make(tmp_path / "first.dna", DNA3, ROWS3), coder="Owner")
    (key,) = [row.key for row in store.view().articles() if row.title == "An emoji"]
    erase_article(store, key, coder="Owner", reason="asked for")
    assert verify(store).faults == ()
    assert store.place is not None
    assert isinstance(store.place, Path)
    assert b"A. Author" not in store.place.read_bytes()
    assert [one.title for one in coded_corpus(store).documents] == [ROWS3["DOCUMENTS"][1][1], "Empty"]
    write_dna(coded_corpus(store), tmp_path / "second.dna")
    assert [row[0] for row in contents(tmp_path / "second.dna")["DOCUMENTS"]] == [4, 8]
