"""Writes a coded corpus as a database of Discourse Network Analyzer 3 (``.dna``, SQLite, version 3.0.7).

What ``parley.imports.dna`` kept in ``extras["dna"]`` (listed there) is written again as it was, so that a DNA 3
database that was read and not changed goes out with equal rows in all tables. A corpus from elsewhere gets what DNA
needs: the coder "Admin" with ID 1 and the password "Admin", an empty entity for every short text, IDs.

What DNA cannot hold stands in the report: names over 190 characters are cut; a boolean or integer that was not
coded has no row, for any row would be an invention; an address goes to the end of the notes. Extras of other tools
are not written.

DNA is a Java program: Start and Stop count UTF-16 code units. Dates are seconds since 1970, UTC.
"""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, datetime
from os import PathLike
from pathlib import Path

from parley.errors import UsageError
from parley.exports.dna_codebook import ADMIN, fill_coders, fill_entities, fill_patterns, fill_types
from parley.exports.dna_rows import Rows, kept_of, part_of
from parley.exports.dna_tables import DATA, fits_integer, number_rows, store_tables
from parley.terms.exchange import CodedCorpus, CodedDocument, CodedStatement, Report, Value, Variable

VERSION = "3.0.7"
"""Version of DNA whose tables are written."""
VERSION_DATE = "2022-10-01"
"""What stands beside the version in the settings of a database that DNA did not make."""

_WIDE = re.compile("[\U00010000-\U0010ffff]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TYPES = {"boolean": bool, "integer": int, "long text": str, "short text": str}


def write_dna(corpus: CodedCorpus, path: str | PathLike[str]) -> Report:
    """Write a corpus as a DNA 3 database. The file appears when it is complete; one that was there is replaced.

    Args:
        corpus: offsets in code points.
        path: the ``.dna`` file.

    Returns:
        How many rows were written, and what could not be written as it is.

    Raises:
        UsageError: the file cannot be written there.
    """
    goal = Path(path)
    rows = make_rows(corpus)
    part: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=goal.parent, prefix=f".{goal.name[:50]}.", suffix=".part")
        os.close(handle)
        part = Path(name)
        store_tables(rows.tables, name)
        part.replace(goal)
    except (OSError, sqlite3.Error, OverflowError) as fault:
        if part is not None:
            part.unlink(missing_ok=True)
        raise UsageError(
            f"it cannot be written: {fault}", where=str(goal), cure="Check the folder and its free space"
        ) from fault
    return rows.report()


def make_rows(corpus: CodedCorpus) -> Rows:
    """The rows of all tables, and the report."""
    rows = Rows(corpus)
    _fill_settings(rows)
    fill_coders(rows)
    fill_types(rows)
    statements = list(_good_statements(rows))
    fill_entities(rows, _used_values(rows, statements))
    _fill_documents(rows)
    _fill_statements(rows, statements)
    fill_patterns(rows)
    return rows


def _fill_settings(rows: Rows) -> None:
    kept = part_of(kept_of(rows.corpus.extras), "settings") or {"version": VERSION, "date": VERSION_DATE}
    for name, value in kept.items():
        rows.tables["SETTINGS"].append((rows.clean(str(name), "setting"), rows.clean(str(value), f"setting {name}")))
    links = part_of(rows.corpus.extras, "dna2").get("statementlinks")
    if links:
        rows.leave("link", "corpus", f"DNA 3 has no links between statements; {len(links)} left out")


def _fill_documents(rows: Rows) -> None:
    documents = {document.key: document for document in rows.corpus.documents}
    if len(documents) < len(rows.corpus.documents):
        rows.leave("document", "corpus", "documents of one key; only the last of them was written")
    numbers = number_rows(kept_of(document.extras).get("ID") for document in documents.values())
    for number, document in zip(numbers, documents.values(), strict=True):
        rows.documents[document.key] = number
        where = f"document {document.key}"
        title, author, source, section, kind = (
            rows.cut(getattr(document, name), f"{where}, {name}")
            for name in ("title", "author", "source", "section", "kind")
        )
        text, notes = rows.clean(document.text, where), rows.clean(_notes(rows, document), where)
        coder = _coder(rows, document)
        row = (number, title, text, coder, author, source, section, notes, kind, _date(rows, document))
        rows.tables["DOCUMENTS"].append(row)


def _coder(rows: Rows, thing: CodedDocument | CodedStatement) -> int | None:
    """ID of the coder; what came from elsewhere without one is Admin's, for DNA shows nothing that is nobody's."""
    if thing.coder is not None:
        return rows.coders[thing.coder]
    return None if kept_of(thing.extras) else rows.coders.get(ADMIN, min(rows.coders.values()))


def _notes(rows: Rows, document: CodedDocument) -> str:
    """The notes, with the address, for which DNA has no column."""
    if document.url is None or document.url in document.notes:
        return document.notes
    rows.leave("address", f"document {document.key}", "DNA has no place for addresses; written at the end of the notes")
    return f"{document.notes}\n{document.url}" if document.notes else document.url


def _date(rows: Rows, document: CodedDocument) -> int:
    """Seconds since 1970, UTC."""
    where = f"document {document.key}"
    if document.date is None:
        stored = kept_of(document.extras).get("Date")
        if isinstance(stored, int) and fits_integer(stored):
            return stored
        rows.leave("date", where, "DNA asks for one; it is 1970-01-01 now")
        return 0
    try:
        moment = datetime.fromisoformat(document.date)
    except ValueError:
        rows.leave("date", where, f"{document.date[:40]!r} is no full ISO date; it is 1970-01-01 now")
        return 0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if moment.microsecond:
        rows.leave("date", where, "DNA counts whole seconds; the rest is left out")
    return (moment - _EPOCH).days * 86_400 + (moment - _EPOCH).seconds


def _good_statements(rows: Rows) -> Iterator[CodedStatement]:
    """The statements whose document and type are there and that have a place; the others are noted."""
    lengths = {document.key: len(document.text) for document in rows.corpus.documents}
    for statement in rows.corpus.statements:
        where = _where(statement)
        if statement.document not in lengths or statement.statement_type not in rows.types:
            rows.leave("statement", where, f"no such document, or no type {statement.statement_type!r}; left out")
        elif not 0 <= statement.start < min(statement.end, lengths[statement.document]):
            rows.leave("statement", where, "it is no stretch of the text; left out")
        else:
            yield statement


def _where(statement: CodedStatement) -> str:
    return f"document {statement.document}, [{statement.start}, {statement.end})"


def _good_values(rows: Rows, statement: CodedStatement) -> Iterator[tuple[str, int, Variable, Value]]:
    """Name, ID and variable of each value that DNA can hold."""
    for name, value in statement.values.items():
        number, variable = rows.variables.get((statement.statement_type, name), (0, None))
        if variable is not None and type(value) is _TYPES[variable.kind] and (type(value) is not int or _fits(value)):
            yield name, number, variable, value


def _fits(value: Value) -> bool:
    """Whether an integer is one of Java's."""
    return isinstance(value, int) and -(2**31) <= value < 2**31


def _used_values(rows: Rows, statements: list[CodedStatement]) -> list[tuple[str, str, str]]:
    """Statement type, variable and value of the short texts in statements."""
    return [
        (statement.statement_type, name, str(value))
        for statement in statements
        for name, _, variable, value in _good_values(rows, statement)
        if variable.kind == "short text"
    ]


def _fill_statements(rows: Rows, statements: list[CodedStatement]) -> None:
    """Statements and their values."""
    numbers = number_rows(kept_of(statement.extras).get("ID") for statement in statements)
    wide: dict[str, tuple[int, list[int]]] = {}
    for document in rows.corpus.documents:
        wide[document.key] = (len(document.text), [found.start() for found in _WIDE.finditer(document.text)])
    data: dict[str, list[tuple[object, int, int, object]]] = {kind: [] for kind in DATA}
    for number, statement in zip(numbers, statements, strict=True):
        start, stop = _place(rows, statement, *wide[statement.document])
        of_type, at = rows.types[statement.statement_type][0], rows.documents[statement.document]
        rows.tables["STATEMENTS"].append((number, of_type, at, start, stop, _coder(rows, statement)))
        for kind, former, variable, stored in _data(rows, statement):
            data[kind].append((former, number, variable, stored))
    for kind, found in data.items():
        ids = number_rows(row[0] for row in found)
        rows.tables[DATA[kind]] += [(number, *row[1:]) for number, row in zip(ids, found, strict=True)]


def _place(rows: Rows, statement: CodedStatement, length: int, wide: list[int]) -> tuple[int, int]:
    """Start and Stop in code units; as they were in DNA where the reader had to move them."""
    kept = kept_of(statement.extras)
    start, stop = kept.get("Start"), kept.get("Stop")
    moved = kept.get("as")
    same = isinstance(moved, list | tuple) and [*moved] == [statement.start, statement.end]
    if same and isinstance(start, int) and isinstance(stop, int) and 0 <= start < stop < 2**63:
        return start, stop
    if statement.end > length:
        rows.leave("statement", _where(statement), f"it ends after the text; cut at the text's end {length}")
    end = min(statement.end, length)
    return statement.start + bisect_left(wide, statement.start), end + bisect_left(wide, end)


def _data(rows: Rows, statement: CodedStatement) -> Iterator[tuple[str, object, int, object]]:
    """Kind, former row ID, variable's ID and stored value of each value of a statement."""
    kept = kept_of(statement.extras)
    ids = part_of(kept, "rows")
    good = {name: (number, variable, value) for name, number, variable, value in _good_values(rows, statement)}
    for name in statement.values.keys() - good.keys():
        rows.leave("value", f"{_where(statement)}, {name}", "no such variable, or of another kind; left out")
    for variable in rows.types[statement.statement_type][1].variables:
        name = variable.name
        number = rows.variables[statement.statement_type, name][0]
        if name in good:
            yield variable.kind, ids.get(name), number, _stored(rows, statement, variable, good[name][2])
        elif variable.kind == "short text" and (name in ids or not kept):
            yield variable.kind, ids.get(name), number, rows.entities[statement.statement_type, name, ""]
        elif variable.kind == "long text" and (name in ids or not kept):
            yield variable.kind, ids.get(name), number, None if kept else ""
        elif not kept:
            rows.leave("value", f"{_where(statement)}, {name}", "it was not coded; DNA has no row for it")


def _stored(rows: Rows, statement: CodedStatement, variable: Variable, value: Value) -> object:
    """A value as DNA stores it: a short text by the ID of its entity."""
    if variable.kind == "short text":
        return rows.entities[statement.statement_type, variable.name, str(value)]
    return rows.clean(value, _where(statement)) if isinstance(value, str) else int(value)
