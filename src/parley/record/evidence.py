"""Quotations and where they stand: made from a page text, and checked against it.

Position and quote selectors follow the W3C Web Annotation Data Model (2017), sections 4.2.4 and
4.2.5. Offsets are code points of the page text.
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.errors import EvidenceError
from parley.record.digest import digest_text
from parley.terms.review import Evidence
from parley.terms.text import Article, Span

CONTEXT = 32
"""Characters kept before and after a quotation, by which it is found again on a changed page."""


def quote(page_text: str, span: Span) -> Evidence:
    """The evidence for a span of a page text.

    Raises:
        EvidenceError: the span holds no character of the text.
    """
    if not 0 <= span.start < span.end <= len(page_text):
        raise EvidenceError(
            f"[{span.start}, {span.end}) holds no words of a page text of {len(page_text)} characters",
            where="evidence",
            cure="Offsets are code points, end exclusive",
        )
    exact = span.of(page_text)
    return Evidence(
        start=span.start,
        end=span.end,
        exact=exact,
        prefix=page_text[max(0, span.start - CONTEXT) : span.start],
        suffix=page_text[span.end : span.end + CONTEXT],
        sha256=digest_text(exact),
    )


def evidence_fault(page_text: str, evidence: Evidence) -> str | None:
    """What is wrong with a piece of evidence, as a clause; None if it stands where it says."""
    start, end = evidence.start, evidence.end
    if not 0 <= start < end <= len(page_text) or page_text[start:end] != evidence.exact:
        return f"the quotation does not stand at [{start}, {end})"
    if digest_text(evidence.exact) != evidence.sha256:
        return "the quotation's digest differs"
    if not page_text[:start].endswith(evidence.prefix) or not page_text[end:].startswith(evidence.suffix):
        return "the words around the quotation differ"
    return None


def check_evidence(page_text: str, evidence: Evidence) -> None:
    """Refuse evidence that does not stand where it says.

    Raises:
        EvidenceError: the page text has other words there.
    """
    fault = evidence_fault(page_text, evidence)
    if fault is not None:
        raise EvidenceError(fault, where="evidence", cure="Take the offsets from the page text that is stored")


def article_faults(article: Article) -> Iterator[str]:
    """What is wrong between an article and its page text: blocks that do not tile, pieces that lead astray.

    Yields:
        One clause for each fault.
    """
    edge = 0
    for number, block in enumerate(article.blocks):
        if block.start != edge or block.end <= block.start:
            yield f"block {number} begins at {block.start} and ends at {block.end}, where {edge} was expected"
        if block.copy_of is not None and not 0 <= block.copy_of < len(article.blocks):
            yield f"block {number} repeats block {block.copy_of}, which does not exist"
        edge = block.end
    if edge != len(article.page_text):
        yield f"the blocks end at {edge}, the page text at {len(article.page_text)}"
    edge = 0
    for number, piece in enumerate(article.pieces):
        words = article.page_text[max(0, piece.page_start) :][: max(0, piece.end - piece.start)]
        if piece.end <= piece.start or piece.page_start < 0 or article.text[piece.start : piece.end] != words:
            yield f"piece {number} leads to other words"
        if piece.start < edge or article.text[edge : piece.start].strip():
            yield f"before piece {number} the text has words that no piece leads back"
        edge = piece.end
    if edge != len(article.text):
        yield f"the pieces end at {edge}, the text at {len(article.text)}"
