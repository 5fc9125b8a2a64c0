"""How much a statement counts by its distance from the middle of a window.

Source: design/networks.md section 2.7; the kernels are those of any textbook on density estimation
(Silverman 1986).
"""

from __future__ import annotations

import numpy as np

from parley.analysis.sparse import Vector


def weigh(distances: Vector, kernel: str, *, compat: bool) -> Vector:
    """The weight of each statement.

    Args:
        distances: in half windows: 0 in the middle, 1 at the earlier end, -1 at the later one.
        kernel: uniform, triangular, epanechnikov or gaussian.
        compat: whether the triangle is DNA's, which has its point at the earlier end.
    """
    if kernel == "gaussian":
        return np.asarray(np.exp(-(distances**2) / 2) / np.sqrt(2 * np.pi))
    if kernel == "uniform":
        found = np.full_like(distances, 0.5)
    elif kernel == "epanechnikov":
        found = 0.75 * (1 - distances**2)
    else:
        found = np.abs(1 - distances) if compat else 1 - np.abs(distances)
    return np.where(np.abs(distances) <= 1, found, 0.0)
