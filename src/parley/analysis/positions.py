"""Who contradicts themselves, and who changes their position, with the statements that prove it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.analysis.columns import UNDATED, Column, Places, StatementTable
from parley.analysis.dates import iso_of
from parley.analysis.sparse import Vector
from parley.analysis.statement_set import StatementSet
from parley.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A statement that stands against the one before it, of the same row about the same column."""

    row: str
    column: str
    before: str
    """Level of the qualifier."""
    after: str
    before_date: str | None
    after_date: str | None
    before_key: str
    after_key: str
    at_once: bool
    """Both are of one document: a contradiction within it, not a change in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a row stands to a column, over all its statements about it."""

    row: str
    column: str
    statements: int
    """That take a side."""
    sides: Mapping[str, int]
    """Level of the qualifier to how many statements took it."""
    first: str
    """Level of the first statement that takes a side."""
    last: str
    first_date: str | None
    last_date: str | None
    changes: int
    """How often the side changed from one statement to the next."""


def find_changes(chosen: StatementSet) -> tuple[Change, ...]:
    """Every statement that takes another side than the row's last one about the same column.

    Sides are yes and no, or above and below nought; of words any other word. A neutral statement takes no side.

    Args:
        chosen: the statements of a network (``network.chosen``); how they are aggregated does not matter.

    Raises:
        UsageError: the network has no qualifier.
    """
    taken = _Sides.of(chosen)
    first, second = taken.places[:-1], taken.places[1:]
    turned = taken.same & (taken.sides[:-1] != taken.sides[1:])
    found = _changes(chosen, taken.qualifier, np.stack([first[turned], second[turned]], axis=1))
    return tuple(sorted(found, key=lambda one: (one.after_date or "", one.row, one.column)))


def find_positions(chosen: StatementSet) -> tuple[Position, ...]:
    """Where each row stands to each column, and how often it changed sides; sorted by row and column.

    Args:
        chosen: the statements of a network (``network.chosen``).

    Raises:
        UsageError: the network has no qualifier.
    """
    taken = _Sides.of(chosen)
    rows, columns, qualifier, table = chosen.rows, chosen.columns, taken.qualifier, chosen.table
    borders = np.flatnonzero(~taken.same) + 1
    found = []
    for places, sides in zip(np.split(taken.places, borders), np.split(taken.sides, borders), strict=True):
        if not len(places):
            continue
        first, last = int(places[0]), int(places[-1])
        levels = [qualifier.levels[code] for code in qualifier.codes[places].tolist()]
        found.append(
            Position(
                row=rows.levels[rows.codes[first]],
                column=columns.levels[columns.codes[first]],
                statements=len(places),
                sides=dict(sorted(Counter(levels).items())),
                first=levels[0],
                last=levels[-1],
                first_date=_date(table, first),
                last_date=_date(table, last),
                changes=int((sides[:-1] != sides[1:]).sum()),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sides:
    """Statements that take a side, by row and column and within them in order of time."""

    qualifier: Column
    places: Places
    sides: Vector
    same: NDArray[np.bool_]
    """Whether each is about the same row and column as the next one."""

    @classmethod
    def of(cls, chosen: StatementSet) -> _Sides:
        qualifier, kept = chosen.qualifier, chosen.kept
        if qualifier is None:
            raise UsageError("positions need a qualifier", where="positions", cure="Name one: qualifier='stance'")
        if qualifier.kind in ("integer", "number"):
            sides = np.sign(qualifier.numbers)[qualifier.codes[kept]]
            kept = kept[sides != 0]
            sides = sides[sides != 0]
        else:
            sides = qualifier.codes[kept].astype(np.float64)
        rows, columns = chosen.rows.codes[kept], chosen.columns.codes[kept]
        order = np.lexsort((np.arange(len(kept)), columns, rows))
        rows, columns = rows[order], columns[order]
        same = (rows[:-1] == rows[1:]) & (columns[:-1] == columns[1:])
        return cls(qualifier=qualifier, places=kept[order], sides=sides[order], same=same)


def _changes(chosen: StatementSet, qualifier: Column, pairs: Places) -> Iterator[Change]:
    rows, columns, table = chosen.rows, chosen.columns, chosen.table
    for before, after in pairs.tolist():
        yield Change(
            row=rows.levels[rows.codes[after]],
            column=columns.levels[columns.codes[after]],
            before=qualifier.levels[qualifier.codes[before]],
            after=qualifier.levels[qualifier.codes[after]],
            before_date=_date(table, before),
            after_date=_date(table, after),
            before_key=table.keys[before],
            after_key=table.keys[after],
            at_once=bool(table.documents[before] == table.documents[after]),
        )


def _date(table: StatementTable, place: int) -> str | None:
    seconds = int(table.seconds[place])
    return None if seconds == UNDATED else iso_of(seconds)
