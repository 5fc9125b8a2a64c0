"""Reads databases of Discourse Network Analyzer, versions 2 and 3 (``.dna``, SQLite).

What DNA keeps and a ``CodedCorpus`` has no word for stands in ``extras["dna"]``, under DNA's own column names, so
that ``parley.exports.dna`` writes every row again as it was:

    coder       ID, all settings and permissions, Password; Name where it was changed, and "as", what it was changed to
    type        ID; Label and "as" where it was changed
    variable    ID; "attributes": name of an attribute to its ID; Variable and "as" where it was changed
    entity      ID; "attributes": name of an attribute to the ID of its value
    document    ID; Date where it is no date of the calendar
    statement   ID; "rows": name of a variable to the ID of its value's row; Start, Stop and "as" where they were moved
    corpus      "settings", "coderrelations", "variablelinks"

Password is the hash by which DNA lets a coder open the file (Jasypt, salted SHA-256). It is kept because the written
file could not be opened by its owner without it; it says nothing to Parley, and whoever shares a corpus with its
extras shares it too. DNA 2's passwords are not kept: DNA 3 cannot use them. What only DNA 2 has stands in
``extras["dna2"]``.

A value of a short text that is empty is "not coded": the row's ID is kept, the value is absent.

Source: the table definitions in DNA's sql/Sql.java (facts only), design/networks.md section 3.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any

from parley.errors import UsageError
from parley.imports.dna2 import read_links, read_old_entities, read_permissions
from parley.imports.dna_codebook import Codebook, read_coders, read_colour, read_entities, read_types
from parley.imports.dna_documents import Documents, read_documents, read_statements
from parley.imports.notes import Notes
from parley.imports.sqlite import SHORT_TEXT, UntrustedDatabase, numbers, open_untrusted, texts
from parley.terms.exchange import CodedCorpus, Report, SearchPattern

_NEEDED = ("CODERS", "DOCUMENTS", "STATEMENTTYPES", "VARIABLES", "STATEMENTS")
_VALUES = ("DATABOOLEAN", "DATAINTEGER", "DATALONGTEXT", "DATASHORTTEXT")
_OPTIONAL = ("SETTINGS", "REGEXES", "CODERRELATIONS", *_VALUES)
_NEW = ("ENTITIES", "ATTRIBUTEVARIABLES", "ATTRIBUTEVALUES", "VARIABLELINKS")
_OLD = ("ATTRIBUTES", "CODERPERMISSIONS", "STATEMENTLINKS")


def read_dna(path: str | PathLike[str]) -> tuple[CodedCorpus, Report]:
    """Read a database of DNA 2 or DNA 3. The file is not changed, and none is made beside it.

    Args:
        path: the ``.dna`` file.

    Returns:
        The corpus, with offsets in code points; and what did not come in as it stands in the file.

    Raises:
        UsageError: it is not such a database, or is damaged.
    """
    notes = Notes()
    with open_untrusted(Path(path), notes) as database:
        old = _check_kind(database, str(path))
        _note_strangers(database, notes, old=old)
        book = Codebook()
        read_coders(database, notes, book, permissions=read_permissions(database, notes) if old else {})
        read_types(database, notes, book)
        if old:
            read_old_entities(database, notes, book)
        else:
            read_entities(database, notes, book)
        found = read_documents(database, notes, book, milliseconds=old)
        statements = read_statements(database, notes, book, found, old=old)
        patterns = _read_patterns(database, notes)
        extras = _read_extras(database, notes, old=old)
    corpus = CodedCorpus(
        coders=tuple(book.coders.values()),
        types=book.statement_types(),
        entities=tuple(book.entities),
        documents=tuple(found.documents.values()),
        statements=statements,
        patterns=patterns,
        extras=extras,
    )
    _count(corpus, notes, found)
    return corpus, notes.report()


def _check_kind(database: UntrustedDatabase, where: str) -> bool:
    """Whether the database is one of DNA 2; False for DNA 3.

    Raises:
        UsageError: neither.
    """
    database.refuse_impostors((*_NEEDED, *_OPTIONAL, *_NEW, *_OLD))
    names = set(database.names)
    missing = [name for name in _NEEDED if name not in names]
    if missing or not database.has("VARIABLES", "StatementTypeId"):
        raise UsageError(
            f"this SQLite database is not one of DNA 2 or 3 (without {', '.join(missing) or 'StatementTypeId'})",
            where=where,
            cure="Open it in DNA and save it anew; what DNA 1 wrote can be opened by DNA 2.0 only",
        )
    return "ENTITIES" not in names


def _note_strangers(database: UntrustedDatabase, notes: Notes, *, old: bool) -> None:
    """Note the tables that are not read."""
    known = {*_NEEDED, *_OPTIONAL, *(_OLD if old else _NEW)}
    for name in database.names:
        if name not in known:
            notes.leave("table", name, "Parley does not know this table of DNA; left out")


def _read_patterns(database: UntrustedDatabase, notes: Notes) -> tuple[SearchPattern, ...]:
    """The regular expressions."""
    columns = (*texts("Label"), *numbers("Red", "Green", "Blue"))
    seen: dict[str, SearchPattern] = {}
    for row in database.rows("REGEXES", columns, key=None):
        label = row.text("Label")
        if row.value("Label") is None or label in seen:
            notes.leave("pattern", row.where, "it has no label, or that of another; left out")
            continue
        seen[label] = SearchPattern(label=label, colour=read_colour(row))
    return tuple(seen.values())


def _read_extras(database: UntrustedDatabase, notes: Notes, *, old: bool) -> dict[str, Any]:
    """Settings and links between coders and between variables."""
    columns = texts("Property", "Value", longest=SHORT_TEXT)
    settings = {row.text("Property"): row.text("Value") for row in database.rows("SETTINGS", columns, key=None)}
    rights = ("viewStatements", "editStatements", "viewDocuments", "editDocuments")
    kept: dict[str, Any] = {"coderrelations": _table(database, "CODERRELATIONS", ("Coder", "OtherCoder", *rights))}
    if old:
        return {"dna": kept, "dna2": {"settings": settings, "statementlinks": read_links(database, notes)}}
    kept["settings"] = settings
    kept["variablelinks"] = _table(database, "VARIABLELINKS", ("SourceVariableId", "TargetVariableId"))
    return {"dna": kept}


def _table(database: UntrustedDatabase, table: str, names: tuple[str, ...]) -> list[dict[str, int | None]]:
    """The rows of a table of integers."""
    return [{name: row.number(name) for name in ("ID", *names)} for row in database.rows(table, numbers(*names))]


def _count(corpus: CodedCorpus, notes: Notes, found: Documents) -> None:
    """Count what came in."""
    for kind in ("coders", "types", "entities", "documents", "statements", "patterns"):
        notes.came(kind, len(getattr(corpus, kind)))
    notes.came("values", found.values)
