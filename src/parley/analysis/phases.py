"""Phases of a debate: windows whose networks are alike, and when one phase gives way to another.

Source: design/networks.md section 2.8, after Masuda and Holme (2019), Detecting sequences of system states in
temporal networks. Networks are compared cell by cell or by their spectra; distances are divided by the largest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from parley.analysis.grouping import Grouping, find_groups
from parley.analysis.network import Network
from parley.analysis.request import one_of
from parley.analysis.sparse import Vector
from parley.analysis.spectra import one_thread, spectrum, unlikeness
from parley.errors import UsageError

PHASE_METHODS = (
    "single",
    "average",
    "complete",
    "ward",
    "k-means",
    "spectral",
    "concor",
    "greedy modularity",
    "leading eigenvector",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phases:
    """The phase of each window, and how far windows are apart."""

    phases: tuple[int, ...]
    """Numbered as they first appear."""
    middles: tuple[str | None, ...]
    method: str
    modularity: float
    distances: Vector
    """(windows, windows), from 0 to 1."""

    @property
    def transitions(self) -> tuple[str | None, ...]:
        """The middle of each window in which another phase begins."""
        later = zip(pairwise(self.phases), self.middles[1:], strict=True)
        return tuple(middle for (before, after), middle in later if before != after)


@one_thread()
def find_phases(
    networks: Sequence[Network],
    *,
    distance: Literal["absdiff", "spectral"] = "absdiff",
    methods: Iterable[str] = PHASE_METHODS,
    numbers: Iterable[int] = range(2, 7),
    seed: int = 1,
) -> Phases:
    """Divide the windows of a debate into phases; the division of the highest modularity counts.

    Args:
        networks: of windows, with the same rows and columns: drawn with a kernel, or with isolates.
        distance: of two networks: sum of the differences of cells, or of their spectra (one mode only).
        methods: ways of grouping.
        numbers: how many phases are tried.
        seed: of what is drawn by lot.

    Raises:
        UsageError: there are fewer than three windows, or their networks have not the same rows.
    """
    one_of("distance", distance, ("absdiff", "spectral"))
    apart = _distances(list(networks), distance)
    best: Grouping = find_groups(1.0 - apart, methods=methods, numbers=numbers, seed=seed)[0]
    first: dict[int, int] = {}
    for group in best.groups.tolist():
        first.setdefault(group, len(first) + 1)
    return Phases(
        phases=tuple(first[group] for group in best.groups.tolist()),
        middles=tuple(network.middle for network in networks),
        method=best.method,
        modularity=best.modularity,
        distances=apart,
    )


def _distances(networks: list[Network], distance: str) -> Vector:
    """(windows, windows), divided by the largest."""
    if len(networks) < 3 or len({network.labels for network in networks}) > 1:
        cure = "Draw three windows or more with isolates=True, or with a kernel"
        raise UsageError("these networks cannot be compared", where="phases", cure=cure)
    apart = np.zeros((len(networks), len(networks)))
    if distance == "spectral":
        one_of("mode", networks[0].request.mode, ("one",), " for spectral distances")
        spectra = [spectrum(one.matrix.toarray(), compat=one.request.compat is not None) for one in networks]
    for i, one in enumerate(networks):
        for j in range(i):
            if distance == "spectral":
                apart[i, j] = apart[j, i] = unlikeness(spectra[i], spectra[j])
            else:
                apart[i, j] = apart[j, i] = float(np.abs((one.matrix - networks[j].matrix).data).sum())
    largest = float(apart.max())
    return apart / largest if largest else apart
