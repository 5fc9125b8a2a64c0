"""What a line of a flattened page looks like: the numbers that tell body text from furniture.

Own numbers of a line stand here; those that come from the lines around it and from the whole page stand in
``block_context``, what its words say in ``block_words``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from parley.knowledge.block_context import CONTEXT, context_features
from parley.knowledge.block_words import Numbers, fold_word, word_scores
from parley.knowledge.furniture import load_furniture

Features = npt.NDArray[np.float64]
"""(lines, features)."""

_STOP = frozenset(
    "the of and to in a is that for on it as was with be by at from this he are his have not but they had you or an which we "
    "de la que el en y los del las un por con una su para es le et les des du une dans est pas der die und das den von zu mit ist "
    "im dem nicht ein eine il di che non per una sono o e da os uma het een van "
    "и в не на что с по как за от из к о для его это но у а то ve bir bu da için ile та що з на до як".split()
)
_ENDING = re.compile(r"[.!?…。؟][\"'”’»)]*$")
OWN = (
    "length",
    "words",
    "ends",
    "stops",
    "stop_share",
    "capital_share",
    "digit_share",
    "furniture",
    "marks",
    "address",
    "colon",
    "date",
    "quote",
    "mean_word",
    "repeats",
    "closing",
    "upper",
    "bullet",
    "question",
    "commas",
    "first_lower",
    "ellipsis",
    "price",
)
WORDS = ("said", *(f"said{offset:+d}" for offset in (-2, -1, 1, 2)), "said_near")
FEATURES = (*OWN, *CONTEXT, *WORDS)
LONGEST = 4000
"""Characters of a line that are looked at."""
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\b\d+ (?:min|hours?|days?)\b")
_BULLET = re.compile(r"[•*▪◦·‣–-]\s|\d{1,2}[.)]\s")
_PRICE = re.compile(r"[$€£]\s?\d|\d\s?(?:€|EUR|USD)\b")


def line_features(lines: Sequence[str], word_weights: Numbers) -> Features:
    """The features of each line of a page, (lines, features), in the order of ``FEATURES``.

    Args:
        lines: the lines of a page.
        word_weights: what words speak for the article, as ``block_words`` takes them.
    """
    keys = [re.sub(r"\W+", " ", line).casefold().strip() for line in lines]
    counts = Counter(keys)
    folded = [[fold_word(word) for word in re.findall(r"\w+", line[:LONGEST])[:80]] for line in lines]
    own = np.array(
        [_own(line, words, counts[key]) for line, words, key in zip(lines, folded, keys, strict=True)]
    ).reshape(-1, len(OWN))
    content = [frozenset(word for word in words if len(word) > 3 and word not in _STOP) for words in folded]
    words = word_features(word_scores(lines, word_weights))
    return np.hstack([own, context_features(own, OWN, content, keys), words])


def word_features(scores: Numbers) -> Features:
    """What the words of each line and of the lines around it say, (lines, len(WORDS))."""
    count = len(scores)
    padded = np.concatenate([np.zeros(4), scores, np.zeros(4)])
    shifted = [padded[4 + offset : 4 + offset + count] for offset in (0, -2, -1, 1, 2)]
    sums = np.concatenate([[0.0], np.cumsum(padded)])
    return np.column_stack([*shifted, (sums[9 : 9 + count] - sums[:count]) / 9])


def _own(line: str, folded: Sequence[str], repeats: int) -> list[float]:
    furniture = load_furniture()
    head = line[:LONGEST]
    words = re.findall(r"\w+", head)
    size, seen = max(1, len(words)), max(1, len(folded))
    return [
        np.log1p(len(line)),
        np.log1p(len(words)),
        float(bool(_ENDING.search(line))),
        np.log1p(len(re.findall(r"[.!?。؟](?:\s|$)", head))),
        sum(word in _STOP for word in folded) / seen,
        sum(word[:1].isupper() for word in words) / size,
        sum(word[:1].isdigit() for word in words) / size,
        sum(word in furniture.words for word in folded) / seen,
        sum(line.count(mark) for mark in "|»›•·©®/>→") / size,
        float("http" in line or "@" in line or "www." in line),
        float(line.rstrip().endswith(":")),
        float(bool(_DATE.search(head))),
        float(any(mark in line for mark in '“”"«»')),
        sum(map(len, words)) / size,
        float(min(repeats, 4)),
        float(furniture.closes(line)),
        float(line.isupper()),
        float(bool(_BULLET.match(line))),
        float(line.rstrip().endswith(("?", "?”", '?"'))),
        line.count(",") / size,
        float(line[:1].islower()),
        float(line.rstrip().endswith(("…", "...", "[…]"))),
        float(bool(_PRICE.search(head))),
    ]
