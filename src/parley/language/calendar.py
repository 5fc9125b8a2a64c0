"""Periods of the calendar and how they are counted: the arithmetic behind times.

Law of this module: a period knows its first day, the day after its last one, and its grain, the unit in which it
is written. Weeks begin on Monday (ISO 8601); seasons are those of the northern half of the earth.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Literal

Grain = Literal["day", "month", "year"]
Unit = Literal["day", "week", "weekend", "month", "quarter", "year", "decade", "century"]

GRAIN_OF: dict[Unit, Grain] = {
    "day": "day",
    "week": "day",
    "weekend": "day",
    "month": "month",
    "quarter": "month",
    "year": "year",
    "decade": "year",
    "century": "year",
}
"""How fine an article's date must be so that the unit can be counted from it."""
_PREFIX: dict[Grain, int] = {"day": 10, "month": 7, "year": 4}
_MONTHS_IN: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""First month of each season of three months."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar, [begin, end)."""

    begin: date
    end: date
    """The day after its last one."""
    grain: Grain
    last_grain: Grain | None = None
    """The grain of its last one, where that is another ("May 2015 to 2018")."""

    @property
    def first(self) -> str:
        """ISO prefix of its first day, month or year."""
        return self.begin.isoformat()[: _PREFIX[self.grain]]

    @property
    def last(self) -> str:
        """ISO prefix of its last day, month or year."""
        return (self.end - timedelta(days=1)).isoformat()[: _PREFIX[self.last_grain or self.grain]]


def year_of(year: int) -> Period | None:
    """A year, None outside the calendar."""
    return years_of(year, 1)


def years_of(year: int, count: int) -> Period | None:
    """Some years from one on: a decade, a century."""
    if not MINYEAR <= year <= year + count <= MAXYEAR:
        return None
    return Period(date(year, 1, 1), date(year + count, 1, 1), "year")


def months_of(year: int, month: int, count: int = 1) -> Period | None:
    """Some months from one on."""
    begin, end = _month_start(year, month), _month_start(year, month + count)
    return Period(begin, end, "month") if begin and end else None


def day_of(year: int, month: int, day: int) -> Period | None:
    """A day, None where the calendar has none."""
    try:
        begin = date(year, month, day)
    except ValueError:
        return None
    return days_of(begin)


def days_of(begin: date, count: int = 1) -> Period:
    """Some days from one on."""
    return Period(begin, begin + timedelta(days=count), "day")


def week_of(day: date) -> Period:
    """The week, Monday to Sunday, that holds a day."""
    return days_of(day - timedelta(days=day.weekday()), 7)


def period_of_prefix(prefix: str) -> Period | None:
    """The period that an ISO prefix names: 2023, 2023-08 or 2023-08-09; None where it is none."""
    try:
        numbers = [int(part) for part in prefix.split("-")]
    except ValueError:
        return None
    if len(numbers) == 1:
        return year_of(numbers[0])
    return months_of(numbers[0], numbers[1]) if len(numbers) == 2 else day_of(numbers[0], numbers[1], numbers[2])


def unit_at(day: date, unit: Unit, shift: int = 0) -> Period | None:
    """The unit of the calendar that holds a day, or one some units later (before, if negative)."""
    if unit == "day":
        return days_of(day + timedelta(days=shift))
    if unit in ("week", "weekend"):
        week = week_of(day + timedelta(days=7 * shift))
        return week if unit == "week" else days_of(week.begin + timedelta(days=5), 2)
    if unit in ("month", "quarter"):
        size = _MONTHS_IN[unit]
        return months_of(day.year, (day.month - 1) // size * size + 1 + size * shift, size)
    size = _MONTHS_IN[unit] // 12
    return years_of(day.year // size * size + size * shift, size)


def shifted(day: date, unit: Unit, count: float) -> date | None:
    """A day some units later (before, if negative); the last of the month where the month is too short."""
    try:
        if unit in ("day", "weekend"):
            return day + timedelta(days=count)
        if unit == "week":
            return day + timedelta(days=7 * count)
        months = round(_MONTHS_IN[unit] * count)
        first = _month_start(day.year, day.month + months)
        return first.replace(day=min(day.day, monthrange(first.year, first.month)[1])) if first else None
    except OverflowError:
        return None


def season_of(name: str, year: int) -> Period | None:
    """A season of a year; winter is that which begins in the year."""
    return months_of(year, SEASONS[name], 3)


def part_of(period: Period, part: str) -> Period:
    """The early, middle or late part of a period: halves, or for "middle" the middle third.

    Args:
        period: a year, month, week, decade or longer.
        part: "early", "mid", "late" (halves); "beginning", "middle", "end" (thirds of a year, else halves).
    """
    days = (period.end - period.begin).days
    whole_year = days in (365, 366)
    if part in ("beginning", "end", "middle") and not whole_year:
        part = {"beginning": "early", "end": "late", "middle": "mid"}[part]
    if days > 366:
        return _part_of_years(period, part)
    if whole_year:
        first, count = {
            "early": (1, 6),
            "late": (7, 6),
            "mid": (5, 4),
            "middle": (5, 4),
            "beginning": (1, 4),
            "end": (9, 4),
        }[part]
        return months_of(period.begin.year, first, count) or period
    return _part_of_days(period, part, days)


def edge_of(period: Period, part: str) -> Period:
    """The last month of a year, the last day of a month, as the bound that "by the end of" sets; or the first."""
    unit: Unit = "month" if (period.end - period.begin).days > 31 else "day"
    day = period.end - timedelta(days=1) if part == "end" else period.begin
    return unit_at(day, unit) or period


def _part_of_years(period: Period, part: str) -> Period:
    years = period.end.year - period.begin.year
    third = max(1, round(years * 0.4)) if years <= 10 else years // 2
    first = {"early": 0, "late": years - third, "mid": (years - third) // 2}[part]
    return years_of(period.begin.year + first, third) or period


def _part_of_days(period: Period, part: str, days: int) -> Period:
    if days == 7:
        first, last = {"early": (0, 3), "late": (3, 7), "mid": (1, 5)}[part]
    elif days <= 31:
        first, last = {"early": (0, 15), "late": (15, days), "mid": (9, 20)}[part]
    else:
        month = {"early": 0, "mid": 1, "late": 2}[part]
        return months_of(period.begin.year, period.begin.month + month) or period
    return Period(period.begin + timedelta(days=first), period.begin + timedelta(days=last), "day")


def _month_start(year: int, month: int) -> date | None:
    """The first day of a month, counted on from January of a year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1) if MINYEAR <= year < MAXYEAR else None
