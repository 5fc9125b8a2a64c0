"""Finds where a quotation from elsewhere stands in a text: as it is, made alike, or with other words in places.

Offsets are code points of the text as given. The three ways are tried in this order, and the first that finds
something is taken, so that an exact quotation is never set beside a merely similar one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import regex

from parley.imports.alignment import align
from parley.imports.folding import fold
from parley.terms.text import Span

Way = Literal["exact", "folded", "fuzzy"]

LEAST_SCORE = 0.75
"""Smallest score of a place with other words. Set by hand on quotations in tests/imports/test_anchoring.py, 2026."""
MOST = 50
"""Places that are returned at most."""
CLOSE = 0.02
"""Scores that differ by less than this are equally good."""
_EDGES = " '-.…,;:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A place where a quotation may stand."""

    span: Span
    score: float
    """1 for the very words; 0.99 if spaces, marks or capitals differ; else the share of words that are alike."""
    way: Way
    context: float = 0.0
    """How much of the given prefix and suffix stands around it, between 0 and 1."""


def find_quotes(
    text: str, quote: str, *, prefix: str = "", suffix: str = "", near: int | None = None
) -> tuple[Anchor, ...]:
    """All places where a quotation may stand, the best first.

    Args:
        text: where to look.
        quote: the words sought; marks around them and dots at their ends do not count.
        prefix: words said to stand before it, by which places are told apart.
        suffix: words said to stand after it.
        near: offset it is said to stand at, by which places are told apart where words do not.

    Returns:
        One anchor: it stands there and nowhere else. Several: it is ambiguous, or the first is only the likeliest.
        None: it does not stand there.
    """
    found = _find_exact(text, quote) or _find_folded(text, quote) or _find_fuzzy(text, quote)
    if prefix or suffix:
        found = [replace(anchor, context=_context(text, anchor.span, prefix, suffix)) for anchor in found]
        best = max((anchor.context for anchor in found), default=0)
        if best > 0:
            found = [anchor for anchor in found if anchor.context >= best - CLOSE]
    here = 0 if near is None else near
    found.sort(key=lambda one: (-one.score, -one.context, abs(one.span.start - here)))
    return tuple(found[:MOST])


def find_quote(text: str, quote: str) -> tuple[Span, float] | None:
    """The one place where a quotation stands, with its score; None if it stands nowhere or in several places.

    Args:
        text: where to look.
        quote: the words sought.
    """
    found = find_quotes(text, quote)
    if not found or (len(found) > 1 and found[1].score > found[0].score - CLOSE):
        return None
    return found[0].span, found[0].score


def _find_exact(text: str, quote: str) -> list[Anchor]:
    """The very words."""
    words = quote.strip()
    spans = _occurrences(text, words)
    return [Anchor(span=span, score=1.0, way="exact") for span in _whole(text, spans)]


def _find_folded(text: str, quote: str) -> list[Anchor]:
    """The words when spaces, marks and capitals do not count."""
    folded, sought = fold(text), fold(quote).text.strip(_EDGES)
    spans = _whole(folded.text, _occurrences(folded.text, sought))
    found = {Span(folded.starts[span.start], folded.ends[span.end - 1]): None for span in spans}
    return [Anchor(span=span, score=0.99, way="folded") for span in found]


def _find_fuzzy(text: str, quote: str) -> list[Anchor]:
    """Places with other words here and there."""
    matches = align(text, quote, least=LEAST_SCORE)
    return [Anchor(span=Span(match.start, match.end), score=min(match.score, 0.98), way="fuzzy") for match in matches]


def _occurrences(text: str, words: str) -> list[Span]:
    """Where some characters stand; at most a thousand places."""
    found: list[Span] = []
    start = text.find(words) if words else -1
    while start >= 0 and len(found) < 1000:
        found.append(Span(start, start + len(words)))
        start = text.find(words, start + 1)
    return found


def _whole(text: str, spans: list[Span]) -> list[Span]:
    """The spans that cut no word in two, if there are such."""
    whole = [span for span in spans if not (_inside_word(text, span.start) or _inside_word(text, span.end))]
    return whole or spans


def _inside_word(text: str, offset: int) -> bool:
    """Whether an offset stands between two letters or digits of one word."""
    return 0 < offset < len(text) and _JOINED.fullmatch(text[offset - 1 : offset + 1]) is not None


_JOINED = regex.compile(r"[\w\p{M}--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]]{2}", regex.V1)


def _context(text: str, span: Span, prefix: str, suffix: str) -> float:
    """How much of a prefix and a suffix stands around a span."""
    before = fold(text[max(0, span.start - 2 * len(prefix) - 8) : span.start]).text.strip(_EDGES)[::-1]
    after = fold(text[span.end : span.end + 2 * len(suffix) + 8]).text.strip(_EDGES)
    wanted_before, wanted_after = fold(prefix).text.strip(_EDGES)[::-1], fold(suffix).text.strip(_EDGES)
    length = len(wanted_before) + len(wanted_after)
    return round((_common(before, wanted_before) + _common(after, wanted_after)) / length, 4) if length else 0.0


def _common(one: str, two: str) -> int:
    """How many characters two texts have in common at their beginning."""
    number = 0
    for first, second in zip(one, two, strict=False):
        if first != second:
            break
        number += 1
    return number
