"""Dates as numbers: seconds of UTC since 1970, calendar units, week numbers. All on whole arrays."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parley.analysis.columns import UNDATED, Codes
from parley.errors import UsageError

DAY = 86_400
SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": DAY, "weeks": 7 * DAY}
"""Units that are equally long everywhere."""
MONTHS = {"months": 1, "years": 12}

_FIRST, _LAST = "0001-01-01T00:00:00", "9999-12-31T23:59:59"
_PREFIX = re.compile(r"\d{4}(-\d\d(-\d\d([T ]\d\d(:\d\d(:\d\d)?)?)?)?)?")


def seconds_of(date: str | None, *, end: bool = False) -> int:
    """An ISO date, or its beginning, as seconds of UTC since 1970.

    Args:
        date: such as 2023, 2023-08, 2023-08-09 or 2023-08-09T12:00:00Z; None gives ``UNDATED``.
        end: the last second of the period instead of the first.

    Raises:
        UsageError: this is no date.
    """
    if date is None:
        return int(UNDATED)
    given = date.removesuffix("Z").partition(".")[0]
    cure = "Write 2023, 2023-08, 2023-08-09 or 2023-08-09T12:00:00Z"
    if not _PREFIX.fullmatch(given):
        raise UsageError(f"{date!r} is not a date", where="network", cure=cure)
    whole = given.replace(" ", "T") + (_LAST if end else _FIRST)[len(given) :]
    try:
        if end and len(given) == len("2023-08"):
            return int(add_units(seconds_of(given), 1, "months")) - 1
        return int(datetime.fromisoformat(whole).replace(tzinfo=UTC).timestamp())
    except ValueError as error:
        raise UsageError(f"{date!r} is not a date", where="network", cure=cure) from error


def iso_of(seconds: int, *, end: bool = False) -> str:
    """Seconds as an ISO date, with the time of day where it says more.

    Args:
        seconds: of UTC since 1970.
        end: it is the end of a period, so that the last second of a day is that day.
    """
    moment = datetime.fromtimestamp(seconds, UTC)
    whole_day = seconds % DAY in ((0, DAY - 1) if end else (0,))
    return moment.date().isoformat() if whole_day else f"{moment.replace(tzinfo=None).isoformat()}Z"


def add_units(seconds: int, number: int, unit: str) -> int:
    """A moment so many units later; in a month that is too short, its last day."""
    if unit in SECONDS:
        return seconds + number * SECONDS[unit]
    moment = np.datetime64(seconds, "s")
    month = moment.astype("datetime64[M]")
    day, rest = (moment.astype("datetime64[D]") - month.astype("datetime64[D]")).astype(int), seconds % DAY
    wanted = month + number * MONTHS[unit]
    length = ((wanted + 1).astype("datetime64[D]") - wanted.astype("datetime64[D]")).astype(int)
    first = int(wanted.astype("datetime64[s]").astype(np.int64))
    return first + int(min(day, length - 1)) * DAY + rest


def floor_unit(seconds: int, unit: str) -> int:
    """When the unit began in which a moment lies; weeks begin on Monday."""
    if unit == "weeks":
        return (seconds // DAY + 3) // 7 * 7 * DAY - 3 * DAY
    if unit in SECONDS:
        return seconds // SECONDS[unit] * SECONDS[unit]
    kind = "datetime64[M]" if unit == "months" else "datetime64[Y]"
    return int(np.datetime64(seconds, "s").astype(kind).astype("datetime64[s]").astype(np.int64))


def periods(seconds: Codes, unit: str, *, numbers_only: bool = False, weeks: str = "monday") -> Codes:
    """Which week, month or year each moment lies in.

    Args:
        seconds: of UTC since 1970.
        unit: "week", "month" or "year".
        numbers_only: only the number within the year, as DNA takes it, so that two Januaries are one.
        weeks: "monday" (ISO 8601) or "sunday" (United States).
    """
    days = seconds // DAY
    if unit == "week":
        begins = (days + 3) // 7 if weeks == "monday" else (days + 4) // 7
        return _week_numbers(days, weeks) if numbers_only else begins
    moments = seconds.astype("datetime64[s]")
    if unit == "year":
        return moments.astype("datetime64[Y]").astype(np.int64)
    months: Codes = moments.astype("datetime64[M]").astype(np.int64)
    return months % 12 if numbers_only else months


def _week_numbers(days: Codes, weeks: str) -> Codes:
    """Number of the week: that of the day of the week which decides to what year a week belongs."""
    deciding = (days + 3) // 7 * 7 if weeks == "monday" else (days + 4) // 7 * 7 + 2
    moments: NDArray[Any] = deciding.astype("datetime64[D]")
    first = moments.astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    return (deciding - first) // 7 + 1


def whole_units(seconds: Codes, middle: int, unit: str) -> Codes:
    """How many whole units each moment lies before a middle; later ones are negative.

    Months and years are counted on the calendar: from day of the month to day of the month.
    """
    if unit in SECONDS:
        return np.trunc((middle - seconds) / SECONDS[unit]).astype(np.int64)
    months, days = _month_and_day(seconds)
    middle_month, middle_day = _month_and_day(np.array([middle], dtype=np.int64))
    apart, rest = middle_month - months, middle_day - days
    apart = apart - ((apart > 0) & (rest < 0)) + ((apart < 0) & (rest > 0))
    return np.trunc(apart / MONTHS[unit]).astype(np.int64)


def _month_and_day(seconds: Codes) -> tuple[Codes, Codes]:
    days = seconds.astype("datetime64[s]").astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    return months.astype(np.int64), (days - months.astype("datetime64[D]")).astype(np.int64)
