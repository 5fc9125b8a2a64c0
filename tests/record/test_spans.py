"""Spans of the text, spans of the page, and the way between; evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import EvidenceError
from parley.record.evidence import CONTEXT, check_evidence, quote
from parley.record.spans import from_group, from_groups, shared, to_groups
from parley.terms.text import Span

from .builders import example_article

ARTICLE = example_article()
SPANS = st.lists(
    st.tuples(st.integers(0, len(ARTICLE.text) - 1), st.integers(0, len(ARTICLE.text) - 1)).map(
        lambda pair: Span(min(pair), max(pair) + 1)
    ),
    max_size=5,
)


@given(SPANS)
def test_the_way_to_the_page_and_back_keeps_the_words(spans: list[Span]) -> None:
    """A span comes back as it was, but for the paragraph breaks at its edges, which the page does not hold there."""
    joins = {place for place in range(len(ARTICLE.text)) if not ARTICLE.page_spans(Span(place, place + 1))}
    for span in spans:
        if set(range(span.start, span.end)) <= joins:
            with pytest.raises(EvidenceError):
                to_groups(ARTICLE, [span], where="it")
            continue
        back = from_groups(ARTICLE.pieces, to_groups(ARTICLE, [span], where="it"))
        assert [one.of(ARTICLE.text).strip("\n") for one in back] == [span.of(ARTICLE.text).strip("\n")]


@given(SPANS)
def test_evidence_always_equals_the_page_text(spans: list[Span]) -> None:
    """Whatever is quoted, page_text[start:end] is the quotation and its surroundings are the page's."""
    for span in spans:
        for found in ARTICLE.page_spans(span):
            evidence = quote(ARTICLE.page_text, found)
            assert ARTICLE.page_text[evidence.start : evidence.end] == evidence.exact
            assert len(evidence.prefix) <= CONTEXT
            check_evidence(ARTICLE.page_text, evidence)


@given(SPANS, SPANS)
def test_what_two_sets_of_spans_share_is_counted_in_characters(one: list[Span], other: list[Span]) -> None:
    """Intersection over union, the same as counted one character at a time."""
    first = {place for span in one for place in range(span.start, span.end)}
    second = {place for span in other for place in range(span.start, span.end)}
    expected = len(first & second) / len(first | second) if first | second else 0.0
    assert shared(one, other) == pytest.approx(expected)


def test_page_spans_that_the_text_lacks_have_no_way_back() -> None:
    """A title is no part of the text."""
    assert from_group(ARTICLE.pieces, [[0, 5]]) is None
    assert from_group(ARTICLE.pieces, [[30, 35], [0, 5]]) is None
    assert from_group(ARTICLE.pieces, [[90, 95], [30, 35]]) is None


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"exact": "other"}, "does not stand"),
        ({"start": 31}, "does not stand"),
        ({"start": -3}, "does not stand"),
        ({"end": 9999}, "does not stand"),
        ({"sha256": "0" * 64}, "digest"),
        ({"prefix": "x"}, "around"),
        ({"suffix": "x"}, "around"),
    ],
)
def test_evidence_that_does_not_stand_there_is_refused(change: dict[str, object], what: str) -> None:
    """A quotation with other words, offsets, digest or surroundings raises EvidenceError."""
    evidence = quote(ARTICLE.page_text, Span(30, 40))
    with pytest.raises(EvidenceError, match=what):
        check_evidence(ARTICLE.page_text, replace(evidence, **change))  # type: ignore[arg-type]


@pytest.mark.parametrize("span", [Span(5, 5), Span(-1, 4), Span(0, 10**6)])
def test_nothing_cannot_be_quoted(span: Span) -> None:
    """An empty span or one outside the text is no evidence."""
    with pytest.raises(EvidenceError, match="holds no words"):
        quote(ARTICLE.page_text, span)
