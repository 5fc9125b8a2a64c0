"""Which lines of a flattened page are the article's: features of each line, and trees that score them.

The trees are gradient-boosted (Friedman 2001; leaf-wise on histograms, Ke et al. 2017), trained on the decisions that
extractors take with the markup in sight; here they see the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from parley.knowledge.block_features import FEATURES, line_features

Scores = npt.NDArray[np.float64]
"""(lines,) chance of each line to belong to the article."""

__all__ = ["FEATURES", "BlockClassifier", "line_features"]


class BlockClassifier:
    """Scores the lines of a page.

    Args:
        weights: trees as arrays: ``feature``, ``threshold``, ``left``, ``right``, ``value`` (each a
            list of lists, one for each tree), ``start``, ``rate`` and ``cut``; ``words``: what words speak for the
            article, as ``block_words`` takes them.
    """

    def __init__(self, weights: Mapping[str, Any]) -> None:
        self.start = float(weights["start"])
        self.rate = float(weights["rate"])
        self.cut = float(weights["cut"])
        """Lines from this score on belong to the article."""
        self.words = np.array(weights["words"], dtype=np.float64)
        self.trees = [
            tuple(np.array(part) for part in parts)
            for parts in zip(*(weights[key] for key in ("feature", "threshold", "left", "right", "value")), strict=True)
        ]

    def score(self, lines: Sequence[str]) -> Scores:
        """The chance of each line to belong to the article, (lines,)."""
        features = line_features(lines, self.words).astype(np.float32)
        rows = np.arange(len(lines))
        total = np.full(len(lines), self.start)
        for feature, threshold, left, right, value in self.trees:
            at = np.zeros(len(lines), dtype=np.int64)
            while (inner := left[at] >= 0).any():
                goes_left = features[rows, feature[at]] <= threshold[at]
                at = np.where(inner, np.where(goes_left, left[at], right[at]), at)
            total += self.rate * value[at]
        return np.asarray(1 / (1 + np.exp(-total)))


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
