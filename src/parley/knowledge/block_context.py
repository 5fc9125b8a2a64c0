"""What stands around a line of a flattened page: neighbours, the page's densest stretch, shared vocabulary.

Law of this module: a number says the same of a short page as of a long one; each takes one pass over the lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Features = npt.NDArray[np.float64]
"""(lines, features)."""
Numbers = npt.NDArray[np.float64]
"""(lines,)."""

_NEAR = ("length", "ends", "stop_share", "capital_share", "furniture")
_OFFSETS = (-3, -2, -1, 1, 2, 3)
LONG = np.log1p(120)
"""Lines of so many characters that end like a sentence are prose."""
_DECAYS = (0.5, 0.8, 0.93)
_FLOORS = (20.0, 45.0)
"""Characters that a line costs the stretch it stands in."""
CONTEXT = (
    *(f"{name}{offset:+d}" for offset in _OFFSETS for name in _NEAR),
    "position",
    "from_start",
    "from_end",
    "main_share_before",
    "after_closing",
    "since_closing",
    "until_closing",
    "long_near",
    "lines",
    "rank",
    *(f"prose_{side}_{decay}" for decay in _DECAYS for side in ("before", "after")),
    "since_prose",
    "until_prose",
    *(f"{name}_{floor:g}" for floor in _FLOORS for name in ("in_stretch", "to_stretch", "place_in_stretch")),
    "shared",
    "shared_core",
    "shared_near",
    "relative_length",
    "page_prose",
    "copy_before",
)


def context_features(
    own: Features, names: Sequence[str], content: Sequence[frozenset[str]], keys: Sequence[str]
) -> Features:
    """The features of ``CONTEXT`` for each line.

    Args:
        own: the lines' own features.
        names: of the columns of ``own``.
        content: the folded words of each line that are not mere function words.
        keys: the lines without case and marks: equal keys are copies.
    """
    columns = {name: own[:, index] for index, name in enumerate(names)}
    prose = (columns["length"] > LONG) & (columns["ends"] > 0) & (columns["stop_share"] > 0.1)
    characters = np.expm1(columns["length"])
    weight = np.where(prose, np.log1p(characters), 0.0)
    parts = [
        _neighbours(own[:, [names.index(name) for name in _NEAR]]),
        _places(columns, prose),
        _decayed(weight),
        np.column_stack([_since(prose), _since(prose[::-1])[::-1]]),
        *(_stretch(np.where(columns["ends"] > 0, characters, characters * 0.3) - floor) for floor in _FLOORS),
        _vocabulary(content, keys, prose),
        _scale(characters, prose, keys),
    ]
    return np.hstack(parts)


def _neighbours(near: Features) -> Features:
    """The chosen columns of the lines before and after; zeros beyond the page."""
    count, width = near.shape
    blocks = []
    for offset in _OFFSETS:
        shifted = np.zeros((count, width))
        if offset < 0:
            shifted[-offset:] = near[:offset]
        elif offset < count:
            shifted[:-offset] = near[offset:]
        blocks.append(shifted[:count])
    return np.hstack(blocks)


def _places(columns: dict[str, Numbers], prose: npt.NDArray[np.bool_]) -> Features:
    """Where each line stands in its page."""
    count = len(prose)
    rows = np.arange(count)
    before = np.concatenate([[0], np.cumsum(prose)[:-1]])
    closing = columns["closing"] > 0
    order = np.argsort(np.argsort(-columns["length"], kind="stable"), kind="stable")
    return np.column_stack(
        [
            rows / max(1, count),
            np.log1p(rows),
            np.log1p(count - 1 - rows),
            before / max(1, prose.sum()),
            np.cumsum(closing & (before > 1)) > 0,
            _since(closing),
            _since(closing[::-1])[::-1],
            _window(prose.astype(float), 5),
            np.full(count, np.log1p(count)),
            order / max(1, count),
        ]
    )


def _window(values: Numbers, reach: int) -> Numbers:
    """The sum of the values around each line."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    rows = np.arange(len(values))
    return np.asarray(sums[np.minimum(rows + reach + 1, len(values))] - sums[np.maximum(rows - reach, 0)])


def _since(marks: npt.NDArray[np.bool_]) -> Numbers:
    """log(1 + lines since the last mark before a line); 6 where there is none."""
    found = np.full(len(marks), 6.0)
    last = None
    for index, mark in enumerate(marks):
        if last is not None:
            found[index] = np.log1p(index - last)
        if mark:
            last = index
    return found


def _decayed(weight: Numbers) -> Features:
    """Prose before and after each line, counted less the farther away it stands."""
    columns = []
    for decay in _DECAYS:
        for values in (weight, weight[::-1]):
            sums, total = np.zeros(len(values)), 0.0
            for index, value in enumerate(values):
                sums[index] = total
                total = decay * total + value
            columns.append(sums if values is weight else sums[::-1])
    return np.column_stack(columns)


def _stretch(gains: Numbers) -> Features:
    """Where each line stands to the stretch of lines with the largest sum (Kadane's algorithm)."""
    best, start, end = -np.inf, 0, 0
    total, begun = 0.0, 0
    for index, gain in enumerate(gains):
        if total <= 0:
            total, begun = 0.0, index
        total += gain
        if total > best:
            best, start, end = total, begun, index
    rows = np.arange(len(gains))
    outside = np.where(rows < start, start - rows, np.where(rows > end, rows - end, 0))
    signed = np.sign(rows - start + 0.5) * np.log1p(outside)
    place = np.clip((rows - start) / max(1, end - start), -1, 2)
    return np.column_stack([(outside == 0).astype(float), signed, place])


def _vocabulary(content: Sequence[frozenset[str]], keys: Sequence[str], prose: npt.NDArray[np.bool_]) -> Features:
    """How many of a line's words stand in other lines: of prose, of the longest prose, and near by.

    Paragraphs of one article share names and subjects; teasers of other articles do not. Copies count once.
    """
    first = {key: index for index, key in reversed(list(enumerate(keys)))}
    kept = [index for index in range(len(keys)) if prose[index] and first[keys[index]] == index]
    everywhere = Counter(word for index in kept for word in content[index])
    rows = []
    for index, words in enumerate(content):
        own = 1 if prose[index] else 0
        near = frozenset().union(
            *(
                content[i]
                for i in range(max(0, index - 4), min(len(keys), index + 5))
                if keys[i] != keys[index] and prose[i]
            )
        )
        size = max(1, len(words))
        others = [everywhere[word] - own for word in words]
        rows.append(
            [
                sum(count > 0 for count in others) / size,
                sum(min(count, 5) for count in others) / size,
                len(words & near) / size,
            ]
        )
    return np.array(rows).reshape(-1, 3)


def _scale(characters: Numbers, prose: npt.NDArray[np.bool_], keys: Sequence[str]) -> Features:
    """A line's length beside the page's prose, the page's prose, and whether an earlier line says the same."""
    typical = float(np.median(characters[prose])) if prose.any() else 200.0
    total = float(characters[prose].sum())
    seen: set[str] = set()
    copies = []
    for key in keys:
        copies.append(float(key in seen and len(key) > 12))
        seen.add(key)
    return np.column_stack([characters / typical, np.full(len(keys), np.log1p(total)), copies])
