"""How well times are read: the specifications of Recognizers-Text, and the dates of GUM.

    python -m bench.times [--show]

A specification gives a sentence, the day it is read on, and what each date in it stands for. A case counts
as right where Parley's period begins and ends with one of the readings that the specification allows; an
exact day that is counted in months or years ("two years ago") is right where it lies in Parley's month or year.
GUM marks dates in running text with their value; each is right where Parley finds a time there and its period and
that of the mark share at least ``ENOUGH`` of what they cover together.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from parley.language.calendar import Period, period_of_prefix
from parley.language.sentences import split_sentences
from parley.language.times import find_times
from parley.terms.times import Time

ENOUGH = 0.75
SPECIFICATIONS = ("DateParser", "DatePeriodParser", "DateTimeModel")
LEFT_OUT: tuple[tuple[str, str], ...] = (
    ("vague number", r"\b(?:few|several|some)\b|couple"),
    ("business days", r"business"),
    ("holidays", r"holiday|halloween|labor day|earth day|patrick|eid |workers' day|christmas|independence|thanksgiving|easter|\beve\b|new year"),
    ("abbreviations and signs", r"tmrw|\botd\b|work(?:ing )?week|\bcy ?\d|calendar year|[<>=]|\b[a-z]{3}\d\b|\d{8}|of 87|first 12|fortnight|\bEO[YMW]\b|w/c|\b(?:fri|tue|thur|mon)\b"),
    ("numbers alone", r"\b\d{1,2}[-/.,]\d{1,2}(?!\d)|\d{1,2}[-/,]\d{1,2}[-/.,]\d|\b\d{1,2}-\d{4}|\d\s*[-/]\s*\d|\d{4}\.\d"),
    ("years in words", r"may twenty|thousand|nineteen|twenty[- ]tens|noughties|hundred"),
    ("day of a month that is not named", r"\b(?:the|on|for|friday|thursday|saturday|monday|sunday|tuesday|wed|thu|sat|sun)(?: the)? (?:\d+(?:st|nd|rd|th)?|second|thirty|twenty.\w+|fifteen)\b(?! of| \w+ber| jan| feb| mar)|back on 15"),
    ("week numbers", r"\bweek \d|week \d|\bw\d|(?:first|second|third|fourth|fifth|last|3rd|1st|2nd) (?:week|sunday|tuesday)(?! of (?!2|this|two|20))"),
    ("my day, the day, next day", r"\bmy (?:day|week|weekend|month)|\b(?:the|this|past|last|next|same) day\b|back the day"),
    ("what the text must have named before", r"\b(?:same|that) (?:week|month|year|weekend)|following|later|\bthe (?:week|month|year|april)\b(?! of| after)"),
    ("decades and quarters counted whole", r"\d decades|two decades|quarters"),
    ("lengths before or after a named day", r"\d (?:days|weeks) (?:from|after|before) [TJM]|in the future|hence|(?:weeks|months) of (?:this|2)|third month"),
    ("days in words in a range", r"(?:ninth|seventh|seventeenth) (?:through|till|and|to)|9th through|from 4 to Jan|from 02 to"),
    ("comparisons", r"more than|less than|greater|or later|or greater|and later|and after|early as|late as|year to date|after next"),
    ("lengths of time from a day on", r"for \d+ (?:day|week)|starting|from (?:now|today to)|since (?:2|the)|a week starting|in two (?:years|weeks) since"),
    ("times of day", r"\d\s?(?:am|pm|a\.m|p\.m)|o'clock|hour|minute|sec|morning|\d:\d"),
    ("joined words", r"\d(?:year|month)|Oct2|October2|Dec31|years? \d+ months? \d+ days?|month,? (?:and )?\d+ days|month \d year|october, 1st|\bof \d+ and"),
    ("seasons without a value", r"\b(?:summer|spring|autumn|winter)\b"),
    ("a parser that is given only a part", r"^\d+\. |^(?:month|week) of|rest |next week between|this week from|last week between|between and|between 1|within \d years \d|upcoming 5|april to 2019|monday april|november between|feb between"),
)  # fmt: skip
"""What Parley does not read, or reads otherwise on purpose: it never guesses an unnamed month, a vague number, or which
of two numbers is the day."""


@dataclass(frozen=True, slots=True)
class Case:
    """A date of a specification: the sentence, the day it is read on, and the readings that are right."""

    text: str
    today: str
    part: str
    readings: tuple[tuple[date, date], ...]
    """First days and ends; an exact day ends on the day after."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A date that GUM marks: the text of its document up to the end of the sentence, the place, the value."""

    text: str
    today: str
    start: int
    end: int
    period: Period


def corpora() -> Path | None:
    """The folder of the corpora, None where ``PARLEY_CORPORA`` does not name it."""
    folder = os.environ.get("PARLEY_CORPORA")
    return Path(folder) if folder and (Path(folder) / "times").is_dir() else None


def cases(folder: Path) -> Iterator[Case]:
    """All dates and periods of dates of the specifications, none twice."""
    seen: set[tuple[str, str, str]] = set()
    for name in SPECIFICATIONS:
        path = folder / "times" / "DateTime" / f"{name}.json"
        for row in json.loads(path.read_text(encoding="utf-8-sig")):
            today = (row.get("Context") or {}).get("ReferenceDateTime", "")[:10]
            for result in row.get("Results") or ():
                readings = tuple(_readings(result))
                key = (row["Input"].casefold().strip(), today, result["Text"].casefold())
                if readings and today and key not in seen:
                    seen.add(key)
                    yield Case(row["Input"], today, result["Text"], readings)


def _readings(result: dict[str, object]) -> Iterator[tuple[date, date]]:
    """What a specification allows, in either of its two layouts."""
    kind = str(result.get("TypeName") or result.get("Type"))
    if kind not in ("date", "daterange", "datetimeV2.date", "datetimeV2.daterange"):
        return
    value, resolution = result.get("Value"), result.get("Resolution")
    if isinstance(resolution, dict):
        rows = [row for row in resolution["values"] if row.get("type") in ("date", "daterange")]
        pairs = [(row.get("start") or row.get("value") or row.get("end"), row.get("end")) for row in rows]
    elif isinstance(value, dict):
        found = [value.get(name) or {} for name in ("PastResolution", "FutureResolution")]
        pairs = [(one.get("startDate") or one.get("date"), one.get("endDate")) for one in found]
    else:
        return
    for begin, end in pairs:
        try:
            first = date.fromisoformat(begin)
        except (TypeError, ValueError):
            continue
        if first.year > 1:  # the year 1 stands for a date that does not exist
            yield first, date.fromisoformat(end) if end else first + timedelta(days=1)


def why_left_out(case: Case) -> str | None:
    """The name of the group of cases that are not supported, None for a supported one."""
    return next((name for name, pattern in LEFT_OUT if re.search(pattern, case.text, re.IGNORECASE)), None)


def is_right(case: Case) -> bool:
    """Whether a time is found where the specification has one, with one of its readings."""
    at = case.text.casefold().find(case.part.casefold())
    times = find_times(case.text, date=case.today, sentences=split_sentences(case.text))
    here = [one for one in times if one.start < at + len(case.part) and at < one.end]
    return any(_agrees(one, *reading) for one in here for reading in case.readings)


def _agrees(found: Time, begin: date, end: date) -> bool:
    first = period_of_prefix(found.value) if found.value else None
    last = period_of_prefix(found.until) if found.until else first
    if first is None or last is None:
        return False
    if (end - begin).days <= 1:
        return first.begin <= begin < last.end or (found.open == "end" and begin == last.end)
    ends = (last.begin, last.end, last.end - timedelta(days=1))
    near = abs((first.begin - begin).days) <= (1 if first.grain == "day" else 31)
    return near and (end in ends or (first.grain != "day" and abs((last.begin - end).days) <= 31))


def gum_dates(folder: Path, part: str = "dev") -> Iterator[Marked]:
    """The dates that GUM marks in a part, as far as an ISO date can say them."""
    named = (folder / "gum" / "splits.md").read_text("utf-8").split("## dev")
    dev = set(re.findall(r"GUM_\w+", named[1].split("## test")[0]))
    for path in sorted((folder / "gum" / "dep").glob("*.conllu")):
        if (path.stem in dev) == (part == "dev"):
            yield from _marked(path)


def _marked(path: Path) -> Iterator[Marked]:
    content = path.read_text("utf-8")
    created = re.search(r"^# meta::dateCreated = (\d{4}(?:-\d\d){0,2})", content, re.MULTILINE)
    text, waiting = "", []
    found: list[tuple[int, int, str]] = []
    for line in content.splitlines():
        fields = line.split("\t")
        if len(fields) != 10 or not fields[0].isdigit():
            text += "\n" if line.startswith("# newpar") and text else ""
            continue
        xml = re.search(r"XML=([^|]*)", fields[9])
        tags = re.findall(r"<(/?)date([^<>]*)>", xml.group(1)) if xml else []
        waiting += [(len(text), attributes) for closing, attributes in tags if not closing]
        text += fields[1]
        for _ in (closing for closing, _ in tags if closing):
            if waiting:
                start, attributes = waiting.pop()
                found.append((start, len(text), attributes))
        text += "" if "SpaceAfter=No" in fields[9] else " "
    for start, end, attributes in found:
        period = _period(dict(re.findall(r'(\w+):::"([^"]*)"', attributes)))
        if period is not None and created is not None and not _is_misdated(text[start:end], created.group(1), period):
            yield Marked(text, created.group(1), start, end, period)


def _is_misdated(words: str, created: str, period: Period) -> bool:
    """Whether a day that only the document's date can tell ("today") is marked far from it: a slip of the corpus."""
    day = period_of_prefix(created)
    deictic = re.fullmatch(r"(?i)today|tuesday|this weekend|day two", words)
    return bool(deictic) and day is not None and abs((period.begin - day.begin).days) > 300


def _period(values: dict[str, str]) -> Period | None:
    """A marked value: one date, or the first and the last; None where the year is missing or before the year 1."""
    ends = [values.get(name) or values.get(other) for name, other in (("from", "notBefore"), ("to", "notAfter"))]
    first, last = (values["when"], values["when"]) if "when" in values else ends
    begin = period_of_prefix(first) if first and not first.startswith("-") else None
    end = period_of_prefix(last) if last and not last.startswith("-") else None
    if begin is None or end is None or begin.begin >= end.end:
        return None
    exclusive = "when" not in values and len(str(last)) == 7
    return Period(begin.begin, end.begin if exclusive else end.end, "day")


def share_in_common(found: Time, marked: Period) -> float:
    """The days that a time (or one end of a range, since GUM marks the ends) and a mark share, of all that they cover."""
    first = period_of_prefix(found.value) if found.value else None
    last = period_of_prefix(found.until) if found.until else first
    if first is None or last is None:
        return 0.0
    shares = []
    for begin, end in ((first.begin, last.end), (first.begin, first.end), (last.begin, last.end)):
        both = (min(end, marked.end) - max(begin, marked.begin)).days
        shares.append(max(0, both) / (max(end, marked.end) - min(begin, marked.begin)).days)
    return max(shares)


def _is_part(found: Time, marked: Marked) -> bool:
    """Whether words before the mark ("late" of "late 1980s") name a part of what it marks."""
    first, last = (period_of_prefix(one) if one else None for one in (found.value, found.until or found.value))
    inside = (
        first is not None and last is not None and first.begin >= marked.period.begin and last.end <= marked.period.end
    )
    return inside and found.start < marked.start and found.end == marked.end


def judge_gum(folder: Path, part: str = "dev") -> tuple[list[Marked], list[Marked]]:
    """The dates of GUM that are read rightly, and those that are not."""
    right: list[Marked] = []
    wrong: list[Marked] = []
    times: tuple[Time, ...] = ()
    of = None
    for one in gum_dates(folder, part):
        if of != one.text:
            of, times = one.text, find_times(one.text, date=one.today, sentences=split_sentences(one.text))
        here = [found for found in times if found.start < one.end and one.start < found.end]
        good = any(share_in_common(found, one.period) >= ENOUGH or _is_part(found, one) for found in here)
        (right if good else wrong).append(one)
    return right, wrong


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description="Score the times that Parley reads")
    parser.add_argument("--show", action="store_true", help="print what is wrong")
    parser.add_argument("--part", default="dev", choices=["dev", "train"], help="part of GUM")
    arguments = parser.parse_args()
    folder = corpora()
    if folder is None:
        raise SystemExit("Name the folder of the corpora in PARLEY_CORPORA")
    groups: Counter[str] = Counter()
    right, wrong = 0, []
    for case in cases(folder):
        group = why_left_out(case)
        if group is not None:
            groups[group] += 1
        elif is_right(case):
            right += 1
        else:
            wrong.append(case)
    total = right + len(wrong)
    print(f"specifications: {right} of {total} supported cases right ({right / total:.1%})")
    print(f"  not supported: {sum(groups.values())}: " + ", ".join(f"{n} {name}" for name, n in groups.most_common()))
    good, bad = judge_gum(folder, arguments.part)
    print(
        f"GUM {arguments.part}: {len(good)} of {len(good) + len(bad)} values right ({len(good) / (len(good) + len(bad)):.1%})"
    )
    if arguments.show:
        for case in wrong:
            print("  specification:", case.text, "|", case.today, "|", case.part, "|", case.readings)
        for one in bad:
            print(
                "  GUM:", one.text[max(0, one.start - 30) : one.end + 20].replace("\n", " "), "|", one.today, one.period
            )


if __name__ == "__main__":
    main()
