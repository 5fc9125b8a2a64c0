"""When something is talked about far more than usual: bursts (Kleinberg, KDD 2002, his batched model).

Two states, calm and bursting: in calm a share r/d of what is counted at all is about the thing, in a burst
``scale`` times that share. The course of states with the least cost is found exactly (Viterbi): minus the log
of the binomial likelihood of each period's counts, and ``gamma`` times ln(number of periods) for each step up.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parley.errors import UsageError

MOST = 0.9999
"""Highest share of a burst: a share of 1 could not explain a single other statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """A run of periods in which something comes up far more than usual."""

    first: int
    """Place of its first period."""
    last: int
    """Place of its last period."""
    weight: float
    """By how much the burst explains the counts better than calm does: difference of costs, in nats."""


def find_bursts(
    counts: Sequence[int], totals: Sequence[int], *, scale: float = 2.0, gamma: float = 1.0
) -> tuple[Burst, ...]:
    """Bursts of a series, in order of time.

    Args:
        counts: how much of each period is about the thing.
        totals: how much there is in each period at all.
        scale: how many times the usual share a burst has; over 1.
        gamma: what it costs to begin a burst; 0 or more.

    Raises:
        UsageError: the series are not equally long, a count exceeds its total, or a parameter is out of range.
    """
    if len(counts) != len(totals) or any(one > total for one, total in zip(counts, totals, strict=False)):
        cure = "Give a count and a total of every period"
        raise UsageError("counts and totals do not fit each other", where="bursts", cure=cure)
    if scale <= 1 or gamma < 0:
        cure = "scale is over 1, gamma 0 or more"
        raise UsageError(f"scale {scale:g} and gamma {gamma:g} make no burst", where="bursts", cure=cure)
    part, whole = sum(counts), sum(totals)
    if not 0 < part < whole:
        return ()
    share = part / whole
    costs = np.array([_costs(counts, totals, one) for one in (share, min(MOST, scale * share))])
    states = _cheapest(costs, gamma * math.log(len(counts)))
    found = []
    borders = np.flatnonzero(np.diff(np.concatenate([[0], states, [0]])))
    for begin, after in borders.reshape(-1, 2).tolist():
        weight = float((costs[0] - costs[1])[begin:after].sum())
        found.append(Burst(first=begin, last=after - 1, weight=weight))
    return tuple(found)


def _costs(counts: Sequence[int], totals: Sequence[int], share: float) -> list[float]:
    """Minus the log likelihood of each period, without the binomial coefficient, which both states share."""
    pairs = zip(counts, totals, strict=True)
    return [-one * math.log(share) - (total - one) * math.log(1 - share) for one, total in pairs]


def _cheapest(costs: np.ndarray[tuple[int, ...], np.dtype[np.float64]], step_up: float) -> list[int]:
    """The state of each period on the cheapest course; it begins in calm."""
    calm, burst = float(costs[0][0]), float(costs[1][0]) + step_up
    came_from = []
    for in_calm, in_burst in costs.T[1:].tolist():
        came_from.append((int(burst < calm), int(burst <= calm + step_up)))
        calm, burst = min(calm, burst) + in_calm, min(burst, calm + step_up) + in_burst
    states = [int(burst < calm)]
    for before in reversed(came_from):
        states.append(before[states[-1]])
    return states[::-1]
