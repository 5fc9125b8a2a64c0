"""The tables of a DNA 3 database, how its rows are numbered, and its password hash.

Sources: table definitions: DNA's sql/Sql.java (facts only), design/networks.md section 3. Password: Jasypt's
StrongPasswordEncryptor, that is SHA-256, 16 bytes of salt, 100,000 iterations, base64 of salt and digest.
"""

from __future__ import annotations

import base64
import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from typing import Any

LONGEST = 190
"""Characters of a name, title or short text in DNA."""

_RIGHTS = (
    *("AddDocuments", "EditDocuments", "DeleteDocuments", "ImportDocuments", "AddStatements", "EditStatements"),
    *("DeleteStatements", "EditAttributes", "EditRegex", "EditStatementTypes", "EditCoders", "EditCoderRelations"),
    *("ViewOthersDocuments", "EditOthersDocuments", "ViewOthersStatements", "EditOthersStatements"),
)
SETTINGS: dict[str, tuple[int, int, int]] = {
    "Refresh": (0, 0, 9999),
    "FontSize": (14, 1, 99),
    "PopupWidth": (300, 100, 9999),
    "ColorByCoder": (0, 0, 1),
    "PopupDecoration": (0, 0, 1),
    "PopupAutoComplete": (1, 0, 1),
    **{f"Permission{right}": (1, 0, 1) for right in _RIGHTS},
}
"""A coder's settings and permissions: default, smallest, largest."""
SEEN = ("viewStatements", "editStatements", "viewDocuments", "editDocuments")
DATA = {"boolean": "DATABOOLEAN", "integer": "DATAINTEGER", "long text": "DATALONGTEXT", "short text": "DATASHORTTEXT"}


def _short(name: str, rest: str = "NOT NULL") -> str:
    return f"{name} TEXT {rest} CHECK (LENGTH({name}) < {LONGEST + 1})"


def _within(name: str, low: int, high: int, rest: str = "NOT NULL DEFAULT 0") -> str:
    return f"{name} INTEGER {rest} CHECK ({name} BETWEEN {low} AND {high})"


def _setting(name: str) -> str:
    default, low, high = SETTINGS[name]
    return _within(name, low, high, f"{'' if name == 'PopupWidth' else 'NOT NULL '}DEFAULT {default}")


def _points_to(column: str, table: str) -> str:
    return f"FOREIGN KEY ({column}) REFERENCES {table} (ID) ON DELETE CASCADE"


_ID = "ID INTEGER NOT NULL PRIMARY KEY"
_COLOUR = tuple(_within(name, 0, 255) for name in ("Red", "Green", "Blue"))
_FREE_COLOUR = tuple(_within(name, 0, 255, "") for name in ("Red", "Green", "Blue"))
_DATUM = (_ID, "StatementId INTEGER NOT NULL", "VariableId INTEGER NOT NULL")
_OF_DATUM = (
    *(_points_to("StatementId", "STATEMENTS"), _points_to("VariableId", "VARIABLES")),
    "UNIQUE (StatementId, VariableId)",
)
TABLES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "SETTINGS": (("Property TEXT PRIMARY KEY", "Value TEXT NOT NULL"), ()),
    "CODERS": (
        (
            *(_ID, _short("Name"), *_COLOUR, *(_setting(name) for name in ("Refresh", "FontSize"))),
            "Password TEXT NOT NULL CHECK (LENGTH(Password) < 191)",
            *(_setting(name) for name in tuple(SETTINGS)[2:]),
        ),
        (),
    ),
    "DOCUMENTS": (
        (
            *(_ID, _short("Title"), "Text TEXT NOT NULL", "Coder INTEGER"),
            *(_short(name, "NOT NULL DEFAULT ''") for name in ("Author", "Source", "Section")),
            *("Notes TEXT NOT NULL DEFAULT ''", _short("Type", "NOT NULL DEFAULT ''"), "Date INTEGER NOT NULL"),
        ),
        (_points_to("Coder", "CODERS"),),
    ),
    "STATEMENTTYPES": ((_ID, _short("Label"), *_COLOUR), ()),
    "VARIABLES": (
        (
            *(_ID, _short("Variable")),
            "DataType TEXT NOT NULL DEFAULT 'short text' "
            "CHECK (DataType IN ('boolean', 'integer', 'long text', 'short text'))",
            "StatementTypeId INTEGER",
        ),
        (_points_to("StatementTypeId", "STATEMENTTYPES"), "UNIQUE (Variable, StatementTypeId)"),
    ),
    "VARIABLELINKS": (
        (_ID, "SourceVariableId INTEGER", "TargetVariableId INTEGER"),
        (
            "CHECK (TargetVariableId != SourceVariableId)",
            *(_points_to("SourceVariableId", "VARIABLES"), _points_to("TargetVariableId", "VARIABLES")),
        ),
    ),
    "REGEXES": ((_short("Label", "PRIMARY KEY"), *_COLOUR), ()),
    "CODERRELATIONS": (
        (
            *(_ID, "Coder INTEGER CHECK (Coder > 0)", "OtherCoder INTEGER CHECK (OtherCoder > 0)"),
            *(_within(name, 0, 1, "NOT NULL DEFAULT 1") for name in SEEN),
        ),
        ("CHECK (Coder != OtherCoder)", _points_to("Coder", "CODERS"), _points_to("OtherCoder", "CODERS")),
    ),
    "STATEMENTS": (
        (
            *(_ID, "StatementTypeId INTEGER", "DocumentId INTEGER", "Start INTEGER NOT NULL CHECK (Start >= 0)"),
            *("Stop INTEGER NOT NULL CHECK (Stop >= 0)", "Coder INTEGER"),
        ),
        (
            *("CHECK (Start < Stop)", _points_to("StatementTypeId", "STATEMENTTYPES")),
            *(_points_to("Coder", "CODERS"), _points_to("DocumentId", "DOCUMENTS")),
        ),
    ),
    "DATABOOLEAN": ((*_DATUM, "Value INTEGER NOT NULL DEFAULT 1"), _OF_DATUM),
    "DATAINTEGER": ((*_DATUM, "Value INTEGER NOT NULL DEFAULT 0"), _OF_DATUM),
    "ENTITIES": (
        (
            *(_ID, "VariableId INTEGER NOT NULL", _short("Value", "NOT NULL DEFAULT ''"), *_FREE_COLOUR),
            "ChildOf INTEGER CHECK (ChildOf > 0)",
        ),
        ("UNIQUE (VariableId, Value)", _points_to("ChildOf", "ENTITIES"), _points_to("VariableId", "VARIABLES")),
    ),
    "DATASHORTTEXT": ((*_DATUM, "Entity INTEGER NOT NULL"), (*_OF_DATUM, _points_to("Entity", "ENTITIES"))),
    "DATALONGTEXT": ((*_DATUM, "Value TEXT DEFAULT ''"), _OF_DATUM),
    "ATTRIBUTEVARIABLES": (
        (_ID, "VariableId INTEGER NOT NULL", _short("AttributeVariable")),
        ("UNIQUE (VariableId, AttributeVariable)", _points_to("VariableId", "VARIABLES")),
    ),
    "ATTRIBUTEVALUES": (
        (
            *(_ID, "EntityId INTEGER NOT NULL", "AttributeVariableId INTEGER NOT NULL"),
            _short("AttributeValue", "NOT NULL DEFAULT ''"),
        ),
        (
            *("UNIQUE (EntityId, AttributeVariableId)", _points_to("EntityId", "ENTITIES")),
            _points_to("AttributeVariableId", "ATTRIBUTEVARIABLES"),
        ),
    ),
}
"""DNA 3's tables: columns, then constraints."""


def store_tables(rows: Mapping[str, Sequence[tuple[Any, ...]]], path: str) -> None:
    """Write the rows of all tables into an empty file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=MEMORY")
        connection.execute("BEGIN")
        for table, (columns, constraints) in TABLES.items():
            connection.execute(f"CREATE TABLE {table} ({', '.join((*columns, *constraints))})")
            places = ", ".join("?" * len(columns))
            connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows.get(table, ()))
        astray = connection.execute("PRAGMA foreign_key_check").fetchone()
        if astray:
            raise sqlite3.IntegrityError(f"a row of {astray[0]} points nowhere")
        connection.execute("COMMIT")


def fits_integer(value: object) -> bool:
    """Whether a value is an integer that SQLite can hold."""
    return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63


def number_rows(kept: Iterable[object]) -> list[int]:
    """IDs for the rows of a table: the kept ones where they are good, new ones for the rest.

    Args:
        kept: for each row its former ID, or anything else if it has none.
    """
    found: list[int | None] = []
    taken: set[int] = set()
    for wish in kept:
        good = isinstance(wish, int) and fits_integer(wish) and wish > 0 and wish not in taken
        found.append(wish if good and isinstance(wish, int) else None)
        if good and isinstance(wish, int):
            taken.add(wish)
    following = max(taken, default=0) + 1
    if following + len(found) > 2**31 - 1:  # DNA's IDs are Java's int
        following = 1
    numbers = []
    for number in found:
        if number is None:
            while following in taken:
                following += 1
            number = following  # noqa: PLW2901 - the row's new ID
            taken.add(following)
        numbers.append(number)
    return numbers


@lru_cache(maxsize=4)
def hash_password(password: str, salt: bytes) -> str:
    """A password as Jasypt's StrongPasswordEncryptor stores it.

    Args:
        password: in Unicode's composed form.
        salt: 16 bytes.
    """
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(99_999):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt + digest).decode("ascii")
