"""Marks in a text: who says which words and who does what, as layers over the paragraphs of an article.

Law of this module: the text stays as it is; marks add elements and never characters, so that a selection
in the browser counts the same offsets as the record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from parley.terms.events import EventRow
from parley.terms.statements import Proposals
from parley.terms.tables import StatementRow
from parley.terms.text import PARAGRAPH_BREAK, Span
from parley.web.mark_layers import (
    EDGED,
    Mark,
    Sign,
    event_marks,
    event_signs,
    mention_marks,
    statement_marks,
    statement_signs,
    value_marks,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph as it is shown, and the statements and events that begin in it."""

    number: int
    start: int
    html: Markup
    notes: tuple[StatementRow | EventRow, ...]
    """In the order of the text."""


def paragraphs_of(
    text: str,
    proposals: Proposals,
    entries: Mapping[str, str],
    rows: Sequence[StatementRow],
    events: Sequence[EventRow] = (),
    *,
    at: int | None = None,
) -> tuple[Paragraph, ...]:
    """The paragraphs of an article with its marks.

    Args:
        text: of the article.
        proposals: what is said of it, in offsets of the text.
        entries: local ids to permanent keys.
        rows: the live statements of the article.
        events: its live events.
        at: a place of the text, where only the paragraph that holds it is wanted.
    """
    said, told = {row.key: row for row in rows}, {row.key: row for row in events}
    marks = [
        *statement_marks(proposals, entries, said),
        *event_marks(proposals, entries, told),
        *mention_marks(proposals),
        *value_marks(proposals),
    ]
    signs = sorted([*statement_signs(proposals, entries, said), *event_signs(proposals, entries, told)], key=_place)
    noted = [(sign.at, row) for sign in signs if sign.first and (row := said.get(sign.key) or told.get(sign.key))]
    return tuple(
        Paragraph(
            number=number,
            start=span.start,
            html=_html(text, span, marks, signs),
            notes=tuple(row for at, row in noted if span.start <= at < span.end + len(PARAGRAPH_BREAK)),
        )
        for number, span in enumerate(_paragraph_spans(text))
        if at is None or span.start <= at <= span.end
    )


def _place(sign: Sign) -> int:
    return sign.at


def _paragraph_spans(text: str) -> list[Span]:
    spans, start = [], 0
    for words in text.split(PARAGRAPH_BREAK):
        if words:
            spans.append(Span(start, start + len(words)))
        start += len(words) + len(PARAGRAPH_BREAK)
    return spans


def _html(text: str, span: Span, marks: Sequence[Mark], signs: Sequence[Sign]) -> Markup:
    here = [mark for mark in marks if mark.span.overlaps(span)]
    before = [sign for sign in signs if span.start <= sign.at < span.end]
    cuts = {span.start, span.end, *(sign.at for sign in before)}
    cuts |= {at for mark in here for at in (mark.span.start, mark.span.end) if span.start < at < span.end}
    parts: list[Markup] = []
    for start, end in pairwise(sorted(cuts)):
        parts += [sign.html for sign in before if sign.at == start]
        covering = [mark for mark in here if mark.span.start <= start and end <= mark.span.end]
        parts.append(_stretch(Span(start, end), text, covering))
    return Markup("").join(parts)


def _stretch(place: Span, text: str, covering: Sequence[Mark]) -> Markup:
    words = place.of(text)
    if not covering:
        return Markup.escape(words)
    inner = sorted(covering, key=lambda mark: -len(mark.span))  # of two tints the innermost statement's is seen
    classes = list(dict.fromkeys(one for mark in inner for one in mark.classes.split()))
    tints = [one for one in classes if one.startswith("sp")]
    tint = next((one for mark in reversed(inner) for one in mark.classes.split() if one in tints), "")
    edges = [edge for mark in inner if mark.layer in EDGED for edge in _edges(mark, place)]
    shown = [*(one for one in classes if one not in tints), *([tint] if tint else []), *dict.fromkeys(edges)]
    entries = " ".join(dict.fromkeys(mark.entry for mark in inner if mark.entry))
    value = next((mark for mark in reversed(inner) if mark.means and mark.span.start == place.start), None)
    means = Markup(' data-means="{}" aria-describedby="{}"').format(value.means, value.row) if value else ""
    of = Markup(' data-entries="{}"').format(entries) if entries else ""
    return Markup('<span class="{}"{}{}>{}</span>').format(" ".join(shown), of, means, words)


def _edges(mark: Mark, place: Span) -> list[str]:
    """Where a stretch begins or ends a mark that is drawn by its edges."""
    begins, ends = mark.span.start == place.start, mark.span.end == place.end
    return [*([f"{mark.layer}-begins"] if begins else []), *([f"{mark.layer}-ends"] if ends else [])]
