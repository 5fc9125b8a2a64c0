"""The lines around a title that are fields: date, authors, sections, publication. Works on any page's lines.

Law of this module: a line counts for what stands in it and for where it stands; what is ambiguous is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parley.pages.bylines import find_bare_byline, find_biography, find_byline, is_agency
from parley.pages.dates import find_date
from parley.pages.fields import find_genre, find_sections
from parley.terms.names import fold_name
from parley.terms.text import BlockRole, Byline, Found

ABOVE, BELOW = 4, 8
"""Lines above the title and beneath it that may be its fields."""
LONGEST = 200
_PUBLISHED = re.compile(
    r"publish|posted|first |issued|released|publié|veröffentlicht|erstellt|publicad|pubblicat|опубликован|опубліковано|yayın",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"(?:last )?(?:updated?|modified|edited)|mis à jour|aktualisiert|actualizad|atualizad|aggiornat|обновлен|оновлено|güncel",
    re.IGNORECASE,
)
_CRUMB = re.compile(r"\s*(?:»|›|>|→|::)\s*|\s+[/|]\s+")
_HOME = frozenset(
    "home homepage start startseite accueil inicio início portada главная головна ana sayfa news front page "
    "you are here you are here:".split()
) | {"you are here", "you are here:", "ana sayfa", "front page"}
_HERE = re.compile(r"^you are here\s*:?\s*", re.IGNORECASE)
_NO_KICKER = re.compile(
    r"(?:menu|search|suche|buscar|subscribe|sign|log ?in|share|print|latest|breaking|live|advert|skip|donate|photo|home|"
    r"ministry|office|government|the )\b",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)?\d\d)?)?\s*(?:by\s+)?(?P<name>[^.|·•\d]{3,60})",
    re.IGNORECASE,
)
_NO_OUTLET = re.compile(
    r"^(?:skip|menu|search|home|about|contact|privacy|subscribe|sign|log ?in|share|print|live|breaking|download|font|listen|photo|reading|you are|for immediate|press release|media release|news release|ref|no|opinion|interviews?)\b|"
    r"[|/<>»›\[\]•·:]|\b(?:19|20)\d\d\b|[.!?]$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Fields that a page's lines state, each with the line."""

    date: Found | None = None
    byline: tuple[Byline, ...] = ()
    byline_where: str = ""
    sections: tuple[str, ...] = ()
    sections_where: str = ""
    publication: Found | None = None


def read_head(lines: Sequence[str], roles: Sequence[BlockRole], closing: int, *, site: str | None = None) -> Head:
    """The fields that lines around the title and beneath the article state.

    Args:
        lines: the lines of a page.
        roles: what was decided about them.
        closing: index of the first line that is no longer the article's.
        site: the publication, where it is known: a crumb of that name is no section.
    """
    title = next((i for i, role in enumerate(roles) if role == "title"), None)
    first = next((i for i, role in enumerate(roles) if role in ("lead", "body")), min(closing, len(lines)))
    order = [
        i for i in _order(title, first, closing, len(lines)) if roles[i] == "furniture" and len(lines[i]) <= LONGEST
    ]
    byline, at = _byline(lines, roles, order, title, first)
    sections, crumb = _sections(lines, order, title, first, site)
    return Head(
        date=_date(lines, order, title),
        byline=byline,
        byline_where=_line(at),
        sections=sections,
        sections_where=_line(crumb),
        publication=_publication(lines, title if title is not None else first),
    )


def _line(index: int | None) -> str:
    return "" if index is None else f"line {index + 1}"


def _order(title: int | None, first: int, closing: int, count: int) -> Iterator[int]:
    """The lines that may be fields: beneath the title, then above it, then in and after the text."""
    start = title + 1 if title is not None else 0
    yield from range(start, max(start, first))
    if title is not None:
        yield from range(title - 1, -1, -1)
    yield from range(max(first, start), min(count, closing + BELOW))


def _date(lines: Sequence[str], order: Sequence[int], title: int | None) -> Found | None:
    """The day of publication: a line that says so, else the first dated one, else that of an update."""
    best: tuple[int, int, str, int] | None = None
    for place, index in enumerate(order):
        line = lines[index]
        own = _UPDATED.split(line)[0] if _UPDATED.search(line) else line
        value = find_date(own)
        rank = 0 if value and _PUBLISHED.search(own) else 1
        if value is None and own != line and (value := find_date(line)) is not None:
            rank = 0 if _PUBLISHED.search(line) else 3
            value = find_date(line[_start(line) :]) or value
        if value is None:
            continue
        if rank == 1 and title is not None and index < title - ABOVE:
            rank = 2
        if best is None or (rank, place) < best[:2]:
            best = (rank, place, value, index)
    return Found(field="date", value=best[2], where=_line(best[3])) if best else None


def _start(line: str) -> int:
    """Where the words of publication begin in a line that names an update first."""
    match = _PUBLISHED.search(line)
    return match.start() if match else 0


def _byline(
    lines: Sequence[str], roles: Sequence[BlockRole], order: Sequence[int], title: int | None, first: int
) -> tuple[tuple[Byline, ...], int | None]:
    """Authors: a line that says "by", else a bare name beneath the title, else a biography beneath the text.

    A news agency is the author where no person is.
    """
    beneath = range(title + 1, min(first, title + 1 + BELOW)) if title is not None else range(0)
    last = max((i for i, role in enumerate(roles) if role in ("lead", "body")), default=first)
    said = [(find_byline(lines[index]), index) for index in order]
    bare = [(_with_next_line(find_bare_byline(lines[index]), lines, index, first), index) for index in beneath]
    lives = [(find_biography(lines[index]), index) for index in range(last, min(len(lines), last + 1 + BELOW))]
    found = [(authors, index) for authors, index in (*said, *bare) if authors]
    people = [(authors, index) for authors, index in found if not is_agency(authors[0].name)]
    others = [(authors, index) for authors, index in lives if authors]
    return next(iter(people or found or others), ((), None))


def _with_next_line(found: tuple[Byline, ...], lines: Sequence[str], index: int, first: int) -> tuple[Byline, ...]:
    """A lone author with the role that stands on the line beneath the name."""
    if len(found) != 1 or found[0].role or index + 1 >= first:
        return found
    below = find_byline(f"{found[0].name}, {lines[index + 1]}")
    return below if below and not find_byline(lines[index + 1]) else found


def _sections(
    lines: Sequence[str], order: Sequence[int], title: int | None, first: int, site: str | None
) -> tuple[tuple[str, ...], int | None]:
    """Sections of a line such as "2023/09/09 | interview, politics" or "Home > Opinion > Columns"."""
    above = [index for index in order if index < first]
    for index in above:
        if found := find_sections(lines[index]) or _labelled(lines[index]):
            return found, index
    for index in above:
        line = _HERE.sub("", lines[index])
        marks = re.findall(r"»|›|>|→|(?<=\s)[/|](?=\s)", line)
        if "|" in marks and (len(marks) > 2 or title is None or not 0 < title - index <= 3):
            continue
        parts = [part.strip() for part in _CRUMB.split(line) if part.strip()]
        if not marks or not 1 <= len(parts) <= 5 or len(lines[index]) > 120:
            continue
        known = fold_name(site or "")
        kept = [one for one in parts if fold_name(one) not in _HOME and fold_name(one) != known and len(one) <= 50]
        if kept and not any(_NO_KICKER.match(one) or find_date(one) for one in kept):
            return tuple(kept), index
    return _kicker(lines, title, site)


def _labelled(line: str) -> tuple[str, ...]:
    """The genre that stands first in a line of fields: "Opinion | Johanna Lindqvist | 12 January 2026"."""
    first, *others = (part.strip() for part in line.split("|"))
    dated = any(find_date(part) for part in others)
    return (first,) if dated and len(first.split()) <= 2 and find_genre((first,)) else ()


def _kicker(lines: Sequence[str], title: int | None, site: str | None) -> tuple[tuple[str, ...], int | None]:
    """The one to three words right above the title."""
    for index in range((title or 0) - 1, max(-1, (title or 0) - 3), -1):
        line = lines[index].strip()
        plain = 1 <= len(line.split()) <= 3 and len(line) <= 32 and not re.search(r"[\d|:.!?\[\]…]", line)
        known = fold_name(line) in _HOME or fold_name(line) == fold_name(site or "")
        if plain and line[:1].isupper() and not known and not _NO_KICKER.match(line):
            return (line.capitalize() if line.isupper() else line,), index
    return (), None


def _publication(lines: Sequence[str], head: int) -> Found | None:
    """The outlet: the first line above the title where it is a name, else the holder of the rights."""
    for index in range(min(3, head)):
        for part in re.split(r"\s{3,}", lines[index]):
            name = _CRUMB.split(part)[0].strip() if _CRUMB.search(part) else part.strip()
            name = re.sub(r"^[A-ZÀ-Ý]{2,8}\s+[–—-]\s+", "", name)
            if _is_outlet(name):
                return Found(field="publication", value=_as_in_text(name, lines), where=_line(index))
    for index in range(len(lines) - 1, max(-1, len(lines) - 12), -1):
        match = _RIGHTS.search(lines[index][:LONGEST])
        if match and _is_outlet(name := match.group("name").strip(" ,")):
            return Found(field="publication", value=name, where=_line(index))
    return None


def _is_outlet(name: str) -> bool:
    """Whether a line may be the name of an outlet: a few words in capitals, no menu, date or sentence."""
    words = name.split()
    if not 2 <= len(words) <= 9 or len(name) > 70 or _NO_OUTLET.search(name) or find_date(name):
        return False
    return sum(word[:1].isupper() for word in words) >= 0.5 * len(words) and words[0][:1].isupper()


def _as_in_text(name: str, lines: Sequence[str]) -> str:
    """A name in capitals as the page writes it elsewhere, else with usual ones."""
    if not name.isupper():
        return name
    for line in lines:
        found = re.search(re.escape(name), line, re.IGNORECASE)
        if found and not found.group().isupper() and found.group()[0].isupper():
            return found.group()
    small = {"Of", "The", "And", "For", "On", "In", "De", "Du", "Des", "La"}
    words = name.title().split()
    return " ".join(word if number == 0 or word not in small else word.lower() for number, word in enumerate(words))
