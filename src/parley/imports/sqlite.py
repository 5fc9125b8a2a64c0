"""Databases of strangers: opened read-only, only real tables read, every value checked.

Sources: SQLite documentation, "Defense Against The Dark Arts" (sqlite.org/security.html), "URI filenames",
"Compile-time authorization callbacks". The file is opened as immutable: SQLite then takes no locks and makes no
files beside it. What another program has not yet written into the file itself (a write-ahead log, a hot journal)
would be missing or torn, so such a file is refused.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from parley.errors import UsageError
from parley.imports.notes import Notes

MOST_BYTES = 256 << 20
"""Largest value and row that SQLite may hand over."""
MOST_ROWS = 5_000_000
"""Rows of one table; a damaged or hostile file can pretend to have endlessly many."""
MOST_TABLES = 1000
LONG_TEXT = 20_000_000
"""Characters of a text that are kept."""
SHORT_TEXT = 100_000
"""Characters of a name or label that are kept."""

Stored = int | str | None

_MAGIC = b"SQLite format 3\x00"
_HOT_JOURNAL = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
_FAULTS = (sqlite3.Error, UnicodeError, MemoryError, OverflowError)
"""What reading a damaged file can raise; UnicodeError: where SQLite's own message quotes damaged names."""
_REPAIR = "Open it in the program that made it, save it under a new name there, and read the new file"


@dataclass(frozen=True, slots=True)
class Column:
    """A column to be read, and what its values have to be."""

    name: str
    kind: Literal["integer", "text", "any"] = "text"
    longest: int = SHORT_TEXT


def numbers(*names: str) -> tuple[Column, ...]:
    """Columns of integers."""
    return tuple(Column(name, "integer") for name in names)


def texts(*names: str, longest: int = SHORT_TEXT) -> tuple[Column, ...]:
    """Columns of text."""
    return tuple(Column(name, "text", longest) for name in names)


class Row:
    """One row with checked values; a value that could not be used is None."""

    __slots__ = ("_values", "where")

    def __init__(self, values: dict[str, Stored], where: str) -> None:
        self._values = values
        self.where = where
        """Table and ID, for the report."""

    def value(self, name: str) -> Stored:
        """The value of a column, whatever its kind."""
        return self._values[name]

    def number(self, name: str) -> int | None:
        """The integer in a column."""
        value = self._values[name]
        return value if isinstance(value, int) else None

    def text(self, name: str) -> str:
        """The text in a column; empty if there is none."""
        value = self._values[name]
        return value if isinstance(value, str) else ""

    @property
    def id(self) -> int:
        """The row's ID, where the table was read with one."""
        return self.number("ID") or 0


class _Mended(str):
    """Text that was not valid in its encoding and has been mended."""

    __slots__ = ()


def _decode(stored: bytes) -> str:
    """Stored bytes as text; surrogates stored one by one (as Java does) become the character they stand for."""
    try:
        return stored.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        pairs = stored.decode("utf-8", "surrogatepass")
        return _Mended(pairs.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
    except UnicodeDecodeError:
        return _Mended(stored.decode("utf-8", "replace"))


class UntrustedDatabase:
    """The real tables of an opened database. Made by ``open_untrusted``."""

    def __init__(self, connection: sqlite3.Connection, where: str, notes: Notes) -> None:
        self._connection = connection
        self._where = where
        self._notes = notes
        self._tables: dict[str, str] = {}
        self._columns: dict[str, dict[str, str]] = {}
        self._odd: set[str] = set()
        self._look_around()
        connection.set_authorizer(self._authorize)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the real tables, in capitals."""
        return tuple(self._tables)

    def refuse_impostors(self, names: Iterable[str]) -> None:
        """Refuse a database in which something else has the name of a table that is to be read.

        Raises:
            UsageError: one of the names is a view or a virtual table.
        """
        for name in names:
            if name in self._odd:
                raise UsageError(f"{name} is a view or a virtual table, not a table", where=self._where, cure=_REPAIR)

    def columns(self, table: str) -> tuple[str, ...]:
        """Names of a table's columns, as they are written in the file."""
        return tuple(self._columns.get(table, {}).values())

    def has(self, table: str, column: str) -> bool:
        """Whether a table has a column."""
        return column.lower() in self._columns.get(table, {})

    def rows(self, table: str, columns: Sequence[Column], *, key: str | None = "ID") -> Iterator[Row]:
        """The rows of a table, in the order of its key, with checked values.

        A table or column that is missing is noted; its values are None.

        Args:
            table: name in capitals.
            columns: the columns to read; the key is read too.
            key: an integer column that every row must have; None if the table has none.

        Raises:
            UsageError: the file is damaged, or larger than any real one.
        """
        if table not in self._tables:
            self._notes.leave("table", table, "there is no such table in the file; nothing was read from it")
            return
        wanted = [*numbers(key), *columns] if key else list(columns)
        there = [column for column in wanted if self.has(table, column.name)]
        for column in wanted:
            if column not in there:
                self._notes.leave("column", f"{table}.{column.name}", "there is no such column in the file")
        if not there or (key and not self.has(table, key)):
            return
        for number, stored in enumerate(self._stored(table, there), 1):
            row = self._check(table, wanted, dict(zip([column.name for column in there], stored, strict=True)), number)
            if key and row.number(key) is None:
                self._notes.leave("row", f"{table}, row {number}", f"it has no {key}; left out")
            else:
                yield row

    def _stored(self, table: str, columns: Sequence[Column]) -> list[tuple[object, ...]]:
        """The rows as they are stored, sorted by the first column if that is a number."""
        names = ", ".join(_quoted(self._columns[table][column.name.lower()]) for column in columns)
        order = f" ORDER BY {_quoted(columns[0].name)}" if columns[0].kind == "integer" else ""
        try:
            found = self._connection.execute(f"SELECT {names} FROM main.{_quoted(self._tables[table])}{order}")
            rows = found.fetchmany(MOST_ROWS)
            if found.fetchone() is not None:
                raise UsageError(
                    f"{table} has more than {MOST_ROWS:,} rows", where=self._where, cure="Split the database"
                )
        except _FAULTS as fault:
            raise UsageError(f"{table} cannot be read: {fault}", where=self._where, cure=_REPAIR) from fault
        return rows

    def _check(self, table: str, wanted: Sequence[Column], stored: dict[str, object], number: int) -> Row:
        """A row with the values that are what they have to be; the others are noted and become None."""
        key = stored.get("ID")
        where = f"{table} {key}" if isinstance(key, int) else f"{table}, row {number}"
        values: dict[str, Stored] = {}
        for column in wanted:
            value, fault = check_value(stored.get(column.name), column)
            if fault:
                self._notes.leave("value", f"{where}, {column.name}", fault)
            values[column.name] = value
        return Row(values, where)

    def _look_around(self) -> None:
        """Find the real tables and their columns."""
        listed = self._connection.execute("SELECT type, name, rootpage, sql FROM main.sqlite_master").fetchmany(10_000)
        for kind, name, page, sql in listed:
            if kind not in ("table", "view") or not isinstance(name, str):
                continue
            real = kind == "table" and isinstance(page, int) and page > 0 and _makes_table(sql)
            if not real or len(self._tables) >= MOST_TABLES:
                self._odd.add(name.upper())
            elif not name.lower().startswith("sqlite_"):
                self._tables[name.upper()] = name
                found = self._connection.execute(f"PRAGMA main.table_info({_quoted(name)})").fetchall()
                self._columns[name.upper()] = {str(entry[1]).lower(): str(entry[1]) for entry in found}

    def _authorize(self, action: int, table: str | None, _: str | None, __: str | None, through: str | None) -> int:
        """Allow the reading of real tables, and nothing else: no function, no view, no trigger."""
        if action == sqlite3.SQLITE_SELECT:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ and through is None and (table or "").upper() in self._tables:
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY


def check_value(stored: object, column: Column) -> tuple[Stored, str]:
    """A stored value as what its column has to hold, and what is wrong with it (empty: nothing).

    SQLite keeps values of any kind in any column; see "Datatypes In SQLite".
    """
    if isinstance(stored, float) and stored.is_integer() and abs(stored) < 2**53:
        stored = int(stored)
    if isinstance(stored, int):
        return (stored, "") if column.kind != "text" else (str(stored), "a number where words were expected")
    if isinstance(stored, str):
        return _check_text(stored, column, mended=isinstance(stored, _Mended))
    if isinstance(stored, float):
        return None, f"{stored} is not a whole number; left out"
    return None, "" if stored is None else "these are bytes, not a value; left out"


def _check_text(stored: str, column: Column, *, mended: bool) -> tuple[Stored, str]:
    """Text as what its column has to hold, and what is wrong with it."""
    if column.kind == "integer":
        if stored.strip().lstrip("-").isascii() and stored.strip().lstrip("-").isdigit() and len(stored) < 20:
            return int(stored), "words where a number was expected; read as a number"
        return None, f"{stored[:40]!r} is not a number; left out"
    if len(stored) > column.longest:
        return stored[: column.longest], f"cut after {column.longest:,} of {len(stored):,} characters"
    if mended:
        return stored, "it was not valid UTF-8 and was mended; what stood for no character is now U+FFFD"
    return stored, ""


@contextmanager
def open_untrusted(path: Path, notes: Notes) -> Iterator[UntrustedDatabase]:
    """Open a stranger's SQLite database to read from it. The file is not changed, and none is made beside it.

    Args:
        path: the file.
        notes: what is wrong with its tables and values goes here.

    Raises:
        UsageError: it is not a SQLite database, is damaged, or is being written by another program.
    """
    where = str(path)
    _check_file(path)
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error as fault:
        raise UsageError(f"it cannot be opened: {fault}", where=where, cure=_REPAIR) from fault
    with closing(connection):
        connection.text_factory = _decode
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        try:
            for setting in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON", "mmap_size=0"):
                connection.execute(f"PRAGMA {setting}")
            database = UntrustedDatabase(connection, where, notes)
        except _FAULTS as fault:
            raise UsageError(f"it is damaged: {fault}", where=where, cure=_REPAIR) from fault
        yield database


def _check_file(path: Path) -> None:
    """Refuse what is not a database at rest."""
    where = str(path)
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
        log = Path(f"{path}-wal")
        journal = Path(f"{path}-journal")
        busy = log.is_file() and log.stat().st_size > 0
        if journal.is_file():
            with journal.open("rb") as file:
                busy = busy or file.read(len(_HOT_JOURNAL)) == _HOT_JOURNAL
    except OSError as fault:
        raise UsageError(f"it cannot be read: {fault.strerror}", where=where, cure="Check the path") from fault
    if start != _MAGIC:
        raise UsageError(
            "this is not a SQLite database", where=where, cure="Name a .dna file of Discourse Network Analyzer 2 or 3"
        )
    if busy:
        raise UsageError(
            "another program has not finished writing it", where=where, cure="Close that program, then try again"
        )


def _makes_table(sql: object) -> bool:
    """Whether the text of a schema entry makes an ordinary table."""
    words = sql.split(None, 2) if isinstance(sql, str) else []
    return [word.upper() for word in words[:2]] == ["CREATE", "TABLE"]


def _quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'
