"""A backbone by simulated annealing: the set of columns of the least penalized loss, of any size or of a fixed one.

Source: design/networks.md section 2.8. DNA reports the set at which the search happens to stand when it ends;
the best one met is reported here, DNA's under ``compat``. What is drawn by lot is drawn by a seed, which DNA has not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from parley.analysis.backbone import Losses
from parley.analysis.network import Network
from parley.analysis.pieces import Sums
from parley.analysis.spectra import Distance, one_thread
from parley.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnealedBackbone:
    """A set of columns, and the others."""

    backbone: tuple[str, ...]
    redundant: tuple[str, ...]
    backbone_loss: float
    """Penalized."""
    redundant_loss: float
    """Penalized."""
    losses: tuple[float, ...]
    """Penalized loss of the set at which the search stood, after each iteration."""


@one_thread()
def anneal_backbone(
    network: Network,
    *,
    penalty: float = 3.5,
    size: int | None = None,
    iterations: int = 10_000,
    seed: int = 1,
    distance: Distance = "l1",
) -> AnnealedBackbone:
    """Look for the backbone by simulated annealing.

    Args:
        network: of one mode, with two columns at least.
        penalty: how much smaller sets are preferred.
        size: of the set, where it is fixed; then columns are only exchanged.
        iterations: steps of the search.
        seed: of the lots.
        distance: between spectra: "l1" as DNA, or "l2".

    Raises:
        UsageError: the network is of two modes, or has no such sets.
    """
    losses = Losses(network, distance)
    number = len(losses.pieces.labels)
    if number < 2 or (size is not None and not 0 < size < number):
        cure = f"The network has {number} columns; a set has one at least, and leaves one at least"
        raise UsageError("there is no set to look for", where="backbone", cure=cure)
    lots = np.random.default_rng(seed)
    inside = np.zeros(number, dtype=np.bool_)
    inside[lots.permutation(number)[: size or int(lots.integers(1, number))]] = True
    sums = losses.pieces.of_all(np.flatnonzero(inside).tolist())
    now = best = losses.penalized(sums, int(inside.sum()), penalty)
    best_set, met = inside.copy(), list[float]()
    for step in range(iterations):
        moved = _moved(inside, lots, fixed=size is not None)
        changed = _changed(sums, inside, moved, losses)
        then = losses.penalized(changed, int(moved.sum()), penalty)
        if then < now or lots.random() < math.exp(-(then - now)) * _temperature(step, iterations):
            inside, sums, now = moved, changed, then
            if now < best:
                best, best_set = now, inside.copy()
        met.append(now)
    return _result(losses, inside if network.request.compat else best_set, penalty, tuple(met))


def _temperature(step: int, iterations: int) -> float:
    return 1 - 1 / (1 + math.exp(5 - 12 * step / iterations))


def _moved(inside: np.ndarray, lots: np.random.Generator, *, fixed: bool) -> np.ndarray:
    """The set with a column added, taken out or exchanged; never empty and never all."""
    found, size = inside.copy(), int(inside.sum())
    moves: list[Callable[[], Iterator[int]]] = [lambda: iter((_one(inside, lots), _one(~inside, lots)))]
    if not fixed and size < len(inside) - 1:
        moves.append(lambda: iter((_one(~inside, lots),)))
    if not fixed and size > 1:
        moves.append(lambda: iter((_one(inside, lots),)))
    for place in moves[int(lots.integers(len(moves)))]():
        found[place] = not found[place]
    return found


def _one(which: np.ndarray, lots: np.random.Generator) -> int:
    return int(lots.choice(np.flatnonzero(which)))


def _changed(sums: Sums, before: np.ndarray, after: np.ndarray, losses: Losses) -> Sums:
    for place in np.flatnonzero(before != after).tolist():
        piece = losses.pieces.of(place)
        sums = sums.plus(piece) if after[place] else sums.minus(piece)
    return sums


def _result(losses: Losses, inside: np.ndarray, penalty: float, met: tuple[float, ...]) -> AnnealedBackbone:
    labels = losses.pieces.labels
    kept = losses.pieces.of_all(np.flatnonzero(inside).tolist())
    return AnnealedBackbone(
        backbone=tuple(label for label, there in zip(labels, inside, strict=True) if there),
        redundant=tuple(label for label, there in zip(labels, inside, strict=True) if not there),
        backbone_loss=losses.penalized(kept, int(inside.sum()), penalty),
        redundant_loss=losses.penalized(losses.whole.minus(kept), int((~inside).sum()), penalty),
        losses=met,
    )
