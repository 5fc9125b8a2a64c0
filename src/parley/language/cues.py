"""Where words stand relative to a cue: the span tagger's view."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

DISTANCES = 24
"""Distance classes on each side of the cue; the cue itself has the middle one."""

_EDGES = np.array([1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 20, 24, 28, 34, 40, 50, 60, 75, 90, 120, 160, 220])


def distance_classes(length: int, first: int, end: int) -> npt.NDArray[np.int64]:
    """Class of each word's distance to the cue [first, end), (length,).

    Words before the cue get classes below ``DISTANCES``, words after it those above, in
    steps that grow with the distance.
    """
    at = np.arange(length)
    before = np.searchsorted(_EDGES, np.maximum(first - at, 0), side="right")
    after = np.searchsorted(_EDGES, np.maximum(at - end + 1, 0), side="right")
    return (DISTANCES - before + after).astype(np.int64)
