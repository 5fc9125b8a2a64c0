"""Marks in a text: who says which words, as layers over the paragraphs of an article.

Law of this module: the text stays as it is; marks add elements and never characters, so that a selection
in the browser counts the same offsets as the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from parley.terms.statements import Proposals, Statement
from parley.terms.tables import StatementRow
from parley.terms.text import PARAGRAPH_BREAK, Span
from parley.web.wording import share, state_of

TINTS = 8
"""So many speakers of an article have a colour of their own (Okabe and Ito's palette)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of the text that plays a part in an entry."""

    span: Span
    layer: str
    """content, cue, source, mention."""
    entry: str = ""
    classes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph as it is shown, and the statements that begin in it."""

    number: int
    start: int
    html: Markup
    rows: tuple[StatementRow, ...]


def paragraphs_of(
    text: str,
    proposals: Proposals,
    entries: Mapping[str, str],
    rows: Sequence[StatementRow],
    *,
    at: int | None = None,
) -> tuple[Paragraph, ...]:
    """The paragraphs of an article with its marks.

    Args:
        text: of the article.
        proposals: what is said of it, in offsets of the text.
        entries: local ids to permanent keys.
        rows: the live statements of the article.
        at: a place of the text, where only the paragraph that holds it is wanted.
    """
    by_key = {row.key: row for row in rows}
    tints = tints_of(rows)
    marks = [
        mark
        for statement in proposals.statements
        if (row := by_key.get(entries.get(statement.id, ""))) is not None
        for mark in _marks_of(statement, row, tints)
    ]
    marks += [Mark(span=one.span, layer="mention", classes="mention") for one in proposals.mentions]
    begins = {
        by_key[entries[one.id]].key: _begin(one) for one in proposals.statements if entries.get(one.id, "") in by_key
    }
    return tuple(
        Paragraph(
            number=number,
            start=span.start,
            html=_html(text, span, marks, begins, by_key),
            rows=tuple(row for row in rows if span.start <= begins.get(row.key, -1) < span.end + 2),
        )
        for number, span in enumerate(_paragraph_spans(text))
        if at is None or span.start <= at <= span.end
    )


def tints_of(rows: Iterable[StatementRow]) -> dict[str | None, int]:
    """The number of each speaker's tint, in order of appearance; those beyond the eighth share none (0)."""
    found: dict[str | None, int] = {}
    for row in rows:
        if row.speaker and row.speaker not in found:
            found[row.speaker] = len(found) + 1 if len(found) < TINTS else 0
    return found


def _begin(statement: Statement) -> int:
    """Where a statement begins; at the start of the text where the text, read anew, lacks all its words."""
    return min((span.start for span in (*statement.source, *statement.cue, *statement.content)), default=0)


def _marks_of(statement: Statement, row: StatementRow, tints: Mapping[str | None, int]) -> Iterable[Mark]:
    tint = f"sp{tints.get(row.speaker, 0)}"
    inferred = " extended" if statement.extended else ""
    nested = " nested" if statement.nested else ""
    for layer, spans in (("content", statement.content), ("cue", statement.cue), ("source", statement.source)):
        for span in spans:
            yield Mark(span=span, layer=layer, entry=row.key, classes=f"{layer} {tint}{inferred}{nested}")


def _paragraph_spans(text: str) -> list[Span]:
    spans, start = [], 0
    for words in text.split(PARAGRAPH_BREAK):
        if words:
            spans.append(Span(start, start + len(words)))
        start += len(words) + len(PARAGRAPH_BREAK)
    return spans


def _html(
    text: str, span: Span, marks: Sequence[Mark], begins: Mapping[str, int], rows: Mapping[str, StatementRow]
) -> Markup:
    here = [mark for mark in marks if mark.span.overlaps(span)]
    starts = {key: at for key, at in begins.items() if span.start <= at < span.end}
    cuts = {span.start, span.end, *starts.values()}
    cuts |= {at for mark in here for at in (mark.span.start, mark.span.end) if span.start < at < span.end}
    parts: list[Markup] = []
    for start, end in pairwise(sorted(cuts)):
        parts += [_anchor(rows[key]) for key, at in starts.items() if at == start]
        covering = [mark for mark in here if mark.span.start <= start and end <= mark.span.end]
        parts.append(_stretch(text[start:end], covering))
    return Markup("").join(parts)


def _stretch(words: str, covering: Sequence[Mark]) -> Markup:
    if not covering:
        return Markup.escape(words)
    inner = sorted(covering, key=lambda mark: -len(mark.span))  # of two tints the innermost statement's is seen
    classes = " ".join(dict.fromkeys(one for mark in inner for one in mark.classes.split()))
    tint = next((one for mark in reversed(inner) for one in mark.classes.split() if one.startswith("sp")), "")
    classes = " ".join([*(one for one in classes.split() if not one.startswith("sp")), *([tint] if tint else [])])
    entries = " ".join(dict.fromkeys(mark.entry for mark in inner if mark.entry))
    return Markup('<span class="{}" data-entries="{}">{}</span>').format(classes, entries, words)


def _anchor(row: StatementRow) -> Markup:
    name = ", ".join(one for one in (f"statement by {row.speaker or 'an open speaker'}", row.state) if one)
    label = f"{name}, {share(row.confidence)}" if row.confidence is not None else name
    return Markup('<a class="sign {}" id="e-{}" href="/entries/{}" data-open="{}" aria-label="{}"></a>').format(
        state_of(row), row.key, row.key, row.key, label
    )
