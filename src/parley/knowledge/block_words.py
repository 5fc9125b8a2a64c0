"""What the words of a line say about it: "read more", "photo by" and "said" weigh for or against the article.

The weights are a linear model's over hashed words (Weinberger et al. 2009), so that words of all languages share one
small table and none of them is stored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

from parley.terms.names import fold_name

SLOTS = 4096
"""Places of the table; words that share one share a weight."""
MOST_WORDS = 60
SHORT = 14
"""Words of a line whose pairs of words count, too."""
Numbers = npt.NDArray[np.float64]
fold_word = lru_cache(maxsize=50_000)(fold_name)
"""Words come again and again on the pages of one site."""


def word_slots(line: str) -> list[int]:
    """The places of a line's words, each once, in order."""
    words = [fold_word(word) for word in re.findall(r"\w+", line[:1000])[:MOST_WORDS]]
    words = ["0" if word.isdecimal() else word for word in words]
    marks = [f"^{words[0]}", f"{words[-1]}$"] if words else []
    pairs = [f"{one} {other}" for one, other in pairwise(words)] if len(words) <= SHORT else []
    return sorted({crc32(token.encode()) % SLOTS for token in (*words, *marks, *pairs)})


def word_scores(lines: Sequence[str], weights: Numbers) -> Numbers:
    """How much the words of each line speak for the article, (lines,).

    Args:
        lines: the lines of a page.
        weights: (SLOTS,).
    """
    scores = np.zeros(len(lines))
    for index, line in enumerate(lines):
        slots = word_slots(line)
        if slots:
            scores[index] = weights[slots].sum() / np.sqrt(len(slots))
    return scores
