"""A network, a sequence of them, or the list of statements that one is made of: ``draw_network``.

statements -> select_statements -> measure_scale -> [windows] -> count -> one_mode | two_mode -> Network
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, overload

import numpy as np

from parley.analysis.columns import UNDATED, Codes, Column, Places, StatementTable
from parley.analysis.counts import Counts, Scale, count, measure_scale
from parley.analysis.dates import iso_of
from parley.analysis.events import EventList
from parley.analysis.evidence import behind_cell, behind_tie
from parley.analysis.one_mode import tie_rows
from parley.analysis.request import NetworkRequest
from parley.analysis.smoothing import smooth_columns, smooth_rows
from parley.analysis.sparse import Matrix, Vector, divided, row_numbers
from parley.analysis.statement_set import StatementSet, select_statements
from parley.analysis.two_mode import affiliate
from parley.analysis.windows import Stretch, stretches
from parley.errors import UsageError
from parley.terms.events import EventRow
from parley.terms.tables import StatementRow

if TYPE_CHECKING:
    import networkx

Reader = Callable[[Sequence[str]], tuple[StatementRow, ...] | tuple[EventRow, ...]]
"""Gives the statements, or the events, of some keys."""
Times = tuple[int, int, int] | None
"""First second, middle and last second; None where there is no date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Ties of rows to columns, or of rows to each other."""

    matrix: Matrix
    """(rows, columns), or (rows, rows) of one mode."""
    chosen: StatementSet
    places: Places
    """The statements that were counted."""
    rows: Codes
    columns: Codes
    start: str | None
    """ISO date of the first statement that may count; None where no statement has a date."""
    middle: str | None
    stop: str | None
    weights: Vector | None = None
    """Of each of the places, under a kernel."""
    reader: Reader | None = None

    @property
    def request(self) -> NetworkRequest:
        """What was asked for."""
        return self.chosen.request

    @property
    def row_labels(self) -> tuple[str, ...]:
        """Names of the rows, sorted as DNA sorts them."""
        return _labels(self.chosen.rows, self.rows)

    @property
    def column_labels(self) -> tuple[str, ...]:
        """Names of the columns; of one mode those of the rows."""
        return self.row_labels if self.request.mode == "one" else _labels(self.chosen.columns, self.columns)

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of all nodes: the rows, and of two modes the columns after them."""
        return self.row_labels if self.request.mode == "one" else self.row_labels + self.column_labels

    @property
    def number(self) -> int:
        """How many statements were counted."""
        return len(self.places)

    @property
    def dropped(self) -> Mapping[str, int]:
        """Why statements do not count, and how many."""
        return self.chosen.dropped

    def ties(self) -> Iterator[tuple[str, str, float]]:
        """Row, column and weight of each tie; of one mode each pair once."""
        rows, columns = self.row_labels, self.column_labels
        one = self.request.mode == "one"
        for row, column, weight in zip(
            row_numbers(self.matrix).tolist(), self.matrix.indices.tolist(), self.matrix.data.tolist(), strict=True
        ):
            if not one or row <= column:
                yield rows[row], columns[column], weight

    def entries(self, row: str, column: str) -> tuple[str, ...]:
        """Keys of the statements that a tie is made of, in order of time.

        Args:
            row: name of a row.
            column: name of a column; of one mode, of another row.

        Raises:
            UsageError: there is no such row or column.
        """
        left = self.chosen.rows.levels.index(self._named(row, self.row_labels))
        name = self._named(column, self.column_labels)
        if self.request.mode == "one":
            found = behind_tie(self.chosen, self.places, left, self.chosen.rows.levels.index(name))
        else:
            found = behind_cell(self.chosen, self.places, left, self.chosen.columns.levels.index(name))
        return tuple(self.chosen.table.keys[place] for place in found)

    def statements(self, row: str, column: str) -> tuple[StatementRow, ...]:
        """The statements that a tie is made of, with the sentences that prove them.

        Args:
            row: name of a row.
            column: name of a column; of one mode, of another row.

        Raises:
            UsageError: there is no such row or column, or the network was not drawn from statements of a record.
        """
        found = self._behind(row, column)
        statements = tuple(one for one in found if isinstance(one, StatementRow))
        if len(statements) < len(found):
            raise UsageError("this network is made of events", where="network", cure="Use events()")
        return statements

    def events(self, row: str, column: str) -> tuple[EventRow, ...]:
        """The events that a tie is made of, with the sentences that prove them.

        Args:
            row: name of a row.
            column: name of a column; of one mode, of another row.

        Raises:
            UsageError: there is no such row or column, or the network was not drawn from events of a record.
        """
        found = self._behind(row, column)
        events = tuple(one for one in found if isinstance(one, EventRow))
        if len(events) < len(found):
            raise UsageError("this network is made of statements", where="network", cure="Use statements()")
        return events

    def _behind(self, row: str, column: str) -> tuple[StatementRow, ...] | tuple[EventRow, ...]:
        keys = self.entries(row, column)
        if self.reader is None:
            raise UsageError("this network has no record", where="network", cure="Use entries(), or record.network()")
        return self.reader(keys)

    def to_networkx(self) -> networkx.Graph:
        """A graph of networkx; nodes have ``mode`` and their attributes, edges have ``weight``.

        Raises:
            UsageError: networkx is not installed.
        """
        from parley.analysis.graph import to_networkx  # noqa: PLC0415 - networkx takes long to load

        return to_networkx(self)

    def attributes_of(self, variable: str, label: str) -> Mapping[str, str]:
        """What the codebook says about a value of a variable."""
        return self.chosen.table.attributes.get(variable, {}).get(label, {})

    @staticmethod
    def _named(name: str, labels: tuple[str, ...]) -> str:
        if name not in labels:
            raise UsageError(f"there is no {name!r} in this network", where="network", cure="See its labels")
        return name


class Networks(Sequence[Network]):
    """Networks of windows, in order of time; each is drawn when it is asked for, and not kept.

    Args:
        chosen: the statements.
        places: the windows.
        draw: draws one.
    """

    def __init__(self, chosen: StatementSet, places: list[Stretch], draw: Callable[[Stretch], Network]) -> None:
        self.chosen = chosen
        self._places = places
        self._draw = draw

    def __len__(self) -> int:
        """How many windows there are."""
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> Network: ...
    @overload
    def __getitem__(self, place: slice) -> Networks: ...
    def __getitem__(self, place: int | slice) -> Network | Networks:
        """The network of a window, or of some windows."""
        if isinstance(place, slice):
            return Networks(self.chosen, self._places[place], self._draw)
        return self._draw(self._places[place])


def draw_network(
    table: StatementTable, request: NetworkRequest, *, reader: Reader | None = None
) -> Network | Networks | EventList:
    """Draw what was asked for.

    Args:
        table: statements of one type.
        request: which network.
        reader: gives the statements behind a tie.

    Returns:
        A network; a sequence of them where there is a window; a list of statements in mode "events".

    Raises:
        UsageError: a variable is not there, or options do not go together.
    """
    chosen = select_statements(table, request)
    if request.mode == "events":
        return EventList(chosen)
    scale = measure_scale(chosen)
    if request.span is not None:
        draw = _smooth if request.kernel is not None else _of_window
        return Networks(chosen, stretches(chosen, request.span), lambda one: draw(chosen, scale, one, reader))
    seconds = table.seconds[chosen.kept]
    dated = seconds[seconds != UNDATED]
    at = (chosen.begin, (chosen.begin + chosen.end) // 2, chosen.end) if len(dated) else None
    return _plain(chosen, scale, chosen.kept, at, reader)


def _of_window(chosen: StatementSet, scale: Scale, one: Stretch, reader: Reader | None) -> Network:
    return _plain(chosen, scale, one.find(), (one.start, one.middle, one.stop), reader)


def _plain(chosen: StatementSet, scale: Scale, places: Places, at: Times, reader: Reader | None) -> Network:
    request, counts = chosen.request, count(chosen, places, scale)
    make = tie_rows if request.mode == "one" else affiliate
    matrix = make(counts, request.aggregation, request.normalization)
    return _network(chosen, matrix, counts, at, reader)


def _smooth(chosen: StatementSet, scale: Scale, one: Stretch, reader: Reader | None) -> Network:
    places = one.find()
    weights: Vector = np.ones(len(places)) if one.weigh is None else one.weigh(places)
    request = chosen.request
    if request.mode == "two":
        matrix = smooth_columns(chosen, scale, places, weights)
    else:
        matrix = smooth_rows(chosen, scale, (places, weights), (request.aggregation, request.normalization))
    total = float(matrix.data.sum())
    if request.normalize_to_one and total != 0:
        matrix = divided(matrix, np.full(len(matrix.data), total))
    counts = count(chosen, places, scale, weights=weights, labels=chosen.kept)
    found = _network(chosen, matrix, counts, (one.start, one.middle, one.stop), reader)
    return replace(found, weights=weights)


def _network(chosen: StatementSet, matrix: Matrix, counts: Counts, at: Times, reader: Reader | None) -> Network:
    start, middle, stop = (None, None, None)
    if at is not None:
        start, middle, stop = iso_of(at[0]), iso_of(at[1]), iso_of(at[2], end=True)
    return Network(
        matrix=matrix,
        chosen=chosen,
        places=counts.places,
        rows=counts.rows,
        columns=counts.columns,
        start=start,
        middle=middle,
        stop=stop,
        reader=reader,
    )


def _labels(column: Column, codes: Codes) -> tuple[str, ...]:
    return tuple(column.levels[code] for code in codes)
