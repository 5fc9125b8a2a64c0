"""Teasers: pointers to other articles, once each however often the page prints them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parley.knowledge.datelines import find_dateline
from parley.pages.bylines import find_byline
from parley.pages.fields import find_genre
from parley.terms.names import fold_name
from parley.terms.text import Byline, Span, Teaser


def find_teasers(page_text: str, spans: Sequence[Span], indices: Iterable[int]) -> tuple[Teaser, ...]:
    """The teasers of a page.

    Args:
        page_text: the page's text.
        spans: where its lines stand.
        indices: the lines that are teasers.

    Returns:
        One teaser for each other article, in the order of its first copy, with the spans of all copies.
    """
    found: dict[str, Teaser] = {}
    for group in _groups(page_text, spans, sorted(indices)):
        teaser = _teaser(page_text, group)
        key = fold_name(teaser.title)
        before = found.get(key)
        if before is None:
            found[key] = teaser
        else:
            fuller = before if before.lead else teaser
            found[key] = Teaser(
                title=before.title,
                lead=fuller.lead,
                genre=fuller.genre,
                publication=fuller.publication,
                byline=before.byline or teaser.byline,
                spans=(*before.spans, *teaser.spans),
            )
    return tuple(found.values())


def _groups(page_text: str, spans: Sequence[Span], indices: Sequence[int]) -> list[list[Span]]:
    """Lines of one teaser each: a heading begins a new one, leads and bylines belong to the last."""
    groups: list[list[Span]] = []
    last = -2
    for index in indices:
        line = spans[index].of(page_text)
        follows = groups and index == last + 1 and (bool(find_byline(line)) or _is_lead(page_text, line, groups[-1]))
        if follows:
            groups[-1].append(spans[index])
        else:
            groups.append([spans[index]])
        last = index
    return groups


def _is_lead(page_text: str, line: str, group: list[Span]) -> bool:
    """Whether a line is the lead of the teaser before it: running text after a lone heading."""
    return (
        len(group) == 1
        and (line.rstrip()[-1:] in '.!?…”"' or len(line) > 150)
        and len(line) > 60
        and len(group[0].of(page_text)) < 200
    )


def _teaser(page_text: str, group: list[Span]) -> Teaser:
    """A teaser from its lines: title, lead, byline."""
    title, *rest = (span.of(page_text) for span in group)
    lead: str | None = None
    byline: Byline | None = None
    for line in rest:
        authors = find_byline(line)
        if authors:
            byline = authors[0]
        elif lead is None:
            lead = line
    dateline = find_dateline(lead, 0) if lead else None
    return Teaser(
        title=title,
        lead=lead[dateline.end :] if lead and dateline else lead,
        genre=find_genre([dateline.genre_word]) if dateline else None,
        publication=dateline.publication if dateline else None,
        byline=byline,
        spans=(Span(group[0].start, group[-1].end),),
    )
