"""Whether more reading would change a network: how much of it is known after some of its documents.

Documents come in an order drawn by lot, again and again; counted is the share of all rows, columns and ties
(a row with a column) that have come up by then. A curve that is flat at its end says that further
documents of the same kind would add little; one that still climbs, that they would.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.analysis.columns import Codes
from parley.analysis.statement_set import StatementSet
from parley.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Saturation:
    """How much is known after some documents: shares from 0 to 1, means over all draws."""

    documents: int
    rows: float
    columns: float
    ties: float
    ties_low: float
    """The middle 95 % of the draws."""
    ties_high: float


def measure_saturation(
    chosen: StatementSet, *, steps: int = 10, draws: int = 100, seed: int = 1
) -> tuple[Saturation, ...]:
    """How much of a network is known after a tenth, two tenths, ... of its documents.

    Args:
        chosen: the statements of a network (``network.chosen``).
        steps: at how many numbers of documents it is measured.
        draws: how many orders are drawn.
        seed: of the lots.

    Raises:
        UsageError: there are no statements, or steps or draws are less than 1.
    """
    if min(steps, draws) < 1 or not len(chosen.kept):
        cure = "Ask for more statements, and for at least one step and draw"
        raise UsageError("there is nothing to draw from", where="saturation", cure=cure)
    kept = chosen.kept
    documents = np.unique(chosen.table.documents[kept], return_inverse=True)[1]
    rows, columns = chosen.rows.codes[kept], chosen.columns.codes[kept]
    things = [
        np.unique(codes, return_inverse=True)[1]
        for codes in (rows, columns, rows * len(chosen.columns.levels) + columns)
    ]
    number = int(documents.max()) + 1
    sizes = np.unique(np.ceil(np.linspace(0, number, steps + 1)[1:]).astype(np.int64))
    lots = np.random.default_rng(seed)
    known = np.empty((draws, len(things), len(sizes)))
    for draw in range(draws):
        ranks = lots.permutation(number)[documents]
        known[draw] = [_known(ranks, codes, sizes) for codes in things]
    low, high = np.percentile(known[:, 2], [2.5, 97.5], axis=0)
    means = known.mean(axis=0)
    return tuple(
        Saturation(
            documents=int(size),
            rows=float(means[0, place]),
            columns=float(means[1, place]),
            ties=float(means[2, place]),
            ties_low=float(low[place]),
            ties_high=float(high[place]),
        )
        for place, size in enumerate(sizes)
    )


def _known(ranks: Codes, codes: Codes, sizes: Codes) -> NDArray[np.float64]:
    """Share of the things that came up in the first so many documents."""
    first = np.full(int(codes.max()) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, codes, ranks)
    return np.searchsorted(np.sort(first), sizes, side="left") / len(first)
