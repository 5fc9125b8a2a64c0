"""Which lines of a flattened page are the article's: features of each line, and trees that score them.

The trees are gradient-boosted (Friedman 2001), trained on the decisions that trafilatura takes
with the markup in sight; here they see the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from parley.knowledge.block_features import Features, line_features, with_neighbours

Scores = npt.NDArray[np.float64]
"""(lines,) chance of each line to belong to the article."""


class Trees:
    """Boosted trees as arrays.

    Args:
        weights: ``feature``, ``threshold``, ``left``, ``right``, ``value`` (each a list of lists, one
            for each tree), ``start`` and ``rate``.
    """

    def __init__(self, weights: Mapping[str, Any]) -> None:
        self.start = float(weights["start"])
        self.rate = float(weights["rate"])
        parts = (weights[key] for key in ("feature", "threshold", "left", "right", "value"))
        self.trees = [tuple(np.array(part) for part in tree) for tree in zip(*parts, strict=True)]

    def score(self, features: Features) -> Scores:
        """The chance of each row, (rows,)."""
        rows = np.arange(len(features))
        total = np.full(len(features), self.start)
        for feature, threshold, left, right, value in self.trees:
            at = np.zeros(len(features), dtype=np.int64)
            while (inner := left[at] >= 0).any():
                goes_left = features[rows, np.maximum(feature[at], 0)] <= threshold[at]
                at = np.where(inner, np.where(goes_left, left[at], right[at]), at)
            total += self.rate * value[at]
        return np.asarray(1 / (1 + np.exp(-total)))


class BlockClassifier:
    """Scores the lines of a page, twice: the second time each line sees how its neighbours were judged.

    Args:
        weights: ``first`` and ``second`` (see ``Trees``), and ``cut``.
    """

    def __init__(self, weights: Mapping[str, Any]) -> None:
        self.first, self.second = Trees(weights["first"]), Trees(weights["second"])
        self.cut = float(weights["cut"])
        """Lines from this score on belong to the article."""

    def score(self, lines: Sequence[str]) -> Scores:
        """The chance of each line to belong to the article, (lines,)."""
        features = line_features(lines)
        return self.second.score(with_neighbours(features, self.first.score(features)))


def find_copies(lines: Sequence[str]) -> dict[int, int]:
    """Lines of four words or more that stand earlier too: index to the index of the first."""
    first: dict[str, int] = {}
    copies: dict[int, int] = {}
    for index, line in enumerate(lines):
        key = re.sub(r"\W+", " ", line).casefold().strip()
        if key.count(" ") >= 3:
            if key in first:
                copies[index] = first[key]
            else:
                first[key] = index
    return copies
