"""Tables of strangers: CSV in any usual encoding and with any usual delimiter, TSV, XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from parley.errors import UsageError
from parley.imports.archives import open_archive
from parley.imports.files import decode_text, read_bytes
from parley.imports.markup import declares_type
from parley.imports.notes import Notes

MOST_ROWS = 1_000_000
MOST_COLUMNS = 1000
LONGEST_CELL = 20_000_000
"""Characters of a cell."""
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a line of headers."""

    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """Number of the row in the file, from 1 with the headers; and the cells under the headers."""


def read_sheet(path: Path, notes: Notes, *, known: Mapping[str, str]) -> Sheet:
    """Read a table.

    Args:
        path: a CSV, TSV or XLSX file.
        notes: what had to be supposed or left out goes here.
        known: headers that are expected, in small letters; the delimiter is the one that gives most of them.

    Raises:
        UsageError: it is no such file, or is damaged.
    """
    content = read_bytes(path)
    if content[:4] == b"PK\x03\x04":
        rows: Iterable[Sequence[str]] = _read_xlsx(path, notes)
    elif content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise UsageError("this is an old Excel file", where=str(path), cure="Save it as .xlsx or .csv")
    else:
        rows = _read_csv(content, path, notes, known)
    return _make_sheet(rows, path, notes)


def _make_sheet(rows: Iterable[Sequence[str]], path: Path, notes: Notes) -> Sheet:
    """The headers and the rows under them."""
    numbered = ((number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row))
    _, first = next(numbered, (0, ()))
    headers = tuple(cell.strip().lstrip("\ufeff") for cell in first)
    if not headers:
        raise UsageError("the table is empty", where=str(path), cure="Its first line has to hold the column names")
    found: list[tuple[int, tuple[str, ...]]] = []
    for number, row in numbered:
        if len(found) >= MOST_ROWS:
            raise UsageError(f"it has more than {MOST_ROWS:,} rows", where=str(path), cure="Split it")
        if any(cell.strip() for cell in row[len(headers) :]):
            notes.leave("cell", f"row {number}", "it has more cells than there are headers; the last ones left out")
        cells = (*row, *("",) * len(headers))[: len(headers)]
        found.append((number, tuple(cells)))
    return Sheet(headers, tuple(found))


def _read_csv(content: bytes, path: Path, notes: Notes, known: Mapping[str, str]) -> Iterator[Sequence[str]]:
    """The rows of a text file."""
    text, supposed = decode_text(content)
    if supposed:
        notes.leave("encoding", path.name, supposed)
    if "\0" in text[:4096]:
        raise UsageError("this is no table", where=str(path), cure="Name a CSV, TSV or XLSX file")
    delimiter = "\t" if path.suffix.lower() in (".tsv", ".tab") else None
    first, _, rest = text.partition("\n")
    if first.strip().casefold()[:4] == "sep=" and len(first.strip()) == 5:
        delimiter, text = first.strip()[4], rest
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _find_delimiter(text, known))
    except csv.Error as fault:
        raise UsageError(f"the table is damaged: {fault}", where=str(path), cure="Export it anew") from fault
    finally:
        csv.field_size_limit(before)


def _find_delimiter(text: str, known: Mapping[str, str]) -> str:
    """The delimiter under which the first line has most known headers, or else most cells."""

    def merit(delimiter: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=delimiter), [])
        except csv.Error:
            return 0, 0
        return sum(cell.strip().lstrip("\ufeff").casefold() in known for cell in cells), len(cells)

    return max(_DELIMITERS, key=merit)


def _read_xlsx(path: Path, notes: Notes) -> list[Sequence[str]]:
    """The rows of the first sheet of a workbook that has any."""
    with open_archive(path) as archive:
        for name in archive.names:
            if name.endswith((".xml", ".rels")) and declares_type(archive.read(name)):
                raise UsageError(
                    f"{name} in it declares a document type", where=str(path), cure="Save it in Excel anew"
                )
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            return _first_sheet(book, path, notes)
        finally:
            book.close()
    except UsageError:
        raise
    except Exception as fault:  # openpyxl lets through whatever its parsing meets in a damaged file
        raise UsageError(f"the workbook is damaged: {fault}", where=str(path), cure="Save it in Excel anew") from fault


def _first_sheet(book: Any, path: Path, notes: Notes) -> list[Sequence[str]]:
    """The rows of the first sheet with cells; the other sheets are noted."""
    rows: list[Sequence[str]] = []
    for sheet in book.worksheets:
        if rows:
            notes.leave("sheet", f"sheet {sheet.title}", "only the first sheet with cells is read; left out")
            continue
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True):
            if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS:
                raise UsageError("the sheet is too large", where=str(path), cure="Save the needed part as .csv")
            rows.append([_cell(value) for value in row])
        if not any(any(row) for row in rows):
            rows = []
    return rows


def _cell(value: object) -> str:
    """A cell of a workbook as text; dates as ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
