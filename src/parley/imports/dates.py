"""Dates as people write them, where they can be read in one way only.

Read: ISO 8601 dates and times; year first with / or . ; day.month.year with dots (no custom writes the month first
with dots); day/month/year where one of the two is above 12; a day with the month's name in English, German, French
or Spanish. Not read: 03/04/2023, years of two digits.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from parley.knowledge.months import MONTHS

_YEAR_FIRST = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|\.)?\s+(?:de\s+|of\s+)?([^\W\d_]+)\.?,?\s+(?:de\s+)?(\d{4})")
_MONTH_DAY = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_WEEKDAY = re.compile(r"^[^\W\d_]{2,12}\.?,?\s+(?=\d|[^\W\d_]+\.?\s+\d)")


def read_date(written: str) -> tuple[str | None, str]:
    """A written date as ISO date, or as date and time in UTC ending in Z.

    Args:
        written: as it stands in the file.

    Returns:
        The date, or None; and what is wrong or was left out, empty if nothing.
    """
    words = written.strip()
    if not words:
        return None, ""
    iso = _read_iso(words)
    if iso is not None:
        return iso
    for begin in (words, _WEEKDAY.sub("", words)):
        found = _read_numbers(begin) or _read_names(begin.casefold())
        if found is not None:
            return found
    return None, f"{words[:40]!r} is no date that can be read in one way only; it has none now"


def _read_iso(words: str) -> tuple[str | None, str] | None:
    """An ISO date, or date and time; None if it is none."""
    if not re.match(r"\d{4}-\d{2}-\d{2}", words):
        return None
    try:
        moment = datetime.fromisoformat(words)
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
            return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds") + "Z", ""
    except (ValueError, OverflowError):
        return None
    timeless = moment.time() == datetime.min.time()
    return words[:10], "" if timeless else "it names a time without a time zone; only the date came in"


def _read_numbers(words: str) -> tuple[str | None, str] | None:
    """A date in numbers only; None if it is none."""
    found = _YEAR_FIRST.fullmatch(words)
    if found:
        return _made(int(found[1]), int(found[3]), int(found[4]))
    found = _NUMBERS.fullmatch(words)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if found[2] == "." or first > 12 or first == second:
        return _made(year, second, first)
    if second > 12:
        return _made(year, first, second)
    return None, f"{words} may be {first}/{second} or {second}/{first}; it has no date now"


def _read_names(words: str) -> tuple[str | None, str] | None:
    """A date with the name of a month; None if it is none."""
    found = _DAY_MONTH.fullmatch(words)
    if found and found[2] in MONTHS:
        return _made(int(found[3]), MONTHS[found[2]], int(found[1]))
    found = _MONTH_DAY.fullmatch(words)
    if found and found[1] in MONTHS:
        return _made(int(found[3]), MONTHS[found[1]], int(found[2]))
    return None


def _made(year: int, month: int, day: int) -> tuple[str | None, str] | None:
    """The date of a day; None if there is no such day."""
    try:
        return date(year, month, day).isoformat(), ""
    except ValueError:
        return None
