"""Dates as pages write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.pages.dates import find_date


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("2023/09/09 | interview, political", "2023-09-09"),
        ("Published: 2024-03-11 09:30", "2024-03-11"),
        ("March 11, 2024", "2024-03-11"),
        ("11 March 2024", "2024-03-11"),
        ("Sept. 3, 2023", "2023-09-03"),
        ("11 de marzo de 2024", "2024-03-11"),
        ("09.09.2023", "2023-09-09"),
        ("25/12/2023", "2023-12-25"),
        ("12/25/2023", "2023-12-25"),
        ("03/04/2024", "2024"),
        ("March 2024", "2024-03"),
        ("2021", "2021"),
        ("31 February 2024", None),
        ("Chapter 12 of 40", None),
    ],
)
def test_dates_keep_their_precision(line: str, value: str | None) -> None:
    """A date is as precise as its words, and what cannot be told is left out."""
    assert find_date(line) == value


@given(st.text())
def test_any_line_is_safe(line: str) -> None:
    """No line makes the reader of dates fail."""
    find_date(line)
