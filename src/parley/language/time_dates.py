"""Times that name their place in the calendar: days, months, years, quarters, seasons, decades, centuries."""

from __future__ import annotations

import re
from datetime import date, timedelta

from parley.language.calendar import (
    Period,
    day_of,
    months_of,
    season_of,
    unit_at,
    week_of,
    year_of,
    years_of,
)
from parley.language.numerals import ordinal_of
from parley.language.time_words import (
    DAY,
    DAY_WORD,
    LONE_MONTH,
    MONTH,
    NO_DATE,
    SEASON,
    SHORT_WEEKDAY,
    WEEKDAY,
    YEAR,
    Clock,
    Grammar,
    Meaning,
    month_number,
    relative,
    weekday_number,
)

_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|of|during|before|after|between|and|or|to|through|throughout|around|circa|the|"
    r"for|late|early|mid|end|its|their|his|her|our|late-|mid-|early-|begin\w*|than|not|but|as|an?)|[,(\[;–—~-]|[’']s|\bc\.|^)\s*$",
    re.IGNORECASE,
)
"""What stands before a year that is written as a number only."""
_AGE_BEFORE = re.compile(r"\b(?:his|her|their|my|your|our)\s+(?:(?:early|mid|late)[\s-]+)?$", re.IGNORECASE)
"""Before these "80s" is an age."""
_TO_YEAR = re.compile(rf"\s*(?:to|until|till|through|~)\s*{YEAR}(?!\d)")
_EVENTS = (
    r"(?i:elections?|war|wars|summit|agreement|accords?|deal|treaty|coup|constitution|uprising|revolution|invasion|"
    r"referendum|budget|report|crisis|census|storm|protests?|attacks?|olympics|games|championship|season|massacre|"
    r"earthquake|floods?|conference|ceasefire|offensive|resolution|pact|withdrawal|vote|campaign|summer|winter)"
)
_COUNTED = (
    r"(?i:people|persons|troops|soldiers|fighters|tons?|tonnes?|dollars|euros|men|women|children|civilians|miles|"
    r"kilomet\w+|km|metres|meters|feet|hours|votes|seats|jobs|homes|families|refugees|prisoners|hostages|barrels)"
)
SPOKEN_TENS = {
    name: 10 * n
    for n, name in enumerate("twenties thirties forties fifties sixties seventies eighties nineties".split(), 2)
}


def _dated(clock: Clock, year: str | None, month: int, day: int | None) -> Meaning | None:
    """A day or a month, with its year or with the one that lies nearest in the sentence's direction."""
    if year is not None:
        period = day_of(int(year), month, day) if day else months_of(int(year), month)
        return Meaning(period=period) if period else None
    period = nearest(clock, month, day)
    meaning = relative(clock, "day" if day else "month", period)
    return Meaning(period=meaning.period, anchor=meaning.anchor, reason=meaning.reason, yearless=(month, day))


def nearest(clock: Clock, month: int, day: int | None) -> Period | None:
    """The last such day or month up to the article's date; the next one where the sentence looks ahead."""
    today = clock.day("day" if day else "month")
    if today is None:
        return None
    for distance in range(9):  # the 29th of February may be eight years away
        year = today.year + (distance if clock.future else -distance)
        period = day_of(year, month, day) if day else months_of(year, month)
        if period and (period.end > today if clock.future else period.begin <= today):
            return period
    return None


def _month_day(match: re.Match[str], clock: Clock) -> Meaning | None:
    day = ordinal_of(match["day"]) if not match["day"].isdigit() else int(match["day"])
    return _dated(clock, match["year"], month_number(match["month"]), day) if day and day <= 31 else None


def _month_days(match: re.Match[str], clock: Clock) -> Meaning | None:
    """Days of one month: "4 to 22 January", "November 19-20"."""
    first = _dated(clock, match["year"], month_number(match["month"]), int(re.sub(r"\D", "", match["day"])))
    last = _dated(clock, match["year"], month_number(match["month"]), int(re.sub(r"\D", "", match["last"])))
    if first is None or last is None or first.period is None or last.period is None:
        return first
    if last.period.begin <= first.period.begin:
        return None
    return Meaning(period=Period(first.period.begin, last.period.end, "day"), anchor=first.anchor)


def _numbers(match: re.Match[str], clock: Clock) -> Meaning | None:
    """Numbers alone; of 03/04/2024 nobody can tell the day from the month, so it is the year."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if first > 12 or match["mark"] == ".":
        period = day_of(year, second, first)
    elif second > 12 or first == second:
        period = day_of(year, first, second)
    else:
        period = year_of(year)
        return Meaning(period=period, reason="day and month cannot be told apart; only the year is sure")
    return Meaning(period=period) if period else None


def _year_first(match: re.Match[str], clock: Clock) -> Meaning | None:
    month = int(match["month"]) if match["month"].isdigit() else month_number(match["month"])
    day = int(match["day"]) if match["day"] else None
    period = day_of(int(match["year"]), month, day) if day else months_of(int(match["year"]), month)
    return Meaning(period=period) if period else None


def _month(match: re.Match[str], clock: Clock) -> Meaning | None:
    return _dated(clock, match["year"] if "year" in match.re.groupindex else None, month_number(match["month"]), None)


def _year(match: re.Match[str], clock: Clock) -> Meaning | None:
    return Meaning(period=year_of(int(match["year"])))


def _bare_year(match: re.Match[str], clock: Clock) -> Meaning | None:
    """Four digits after a word that goes before years; others are amounts, or numbers of things."""
    before = match.string[max(0, match.start() - 16) : match.start()]
    known = _BEFORE_YEAR.search(before) or _TO_YEAR.match(match.string, match.end())
    return _year(match, clock) if known else None


def _years(match: re.Match[str], clock: Clock) -> Meaning | None:
    first, last = int(match["year"]), match["last"]
    end = int(match["year"][: 4 - len(last)] + last)
    if not first < end <= first + 200:
        return None
    return Meaning(period=years_of(first, end - first + 1))


def _decade(match: re.Match[str], clock: Clock) -> Meaning | None:
    """The 1990s, the '90s, the eighties; the 1800s are a century, as hardly anybody speaks of their first ten years."""
    if _AGE_BEFORE.search(match.string[max(0, match.start() - 12) : match.start()]):
        return None
    written = match["decade"].casefold().lstrip("'’")
    if written in SPOKEN_TENS:
        year = 1900 + SPOKEN_TENS[written]
    else:
        year = int(re.sub(r"\D", "", written))
        year = year if year > 99 else 1900 + year if year >= 30 else 2000 + year
    whole = 100 if year % 100 == 0 and year < 2000 and written[-1] == "s" else 10
    return Meaning(period=years_of(year, whole))


def _century(match: re.Match[str], clock: Clock) -> Meaning | None:
    number = ordinal_of(match["number"])
    if match["era"] or not number:
        return Meaning(period=None, reason="times before the year 1 have no value here")
    return Meaning(period=years_of(100 * (number - 1), 100)) if number > 1 else None


def _before_christ(match: re.Match[str], clock: Clock) -> Meaning | None:
    return Meaning(period=None, reason=f"'{match.group()}': times before the year 1 have no value here")


def _quarter(match: re.Match[str], clock: Clock) -> Meaning | None:
    """A quarter or half of a year; of the article's year where none is named."""
    number = ordinal_of(match["number"]) or 0 if not match["number"].isdigit() else int(match["number"])
    size = 6 if match["what"].casefold().startswith("h") else 3
    year = next((match[name] for name in ("year", "before") if match[name]), None)
    if not 1 <= number <= 12 // size:
        return None
    if year is not None:
        return Meaning(period=months_of(int(year), 1 + size * (number - 1), size))
    today = clock.day("year")
    if today is None:
        return Meaning(period=None, reason=NO_DATE)
    shift = {"last": -1, "next": 1}.get((match["which"] or "this").casefold().rstrip("'s’"), 0)
    return relative(clock, "year", months_of(today.year + shift, 1 + size * (number - 1), size))


def _season(match: re.Match[str], clock: Clock) -> Meaning | None:
    """A season of a year, of last or next year, or the nearest one."""
    name, which = match["season"].casefold(), (match["which"] or "").casefold()
    if match["year"]:
        return Meaning(period=season_of(name, int(match["year"])))
    today = clock.day("month")
    if today is None:
        return Meaning(period=None, reason=NO_DATE)
    seasons = [period for shift in (-2, -1, 0, 1, 2) if (period := season_of(name, today.year + shift))]
    if which.startswith("this"):
        period = next(s for s in seasons if s.end > today and s.begin.year >= today.year - (name == "winter"))
        if not clock.future and period.begin > today and name != "winter":
            period = next(s for s in seasons if s.begin.year == today.year)
    elif which.startswith("next") or (clock.future and not which.startswith(("last", "past"))):
        period = next(s for s in seasons if s.begin > today or (not which and s.end > today))
    else:
        period = [s for s in seasons if (s.end <= today if which else s.begin <= today)][-1]
    return relative(clock, "month", period)


def _week(match: re.Match[str], clock: Clock) -> Meaning | None:
    """The week of a day: "the week of April 10th"."""
    day = _dated(clock, match["year"], month_number(match["month"]), int(re.sub(r"\D", "", match["day"])))
    if day is None or day.period is None:
        return day
    return Meaning(period=week_of(day.period.begin), anchor=day.anchor)


def _nth_weekday(match: re.Match[str], clock: Clock) -> Meaning | None:
    """The first Friday of July, the last Sunday of May 2015."""
    month = _dated(clock, match["year"], month_number(match["month"]), None)
    if month is None or month.period is None:
        return month
    which, day = match["which"].casefold(), weekday_number(match["weekday"])
    first = month.period.begin + timedelta(days=(day - month.period.begin.weekday()) % 7)
    days = [first + timedelta(days=7 * n) for n in range(5) if first + timedelta(days=7 * n) < month.period.end]
    number = len(days) if which == "last" else ordinal_of(which) or 0
    if not 1 <= number <= len(days):
        return None
    return Meaning(period=unit_at(days[number - 1], "day"), anchor=month.anchor)


def _nth_week(match: re.Match[str], clock: Clock) -> Meaning | None:
    """The first week of October: that of its first Thursday, as ISO 8601 counts weeks."""
    month = _dated(clock, match["year"], month_number(match["month"]), None)
    if month is None or month.period is None:
        return month
    begin, end = month.period.begin, month.period.end
    thursday = begin + timedelta(days=(3 - begin.weekday()) % 7)
    count = (end - thursday).days // 7 + bool((end - thursday).days % 7)
    number = count if match["which"].casefold() == "last" else ordinal_of(match["which"]) or 0
    if not 1 <= number <= count:
        return None
    return Meaning(period=week_of(thursday + timedelta(days=7 * (number - 1))), anchor=month.anchor)


def named_period(begin: str, end: str) -> Period:
    """A named stretch of history, from its first to its last day."""
    return Period(date.fromisoformat(begin), date.fromisoformat(end) + timedelta(days=1), "day")


_DAY_NAME = rf"(?:(?:{WEEKDAY}|{SHORT_WEEKDAY})(?:,\s*|\s+|-)\(?(?:the\s+)?)?"
_TO = r"\s*(?:-|–|to|until|till|through|and)\s*"
_OF_YEAR = rf"(?:(?:\s+of|,|\s*-|/)?\s*(?:the\s+year\s+)?(?P<year>{YEAR})(?!\d|\s*%))?"
_OPTIONAL_YEAR = rf"(?:\s*,?\s*(?P<year>{YEAR})(?!\d|,\d|\s(?={_COUNTED})))?"

DATES: Grammar = (
    (rf"{_DAY_NAME}(?P<month>{MONTH})[\s./-]*(?:the\s+)?(?P<day>{DAY}|{DAY_WORD})(?![\d.]*\d|%){_OPTIONAL_YEAR}\)?", _month_day),
    (rf"{_DAY_NAME}(?:the\s+)?(?P<day>{DAY}|{DAY_WORD})\.?(?:\s+of\s+|[\s/-]+)(?P<month>{MONTH})(?!\w){_OF_YEAR}", _month_day),
    (rf"(?:(?i:from|between)\s+)?(?P<day>{DAY}){_TO}(?P<last>{DAY})\s+(?:of\s+)?(?P<month>{MONTH})(?!\w){_OF_YEAR}", _month_days),
    (rf"(?P<month>{MONTH})\s+(?:(?i:between|from)\s+)?(?P<day>{DAY}){_TO}(?P<last>{DAY})(?!\d|\s*{MONTH}){_OPTIONAL_YEAR}", _month_days),
    (rf"(?P<year>{YEAR})(?P<mark>[-/.])(?P<month>\d{{1,2}}|{MONTH})(?:(?P=mark)(?P<day>\d{{1,2}}))?(?![-/.]?\d)", _year_first),
    (rf"(?P<first>\d{{1,2}})(?P<mark>[-/.])(?P<second>\d{{1,2}})(?P=mark)(?P<year>{YEAR})(?!\d)", _numbers),
    (rf"(?i:the\s+)?(?P<month>{MONTH})(?:\s+(?:of|in)\s+|\s*[,/-]\s*|\s+)(?P<year>{YEAR})(?![\d,.]*\d|\s(?={_COUNTED}))", _month),
    (rf"(?P<year>{YEAR})\s*,?\s+(?P<month>{MONTH})(?!\w)", _month),
    (rf"(?P<month>{LONE_MONTH})(?!\w)", _month),
    (rf"(?P<month>{MONTH})(?=\s*(?:-|–|to|until|through)\s*{MONTH}(?!\w))", _month),
    (rf"(?<=\b(?i:between|through)\s)(?P<month>{MONTH})(?!\w)", _month),
    (rf"(?<=\b(?i:in|of)\s)(?P<month>{MONTH})(?!\w)", _month),
    (rf"(?<=\b(?i:by|to)\s)(?P<month>{MONTH})(?!\w)", _month),
    (rf"(?<=\b(?i:since|until|after|early)\s)(?P<month>{MONTH})(?!\w)", _month),
    (rf"(?<=\b(?i:from|late|last|till)\s)(?P<month>{MONTH})(?!\w)", _month),
    (rf"(?<=\b(?i:before|during|middle)\s)(?P<month>{MONTH})(?!\w)", _month),
    (rf"(?<=\b(?i:mid)[\s-])(?P<month>{MONTH})(?!\w)", _month),
    (rf"(?P<year>{YEAR})\s*[-–—/]\s*(?P<last>{YEAR}|\d\d)(?![-/\d])", _years),
    (r"(?i:the\s+year\s+|year\s+)(?:of\s+)?(?P<year>\d{3,4})(?!\d)", _year),
    (rf"(?<=\()(?P<year>{YEAR})(?=\))", _year),
    (rf"(?P<year>{YEAR})(?=[\s-]{_EVENTS}\b)", _year),
    (rf"(?P<year>{YEAR})(?![\d%]|[-–]\w|[,.]\d|\s(?={_COUNTED}\b)|\s*(?:%|percent|per cent))", _bare_year),
    (rf"(?i:the\s+)?(?P<decade>(?:1\d|20)\d0\s?['’]?s|['’]?[2-9]0['’]?s|(?i:{'|'.join(SPOKEN_TENS)}))(?!\w)", _decade),
    (rf"(?i:the\s+)?(?P<number>{DAY_WORD})[\s-]+(?i:century)(?P<era>\s+B\.?C\.?E?\.?)?", _century),
    (r"\d{1,4}\s+(?:BCE?|B\.C\.(?:E\.)?)(?!\w)", _before_christ),
    (rf"(?i:the\s+)?(?:(?P<before>{YEAR})(?:\s+(?i:the\s+)?|[’']s\s+))?(?P<number>(?i:first|second|third|fourth|last|1st|2nd|3rd|4th))\s+(?P<what>(?i:quarter|half))(?:\s+(?:of\s+)?(?:(?P<year>{YEAR})|(?:the\s+)?(?P<which>(?i:this|last|next|the))\s+year))?(?!\s+of\s+the\s+(?!year))(?![\w-])", _quarter),
    (rf"(?:(?P<before>{YEAR})[\s-]?)?(?P<what>[QHqh])(?P<number>[1-4])(?:(?:\s+(?:of\s+)?|[-/,]\s?)(?P<year>{YEAR})|\s+(?P<which>(?i:this|last|next))\s+year)?(?!\w)", _quarter),
    (rf"(?P<which>(?i:this|last|next|past|this\s+past|this\s+coming)\s+)?(?P<season>{SEASON})(?:\s+(?:of\s+)?(?P<year>{YEAR}))(?!\w)", _season),
    (rf"(?P<which>(?i:this\s+past|this\s+coming|this|last|next|past)\s+)(?P<season>{SEASON})(?P<year>)(?!\w)", _season),
    (rf"(?<=\b(?i:in the|of the|by the)\s)(?P<which>)(?P<season>{SEASON})(?P<year>)(?![\w-])", _season),
    (rf"(?i:the\s+)?(?i:week)\s+(?i:of|commencing|starting|beginning|starting\s+on|beginning\s+on)\s+(?P<month>{MONTH})[\s.]*(?P<day>{DAY}){_OPTIONAL_YEAR}", _week),
    (rf"(?i:the\s+)?(?P<which>(?i:first|second|third|fourth|fifth|last))\s+(?P<weekday>{WEEKDAY})\s+(?i:of|in)\s+(?P<month>{MONTH})(?!\w){_OF_YEAR}", _nth_weekday),
    (rf"(?i:the\s+)?(?P<which>(?i:first|second|third|fourth|fifth|last|1st|2nd|3rd))\s+(?i:week)\s+(?i:of|in)\s+(?P<month>{MONTH})(?!\w){_OF_YEAR}", _nth_week),
)  # fmt: skip
"""Patterns and what reads them; each is tried everywhere, and the longest match at a place holds."""
