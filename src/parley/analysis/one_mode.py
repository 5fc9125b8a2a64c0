"""One-mode networks: rows are tied by the columns they share, in the same or in opposite ways.

Formulas: Leifeld, P. (2017), Discourse Network Analysis, in: The Oxford Handbook of Political Networks;
the manual of DNA; design/networks.md sections 2.3, 2.4 and 2.7.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from parley.analysis.counts import Counts
from parley.analysis.sparse import Matrix, Vector, clear_diagonal, divided, multiply, row_numbers, row_sums


def project(counts: Counts, aggregation: str) -> Matrix:
    """The ties of rows, before they are normalized; the diagonal is kept.

    Args:
        counts: of the statements.
        aggregation: ignore, congruence, conflict or subtract.

    Returns:
        (rows, rows), symmetric.
    """
    if aggregation == "ignore":
        shared = counts.folded
        return multiply(shared, _turned(shared))
    similarity = counts.scale.similarity(aggregation)
    cells = counts.cells
    if similarity is not None:
        return multiply(counts.mixed(similarity), _turned(cells))
    if aggregation == "congruence":
        return multiply(cells, _turned(cells))
    conflict = _unshared(cells)
    if aggregation == "conflict":
        return conflict
    found: Matrix = sparse.csr_array(multiply(cells, _turned(cells)) - conflict)
    return found


def normalize(ties: Matrix, counts: Counts, normalization: str, *, ignore: bool) -> Matrix:
    """Divide the ties of rows by how much the two say.

    Args:
        ties: as ``project`` gives them.
        counts: of the same statements.
        normalization: none, average, jaccard, cosine or vector-cosine.
        ignore: whether the qualifier was ignored, for vector-cosine.
    """
    if normalization == "none":
        return ties
    if normalization == "jaccard":
        return divided(ties, _jaccard(ties, counts.cells))
    rows, columns = row_numbers(ties), ties.indices
    if normalization == "vector-cosine":
        vectors = counts.folded if ignore else counts.cells
        length = np.sqrt(row_sums(vectors.multiply(vectors)))
        return divided(ties, length[rows] * length[columns])
    said = counts.activity
    if normalization == "average":
        return divided(ties, (said[rows] + said[columns]) / 2)
    return divided(ties, said[rows] * said[columns])


def tie_rows(counts: Counts, aggregation: str, normalization: str) -> Matrix:
    """The one-mode network of some counts, without ties of rows to themselves."""
    ties = clear_diagonal(project(counts, aggregation))
    return normalize(ties, counts, normalization, ignore=aggregation == "ignore")


def smoothed_as_dna(counts: Counts, everything: Counts, aggregation: str, normalization: str) -> Matrix:
    """DNA's smoothed network: with the diagonal, any normalization as average, over all statements.

    Args:
        counts: weighted by the square root of the kernel.
        everything: counts of all statements, with the same rows and columns.
        aggregation: ignore, congruence, conflict or subtract.
        normalization: of one mode.
    """
    if not counts.scale.ordered and aggregation != "ignore":
        places = np.arange(float(len(counts.scale.levels)))
        counts = replace(counts, scale=replace(counts.scale, values=places, span=len(places) - 1.0, ordered=True))
    ties = project(counts, aggregation)
    if normalization == "none":
        return ties
    said = everything.cells.toarray()
    factor = np.zeros(len(ties.data))
    rows, columns = row_numbers(ties), ties.indices
    for cell in range(said.shape[1]):
        total = said[rows, cell] + said[columns, cell]
        factor += np.divide(2.0, total, out=np.zeros_like(factor), where=total > 0)
    found = ties.copy()
    found.data = ties.data * factor
    return found


def _turned(matrix: Matrix) -> Matrix:
    found: Matrix = sparse.csr_array(matrix.T)
    found.sort_indices()
    return found


def _present(cells: Matrix) -> Matrix:
    found = cells.copy()
    found.data = np.ones_like(cells.data)
    return found


def _unshared(cells: Matrix) -> Matrix:
    """Statements of either row that the other has no equal of; also of rows that share nothing."""
    said = row_sums(cells)
    shared = multiply(cells, _turned(_present(cells)))
    found: Matrix = sparse.csr_array((said[:, None] + said[None, :]) - (shared + _turned(shared)).toarray())
    return found


def common_of(cells: Matrix) -> Matrix:
    """What two rows have in common, in Jaccard's divisor: products of what both say, less the statements of it."""
    both = _present(cells)
    shared = multiply(cells, _turned(both))
    found: Matrix = sparse.csr_array(multiply(cells, _turned(cells)) - shared - _turned(shared))
    return found


def _jaccard(ties: Matrix, cells: Matrix) -> Vector:
    """For each tie: statements that only one of the two has, plus the products of those that both have."""
    said, common = row_sums(cells), common_of(cells)
    rows, columns = row_numbers(ties), ties.indices
    offset = 2.0 + float(np.abs(common.data).max(initial=0.0))
    pattern = _present(ties)
    # Adding the offset keeps a cell for each tie, also where nothing is in common.
    aligned = sparse.csr_array(common.multiply(pattern) + pattern * offset)
    aligned.sort_indices()
    return np.asarray(said[rows] + said[columns] + (aligned.data - offset))
