"""Reads W3C Web Annotations (JSON-LD) and exports of Hypothesis: quotations in other people's pages, with remarks.

Source: Web Annotation Data Model, W3C Recommendation of 2017, sections 3 and 4. Offsets of its TextPositionSelector
are code points of the page's text; Hypothesis, a JavaScript program, counts UTF-16 code units. Neither is trusted:
the caller finds the words again (``find_quotes`` with prefix and suffix, ``near`` the start).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any, Literal

from parley.errors import UsageError
from parley.imports.dates import read_date
from parley.imports.files import decode_text, read_bytes
from parley.imports.notes import Notes
from parley.terms.exchange import Report

DEEPEST = 8
"""How deep collections, pages and selectors are looked into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAnnotation:
    """What an annotation says about one stretch of one page."""

    id: str | None
    source: str
    """Address of the page."""
    exact: str = ""
    """The words it is about; empty if it is about the whole page, or says only where they stand."""
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    counted: Literal["code points", "UTF-16 code units"] = "code points"
    """What start and end count."""
    bodies: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    creator: str | None = None
    created: str | None = None
    """ISO date, or date and time in UTC ending in Z."""
    extras: Mapping[str, Any] = field(default_factory=dict)
    """Motivation, title of the page, and what else of the annotation has no field."""


def read_annotations(path: str | PathLike[str]) -> tuple[tuple[WebAnnotation, ...], Report]:
    """Read annotations: one, an array, a page or collection of them, JSON Lines, or an export of Hypothesis.

    Args:
        path: a JSON or JSON Lines file.

    Returns:
        One for each target of each annotation; and what did not come in as it stands.

    Raises:
        UsageError: it is no JSON, or has no annotation.
    """
    where = Path(path)
    notes = Notes()
    found: list[WebAnnotation] = []
    for place, item in _items(_load(where, notes), notes, "annotation", 0):
        found += _read_item(place, item, notes)
    if not found and not notes.report().left:
        raise UsageError("there is no annotation in it", where=str(where), cure="Name a file of Web Annotations")
    notes.came("annotations", len(found))
    return tuple(found), notes.report()


def _load(path: Path, notes: Notes) -> Any:
    """The JSON of a file; of JSON Lines, the list of its lines."""
    text, supposed = decode_text(read_bytes(path))
    if supposed:
        notes.leave("encoding", path.name, supposed)
    try:
        return json.loads(text)
    except RecursionError as fault:
        raise UsageError("it is nested too deep", where=str(path), cure="Export it anew") from fault
    except ValueError as fault:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not lines[0].lstrip().startswith("{"):
            raise UsageError(f"this is no JSON: {fault}", where=str(path), cure="Export it anew") from fault
    found = []
    for number, line in enumerate(lines, 1):
        try:
            found.append(json.loads(line))
        except (ValueError, RecursionError):
            notes.leave("annotation", f"line {number}", "it is no JSON; left out")
    if not found:
        raise UsageError("no line of it is JSON", where=str(path), cure="Export it anew")
    return found


def _items(value: Any, notes: Notes, place: str, depth: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The annotations in arrays, pages and collections, each with its place."""
    if depth > DEEPEST:
        notes.leave("annotation", place, "it is nested too deep; left out")
    elif isinstance(value, list):
        for number, one in enumerate(value, 1):
            yield from _items(one, notes, f"{place} {number}", depth + 1)
    elif isinstance(value, Mapping):
        inner = next((value[name] for name in ("items", "rows", "annotations", "first") if name in value), None)
        if inner is None or "target" in value:
            yield place, value
        elif isinstance(inner, str):
            notes.leave("annotation", place, f"its page is elsewhere ({inner[:80]}) and was not fetched")
        else:
            yield from _items(inner, notes, place, depth + 1)
        if isinstance(value.get("next"), str):
            notes.leave("annotation", place, f"its next page is elsewhere ({value['next'][:80]}) and was not fetched")
    else:
        notes.leave("annotation", place, "it is no object; left out")


def _read_item(place: str, item: Mapping[str, Any], notes: Notes) -> list[WebAnnotation]:
    """An annotation: one for each of its targets."""
    hypothesis = "uri" in item and "user" in item
    targets = _list(item.get("target")) or ([item["uri"]] if hypothesis else [])
    bodies, tags = _read_bodies(item)
    created, fault = read_date(_text(item.get("created")))
    if fault:
        notes.leave("date", place, fault)
    taken = {"id", "target", "body", "bodyValue", "creator", "created", "uri", "user", "text", "tags", "@context"}
    extras = {name: value for name, value in item.items() if name not in taken}
    found = []
    for number, target in enumerate(targets, 1):
        source = _source(target) or _text(item.get("uri"))
        selectors = list(_selectors(target.get("selector"), 0)) if isinstance(target, Mapping) else []
        if not source:
            notes.leave("target", f"{place}, target {number}", "it does not say of which page it is; left out")
            continue
        annotation = WebAnnotation(
            id=_text(item.get("id")) or None,
            source=source,
            bodies=bodies,
            tags=tags,
            creator=_name(item.get("user" if hypothesis else "creator")) or None,
            created=created,
            counted="UTF-16 code units" if hypothesis else "code points",
            extras=extras,
            **_place_of(selectors, f"{place}, target {number}", notes),
        )
        found.append(annotation)
    if not targets:
        notes.leave("annotation", place, "it has no target; left out")
    return found


def _place_of(selectors: list[Mapping[str, Any]], place: str, notes: Notes) -> dict[str, Any]:
    """The fields that say where an annotation stands."""
    found: dict[str, Any] = {}
    for selector in selectors:
        kind = _text(selector.get("type"))
        if kind == "TextQuoteSelector" and "exact" not in found:
            found.update({name: _text(selector.get(name)) for name in ("exact", "prefix", "suffix")})
        elif kind == "TextPositionSelector" and "start" not in found:
            start, end = selector.get("start"), selector.get("end")
            if type(start) is int and type(end) is int and 0 <= start <= end:
                found.update(start=start, end=end)
            else:
                notes.leave("selector", place, f"[{str(start)[:20]}, {str(end)[:20]}) is no stretch of text; left out")
    if selectors and not found:
        kinds = ", ".join(sorted({_text(selector.get("type"))[:40] for selector in selectors}))
        notes.leave("selector", place, f"no quotation and no position among its selectors ({kinds})")
    return found


def _selectors(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """All selectors of a target: alternatives, and those that make others narrower first."""
    if depth > DEEPEST:
        return
    for selector in _list(value):
        if isinstance(selector, Mapping):
            yield from _selectors(selector.get("refinedBy"), depth + 1)
            yield from _selectors(selector.get("items"), depth + 1)
            yield selector


def _read_bodies(item: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The remarks of an annotation, and its tags."""
    bodies, tags = (
        [_text(item.get("bodyValue")), _text(item.get("text"))],
        [_text(tag) for tag in _list(item.get("tags"))],
    )
    for body in _list(item.get("body")):
        if isinstance(body, str):
            bodies.append(body)
        elif isinstance(body, Mapping):
            words = _text(body.get("value")) or _text(body.get("chars")) or _source(body)
            tagging = "tagging" in _list(body.get("purpose")) or "classifying" in _list(body.get("purpose"))
            (tags if tagging or body.get("type") == "Tag" else bodies).append(words)
    return tuple(filter(None, bodies)), tuple(filter(None, tags))


def _source(target: Any) -> str:
    """The address of a target: an address itself, or an object that has one."""
    if isinstance(target, Mapping):
        return _source(target.get("source")) if "source" in target else _text(target.get("id"))
    return _text(target)


def _name(creator: Any) -> str:
    """The name of a creator: of an object, of an address, or as it stands."""
    if isinstance(creator, list):
        return ", ".join(filter(None, map(_name, creator[:20])))
    if isinstance(creator, Mapping):
        return next((_text(creator[key]) for key in ("name", "nickname", "email", "id") if _text(creator.get(key))), "")
    return _text(creator)


def _list(value: Any) -> list[Any]:
    """A value, or each of several, as JSON-LD writes them."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    """A string; empty if it is none. Half characters, which JSON can write, become U+FFFD."""
    if not isinstance(value, str):
        return ""
    return value if value.isascii() else value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
