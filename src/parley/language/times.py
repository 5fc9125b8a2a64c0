"""Times of a text: a grammar of periods, counted from the article's date where the words do not name their own.

    patterns -> the longest match at each place -> its meaning -> its surroundings (parts, bounds, ranges) -> Time

Law of this module: nothing is invented. A time whose anchor is missing or too coarse has no value and says why;
addresses, file names and numbers of things are never years. Sentences that look ahead ("will", "is due") read
"Friday" as the next one, all others as the last one up to the article's date.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parley.language.calendar import Period, day_of, edge_of, months_of, part_of, period_of_prefix
from parley.language.time_dates import DATES, named_period
from parley.language.time_days import DAYS
from parley.language.time_relative import RELATIVES
from parley.language.time_words import Clock, Meaning, Rule
from parley.terms.text import Sentence
from parley.terms.times import OpenSide, Time

_NOT_TEXT = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|[@#]\w+|\b[\w-]+(?:[./][\w-]+)*\.(?:com|org|net|html?|php|pdf|jpe?g|png|docx?)\b\S*"
    r"|\b(?![QH][-/])[A-Z]{1,6}[-/]\d[\w/-]*|\b(?:Resolution|resolution|No\.|Article|article|Section|Flight|flight)\s+\d+(?:\s*\(\d{4}\))?",
)
"""Addresses, file names, tags, types of aircraft, numbers of resolutions: nothing in them is a time."""
_FUTURE = re.compile(
    r"\b(?:will|shall|won['’]t|would|is to|are to|to be held|due|scheduled|planned|plans? to|expected|going to|"
    r"intends? to|set to|until|deadline|upcoming|let['’]s|please|can you)\b|['’]ll\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|went|came|took|said|told|has|have|began|ran|made|left|met|held|became|gave|got|saw|won|lost|"
    r"fell|rose|led|sent|spoke|wrote|broke|struck|fought|fled|hit|shot|kept|bought|brought|found|knew|thought|"
    r"(?<!\bbe )[a-z]{2,}ed)\b",
    re.IGNORECASE,
)
_HISTORY = (
    (r"(?i:the\s+)?(?:First World War|World War (?:I|One)|WWI)(?!\w)", named_period("1914-07-28", "1918-11-11")),
    (r"(?i:the\s+)?(?:Second World War|World War (?:II|Two)|WWII)(?!\w)", named_period("1939-09-01", "1945-09-02")),
)
"""Wars that stand for their years; the dates are those of the declarations and of the surrender."""
_PART = re.compile(
    r"(?:\b(?:the\s+)?(?P<part>early|late|mid|beginning|start|end|middle|first half|second half)(?:[\s-]+)(?:of\s+)?(?:the\s+)?)$",
    re.IGNORECASE,
)
_PART_NAMES = {"start": "beginning", "first half": "early", "second half": "late"}
_BOUND_BEFORE = re.compile(
    r"\b(?P<word>since|after|starting(?:\s+(?:on|in|from))?|beginning(?:\s+(?:on|in))?|later\s+than|before|until|till|by|prior\s+to|up\s+to|earlier\s+than)"
    r"\s+(?:the\s+)?(?:year\s+)?(?:about\s+|around\s+)?$",
    re.IGNORECASE,
)
_BOUND_AFTER = re.compile(r"\s+(?:or|and)\s+(?:later|after|onwards?|since)\b|\s+onwards?\b", re.IGNORECASE)
_OPENS_START = ("before", "until", "till", "by", "prior", "up", "earlier")
_RANGE = re.compile(r"\s*(?P<link>-|–|—|~|to|until|till|through|and)\s*(?:the\s+)?", re.IGNORECASE)
_RANGE_OPENER = re.compile(r"\b(?P<word>between|from|in)\s+(?:the\s+)?$", re.IGNORECASE)


def _lasting(period: Period) -> Rule:
    return lambda _match, _clock: Meaning(period=period)


_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (re.compile(rf"(?<![\w$€£./])(?:{pattern})" if not pattern.startswith("(?<=") else pattern), rule)
    for pattern, rule in (*DATES, *DAYS, *RELATIVES, *((pattern, _lasting(period)) for pattern, period in _HISTORY))
)
_HINTS = re.compile(
    r"\d|\b(?:days?|todays?|tonight|tomorrow|yesterday|night|morning|afternoon|weeks?|weekends?|months?|quarters?|years?|yrs|"
    r"decades?|century|centuries|half|eve|spring|summer|autumn|fall|winter|now|twenties|thirties|forties|fifties|sixties|"
    r"seventies|eighties|nineties|World War|WWII?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|"
    r"may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b",
    re.IGNORECASE,
)
"""A sentence without any of these names no time."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A match that some rule understood."""

    start: int
    end: int
    meaning: Meaning
    future: bool


def find_times(text: str, *, date: str | None, sentences: Sequence[Sentence]) -> tuple[Time, ...]:
    """The times that a text names, in order, without overlaps.

    Args:
        text: an article's text.
        date: the article's date, an ISO prefix; without it what is counted from it has no value.
        sentences: of the text.
    """
    today = period_of_prefix(date) if date else None
    found: list[_Found] = []
    clock = Clock(today=today)
    for start, end, rules in _matches(text, [(one.start, one.end) for one in sentences] or [(0, len(text))]):
        at = bisect_right(sentences, start, key=lambda sentence: sentence.start) - 1
        sentence = text[sentences[at].start : sentences[at].end] if at >= 0 else text
        clock = replace(clock, future=_looks_ahead(sentence, start - (sentences[at].start if at >= 0 else 0)))
        meaning = next((m for rule, match in rules if (m := rule(match, clock)) is not None), None)
        if meaning is None:
            continue
        one = _with_part(text, _Found(start, end, meaning, clock.future))
        found.append(one)
        if one.meaning.period is not None and one.meaning.open is None:
            clock = replace(clock, named=one.meaning.period)
    return tuple(_time(text, one, today) for one in _with_ranges(text, found, today))


def _matches(
    text: str, sentences: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, list[tuple[Rule, re.Match[str]]]]]:
    """Places of times, leftmost and longest first, with the rules that may read them."""
    hidden = [match.span() for match in _NOT_TEXT.finditer(text)]
    found: dict[tuple[int, int], list[tuple[Rule, re.Match[str]]]] = {}
    for first, last in (place for place in sentences if _HINTS.search(text, *place)):
        for pattern, rule in _RULES:
            for match in pattern.finditer(text, first, last):
                found.setdefault(match.span(), []).append((rule, match))
    reached = 0
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= reached and start < end and not any(s < end and start < e for s, e in hidden):
            reached = end
            yield start, end, found[start, end]


def _looks_ahead(sentence: str, at: int) -> bool:
    """Whether a sentence speaks of what is to come, by the last sign before the time, else the first after it."""
    before = [(match.start(), True) for match in _FUTURE.finditer(sentence, 0, at)]
    before += [(match.start(), False) for match in _PAST.finditer(sentence, 0, at)]
    if before:
        return max(before)[1]
    future, past = _FUTURE.search(sentence, at), _PAST.search(sentence, at)
    return future is not None and (past is None or future.start() < past.start())


def _with_part(text: str, one: _Found) -> _Found:
    """A time with "early", "the end of", "mid-" in front."""
    match = _PART.search(text, max(0, one.start - 24), one.start)
    if match is None or one.meaning.period is None:
        return one
    name = match["part"].casefold()
    if (one.meaning.period.end - one.meaning.period.begin).days < 7:
        return one
    name = _PART_NAMES.get(name, name)
    bound = name in ("end", "beginning") and _BOUND_BEFORE.search(text, max(0, match.start() - 30), match.start())
    part = edge_of(one.meaning.period, name) if bound else part_of(one.meaning.period, name)
    return _Found(match.start(), one.end, replace(one.meaning, period=part, yearless=None), one.future)


def _with_ranges(text: str, found: list[_Found], today: Period | None) -> Iterator[_Found]:
    """Two times joined by "to", a dash, or "between ... and" are one period."""
    at = 0
    while at < len(found):
        one = found[at]
        other = found[at + 1] if at + 1 < len(found) else None
        joined = _joined(text, one, other, today) if other is not None else None
        yield joined or one
        at += 2 if joined else 1


def _joined(text: str, one: _Found, other: _Found, today: Period | None) -> _Found | None:
    link = _RANGE.fullmatch(text, one.end, other.start)
    opener = _RANGE_OPENER.search(text, max(0, one.start - 12), one.start)
    if link is None or (
        link["link"].casefold() == "and" and (opener is None or opener["word"].casefold() != "between")
    ):
        return None
    first, last = _in_order(one.meaning, other.meaning)
    if first is None or last is None or first.begin >= last.end:
        return None
    start = opener.start() if opener and opener["word"].casefold() != "in" else one.start
    whole = Period(first.begin, last.end, first.grain, last.last_grain or last.grain)
    anchor = one.meaning.anchor or other.meaning.anchor
    if one.meaning.yearless and not other.meaning.yearless:
        anchor = other.meaning.anchor
    return _Found(start, other.end, Meaning(period=whole, anchor=anchor), one.future)


def _in_order(one: Meaning, other: Meaning) -> tuple[Period | None, Period | None]:
    """Two periods; a date without a year takes that of the other, so that the first comes before the last."""
    first, last = one.period, other.period
    if one.yearless and last is not None:
        first = _dated(one.yearless, last.begin.year)
        if first is not None and first.begin > last.begin:
            first = _dated(one.yearless, last.begin.year - 1)
    elif other.yearless and first is not None:
        last = _dated(other.yearless, first.begin.year)
        if last is not None and last.begin < first.begin:
            last = _dated(other.yearless, first.begin.year + 1)
    return first, last


def _dated(parts: tuple[int, int | None], year: int) -> Period | None:
    month, day = parts
    return day_of(year, month, day) if day else months_of(year, month)


def _time(text: str, one: _Found, today: Period | None) -> Time:
    """A time with its bounds and the reason of its value."""
    period, meaning = one.meaning.period, one.meaning
    side = meaning.open or _open_side(text, one)
    if period is None:
        return Time(start=one.start, end=one.end, value=None, reason=meaning.reason or "the calendar has no such date")
    until = period.last if period.last != period.first else None
    return Time(
        start=one.start,
        end=one.end,
        value=period.first,
        until=until,
        open=side,
        anchor=meaning.anchor,
        reason=_reason(meaning, today),
    )


def _open_side(text: str, one: _Found) -> OpenSide | None:
    """On which side words such as "since" and "before" leave a time open."""
    match = _BOUND_BEFORE.search(text, max(0, one.start - 30), one.start)
    if match is not None:
        return "start" if match["word"].casefold().startswith(_OPENS_START) else "end"
    return "end" if _BOUND_AFTER.match(text, one.end) else None


def _reason(meaning: Meaning, today: Period | None) -> str:
    if meaning.anchor == "article date" and today is not None:
        counted = f"counted from the article's date, {today.first}"
        return f"{counted}; {meaning.reason}" if meaning.reason else counted
    if meaning.anchor == "text":
        return "counted from the time that the text names before"
    return meaning.reason or "the words name it themselves"
