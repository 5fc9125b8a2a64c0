"""Two-mode networks: which rows take up which columns, and how.

Formulas: design/networks.md sections 2.5 and 2.7.
"""

from __future__ import annotations

import numpy as np

from parley.analysis.counts import Counts
from parley.analysis.sparse import Matrix, divided, from_cells, row_numbers
from parley.errors import UsageError

MOST_LEVELS = 52
"""So many levels can be told apart in one number (float64)."""


def affiliate(counts: Counts, aggregation: str, normalization: str) -> Matrix:
    """The two-mode network of some counts.

    Args:
        counts: of the statements.
        aggregation: ignore, subtract or combine.
        normalization: none, activity or prominence.

    Returns:
        (rows, columns).

    Raises:
        UsageError: there are too many levels to combine.
    """
    ties = _aggregated(counts, aggregation)
    if normalization == "none":
        return ties
    cells = counts.cells.tocoo()
    if normalization == "activity":
        return divided(ties, counts.activity[row_numbers(ties)])
    said = np.zeros(len(counts.columns))
    np.add.at(said, cells.col % max(1, len(counts.columns)), cells.data)
    return divided(ties, said[ties.indices])


def _aggregated(counts: Counts, aggregation: str) -> Matrix:
    if aggregation == "ignore":
        return counts.folded
    scale = counts.scale
    if aggregation == "combine":
        return _combined(counts)
    if not scale.ordered:
        return counts.folded
    found = counts.weighted(scale.signs)
    found.eliminate_zeros()
    return found


def _combined(counts: Counts) -> Matrix:
    """A bit for each level that occurs; the first level is the highest bit."""
    scale, width = counts.scale, len(counts.columns)
    if scale.steps > MOST_LEVELS:
        raise UsageError(
            f"{scale.steps} levels of the qualifier cannot be combined in one number",
            where="network",
            cure=f"Take a qualifier of at most {MOST_LEVELS} levels, or aggregation ignore",
        )
    cells = counts.cells.tocoo()
    bits = np.exp2((scale.steps - 1 - scale.ranks)[cells.col // max(1, width)])
    return from_cells(cells.row, cells.col % max(1, width), bits, (len(counts.rows), width))
