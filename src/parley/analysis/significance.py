"""Which ties of a network chance would hardly give: seeded permutation.

What is permuted: which row makes which statement. Every row keeps how many statements it makes, every column how many
it gets at each level of the qualifier, every document and date its statements; what is broken is only who says what.
With ``within`` statements change rows only inside their document, week, month or year, so that a debate whose topics
drift does not look like one of camps. Duplicates were taken out before.

The p-value of a cell is the share of deals with as large (or as small) a weight, the one seen counted among them
(Phipson and Smyth 2010). A network has thousands of cells, of which one in twenty lies below 0.05 by chance alone:
beside p stands the rate of false discoveries (Benjamini and Hochberg 1995), over all cells that any deal or the network
itself fills.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import false_discovery_control

from parley.analysis.columns import Codes
from parley.analysis.counts import count, measure_scale
from parley.analysis.dates import periods
from parley.analysis.network import Network
from parley.analysis.one_mode import tie_rows
from parley.analysis.request import one_of
from parley.analysis.sparse import Vector
from parley.analysis.two_mode import affiliate
from parley.errors import UsageError

Within = Literal["document", "week", "month", "year"]
MOST_CELLS = 4_000_000
"""So many cells are held at a time, in full: 2,000 rows by 2,000."""
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class TieChance:
    """One cell of a network beside what chance gives."""

    row: str
    column: str
    weight: float
    expected: float
    """Mean weight over the deals."""
    more: float
    """How often chance gives as large a weight or a larger one."""
    less: float
    """How often it gives as small a weight or a smaller one."""
    false_discovery: float
    """Rate of false discoveries if this cell and all of smaller p are held to be no chance; p is the doubled smaller
    one of the two."""


def measure_significance(
    network: Network, *, permutations: int = 999, seed: int = 1, within: Within | None = None
) -> tuple[TieChance, ...]:
    """Compare each tie of a network with the same network of statements dealt out anew.

    Args:
        network: of one or two modes, without a kernel.
        permutations: how many deals.
        seed: of the deals.
        within: statements change rows inside these only; anywhere if None.

    Returns:
        The cells that the network or a deal fills, the least likely first; of one mode each pair once. Cells that are
        empty in the network stand among them: that a tie is missing may be no chance either.

    Raises:
        UsageError: the network is smoothed or combined, too large, or has too few permutations.
    """
    one_of("within", within, (None, "document", "week", "month", "year"))
    _check(network, permutations)
    chosen, places = network.chosen, network.places
    blocks = _blocks(network, within)
    seen = network.matrix.toarray()
    sums, filled = np.zeros_like(seen), seen != 0
    larger, smaller = np.ones_like(seen), np.ones_like(seen)
    lots, scale = np.random.default_rng(seed), measure_scale(chosen)
    for _ in range(permutations):
        dealt = chosen.rows.codes.copy()
        dealt[places] = _dealt(dealt[places], blocks, lots)
        anew = replace(chosen, rows=replace(chosen.rows, codes=dealt))
        make = tie_rows if network.request.mode == "one" else affiliate
        cells = make(
            count(anew, places, scale, labels=places), network.request.aggregation, network.request.normalization
        ).toarray()
        sums += cells
        filled |= cells != 0
        larger += cells >= seen - _EQUAL
        smaller += cells <= seen + _EQUAL
    if network.request.mode == "one":
        filled = np.triu(filled, 1)
    deals = permutations + 1
    chances = _Cells(weight=seen, expected=sums / permutations, more=larger / deals, less=smaller / deals)
    return tuple(
        sorted(chances.listed(network, filled), key=lambda one: (min(one.more, one.less), one.row, one.column))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cells:
    """(rows, columns) each."""

    weight: Vector
    expected: Vector
    more: Vector
    less: Vector

    def listed(self, network: Network, filled: NDArray[np.bool_]) -> Iterator[TieChance]:
        """The cells that are filled, by name."""
        rows, columns = np.nonzero(filled)
        both = np.minimum(1.0, 2.0 * np.minimum(self.more, self.less)[rows, columns])
        rates = false_discovery_control(both) if len(both) else both
        names, others = network.row_labels, network.column_labels
        for row, column, rate in zip(rows.tolist(), columns.tolist(), rates.tolist(), strict=True):
            yield TieChance(
                row=names[row],
                column=others[column],
                weight=float(self.weight[row, column]),
                expected=float(self.expected[row, column]),
                more=float(self.more[row, column]),
                less=float(self.less[row, column]),
                false_discovery=rate,
            )


def _check(network: Network, permutations: int) -> None:
    if network.weights is not None:
        raise _error("a smoothed network has no permutation", "Draw the network without a kernel")
    if network.request.aggregation == "combine":
        raise _error("combined levels are no weights", "Take aggregation ignore or subtract")
    if permutations < 1:
        raise _error(f"there cannot be {permutations} permutations", "Take 99 or more")
    rows, columns = network.matrix.shape
    if rows * columns > MOST_CELLS:
        cure = f"At most {MOST_CELLS:,} are compared: leave rare rows out with minimum"
        raise _error(f"the network has {rows * columns:,} cells", cure)


def _error(what: str, cure: str) -> UsageError:
    return UsageError(what, where="significance", cure=cure)


def _blocks(network: Network, within: Within | None) -> Codes:
    """Number of the block of each counted statement: only inside it do statements change rows."""
    table, places = network.chosen.table, network.places
    if within is None:
        return np.zeros(len(places), dtype=np.int64)
    if within == "document":
        return table.documents[places]
    return periods(table.seconds, within, numbers_only=False, weeks=network.request.weeks)[places]


def _dealt(codes: Codes, blocks: Codes, lots: np.random.Generator) -> Codes:
    """Rows dealt out anew inside each block."""
    order = np.argsort(blocks, kind="stable")
    mixed = np.lexsort((lots.random(len(codes)), blocks))
    found = np.empty_like(codes)
    found[order] = codes[mixed]
    return found
