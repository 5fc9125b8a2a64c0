"""Products of sparse matrices, computed the way that is quicker for how full they are."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Matrix: TypeAlias = "sparse.csr_array[Any, tuple[int, int]]"
"""Two-dimensional, float64, with sorted indices."""
Vector: TypeAlias = NDArray[np.float64]

DENSE_PAYS = 12.0
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
        full = right.toarray()
        blocks = [sparse.csr_array(left[at : at + BLOCK].toarray() @ full) for at in range(0, left.shape[0], BLOCK)]
        found = sparse.csr_array(sparse.vstack(blocks)) if blocks else sparse.csr_array((0, right.shape[1]))
    found.eliminate_zeros()
    found.sort_indices()
    return found


def row_numbers(matrix: Matrix) -> NDArray[Any]:
    """The row of each stored cell."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def row_sums(matrix: Matrix) -> Vector:
    """The sum of each row."""
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).reshape(-1)


def without_diagonal(matrix: Matrix) -> Matrix:
    """The same without the cells on the diagonal."""
    off = row_numbers(matrix) != matrix.indices
    return from_cells(row_numbers(matrix)[off], matrix.indices[off], matrix.data[off], matrix.shape)


def divided(matrix: Matrix, by: Vector) -> Matrix:
    """Each stored cell divided by its own number; where that is nought the cell is nought."""
    found = matrix.copy()
    found.data = np.divide(matrix.data, by, out=np.zeros_like(matrix.data), where=by != 0)
    found.eliminate_zeros()
    return found
