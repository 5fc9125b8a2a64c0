"""Spreadsheets come in whatever their encoding, delimiter and column names."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.errors import UsageError
from parley.imports.dates import read_date
from parley.imports.tabular import read_documents, read_statements
from parley.terms.exchange import Report

TABLE = "Headline;Body;Published;Outlet;Weather\nÉtat – d’urgence;Words, und mehr: “Öl”;25.04.2023;Le Monde;sunny\n"


def whys(report: Report, what: str) -> list[str]:
    """Reasons of the lines of a kind."""
    return [line.why for line in report.left if line.what == what]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    """The same table comes in the same, however it was saved."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(csv.reader(io.StringIO(TABLE), delimiter=";"))
    path = tmp_path / "table.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    corpus, report = read_documents(path)
    (document,) = corpus.documents
    assert (document.title, document.text) == ("État – d’urgence", "Words, und mehr: “Öl”")
    assert (document.date, document.source, document.extras) == ("2023-04-25", "Le Monde", {"Weather": "sunny"})
    assert [line.where for line in report.left if line.what == "column"] == ["Weather"]
    assert report.came == {"documents": 1}
    supposed = encoding in ("cp1252", "utf-16-le", "utf-16-be")
    assert bool(whys(report, "encoding")) == supposed


def test_statements(tmp_path: Path) -> None:
    """Quotation, speaker, concept and stance by their usual names; rows without a quotation are reported."""
    path = tmp_path / "coded.tsv"
    path.write_text(
        "Person\tQuotation\tConcept\tAgreement\tURL\tMood\tCoder\n"
        'Ada\t"We ""agree"",\nshe said"\ttax\tyes\thttps://example.org\tgood\tBob\n'
        "\n"
        "Eve\t\ttax\tno\t\t\t\n",
        "utf-8",
    )
    (statement,), report = read_statements(path)
    assert statement.quote == 'We "agree",\nshe said'
    assert (statement.speaker, statement.concept, statement.stance) == ("Ada", "tax", "yes")
    assert (statement.document, statement.coder, statement.row) == ("https://example.org", "Bob", 2)
    assert statement.extras == {"Mood": "good"}
    assert [line.where for line in report.left if line.what == "statement"] == ["row 4"]


def test_xlsx(tmp_path: Path) -> None:
    """Workbooks: dates as dates, numbers as they look, further sheets reported."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["ID", "Title", "TEXT", "Date", "Type"])
    sheet.append([7, "One", "Words 😀", datetime(2023, 4, 3), True])
    sheet.append([7, None, "First line of it\nand more", "04/03/2023", None])
    book.create_sheet("Second").append(["x"])
    book.save(tmp_path / "book.xlsx")
    corpus, report = read_documents(tmp_path / "book.xlsx")
    first, second = corpus.documents
    assert (first.key, first.text, first.date, first.kind) == ("7", "Words 😀", "2023-04-03", "true")
    assert (second.key, second.title, second.date) == ("7 (2)", "First line of it", None)
    assert {line.what for line in report.left} == {"key", "date", "sheet"}


def test_two_columns_of_one_meaning(tmp_path: Path) -> None:
    """The better known name is taken; the other goes along."""
    (tmp_path / "t.csv").write_text("content,text,text\na,b,c\n", "utf-8")
    corpus, _ = read_documents(tmp_path / "t.csv")
    assert corpus.documents[0].text == "b"
    assert corpus.documents[0].extras == {"content": "a", "text (2)": "c"}


def test_rows_without_text(tmp_path: Path) -> None:
    """A row with a title but no text is a document, one with neither is not; both are reported."""
    (tmp_path / "t.csv").write_text("title,text,url\nOnly a title,,\n,,https://example.org\n", "utf-8")
    corpus, report = read_documents(tmp_path / "t.csv")
    assert [document.title for document in corpus.documents] == ["Only a title"]
    assert len(whys(report, "document")) == 2


def test_excel_says_its_delimiter(tmp_path: Path) -> None:
    """Excel's line "sep=" is obeyed and is no header."""
    (tmp_path / "t.csv").write_text("sep=|\r\ntitle|text\r\na|b, c; d\r\n", "utf-8")
    assert read_documents(tmp_path / "t.csv")[0].documents[0].text == "b, c; d"


def test_long_cells(tmp_path: Path) -> None:
    """A text longer than the csv module's own limit comes in whole, and that limit is put back."""
    before = csv.field_size_limit()
    (tmp_path / "t.csv").write_text("title,text\na," + "x" * 300_000, "utf-8")
    assert len(read_documents(tmp_path / "t.csv")[0].documents[0].text) == 300_000
    assert csv.field_size_limit() == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"\x00\x01\x02\x03" * 100,
        b"a,b\n1,2\n",
        b"PK\x03\x04 no zip",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old",
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    """What is no table, or has no text in it, is a UsageError that says what to do."""
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    for read in (read_documents, read_statements):
        with pytest.raises(UsageError) as caught:
            read(path)
        assert caught.value.cure


def test_hostile_workbooks(tmp_path: Path) -> None:
    """Entities in a workbook's XML, and workbooks that are none, end in a UsageError."""
    book = openpyxl.Workbook()
    book.save(tmp_path / "good.xlsx")
    with zipfile.ZipFile(tmp_path / "good.xlsx") as good:
        parts = {name: good.read(name) for name in good.namelist()}
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    for number, sheet in enumerate((bomb, bomb.decode().encode("utf-16"), b"<broken", b"")):
        path = tmp_path / f"{number}.xlsx"
        with zipfile.ZipFile(path, "w") as bad:
            for name, content in parts.items():
                bad.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else content)
        with pytest.raises(UsageError):
            read_documents(path)


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2023-04-03", "2023-04-03"),
        ("2023-04-03T10:00:00+02:00", "2023-04-03T08:00:00Z"),
        ("2023-04-03 10:00:00Z", "2023-04-03T10:00:00Z"),
        ("2023-04-03 10:00", "2023-04-03"),
        ("2023-04-03 00:00:00", "2023-04-03"),
        ("2023/4/3", "2023-04-03"),
        ("20230403", "2023-04-03"),
        ("3.4.2023", "2023-04-03"),
        ("25/04/2023", "2023-04-25"),
        ("04/25/2023", "2023-04-25"),
        ("04/04/2023", "2023-04-04"),
        ("03/04/2023", None),
        ("03-04-2023", None),
        ("03/04/23", None),
        ("April 3, 2023", "2023-04-03"),
        ("Monday, 3rd April 2023", "2023-04-03"),
        ("3. März 2023", "2023-03-03"),
        ("3 de abril de 2023", "2023-04-03"),
        ("1er août 2023", "2023-08-01"),
        ("30 February 2023", None),
        ("soon", None),
        ("2023", None),
        ("", None),
    ],
)
def test_dates(written: str, date: str | None) -> None:
    """Dates that can be read in one way are; the others are null with a reason, never a guess."""
    found, fault = read_date(written)
    assert found == date
    assert bool(fault) == (bool(written) and (date is None or written == "2023-04-03 10:00"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(*[st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)] * 2), max_size=5)
)
def test_round_trip(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    """What Python's own writer writes comes in as it was."""
    path = tmp_path / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("title", "text"), *rows])
    corpus, _ = read_documents(path)
    wanted = [text for title, text in rows if text.strip() or title.strip()]
    assert [document.text for document in corpus.documents] == wanted
