"""DNA databases for the tests, made by hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

EMOJI = "Say 😀 it: “We agree”, said 𝒜da.\r\nשלום עולם.\r\n"
"""Two astral characters, right-to-left text, CRLF."""
INJECTION = "'); DROP TABLE DOCUMENTS; --"

DNA3 = {
    "SETTINGS": "Property TEXT PRIMARY KEY, Value TEXT NOT NULL",
    "CODERS": "ID INTEGER NOT NULL PRIMARY KEY, Name TEXT, Red INTEGER, Green INTEGER, Blue INTEGER, Refresh INTEGER, "
    "FontSize INTEGER, Password TEXT, PopupWidth INTEGER, ColorByCoder INTEGER, PopupDecoration INTEGER, "
    "PopupAutoComplete INTEGER, PermissionAddDocuments INTEGER, PermissionEditDocuments INTEGER, "
    "PermissionDeleteDocuments INTEGER, PermissionImportDocuments INTEGER, PermissionAddStatements INTEGER, "
    "PermissionEditStatements INTEGER, PermissionDeleteStatements INTEGER, PermissionEditAttributes INTEGER, "
    "PermissionEditRegex INTEGER, PermissionEditStatementTypes INTEGER, PermissionEditCoders INTEGER, "
    "PermissionEditCoderRelations INTEGER, PermissionViewOthersDocuments INTEGER, "
    "PermissionEditOthersDocuments INTEGER, PermissionViewOthersStatements INTEGER, "
    "PermissionEditOthersStatements INTEGER",
    "CODERRELATIONS": "ID INTEGER NOT NULL PRIMARY KEY, Coder INTEGER, OtherCoder INTEGER, viewStatements INTEGER, "
    "editStatements INTEGER, viewDocuments INTEGER, editDocuments INTEGER",
    "DOCUMENTS": "ID INTEGER NOT NULL PRIMARY KEY, Title TEXT, Text TEXT, Coder INTEGER, Author TEXT, Source TEXT, "
    "Section TEXT, Notes TEXT, Type TEXT, Date INTEGER",
    "STATEMENTTYPES": "ID INTEGER NOT NULL PRIMARY KEY, Label TEXT, Red INTEGER, Green INTEGER, Blue INTEGER",
    "VARIABLES": "ID INTEGER NOT NULL PRIMARY KEY, Variable TEXT, DataType TEXT, StatementTypeId INTEGER",
    "VARIABLELINKS": "ID INTEGER NOT NULL PRIMARY KEY, SourceVariableId INTEGER, TargetVariableId INTEGER",
    "REGEXES": "Label TEXT PRIMARY KEY, Red INTEGER, Green INTEGER, Blue INTEGER",
    "STATEMENTS": "ID INTEGER NOT NULL PRIMARY KEY, StatementTypeId INTEGER, DocumentId INTEGER, Start INTEGER, "
    "Stop INTEGER, Coder INTEGER",
    "DATABOOLEAN": "ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER, VariableId INTEGER, Value INTEGER",
    "DATAINTEGER": "ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER, VariableId INTEGER, Value INTEGER",
    "DATALONGTEXT": "ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER, VariableId INTEGER, Value TEXT",
    "DATASHORTTEXT": "ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER, VariableId INTEGER, Entity INTEGER",
    "ENTITIES": "ID INTEGER PRIMARY KEY NOT NULL, VariableId INTEGER, Value TEXT, Red INTEGER, Green INTEGER, "
    "Blue INTEGER, ChildOf INTEGER",
    "ATTRIBUTEVARIABLES": "ID INTEGER PRIMARY KEY NOT NULL, VariableId INTEGER, AttributeVariable TEXT",
    "ATTRIBUTEVALUES": "ID INTEGER PRIMARY KEY NOT NULL, EntityId INTEGER, AttributeVariableId INTEGER, "
    "AttributeValue TEXT",
}
DNA2 = {
    "SETTINGS": "Property TEXT PRIMARY KEY, Value TEXT",
    "CODERS": "ID INTEGER NOT NULL PRIMARY KEY, Name TEXT, Red INTEGER, Green INTEGER, Blue INTEGER, Password TEXT",
    "DOCUMENTS": DNA3["DOCUMENTS"],
    "STATEMENTTYPES": DNA3["STATEMENTTYPES"],
    "VARIABLES": DNA3["VARIABLES"],
    "REGEXES": DNA3["REGEXES"],
    "CODERPERMISSIONS": "ID INTEGER NOT NULL PRIMARY KEY, Coder INTEGER, Type TEXT, Permission INTEGER",
    "CODERRELATIONS": DNA3["CODERRELATIONS"],
    "STATEMENTS": DNA3["STATEMENTS"],
    "STATEMENTLINKS": "ID INTEGER PRIMARY KEY NOT NULL, SourceId INTEGER, TargetId INTEGER",
    "DATABOOLEAN": "ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER, VariableId INTEGER, "
    "StatementTypeId INTEGER, Value INTEGER",
    "DATAINTEGER": "ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER, VariableId INTEGER, "
    "StatementTypeId INTEGER, Value INTEGER",
    "DATALONGTEXT": "ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER, VariableId INTEGER, "
    "StatementTypeId INTEGER, Value TEXT",
    "DATASHORTTEXT": "ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER, VariableId INTEGER, "
    "StatementTypeId INTEGER, Value TEXT",
    "ATTRIBUTES": "ID INTEGER PRIMARY KEY NOT NULL, VariableId INTEGER, Value TEXT, Red INTEGER, Green INTEGER, "
    "Blue INTEGER, Type TEXT, Alias TEXT, Notes TEXT, ChildOf INTEGER",
}

Tables = Mapping[str, Sequence[tuple[Any, ...]]]

ROWS3: Tables = {
    "SETTINGS": [("version", "3.0.7"), ("date", "2022-10-01")],
    "CODERS": [
        (1, "Admin", 255, 255, 0, 0, 14, "hash of Admin", 300, 0, 0, 1, *[1] * 16),
        (2, "Ada", 0, 128, 255, 30, 16, "hash of Ada", 250, 1, 1, 0, *[1, 0] * 8),
        (5, "Ada", 1, 2, 3, 0, 14, "hash of another Ada", None, 0, 0, 1, *[0] * 16),
        (7, INJECTION, 0, 0, 0, 0, 14, "x", 300, 0, 0, 1, *[1] * 16),
    ],
    "CODERRELATIONS": [(3, 1, 2, 1, 0, 1, 0), (9, 2, 1, 0, 0, 0, 1)],
    "DOCUMENTS": [
        (1, "An emoji", EMOJI, 2, "A. Author", "The Times", "Politics", "a note", "article", 1106697600),
        (4, INJECTION, "Plain words, nothing else.", 5, "", "", "", "", "", -86401),
        (8, "Empty", "", 1, "", "", "", "", "", 0),
    ],
    "STATEMENTTYPES": [(1, "DNA Statement", 239, 208, 51), (3, "Annotation", 0, 0, 0)],
    "VARIABLES": [
        (1, "person", "short text", 1),
        (2, "concept", "short text", 1),
        (3, "agreement", "boolean", 1),
        (4, "weight", "integer", 1),
        (6, "note", "long text", 3),
    ],
    "VARIABLELINKS": [(2, 1, 2)],
    "REGEXES": [("agree", 255, 0, 0), (INJECTION, 0, 0, 255)],
    "STATEMENTS": [
        (1, 1, 1, 12, 20, 2),
        (2, 1, 1, 0, 36, 5),
        (10, 3, 4, 0, 5, 1),
        (11, 1, 4, 6, 26, None),
    ],
    "DATABOOLEAN": [(1, 1, 3, 1), (2, 2, 3, 0), (5, 11, 3, 1)],
    "DATAINTEGER": [(1, 1, 4, -2), (3, 2, 4, 0)],
    "DATALONGTEXT": [(4, 10, 6, "a long\nnote 😀")],
    "DATASHORTTEXT": [(1, 1, 1, 3), (2, 1, 2, 5), (4, 2, 1, 4), (5, 2, 2, 2), (9, 11, 1, 1)],
    "ENTITIES": [
        (1, 1, "", 0, 0, 0, None),
        (2, 2, "", 0, 0, 0, None),
        (3, 1, "Ada 😀", 1, 2, 3, 4),
        (4, 1, INJECTION, None, None, None, None),
        (5, 2, "tax the sea", 10, 20, 30, None),
    ],
    "ATTRIBUTEVARIABLES": [(1, 1, "Type"), (2, 1, "Alias"), (7, 2, "Type")],
    "ATTRIBUTEVALUES": [(1, 3, 1, "minister"), (2, 3, 2, ""), (8, 5, 7, "policy")],
}
ROWS2: Tables = {
    "SETTINGS": [("version", "2.0 beta 19"), ("popupWidth", "300")],
    "CODERS": [(1, "Admin", 255, 255, 0, "plain password"), (2, "Ada", 0, 1, 2, "")],
    "CODERPERMISSIONS": [(1, 2, "addDocuments", 0), (2, 2, "editRegex", 1), (3, 2, "flyToTheMoon", 1)],
    "CODERRELATIONS": [(1, 1, 2, 1, 1, 0, 0), (2, 2, 1, 1, 1, 1, 1)],
    "DOCUMENTS": [
        (1, "An emoji", EMOJI, 2, "A. Author", "The Times", "", None, "", 1106697600250),
        (2, "Old", "Words from before the epoch.", 1, "", "", "", "", "", -1000),
    ],
    "STATEMENTTYPES": [(1, "DNA Statement", 239, 208, 51)],
    "VARIABLES": [(1, "person", "short text", 1), (2, "agreement", "boolean", 1)],
    "REGEXES": [("agree", 255, 0, 0)],
    "STATEMENTS": [(1, 1, 1, 12, 20, 2), (2, 1, 2, 0, 5, 1), (3, 1, 2, 0, 7, 1)],
    "STATEMENTLINKS": [(1, 1, 2)],
    "DATABOOLEAN": [(1, 1, 2, 1, 1), (2, 2, 2, 1, 0)],
    "DATASHORTTEXT": [(1, 1, 1, 1, "Ada"), (2, 2, 1, 1, ""), (3, 3, 1, 1, "Without a line")],
    "ATTRIBUTES": [
        (1, 1, "Ada", 1, 2, 3, "minister", "A.", "", 2),
        (2, 1, "The Cabinet", 0, 0, 0, "", "", "", None),
    ],
}


def make(path: Path, tables: Mapping[str, str], rows: Tables, *more: str) -> Path:
    """Make a database.

    Args:
        path: where.
        tables: their definitions.
        rows: their rows.
        more: SQL to run after.
    """
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        for table, columns in tables.items():
            connection.execute(f"CREATE TABLE {table} ({columns})")
            for row in rows.get(table, ()):
                connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        for command in more:
            connection.execute(command)
        connection.commit()
    return path


def contents(path: Path, tables: Iterable[str] = DNA3) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of a database's tables."""
    with closing(sqlite3.connect(path)) as connection:
        return {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables}
