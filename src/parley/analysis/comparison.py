"""Two periods or two sources side by side: how often something comes up, and on which side.

Whether a difference may be chance is told by permutation: documents, not statements, are dealt out to the two
sides anew (the statements of one document are no independent draws), seeded; the p-value is the share of deals
with a difference at least as large, the one seen counted among them (Phipson and Smyth 2010).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.analysis.columns import Codes, Column, Places
from parley.analysis.dates import seconds_of
from parley.analysis.statement_set import StatementSet
from parley.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two sides, of one name."""

    statements: int
    share: float
    """Of all statements of its side."""
    mean: float
    """Of the qualifier; not a number where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One name on both sides."""

    name: str
    left: Side
    right: Side
    share_p: float
    """How often chance gives as large a difference of shares."""
    mean_p: float
    """The same of means; not a number where a side has none."""


def sides_by_date(chosen: StatementSet, left: str, right: str) -> Codes:
    """The side of each statement of the table: 0 in the left period, 1 in the right one, else -1.

    Args:
        chosen: the statements.
        left: a date or its beginning, or two with ``..`` between them; both ends count.
        right: the same.

    Raises:
        UsageError: one is no date, or the periods overlap.
    """
    seconds = chosen.table.seconds
    periods = [_period(given) for given in (left, right)]
    if max(begin for begin, _ in periods) <= min(end for _, end in periods):
        cure = "Name periods of which one ends before the other begins"
        raise UsageError(f"{left} and {right} overlap", where="compare", cure=cure)
    sides = np.full(len(seconds), -1, dtype=np.int64)
    for side, (begin, end) in enumerate(periods):
        sides[(seconds >= begin) & (seconds <= end)] = side
    return sides


def _period(given: str) -> tuple[int, int]:
    first, _, last = given.partition("..")
    return seconds_of(first), seconds_of(last or first, end=True)


def sides_by_value(chosen: StatementSet, variable: str, left: str, right: str) -> Codes:
    """The side of each statement of the table: 0 where a variable has the left value, 1 where the right, else -1.

    Raises:
        UsageError: there is no such variable or value.
    """
    column = chosen.table.column(variable)
    sides = np.full(len(column.codes), -1, dtype=np.int64)
    for side, value in enumerate((left, right)):
        if value not in column.levels:
            cure = f"There are {', '.join(column.levels[:20])}"
            raise UsageError(f"no statement has the {variable} {value!r}", where="compare", cure=cure)
        sides[column.codes == column.levels.index(value)] = side
    return sides


def compare_sides(
    chosen: StatementSet, names: Column, sides: Codes, *, permutations: int = 999, seed: int = 1
) -> tuple[Difference, ...]:
    """Set two sides of a network's statements beside each other, the largest differences of shares first.

    Args:
        chosen: the statements (``network.chosen``).
        names: what is counted: a column of their table, such as ``chosen.columns``.
        sides: for each of the table's statements 0 (left), 1 (right), or -1 for neither.
        permutations: how often documents are dealt out anew.
        seed: of those lots.

    Raises:
        UsageError: a side has no statement.
    """
    kept = chosen.kept[sides[chosen.kept] >= 0]
    side = sides[kept]
    if len(np.unique(side)) < 2:
        empty = "the right" if not (side == 1).any() else "the left"
        raise UsageError(f"{empty} side has no statements", where="compare", cure="Name another period or source")
    blocks, drawn = _documents(chosen, kept, side)
    tallies = _Tallies.of(chosen, kept, names, blocks, len(drawn))
    shares, means, numbers = tallies.measured(drawn)
    lots = np.random.default_rng(seed)
    larger = np.zeros((2, len(names.levels)))
    for _ in range(permutations):
        dealt_shares, dealt_means, _numbers = tallies.measured(lots.permutation(drawn))
        larger[0] += _apart(dealt_shares) >= _apart(shares) - 1e-12
        larger[1] += np.nan_to_num(_apart(dealt_means), nan=np.inf) >= _apart(means) - 1e-12
    chance = (larger + 1) / (permutations + 1)
    chance[1][np.isnan(_apart(means))] = np.nan
    found = [
        Difference(
            name=name,
            left=Side(statements=int(numbers[0, place]), share=float(shares[0, place]), mean=float(means[0, place])),
            right=Side(statements=int(numbers[1, place]), share=float(shares[1, place]), mean=float(means[1, place])),
            share_p=float(chance[0, place]),
            mean_p=float(chance[1, place]),
        )
        for place, name in enumerate(names.levels)
        if numbers[:, place].any()
    ]
    return tuple(sorted(found, key=lambda one: (-abs(one.left.share - one.right.share), one.name)))


def _apart(sides: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = np.abs(sides[0] - sides[1])
    return found


def _documents(chosen: StatementSet, kept: Places, side: Codes) -> tuple[Codes, Codes]:
    """Number of the block of each statement, and the side of each block: a document on one side."""
    joined = chosen.table.documents[kept] * 2 + side
    found, blocks = np.unique(joined, return_inverse=True)
    return blocks.astype(np.int64), found % 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tallies:
    """Statements, and sums of the qualifier, by document and name."""

    counts: NDArray[np.float64]
    """(documents, names)."""
    sums: NDArray[np.float64] | None

    @classmethod
    def of(cls, chosen: StatementSet, kept: Places, names: Column, blocks: Codes, size: int) -> _Tallies:
        codes, qualifier = names.codes[kept], chosen.qualifier
        known = codes >= 0
        blocks, codes, kept = blocks[known], codes[known], kept[known]
        counts = np.zeros((size, len(names.levels)))
        np.add.at(counts, (blocks, codes), 1)
        if qualifier is None or qualifier.kind == "text":
            return cls(counts=counts, sums=None)
        sums = np.zeros_like(counts)
        np.add.at(sums, (blocks, codes), qualifier.numbers[qualifier.codes[kept]])
        return cls(counts=counts, sums=sums)

    def measured(self, drawn: Codes) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Shares, means and numbers, (2, names) each, when documents lie on these sides."""
        dealt = np.stack([drawn == 0, drawn == 1]).astype(np.float64)
        numbers = dealt @ self.counts
        totals = numbers.sum(axis=1, keepdims=True)
        shares = np.divide(numbers, totals, out=np.zeros_like(numbers), where=totals > 0)
        means = np.full_like(numbers, np.nan)
        if self.sums is not None:
            np.divide(dealt @ self.sums, numbers, out=means, where=numbers > 0)
        return shares, means, numbers
