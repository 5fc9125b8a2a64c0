"""Products of sparse matrices, computed the way that is quicker for how full they are."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Matrix: TypeAlias = "sparse.csr_array[Any, tuple[int, int]]"
"""Two-dimensional, float64, with sorted indices."""
Vector: TypeAlias = NDArray[np.float64]

DENSE_PAYS = 100.0
"""A sparse multiplication costs as much as so many dense ones (measured on two cores, 2026-11)."""
BLOCK = 512
"""Rows of a dense product that are in memory at a time."""


def from_cells(rows: NDArray[Any], columns: NDArray[Any], values: Vector, shape: tuple[int, int]) -> Matrix:
    """A matrix from cells; those of one place are added up."""
    made: Matrix = sparse.csr_array(sparse.coo_array((values, (rows, columns)), shape=shape))
    made.sum_duplicates()
    return made


def multiply(left: Matrix, right: Matrix) -> Matrix:
    """The product of two matrices, without cells of nought."""
    steps = float(np.bincount(left.indices, minlength=left.shape[1]) @ np.diff(right.indptr))
    if steps * DENSE_PAYS < float(left.shape[0]) * left.shape[1] * right.shape[1]:
        found: Matrix = left @ right
    else:
        return _multiply_full(left, right.toarray())
    found.eliminate_zeros()
    found.sort_indices()
    return found


def _multiply_full(left: Matrix, right: Vector) -> Matrix:
    """The product block by block, of which only the cells that are not nought are kept."""
    width = right.shape[1]
    data, indices, counts = [np.zeros(0)], [np.zeros(0, dtype=np.int32)], [np.zeros(1, dtype=np.int64)]
    for at in range(0, left.shape[0], BLOCK):
        block = left[at : at + BLOCK].toarray() @ right
        places = np.flatnonzero(block)
        data.append(block.reshape(-1)[places])
        indices.append((places % width).astype(np.int32))
        counts.append(np.count_nonzero(block, axis=1))
    starts = np.cumsum(np.concatenate(counts))
    cells = (np.concatenate(data), np.concatenate(indices), starts)
    found: Matrix = sparse.csr_array(cells, shape=(left.shape[0], width))
    return found


def row_numbers(matrix: Matrix) -> NDArray[Any]:
    """The row of each stored cell."""
    return np.repeat(np.arange(matrix.shape[0], dtype=np.int32), np.diff(matrix.indptr))


def row_sums(matrix: Matrix) -> Vector:
    """The sum of each row."""
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).reshape(-1)


def clear_diagonal(matrix: Matrix) -> Matrix:
    """Take the cells on the diagonal out of a matrix, in place, and give it back."""
    there = np.flatnonzero(matrix.diagonal())
    if len(there):
        matrix[there, there] = 0.0
        matrix.eliminate_zeros()
    return matrix


def divided(matrix: Matrix, by: Vector) -> Matrix:
    """Each stored cell divided by its own number; where that is nought the cell is nought."""
    found = matrix.copy()
    found.data = np.divide(matrix.data, by, out=np.zeros_like(matrix.data), where=by != 0)
    found.eliminate_zeros()
    return found
