"""Documents, and statements with their quotations, from spreadsheets: one row each, columns by name.

Column names are taken without regard to capitals, spaces and underscores, with the usual other words for each
(``DOCUMENT_COLUMNS``, ``STATEMENT_COLUMNS``). A column with another name goes along in ``extras``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path

from parley.errors import UsageError
from parley.imports.dates import read_date
from parley.imports.notes import Notes, UniqueNames
from parley.imports.sheets import Sheet, read_sheet
from parley.terms.exchange import CodedCorpus, CodedDocument, Coder, Report

DOCUMENT_COLUMNS: dict[str, str] = {
    "key": "id key document_id doc_id docid identifier article_id",
    "title": "title headline heading titel titre name",
    "text": "text body content full_text fulltext article article_text body_text document",
    "date": "date published published_at publication_date publish_date pub_date datum day datetime timestamp",
    "source": "source outlet publication newspaper medium publisher media journal",
    "author": "author authors byline writer creator",
    "section": "section rubric category desk",
    "url": "url link address uri web_address",
    "kind": "type kind genre document_type doc_type",
    "notes": "notes note comment comments remarks",
    "coder": "coder annotator user",
}
"""What a document has, and the column names that mean it."""
STATEMENT_COLUMNS: dict[str, str] = {
    "quote": "quote quotation statement text excerpt passage sentence exact coded_text segment",
    "speaker": "speaker person actor name who source_person author",
    "concept": "concept category code claim position issue topic frame",
    "stance": "stance agreement agree position_value value sentiment polarity",
    "document": "document document_id doc_id docid document_title title article article_id file url link",
    "date": "date published datum day statement_date",
    "coder": "coder annotator user",
}
"""What a coded statement has, and the column names that mean it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedStatement:
    """A row that says who says what, with the words; where they stand in a text is found by ``find_quotes``."""

    quote: str
    speaker: str
    concept: str
    stance: str
    """As it stands in the file: "agree", "1", "yes", ...; what it means is for the caller to say."""
    document: str | None
    """Key, title or address of the document."""
    date: str | None
    """ISO date, or date and time in UTC ending in Z."""
    coder: str | None
    row: int
    """Number of the row in the file, from 1."""
    extras: Mapping[str, str] = field(default_factory=dict)
    """The cells of all other columns, by header."""


def read_documents(path: str | PathLike[str]) -> tuple[CodedCorpus, Report]:
    """Read documents from a CSV, TSV or XLSX file.

    Args:
        path: the file; its first line has the column names, one of which means the text.

    Returns:
        A corpus of documents without statements; and what did not come in as it stands.

    Raises:
        UsageError: it is no such file, is damaged, or has no column for the text.
    """
    notes, where = Notes(), Path(path)
    table = _Table(read_sheet(where, notes, known=_known(DOCUMENT_COLUMNS)), DOCUMENT_COLUMNS, notes)
    table.demand("text", where)
    documents, keys = [], UniqueNames()
    for number, cells, others in table.rows():
        document = _read_document(number, cells, others, notes, keys)
        if document is not None:
            documents.append(document)
    notes.came("documents", len(documents))
    names = dict.fromkeys(document.coder for document in documents if document.coder)
    coders = tuple(Coder(name=name) for name in names if name)
    return CodedCorpus(coders=coders, documents=tuple(documents)), notes.report()


def _read_document(
    number: int, cells: Mapping[str, str], others: Mapping[str, str], notes: Notes, keys: UniqueNames
) -> CodedDocument | None:
    """A document from a row; None, and a note, if the row has neither title nor text."""
    where = f"row {number}"
    text, title = cells.get("text", ""), cells.get("title", "").strip()
    if not text.strip():
        notes.leave("document", where, "it has no text" + ("" if title else " and no title; left out"))
        if not title:
            return None
    wanted = cells.get("key", "").strip() or str(number)
    key = keys.give(wanted)
    if key != wanted:
        notes.leave("key", where, f"another row is called {wanted!r} too; this one is {key!r} now")
    date, fault = read_date(cells.get("date", ""))
    if fault:
        notes.leave("date", where, fault)
    words = {name: cells.get(name, "").strip() for name in ("author", "source", "section", "kind", "notes")}
    return CodedDocument(
        key=key,
        title=title or _first_words(text),
        text=text,
        date=date,
        url=cells.get("url", "").strip() or None,
        coder=cells.get("coder", "").strip() or None,
        extras=dict(others),
        **words,
    )


def _first_words(text: str) -> str:
    """The beginning of a text, in place of a title."""
    line = " ".join(text.strip().splitlines()[0].split()) if text.strip() else ""
    return line if len(line) <= 80 else line[:80].rsplit(" ", 1)[0] + " …"


def read_statements(path: str | PathLike[str]) -> tuple[tuple[QuotedStatement, ...], Report]:
    """Read coded statements with their quotations from a CSV, TSV or XLSX file.

    Args:
        path: the file; its first line has the column names, one of which means the quotation.

    Returns:
        The statements, to be found in texts by ``find_quotes``; and what did not come in as it stands.

    Raises:
        UsageError: it is no such file, is damaged, or has no column for the quotation.
    """
    notes, where = Notes(), Path(path)
    table = _Table(read_sheet(where, notes, known=_known(STATEMENT_COLUMNS)), STATEMENT_COLUMNS, notes)
    table.demand("quote", where)
    found = []
    for number, cells, others in table.rows():
        if not cells.get("quote", "").strip():
            notes.leave("statement", f"row {number}", "it has no quotation; left out")
            continue
        date, fault = read_date(cells.get("date", ""))
        if fault:
            notes.leave("date", f"row {number}", fault)
        statement = QuotedStatement(
            quote=cells["quote"].strip(),
            speaker=cells.get("speaker", "").strip(),
            concept=cells.get("concept", "").strip(),
            stance=cells.get("stance", "").strip(),
            document=cells.get("document", "").strip() or None,
            date=date,
            coder=cells.get("coder", "").strip() or None,
            row=number,
            extras=dict(others),
        )
        found.append(statement)
    notes.came("statements", len(found))
    return tuple(found), notes.report()


def _known(columns: Mapping[str, str]) -> dict[str, str]:
    """Each column name, as it is compared, to what it means."""
    return {name: meaning for meaning, names in columns.items() for name in names.split()}


def _compared(header: str) -> str:
    """A header as it is compared: small letters, one underscore for spaces and marks."""
    return re.sub(r"[\W_]+", "_", header.casefold()).strip("_")


class _Table:
    """A sheet whose columns mean something. Of two columns that mean the same the better known name is taken."""

    def __init__(self, sheet: Sheet, columns: Mapping[str, str], notes: Notes) -> None:
        self._sheet = sheet
        self._columns = columns
        self._meaning: dict[int, str] = {}
        compared = [_compared(header) for header in sheet.headers]
        for meaning, names in columns.items():
            places = [compared.index(name) for name in names.split() if name in compared]
            free = [place for place in places if place not in self._meaning]
            if free:
                self._meaning[free[0]] = meaning
        headers = UniqueNames()
        self._headers = [headers.give(header or "column") for header in sheet.headers]
        for place, header in enumerate(self._headers):
            if place not in self._meaning:
                notes.leave("column", header, "Parley has no place of its own for it; it is among the extras")

    def demand(self, meaning: str, path: Path) -> None:
        """Refuse a table without a column.

        Raises:
            UsageError: no column means this.
        """
        if meaning not in self._meaning.values():
            raise UsageError(
                f"no column for the {meaning}; there are {', '.join(self._headers)[:300]}",
                where=str(path),
                cure=f"Name the column one of: {', '.join(self._columns[meaning].split())}",
            )

    def rows(self) -> Iterator[tuple[int, dict[str, str], dict[str, str]]]:
        """Each row: its number, its cells by meaning, and the others by header."""
        for number, row in self._sheet.rows:
            cells = {meaning: row[place] for place, meaning in self._meaning.items()}
            others = {
                header: row[place]
                for place, header in enumerate(self._headers)
                if place not in self._meaning and row[place].strip()
            }
            yield number, cells, others
