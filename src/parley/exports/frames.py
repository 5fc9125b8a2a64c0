"""Rows as a frame of pandas or Polars: typed, absent values absent, lists as lists.

A frame holds every row; for more than fits into memory write Parquet and let them read that.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from parley.errors import UsageError
from parley.exports.columns import STATEMENTS, Cell, Table
from parley.exports.parquet import storable_cell

if TYPE_CHECKING:
    import pandas
    import polars


def to_pandas(rows: Iterable[Any], *, table: Table = STATEMENTS) -> pandas.DataFrame:
    """Rows as a pandas frame with pandas' nullable types; lists are objects.

    Args:
        rows: rows of the table's kind.
        table: the columns.

    Raises:
        UsageError: pandas is not installed.
    """
    pd: Any = _module("pandas")
    types = {"integer": "Int64", "number": "Float64", "boolean": "boolean", "list": "object"}
    values = _values(rows, table)
    frame: pandas.DataFrame = pd.DataFrame(
        {
            column.name: pd.Series(values[column.name], dtype=types.get(column.type, "string"))
            for column in table.columns
        }
    )
    return frame


def to_polars(rows: Iterable[Any], *, table: Table = STATEMENTS) -> polars.DataFrame:
    """Rows as a Polars frame.

    Args:
        rows: rows of the table's kind.
        table: the columns.

    Raises:
        UsageError: Polars is not installed.
    """
    pl: Any = _module("polars")
    types = {"integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean, "list": pl.List(pl.String)}
    schema = {column.name: types.get(column.type, pl.String) for column in table.columns}
    frame: polars.DataFrame = pl.DataFrame(_values(rows, table), schema=schema)
    return frame


def _values(rows: Iterable[Any], table: Table) -> dict[str, list[Any]]:
    """Column name to its values; lists as Python lists, which both libraries know as such."""
    found: dict[str, list[Any]] = {column.name: [] for column in table.columns}
    getters = [(found[column.name], column.getter) for column in table.columns]
    for row in rows:
        for values, get in getters:
            values.append(_listed(storable_cell(get(row))))
    return found


def _listed(value: Cell) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        cure = f"Install it: pip install {name}"
        raise UsageError(f"this needs {name}, which is not installed", where="export", cure=cure) from error
