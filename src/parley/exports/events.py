"""Events as files: PLOVER's JSON Lines, POLECAT's table, CAMEO dyads, CSV.

Formats: PLOVER manual, chapter "Data Fields" (one JSON object a line, compound actors as lists); POLECAT's 40
tab-separated columns, in the order in which its loaders expect them, "None" for what is missing; CAMEO dyads, one
line for each actor with each recipient, as ICEWS and Phoenix print them.
Law of this module: only the dyads multiply an event, and there each line names the event it comes from. The id is that
of the event, however many articles tell of it; their sentences stand in its evidence.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TextIO

from parley.exports.files import Target, text_file
from parley.terms.events import EventRow, EventSide
from parley.version import __version__

Folded = Callable[[EventRow], EventRow]
"""An event as PLOVER codes one of its status: a visit to come is AGREE."""

QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
POLECAT = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title",
    "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations",
    "Language", "Version",
)  # fmt: skip
"""POLECAT's headers."""
DYADS = (
    "event_id", "date", "status", "cameo", "type", "mode", "score", "quad", "source", "source_country",
    "source_sector", "target", "target_country", "target_sector", "place", "place_country", "confidence", "state",
    "article", "url", "sentence",
)  # fmt: skip
CSV = (
    "key", "article", "article_date", "publication", "url", "state", "type", "quad", "score", "mode", "contexts",
    "status", "date", "actors", "actor_countries", "recipients", "recipient_countries", "place", "place_country",
    "reported_by", "confidence", "mentions", "trigger", "sentence", "cluster", "tellings",
)  # fmt: skip
_MISSING = "None"


def write_plover(rows: Iterable[EventRow], target: Target, *, folded: Folded) -> int:
    """Write events as PLOVER's JSON Lines; returns how many.

    Args:
        rows: the events.
        target: a path, or a file open for bytes.
        folded: an event as PLOVER codes one of its status.
    """
    number = 0
    with text_file(target) as file:
        for row in rows:
            file.write(json.dumps(_plover(row, folded), ensure_ascii=False) + "\n")
            number += 1
    return number


def _plover(told: EventRow, folded: Folded) -> dict[str, Any]:
    row = folded(told)
    place = {"extracted_place": row.place, "country_code": row.place_country} if row.place else {}
    return {
        "id": row.cluster or row.key,
        "has_event": True,
        "date": row.date,
        "actor": [_entity(side) for side in row.actor],
        "recipient": [_entity(side) for side in row.recipient],
        "event": [row.type],
        "event_loc": place,
        "event_text": [one.trigger for one in row.evidence],
        "quad_code": row.quad,
        "event_scale": row.score,
        "mode": [row.mode] if row.mode else [],
        "context": list(row.contexts),
        "link": row.url,
        "text": row.evidence[0].exact,
        "text_info": {"start": row.evidence[0].start, "end": row.evidence[0].end},
        "cite_info": {
            "title": row.title,
            "url": row.url,
            "language": row.language,
            "publication": row.publication,
            "date": row.article_date,
            "coder": "parley",
            "version": __version__,
        },
        "type": told.type,
        "status": row.status,
        "reported_by": row.reported_by,
        "confidence": row.confidence,
        "review": {"state": row.state},
        "evidence": [
            {
                "entry": one.telling,
                "article": one.article,
                "url": one.url,
                "start": one.start,
                "end": one.end,
                "text": one.exact,
                "sentence_sha": one.sha256,
            }
            for one in row.evidence
        ],
    }


def _entity(side: EventSide) -> dict[str, Any]:
    return {
        "code": side.country,
        "sector": side.sector,
        "entity_text": side.name,
        "identifier_text": side.known_as,
        "office": side.role,
    }


def write_polecat(rows: Iterable[EventRow], target: Target, *, folded: Folded) -> int:
    """Write events as POLECAT's tab-separated table; returns how many.

    The arguments are those of ``write_plover``. The event's date is the article's where the text fixes none: the
    table has no other place for a report, and the publication's date stands beside it.
    """
    return _write_table(POLECAT, ([_polecat(folded(row))] for row in rows), target, delimiter="\t")


def _polecat(row: EventRow) -> dict[str, Any]:
    cells: dict[str, Any] = {
        "Event ID": row.cluster or row.key,
        "Event Date": row.date or row.article_date,
        "Event Type": row.type,
        "Event Mode": row.mode,
        "Intensity": row.score,
        "Quad Code": QUADS[row.quad],
        "Contexts": ";".join(row.contexts),
        "Placename": row.place,
        "Country": row.place_country,
        "Raw Placename": row.place,
        "Source": row.publication,
        "Publication Date": row.article_date,
        "Language": row.language,
        "Version": f"parley {__version__}",
    }
    for name, sides in (("Actor", row.actor), ("Recipient", row.recipient)):
        sectors = _joined(side.sector for side in sides)
        cells |= {
            f"{name} Name": _joined(side.name for side in sides),
            f"{name} Country": _joined(side.country for side in sides),
            f"Primary {name} Sector": next((side.sector for side in sides if side.sector), None),
            f"{name} Sectors": sectors,
            f"{name} Title": _joined(side.role for side in sides),
            f"{name} Name Raw": _joined(side.name for side in sides),
        }
    return {name: _plain(cells.get(name)) for name in POLECAT}


def write_dyads(rows: Iterable[EventRow], target: Target, *, cameo: Callable[[EventRow], str]) -> int:
    """Write events as CAMEO dyads; returns how many lines.

    Args:
        rows: the events.
        target: a path, or a file open for bytes.
        cameo: the CAMEO code of an event.
    """
    return _write_table(DYADS, ([*_dyads(row, cameo)] for row in rows), target, delimiter="\t")


def _dyads(row: EventRow, cameo: Callable[[EventRow], str]) -> Iterator[dict[str, Any]]:
    both = row.actor if len(row.actor) > 1 and not row.recipient else ()
    pairs = (
        [(one, other) for one in both for other in both if one is not other]
        if both
        else [(one, other) for one in row.actor or (None,) for other in row.recipient or (None,)]
    )
    for source, target in pairs:
        yield {
            "event_id": row.cluster or row.key,
            "date": row.date or row.article_date,
            "status": row.status,
            "cameo": cameo(row),
            "type": row.type,
            "mode": row.mode,
            "score": row.score,
            "quad": row.quad,
            "source": source and source.name,
            "source_country": source and source.country,
            "source_sector": source and source.sector,
            "target": target and target.name,
            "target_country": target and target.country,
            "target_sector": target and target.sector,
            "place": row.place,
            "place_country": row.place_country,
            "confidence": row.confidence,
            "state": row.state,
            "article": row.article,
            "url": row.url,
            "sentence": _plain(row.evidence[0].exact),
        }


def write_event_table(rows: Iterable[EventRow], target: Target) -> int:
    """Write events as CSV, one line each, lists with ";" between; returns how many."""
    return _write_table(CSV, ([_csv(row)] for row in rows), target, delimiter=",")


def _csv(row: EventRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in CSV if hasattr(row, name)} | {
        "contexts": ";".join(row.contexts),
        "actors": _joined(side.name for side in row.actor),
        "actor_countries": _joined(side.country for side in row.actor),
        "recipients": _joined(side.name for side in row.recipient),
        "recipient_countries": _joined(side.country for side in row.recipient),
        "mentions": len(row.evidence),
        "tellings": ";".join(row.tellings),
        "trigger": row.evidence[0].trigger,
        "sentence": row.evidence[0].exact,
    }


def _write_table(
    names: Sequence[str], groups: Iterable[list[Mapping[str, Any]]], target: Target, *, delimiter: str
) -> int:
    number = 0
    with text_file(target) as file:
        writer = _writer(file, names, delimiter)
        for rows in groups:
            writer.writerows(rows)
            number += len(rows)
    return number


def _writer(file: TextIO, names: Sequence[str], delimiter: str) -> csv.DictWriter[str]:
    writer = csv.DictWriter(file, names, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    return writer


def _joined(values: Iterable[str | None]) -> str:
    return ";".join(value for value in values if value)


def _plain(value: object) -> str:
    """A cell without tabs and line breaks, which have broken such files before; "None" for nothing."""
    return " ".join(str(value).split()) if value not in (None, "") else _MISSING
