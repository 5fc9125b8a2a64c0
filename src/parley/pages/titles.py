"""The title of an HTML page: where its data, its headings and its title element agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from parley.pages.structured import in_margin, one_line, text_of
from parley.terms.names import fold_name
from parley.terms.text import Found

_PARTS = re.compile(r"\s+(?:[|–—·]|::?|-)\s+|\s*::\s*|(?<=\w):\s+|\s+»\s+(?!.*«)(?=\w)")
LONGEST_SITE = 8
"""Words of a site's name in a title element."""
_HEADINGS = ("h1", "h2", "h3")
_LABEL = re.compile(
    r"(?:opinion|analysis|interview|exclusive|watch|video|live|commentary|editorial|explainer)s?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a page is called, and what its site is called."""

    title: Found | None
    site: Found | None


def name_page(tree: Any, data: Sequence[Found]) -> Named:
    """Title and site of a page.

    Args:
        tree: the root element, as lxml gives it.
        data: what the page's data say.
    """
    element = next(iter(tree.iterfind(".//title")), None)
    written = one_line(text_of(element)) if element is not None else ""
    site = next((one for one in data if one.field == "publication"), None)
    titles = [one for one in data if one.field == "title"]
    headings = _headings(tree)
    title = _title(titles, headings, written, site.value if site else "")
    if site is None and title is not None and (rest := _rest(written, title.value)):
        site = Found(field="publication", value=rest, where="title element")
    return Named(title=title, site=site)


def without_site(title: str, site: str) -> str:
    """A title without the site's name and mere labels at either end."""
    for _ in range(2):
        for match in (*_PARTS.finditer(title),):
            before, after = title[: match.start()], title[match.end() :]
            if site and fold_name(after) == fold_name(site):
                title = before
                break
            if (site and fold_name(before) == fold_name(site)) or _LABEL.fullmatch(before.strip()):
                title = after
                break
    return title.strip()


def _headings(tree: Any) -> list[Found]:
    """The headings of a page, higher ones first; those in its margins are left out."""
    rows = []
    for element in tree.iter(*_HEADINGS, "div", "span"):
        level = element.tag
        if level in ("div", "span"):
            if element.get("role") != "heading":
                continue
            level = f"h{element.get('aria-level') or '2'}"[:2]
        value = one_line(text_of(element))
        if value and not in_margin(element):
            rows.append(Found(field="title", value=value, where=f"heading {level}"))
        if len(rows) > 200:
            break
    return sorted(rows, key=lambda row: row.where)


def _title(titles: Sequence[Found], headings: Sequence[Found], written: str, site: str) -> Found | None:
    """A heading that the data or the title element confirm, else the data, else a heading, else the title element."""
    named = {fold_name(without_site(one.value, site)) for one in titles} | {fold_name(one.value) for one in titles}
    whole = fold_name(written)
    parts = {fold_name(part) for part in _PARTS.split(written)} | {fold_name(without_site(written, site))}
    for heading in headings:
        folded = fold_name(heading.value)
        if folded == fold_name(site) or len(folded.split()) < 2:
            continue
        if folded in named or folded in parts - {fold_name(site)}:
            return heading if folded in named else _other(headings, folded, whole) or heading
    for heading in headings:
        folded = fold_name(heading.value)
        longer = len(folded) > 15 and (
            folded in whole or any(folded in one or one in folded for one in named if len(one) > 15)
        )
        if longer and folded != fold_name(site):
            return heading
    for one in titles:
        if value := without_site(one.value, site):
            return Found(field="title", value=value, where=one.where)
    first = next(
        (one for one in headings if one.where == "heading h1" and fold_name(one.value) != fold_name(site)), None
    )
    if first is not None and len(first.value.split()) > 1:
        return first
    best = max(_PARTS.split(without_site(written, site)), key=len, default="")
    return Found(field="title", value=best, where="title element") if best else None


def _other(headings: Sequence[Found], folded: str, whole: str) -> Found | None:
    """A longer heading that the title element also holds."""
    return next(
        (
            one
            for one in headings
            if (other := fold_name(one.value)) != folded
            and other in whole
            and len(other) > len(folded)
            and folded not in other
        ),
        None,
    )


def _rest(written: str, title: str) -> str:
    """What the title element says beside the title: the site's name, where it is short."""
    folded, wanted = fold_name(written), fold_name(title)
    if wanted not in folded or folded == wanted:
        return ""
    parts = [part.strip() for part in _PARTS.split(written) if part.strip()]
    own = {wanted, *(fold_name(part) for part in _PARTS.split(title))}
    rest = [part for part in parts if fold_name(part) not in own and not _LABEL.fullmatch(part)]
    return rest[-1] if rest and len(rest[-1].split()) <= LONGEST_SITE else ""
