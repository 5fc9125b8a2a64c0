"""Spans of an article's text as groups of page spans, and back; and how much two sets of spans share.

A span of the text that runs over a paragraph break stands in the page text as several spans; the
group keeps them together, so that the way back gives the one span again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parley.errors import EvidenceError
from parley.terms.text import Article, Piece, Span

Group = list[list[int]]
"""Page spans [start, end) of one span of the text, as they stand in a payload."""


def to_groups(article: Article, spans: Iterable[Span], *, where: str) -> list[Group]:
    """Spans of the text as groups of page spans.

    Args:
        article: whose text the spans are of.
        spans: offsets in ``article.text``.
        where: whose spans, for the message.

    Raises:
        EvidenceError: a span lies outside the text or holds no character of the page.
    """
    groups = []
    for span in spans:
        inside = 0 <= span.start < span.end <= len(article.text)
        group = [[found.start, found.end] for found in article.page_spans(span)] if inside else []
        if not group:
            raise EvidenceError(
                f"its span [{span.start}, {span.end}) holds no words of the article's text",
                where=where,
                cure="Offsets are code points of the text, end exclusive",
            )
        groups.append(group)
    return groups


def from_group(pieces: Sequence[Piece], group: Group) -> Span | None:
    """The span of the text that a group of page spans stands for; None where the text lacks it."""
    start, end = _text_offset(pieces, group[0][0]), _text_offset(pieces, group[-1][1] - 1)
    return None if start is None or end is None or end < start else Span(start, end + 1)


def from_groups(pieces: Sequence[Piece], groups: Iterable[Group]) -> tuple[Span, ...]:
    """Spans of the text for groups of page spans; those the text lacks are left out."""
    found = (from_group(pieces, group) for group in groups)
    return tuple(span for span in found if span is not None)


def flat(groups: Iterable[Group]) -> tuple[Span, ...]:
    """All page spans of some groups, in order of the groups."""
    return tuple(Span(start, end) for group in groups for start, end in group)


def hull(spans: Sequence[Span]) -> Span:
    """The stretch from the first to the last character of some spans."""
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def shared(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Intersection over union of the characters of two sets of spans; 0 where one is empty."""
    first, second = _merged(one), _merged(other)
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in first for b in second if a.overlaps(b))
    union = sum(map(len, first)) + sum(map(len, second)) - common
    return common / union if union else 0.0


def overlap(one: Sequence[Span], other: Sequence[Span]) -> bool:
    """Whether two sets of spans share a character."""
    return any(a.overlaps(b) for a in one for b in other)


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _text_offset(pieces: Sequence[Piece], page_offset: int) -> int | None:
    for piece in pieces:
        if piece.page_start <= page_offset < piece.page_start + piece.end - piece.start:
            return page_offset - piece.page_start + piece.start
    return None
