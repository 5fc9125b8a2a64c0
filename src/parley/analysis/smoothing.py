"""Networks in which statements count in part: the weight of each is that of a kernel.

A pair of statements counts the root of the product of their weights. Formulas: design/networks.md section 2.7.
"""

from __future__ import annotations

import numpy as np

from parley.analysis.columns import Places
from parley.analysis.counts import Scale, count
from parley.analysis.one_mode import normalize, project, smoothed_as_dna
from parley.analysis.sparse import Matrix, Vector, clear_diagonal
from parley.analysis.statement_set import StatementSet
from parley.analysis.two_mode import affiliate


def smooth_rows(chosen: StatementSet, scale: Scale, weighed: tuple[Places, Vector], how: tuple[str, str]) -> Matrix:
    """Ties of rows to each other, on all rows of the network.

    Args:
        chosen: the statements of the network.
        scale: of the qualifier.
        weighed: the statements that count, and their weights.
        how: aggregation and normalization.
    """
    places, weights = weighed
    aggregation, normalization = how
    halves = count(chosen, places, scale, weights=np.sqrt(weights), labels=chosen.kept)
    if chosen.request.compat is not None:
        return smoothed_as_dna(halves, count(chosen, chosen.kept, scale), aggregation, normalization)
    by = halves if normalization == "cosine" else count(chosen, places, scale, weights=weights, labels=chosen.kept)
    ties = clear_diagonal(project(halves, aggregation))
    return normalize(ties, by, normalization, ignore=aggregation == "ignore")


def smooth_columns(chosen: StatementSet, scale: Scale, places: Places, weights: Vector) -> Matrix:
    """Ties of rows to columns; DNA normalizes none of them, and subtracts what it was to combine.

    Args:
        chosen: the statements of the network.
        scale: of the qualifier.
        places: the statements that count.
        weights: of each.
    """
    request = chosen.request
    counts = count(chosen, places, scale, weights=weights, labels=chosen.kept)
    if request.compat is None:
        return affiliate(counts, request.aggregation, request.normalization)
    return affiliate(counts, "ignore" if request.aggregation == "ignore" else "subtract", "none")
