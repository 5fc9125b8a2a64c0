"""Coders beside each other: what is one unit, and how far they mark the same stretches."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.analysis.agreement import Ratings, alpha
from parley.analysis.coders import compare_coders
from parley.analysis.unitizing import match_spans, measure_spans
from parley.terms.agreement import CodedRecord, CodedSpan

from .tables import EXAMPLES


def span(coder: str, start: int, end: int, *, key: str = "", document: str = "d", **values: int | str) -> CodedSpan:
    """A span of a coder; its key is its own unless one is given."""
    return CodedSpan(
        document=document,
        key=key or f"{coder}{document}{start}",
        coder=coder,
        start=start,
        end=end,
        values={(name, ""): value for name, value in values.items()},
    )


def test_spans_are_matched_one_to_one() -> None:
    """A span goes to the one it shares most with; half of what both cover is enough, less is not."""
    first = [span("a", 0, 10), span("a", 20, 30)]
    second = [span("b", 2, 10), span("b", 0, 10), span("b", 26, 40)]
    assert match_spans(first, second) == [(first[0], second[1])]
    assert match_spans([span("a", 0, 10)], [span("b", 0, 10, document="e")]) == []


def test_statements_of_one_entry_are_one_unit() -> None:
    """Who edits an entry so that it hardly overlaps still speaks of the same one."""
    first, second = span("a", 0, 10, key="k", tone="calm"), span("b", 9, 40, key="k", tone="angry")
    (found,) = compare_coders(CodedRecord(spans=(first, second), lengths={"d": 50})).variables
    assert (found.units, found.observed) == (1, 0)


def test_variables_are_measured_by_pair_and_together() -> None:
    """Three coders have a line for all and one for each pair that shares a unit; numbers are a scale."""
    spans = [
        span(coder, 100 * place, 100 * place + 50, weight=weight, tone="calm")
        for coder, weights in {"a": (1, 2, 3, 1), "b": (1, 2, 3, 2), "c": (1, 1)}.items()
        for place, weight in enumerate(weights)
    ]
    report = compare_coders(CodedRecord(spans=tuple(spans), lengths={"d": 500}), resamples=50)
    found = {(one.variable, one.coders): one for one in report.variables}
    assert set(report.spans) == {("a", "b"), ("a", "c"), ("b", "c")}
    assert found["weight", ("a", "b", "c")].kappa is None
    assert (found["weight", ("a", "b")].units, found["weight", ("a", "b")].measure) == (4, "ordinal")
    assert found["weight", ("a", "b")].observed == 0.75
    assert (found["weight", ("a", "c")].units, found["tone", ("a", "c")].measure) == (2, "nominal")


def test_articles_of_one_coder_alone_do_not_count() -> None:
    """An article in which only one of the two marked something says nothing about where they disagree."""
    found = measure_spans([span("a", 0, 10), span("a", 0, 10, document="e")], [span("b", 0, 10)], {"d": 100, "e": 100})
    assert found is not None
    assert (found.articles, found.f1, found.alpha) == (1, 1, 1)
    assert measure_spans([span("a", 0, 10)], [span("b", 0, 10, document="e")], {}) is None


@EXAMPLES
@given(*(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), min_size=1, max_size=5) for _ in range(2)))
def test_alpha_of_stretches_is_that_of_their_code_points(
    first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> None:
    """Counted by stretches, alpha is the one counted code point by code point."""
    marked = np.zeros((40, 2), dtype=np.int64)
    spans: list[list[CodedSpan]] = [[], []]
    for coder, given_spans in enumerate((first, second)):
        for start, length in given_spans:
            marked[start : start + length, coder] = 1
            spans[coder].append(span("ab"[coder], start, start + length))
    found = measure_spans(spans[0], spans[1], {"d": 40})
    assert found is not None
    points = Ratings(codes=marked, levels=("0", "1"), coders=("a", "b"))
    assert found.alpha == pytest.approx(alpha(points.table, points.levels), nan_ok=True)
