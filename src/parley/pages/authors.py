"""The authors of an HTML page: its data, then elements that are marked as the author's or as a byline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from parley.pages.bylines import find_bare_byline, find_byline, is_agency, is_person, read_authors
from parley.pages.structured import in_margin, one_line, text_of
from parley.terms.names import fold_name
from parley.terms.text import Byline, Found

_MARKED = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?|auth|posted-?by|written-?by|contributors?|reporter|firma|autore?n?|autora|auteure?|"
    r"yazar|avtor|reviewer)(?:$|[\s_-])"
)
_NOT_MARKED = re.compile(r"bio|box|card|avatar|image|social|follow|comment|related|about|-list|archive")


def find_authors(tree: Any, data: Sequence[Found], site: str | None) -> tuple[tuple[Byline, ...], str]:
    """Authors and where they were found.

    Args:
        tree: the root element, as lxml gives it.
        data: what the page's data say.
        site: the outlet's name, which is no author.
    """
    groups: dict[str, list[Byline]] = {}
    for one in data:
        if one.field == "byline":
            groups.setdefault(one.where, []).extend(_named(one.value, site))
    for where, authors in groups.items():
        if authors and not all(is_agency(author.name) for author in authors):
            return tuple(dict.fromkeys(authors)), where
    for where, found in _from_elements(tree, site):
        return found, where
    for where, authors in groups.items():
        if authors:
            return tuple(dict.fromkeys(authors)), where
    return (), ""


def _named(value: str, site: str | None) -> list[Byline]:
    """The authors that one value of the data names; none where it is an address, the site or a desk of it."""
    name, _, role = value.partition(" | ")
    outlet = fold_name(site or "")
    if re.search(r"https?:|@|www\.", name) or (
        outlet and (fold_name(name).startswith(outlet) or outlet in fold_name(name))
    ):
        return []
    found = find_byline(name) or read_authors(name)
    people = [one for one in found if is_person(one.name) or is_agency(one.name)]
    if not people and 2 <= len(name.split()) <= 5 and not re.search(r"\d", name):
        people = [Byline(name=name.strip())]
    return [Byline(name=one.name, role=role.strip() or one.role) for one in people]


def _from_elements(tree: Any, site: str | None) -> Iterator[tuple[str, tuple[Byline, ...]]]:
    """Authors by elements: rel=author, then classes that say so; those in the page's margins are left out."""
    outlet = fold_name(site or "")
    links = [one for one in tree.iterfind(".//a[@rel]") if "author" in (one.get("rel") or "").casefold().split()]
    classes = [
        one
        for one in tree.iterfind(".//*[@class]")
        if _MARKED.search((one.get("class") or "").casefold())
        and not _NOT_MARKED.search((one.get("class") or "").casefold())
    ]
    names = [
        Byline(name=one_line(text_of(one))) for one in links if not in_margin(one) and is_person(one_line(text_of(one)))
    ]
    for element in classes:
        words = one_line(text_of(element))
        if not words or len(words) > 160 or in_margin(element):
            continue
        found = tuple(one for one in find_bare_byline(words) if fold_name(one.name) != outlet)
        if found and len(found) >= len(names):
            yield "element of the author", found
            return
    if names:
        yield "link rel=author", tuple(dict.fromkeys(names))[:6]
