"""Times of a text: values, precision, anchors, bounds, and what is never a time."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.language.sentences import split_sentences
from parley.language.times import find_times
from parley.terms.times import Time

SATURDAY = "2023-09-09"


def times(text: str, date: str | None = SATURDAY) -> tuple[Time, ...]:
    """The times of a text."""
    return find_times(text, date=date, sentences=split_sentences(text))


def one(text: str, date: str | None = SATURDAY) -> tuple[str | None, str | None]:
    """Value and until of the only time of a text."""
    (found,) = times(text, date)
    return found.value, found.until


@pytest.mark.parametrize(
    ("text", "value", "until"),
    [
        ("Last month he resigned.", "2023-08", None),
        ("It fell in the past two years.", "2021-09", "2023-09"),
        ("It fell in the past year.", "2022-09", "2023-09"),
        ("It fell last year.", "2022", None),
        ("He arrived on Thursday.", "2023-09-07", None),
        ("They met Saturday.", "2023-09-09", None),
        ("She will arrive on Thursday.", "2023-09-14", None),
        ("The 8-month-old war goes on.", "2023-01", "2023-09"),
        ("It rose in the third quarter of 2022.", "2022-07", "2022-09"),
        ("It rose last summer.", "2023-06", "2023-08"),
        ("They fought over the weekend.", "2023-09-09", "2023-09-10"),
        ("They talked last weekend.", "2023-09-02", "2023-09-03"),
        ("It lasted from March to May.", "2023-03", "2023-05"),
        ("It lasted from 4 to 22 January 1995.", "1995-01-04", "1995-01-22"),
        ("It was signed on 1 February 2020.", "2020-02-01", None),
        ("It was signed on February 1st, 2020.", "2020-02-01", None),
        ("It was signed on 1 December.", "2022-12-01", None),
        ("It will be signed on 1 December.", "2023-12-01", None),
        ("That was two years ago.", "2021", None),
        ("That was two months ago.", "2023-07", None),
        ("That was ten days ago.", "2023-08-30", None),
        ("It ended in late 2021.", "2021-07", "2021-12"),
        ("It began in the 1990s.", "1990", "1999"),
        ("It began in the 19th century.", "1800", "1899"),
        ("The 2020 elections were free.", "2020", None),
        ("The first Friday of July 2016 was hot.", "2016-07-01", None),
        ("It will open in three weeks.", "2023-09-25", "2023-10-01"),
    ],
)
def test_a_time_has_the_value_and_the_precision_of_its_words(text: str, value: str, until: str | None) -> None:
    """Counted from a Saturday in September 2023, no finer than the words."""
    assert one(text) == (value, until)


@pytest.mark.parametrize(
    "text",
    [
        "See https://example.org/2023/09/09/war-2021.html for more.",
        "An F-16 met a MiG-29 above Resolution 2231 (2015).",
        "Write to desk2023@example.org or @user2024.",
        "It needs 2000 troops and 1,999 people.",
        "He may march in a second.",
        "She is in her 80s.",
    ],
)
def test_numbers_in_addresses_and_of_things_are_no_years(text: str) -> None:
    """What only looks like a date is left alone."""
    assert times(text) == ()


@pytest.mark.parametrize("text", ["Last month it rained.", "He came on Friday.", "It fell in the past two years."])
def test_without_a_date_nothing_is_counted(text: str) -> None:
    """A relative time without an article's date has no value, and says why."""
    (found,) = times(text, None)
    assert (found.value, found.anchor) == (None, None)
    assert "no date" in found.reason


def test_a_coarse_date_counts_only_what_it_can() -> None:
    """From an article of 2023 last year can be counted, last month cannot."""
    assert one("Last year it rained.", "2023") == ("2022", None)
    (found,) = times("Last month it rained.", "2023")
    assert found.value is None
    assert "too coarse" in found.reason


def test_times_may_be_counted_from_what_the_text_names() -> None:
    """'A year later' goes back to the year before it; alone it has no value."""
    named, later = times("The treaty was signed in 2015. A year later it was broken.")
    assert (later.value, later.anchor, named.anchor) == ("2016", "text", None)
    (alone,) = times("A year later it was broken.")
    assert alone.value is None


def test_the_eve_of_something_has_no_value() -> None:
    """The day before an event without a date is kept, without a value and with a reason."""
    (found,) = times("They met on the eve of the summit.")
    assert found.value is None
    assert found.reason


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("It has been so since 2021.", "end"),
        ("It was so before 2021.", "start"),
        ("It ended in 2021.", None),
        ("In the coming months it will end.", "end"),
        ("In recent years it fell.", "start"),
    ],
)
def test_bounds_are_kept(text: str, side: str | None) -> None:
    """'Since' leaves the end open, 'before' the start."""
    (found,) = times(text)
    assert found.open == side


def test_days_and_months_that_cannot_be_told_apart_give_the_year() -> None:
    """03/04/2021 is some day of 2021."""
    (found,) = times("It was dated 03/04/2021.")
    assert (found.value, found.until) == ("2021", None)
    assert "told apart" in found.reason


@given(
    st.text(alphabet="0123456789-/., MayJunlastyeropmhwkdgiFcT\n", max_size=80),
    st.sampled_from([None, "2023", "2023-09-09"]),
)
def test_any_text_gives_times_in_order_within_it(text: str, date: str | None) -> None:
    """Times lie in the text, in order, without overlaps; values are ISO prefixes, and none ends before it begins."""
    found = times(text, date)
    places = [place for time in found for place in (time.start, time.end)]
    assert places == sorted(places)
    for time in found:
        assert 0 <= time.start < time.end <= len(text)
        assert time.reason
        for value in (time.value, time.until):
            assert value is None or re.fullmatch(r"\d{4}(-\d\d){0,2}", value)
        if time.value and time.until:
            assert time.value[: len(time.until)] <= time.until
