"""The documents and statements of a DNA database.

DNA is a Java program: Start and Stop count UTF-16 code units. Dates are UTC: seconds since 1970 in DNA 3,
milliseconds in DNA 2.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from parley.imports.dna_codebook import Codebook
from parley.imports.notes import Notes
from parley.imports.sqlite import LONG_TEXT, Column, Row, UntrustedDatabase, numbers, texts
from parley.imports.utf16 import Utf16Offsets
from parley.terms.exchange import CodedDocument, CodedStatement, Entity, Value

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KINDS = {
    "DATABOOLEAN": "boolean",
    "DATAINTEGER": "integer",
    "DATALONGTEXT": "long text",
    "DATASHORTTEXT": "short text",
}


@dataclass(slots=True)
class Documents:
    """The documents while they are read, by DNA's IDs."""

    documents: dict[int, CodedDocument] = field(default_factory=dict)
    offsets: dict[int, Utf16Offsets] = field(default_factory=dict)
    values: int = 0
    """How many values of variables came in."""

    def offsets_of(self, number: int) -> Utf16Offsets:
        """The two countings of a document's text."""
        if number not in self.offsets:
            self.offsets[number] = Utf16Offsets(self.documents[number].text)
        return self.offsets[number]


def read_documents(database: UntrustedDatabase, notes: Notes, book: Codebook, *, milliseconds: bool) -> Documents:
    """The documents.

    Args:
        database: the opened database.
        notes: where to note what is left out.
        book: the codebook, for the coders.
        milliseconds: whether dates count milliseconds, as in DNA 2.
    """
    found = Documents()
    short = ("Title", "Author", "Source", "Section", "Type")
    columns = (*texts(*short), *texts("Text", "Notes", longest=LONG_TEXT), *numbers("Coder", "Date"))
    for row in database.rows("DOCUMENTS", columns):
        kept = {"ID": row.id}
        date = read_date(row.number("Date"), milliseconds=milliseconds)
        if date is None:
            notes.leave("date", row.where, f"{row.number('Date')} is no date of the calendar; it has none now")
            if row.number("Date") is not None:
                kept["Date"] = row.number("Date") or 0
        found.documents[row.id] = CodedDocument(
            key=str(row.id),
            title=row.text("Title"),
            text=row.text("Text"),
            date=date,
            author=row.text("Author"),
            source=row.text("Source"),
            section=row.text("Section"),
            kind=row.text("Type"),
            notes=row.text("Notes"),
            coder=book.coder_name(row.number("Coder"), row.where, notes),
            extras={"dna": kept},
        )
    return found


def read_date(stored: int | None, *, milliseconds: bool) -> str | None:
    """A stored date as ISO date and time in UTC; None if there is none or it is beyond the calendar."""
    if stored is None:
        return None
    try:
        moment = _EPOCH + (timedelta(milliseconds=stored) if milliseconds else timedelta(seconds=stored))
    except OverflowError:
        return None
    exact = "milliseconds" if moment.microsecond else "seconds"
    return moment.replace(tzinfo=None).isoformat(timespec=exact) + "Z"


@dataclass(frozen=True, slots=True)
class _Datum:
    """A value of a statement: ID of the variable, ID of the row, and the value; None: not coded."""

    variable: int
    row: int
    value: Value | None


def read_statements(
    database: UntrustedDatabase, notes: Notes, book: Codebook, found: Documents, *, old: bool
) -> tuple[CodedStatement, ...]:
    """The statements with their values.

    Args:
        database: the opened database.
        notes: where to note what is left out.
        book: the codebook; values that have no entity yet are added.
        found: the documents; the values are counted.
        old: whether short texts are stored as words, as in DNA 2, and not by entity.
    """
    data: dict[int, list[_Datum]] = defaultdict(list)
    for table in _KINDS:
        for statement, datum in _read_values(database, notes, book, table, old=old):
            data[statement].append(datum)
    statements = []
    columns = numbers("StatementTypeId", "DocumentId", "Start", "Stop", "Coder")
    for row in database.rows("STATEMENTS", columns):
        coded = _read_statement(row, data.pop(row.id, []), notes, book, found)
        if coded is not None:
            statements.append(coded)
            found.values += len(coded.values)
    for number, orphans in data.items():
        notes.leave("value", f"values of statement {number}", f"there is no such statement; {len(orphans)} left out")
    return tuple(statements)


def _read_values(
    database: UntrustedDatabase, notes: Notes, book: Codebook, table: str, *, old: bool
) -> list[tuple[int, _Datum]]:
    """The values in one of the four tables, each with the ID of its statement."""
    kind = _KINDS[table]
    if kind == "short text" and not old:
        column = Column("Entity", "integer")
    else:
        column = Column("Value", "text" if kind.endswith("text") else "integer", LONG_TEXT)
    found: list[tuple[int, _Datum]] = []
    for row in database.rows(table, (*numbers("StatementId", "VariableId"), column)):
        statement, number = row.number("StatementId"), row.number("VariableId")
        variable = None if number is None else book.variables.get(number)
        if statement is None or number is None or variable is None or variable.kind != kind:
            notes.leave("value", row.where, f"there is no {kind} variable {number}; left out")
            continue
        stored = row.value(column.name)
        by_id = column.name == "Entity"
        value, fault = _read_entity(stored, number, book) if by_id else _read_value(stored, number, book, kind)
        if fault:
            notes.leave("value", row.where, f"{fault}; left out")
            continue
        found.append((statement, _Datum(number, row.id, value)))
    return found


def _read_value(stored: int | str | None, number: int, book: Codebook, kind: str) -> tuple[Value | None, str]:
    """A value, and what is wrong with it (empty: nothing)."""
    if kind == "boolean":
        return (stored == 1, "") if stored in (0, 1) else (None, f"{stored!r} is neither 0 nor 1")
    if kind == "integer":
        return stored, "" if isinstance(stored, int) else "it has no value"
    if kind == "short text" and stored:
        _ensure_entity(str(stored), number, book)
        return stored, ""
    return stored if kind == "long text" else None, ""


def _read_entity(stored: int | str | None, number: int, book: Codebook) -> tuple[Value | None, str]:
    """The value of the entity that DNA 3 stores the ID of, and what is wrong with it (empty: nothing)."""
    of, words = book.value_of.get(stored, (None, "")) if isinstance(stored, int) else (None, "")
    return words or None, "" if of == number else f"{stored!r} is no entity of its variable"


def _ensure_entity(value: str, number: int, book: Codebook) -> None:
    """DNA 2: make an entity for a value that has no line in ATTRIBUTES."""
    if value not in book.known[number]:
        name = book.types[book.type_of[number]].name
        book.known[number].add(value)
        book.entities.append(Entity(statement_type=name, variable=book.variables[number].name, value=value))


def _read_statement(
    row: Row, data: list[_Datum], notes: Notes, book: Codebook, found: Documents
) -> CodedStatement | None:
    """One statement; None, and a note, if it cannot be used."""
    document, of_type = row.number("DocumentId"), row.number("StatementTypeId")
    if document is None or document not in found.documents:
        notes.leave("statement", row.where, f"there is no document {document}; left out")
        return None
    if of_type is None or of_type not in book.types:
        notes.leave("statement", row.where, f"there is no statement type {of_type}; left out")
        return None
    place = _place(row, found.offsets_of(document), notes)
    if place is None:
        return None
    start, end = place[:2]
    values, rows = _values(row, data, of_type, notes, book)
    return CodedStatement(
        document=str(document),
        statement_type=book.types[of_type].name,
        start=start,
        end=end,
        coder=book.coder_name(row.number("Coder"), row.where, notes),
        values=values,
        extras={"dna": {"ID": row.id, "rows": rows, **place[2]}},
    )


def _values(
    row: Row, data: list[_Datum], of_type: int, notes: Notes, book: Codebook
) -> tuple[dict[str, Value], dict[str, int]]:
    """The values of a statement and the IDs of their rows, by name of the variable."""
    values: dict[str, Value] = {}
    rows: dict[str, int] = {}
    for datum in data:
        name = book.variables[datum.variable].name
        if book.type_of[datum.variable] != of_type:
            notes.leave("value", f"{row.where}, {name}", "the variable belongs to another statement type; left out")
        elif name in rows:
            notes.leave("value", f"{row.where}, {name}", "the variable has a value already; left out")
        else:
            rows[name] = datum.row
            if datum.value is not None:
                values[name] = datum.value
    return values, rows


def _place(row: Row, offsets: Utf16Offsets, notes: Notes) -> tuple[int, int, Mapping[str, Any]] | None:
    """Start and end in code points, and what extras keep of Start and Stop; None, and a note, if it has no place."""
    start, stop = row.number("Start"), row.number("Stop")
    if start is None or stop is None or not 0 <= start < stop:
        notes.leave("statement", row.where, f"[{start}, {stop}) is no stretch of text; left out")
        return None
    if start >= offsets.units:
        notes.leave("statement", row.where, f"it begins at {start}, after the text's end at {offsets.units}; left out")
        return None
    if stop > offsets.units:
        notes.leave("statement", row.where, f"it ends at {stop}, after the text; cut at the text's end {offsets.units}")
    first, at_edge = offsets.to_point(start, outward=-1)
    last, to_edge = offsets.to_point(min(stop, offsets.units), outward=1)
    if not (at_edge and to_edge):
        notes.leave("statement", row.where, "an edge stood inside a character; moved outward to take it in whole")
    exact = at_edge and to_edge and stop <= offsets.units
    return first, last, {} if exact else {"Start": start, "Stop": stop, "as": [first, last]}
