"""HTML pages: our linearization of the whole page, trafilatura's choice of what is the article.

Runs in the process of ``sandboxed``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import lxml.html
from trafilatura import bare_extraction, extract_metadata

from parley.errors import PageRefused
from parley.pages.authors import find_authors
from parley.pages.bylines import read_authors
from parley.pages.dates import find_date
from parley.pages.decode import decode
from parley.pages.linearize import HTML, linearize_html
from parley.pages.marked import Hints, Marked
from parley.pages.structured import read_structured
from parley.pages.titles import name_page
from parley.terms.text import PARAGRAPH_BREAK, Found

SHINGLE = 3
SHARED = 0.7
"""A line belongs to the article where so many of its three-word shingles stand in the extractor's text."""
FAULTS = (ValueError, TypeError, AttributeError, KeyError, IndexError, lxml.etree.LxmlError, RecursionError)
"""What the extractor raises on odd pages; the page's own lines are still there."""
_WORD = re.compile(r"\w+")


def mark_up(content: bytes, *, url: str | None = None, charset: str | None = None) -> Marked:
    """What the markup of a page says.

    Args:
        content: the page as fetched.
        url: its address.
        charset: the encoding that the server declared.

    Raises:
        PageRefused: it is not text, or there is no readable element in it.
    """
    decoded = decode(content, where="", charset=charset)
    tree = parse_html(decoded)
    found = _extract(decoded, url)
    page_text = linearize_html(tree)
    if not page_text:
        raise PageRefused(
            "the page shows no text",
            cure="It may be filled in by scripts, or nested too deeply: save what the browser shows",
        )
    lines = page_text.split(PARAGRAPH_BREAK)
    main = match_lines(lines, (found.text or "") if found else "")
    data = read_structured(tree)
    named = name_page(tree, data)
    dates = [replace(one, value=date) for one in data if one.field == "date" and (date := find_date(one.value))]
    byline, by_where = find_authors(tree, data, named.site.value if named.site else None)
    sections = [one for one in data if one.field == "section"][:4]
    title, day, site = named.title, next(iter(dates), None), named.site
    kept = [one for one in (title, day, site, *sections[:1]) if one is not None]
    return Marked(
        page_text=page_text,
        rendition=HTML,
        main=tuple(main) if any(main) else None,
        title=title.value if title else None,
        date=day.value if day else None,
        publication=site.value if site else None,
        byline=byline,
        sections=tuple(dict.fromkeys(one.value for one in sections)),
        url=_address(tree) or url,
        genre_words=tuple(one.value for one in data if one.field in ("section", "crumb")),
        kind=next((one.value for one in data if one.field == "kind"), None),
        found=(*kept, *(Found(field="byline", value=one.name, where=by_where) for one in byline)),
        hints=Hints() if title and day else _hints(decoded, url),
    )


def _hints(decoded: str, url: str | None) -> Hints:
    """What the extractor guesses, for pages whose data say nothing plainer."""
    try:
        guessed = extract_metadata(decoded, default_url=url)
    except FAULTS:
        return Hints()
    return Hints(
        title=guessed.title or None, date=find_date(guessed.date or ""), byline=read_authors(guessed.author or "")
    )


def parse_html(decoded: str) -> Any:
    """The root element of a page.

    Raises:
        PageRefused: there is no element in it.
        MemoryError: it takes more memory than there is.
    """
    try:
        # An XML declaration in a text that is already decoded is an error to lxml.
        return lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", decoded))
    except (lxml.etree.LxmlError, ValueError) as error:
        if getattr(error, "code", None) == lxml.etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise PageRefused("the HTML holds no element", cure="Fetch it again or leave it out") from error


def _extract(decoded: str, url: str | None) -> Any:
    """The extractor's answer, or None: whatever fails in it, the page's own lines are still there."""
    try:
        return bare_extraction(
            decoded, url=url, include_comments=False, include_tables=True, favor_precision=True, with_metadata=False
        )
    except FAULTS:
        return None


def match_lines(lines: Sequence[str], extracted: str) -> list[bool]:
    """Which lines of a page the extractor's text holds.

    Args:
        lines: the lines of our linearization.
        extracted: the extractor's text.

    Returns:
        True for lines whose shingles are (nearly) all there; short lines must stand there as a line.
    """
    wanted = Counter(_shingles(extracted))
    short = {" ".join(_WORD.findall(line.casefold())) for line in extracted.splitlines()}
    found = []
    for line in lines:
        words = _WORD.findall(line.casefold())
        if len(words) < SHINGLE + 2:
            found.append(bool(words) and " ".join(words) in short)
            continue
        own = list(_shingles(line))
        found.append(sum(wanted[shingle] > 0 for shingle in own) >= SHARED * len(own))
    return _one_copy(lines, found)


def _one_copy(lines: Sequence[str], found: list[bool]) -> list[bool]:
    """Of a short line that stands often only those next to the article's own lines are kept."""
    kept = list(found)
    for index, line in enumerate(lines):
        if found[index] and len(_WORD.findall(line)) < SHINGLE + 2:
            near = [
                i
                for i in range(max(0, index - 2), min(len(lines), index + 3))
                if i != index and found[i] and len(_WORD.findall(lines[i])) >= SHINGLE + 2
            ]
            kept[index] = bool(near)
    return kept


def _shingles(text: str) -> list[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return [tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)]


def _address(tree: Any) -> str | None:
    for link in tree.iterfind(".//link[@rel='canonical']"):
        href = link.get("href") or ""
        if href.startswith(("http://", "https://")):
            return str(href)
    return None
