"""What bibliographies are made of: the articles behind some rows, each once."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from parley.exports.addresses import web_address
from parley.exports.characters import one_line
from parley.terms.tables import ArticleRow, StatementRow
from parley.terms.text import Genre

_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?:$|T)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """An article as a bibliography names it."""

    key: str
    """Permanent key of the article."""
    name: str
    """Citation key: letters, digits and a hyphen; the same in every export."""
    title: str | None
    authors: tuple[str, ...]
    publication: str | None
    date: tuple[int, ...]
    """Year, month, day, as far as they are known; empty for none."""
    genre: Genre | None
    url: str | None
    language: str | None
    fetched: tuple[int, ...]
    """When the page was fetched: year, month, day."""


def works_of(rows: Iterable[StatementRow | ArticleRow]) -> Iterator[Work]:
    """The articles of some rows, each once, in the order of their first row.

    The keys of the articles that were seen are kept in memory.

    Args:
        rows: articles, or statements, whose articles are taken.
    """
    seen: set[str] = set()
    for row in rows:
        key = row.key if isinstance(row, ArticleRow) else row.article_key
        if key not in seen:
            seen.add(key)
            yield _work(row, key)


def date_parts(date: str | None) -> tuple[int, ...]:
    """Year, month, day of an ISO prefix, as far as it goes; empty where it is none."""
    found = _DATE.match(date or "")
    return tuple(int(part) for part in found.groups() if part) if found else ()


def citation_key(publication: str | None, date: tuple[int, ...], key: str) -> str:
    """A citation key: outlet and year to be known by, twelve digits of the article's digest to be its own."""
    plain = unicodedata.normalize("NFKD", publication or "").encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "", re.sub(r"^the\s+", "", plain))[:24] or "article"
    year = f"{date[0]:04d}" if date else ""
    return f"{name}{year}-{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _work(row: StatementRow | ArticleRow, key: str) -> Work:
    date = date_parts(row.date)
    article = row if isinstance(row, ArticleRow) else None
    return Work(
        key=key,
        name=citation_key(row.publication, date, key),
        title=one_line(row.title or "") or None,
        authors=tuple(filter(None, map(one_line, row.byline))),
        publication=one_line(row.publication or "") or None,
        date=date,
        genre=row.genre,
        url=web_address(row.url),
        language=article.language if article else None,
        fetched=date_parts(article.fetched_at) if article else (),
    )
