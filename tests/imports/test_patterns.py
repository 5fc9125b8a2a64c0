"""Users' regular expressions find what they should and stop nobody's work."""

from __future__ import annotations

import time

import pytest

from parley.errors import UsageError
from parley.imports.patterns import find_pattern
from parley.terms.text import Span


def test_matches() -> None:
    """Matches come in order, in code points; matches of nothing are passed over."""
    assert find_pattern("a+", "😀 aa b a") == (Span(2, 4), Span(7, 8))
    assert find_pattern("x*", "abc") == ()
    assert find_pattern("TAX", "tax", ignore_case=True) == (Span(0, 3),)
    assert find_pattern(".{0,100}sea.{0,100}tax.{0,100}", "the sea and the tax") == (Span(0, 19),)
    assert find_pattern("a", "aaaa", most=2) == (Span(0, 1), Span(1, 2))


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$"])
def test_slow_patterns_are_stopped(pattern: str) -> None:
    """Catastrophic backtracking ends with the time limit, and the message names the pattern."""
    begin = time.monotonic()
    with pytest.raises(UsageError) as caught:
        find_pattern(pattern, "a" * 5000 + "c", 0.2)
    assert time.monotonic() - begin < 5
    assert pattern in str(caught.value)


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        "[[",
        "*",
        r"\p{Foo}",
        "(?P<a>x)(?P<a",
        "a{1000000000}",
        "((a{100}){100}){100}",
        "(?R)",
        "(?1)(a)",
        "a" * 2000,
    ],
)
def test_impossible_patterns_are_refused(pattern: str) -> None:
    """What is no pattern, or would need gigabytes to compile, is a UsageError at once."""
    with pytest.raises(UsageError, match="pattern"):
        find_pattern(pattern, "aaa")
