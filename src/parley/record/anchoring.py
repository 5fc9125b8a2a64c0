"""Finding a quotation again in a text that changed.

The selector is the W3C's TextQuoteSelector (Web Annotation Data Model, 2017, section 4.2.4): the exact words with
those before and after them. Only a hit that can be no other is taken; everything else is a person's to decide.

Law of this module: rather not found than found at a wrong place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from parley.record.evidence import CONTEXT, quote
from parley.terms.review import Evidence
from parley.terms.text import Span

Finding = Literal["once", "never", "unsure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where a quotation stands in a newer text."""

    found: Finding
    span: Span | None = None
    """In the newer text; None unless found once."""


def find_again(before: str, after: str, span: Span) -> Anchor:
    """Where the words of a span stand in a newer text.

    They are found where they stand exactly once between the same words as before; or, where something beside them
    changed, where either text has them once only and one side of them is as it was.

    Args:
        before: the earlier text.
        after: the newer text.
        span: in the earlier text, in code points.

    Raises:
        EvidenceError: the span holds no character of the earlier text.
    """
    sought = quote(before, span)
    hits = list(_occurrences(after, sought.exact))
    if not hits:
        return Anchor(found="never")
    whole = [hit for hit in hits if all(_beside(after, hit, sought))]
    if len(whole) == 1 and len(_alike(before, sought)) == 1:
        return Anchor(found="once", span=whole[0])
    alone = len(hits) == 1 and len(list(_occurrences(before, sought.exact))) == 1
    if alone and any(_beside(after, hits[0], sought)):
        return Anchor(found="once", span=hits[0])
    return Anchor(found="unsure")


def _alike(text: str, sought: Evidence) -> list[Span]:
    """Places of a text that have the words, and the same words before and after them."""
    return [hit for hit in _occurrences(text, sought.exact) if all(_beside(text, hit, sought))]


def _occurrences(text: str, words: str) -> Iterator[Span]:
    start = text.find(words)
    while start >= 0:
        yield Span(start, start + len(words))
        start = text.find(words, start + 1)


def _beside(text: str, hit: Span, sought: Evidence) -> tuple[bool, bool]:
    """Whether what stands before a hit, and after it, is what stood there; near an end of the text, up to it."""
    prefix, suffix = sought.prefix, sought.suffix
    before = text[max(0, hit.start - CONTEXT) : hit.start] == prefix
    after = text[hit.end : hit.end + CONTEXT] == suffix
    return before, after
