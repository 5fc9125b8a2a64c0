"""Whether coders mark the same stretches of text as statements.

Three measures, of which the last two correct for chance:

- F1 of spans matched one to one, where the overlap of two is at least half of what they cover together. Coders are
  symmetric in it, and it needs no count of what nobody marked (Hripcsak and Rothschild, JAMIA 12, 2005).
- Krippendorff's alpha with each code point as a unit that is inside a statement or outside (nominal, two
  categories). It does not see where one statement ends and the next begins.
- Krippendorff's unitizing alpha, which does (``continua``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from parley.analysis.continua import Continuum, measure_unitizing
from parley.terms.agreement import CodedSpan

ENOUGH = 0.5
"""Overlap of two spans, as a share of what both cover, from which on they are one; the record's own rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanAgreement:
    """How far two coders mark the same stretches, in the articles in which both marked some."""

    articles: int
    first: int
    """Spans of the first coder."""
    second: int
    matched: int
    f1: float
    alpha: float
    """Of code points."""
    unitizing: float
    """Of units: where each begins and ends."""


def overlap(one: CodedSpan, other: CodedSpan) -> float:
    """Code points that two spans share, as a share of those that they cover together."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    together = max(one.end, other.end) - min(one.start, other.start)
    return shared / together if shared > 0 else 0.0


def match_spans(first: Sequence[CodedSpan], second: Sequence[CodedSpan]) -> list[tuple[CodedSpan, CodedSpan]]:
    """Spans of two coders one to one: those of one entry, then those that overlap enough, the closest first.

    Args:
        first: spans of one coder.
        second: spans of another one.
    """
    by_document: dict[str, list[CodedSpan]] = {}
    for span in second:
        by_document.setdefault(span.document, []).append(span)
    found = [
        (one.key != other.key, -overlap(one, other), one.start, other.start, one, other)
        for one in first
        for other in by_document.get(one.document, ())
        if one.key == other.key or overlap(one, other) >= ENOUGH
    ]
    taken: set[int] = set()
    matched = []
    for *_, one, other in sorted(found, key=lambda pair: pair[:4]):
        if id(one) not in taken and id(other) not in taken:
            taken |= {id(one), id(other)}
            matched.append((one, other))
    return matched


def measure_spans(
    first: Sequence[CodedSpan], second: Sequence[CodedSpan], lengths: Mapping[str, int]
) -> SpanAgreement | None:
    """How far two coders mark the same stretches; None where there is no article in which both marked some.

    Args:
        first: spans of one coder.
        second: spans of another one.
        lengths: article to the code points of its text.
    """
    both = {span.document for span in first} & {span.document for span in second}
    if not both:
        return None
    first, second = ([span for span in spans if span.document in both] for spans in (first, second))
    matched = len(match_spans(first, second))
    continua = [_continuum(document, (first, second), lengths.get(document, 0)) for document in sorted(both)]
    return SpanAgreement(
        articles=len(both),
        first=len(first),
        second=len(second),
        matched=matched,
        f1=2 * matched / (len(first) + len(second)),
        alpha=_alpha_of_points(first, second, {document: lengths.get(document, 0) for document in both}),
        unitizing=measure_unitizing(continua).alpha,
    )


def _continuum(document: str, coders: Iterable[Sequence[CodedSpan]], length: int) -> Continuum:
    units = [[(span.start, span.end) for span in spans if span.document == document] for spans in coders]
    return Continuum(length=max(length, *(end for each in units for _, end in each)), coders=units)


def _alpha_of_points(first: Sequence[CodedSpan], second: Sequence[CodedSpan], lengths: Mapping[str, int]) -> float:
    total = inside = apart = 0
    for document, length in lengths.items():
        one, other = (_union(span for span in spans if span.document == document) for spans in (first, second))
        shared = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)
        covered = [sum(end - start for start, end in spans) for spans in (one, other)]
        total += max(length, sum(covered) - shared)
        inside += sum(covered)
        apart += sum(covered) - 2 * shared
    outside, number = 2 * total - inside, 2 * total
    expected = 2 * inside * outside / (number - 1)
    return 1 - 2 * apart / expected if expected else math.nan


def _union(spans: Iterable[CodedSpan]) -> list[tuple[int, int]]:
    """Stretches that some spans cover, none touching another."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
