"""JSON Lines: one row a line, with its evidence, that gives the very same row back.

Fields have the names of the row; keys that are not known are passed over when reading, so that a
newer Parley's file can be read. Half a surrogate pair is written as JSON's own escape.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, BinaryIO

from parley.errors import UsageError
from parley.exports.columns import ARTICLES, STATEMENTS, Column, Table
from parley.exports.files import Target, readable, whole_file
from parley.terms.review import Evidence
from parley.terms.tables import ArticleRow, Coding, StatementRow

_NESTED: dict[str, type[Any]] = {"evidence": Evidence, "concepts": Coding}
"""Fields that hold rows of their own."""
_MAPPING = "values"
_INTEGERS = frozenset({"start", "end"})
_STANCES = ("agree", "disagree", "neutral")
_CURE = "Read a file that Parley wrote as jsonl"


def write_json_lines(rows: Iterable[StatementRow | ArticleRow], target: Target) -> int:
    """Write rows as JSON Lines, one at a time.

    Args:
        rows: statements or articles.
        target: a path, or a file open for bytes.

    Returns:
        How many rows were written.

    Raises:
        ParleyError: the file cannot be written.
    """
    number = 0
    with whole_file(target) as file:
        for row in rows:
            file.write(json_line(_plain(row)))
            number += 1
    return number


def json_line(value: Any) -> bytes:
    """A value as one line of JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def read_statement_rows(source: Path | BinaryIO) -> Iterator[StatementRow]:
    """The statements of a JSON Lines file.

    Args:
        source: a path, or a file open for bytes.

    Raises:
        UsageError: a line is not a statement.
    """
    return _read(source, STATEMENTS)


def read_article_rows(source: Path | BinaryIO) -> Iterator[ArticleRow]:
    """The articles of a JSON Lines file.

    Args:
        source: a path, or a file open for bytes.

    Raises:
        UsageError: a line is not an article.
    """
    return _read(source, ARTICLES)


def _plain(row: StatementRow | ArticleRow) -> dict[str, Any]:
    """A row as JSON has it."""
    found: dict[str, Any] = {}
    for field in fields(row):
        value = getattr(row, field.name)
        if field.name in _NESTED:
            value = [{part.name: getattr(one, part.name) for part in fields(one)} for one in value]
        found[field.name] = dict(value) if field.name == _MAPPING else value
    return found


def _read(source: Path | BinaryIO, table: Table) -> Iterator[Any]:
    where = str(source) if isinstance(source, Path) else table.name
    columns = {column.name: column for column in table.columns}
    with readable(source) as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield _row(json.loads(line), table, columns)
                except (ValueError, RecursionError) as error:
                    what = f"this is no line of the table {table.name} ({error})"
                    raise UsageError(what, where=f"{where}, line {number}", cure=_CURE) from error


def _row(given: Any, table: Table, columns: dict[str, Column]) -> Any:
    """A row as it was before it was JSON.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(given, dict):
        raise ValueError("not an object")
    found: dict[str, Any] = {}
    for field in fields(table.row):
        name = field.name
        if name not in given:
            if field.default is MISSING and field.default_factory is MISSING:
                raise ValueError(f"{name} is missing")
        elif name in _NESTED:
            found[name] = tuple(_nested(_NESTED[name], one, name) for one in _list(given[name], name))
        elif name == _MAPPING:
            found[name] = _values(given[name])
        else:
            found[name] = _checked(given[name], columns[name])
    return table.row(**found)


def _checked(value: Any, column: Column) -> Any:
    """A value of a column's type."""
    if value is None and column.nullable:
        return None
    if column.type == "list":
        return tuple(_text(item, column.name) for item in _list(value, column.name))
    kinds = {"integer": (int,), "number": (int, float), "boolean": (bool,)}.get(column.type, (str,))
    if not isinstance(value, kinds) or (isinstance(value, bool) and column.type != "boolean"):
        raise ValueError(f"{column.name} is not of type {column.type}")
    if column.choices and value not in column.choices:
        raise ValueError(f"{column.name} is none of {', '.join(column.choices)}")
    return value


def _nested(kind: type[Any], value: Any, name: str) -> Any:
    names = [part.name for part in fields(kind)]
    if not isinstance(value, dict) or not set(names) <= set(value):
        raise ValueError(f"{name} has a part without {', '.join(names)}")
    for part in names:
        if part not in _INTEGERS:
            _text(value[part], name)
        elif not isinstance(value[part], int) or isinstance(value[part], bool):
            raise ValueError(f"{name} has a {part} that is no integer")
    if kind is Coding and value["stance"] not in _STANCES:
        raise ValueError(f"{name} has a stance that is none of {', '.join(_STANCES)}")
    return kind(**{part: value[part] for part in names})


def _values(value: Any) -> dict[str, str | int | bool]:
    if not isinstance(value, dict) or not all(isinstance(one, str | int) for one in value.values()):
        raise ValueError("values is not an object of texts, integers and booleans")
    return value


def _list(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"{name} is not a list")
    return value


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name} holds something that is not text")
    return value
