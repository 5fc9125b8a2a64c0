"""Counts and stances over time: of rows, of columns, or of pairs of both; with bursts and changes.

Law of this module: every period from the first to the last statement is there, those without one too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from parley.analysis.bursts import Burst, find_bursts
from parley.analysis.change_points import find_count_changes, find_level_changes
from parley.analysis.columns import UNDATED, Codes, Column, Places
from parley.analysis.dates import periods
from parley.analysis.statement_set import StatementSet

Unit = Literal["week", "month", "year"]
Of = Literal["rows", "columns", "pairs"]

PAIR = " · "
"""Stands between the two names of a pair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One name over time."""

    name: str
    counts: NDArray[np.int64]
    """(periods,) its statements."""
    levels: NDArray[np.int64]
    """(periods, levels) the same by level of the qualifier; no level without one."""
    means: NDArray[np.float64]
    """(periods,) mean of the qualifier, not a number where there is none."""
    bursts: tuple[Burst, ...]
    count_changes: tuple[int, ...]
    """Places of the periods from which on it is talked about at another rate."""
    stance_changes: tuple[int, ...]
    """The same of the shares of the qualifier's levels."""

    @property
    def number(self) -> int:
        """All its statements."""
        return int(self.counts.sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Names over time, the most frequent first."""

    unit: Unit
    begins: tuple[str, ...]
    """ISO prefix of each period: a month, a year, or the Monday of a week."""
    totals: NDArray[np.int64]
    """(periods,) all statements."""
    levels: tuple[str, ...]
    """Of the qualifier."""
    series: tuple[Series, ...]
    undated: int
    """Statements without a date, which are in no period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRequest:
    """What is counted over time."""

    of: Of = "columns"
    unit: Unit = "month"
    names: Sequence[str] = ()
    """Only these; the most frequent if empty."""
    most: int = 10
    """How many of the most frequent."""
    scale: float = 2.0
    """How many times the usual share a burst has."""
    gamma: float = 1.0
    """What it costs to begin a burst."""
    penalty: float | None = None
    """For each change; BIC's if None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Within:
    """Statements with a date, the place of the period of each, and how many each period has."""

    dated: Places
    places: Codes
    totals: NDArray[np.int64]


def measure_timeline(chosen: StatementSet, request: TimelineRequest) -> Timeline:
    """Count the statements of a network over time.

    Args:
        chosen: those statements (``network.chosen``).
        request: of what, by what.

    Raises:
        UsageError: a parameter of bursts is out of range.
    """
    dated = chosen.kept[chosen.table.seconds[chosen.kept] != UNDATED]
    numbers = periods(chosen.table.seconds[dated], request.unit)
    first = int(numbers.min(initial=np.iinfo(np.int64).max)) if len(dated) else 0
    size = int(numbers.max()) - first + 1 if len(dated) else 0
    within = _Within(dated=dated, places=numbers - first, totals=np.bincount(numbers - first, minlength=size))
    codes, names = _named(chosen, dated, request.of)
    order = np.argsort(-np.bincount(codes, minlength=len(names)), kind="stable")
    wanted = [place for place in order.tolist() if names[place] in request.names] if request.names else order.tolist()
    levels = chosen.qualifier.levels if chosen.qualifier is not None else ()
    series = tuple(
        _series(chosen, request, np.flatnonzero(codes == one), within, names[one])
        for one in wanted[: None if request.names else request.most]
    )
    return Timeline(
        unit=request.unit,
        begins=tuple(_begin(first + place, request.unit) for place in range(size)),
        totals=within.totals,
        levels=levels,
        series=series,
        undated=int(len(chosen.kept) - len(dated)),
    )


def name_column(chosen: StatementSet, of: Of) -> Column:
    """What the statements of a network are counted by, as a column of their table; those left out have no name.

    Args:
        chosen: those statements (``network.chosen``).
        of: rows, columns or pairs.
    """
    named, names = _named(chosen, chosen.kept, of)
    codes = np.full(len(chosen.table.seconds), -1, dtype=np.int64)
    codes[chosen.kept] = named
    return Column(kind="text", codes=codes, levels=tuple(names))


def _named(chosen: StatementSet, places: Places, of: Of) -> tuple[Codes, list[str]]:
    """Number of the name of each statement, and the names."""
    rows, columns = chosen.rows, chosen.columns
    if of != "pairs":
        column = rows if of == "rows" else columns
        return column.codes[places], list(column.levels)
    joined = rows.codes[places] * len(columns.levels) + columns.codes[places]
    found, codes = np.unique(joined, return_inverse=True)
    pairs = [divmod(one, len(columns.levels)) for one in found.tolist()]
    return codes.astype(np.int64), [f"{rows.levels[row]}{PAIR}{columns.levels[column]}" for row, column in pairs]


def _series(chosen: StatementSet, request: TimelineRequest, which: Places, within: _Within, name: str) -> Series:
    """One name over time; ``which`` are its statements."""
    size, qualifier = len(within.totals), chosen.qualifier
    places = within.places[which]
    counts = np.bincount(places, minlength=size)
    levels = np.zeros((size, len(qualifier.levels) if qualifier is not None else 0), dtype=np.int64)
    means = np.full(size, np.nan)
    if qualifier is not None:
        np.add.at(levels, (places, qualifier.codes[within.dated[which]]), 1)
        if qualifier.kind != "text":
            said = levels.sum(axis=1)
            np.divide(levels @ qualifier.numbers, said, out=means, where=said > 0)
    return Series(
        name=name,
        counts=counts,
        levels=levels,
        means=means,
        bursts=find_bursts(counts.tolist(), within.totals.tolist(), scale=request.scale, gamma=request.gamma),
        count_changes=find_count_changes(counts.tolist(), penalty=request.penalty),
        stance_changes=find_level_changes(levels, penalty=request.penalty) if levels.shape[1] else (),
    )


def _begin(number: int, unit: Unit) -> str:
    if unit == "week":
        return str(np.datetime64(number * 7 - 3, "D"))
    return str(np.datetime64(number, "M" if unit == "month" else "Y"))


def as_rows(timeline: Timeline) -> list[Mapping[str, object]]:
    """A timeline as rows: one for each name and period."""
    return [
        {
            "name": one.name,
            timeline.unit: begin,
            "statements": int(one.counts[place]),
            "of": int(timeline.totals[place]),
            "mean": None if np.isnan(one.means[place]) else round(float(one.means[place]), 6),
            "levels": dict(zip(timeline.levels, one.levels[place].tolist(), strict=True)),
            "burst": any(burst.first <= place <= burst.last for burst in one.bursts),
            "count_changes": place in one.count_changes,
            "stance_changes": place in one.stance_changes,
        }
        for one in timeline.series
        for place, begin in enumerate(timeline.begins)
    ]
