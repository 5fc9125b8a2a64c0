"""An article as people corrected its blocks: another division of the same page text.

Law of this module: the page text stays as it is, so no evidence moves (law 1); what changes is which
blocks make the article's text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from parley.pages.article import text_of_blocks
from parley.pages.fields import find_language
from parley.terms.text import Article, BlockRole, Span


def correct_roles(article: Article, roles: Mapping[int, BlockRole]) -> Article:
    """The article with other roles for some blocks.

    Args:
        article: as the page was read.
        roles: where a block begins in the page text, to its right role; a place where none begins is left out.

    Returns:
        The article with its text made anew; a block that became the title gives the title, and teasers that no
        longer stand in a teaser's block are gone.
    """
    blocks = tuple(replace(one, role=roles.get(one.start, one.role)) for one in article.blocks)
    if blocks == article.blocks:
        return article
    pieces, text = text_of_blocks(article.page_text, blocks)
    titles = [one for one in blocks if one.role == "title" and roles.get(one.start) == "title"]
    title = article.page_text[titles[0].start : titles[0].end].strip() if titles else article.title
    kept = [Span(one.start, one.end) for one in blocks if one.role == "teaser"]
    teasers = tuple(one for one in article.teasers if all(any(k.overlaps(s) for k in kept) for s in one.spans))
    return replace(
        article,
        blocks=blocks,
        pieces=pieces,
        text=text,
        title=title,
        teasers=teasers,
        language=find_language(text),
    )
