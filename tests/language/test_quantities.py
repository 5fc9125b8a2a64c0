"""Quantities of a text: numbers with their units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.knowledge.units import load_units
from parley.language.quantities import find_quantities
from parley.language.sentences import split_sentences
from parley.language.times import find_times


def quantities(text: str) -> list[tuple[float | None, float | None, str, bool]]:
    """Value, until, unit and approximate of each quantity."""
    times = find_times(text, date="2023-09-09", sentences=split_sentences(text))
    return [(q.value, q.until, q.unit, q.approximate) for q in find_quantities(text, load_units(), times)]


@pytest.mark.parametrize(
    ("text", "value", "until", "unit", "approximate"),
    [
        ("a contract for 2 million tons of wheat", 2_000_000, None, "tonne", False),
        ("the price is 40% lower", 40, None, "percent", False),
        ("about twenty-one per cent of them", 21, None, "percent", True),
        ("it cost $3.5 billion", 3.5e9, None, "USD", False),
        ("some 2-3 million euros", 2e6, 3e6, "EUR", True),
        ("at least 12 people were killed", 12, None, "person killed", True),
        ("killing 7 civilians", 7, None, "civilian killed", False),
        ("they lose 12 billion naira a day", 12e9, None, "NGN", False),
        ("they asked for NT$3 billion", 3e9, None, "TWD", False),
        ("and 30 wounded", 30, None, "person injured", False),
        ("for two years of war", 2, None, "year", False),
        ("5,000 Russian troops crossed", 5000, None, "soldier", False),
        ("dozens of people left", None, None, "person", True),
    ],
)
def test_a_number_has_its_unit(
    text: str, value: float | None, until: float | None, unit: str, approximate: bool
) -> None:
    """Amounts, money, shares and people, with what happened to them; a vague number has no value."""
    assert quantities(text) == [(value, until, unit, approximate)]


@pytest.mark.parametrize("text", ["a 34-year-old teacher", "two years ago", "in 2015", "F-16 and room 12", "the 1990s"])
def test_ages_times_and_bare_numbers_are_none(text: str) -> None:
    """What is part of a time, an age or without a unit is no quantity."""
    assert quantities(text) == []


@given(st.text(alphabet="0123456789,.-%$ amilonkdetyrs", max_size=60))
def test_any_text_gives_quantities_within_it(text: str) -> None:
    """Quantities lie in the text, in order, without overlaps."""
    found = find_quantities(text, load_units())
    places = [place for quantity in found for place in (quantity.start, quantity.end)]
    assert places == sorted(places)
    assert all(0 <= quantity.start < quantity.end <= len(text) for quantity in found)
