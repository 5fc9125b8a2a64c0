"""How polarized a debate is: the camps of equal size into which congruence and conflict fall best.

Default: the share of all congruence that lies within camps, and of all conflict that lies between them, in
both together; 1 means two camps that agree within and only quarrel between, and the share of random camps stands
beside it. Under ``compat`` it is DNA's measure, design/networks.md section 2.8, which adds what it should subtract
(D3) and in windows compares subtracted networks with themselves (D2).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np

from parley.analysis.counts import count, measure_scale
from parley.analysis.genetic import Camps, Measure, search_by_generations
from parley.analysis.network import Network
from parley.analysis.one_mode import tie_rows
from parley.analysis.request import one_of
from parley.analysis.smoothing import smooth_rows
from parley.analysis.sparse import Vector
from parley.errors import UsageError

Search = Literal["swaps", "genetic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Polarization:
    """The camps found, and how well congruence and conflict fall into them."""

    start: str | None
    stop: str | None
    score: float
    baseline: float
    """Mean score of camps drawn by lot."""
    camps: tuple[tuple[str, ...], ...]


def measure_polarization(
    network: Network,
    *,
    clusters: int = 2,
    restarts: int = 20,
    seed: int = 1,
    normalized: bool = True,
    search: Search = "swaps",
) -> Polarization:
    """Look for the camps of the best score: by swapping pairs of rows until no swap improves it, or as DNA breeds them.

    Args:
        network: of one mode; its statements are used, its aggregation and normalization are not.
        clusters: how many camps; their sizes differ by one at most.
        restarts: from so many camps drawn by lot; the best result counts.
        seed: of the lots.
        normalized: under ``compat``, whether DNA's score is divided by all ties.
        search: swaps, or DNA's genetic search; the latter only under ``compat``, and once: swaps are as good and quick.

    Raises:
        UsageError: the network is of two modes, there are more camps than rows, or the search is not to be had.
    """
    one_of("mode", network.request.mode, ("one",), " here: camps are of rows that share columns")
    number = len(network.row_labels)
    if not 1 < clusters <= max(1, number):
        cure = f"Take 2 or more, and no more than the {number} rows"
        raise UsageError(f"there cannot be {clusters} camps", where="polarization", cure=cure)
    congruence, conflict = _both(network)
    compat = network.request.compat is not None
    one_of("search", search, get_args(Search) if compat else ("swaps",), "" if compat else " without compat")
    score = _score_as_dna(congruence, conflict, normalized=normalized) if compat else _share(congruence, conflict)
    lots, equal = np.random.default_rng(seed), np.arange(number) % clusters
    if search == "genetic":
        found = search_by_generations(equal, score, lots)
    else:
        swap = _swap_any if compat else _swap_best(congruence - conflict)
        starts = [lots.permutation(equal) for _ in range(restarts)]
        found = max((swap(start, score) for start in starts), key=score)
    labels = network.row_labels
    return Polarization(
        start=network.start,
        stop=network.stop,
        score=score(found),
        baseline=float(np.mean([score(lots.permutation(equal)) for _ in range(200)])),
        camps=tuple(sorted(tuple(labels[place] for place in np.flatnonzero(found == one)) for one in range(clusters))),
    )


def measure_polarizations(networks: Sequence[Network], **options: Any) -> tuple[Polarization, ...]:
    """The polarization of each window that has rows enough for its camps.

    Args:
        networks: of windows.
        options: those of ``measure_polarization``.
    """
    least = int(options.get("clusters", 2))
    return tuple(measure_polarization(one, **options) for one in networks if len(one.row_labels) >= least)


def _both(network: Network) -> tuple[Vector, Vector]:
    """Congruence and conflict, normalized by average; in windows DNA takes the subtracted network for both."""
    chosen, request, scale = network.chosen, network.request, measure_scale(network.chosen)
    names = ("subtract", "subtract") if request.compat and request.window else ("congruence", "conflict")
    if network.weights is None:
        counts = count(chosen, network.places, scale)
        first, second = (tie_rows(counts, name, "average").toarray() for name in names)
    else:
        weighed = (network.places, network.weights)
        first, second = (smooth_rows(chosen, scale, weighed, (name, "average")).toarray() for name in names)
    return first, second


def _share(congruence: Vector, conflict: Vector) -> Measure:
    total = float(congruence.sum() + conflict.sum())

    def score(camps: Camps) -> float:
        same = camps[:, None] == camps[None, :]
        return float(congruence[same].sum() + conflict[~same].sum()) / total if total else 0.0

    return score


def _score_as_dna(congruence: Vector, conflict: Vector, *, normalized: bool) -> Measure:
    """DNA's sum of differences from what is expected, which it maximizes."""
    all_congruence, all_conflict = float(np.abs(congruence).sum()), float(np.abs(conflict).sum())
    number = len(congruence)
    off = ~np.eye(number, dtype=np.bool_)

    def score(camps: Camps) -> float:
        sizes = np.bincount(camps).astype(np.float64)
        within = float((sizes * (sizes - 1)).sum())
        between = number * (number - 1) - within
        own = sizes * (sizes - 1) / within * (all_congruence / within) if within else np.zeros_like(sizes)
        expected_own = np.broadcast_to(own[camps][:, None], congruence.shape)
        product = sizes[camps][:, None] * sizes[camps][None, :]
        expected_other = product / between * (all_conflict / between) if between else np.zeros_like(product)
        same = camps[:, None] == camps[None, :]
        inside = np.abs(congruence - expected_own) + np.abs(conflict)
        across = np.abs(congruence) + np.abs(conflict - expected_other)
        total = float(inside[same & off].sum() + across[~same].sum())
        by = 2 * (all_congruence + all_conflict) if normalized else 2.0
        return total / by if by else 0.0

    return score


def _swap_any(start: Camps, score: Measure) -> Camps:
    """DNA's search: any swap of a pair that improves the score, until there is none."""
    camps, now, better = start.copy(), score(start), True
    while better:
        better = False
        for one in range(len(camps)):
            for other in range(one + 1, len(camps)):
                if camps[one] == camps[other]:
                    continue
                camps[[one, other]] = camps[[other, one]]
                then = score(camps)
                if then > now + 1e-12:
                    now, better = then, True
                else:
                    camps[[one, other]] = camps[[other, one]]
    return camps


def _swap_best(gains: Vector) -> Callable[[Camps, Measure], Camps]:
    """The swap that improves most, until there is none; what each swap is worth is computed for all pairs at once.

    Args:
        gains: what it is worth that two rows are in the same camp.
    """

    def search(start: Camps, score: Measure) -> Camps:  # noqa: ARG001 - one signature for both searches
        camps, clusters = start.copy(), int(start.max()) + 1
        while True:
            ties = gains @ np.eye(clusters)[camps]
            own = ties[np.arange(len(camps)), camps]
            there = ties[:, camps]
            worth = there - own[:, None] + there.T - own[None, :] - 2 * gains
            worth[camps[:, None] == camps[None, :]] = 0.0
            one, other = np.unravel_index(int(worth.argmax()), worth.shape)
            if worth[one, other] <= 1e-12:
                return camps
            camps[[one, other]] = camps[[other, one]]

    return search
