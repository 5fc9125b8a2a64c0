"""XLSX."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from parley.exports.columns import STATEMENTS, Cell, join_list
from parley.exports.xlsx import read_cell, write_xlsx
from parley.terms.tables import StatementRow
from tests.exports.builders import PLAIN, cells, statement, statements

MADE = datetime(2024, 5, 1, 12, tzinfo=UTC)


def read(file: io.BytesIO) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every sheet, escapes undone."""
    book = load_workbook(io.BytesIO(file.getvalue()))
    return {
        str(sheet.title): [
            tuple(read_cell(value) if isinstance(value, str) else value for value in row)
            for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in book.worksheets
    }


def shown(cell: Cell) -> Any:
    """What a workbook holds of a value: lists joined, nothing for an empty text, 16 digits of a number."""
    if isinstance(cell, tuple):
        cell = join_list(cell)
    if isinstance(cell, float):
        return float(f"{cell:.16g}")
    return None if cell == "" else cell


@settings(max_examples=40)
@given(st.lists(statements, max_size=3))
def test_rows_come_back_as_they_were(rows: list[StatementRow]) -> None:
    """Every character of a page can stand in a workbook, control characters as escapes."""
    file = io.BytesIO()
    assert write_xlsx(rows, file) == len(rows)
    header, *found = read(file)["statements"]
    assert header[-1] == "continued"
    for row, got in zip(rows, found, strict=True):
        assert list(got) == [*map(shown, cells(row, STATEMENTS).values()), None]


def test_no_cell_is_a_formula() -> None:
    """A text of a page that looks like a formula is stored as text and stays text when it is edited."""
    file = io.BytesIO()
    write_xlsx([statement(title="=1+1", content="#N/A", source=" @x")], file)
    book = load_workbook(io.BytesIO(file.getvalue()))
    cells_of_row = {cell.value: cell for cell in book["statements"][2]}
    for text in ("=1+1", "#N/A", " @x"):
        assert cells_of_row[text].quotePrefix
    with ZipFile(file) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("sign", ["a", "_", "\x00", "🕊"])
def test_long_texts_go_on_in_their_own_sheet(sign: str) -> None:
    """A text longer than a cell is whole: its first part in the row, the others in a sheet, with a reference."""
    text = sign * 70_000
    file = io.BytesIO()
    write_xlsx([statement(content=text)], file)
    sheets = read(file)
    header, row = sheets["statements"]
    found = dict(zip(header, row, strict=True))
    assert found["continued"] == "content"
    parts = sheets["long texts"][1:]
    assert [part[:3] for part in parts] == [("e1", "content", number) for number in range(2, len(parts) + 2)]
    assert found["content"] + "".join(part[3] for part in parts) == text
    raw = load_workbook(io.BytesIO(file.getvalue()))["long texts"]["D2"].value
    assert len(raw.encode("utf-16-le")) // 2 <= 32_767


def test_rows_beyond_a_sheet_go_on_in_the_next() -> None:
    """A sheet holds 1,048,576 rows; nothing beyond is cut off."""
    file = io.BytesIO()
    assert write_xlsx([statement(key=f"e{number}") for number in range(7)], file, rows_per_sheet=4) == 7
    sheets = read(file)
    assert list(sheets) == ["statements", "statements 2", "statements 3", "codebook"]
    names = ["statements", "statements 2", "statements 3"]
    assert [row[0] for name in names for row in sheets[name][1:]] == [f"e{number}" for number in range(7)]
    assert all(sheets[name][0] == sheets["statements"][0] for name in names)


def test_the_codebook_is_a_sheet() -> None:
    """A workbook tells what its columns mean."""
    file = io.BytesIO()
    write_xlsx([], file, concepts={"peace": "=ends the war"})
    sheets = read(file)
    assert len(sheets["statements"]) == 1
    assert sheets["codebook"][-1][1:] == ("peace", "stance", "no", "agree; disagree; neutral", "=ends the war")


def test_the_same_rows_give_the_same_bytes() -> None:
    """Whoever compares two exports sees whether the rows differ, not when they were written."""
    files = [io.BytesIO(), io.BytesIO()]
    for file in files:
        write_xlsx([PLAIN], file, made=MADE)
    assert files[0].getvalue() == files[1].getvalue()
    with ZipFile(files[0]) as archive:
        core = archive.read("docProps/core.xml").decode()
        assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core) == ["2024-05-01T12:00:00Z"] * 2
        for name in archive.namelist():
            etree.fromstring(archive.read(name))


def test_an_interrupted_export_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither half a workbook nor the temporary files of its sheets are left when rows stop coming."""

    def stopping() -> Any:
        yield PLAIN
        raise RuntimeError("the database went away")

    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    with pytest.raises(RuntimeError, match="went away"):
        write_xlsx(stopping(), tmp_path / "out.xlsx")
    assert list(tmp_path.rglob("*")) == [temporary]
