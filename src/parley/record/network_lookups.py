"""How the statements of networks are looked up: what is distinct once, and tables whole or by portions."""

from __future__ import annotations

import gc
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, func, select

from parley.record import sql
from parley.record.filters import portions
from parley.terms.exchange import Value
from parley.terms.networks import NetworkColumn

READ_AT_ONCE = 10_000
"""Rows that are held at a time while they are read."""
SPARSE = 10
"""A table is read whole where more than one in so many of its entries is asked for: looking one up by its key takes as
long as reading some twenty in a row."""

Item = TypeVar("Item")


class Distinct(dict[Item, int]):
    """Distinct values in the order in which they came, each with its place; asked for a new one, it takes it in."""

    def __missing__(self, value: Item) -> int:
        place = self[value] = len(self)
        return place


class Lookup:
    """Looks things up for many statements at once.

    Args:
        connection: to the record.
        wanted: how many statements there are.
    """

    def __init__(self, connection: Connection, *, wanted: int) -> None:
        self._connection = connection
        number = connection.execute(select(func.count()).select_from(sql.entry)).scalar_one()
        self._whole = wanted * SPARSE > number

    def rows(self, query: Select[Any], column: ColumnElement[str], keys: Collection[str]) -> Iterator[Any]:
        """The rows of some keys; others may be among them.

        Args:
            query: for the rows of all keys.
            column: where the key stands.
            keys: those that are wanted.
        """
        if self._whole:
            return streamed(self._connection, query)
        return chain.from_iterable(
            self._connection.execute(query.where(column.in_(portion))).all() for portion in portions(sorted(keys))
        )


def streamed(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    """The rows of a query, held by portions."""
    return chain.from_iterable(connection.execute(query, execution_options={"yield_per": READ_AT_ONCE}).partitions())


@contextmanager
def not_collecting() -> Iterator[None]:
    """Keep Python from looking for garbage while a million things are read and none is thrown away."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def column_of(values: Iterable[Value | None]) -> NetworkColumn:
    """A column of values that stand in the order of the statements."""
    found: Distinct[Value | None] = Distinct()
    places = array("q", map(found.__getitem__, values))
    return NetworkColumn(values=list(found), places=places)


def picked(values: Sequence[int], lines: Iterable[int]) -> array[int]:
    """The numbers at some places."""
    return array("q", [values[line] for line in lines])
