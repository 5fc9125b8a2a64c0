"""XLSX, one row at a time: sheets of statements, what did not fit into a cell, and the codebook.

Nothing is cut. Rows beyond what a sheet can hold go on in a next sheet ("statements 2"). A text of
more than 32,767 UTF-16 units goes on in the sheet "long texts", in parts, and the last column of its
row, "continued", names the columns it is so with.

Strings are stored as strings, never as formulas; one that begins like a formula also has the mark of
a quoted text (``quotePrefix``), so that it stays text when somebody edits the cell. Characters that
XML forbids, and carriage returns, are written ``_x0000_``, and what looks like such an escape in the
text ``_x005F_x0000_`` (ECMA-376 part 1, 22.9.2.19, ST_Xstring): Excel shows the text as it was. Numbers have 16 digits.

The sheets lie uncompressed in the folder for temporary files until all rows are there: about 3 KB a
statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.writer.excel import ExcelWriter  # type: ignore[import-not-found]

from parley.exports.codebook import HEADER, codebook_rows
from parley.exports.columns import STATEMENTS, Cell, Table, join_list
from parley.exports.files import Target, whole_file
from parley.exports.zips import EPOCH, FixedZip

ROWS = 1_048_576
"""Rows of a sheet, the header among them."""
UNITS = 32_767
"""UTF-16 units of a cell."""
CONTINUED = "continued"
LONG_TEXTS = "long texts"

_ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_LONGEST_ESCAPE = 7
_TYPED_OTHERWISE = re.compile("[\\s]*[=+\\-@#＝＋－＠]")
"""Beginnings of texts that a spreadsheet, or openpyxl, may take for something else."""


def write_xlsx(
    rows: Iterable[Any],
    target: Target,
    *,
    table: Table = STATEMENTS,
    made: datetime | None = None,
    concepts: Mapping[str, str] | None = None,
    rows_per_sheet: int = ROWS,
) -> int:
    """Write rows as a workbook.

    Args:
        rows: rows of the table's kind.
        target: a path, or a file open for bytes.
        table: the columns.
        made: when the export was made; the same time and rows give the same bytes.
        concepts: name to definition, for the sheet "codebook".
        rows_per_sheet: how many rows a sheet may have, with its header.

    Returns:
        How many rows were written.

    Raises:
        ParleyError: the file cannot be written.
    """
    book: Any = Workbook(write_only=True)
    book.properties.creator = "Parley"
    book.properties.created = book.properties.modified = (made or datetime(*EPOCH)).astimezone(UTC).replace(tzinfo=None)
    with whole_file(target) as file:
        try:
            number = _fill(book, rows, table, rows_per_sheet)
            sheet = book.create_sheet("codebook")
            for cells in (HEADER, *codebook_rows(table, concepts or {})):
                sheet.append([next(iter(_parts(sheet, cell)), None) for cell in cells])
            ExcelWriter(book, FixedZip(file)).save()
        finally:
            _clear(book)
    return number


def read_cell(text: str) -> str:
    """The text that a cell's escapes stand for."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _fill(book: Any, rows: Iterable[Any], table: Table, rows_per_sheet: int) -> int:
    """Write the rows into sheets; returns how many there were."""
    names = [column.name for column in table.columns]
    getters = [column.getter for column in table.columns]
    long_texts = _Sheets(book, LONG_TEXTS, ["key", "column", "part", "text"], rows_per_sheet)
    sheets = _Sheets(book, table.name, [*names, CONTINUED], rows_per_sheet)
    sheets.begin()
    number = 0
    for row in rows:
        number += 1
        sheet = sheets.next()
        cells, continued = [], []
        for name, get in zip(names, getters, strict=True):
            first, *others = _parts(sheet, get(row)) or [None]
            cells.append(first)
            if others:
                continued.append(name)
                for part, other in enumerate(others, 2):
                    long_texts.next().append([row.key, name, part, other])
        cells.append(join_list(continued) or None)
        sheet.append(cells)
    return number


class _Sheets:
    """Sheets of one kind, a new one begun when the last is full."""

    def __init__(self, book: Any, name: str, header: list[str], rows_per_sheet: int) -> None:
        self._book, self._name, self._header, self._limit = book, name, header, rows_per_sheet
        self._sheet: Any = None
        self._filled = self._number = 0

    def begin(self) -> None:
        """Begin the next sheet with its header."""
        if self._sheet is not None:
            self._sheet.close()
        self._number += 1
        self._sheet = self._book.create_sheet(self._name if self._number == 1 else f"{self._name} {self._number}")
        self._sheet.freeze_panes = "A2"
        self._sheet.append(self._header)
        self._filled = 1

    def next(self) -> Any:
        """The sheet for the next row."""
        if self._sheet is None or self._filled >= self._limit:
            self.begin()
        self._filled += 1
        return self._sheet


def _parts(sheet: Any, value: Cell) -> list[Any]:
    """A value as cells: one, or more where a text is too long for one; none where there is nothing."""
    if isinstance(value, tuple):
        value = join_list(value)
    if value is None or value == "":
        return []
    if not isinstance(value, str):
        return [value]
    if len(value) * _LONGEST_ESCAPE > UNITS:
        return [_text_cell(sheet, piece) for piece in _pieces(value)]
    return [_text_cell(sheet, value)]


def _text_cell(sheet: Any, text: str) -> Any:
    text = _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    if not _TYPED_OTHERWISE.match(text):
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _pieces(text: str) -> Iterator[str]:
    """A text in pieces that each fit into a cell, escapes and all."""
    begin = units = 0
    for place, character in enumerate(text):
        escaped = character == "_" or _ESCAPED.match(character) is not None
        cost = _LONGEST_ESCAPE if escaped else 1 + (ord(character) > 0xFFFF)
        if units + cost > UNITS:
            yield text[begin:place]
            begin, units = place, 0
        units += cost
    yield text[begin:]


def _clear(book: Any) -> None:
    """Take away the temporary files of sheets that never went into a workbook."""
    for sheet in book.worksheets:
        with suppress(Exception):
            if not sheet.closed:
                sheet.close()
        with suppress(AttributeError, OSError):
            Path(sheet._writer.out).unlink(missing_ok=True)
