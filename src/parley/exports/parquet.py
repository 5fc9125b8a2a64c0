"""Parquet and Arrow: typed columns, lists as lists, written in groups of 50,000 rows.

Needs pyarrow. The descriptions of the columns go along as metadata of the fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from parley.errors import UsageError
from parley.exports.characters import storable
from parley.exports.columns import STATEMENTS, Cell, Column, Table
from parley.exports.files import Target, whole_file

GROUP = 50_000
"""Rows of a row group."""
BATCH = 5_000
"""Rows that are held as Python objects at a time; a divisor of ``GROUP``."""


def write_parquet(rows: Iterable[Any], target: Target, *, table: Table = STATEMENTS) -> int:
    """Write rows as Parquet, one row group at a time.

    Args:
        rows: rows of the table's kind.
        target: a path, or a file open for bytes.
        table: the columns.

    Returns:
        How many rows were written.

    Raises:
        UsageError: pyarrow is not installed.
        ParleyError: the file cannot be written.
    """
    arrow = _pyarrow()
    import pyarrow.parquet  # noqa: PLC0415  an extra

    schema = _schema(arrow, table)
    number = 0
    with whole_file(target) as file, pyarrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        batches = _batches(arrow, rows, table, schema)
        while group := list(islice(batches, GROUP // BATCH)):
            found = arrow.Table.from_batches(group, schema)
            writer.write_table(found, row_group_size=GROUP)
            number += found.num_rows
    return number


def to_arrow(rows: Iterable[Any], *, table: Table = STATEMENTS) -> Any:
    """Rows as a stream of Arrow batches, taken as they are asked for.

    Args:
        rows: rows of the table's kind.
        table: the columns.

    Returns:
        A ``pyarrow.RecordBatchReader``; its ``read_all()`` is a table.

    Raises:
        UsageError: pyarrow is not installed.
    """
    arrow = _pyarrow()
    schema = _schema(arrow, table)
    return arrow.RecordBatchReader.from_batches(schema, _batches(arrow, rows, table, schema))


def _pyarrow() -> Any:
    try:
        import pyarrow  # noqa: PLC0415  an extra
    except ImportError as error:
        cure = "Install it: pip install 'parley-record[parquet]'"
        raise UsageError("this needs pyarrow, which is not installed", where="export", cure=cure) from error
    return pyarrow


def _schema(arrow: Any, table: Table) -> Any:
    types = {
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "boolean": arrow.bool_(),
        "list": arrow.list_(arrow.field("item", arrow.string(), nullable=False)),
    }

    def field(column: Column) -> Any:
        kind = types.get(column.type, arrow.string())
        return arrow.field(column.name, kind, column.nullable, {"description": column.description})

    return arrow.schema([field(column) for column in table.columns])


def _batches(arrow: Any, rows: Iterable[Any], table: Table, schema: Any) -> Iterator[Any]:
    getters = [column.getter for column in table.columns]
    left = iter(rows)
    while True:
        values: list[list[Cell]] = [[] for _ in getters]
        for row in islice(left, BATCH):
            for found, get in zip(values, getters, strict=True):
                found.append(get(row))
        if not values[0]:
            return
        arrays = [_array(arrow, found, field.type) for found, field in zip(values, schema, strict=True)]
        yield arrow.RecordBatch.from_arrays(arrays, schema=schema)


def _array(arrow: Any, values: list[Cell], kind: Any) -> Any:
    try:
        return arrow.array(values, kind)
    except UnicodeEncodeError:  # half a surrogate pair, which UTF-8 cannot hold
        return arrow.array([storable_cell(value) for value in values], kind)


def storable_cell(value: Cell) -> Cell:
    """A value whose texts can be written as UTF-8."""
    if isinstance(value, tuple):
        return tuple(storable(item) for item in value)
    return storable(value) if isinstance(value, str) else value
