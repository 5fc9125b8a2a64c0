"""Offsets of Java and JavaScript programs, which count UTF-16 code units, as code points.

A character beyond U+FFFF is one code point and two code units (a surrogate pair): Unicode Standard, section 3.9.
"""

from __future__ import annotations

import re
from bisect import bisect_left

_WIDE = re.compile("[\U00010000-\U0010ffff]")


class Utf16Offsets:
    """The two countings of one text.

    Args:
        text: the text whose offsets are converted.
    """

    __slots__ = ("_points", "_units", "points", "units")

    def __init__(self, text: str) -> None:
        self._points = [] if text.isascii() else [found.start() for found in _WIDE.finditer(text)]
        self._units = [point + number for number, point in enumerate(self._points)]
        self.points = len(text)
        """Length in code points."""
        self.units = len(text) + len(self._points)
        """Length in code units."""

    def to_units(self, point: int) -> int:
        """The code unit offset of a code point offset."""
        return point + bisect_left(self._points, point)

    def to_point(self, unit: int, *, outward: int = -1) -> tuple[int, bool]:
        """The code point offset of a code unit offset.

        Args:
            unit: offset in code units, not beyond the text.
            outward: where to go from inside a surrogate pair: -1 to before the character, 1 to after it.

        Returns:
            The offset, and whether the code unit stood at the edge of a character (False: inside a pair).
        """
        before = bisect_left(self._units, unit)
        if before and self._units[before - 1] == unit - 1:
            point = self._points[before - 1]
            return (point if outward < 0 else point + 1), False
        return unit - before, True
