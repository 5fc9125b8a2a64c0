"""Times counted from the article's date, or from a time that the text names before: "last month", "a year later"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from parley.language.calendar import Grain, Period, Unit, edge_of, part_of, shifted, unit_at
from parley.language.numerals import SMALL, number_of
from parley.language.time_words import (
    SHIFTS,
    UNIT,
    UNITS,
    Clock,
    Grammar,
    Meaning,
    relative,
    unit_named,
)

_FINER: dict[Unit, Grain] = {"year": "month", "decade": "year", "century": "year", "quarter": "month", "month": "month"}
"""The grain in which the ends of "the past two years" are written: one step finer than the unit."""
_NEXT_FINER: dict[Unit, Unit] = {"year": "month", "month": "week", "week": "day", "decade": "year"}
"""The unit in which half a unit is told: "a year and a half ago" is a month."""


def _this_unit(match: re.Match[str], clock: Clock) -> Meaning | None:
    """Last week, next month, the current year; "the weekend"."""
    which, unit = match["which"].casefold().split()[-1], unit_named(match["unit"])
    today = clock.day(unit)
    if unit == "day" and which != "this":
        return None  # "our last day": no day before the article's
    if today is None:
        return relative(clock, unit, None)
    shift = SHIFTS[which]
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
    count, unit = number_of(match["count"] or "one"), unit_named(match["unit"])
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
    unit = finest if whole else _NEXT_FINER.get(finest, finest)
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


_WHICH = r"(?i:this|current|last|previous|next|coming|upcoming)"
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
    (rf"(?:(?P<side>(?i:earlier|later))\s+)?(?i:the\s+|over\s+the\s+)?(?P<which>{_WHICH})\s+(?P<unit>{UNIT})(?![\w-])", _this_unit),
    (r"(?P<side>)(?P<which>(?i:the))\s+(?P<unit>(?i:weekend))(?!\s+of|[\w-])", _this_unit),
    (rf"(?i:the\s+)?(?P<part>{_PARTS})\s+(?i:of\s+|in\s+)?(?i:the\s+|this\s+|current\s+)?(?P<unit>(?i:week|month|year|decade|century))(?![\w-])", _whole_unit),
    (rf"(?i:the\s+)?(?P<unit>{UNIT})\s+(?P<side>(?i:after|before))\s+(?i:the\s+)?(?i:next|last)(?!\w)", _after_next),
    (rf"(?i:the\s+|within\s+the\s+)?(?i:past|last|previous|next|coming|upcoming|following)\s+(?P<count>{SMALL})\s*(?P<unit>{UNITS})(?!\w)", _span),
    (rf"(?i:the\s+)?(?P<count>{SMALL})\s+(?i:past|last|previous|next|coming|upcoming)\s+(?P<unit>(?i:days|weeks|months|years|decades))(?!\w)", _span),
    (rf"(?i:within)\s+(?P<count>{SMALL})\s+(?P<unit>{UNITS})(?!\w|\s+of)", _span),
    (r"(?i:the\s+)?(?i:past)\s+(?P<count>)(?P<unit>(?i:day|week|month|quarter|year|decade|century))(?![\w-])", _span),
    (rf"(?i:the\s+)?(?i:past|last|previous|next|coming|upcoming|recent)\s+(?:{_FEW}\s+)?(?P<unit>(?i:days|weeks|months|years|decades))(?:\s+ahead)?(?!\w)", _vague),
    (r"(?i:the\s+)(?P<unit>(?i:days|weeks|months|years|decades))\s+(?i:ahead|to\s+come)(?!\w)", _vague),
    (rf"(?P<amount>{_AMOUNT})\s+(?P<after>{_FROM})(?!\w)", _ago),
    (rf"(?<=\b[Ii]n\s)(?P<amount>{_AMOUNT})(?P<after>(?i:\s+from\s+today|\s+from\s+now)?)(?=[.,;!?)]|\s+(?i:time|the|and|when)|$)(?!\s+(?i:the\s+(?:past|last)))", _ago),
    (rf"(?:(?i:a|an|the|its|their)\s+)?(?P<count>(?i:\d+(?:\.\d+)?|[a-z]+(?:[- ]and[- ]a[- ]half)?))[\s-](?P<unit>(?i:day|week|month|year|decade|century))-old(?=\s+(?:[\w-]+\s+){{0,2}}{_LASTING}\b)", _old),
    (rf"(?:(?i:exactly|just|barely|some|about)\s+)?(?P<count>{SMALL})\s+(?P<unit>{UNITS})\s+(?P<side>(?i:later|earlier|before|afterwards))(?!\w|\s+than)(?!(?<=before)\s+\w)", _later),
    (r"(?i:the\s+)(?P<side>(?i:following|previous|preceding|next))\s+(?P<count>)(?P<unit>(?i:day))(?!\w)", _later),
    (r"(?i:the\s+)(?P<side>(?i:following|preceding))\s+(?P<count>)(?P<unit>(?i:week|month|year))(?!\w)", _later),
    (r"(?i:that\s+|the\s+same\s+|that\s+same\s+)(?P<unit>(?i:day|week|weekend|month|year))(?!\w|\s+(?:that|which|of)\b)", _same),
    (r"(?i:on\s+the\s+eve\s+of)(?=\s+\w)", _eve),
)  # fmt: skip
"""Patterns and what reads them; each is tried everywhere, and the longest match at a place holds."""
