"""The backbone of a one-mode network: the columns that make its structure, and those that add nothing to it.

Source: design/networks.md section 2.8. The loss of a set of columns is how unlike the spectrum of the
network drawn from them alone is to that of all. DNA takes the sums of rows for eigenvalues; under ``compat`` so does
this.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from parley.analysis.network import Network
from parley.analysis.pieces import Pieces, Sums
from parley.analysis.sparse import Vector
from parley.analysis.spectra import Distance, one_thread, spectrum, unlikeness
from parley.errors import UsageError

SAME = 1e-12
"""Losses so close are the same: sums of the same numbers in another order differ by as much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackboneRow:
    """A column that was taken out of the backbone."""

    iteration: int
    entity: str
    backbone_loss: float
    """Of what stays in the backbone without it."""
    redundant_loss: float
    """Of what was taken out so far, with it."""
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NestedBackbone:
    """Every column in the order in which it is taken out; the last ones are the backbone's core."""

    rows: tuple[BackboneRow, ...]

    def backbone(self, size: int) -> tuple[str, ...]:
        """The last columns to be taken out, the most important first."""
        return tuple(row.entity for row in self.rows[::-1][:size])


class Losses:
    """Losses of sets of columns of one network.

    Args:
        network: of one mode.
        distance: between spectra.
    """

    def __init__(self, network: Network, distance: Distance = "l1") -> None:
        self.pieces = Pieces(network)
        self._compat = network.request.compat is not None
        self._distance: Distance = distance
        self.whole = self.pieces.of_all(range(len(self.pieces.labels)))
        self._wanted = self._spectrum(self.whole)

    def of(self, sums: Sums) -> float:
        """The loss of some columns."""
        return unlikeness(self._wanted, self._spectrum(sums), self._distance)

    def penalized(self, sums: Sums, size: int, penalty: float) -> float:
        """The loss of so many columns, the smaller the fewer they are."""
        number = len(self.pieces.labels)
        return self.of(sums) * float(np.exp(-penalty * (number - size) / number))

    def _spectrum(self, sums: Sums) -> Vector:
        return spectrum(self.pieces.network(sums), compat=self._compat)


@one_thread()
def find_nested_backbone(network: Network, *, distance: Distance = "l1") -> NestedBackbone:
    """Take the columns out one after the other, each time the one whose loss is least; exact ties at once.

    Args:
        network: of one mode; DNA's habit is aggregation subtract, normalization average, duplicates document.
        distance: between spectra: "l1" as DNA, or "l2".

    Raises:
        UsageError: the network is of two modes.
    """
    losses = Losses(network, distance)
    pieces = losses.pieces
    left = list(range(len(pieces.labels)))
    stays, taken, rows = losses.whole, pieces.of_all(()), list[BackboneRow]()
    iteration = 0
    while left:
        iteration += 1
        without = {place: losses.of(stays.minus(pieces.of(place))) for place in left}
        least = min(without.values())
        gone = [place for place in left if without[place] <= least + SAME]
        for place in gone:
            stays, taken = stays.minus(pieces.of(place)), taken.plus(pieces.of(place))
            rows.append(
                BackboneRow(
                    iteration=iteration,
                    entity=pieces.labels[place],
                    backbone_loss=without[place],
                    redundant_loss=losses.of(taken),
                    statements=pieces.statements[place],
                )
            )
        left = [place for place in left if place not in gone]
    return NestedBackbone(rows=tuple(rows))


def evaluate_backbone(
    network: Network, columns: Collection[str], *, penalty: float = 3.5, distance: Distance = "l1"
) -> tuple[float, float]:
    """The penalized losses of a set of columns, and of all others.

    Args:
        network: of one mode.
        columns: names of the set.
        penalty: how much smaller sets are preferred.
        distance: between spectra.

    Raises:
        UsageError: there is no such column, or the network is of two modes.
    """
    losses = Losses(network, distance)
    labels = losses.pieces.labels
    unknown = sorted(set(columns) - set(labels))
    if unknown:
        cure = f"There are {', '.join(labels)}"
        raise UsageError(f"there is no {unknown[0]!r} in this network", where="backbone", cure=cure)
    inside = [place for place, label in enumerate(labels) if label in columns]
    kept = losses.pieces.of_all(inside)
    rest = losses.whole.minus(kept)
    return (
        losses.penalized(kept, len(inside), penalty),
        losses.penalized(rest, len(labels) - len(inside), penalty),
    )
