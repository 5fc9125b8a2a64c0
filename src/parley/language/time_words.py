"""The words of times as patterns, and what the rules that read them share.

Law of this module: names of months and weekdays are read with a capital where they could be other words ("may",
"march", "sat"); all other words in any case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from parley.knowledge.months import ENGLISH_MONTHS, MONTHS
from parley.language.calendar import GRAIN_OF, Period, Unit
from parley.language.numerals import ORDINAL
from parley.terms.times import Anchor, OpenSide

_FULL = [name for names in ENGLISH_MONTHS for name in names.split() if len(name) > 3 and name not in ("march", "sept")]
_SHORT = [
    name for names in ENGLISH_MONTHS for name in names.split() if name not in _FULL and name not in ("may", "march")
]
MONTH = rf"(?:(?i:{'|'.join(_FULL)})|March|MARCH|May|MAY|(?i:{'|'.join(sorted(_SHORT, key=len, reverse=True))})\b\.?)"
"""A month beside a day or a year."""
LONE_MONTH = rf"(?:(?i:{'|'.join(name for name in _FULL if name not in ('april', 'june', 'august'))}))"
"""A month that is no other word and no first name."""
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
WEEKDAY = rf"(?i:{'|'.join(WEEKDAYS)})"
SHORT_WEEKDAY = r"(?:(?i:mon|tues?|wed|thurs?|thur|fri)|Sat|Sun)\b\.?"
YEAR = r"(?:1\d{3}|20\d\d)"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d)"
UNIT = r"(?i:day|week|weekend|month|quarter|year|decade|century)"
UNITS = r"(?i:days?|weeks?|weekends?|months?|quarters?|years?|yrs?|decades?|centuries|century)"
SEASON = r"(?i:spring|summer|autumn|fall|winter)"
DAY_WORD = rf"(?i:{ORDINAL})"

Grammar = tuple[tuple[str, "Rule"], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What the times of one sentence are counted from."""

    today: Period | None
    """The article's date with its precision, None where it has none."""
    named: Period | None = None
    """The last time that the text fixed before."""
    future: bool = False
    """Whether the sentence speaks of what is to come."""

    def day(self, unit: Unit) -> date | None:
        """The first day of the article's date, if that is fine enough to count a unit from it."""
        order = ("year", "month", "day")
        if self.today is None or order.index(self.today.grain) < order.index(GRAIN_OF[unit]):
            return None
        return self.today.begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a time stands for, before its surroundings are looked at."""

    period: Period | None
    anchor: Anchor | None = None
    open: OpenSide | None = None
    reason: str = ""
    """Why there is no period, or what else must be said; the usual reason is made from the anchor."""
    yearless: tuple[int, int | None] | None = None
    """Month and day of a date whose year was guessed from the article's date."""


Rule = Callable[..., Meaning | None]

NO_DATE = "the article has no date to count from"


def relative(clock: Clock, unit: Unit, period: Period | None) -> Meaning:
    """The meaning of what is counted from the article's date, None as period where that cannot be done."""
    if clock.today is None:
        return Meaning(period=None, reason=NO_DATE)
    if clock.day(unit) is None:
        return Meaning(period=None, reason=f"the article's date, {clock.today.first}, is too coarse to count from")
    if period is None:
        return Meaning(period=None, reason="the calendar has no such date")
    return Meaning(period=period, anchor="article date")


def month_number(written: str) -> int:
    """The number of a month from its English name."""
    return MONTHS[written.casefold().rstrip(".")]


def weekday_number(written: str) -> int:
    """0 for Monday, from a name or an abbreviation."""
    return next(number for number, name in enumerate(WEEKDAYS) if name.startswith(written.casefold()[:3]))


def unit_named(written: str) -> Unit:
    """The unit of a word such as "weeks" or "yrs"."""
    word = written.casefold()
    if word.startswith(("yr", "year")):
        return "year"
    if word.startswith("centur"):
        return "century"
    units: tuple[Unit, ...] = ("weekend", "day", "week", "month", "quarter", "decade")
    return next(unit for unit in units if word.rstrip("s") == unit)


SHIFTS = {
    "this": 0, "current": 0, "present": 0, "the": 0, "same": 0, "that": 0,
    "last": -1, "past": -1, "previous": -1, "preceding": -1,
    "next": 1, "coming": 1, "upcoming": 1, "following": 1,
}  # fmt: skip
"""By how many units "this", "last" and "next" move on."""
