"""The formulas of design/networks.md 2.2 to 2.7 once more, slowly, on dictionaries: what the fast ones must equal."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import product

from tests.analysis.tables import Line

Cell = dict[tuple[str, str], float]
Weigh = Callable[[Line], float]


class Slow:
    """x[i, j, k] of some statements, as a dictionary.

    Args:
        given: the statements.
        kind: of the qualifier.
        levels: of the qualifier, in order.
        span: of the scale.
        weigh: weight of a statement.
    """

    def __init__(
        self,
        given: Sequence[Line],
        *,
        kind: str,
        levels: Sequence[Hashable],
        span: float,
        weigh: Weigh = lambda _: 1.0,
    ) -> None:
        self.kind, self.levels, self.span = kind, list(levels), span
        self.people = sorted({line.who for line in given})
        self.concepts = sorted({line.what for line in given})
        self.x: Counter[tuple[str, str, Hashable]] = Counter()
        for line in given:
            self.x[line.who, line.what, line.how] += weigh(line)  # type: ignore[assignment]  # weights are no whole numbers

    def _sum(self, terms: Iterable[float]) -> float:
        return math.fsum(terms)

    def similar(self, one: Hashable, other: Hashable, aggregation: str) -> float:
        """What a pair of levels adds."""
        apart = abs(float(one) - float(other)) / self.span if self.span else 0.0  # type: ignore[arg-type]  # numbers
        return {"congruence": 1 - apart, "conflict": apart, "subtract": 1 - 2 * apart}[aggregation]

    def tie(self, one: str, other: str, aggregation: str) -> float:
        """A one-mode tie before it is normalized."""
        x = self.x
        if aggregation == "ignore":
            return self._sum(
                self._sum(x[one, j, k] for k in self.levels) * self._sum(x[other, j, k] for k in self.levels)
                for j in self.concepts
            )
        if self.kind != "text":
            return self._sum(
                x[one, j, k] * x[other, j, m] * self.similar(k, m, aggregation)
                for j, k, m in product(self.concepts, self.levels, self.levels)
            )
        cells = list(product(self.concepts, self.levels))
        congruence = self._sum(x[one, j, k] * x[other, j, k] for j, k in cells)
        conflict = self._sum(
            (x[one, j, k] if x[other, j, k] == 0 else 0) + (x[other, j, k] if x[one, j, k] == 0 else 0)
            for j, k in cells
        )
        return {"congruence": congruence, "conflict": conflict, "subtract": congruence - conflict}[aggregation]

    def said(self, one: str) -> float:
        """How many statements a person made."""
        return self._sum(self.x[one, j, k] for j, k in product(self.concepts, self.levels))

    def divisor(self, one: str, other: str, normalization: str) -> float:
        """What a one-mode tie is divided by."""
        x, cells = self.x, list(product(self.concepts, self.levels))
        if normalization == "average":
            return (self.said(one) + self.said(other)) / 2
        if normalization == "cosine":
            return self.said(one) * self.said(other)
        if normalization == "jaccard":
            return (
                self._sum(x[one, j, k] for j, k in cells if x[other, j, k] == 0)
                + self._sum(x[other, j, k] for j, k in cells if x[one, j, k] == 0)
                + self._sum(x[one, j, k] * x[other, j, k] for j, k in cells)
            )
        return 1.0

    def one_mode(self, aggregation: str, normalization: str) -> Cell:
        """All ties between people."""
        found = {}
        for one, other in product(self.people, self.people):
            by = self.divisor(one, other, normalization)
            tie = 0.0 if one == other or by == 0 else self.tie(one, other, aggregation) / by
            found[one, other] = tie
        return found

    def two_mode(self, aggregation: str, normalization: str) -> Cell:
        """All ties of people to concepts."""
        found = {}
        for i, j in product(self.people, self.concepts):
            counts = [self.x[i, j, k] for k in self.levels]
            if aggregation == "combine":
                value = float(sum(2 ** (len(counts) - 1 - k) for k, number in enumerate(counts) if number > 0))
            elif aggregation == "subtract" and self.kind == "boolean":
                value = counts[1] - counts[0]
            elif aggregation == "subtract" and self.kind == "integer":
                value = self._sum(float(k) * number for k, number in zip(self.levels, counts, strict=True))  # type: ignore[arg-type]  # numbers
            else:
                value = self._sum(counts)
            by = {
                "none": 1.0,
                "activity": self._sum(self.x[i, other, k] for other, k in product(self.concepts, self.levels)),
                "prominence": self._sum(self.x[other, j, k] for other, k in product(self.people, self.levels)),
            }[normalization]
            found[i, j] = value / by if by else 0.0
        return found
