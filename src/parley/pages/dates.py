"""Dates as pages write them, to ISO prefixes whose length is the precision.

Never more than the words give: "March 2024" is 2024-03, and 03/04/2024 is 2024, because
nobody can tell the day from the month.
"""

from __future__ import annotations

import re
from datetime import date

from parley.knowledge.months import MONTHS

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_YMD = re.compile(rf"\b({_YEAR})([-/.])(\d{{1,2}})(?:\2(\d{{1,2}}))?(?!\d)")
_DMY_WORDS = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th|\.|º)?\s+(?:de\s+|of\s+)?({_MONTH})\.?,?\s+(?:de\s+|del\s+)?({_YEAR})\b",
    re.IGNORECASE,
)
_MDY_WORDS = re.compile(rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+({_YEAR})\b", re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"\b({_MONTH})\.?,?\s+(?:de\s+)?({_YEAR})\b", re.IGNORECASE)
_NUMBERS = re.compile(rf"\b(\d{{1,2}})([./-])(\d{{1,2}})\2({_YEAR})\b")
_ONLY_YEAR = re.compile(rf"^\W*({_YEAR})\W*$")


def find_date(line: str) -> str | None:
    """The first date that a line states, as an ISO prefix, or None.

    Args:
        line: a line of a page; at most its first 300 characters are looked at.
    """
    head = line[:300]
    found: list[tuple[int, str]] = []
    impossible = False
    for pattern, order in ((_YMD, "ymd"), (_DMY_WORDS, "dmy"), (_MDY_WORDS, "mdy"), (_NUMBERS, "numbers")):
        match = pattern.search(head)
        value = _value(match, order) if match else None
        if match and value:
            found.append((match.start(), value))
        impossible |= match is not None and value is None
    if found:
        return min(found)[1]
    if impossible:
        return None
    match = _MONTH_YEAR.search(head)
    if match:
        return f"{match.group(2)}-{MONTHS[match.group(1).casefold()]:02d}"
    match = _ONLY_YEAR.match(head)
    return match.group(1) if match else None


def _value(match: re.Match[str], order: str) -> str | None:
    """The ISO prefix of one match, None where it is no day of the calendar."""
    groups = match.groups()
    if order == "ymd":
        year, _, month, day = groups
        return _iso(int(year), int(month), int(day) if day else None)
    if order == "dmy":
        return _iso(int(groups[2]), MONTHS[groups[1].casefold()], int(groups[0]))
    if order == "mdy":
        return _iso(int(groups[2]), MONTHS[groups[0].casefold()], int(groups[1]))
    first, mark, second, year = int(groups[0]), groups[1], int(groups[2]), int(groups[3])
    if first > 12 or mark == ".":
        return _iso(year, second, first)
    if second > 12:
        return _iso(year, first, second)
    return _iso(year, first, second) if first == second else str(year)


def _iso(year: int, month: int, day: int | None) -> str | None:
    try:
        checked = date(year, month, day or 1)
    except ValueError:
        return None
    return checked.isoformat() if day else checked.isoformat()[:7]
