"""Days and months counted from the article's date: "yesterday", "next Friday", "last March", "the 20th of next month"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from parley.language.calendar import days_of, unit_at, week_of
from parley.language.time_words import (
    DAY,
    MONTH,
    SHIFTS,
    WEEKDAY,
    Clock,
    Grammar,
    Meaning,
    month_number,
    relative,
    weekday_number,
)


def _today(match: re.Match[str], clock: Clock) -> Meaning | None:
    words = match.group().casefold()
    shift = 0
    if "yesterday" in words or words == "last night":
        shift = -2 if "before" in words else -1
    elif "tomorrow" in words:
        shift = 2 if "after" in words else 1
    today = clock.day("day")
    return relative(clock, "day", days_of(today + timedelta(days=shift)) if today else None)


def _weekday(match: re.Match[str], clock: Clock) -> Meaning | None:
    """Thursday: the last one up to the article's date, the next one in a sentence that looks ahead."""
    today = clock.day("day")
    if today is None:
        return relative(clock, "day", None)
    which = (match["which"] or "").casefold().split()
    number = weekday_number(match["weekday"])
    week = week_of(today).begin
    word = which[-1] if which else ""
    if which[:1] == ["this"] and word in ("past", "coming", "upcoming"):
        word = "before" if word == "past" else "after"
    if word in ("last", "next", "this", "previous", "following"):
        day = week + timedelta(days=number + 7 * SHIFTS[word])
    elif word in ("past", "before"):
        day = today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)
    elif word in ("coming", "upcoming", "after"):
        day = today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    elif clock.future:
        day = today + timedelta(days=(number - today.weekday()) % 7)
    else:
        day = today - timedelta(days=(today.weekday() - number) % 7)
    return relative(clock, "day", days_of(day))


def _weekday_of_week(match: re.Match[str], clock: Clock) -> Meaning | None:
    """Friday next week, next week on Friday."""
    today = clock.day("day")
    which = match["which"].casefold()
    if today is None:
        return relative(clock, "day", None)
    week = week_of(today).begin + timedelta(days=7 * SHIFTS[which])
    return relative(clock, "day", days_of(week + timedelta(days=weekday_number(match["weekday"]))))


def _named_month(match: re.Match[str], clock: Clock) -> Meaning | None:
    """Last March, this June, June next year."""
    today = clock.day("month")
    if today is None:
        return relative(clock, "month", None)
    number, which = month_number(match["month"]), match["which"].casefold().split()[-1]
    if match["year"]:
        period = unit_at(date(today.year + SHIFTS[which], number, 1), "month")
    elif which == "this":
        period = unit_at(date(today.year, number, 1), "month")
    else:
        ahead = SHIFTS[which] > 0
        year = today.year + (number <= today.month if ahead else -(number >= today.month))
        period = unit_at(date(year, number, 1), "month")
    return relative(clock, "month", period)


def _day_of_month(match: re.Match[str], clock: Clock) -> Meaning | None:
    """The 20th of next month."""
    today = clock.day("month")
    month = unit_at(today, "month", SHIFTS[match["which"].casefold()]) if today else None
    day = int(re.sub(r"\D", "", match["day"]))
    if month is None:
        return relative(clock, "month", None)
    last = int(re.sub(r"\D", "", match["last"])) if match["last"] else day
    if not day <= last <= (month.end - timedelta(days=1)).day:
        return relative(clock, "month", None)
    begin = month.begin + timedelta(days=day - 1)
    return relative(clock, "month", days_of(begin, last - day + 1))


DAYS: Grammar = (
    (r"(?<=\b(?i:between)\s)(?i:now)(?=\s+(?i:and)\b)", _today),
    (r"(?<=\b(?i:and)\s)(?i:now)(?=[.,;!?]|$)", _today),
    (r"(?<=\b(?i:till)\s)(?i:date)(?=[.,;!?]|$)", _today),
    (r"(?<=\b(?i:to)\s)(?i:date|the\s+present)(?=[.,;!?]|$)", _today),
    (r"(?i:the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow)", _today),
    (r"(?i:(?:earlier|later)\s+today|today|tonight|yesterday|tomorrow|this\s+(?:morning|afternoon|evening|very\s+day)|last\s+night)(?![’']s\s+(?:world|youth|society))", _today),
    (rf"(?:(?i:the\s+)?(?P<which>(?i:this\s+past|this\s+coming|this\s+upcoming|last|next|this|previous|past|coming|upcoming|following))\s+)?(?P<weekday>{WEEKDAY})(?:\s+(?i:morning|afternoon|evening|night))?(?![\w-]|s\b)", _weekday),
    (rf"(?P<weekday>{WEEKDAY}),?\s+(?i:of\s+|the\s+)?(?P<which>(?i:next|last|this|previous|following))\s+(?i:week)", _weekday_of_week),
    (rf"(?P<which>(?i:next|last|this|previous))\s+(?i:week)(?:\s+on|\s+-|,|)\s+(?P<weekday>{WEEKDAY})", _weekday_of_week),
    (rf"(?P<year>)(?P<which>(?i:this\s+past|last|next|this|past|coming))\s+(?P<month>{MONTH})(?!\w|\s+\d)", _named_month),
    (rf"(?P<month>{MONTH})\s+(?i:of\s+)?(?P<which>(?i:this|last|next))\s+(?P<year>(?i:year))", _named_month),
    (rf"(?i:from\s+|between\s+|the\s+)?(?P<day>{DAY})(?:\s*(?:-|–|to|and)\s*(?P<last>{DAY}))?\s+(?i:of\s+|in\s+|)(?P<which>(?i:this|last|next))\s+(?i:month)(?!\w)", _day_of_month),
)  # fmt: skip
"""Patterns and what reads them; each is tried everywhere, and the longest match at a place holds."""
