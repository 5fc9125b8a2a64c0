"""JSON Lines of other crawlers: one object a line, each a page ("json-1" from text, "json-html-1" from HTML)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from parley.errors import PageRefused
from parley.pages.dates import find_date
from parley.pages.formats.fields import authors_of, one_line
from parley.pages.linearize import find_lines
from parley.pages.marked import Marked, mark_paragraphs
from parley.pages.sandbox import Task, take_apart
from parley.terms.text import Byline, Page

RENDITION, RENDITION_HTML = "json-1", "json-html-1"
NAMES: Mapping[str, tuple[str, ...]] = {
    "url": ("url", "link", "canonical_url", "source_url", "source"),
    "html": ("html", "raw_html", "content_html"),
    "text": ("text", "maintext", "body", "content_text", "article_text", "full_text", "raw_text", "content"),
    "title": ("title", "headline"),
    "date": ("date", "published", "date_published", "date_publish", "published_at", "publish_date", "datePublished"),
    "publication": (
        "publication", "source", "source_name", "sitename", "site_name", "media_name", "outlet", "source_domain",
        "source-hostname", "hostname", "domain",
    ),
    "author": ("author", "authors", "byline", "creator"),
    "section": ("section", "sections", "categories", "category"),
    "fetched": ("fetched_at", "crawled_at", "date_download"),
}  # fmt: skip
"""For each field the names that other crawlers have for it; the first that holds something counts."""
_TAG = re.compile(r"</?(?:p|div|article|html|body|br|h[1-6]|span|section)\b", re.IGNORECASE)


def looks_like(start: bytes) -> bool:
    """Whether a file begins with a line that is an object with a page in it.

    Args:
        start: its first bytes; the first line may be cut off.
    """
    line, mark, _ = start.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    if not line.startswith(b"{"):
        return False
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        names = "|".join(NAMES["html"] + NAMES["text"]).encode()
        return not mark and re.search(rb'"(?:' + names + rb')"\s*:\s*"', line) is not None
    return isinstance(found, dict) and bool(field_of(found, "html") or field_of(found, "text"))


def read_object(line: bytes) -> dict[str, Any]:
    """The object on a line.

    Raises:
        PageRefused: it is no JSON object, or has no page in it.
    """
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise PageRefused(f"the line is no JSON ({error})", cure="Mend the line or leave it out") from error
    if not isinstance(found, dict):
        raise PageRefused("the line is no JSON object", cure="Write one object a line")
    if not (field_of(found, "html") or field_of(found, "text")):
        names = ", ".join(NAMES["html"] + NAMES["text"])
        raise PageRefused("the line has neither HTML nor text", cure=f"Name it one of these: {names}")
    return found


def field_of(found: Mapping[str, Any], field: str) -> str:
    """The value of a field as text, under the first of its names that holds some; empty if there is none."""
    for name in NAMES[field]:
        value = found.get(name)
        if isinstance(value, str) and value.strip():
            address = value.startswith(("http://", "https://"))
            if name == "source" and address != (field == "url"):
                continue  # some crawlers write the address there, others the paper
            return value.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")
    return ""


def address_of(found: Mapping[str, Any]) -> str | None:
    """The address, where it is one of the web."""
    url = field_of(found, "url").strip()
    return url if url.startswith(("http://", "https://")) else None


def fetched_at(found: Mapping[str, Any]) -> str:
    """When the crawler fetched the page, ISO date and time in UTC; empty where it does not say."""
    try:
        when = datetime.fromisoformat(field_of(found, "fetched").strip())
    except ValueError:
        return ""
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    try:
        return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError):
        return ""


def mark_object(page: Page) -> Marked:
    """What the object on a line says.

    Args:
        page: the line.

    Raises:
        PageRefused: it is no JSON object, or shows no text.
    """
    try:
        found = read_object(page.content)
    except PageRefused as refused:
        raise PageRefused(refused.what, where=page.location, cure=refused.cure) from refused
    html, text = field_of(found, "html"), field_of(found, "text")
    if not html and _TAG.search(text[:2000]):
        html, text = text, ""
    if html:
        task = Task(extractor="html", known={"url": address_of(found), "charset": "utf-8"})
        marked = replace(take_apart(task, html.encode(), where=page.location), rendition=RENDITION_HTML)
    else:
        lines = [(one_line(span.of(text)), True) for span in find_lines(text)]
        marked = mark_paragraphs(lines, rendition=RENDITION, trusted=False)
        if not marked.page_text:
            raise PageRefused("the line shows no text", where=page.location, cure="Fetch the page again")
    sections = _listed(found, "section")
    return replace(
        marked,
        title=one_line(field_of(found, "title")) or marked.title,
        date=find_date(field_of(found, "date")) or marked.date,
        publication=one_line(field_of(found, "publication")) or marked.publication,
        byline=_authors(found) or marked.byline,
        sections=sections or marked.sections,
        genre_words=sections or marked.genre_words,
        url=address_of(found) or marked.url,
    )


def _authors(found: Mapping[str, Any]) -> tuple[Byline, ...]:
    return tuple(author for name in _listed(found, "author") for author in authors_of(name))[:6]


def _listed(found: Mapping[str, Any], field: str) -> tuple[str, ...]:
    """The texts of a field that is a text, an object with a name, or a list of these."""
    for name in NAMES[field]:
        value = found.get(name)
        values: Iterable[Any] = value if isinstance(value, list) else [value]
        names = [one.get("name") if isinstance(one, dict) else one for one in values]
        texts = tuple(one_line(one.encode("utf-8", "replace").decode()) for one in names if isinstance(one, str))
        if any(texts):
            return tuple(text for text in texts if text)[:12]
    return ()
