"""A one-mode network in pieces, one for each column: what every choice of columns adds up to.

Law of this module: every formula of ties and of what they are divided by is a sum over columns before it
is divided; so the network of some columns needs no counting anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from parley.analysis.counts import Counts, count, measure_scale
from parley.analysis.network import Network
from parley.analysis.one_mode import common_of, project
from parley.analysis.request import one_of
from parley.analysis.sparse import Matrix, Vector, row_sums
from parley.errors import UsageError


@dataclass(slots=True, kw_only=True)
class Sums:
    """What the pieces of some columns add up to."""

    ties: Vector
    """(n, n)."""
    said: Vector
    """(n,) statements."""
    common: Vector
    """(n, n) of Jaccard; one nought otherwise."""

    def plus(self, other: Sums) -> Sums:
        """With the columns of another."""
        return Sums(ties=self.ties + other.ties, said=self.said + other.said, common=self.common + other.common)

    def minus(self, other: Sums) -> Sums:
        """Without the columns of another."""
        return Sums(ties=self.ties - other.ties, said=self.said - other.said, common=self.common - other.common)


class Pieces:
    """The pieces of a one-mode network.

    Args:
        network: of one mode; statements, aggregation and normalization are its own.

    Raises:
        UsageError: it is of two modes, smoothed, or of a normalization that has no pieces.
    """

    def __init__(self, network: Network) -> None:
        request = network.request
        one_of("mode", request.mode, ("one",), " here: columns are taken out of one-mode networks")
        if network.weights is not None:
            cure = "Draw the network without a kernel"
            raise UsageError("a smoothed network has no backbone", where="backbone", cure=cure)
        self._normalization = request.normalization
        one_of("normalization", self._normalization, ("none", "average", "jaccard", "cosine"), " here")
        self.chosen = network.chosen
        counts = count(network.chosen, network.places, measure_scale(network.chosen))
        self.labels = tuple(network.chosen.columns.levels[code] for code in counts.columns)
        self.rows = len(counts.rows)
        parts = [_part(counts, place) for place in range(len(self.labels))]
        self._ties = [project(part, request.aggregation) for part in parts]
        self._said = [row_sums(part.cells) for part in parts]
        self._common: list[Matrix] = []
        if self._normalization == "jaccard":
            self._common = [common_of(part.cells) for part in parts]
        self.statements = [round(float(said.sum())) for said in self._said]

    def of(self, place: int) -> Sums:
        """One column."""
        common = self._common[place].toarray() if self._common else np.zeros(1)
        return Sums(ties=self._ties[place].toarray(), said=self._said[place], common=common)

    def of_all(self, places: Iterable[int]) -> Sums:
        """Some columns."""
        common = np.zeros((self.rows, self.rows)) if self._common else np.zeros(1)
        found = Sums(ties=np.zeros((self.rows, self.rows)), said=np.zeros(self.rows), common=common)
        for place in places:
            found = found.plus(self.of(place))
        return found

    def network(self, sums: Sums) -> Vector:
        """The network of some columns, on all rows; (n, n)."""
        said = sums.said
        if self._normalization == "none":
            found = sums.ties.copy()
        else:
            divisors = {
                "average": lambda: (said[:, None] + said[None, :]) / 2,
                "cosine": lambda: said[:, None] * said[None, :],
                "jaccard": lambda: said[:, None] + said[None, :] + sums.common,
            }
            by = divisors[self._normalization]()
            found = np.divide(sums.ties, by, out=np.zeros_like(sums.ties), where=by > 0)
        np.fill_diagonal(found, 0.0)
        return found


def _part(counts: Counts, place: int) -> Counts:
    """The counts of one column."""
    width = len(counts.columns)
    cells: Matrix = sparse.csr_array(counts.cells.tocsc()[:, place::width])
    return replace(counts, cells=cells, columns=counts.columns[[place]])
