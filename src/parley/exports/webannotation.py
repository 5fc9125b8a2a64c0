"""W3C Web Annotation: one annotation for each statement, in JSON-LD, written one at a time.

After the Web Annotation Data Model and Vocabulary (W3C Recommendations, 23 February 2017). Each
piece of evidence is a target with two selectors of the same words: by quotation (exact, prefix,
suffix) and by position. Positions are code points of Parley's page text, which for HTML is not the
text of the browser's document; other tools should go by the quotation.

What the model has no word for stands under ``parley:``, which the second context of the document
declares; a reader that knows the model alone passes it over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from parley.exports.about import About
from parley.exports.addresses import entry_urn, urn, web_address
from parley.exports.cite import cite
from parley.exports.columns import STATEMENTS
from parley.exports.files import Target, whole_file
from parley.exports.quoted import quoted_roles
from parley.exports.stream import write_json_list
from parley.terms.review import Evidence
from parley.terms.tables import StatementRow

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
TERMS = {"parley": "urn:parley:term:"}

TOLD = (
    "state judged_by speaker speaker_key speaker_role speakers about form polarity certainty mention asserted said "
    "parent continues same_as confidence speaker_confidence speaker_reason statement_type values"
).split()
"""Columns of the statement table that an annotation's body tells."""

_GETTERS = {column.name: column.getter for column in STATEMENTS.columns if column.name in TOLD}
_FIRST = ("content", "source", "cue", "sentence", None)
"""Order of the targets."""


def write_web_annotations(rows: Iterable[StatementRow], target: Target, *, about: About) -> int:
    """Write statements as an AnnotationCollection with one page.

    Args:
        rows: statements.
        target: a path, or a file open for bytes.
        about: title, time and, if it has one, the address of the collection.

    Returns:
        How many annotations were written.

    Raises:
        UsageError: ``about.made_at`` is no date and time.
        ParleyError: the file cannot be written.
    """
    name = web_address(about.address) or urn("export", f"{about.made_at} {about.title}")
    page = f"{name}#page-1"
    head = {
        "@context": [CONTEXT, TERMS],
        "id": name,
        "type": "AnnotationCollection",
        "label": about.title,
        "generator": {"id": "urn:parley", "type": "Software", "name": "Parley"},
        "generated": about.made.isoformat().replace("+00:00", "Z"),
        "last": page,
    }
    opening = json.dumps(head)[:-1]
    first = json.dumps({"id": page, "type": "AnnotationPage", "partOf": name, "startIndex": 0})[:-1]
    with whole_file(target) as file:
        before = f'{opening}, "first": {first}, "items": '
        number = write_json_list(file, map(annotation, rows), before=before)
        file.write(f'}}, "total": {number}}}\n'.encode())
    return number


def annotation(row: StatementRow) -> dict[str, Any]:
    """A statement as an annotation.

    Its bodies: the statement in words, with what is known about it; a tag for each concept with its
    stance, and for each tag of its own.
    """
    told = {f"parley:{name}": get(row) for name, get in _GETTERS.items()}
    words = {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": cite(row)}
    tags = [*(f"{coding.concept}: {coding.stance}" for coding in row.concepts), *row.tags]
    found: dict[str, Any] = {
        "id": entry_urn(row),
        "type": "Annotation",
        "motivation": ["describing", "tagging"] if tags else "describing",
        "body": [
            words | {name: value for name, value in told.items() if value not in (None, ())},
            *({"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags),
        ],
        "target": _targets(row),
    }
    if row.judged_by is not None:
        found["creator"] = {"type": "Person", "name": row.judged_by}
    return found


def _targets(row: StatementRow) -> list[dict[str, Any]]:
    source = {
        "type": "SpecificResource",
        "source": web_address(row.url) or urn("article", row.article_key),
        "parley:article": urn("article", row.article_key),
    }
    quoted = sorted(quoted_roles(row), key=lambda one: _FIRST.index(one[0]))
    if not quoted:
        return [source | {"selector": {"type": "TextPositionSelector", "start": row.start, "end": row.end}}]
    return [
        source | ({"parley:role": role} if role else {}) | {"selector": _selectors(evidence)}
        for role, evidence in quoted
    ]


def _selectors(evidence: Evidence) -> list[dict[str, Any]]:
    quote = {"type": "TextQuoteSelector", "exact": evidence.exact}
    around = {"prefix": evidence.prefix, "suffix": evidence.suffix}
    return [
        quote | {name: words for name, words in around.items() if words},
        {"type": "TextPositionSelector", "start": evidence.start, "end": evidence.end},
    ]
