"""What a line of a flattened page looks like: the numbers that tell body text from furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from parley.knowledge.furniture import load_furniture
from parley.terms.names import fold_name

Features = npt.NDArray[np.float64]
"""(lines, features)."""

_STOP = frozenset(
    "the of and to in a is that for on it as was with be by at from this he are his have not but they had you or an which we "
    "de la que el en y los del las un por con una su para es le et les des du une dans est pas der die und das den von zu mit ist "
    "im dem nicht ein eine il di che non per una sono o e da os uma het een van".split()
)
_ENDING = re.compile(r"[.!?…。؟][\"'”’»)]*$")
_OWN = (
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
)
_NEAR = ("length", "ends", "stop_share", "capital_share", "furniture")
FEATURES = (
    *_OWN,
    *(f"{name}{offset:+d}" for offset in (-3, -2, -1, 1, 2, 3) for name in _NEAR),
    "position",
    "from_start",
    "from_end",
    "main_share_before",
    "after_closing",
    "long_near",
    "lines",
    "rank",
)
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\b\d+ (?:min|hours?|days?)\b")


def line_features(lines: Sequence[str]) -> Features:
    """The features of each line of a page, (lines, features), in the order of ``FEATURES``."""
    furniture = load_furniture()
    keys = [re.sub(r"\W+", " ", line).casefold().strip() for line in lines]
    counts = Counter(keys)
    own = np.array(
        [
            _own(line, counts[key], furniture.words, furniture.closes(line))
            for line, key in zip(lines, keys, strict=True)
        ]
    ).reshape(-1, len(_OWN))
    count = len(lines)
    near = [_OWN.index(name) for name in _NEAR]
    blocks = [own]
    for offset in (-3, -2, -1, 1, 2, 3):
        shifted = np.zeros((count, len(near)))
        for row in range(count):
            if 0 <= row + offset < count:
                shifted[row] = own[row + offset, near]
        blocks.append(shifted)
    blocks.append(_whole(own))
    return np.hstack(blocks)


def _own(line: str, repeats: int, furniture: frozenset[str], closes: bool) -> list[float]:
    words = re.findall(r"\w+", line[:4000])
    folded = [fold_name(word) for word in words[:60]]
    size = max(1, len(words))
    return [
        np.log1p(len(line)),
        np.log1p(len(words)),
        float(bool(_ENDING.search(line))),
        np.log1p(len(re.findall(r"[.!?。؟](?:\s|$)", line[:4000]))),
        sum(word in _STOP for word in folded) / max(1, len(folded)),
        sum(word[:1].isupper() for word in words) / size,
        sum(word[:1].isdigit() for word in words) / size,
        sum(word in furniture for word in folded) / max(1, len(folded)),
        sum(line.count(mark) for mark in "|»›•·©®/>→") / size,
        float("http" in line or "@" in line or "www." in line),
        float(line.rstrip().endswith(":")),
        float(bool(_DATE.search(line))),
        float(any(mark in line for mark in '“”"«»')),
        sum(map(len, words)) / size,
        float(min(repeats, 4)),
        float(closes),
        float(line.isupper()),
    ]


def _whole(own: Features) -> Features:
    """Where each line stands in its page, and how much text stands around it."""
    count = len(own)
    rows = np.arange(count)
    long = (own[:, 0] > np.log1p(120)) & (own[:, 2] > 0)
    before = np.concatenate([[0], np.cumsum(long)[:-1]])
    closing = np.cumsum(own[:, 15] * (before > 1))
    kernel = (
        np.convolve(long.astype(float), np.ones(11), mode="same")[:count]
        if count >= 11
        else np.full(count, long.sum() / 2.0)
    )
    order = np.argsort(np.argsort(-own[:, 0]))
    return np.column_stack(
        [
            rows / max(1, count),
            np.log1p(rows),
            np.log1p(count - 1 - rows),
            before / max(1, long.sum()),
            closing > 0,
            kernel,
            np.full(count, np.log1p(count)),
            order / max(1, count),
        ]
    )
