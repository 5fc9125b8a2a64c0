"""The fields of an article: what the markup says, then the lines around the title, then the address, then guesses.

Law of this module: each field comes with the place it was found at, and one that nothing states is None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parley.knowledge.datelines import Dateline
from parley.pages.bylines import is_agency, with_roles
from parley.pages.dates import find_date
from parley.pages.fields import find_genre, genre_of_author, genre_of_kind, genre_of_text
from parley.pages.head import Head, read_head
from parley.pages.marked import Marked
from parley.pages.roles import Roles
from parley.terms.names import fold_name
from parley.terms.text import PARAGRAPH_BREAK, Byline, Found, Genre

_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/\-_.]|$)")
SHORT = 60
"""Characters of a line near the title that may name a genre."""
_MENU = re.compile(r"[|•·/]|\s{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The fields of an article, and where each was found."""

    title: str | None
    date: str | None
    sections: tuple[str, ...]
    genre: Genre | None
    publication: str | None
    byline: tuple[Byline, ...]
    found: tuple[Found, ...]


def find_fields(
    marked: Marked,
    lines: Sequence[str],
    roles: Roles,
    dateline: Dateline | None,
    text: str,
    *,
    announced: str | None = None,
) -> Fields:
    """The fields of an article.

    Args:
        marked: what the page's markup says.
        lines: its lines.
        roles: what was decided about them.
        dateline: what stands before the first sentence.
        text: the article's text.
        announced: when it was published, as a feed says.
    """
    head = read_head(lines, roles.roles, roles.closing, site=marked.publication)
    title = _title(marked, lines, roles)
    date = _date(marked, head, dateline, announced)
    publication = _publication(marked, head, dateline)
    byline, by_where = _byline(marked, head, publication.value if publication else None)
    sections = marked.sections or head.sections
    said = (dateline.genre_word if dateline else None, *sections, title.value if title else None)
    genre = _genre(marked, _near(lines, roles), said, byline, text)
    where = next((one.where for one in marked.found if one.field == "section"), head.sections_where or "file")
    rows = [
        title,
        date,
        publication,
        *(Found(field="byline", value=one.name, where=by_where) for one in byline),
        *(Found(field="section", value=one, where=where) for one in sections),
        genre,
    ]
    return Fields(
        title=title.value if title else None,
        date=date.value if date else None,
        sections=sections,
        genre=genre.value if genre else None,  # type: ignore[arg-type]
        publication=publication.value if publication else None,
        byline=byline,
        found=tuple(row for row in rows if row is not None),
    )


def _said(marked: Marked, field: str, value: str) -> Found:
    """What the markup says about a field; files that are no web pages name no place."""
    where = next((one.where for one in marked.found if one.field == field), "file")
    return Found(field=field, value=value, where=where)


def _title(marked: Marked, lines: Sequence[str], roles: Roles) -> Found | None:
    if marked.title:
        return _said(marked, "title", marked.title)
    index = next((i for i, role in enumerate(roles.roles) if role == "title"), None)
    if index is not None:
        return Found(field="title", value=lines[index], where=f"line {index + 1}")
    return Found(field="title", value=marked.hints.title, where="guess") if marked.hints.title else None


def _date(marked: Marked, head: Head, dateline: Dateline | None, announced: str | None) -> Found | None:
    if marked.date:
        return _said(marked, "date", marked.date)
    if head.date is not None:
        return head.date
    if dateline is not None and (value := find_date(dateline.when or "")):
        return Found(field="date", value=value, where="dateline")
    match = _IN_ADDRESS.search(marked.url or "")
    if match and (value := find_date("-".join(match.groups()))):
        return Found(field="date", value=value, where="address")
    if announced is not None:
        return Found(field="date", value=announced[:10], where="feed")
    return Found(field="date", value=marked.hints.date, where="guess") if marked.hints.date else None


def _publication(marked: Marked, head: Head, dateline: Dateline | None) -> Found | None:
    if marked.publication:
        return _said(marked, "publication", marked.publication)
    if dateline is not None and dateline.publication:
        return Found(field="publication", value=dateline.publication, where="dateline")
    return head.publication


def _byline(marked: Marked, head: Head, publication: str | None) -> tuple[tuple[Byline, ...], str]:
    """Authors of the markup with the roles of the lines; the outlet itself is none of its authors."""
    outlet = fold_name(publication or "")
    written = tuple(one for one in marked.byline if not outlet or not fold_name(one.name).startswith(outlet))
    where = next((one.where for one in marked.found if one.field == "byline"), "file")
    people = [one for one in written if not is_agency(one.name)]
    if people or (written and not head.byline):
        return with_roles(people or written, head.byline), where
    if head.byline:
        return head.byline, head.byline_where
    return marked.hints.byline, "guess"


def _genre(
    marked: Marked, near: Sequence[str], said: Sequence[str | None], byline: tuple[Byline, ...], text: str
) -> Found | None:
    """The first of these that tells: the page's data, its dateline, sections and title, lines near it, the text.

    Args:
        marked: what the markup says.
        near: short lines near the title.
        said: the dateline's word, sections and title.
        byline: the authors.
        text: the article's text.
    """
    authors = " ".join(one.role or "" for one in byline)
    answers: tuple[tuple[Genre | None, str], ...] = (
        (genre_of_kind(marked.kind), "JSON-LD @type"),
        (find_genre(said[:1]), "dateline"),
        (find_genre([*marked.genre_words, *said[1:]]), "section or title"),
        (find_genre(near), "line near the title"),
        ("interview" if "interviewer" in authors else None, "byline"),
        (genre_of_text(text.split(PARAGRAPH_BREAK)), "questions and answers"),
        ("wire" if byline and all(is_agency(one.name) for one in byline) else None, "byline"),
        (genre_of_author(byline), "role of the author"),
    )
    return next((Found(field="genre", value=value, where=where) for value, where in answers if value), None)


def _near(lines: Sequence[str], roles: Roles) -> list[str]:
    """Short lines of furniture right above the text; menus are left out."""
    first = next((i for i, role in enumerate(roles.roles) if role in ("lead", "body")), 0)
    return [
        lines[i]
        for i in range(max(0, first - 12), first)
        if roles.roles[i] == "furniture" and len(lines[i]) < SHORT and len(_MENU.findall(lines[i])) < 2
    ]
