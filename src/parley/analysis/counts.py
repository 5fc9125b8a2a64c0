"""How often each row takes up each column at each level of the qualifier: x[i, j, k] of the formulas.

Law of this module: the levels stand side by side as columns of one sparse matrix (column j of level k is
number k * columns + j), so that a qualifier of five hundred words costs no loop.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from parley.analysis.columns import Codes, Column, Places, java_order
from parley.analysis.request import NetworkRequest
from parley.analysis.sparse import Matrix, Vector, from_cells, row_sums
from parley.analysis.statement_set import StatementSet
from parley.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The levels of a qualifier, and what they count."""

    levels: Codes
    """Places in the column's levels."""
    values: Vector
    """What each level counts."""
    span: float
    """Largest minus smallest value; 0 where there is one level only."""
    ordered: bool
    """Whether distances between levels mean something."""
    signs: Vector
    """What each level adds where levels are subtracted: no is -1, a number is itself."""
    ranks: Codes
    """Place of each level from the lowest of the scale."""
    steps: int
    """How many levels the scale has."""

    def similarity(self, aggregation: str) -> Vector | None:
        """(levels, levels): what a pair of statements adds; None where equal levels add 1 and others nothing."""
        if not self.ordered:
            return None
        apart = np.abs(self.values[:, None] - self.values[None, :]) / (self.span or 1.0)
        if aggregation == "congruence":
            return np.asarray(1.0 - apart)
        return np.asarray(apart if aggregation == "conflict" else 1.0 - 2.0 * apart)


def measure_scale(chosen: StatementSet) -> Scale:
    """The levels of the qualifier: all that the loaded statements use, and both of a yes or no.

    The range of a scale of whole numbers is the one that the codebook declares; where it declares none, and
    always in DNA, it is that of the numbers seen in the loaded statements.

    Raises:
        UsageError: DNA's number is asked for where DNA divides nought by nought.
    """
    column, request = chosen.qualifier, chosen.request
    if column is None:
        return _scale(np.zeros(1, dtype=np.int64), ordered=False)
    if column.kind == "boolean":
        return _scale(np.arange(2), ordered=True, signs=np.array([-1.0, 1.0]))
    used = column.used(chosen.loaded)
    if request.compat is not None:
        return _scale_as_dna(column, used, request)
    return _scale(used, ordered=False) if column.kind == "text" else _declared(column, used)


def _scale_as_dna(column: Column, used: Codes, request: NetworkRequest) -> Scale:
    """DNA's scale; under a kernel levels count their places, and are sorted as words."""
    if column.kind == "text" and request.kernel is None:
        return _scale(used, ordered=False)
    if len(used) == 1 and request.mode == "one" and request.aggregation != "ignore":
        raise _one_level(column, used)
    if column.kind == "text":
        return _scale(used, ordered=False)
    if request.kernel is None:
        return _scale(used, ordered=True, values=column.numbers[used])
    as_words = sorted(used, key=lambda level: java_order(column.levels[level]))
    return _scale(np.array(as_words, dtype=np.int64), ordered=True)


def _scale(levels: Codes, *, ordered: bool, values: Vector | None = None, signs: Vector | None = None) -> Scale:
    """A scale of some levels; a level counts its place where no values are given."""
    given = np.arange(float(len(levels))) if values is None else values
    if signs is None:
        signs = given if ordered else np.ones(len(levels))
    span = float(np.ptp(given)) if len(given) else 0.0
    ranks = np.arange(len(levels))
    return Scale(levels=levels, values=given, span=span, ordered=ordered, signs=signs, ranks=ranks, steps=len(levels))


def _declared(column: Column, used: Codes) -> Scale:
    """A scale of numbers with the range that the codebook declares, where it declares one."""
    found = _scale(used, ordered=True, values=column.numbers[used])
    if column.low is None or column.high is None:
        return found
    low, high = (float(end) for end in (column.low, column.high))
    low, high = min(low, found.values.min(initial=low)), max(high, found.values.max(initial=high))
    if column.kind == "number":
        return replace(found, span=high - low)
    ranks = found.values.astype(np.int64) - int(low)
    return replace(found, span=high - low, ranks=ranks, steps=int(high - low) + 1)


def _one_level(column: Column, used: Codes) -> UsageError:
    return UsageError(
        f"DNA has no number here: the only level is {column.levels[used[0]]}, and it divides by a range of 0",
        where="network, compat",
        cure="Leave compat out, or take aggregation ignore",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """x[i, j, k] of some statements."""

    cells: Matrix
    """(rows, levels * columns)."""
    scale: Scale
    rows: Codes
    """The level of the rows' variable that each row is."""
    columns: Codes
    places: Places
    """The statements that were counted."""

    @property
    def folded(self) -> Matrix:
        """(rows, columns): all levels added up."""
        return self.weighted(np.ones(len(self.scale.levels)))

    @property
    def activity(self) -> Vector:
        """How many statements each row has."""
        return row_sums(self.cells)

    def weighted(self, values: Vector) -> Matrix:
        """(rows, columns): the levels added up, each times its value."""
        width, cells = len(self.columns), self.cells.tocoo()
        weights = values[cells.col // width] if width else np.ones(0)
        return from_cells(cells.row, cells.col % max(1, width), cells.data * weights, (len(self.rows), width))

    def mixed(self, similarity: Vector) -> Matrix:
        """(rows, levels * columns): each level as the sum of all, by their similarity to it."""
        whole = sparse.kron(sparse.csr_array(similarity), sparse.eye_array(len(self.columns)), format="csr")
        found: Matrix = sparse.csr_array(self.cells @ whole)
        found.sort_indices()
        return found


def count(
    chosen: StatementSet, places: Places, scale: Scale, *, weights: Vector | None = None, labels: Places | None = None
) -> Counts:
    """Count statements, or add up their weights.

    Args:
        chosen: the statements of the network.
        places: which of them; a window's, or all that are kept.
        scale: the levels of the qualifier.
        weights: of each of the places; 1 if None.
        labels: the statements whose rows and columns the matrix has; where isolates stay those that are loaded,
            else the same that are counted.
    """
    if chosen.request.isolates:
        labels = chosen.loaded
    elif labels is None:
        labels = places
    rows, columns = chosen.rows.used(labels), chosen.columns.used(labels)
    level = np.zeros(len(places), dtype=np.int64)
    if chosen.qualifier is not None:
        level = _places_of(chosen.qualifier.codes[places], scale.levels)
    row = _places_of(chosen.rows.codes[places], rows)
    column = _places_of(chosen.columns.codes[places], columns)
    shape = (len(rows), len(scale.levels) * len(columns))
    given = np.ones(len(places)) if weights is None else weights
    cells = from_cells(row, level * len(columns) + column, given, shape)
    return Counts(cells=cells, scale=scale, rows=rows, columns=columns, places=places)


def _places_of(codes: Codes, levels: Codes) -> Codes:
    """The place of each code among some levels, which hold all of them."""
    lookup = np.zeros(int(max(codes.max(initial=0), levels.max(initial=0))) + 1, dtype=np.int64)
    lookup[levels] = np.arange(len(levels))
    return lookup[codes]
