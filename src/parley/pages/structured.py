"""What a page's markup says of itself as data: JSON-LD, meta elements, microdata and times, as candidates for fields.

Law of this module: it reads what a stranger wrote for machines. Everything is bounded, nothing is believed to have the
shape that it should have, and each candidate says where it stood.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from parley.terms.text import Found

LONGEST = 2_000_000
"""Characters of JSON-LD that are read."""
MOST_NODES = 3000
LONGEST_VALUE = 400
META: Mapping[str, tuple[str, ...]] = {
    "title": (
        "og:title", "twitter:title", "citation_title", "dcterms.title", "dc.title", "parsely-title", "sailthru.title",
    ),
    "date": (
        "article:published_time", "og:published_time", "article:published", "datepublished", "parsely-pub-date",
        "sailthru.date", "citation_publication_date", "citation_date", "dcterms.issued", "dc.date.issued",
        "dcterms.created", "dcterms.date", "dc.date", "pubdate", "publishdate", "publish_date", "publish-date",
        "publication_date", "cxenseparse:recs:publishtime", "date",
    ),
    "byline": (
        "parsely-author", "sailthru.author", "citation_author", "dcterms.creator", "dc.creator", "byl", "author",
        "article:author",
    ),
    "publication": (
        "og:site_name", "citation_journal_title", "dcterms.publisher", "dc.publisher", "publisher", "application-name",
    ),
    "section": ("article:section", "parsely-section", "section", "category"),
}  # fmt: skip
"""Names of meta elements for each field, the most reliable first."""
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|Review|PressRelease|Interview)$")
_SPACES = re.compile(r"\s+")


def read_structured(tree: Any) -> list[Found]:
    """Candidates for fields from a page's data, the most reliable of each field first.

    Args:
        tree: the root element, as lxml gives it.
    """
    return [
        *_from_json_ld(tree), *_from_meta(tree), *_from_microdata(tree), *_from_times(tree), *_from_links(tree),
    ]  # fmt: skip


def one_line(value: object) -> str:
    """A text on one line, at most ``LONGEST_VALUE`` characters; empty for what is none."""
    return _SPACES.sub(" ", value).strip()[:LONGEST_VALUE] if isinstance(value, str) else ""


def _from_json_ld(tree: Any) -> Iterator[Found]:
    nodes = list(_nodes(tree))
    known = {one_line(node.get("@id")): node for node in nodes if len(node) > 2 and node.get("@id")}
    articles = [node for node in nodes if any(_ARTICLE.search(kind) for kind in _kinds(node))]
    chosen = next((node for node in articles if node.get("headline")), articles[0] if articles else None)
    if chosen is None:
        return
    where = f"JSON-LD {_kinds(chosen)[0]}"
    for field, key in (("title", "headline"), ("date", "datePublished")):
        if value := one_line(chosen.get(key)):
            yield Found(field=field, value=value, where=f"{where} {key}")
    for author in _people(chosen.get("author") or chosen.get("creator"), known):
        yield Found(field="byline", value=author, where=f"{where} author")
    for name in _people(chosen.get("publisher"), known):
        yield Found(field="publication", value=name, where=f"{where} publisher")
    for section in filter(None, map(one_line, _listed(chosen.get("articleSection")))):
        yield Found(field="section", value=section, where=f"{where} articleSection")
    yield Found(field="kind", value=_kinds(chosen)[0], where="JSON-LD @type")
    trails = (node for node in nodes if "BreadcrumbList" in _kinds(node))
    for name in (name for trail in trails for name in _crumbs(trail)):
        yield Found(field="crumb", value=name, where="JSON-LD BreadcrumbList")


def _nodes(tree: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of all JSON-LD scripts, outer ones first."""
    left = MOST_NODES
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").casefold() or len(script.text or "") > LONGEST:
            continue
        try:
            queue = [json.loads((script.text or "").strip().rstrip(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        while queue and left:
            left -= 1
            found = queue.pop(0)
            if isinstance(found, list):
                queue.extend(found[:MOST_NODES])
            elif isinstance(found, dict):
                yield found
                queue.extend(value for value in found.values() if isinstance(value, dict | list))


def _kinds(node: Mapping[str, Any]) -> list[str]:
    return [one_line(kind) for kind in _listed(node.get("@type"))] or [""]


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value[:20] if isinstance(value, list) else [value]


def _people(value: Any, known: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Names of people or organizations, each with a role behind a bar where one is given."""
    for one in _listed(value):
        node = one
        if isinstance(one, dict) and not one.get("name"):
            node = known.get(one_line(one.get("@id")), one)
        if isinstance(node, dict):
            name = one_line(next(iter(_listed(node.get("name"))), ""))
            role = one_line(node.get("jobTitle"))
            if name:
                yield f"{name} | {role}" if role else name
        elif name := one_line(node):
            yield name


def _crumbs(node: Mapping[str, Any]) -> Iterator[str]:
    for item in _listed(node.get("itemListElement")):
        if isinstance(item, dict):
            inner = item.get("item")
            name = one_line(item.get("name")) or one_line(inner.get("name") if isinstance(inner, dict) else "")
            if name:
                yield name


def _from_meta(tree: Any) -> Iterator[Found]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or "").strip().casefold()
        value = one_line(element.get("content"))
        if name and value and len(found) < MOST_NODES:
            found.setdefault(name, []).append(value)
    for field, names in META.items():
        for name in names:
            for value in found.get(name, ())[:6]:
                if not value.startswith(("http://", "https://")):
                    yield Found(field=field, value=value, where=f"meta {name}")


def _from_microdata(tree: Any) -> Iterator[Found]:
    """The first of each property; authors and publishers may be things with a name of their own."""
    properties = {
        "headline": "title",
        "datepublished": "date",
        "author": "byline",
        "articlesection": "section",
        "publisher": "publication",
    }
    seen: set[str] = set()
    for element in tree.iterfind(".//*[@itemprop]"):
        for name in (element.get("itemprop") or "").casefold().split():
            field = properties.get(name)
            if field is None or (field in seen and field != "byline") or in_margin(element):
                continue
            named = next(iter(element.iterfind(".//*[@itemprop='name']")), element)
            value = one_line(named.get("content") or named.get("datetime") or text_of(named))
            if value and len(value) <= 300:
                seen.add(field)
                yield Found(field=field, value=value, where=f"microdata {name}")


def _from_times(tree: Any) -> Iterator[Found]:
    """Times that are marked as the publication's, then other ones of the article; never those of an update."""
    rows: list[tuple[int, str, str]] = []
    for element in tree.iter("time"):
        marks = (
            f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('pubdate') or ''}".casefold()
        )
        if "updat" in marks or "modif" in marks or in_margin(element):
            continue
        value = one_line(element.get("datetime")) or one_line(text_of(element))
        marked = any(word in marks for word in ("publish", "pubdate", "entry-date", "posted", "created"))
        if value:
            rows.append((0 if marked or element.get("pubdate") is not None else 1, value, marks.strip()))
    for rank, value, _ in sorted(rows, key=lambda row: row[0])[:1]:
        yield Found(field="date", value=value, where="time element" if rank else "time element of publication")


def _from_links(tree: Any) -> Iterator[Found]:
    """Categories that links of the article name, as blogs write them."""
    for element in tree.iterfind(".//a[@rel]"):
        value = one_line(text_of(element))
        if value and "category" in (element.get("rel") or "").casefold().split() and not in_margin(element):
            yield Found(field="section", value=value, where="link rel=category")


def text_of(element: Any) -> str:
    """The words inside an element."""
    return "".join(element.itertext())


_MARGIN = re.compile(
    r"related|recommend|sidebar|footer|comment|teaser|latest|popular|most-?read|widget|promo|onward|more-"
)


def in_margin(element: Any) -> bool:
    """Whether an element stands in a part of the page that is not the article's: an aside, footer, list of others."""
    for number, parent in enumerate(_self_and_parents(element)):
        if number > 40:
            return True
        if parent.tag in ("aside", "footer", "nav"):
            return True
        if parent.tag in ("body", "html", "main"):
            return False
        if _MARGIN.search(f"{parent.get('class') or ''} {parent.get('id') or ''}".casefold()):
            return True
    return False


def _self_and_parents(element: Any) -> Iterable[Any]:
    yield element
    yield from element.iterancestors()
