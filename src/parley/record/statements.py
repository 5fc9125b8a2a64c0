"""Statements of a record that stream: a sequence that is read from the database when it is gone through.

for row in view.statements(query="sanctions"): ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import overload

from sqlalchemy import ColumnElement, Connection, func, select

from parley.record.statement_rows import statement_rows, statements_query
from parley.terms.tables import StatementRow


class Statements:
    """The statements that meet some conditions; going through them again asks the record again.

    Args:
        connections: opens a connection to the record.
        conditions: on ``entry_state`` and ``article_state``.
        limit: how many at most.
    """

    def __init__(
        self,
        connections: Callable[[], AbstractContextManager[Connection]],
        conditions: list[ColumnElement[bool]],
        *,
        limit: int | None = None,
    ) -> None:
        self._connections = connections
        self._query = statements_query(conditions, limit)

    def __iter__(self) -> Iterator[StatementRow]:
        """One row after the other; a few hundred are in memory at a time."""
        with self._connections() as connection:
            yield from statement_rows(connection, self._query)

    def __len__(self) -> int:
        """How many there are."""
        with self._connections() as connection:
            counted = select(func.count()).select_from(self._query.order_by(None).subquery())
            return int(connection.execute(counted).scalar_one())

    def __bool__(self) -> bool:
        """Whether there is one."""
        return next(iter(self), None) is not None

    @overload
    def __getitem__(self, place: int) -> StatementRow: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[StatementRow, ...]: ...
    def __getitem__(self, place: int | slice) -> StatementRow | tuple[StatementRow, ...]:
        """Rows by their place; all are read for it."""
        return tuple(self)[place]

    def __eq__(self, other: object) -> bool:
        """Whether the rows are the same as those of another sequence."""
        return tuple(self) == (tuple(other) if isinstance(other, Statements) else other)

    __hash__ = None  # type: ignore[assignment]
