r"""CSV and TSV, by RFC 4180: commas or tabs, CRLF, quotation marks where they are needed.

Three things are not as in the record, and ``read_back`` undoes each of them:

* Formulas. A spreadsheet takes a cell that begins with ``= + - @``, a tab or a carriage return for
  a formula, also after white space and in full-width letters (OWASP, "CSV Injection"). Such a text
  gets an apostrophe before it. A text that begins with apostrophes and goes on like a formula gets
  one more; so exactly one is taken off again, and an apostrophe that was there stays. Numbers are
  never touched.
* Control characters, which RFC 4180 has no place for, are shown as their pictures (␀ for NUL);
  see ``parley.exports.characters``. Tabs and line ends stay, in quotation marks.
* Absent and empty text are both an empty cell: it is read back as absent where the column may be
  empty, else as empty text.

Half a surrogate pair, which UTF-8 cannot hold, becomes U+FFFD for good.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from parley.errors import UsageError
from parley.exports.characters import pictured, storable, unpictured
from parley.exports.columns import STATEMENTS, Cell, Column, Table, join_list, split_list
from parley.exports.files import Target, readable, text_file

LARGEST_CELL = 2**30
"""Characters of a cell that are read back; the csv module stops at 131,072 unless told."""

_FORMULA = re.compile("'*[\\s\u200b-\u200f\u2060\ufeff]*[=+\\-@\t\r＝＋－＠]")
_SHIELDED = re.compile(f"'{_FORMULA.pattern}")


def write_csv(
    rows: Iterable[Any],
    target: Target,
    *,
    table: Table = STATEMENTS,
    bom: bool = False,
    formula_safe: bool = True,
    delimiter: str = ",",
) -> int:
    """Write rows as a delimited text, one at a time.

    Args:
        rows: rows of the table's kind.
        target: a path, or a file open for bytes.
        table: the columns.
        bom: whether a byte order mark comes first, by which old versions of Excel know UTF-8.
        formula_safe: whether texts that a spreadsheet would compute get an apostrophe.
        delimiter: "," or a tab.

    Returns:
        How many rows were written.

    Raises:
        ParleyError: the file cannot be written.
    """
    getters = [(column, column.getter) for column in table.columns]
    number = 0
    with text_file(target, bom=bom) as file:
        writer = csv_writer(file, delimiter)
        writer.writerow([column.name for column in table.columns])
        for row in rows:
            writer.writerow([flat_cell(get(row), formula_safe=formula_safe) for _, get in getters])
            number += 1
    return number


def csv_writer(file: TextIO, delimiter: str = ",") -> Any:
    """A writer of RFC 4180 rows."""
    return csv.writer(file, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)


def flat_cell(value: Cell, *, formula_safe: bool = True) -> str:
    """A value as the text of a delimited cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    text = pictured(storable(value if isinstance(value, str) else join_list(value)))
    return "'" + text if formula_safe and _FORMULA.match(text) else text


def read_back(
    source: Path | BinaryIO,
    *,
    table: Table = STATEMENTS,
    formula_safe: bool = True,
    delimiter: str = ",",
) -> Iterator[dict[str, Cell]]:
    """The rows of a file that ``write_csv`` wrote, with a value for each column.

    Args:
        source: a path, or a file open for bytes; a byte order mark is skipped.
        table: the columns it was written with.
        formula_safe: as it was written.
        delimiter: as it was written.

    Yields:
        Column name to its value: text, number, boolean, list or None.

    Raises:
        UsageError: the file does not have these columns, or a cell is not of its column's type.
    """
    columns = {column.name: column for column in table.columns}
    where = str(source) if isinstance(source, Path) else table.name
    csv.field_size_limit(max(csv.field_size_limit(), LARGEST_CELL))
    with readable(source) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        try:
            reader = csv.reader(text, delimiter=delimiter, strict=True)
            header = next(reader, [])
            if header != list(columns):
                cure = "Read a file that Parley wrote, with the table and delimiter it was written with"
                raise UsageError("it does not have the columns of this table", where=where, cure=cure)
            for cells in reader:
                yield _row(cells, columns, f"{where}, line {reader.line_num}", formula_safe=formula_safe)
        except (csv.Error, UnicodeDecodeError) as error:
            raise UsageError(f"this is no delimited text ({error})", where=where, cure="Export it anew") from error
        finally:
            with suppress(ValueError):
                text.detach()


def _row(cells: list[str], columns: dict[str, Column], where: str, *, formula_safe: bool) -> dict[str, Cell]:
    if len(cells) != len(columns):
        raise UsageError(f"it has {len(cells)} cells, not {len(columns)}", where=where, cure="Export it anew")
    found: dict[str, Cell] = {}
    for (name, column), cell in zip(columns.items(), cells, strict=True):
        try:
            found[name] = _value(cell, column, formula_safe=formula_safe)
        except (ValueError, KeyError) as error:
            what = f"its {name} {cell[:40]!r} is not of type {column.type}"
            raise UsageError(what, where=where, cure="Export it anew") from error
    return found


def _value(cell: str, column: Column, *, formula_safe: bool) -> Cell:
    """What a cell says, by the type of its column."""
    if column.nullable and not cell:
        return None
    if column.type == "boolean":
        return {"true": True, "false": False}[cell]
    if column.type == "integer":
        return int(cell)
    if column.type == "number":
        return float(cell)
    shielded = formula_safe and _SHIELDED.match(cell)
    text = unpictured(cell[1:] if shielded else cell)
    return split_list(text) if column.type == "list" else text
