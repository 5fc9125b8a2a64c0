"""How unlike two networks are: by the spectrum of the Laplacian, or cell by cell.

Source: design/networks.md section 2.8. The Laplacian of a network is L = D - Y, with D the sums of its rows;
ties below nought count as none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import numpy as np
from threadpoolctl import threadpool_limits

from parley.analysis.sparse import Vector

Distance = Literal["l1", "l2"]


@contextmanager
def one_thread() -> Iterator[None]:
    """While it lasts, and in what it decorates, eigenvalues are computed by one thread.

    Of thousands of small matrices two threads wait for each other more than they compute: 49 ms instead of 3 for
    200 rows on a busy machine of two cores (2026-11).
    """
    with threadpool_limits(limits=1, user_api="blas"):
        yield


def spectrum(ties: Vector, *, compat: bool = False) -> Vector:
    """The eigenvalues of the Laplacian, the largest first, divided by their sum.

    Args:
        ties: (n, n), symmetric; values below nought are taken for nought.
        compat: DNA forgets to subtract the ties: its eigenvalues are the sums of the rows.

    Returns:
        (n,); noughts for a network without ties.
    """
    positive = np.maximum(ties, 0.0)
    degrees = positive.sum(axis=1)
    values = degrees if compat else np.linalg.eigvalsh(np.diag(degrees) - positive)
    total = float(values.sum())
    ordered = np.sort(values)[::-1]
    return np.asarray(ordered / total) if total > 0 else np.zeros_like(ordered)


def unlikeness(one: Vector, other: Vector, distance: Distance = "l1") -> float:
    """How far two spectra are apart: the sum of differences (DNA's), or the root of the sum of their squares."""
    apart = one - other
    return float(np.abs(apart).sum() if distance == "l1" else np.sqrt((apart**2).sum()))
