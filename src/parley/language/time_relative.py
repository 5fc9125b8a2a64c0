"""Times counted from the article's date, or from a time that the text names before: "last month", "a year later"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from parley.language.calendar import Grain, Period, Unit, days_of, edge_of, part_of, shifted, unit_at, week_of
from parley.language.numerals import SMALL, number_of
from parley.language.time_words import (
    DAY,
    MONTH,
    UNIT,
    UNITS,
    WEEKDAY,
    Clock,
    Grammar,
    Meaning,
    month_number,
    relative,
    unit_named,
    weekday_number,
)

_SHIFTS = {
    "this": 0, "current": 0, "present": 0, "the": 0, "same": 0, "that": 0,
    "last": -1, "past": -1, "previous": -1, "preceding": -1,
    "next": 1, "coming": 1, "upcoming": 1, "following": 1,
}  # fmt: skip
_FINER: dict[Unit, Grain] = {"year": "month", "decade": "year", "century": "year", "quarter": "month", "month": "month"}
"""The grain in which the ends of "the past two years" are written: one step finer than the unit."""


def _today(match: re.Match[str], clock: Clock) -> Meaning | None:
    words = match.group().casefold()
    shift = 0
    if "yesterday" in words or words == "last night":
        shift = -2 if "before" in words else -1
    elif "tomorrow" in words:
        shift = 2 if "after" in words else 1
    today = clock.day("day")
    return relative(clock, "day", days_of(today + timedelta(days=shift)) if today else None)


def _this_unit(match: re.Match[str], clock: Clock) -> Meaning | None:
    """Last week, next month, the current year; "the weekend"."""
    which, unit = match["which"].casefold().split()[-1], unit_named(match["unit"])
    today = clock.day(unit)
    if unit == "day" and which != "this":
        return None  # "our last day": no day before the article's
    if today is None:
        return relative(clock, unit, None)
    shift = _SHIFTS[which]
    if unit == "weekend" and which == "the" and not clock.future and today.weekday() < 5:
        shift = -1
    period = unit_at(today, unit, shift)
    side = (match["side"] or "").casefold()
    if period is not None and side:
        half = Period(period.begin, today + timedelta(days=1), "day") if side == "earlier" else None
        half = half or Period(today, period.end, "day")
        return (
            relative(clock, "day", half if half.begin < half.end else period)
            if clock.day("day")
            else relative(clock, unit, period)
        )
    return relative(clock, unit, period)


def _whole_unit(match: re.Match[str], clock: Clock) -> Meaning | None:
    """The year, the month: only after "end of", "rest of", "later in", which fix it as the current one."""
    unit = unit_named(match["unit"])
    today = clock.day(unit)
    period = unit_at(today, unit) if today else None
    words = match["part"].casefold()
    by = re.search(r"(?i)\b(?:by|before|until|till)\s+$", match.string[max(0, match.start() - 8) : match.start()])
    if period is not None and today is not None and words.startswith(("rest", "remainder", "later")):
        period = Period(today, period.end, "day") if clock.day("day") else period
    elif period is not None and today is not None and words.startswith("earlier"):
        period = Period(period.begin, today + timedelta(days=1), "day") if clock.day("day") else period
    elif period is not None and not words.startswith("course"):
        name = {"end": "end", "beginning": "beginning", "start": "beginning", "middle": "middle"}[words.split()[0]]
        period = edge_of(period, name) if by and name in ("end", "beginning") else part_of(period, name)
    return relative(clock, unit, period)


def _after_next(match: re.Match[str], clock: Clock) -> Meaning | None:
    """The week after next, the year before last."""
    unit = unit_named(match["unit"])
    today = clock.day(unit)
    shift = 2 if match["side"].casefold() == "after" else -2
    return relative(clock, unit, unit_at(today, unit, shift) if today else None)


def _span(match: re.Match[str], clock: Clock) -> Meaning | None:
    """The past two years, the next three weeks, within ten days."""
    count, unit = number_of(match["count"]), unit_named(match["unit"])
    ahead = bool(re.search(r"next|coming|upcoming|following|within|future|ahead|hence", match.group(), re.IGNORECASE))
    today = clock.day(unit)
    if count is None:
        return None
    if today is None:
        return relative(clock, unit, None)
    return relative(clock, unit, _stretch(today, unit, count, ahead=ahead, clock=clock))


def _stretch(today: date, unit: Unit, count: float, *, ahead: bool, clock: Clock) -> Period | None:
    """Some units up to the article's date, or from it on; whole decades are those of the calendar."""
    if unit in ("decade", "century") and ahead:
        first, last = unit_at(today, unit, 1), unit_at(today, unit, round(count))
        return Period(first.begin, last.end, "year") if first and last else None
    other = shifted(today, unit, count if ahead else -count)
    if other is None or other == today:
        return None
    begin, end = (today, other) if ahead else (other, today)
    if ahead and unit == "day":
        begin, end = begin + timedelta(days=1), end + timedelta(days=1)
    grain = _FINER.get(unit, "day")
    order: tuple[Grain, ...] = ("year", "month", "day")
    if clock.today is not None and order.index(clock.today.grain) < order.index(grain):
        grain = clock.today.grain
    return Period(begin, max(end, begin + timedelta(days=1)), grain)


def _vague(match: re.Match[str], clock: Clock) -> Meaning | None:
    """Recent years, the coming months, the past few weeks: one end is the article's date, the other open."""
    unit = unit_named(match["unit"])
    today = clock.day(unit)
    ahead = bool(re.search(r"next|coming|upcoming|ahead|come|following", match.group(), re.IGNORECASE))
    if today is None:
        return relative(clock, unit, None)
    counted: Unit = unit if unit in ("day", "month", "year") else "day" if unit.startswith("week") else "year"
    meaning = relative(clock, counted, unit_at(today, counted))
    number = f"how many {unit}s is not said"
    return Meaning(period=meaning.period, anchor=meaning.anchor, open="end" if ahead else "start", reason=number)


def _ago(match: re.Match[str], clock: Clock) -> Meaning | None:
    """Two years ago, in three weeks, two days from tomorrow: the unit of the calendar that holds that day."""
    parts = re.findall(rf"(?i)({SMALL})\s*-?\s*({UNITS})", match["amount"]) or []
    moves = [(number_of(count), unit_named(unit)) for count, unit in parts]
    if not moves or any(count is None for count, _ in moves):
        return None
    finest = min(moves, key=lambda move: ("day", "week", "weekend", "month", "quarter", "year").index(
        move[1] if move[1] not in ("decade", "century") else "year"))[1]  # fmt: skip
    today = clock.day(finest)
    if today is None:
        return relative(clock, finest, None)
    after = match["after"].casefold()
    start = {"tomorrow": 1, "yesterday": -1}.get(after.split()[-1] if after else "", 0)
    ahead = not re.search(r"ago|before|earlier|back", after)
    day: date | None = today + timedelta(days=start) if start else today
    for count, unit in moves:
        day = shifted(day, unit, (count or 0) * (1 if ahead else -1)) if day else None
    whole = all(count is not None and count == int(count) for count, _ in moves)
    unit = finest if whole else {"year": "month", "month": "week", "decade": "year", "week": "day"}.get(finest, finest)  # type: ignore[assignment]
    return relative(clock, finest, unit_at(day, unit) if day else None)


def _old(match: re.Match[str], clock: Clock) -> Meaning | None:
    """An 8-month-old war: from then on to the article's date."""
    count, unit = number_of(match["count"]), unit_named(match["unit"])
    today = clock.day(unit)
    if count is None:
        return None
    if today is None:
        return relative(clock, unit, None)
    begin = shifted(today, unit, -count)
    start = unit_at(begin, unit) if begin else None
    end = unit_at(today, unit)
    period = Period(start.begin, end.end, start.grain) if start and end else None
    return relative(clock, unit, period)


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
        day = week + timedelta(days=number + 7 * _SHIFTS[word])
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
    week = week_of(today).begin + timedelta(days=7 * _SHIFTS[which])
    return relative(clock, "day", days_of(week + timedelta(days=weekday_number(match["weekday"]))))


def _named_month(match: re.Match[str], clock: Clock) -> Meaning | None:
    """Last March, this June, June next year."""
    today = clock.day("month")
    if today is None:
        return relative(clock, "month", None)
    number, which = month_number(match["month"]), match["which"].casefold().split()[-1]
    if match["year"]:
        period = unit_at(date(today.year + _SHIFTS[which], number, 1), "month")
    elif which == "this":
        period = unit_at(date(today.year, number, 1), "month")
    else:
        ahead = _SHIFTS[which] > 0
        year = today.year + (number <= today.month if ahead else -(number >= today.month))
        period = unit_at(date(year, number, 1), "month")
    return relative(clock, "month", period)


def _day_of_month(match: re.Match[str], clock: Clock) -> Meaning | None:
    """The 20th of next month."""
    today = clock.day("month")
    month = unit_at(today, "month", _SHIFTS[match["which"].casefold()]) if today else None
    day = int(re.sub(r"\D", "", match["day"]))
    if month is None:
        return relative(clock, "month", None)
    last = int(re.sub(r"\D", "", match["last"])) if match["last"] else day
    if not day <= last <= (month.end - timedelta(days=1)).day:
        return relative(clock, "month", None)
    begin = month.begin + timedelta(days=day - 1)
    return relative(clock, "month", days_of(begin, last - day + 1))


def _later(match: re.Match[str], clock: Clock) -> Meaning | None:
    """A year later, two days earlier: from the last time that the text fixed."""
    unit = unit_named(match["unit"])
    which = match["side"].casefold()
    count = number_of(match["count"]) if match["count"] else 1.0
    if clock.named is None:
        return Meaning(period=None, reason="the text names no time before to count from")
    if ("day", "week", "month", "year").index(_coarse(unit)) < ("day", "week", "month", "year").index(
        {"day": "day", "month": "month", "year": "year"}[clock.named.grain]
    ):
        return Meaning(period=None, reason=f"the time named before, {clock.named.first}, is too coarse to count from")
    if count is None:
        return None
    back = which in ("earlier", "before", "previous", "preceding")
    day = shifted(clock.named.begin, unit, -count if back else count)
    return Meaning(period=unit_at(day, unit) if day else None, anchor="text", reason="")


def _coarse(unit: Unit) -> str:
    return {"weekend": "week", "quarter": "month", "decade": "year", "century": "year"}.get(unit, unit)


def _same(match: re.Match[str], clock: Clock) -> Meaning | None:
    """That year, the same day."""
    unit = unit_named(match["unit"])
    if clock.named is None:
        return Meaning(period=None, reason="the text names no time before that it could be")
    coarse = {"day": "day", "month": "month", "year": "year"}[clock.named.grain]
    order = ("day", "week", "month", "year")
    if order.index(_coarse(unit)) < order.index(coarse):
        return Meaning(period=None, reason=f"the time named before, {clock.named.first}, is too coarse")
    return Meaning(period=unit_at(clock.named.begin, unit), anchor="text")


def _eve(match: re.Match[str], clock: Clock) -> Meaning | None:
    return Meaning(period=None, reason=f"'{match.group()}': the day before something whose date is not said here")


_WHICH = r"(?i:this|current|last|past|previous|next|coming|upcoming)"
_FEW = r"(?i:few|several|couple\s+of|recent|many|some)"
_AMOUNT = (
    rf"(?i:{SMALL}\s*-?\s*(?:business\s)?{UNITS}(?:\s+and\s+a\s+half)?(?:(?:,|\s+and|)\s+{SMALL}\s+{UNITS}){{0,2}})"
)
_FROM = r"(?i:ago|from\s+(?:now|today|tomorrow|yesterday)|before\s+(?:today|yesterday)|after\s+(?:today|tomorrow)|back)"
_PARTS = r"(?i:end|beginning|start|middle|rest|remainder|course|later|earlier)"
_LASTING = (
    r"(?i:war|conflict|blockade|siege|government|truce|ceasefire|cease-fire|crisis|occupation|campaign|offensive|"
    r"protests?|strike|uprising|insurgency|agreement|deal|pact|embargo|ban|sanctions|dispute|regime|rule|coalition|"
    r"talks|process|invasion|operation|conflict|standoff|stand-off|civil\s+war|peace|moratorium|programme|program)"
)

RELATIVES: Grammar = (
    (r"(?<=\b(?i:between)\s)(?i:now)(?=\s+(?i:and)\b)", _today),
    (r"(?<=\b(?i:and)\s)(?i:now)(?=[.,;!?]|$)", _today),
    (r"(?<=\b(?i:till)\s)(?i:date)(?=[.,;!?]|$)", _today),
    (r"(?<=\b(?i:to)\s)(?i:date|the\s+present)(?=[.,;!?]|$)", _today),
    (r"(?i:the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow)", _today),
    (r"(?i:(?:earlier|later)\s+today|today|tonight|yesterday|tomorrow|this\s+(?:morning|afternoon|evening|very\s+day)|last\s+night)(?![’']s\s+(?:world|youth|society))", _today),
    (rf"(?:(?P<side>(?i:earlier|later))\s+)?(?i:the\s+|over\s+the\s+)?(?P<which>{_WHICH})\s+(?P<unit>{UNIT})(?![\w-])", _this_unit),
    (r"(?P<side>)(?P<which>(?i:the))\s+(?P<unit>(?i:weekend))(?!\s+of|[\w-])", _this_unit),
    (rf"(?i:the\s+)?(?P<part>{_PARTS})\s+(?i:of\s+|in\s+)?(?i:the\s+|this\s+|current\s+)?(?P<unit>(?i:week|month|year|decade|century))(?![\w-])", _whole_unit),
    (rf"(?i:the\s+)?(?P<unit>{UNIT})\s+(?P<side>(?i:after|before))\s+(?i:the\s+)?(?i:next|last)(?!\w)", _after_next),
    (rf"(?i:the\s+|within\s+the\s+)?(?i:past|last|previous|next|coming|upcoming|following)\s+(?P<count>{SMALL})\s*(?P<unit>{UNITS})(?!\w)", _span),
    (rf"(?i:the\s+)?(?P<count>{SMALL})\s+(?i:past|last|previous|next|coming|upcoming)\s+(?P<unit>(?i:days|weeks|months|years|decades))(?!\w)", _span),
    (rf"(?i:within)\s+(?P<count>{SMALL})\s+(?P<unit>{UNITS})(?!\w|\s+of)", _span),
    (r"(?i:the\s+)?(?i:past|last)\s+(?P<count>)(?P<unit>(?i:decade|century))(?!\w)", _span),
    (rf"(?i:the\s+)?(?i:past|last|previous|next|coming|upcoming|recent)\s+(?:{_FEW}\s+)?(?P<unit>(?i:days|weeks|months|years|decades))(?:\s+ahead)?(?!\w)", _vague),
    (r"(?i:the\s+)(?P<unit>(?i:days|weeks|months|years|decades))\s+(?i:ahead|to\s+come)(?!\w)", _vague),
    (rf"(?P<amount>{_AMOUNT})\s+(?P<after>{_FROM})(?!\w)", _ago),
    (rf"(?<=\b[Ii]n\s)(?P<amount>{_AMOUNT})(?P<after>(?i:\s+from\s+today|\s+from\s+now)?)(?=[.,;!?)]|\s+(?i:time|the|and|when)|$)(?!\s+(?i:the\s+(?:past|last)))", _ago),
    (rf"(?:(?i:a|an|the|its|their)\s+)?(?P<count>(?i:\d+(?:\.\d+)?|[a-z]+(?:[- ]and[- ]a[- ]half)?))[\s-](?P<unit>(?i:day|week|month|year|decade|century))-old(?=\s+(?:[\w-]+\s+){{0,2}}{_LASTING}\b)", _old),
    (rf"(?:(?i:the\s+)?(?P<which>(?i:this\s+past|this\s+coming|this\s+upcoming|last|next|this|previous|past|coming|upcoming|following))\s+)?(?P<weekday>{WEEKDAY})(?:\s+(?i:morning|afternoon|evening|night))?(?![\w-]|s\b)", _weekday),
    (rf"(?P<weekday>{WEEKDAY}),?\s+(?i:of\s+|the\s+)?(?P<which>(?i:next|last|this|previous|following))\s+(?i:week)", _weekday_of_week),
    (rf"(?P<which>(?i:next|last|this|previous))\s+(?i:week)(?:\s+on|\s+-|,|)\s+(?P<weekday>{WEEKDAY})", _weekday_of_week),
    (rf"(?P<year>)(?P<which>(?i:this\s+past|last|next|this|past|coming))\s+(?P<month>{MONTH})(?!\w|\s+\d)", _named_month),
    (rf"(?P<month>{MONTH})\s+(?i:of\s+)?(?P<which>(?i:this|last|next))\s+(?P<year>(?i:year))", _named_month),
    (rf"(?i:from\s+|between\s+|the\s+)?(?P<day>{DAY})(?:\s*(?:-|–|to|and)\s*(?P<last>{DAY}))?\s+(?i:of\s+|in\s+|)(?P<which>(?i:this|last|next))\s+(?i:month)(?!\w)", _day_of_month),
    (rf"(?:(?i:exactly|just|barely|some|about)\s+)?(?P<count>{SMALL})\s+(?P<unit>{UNITS})\s+(?P<side>(?i:later|earlier|before|afterwards))(?!\w|\s+than)(?!(?<=before)\s+\w)", _later),
    (r"(?i:the\s+)(?P<side>(?i:following|previous|preceding|next))\s+(?P<count>)(?P<unit>(?i:day))(?!\w)", _later),
    (r"(?i:the\s+)(?P<side>(?i:following|preceding))\s+(?P<count>)(?P<unit>(?i:week|month|year))(?!\w)", _later),
    (r"(?i:that\s+|the\s+same\s+|that\s+same\s+)(?P<unit>(?i:day|week|weekend|month|year))(?!\w|\s+(?:that|which|of)\b)", _same),
    (r"(?i:on\s+the\s+eve\s+of)(?=\s+\w)", _eve),
)  # fmt: skip
"""Patterns and what reads them; each is tried everywhere, and the longest match at a place holds."""
