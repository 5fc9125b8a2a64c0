"""Quantities of a text: amounts with their units, percentages, money, people killed, hurt or driven out.

Law of this module: a number without a unit is no quantity, and a vague one ("dozens of people") has no value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from parley.knowledge.units import UnitOfMeasure
from parley.language.numerals import DIGITS, WORDS, number_of
from parley.terms.times import Quantity, Time

_SCALE = r"(?:\s?(?:thousand|million|billion|trillion|bn|mn|tn)\b|\s?m\b)"
_NUMBER = rf"(?:(?:{DIGITS}){_SCALE}?|(?i:{WORDS})(?:\s?(?:million|billion|trillion)\b)?|a\s(?:dozen|hundred|thousand|million))"
_VAGUE = r"(?i:dozens|scores|hundreds|thousands|tens\sof\sthousands|hundreds\sof\sthousands|millions|several|a\sfew)"
_ABOUT = re.compile(
    r"\b(?:about|around|some|nearly|almost|roughly|approximately|at least|more than|over|up to|less than|fewer than|"
    r"an estimated|close to|as many as)\s+$",
    re.IGNORECASE,
)
_FATES = (
    ("killed", r"killed|dead|died|deaths?|fatalities|lost\s+their\s+lives|slain|executed"),
    ("injured", r"injured|wounded|hurt|injuries"),
    ("displaced", r"displaced|fled|homeless|uprooted"),
    ("arrested", r"arrested|detained|arrests|detentions|jailed|imprisoned"),
    ("missing", r"missing"),
)
_FATE_AFTER = re.compile(
    r"\s+(?:(?:others?|more|of them|people|were|was|are|have been|had been|had|have|has been|went|remain|reported)\s+){0,3}"
    r"(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _FATES) + r")\b",
    re.IGNORECASE,
)
_FATE_BEFORE = re.compile(
    r"\b(?:(?P<killed>kill(?:ed|ing|s)?|the deaths? of|left|leaving)|(?P<injured>injur(?:ed|ing|es)|wound(?:ed|ing|s))|"
    r"(?P<displaced>displac(?:ed|ing|es))|(?P<arrested>arrest(?:ed|ing|s)|detain(?:ed|ing|s)))\s+"
    r"(?:about |at least |some |more than |nearly |around |up to |over |an estimated )?$",
    re.IGNORECASE,
)
_PEOPLE = "people"
_AGE = re.compile(r"[\s-]old\b")


def find_quantities(text: str, units: Mapping[str, UnitOfMeasure], times: Sequence[Time] = ()) -> tuple[Quantity, ...]:
    """The quantities of a text, in order, without overlaps.

    Args:
        text: an article's text.
        units: by their written forms.
        times: those of the text; what is part of one ("two years ago") is no quantity.
    """
    taken = [(time.start, time.end) for time in times]
    found: list[Quantity] = []
    for quantity in sorted(_all(text, units), key=lambda one: (one.start, -one.end)):
        free = not any(start < quantity.end and quantity.start < end for start, end in taken)
        if free:
            found.append(quantity)
            taken.append((quantity.start, quantity.end))
    return tuple(sorted(found, key=lambda one: one.start))


def _all(text: str, units: Mapping[str, UnitOfMeasure]) -> Iterator[Quantity]:
    written = tuple(sorted(units, key=lambda word: (-len(word), word)))
    for match in _pattern(written).finditer(text):
        unit = units.get(match["unit"] or match["sign"]) or units.get((match["unit"] or "").casefold())
        if unit is None or _AGE.match(text, match.end()):
            continue
        first = match["first"] or match["amount"]
        low = None if match["vague"] else number_of(first)
        if low is None and not match["vague"]:
            continue
        high = number_of(match["last"]) if match["last"] else None
        if high is not None and low is not None:
            low = _same_scale(low, high, first, match["last"])
        yield _quantity(text, match, unit, low, high)
    for match in _CASUALTIES.finditer(text):
        value = number_of(match["number"])
        fate = next((name for name, _ in _FATES if match[name]), None)
        if value is not None and fate is not None:
            yield Quantity(
                start=match.start("number"),
                end=match.end(),
                value=value,
                unit=f"person {fate}",
                approximate=_is_about(text, match.start("number")),
            )


def _quantity(text: str, match: re.Match[str], unit: UnitOfMeasure, low: float | None, high: float | None) -> Quantity:
    name, end = unit.name, match.end()
    if unit.kind == _PEOPLE:
        after = _FATE_AFTER.match(text, match.end())
        before = _FATE_BEFORE.search(text, max(0, match.start() - 40), match.start())
        fate = next((key for one in (after, before) if one for key, _ in _FATES if one.groupdict().get(key)), None)
        if fate is not None and not (before and before.group().casefold().startswith("le") and after is None):
            name = f"{name} {fate}"
        end = after.end() if after and fate else end
    return Quantity(
        start=match.start(),
        end=end,
        value=low,
        until=high,
        unit=name,
        approximate=match["vague"] is not None or _is_about(text, match.start()),
    )


def _is_about(text: str, start: int) -> bool:
    return _ABOUT.search(text, max(0, start - 24), start) is not None


def _same_scale(low: float, high: float, first: str, last: str) -> float:
    """The lower number of "2-3 million" in millions."""
    scale = re.search(r"(thousand|million|billion|trillion|bn|mn|tn|m)$", last.casefold())
    plain = re.search(r"[a-z]$", first.casefold()) is None
    return low * high / (number_of(last[: scale.start()].strip()) or high) if scale and plain and low < high else low


_CASUALTIES = re.compile(
    rf"(?<![\w$€£.,-])(?P<number>(?:{DIGITS})|(?i:{WORDS}))\s+(?:(?:others?|more|were|was|are|have been|had been|reported)\s+){{0,2}}"
    r"(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _FATES) + r")\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=4)
def _pattern(written: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all units.

    Args:
        written: the forms of the units, the longest first.
    """
    signs = "|".join(re.escape(word) for word in written if "$" in word or word in "€£")
    words = "|".join(re.escape(word) for word in written if word[0].isalpha() and "$" not in word)
    return re.compile(
        rf"(?<![\w$€£.,/-])(?:(?P<sign>{signs})\s?(?P<amount>{_NUMBER})|"
        rf"(?:(?P<vague>{_VAGUE})(?:\s+of)?|(?P<first>{_NUMBER})(?:\s?(?:-|–|to|and)\s?(?P<last>{_NUMBER}))?)"
        rf"(?:\s|-|\s(?:[a-z]+|[A-Z][a-z]+)\s)?(?P<unit>%|(?:{words})\b))"
    )
