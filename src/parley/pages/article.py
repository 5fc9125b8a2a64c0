"""A page to an article: its text from lead and body, its fields from everything else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parley.knowledge.datelines import Dateline, find_dateline
from parley.pages.blocks import BlockClassifier, find_copies
from parley.pages.extract import extract
from parley.pages.fields import find_language
from parley.pages.linearize import PLAIN, find_lines
from parley.pages.marked import Marked
from parley.pages.metadata import find_fields
from parley.pages.roles import Roles, find_roles
from parley.pages.sites import without_site_lines
from parley.pages.teasers import find_teasers
from parley.terms.text import PARAGRAPH_BREAK, Article, Block, BlockRole, Page, Piece, Span


def read_article(page: Page, *, classifier: BlockClassifier, known: frozenset[int] = frozenset()) -> Article:
    """The article that a page holds.

    Args:
        page: the bytes.
        classifier: tells the lines of a flattened page apart.
        known: lines that the page's site prints on other pages, too, as ``sites`` finds them.

    Returns:
        The article; its blocks tile its page text, its pieces lead every character of its text back.

    Raises:
        PageRefused: the bytes cannot be read as what they are.
    """
    return make_article(page, extract(page), classifier, known)


def make_article(
    page: Page, marked: Marked, classifier: BlockClassifier, known: frozenset[int] = frozenset()
) -> Article:
    """The article from a page's text and what its markup says.

    Args:
        page: the bytes.
        marked: what the markup says.
        classifier: tells the lines of a flattened page apart.
        known: lines that the page's site prints on other pages, too, as ``sites`` finds them.
    """
    text = marked.page_text
    spans = _spans(text, marked.rendition)
    lines = [span.of(text) for span in spans]
    main = marked.main or tuple(bool(score >= classifier.cut) for score in classifier.score(lines))
    main = without_site_lines(lines, main, known) if known else main
    copies = find_copies(lines)
    roles = find_roles(lines, main, copies, title=marked.title, trusted=marked.main is not None and marked.trusted)
    blocks, dateline = _blocks(text, spans, roles, copies)
    pieces, article_text = text_of_blocks(text, blocks)
    fields = find_fields(marked, lines, roles, dateline, article_text, announced=page.announced)
    return Article(
        id=page.name,
        page_text=text,
        rendition=marked.rendition,
        blocks=blocks,
        text=article_text,
        pieces=pieces,
        title=fields.title,
        date=fields.date,
        sections=fields.sections,
        genre=fields.genre,
        publication=fields.publication,
        byline=fields.byline,
        language=find_language(article_text),
        comments=roles.comments,
        teasers=find_teasers(text, spans, [i for i, role in enumerate(roles.roles) if role == "teaser"]),
        url=marked.url or page.url,
        found=fields.found,
    )


def lines_of(page_text: str, rendition: str) -> list[str]:
    """The lines of a page.

    Args:
        page_text: of the page.
        rendition: name and version of the linearization that made it.
    """
    return [span.of(page_text) for span in _spans(page_text, rendition)]


def _spans(page_text: str, rendition: str) -> tuple[Span, ...]:
    return find_lines(page_text) if rendition == PLAIN else _paragraphs(page_text)


def _paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of our own linearization."""
    ends = [match.span() for match in re.finditer(r"\n{2,}", text)]
    starts = zip([0, *(end for _, end in ends)], [*(start for start, _ in ends), len(text)], strict=True)
    return tuple(Span(start, end) for start, end in starts if start < end)


def _blocks(
    text: str, spans: Sequence[Span], roles: Roles, copies: dict[int, int]
) -> tuple[tuple[Block, ...], Dateline | None]:
    """Blocks that tile the page text, each with the separator behind it; the dateline is one of its own."""
    if not spans:
        return (Block(start=0, end=len(text), role="furniture"),), None
    first = next((i for i, role in enumerate(roles.roles) if role in ("lead", "body")), None)
    dateline = find_dateline(text, spans[first].start) if first is not None else None
    rows: list[tuple[int, BlockRole, int | None]] = []
    place: dict[int, int] = {}
    for index, span in enumerate(spans):
        if index == first and dateline is not None and dateline.end < span.end:
            rows.append((span.start, "furniture", None))
            place[index] = len(rows)
            rows.append((dateline.end, roles.roles[index], copies.get(index)))
            continue
        place[index] = len(rows)
        rows.append((span.start, roles.roles[index], copies.get(index)))
    rows[0] = (0, rows[0][1], rows[0][2])
    ends = [start for start, _, _ in rows[1:]] + [len(text)]
    blocks = tuple(
        Block(start=start, end=end, role=role, copy_of=place[copy] if copy is not None else None)
        for (start, role, copy), end in zip(rows, ends, strict=True)
    )
    return blocks, dateline


def text_of_blocks(page_text: str, blocks: Sequence[Block]) -> tuple[tuple[Piece, ...], str]:
    """The article's text, lead and body joined by blank lines, and its piece table."""
    pieces: list[Piece] = []
    parts: list[str] = []
    at = 0
    for block in blocks:
        if block.role not in ("lead", "body"):
            continue
        raw = page_text[block.start : block.end]
        shown = raw.strip()
        if not shown:
            continue
        if parts:
            at += len(PARAGRAPH_BREAK)
        start = block.start + len(raw) - len(raw.lstrip())
        pieces.append(Piece(start=at, end=at + len(shown), page_start=start))
        parts.append(shown)
        at += len(shown)
    return tuple(pieces), PARAGRAPH_BREAK.join(parts)
