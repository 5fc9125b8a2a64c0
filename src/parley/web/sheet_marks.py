"""The text of a sheet's article: what a coder sees marked, and the unit at hand among it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from parley.terms.rounds import SheetUnit
from parley.terms.text import PARAGRAPH_BREAK, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetParagraph:
    """A paragraph of an article, with marks."""

    start: int
    """Offset in the article's text."""
    html: Markup


def paragraphs_with(text: str, units: Sequence[SheetUnit], at_hand: SheetUnit | None) -> list[SheetParagraph]:
    """The paragraphs of an article with the contents of units as marks; elements are added, characters never.

    Args:
        text: of the article.
        units: as their coder sees them.
        at_hand: the one that is open.
    """
    found, start = [], 0
    for words in text.split(PARAGRAPH_BREAK):
        if words:
            found.append(SheetParagraph(start=start, html=_marked(words, start, units, at_hand)))
        start += len(words) + len(PARAGRAPH_BREAK)
    return found


def _marked(words: str, start: int, units: Sequence[SheetUnit], at_hand: SheetUnit | None) -> Markup:
    here = Span(start, start + len(words))
    spans = [(span, one) for one in units for span in _content(one) if span.overlaps(here)]
    edges = {edge for span, _ in spans for edge in (span.start, span.end)}
    cuts = sorted({here.start, here.end, *(edge for edge in edges if here.start < edge < here.end)})
    parts = []
    for begin, end in pairwise(cuts):
        covering = [one for span, one in spans if span.start <= begin and end <= span.end]
        said = words[begin - start : end - start]
        if at_hand in covering:
            parts.append(Markup('<mark class="content sp1">{}</mark>').format(said))
        elif covering:
            parts.append(Markup('<span class="content sp8">{}</span>').format(said))
        else:
            parts.append(Markup.escape(said))
    return Markup("").join(parts)


def _content(unit: SheetUnit) -> tuple[Span, ...]:
    shown = unit.mine or unit.proposal
    return (shown.content or shown.cue or shown.source) if shown else ()
