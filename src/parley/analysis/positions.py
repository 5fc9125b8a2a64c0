"""Who contradicts themselves, and who changes their position, with the statements that prove it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from parley.analysis.columns import UNDATED, Column, Places, StatementTable
from parley.analysis.dates import iso_of
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


def find_changes(chosen: StatementSet) -> tuple[Change, ...]:
    """Every statement that takes another side than the row's last one about the same column.

    Sides are yes and no, or above and below nought; of words any other word. A neutral statement takes no side.

    Args:
        chosen: the statements of a network (``network.chosen``); how they are aggregated does not matter.

    Raises:
        UsageError: the network has no qualifier.
    """
    qualifier, kept = chosen.qualifier, chosen.kept
    if qualifier is None:
        raise UsageError("positions need a qualifier", where="positions", cure="Name one: qualifier='stance'")
    if qualifier.kind == "integer":
        sides = np.sign(qualifier.numbers)[qualifier.codes[kept]]
        kept = kept[sides != 0]
        sides = sides[sides != 0]
    else:
        sides = qualifier.codes[kept].astype(np.float64)
    rows, columns = chosen.rows.codes[kept], chosen.columns.codes[kept]
    order = np.lexsort((np.arange(len(kept)), columns, rows))
    first, second = order[:-1], order[1:]
    turned = (rows[first] == rows[second]) & (columns[first] == columns[second]) & (sides[first] != sides[second])
    pairs = np.stack([kept[first[turned]], kept[second[turned]]], axis=1)
    found = _changes(chosen, qualifier, pairs)
    return tuple(sorted(found, key=lambda one: (one.after_date or "", one.row, one.column)))


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
