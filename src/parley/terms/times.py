"""When, and how much: times and quantities as a text names them.

Law of this module: a value is never finer than the words. A time that the text does not fix has no value and a
reason instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parley.terms.text import Span

Anchor = Literal["article date", "text"]
"""What a relative time is counted from: the day of publication, or a time that the text names before."""
OpenSide = Literal["start", "end"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A stretch of a text that names a time."""

    start: int
    end: int
    value: str | None
    """ISO prefix whose length is the precision (2023, 2023-08, 2023-08-09); the first one of a period."""
    until: str | None = None
    """The last one of a period (included), where the period is more than one year, month or day."""
    open: OpenSide | None = None
    """The side on which the words set no bound: "since 2021" has an open end, "before 2021" an open start."""
    anchor: Anchor | None = None
    reason: str
    """How the value was found, or why there is none, as a sentence."""

    @property
    def span(self) -> Span:
        """Its offsets in the text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A stretch of a text that names an amount."""

    start: int
    end: int
    value: float | None
    """The number; the lower one of a range. None where the words give none ("dozens of")."""
    unit: str
    """Singular noun ("tonne", "percent", "person killed"), or an ISO 4217 code for money."""
    until: float | None = None
    """The upper number of a range."""
    approximate: bool = False
    """Whether the words say so ("about", "nearly", "at least")."""

    @property
    def span(self) -> Span:
        """Its offsets in the text."""
        return Span(self.start, self.end)
