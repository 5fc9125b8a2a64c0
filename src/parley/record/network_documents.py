"""The documents that the statements of networks stand in.

The fields of documents are those of the import where a document came in with one, with the full time of its date.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from parley.record import sql
from parley.record.network_lookups import Distinct, Lookup, column_of, picked
from parley.terms.exchange import Value
from parley.terms.networks import NetworkColumn

FIELDS_OF_DOCUMENTS = ("id", "title", "author", "source", "section", "type", "language")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    key: str
    date: str | None
    fields: Mapping[str, Value | None]


class Documents:
    """The documents of some statements.

    Args:
        connection: to the record.
        lookup: in the record.
        keys: of the statements.
        pages: digests of their page texts, each once.
        places: which page each statement stands on.
    """

    def __init__(
        self, connection: Connection, lookup: Lookup, keys: Sequence[str], pages: Sequence[str], places: Sequence[int]
    ) -> None:
        self._keys = keys
        self._came = _imported(connection)
        articles = {row.page_text: row for row in lookup.rows(_articles(), sql.article_state.c.page_text, pages)}
        units: Distinct[tuple[int, str | None]] = Distinct()
        nowhere: tuple[Mapping[str, Any], None] = ({}, None)
        came = (self._came.get(key, nowhere)[0].get("key") for key in keys)
        self._places = array("q", map(units.__getitem__, zip(places, came, strict=True)))
        imported = {document["key"]: document for document, _ in self._came.values()}
        self._documents = [_document(articles[pages[page]], imported.get(key)) for page, key in units]

    def columns(self, lines: Sequence[int]) -> tuple[NetworkColumn, NetworkColumn, dict[str, NetworkColumn]]:
        """Key, date and fields of the documents of some statements.

        Args:
            lines: places of the statements, in order.
        """
        places, documents = picked(self._places, lines), self._documents
        fields = {
            name: NetworkColumn(values=[one.fields[name] for one in documents], places=places)
            for name in FIELDS_OF_DOCUMENTS
        }
        keys, dates = ([getattr(one, name) for one in documents] for name in ("key", "date"))
        return NetworkColumn(values=keys, places=places), NetworkColumn(values=dates, places=places), fields

    def coders(self, lines: Sequence[int]) -> NetworkColumn:
        """Who coded some statements, where they came in with an import."""
        nobody: tuple[Any, None] = (None, None)
        return column_of(self._came.get(self._keys[line], nobody)[1] for line in lines)


def imported_dates(connection: Connection) -> tuple[str, str] | None:
    """Date and time of the first and of the last document that came in by an import, with statements or without.

    Returns:
        None where none has a date.
    """
    found = [
        str(one["date"])
        for extras in connection.execute(select(sql.imported.c.extras)).scalars()
        for one in json.loads(extras)["documents"]
        if one["date"]
    ]
    return (min(found), max(found)) if found else None


def _imported(connection: Connection) -> dict[str, tuple[Mapping[str, Any], str | None]]:
    """Key of an entry to the document it came in with, and to its coder."""
    found: dict[str, tuple[Mapping[str, Any], str | None]] = {}
    for row in connection.execute(select(sql.imported.c.extras).order_by(sql.imported.c.key)):
        extras = json.loads(row.extras)
        documents = {one["key"]: one for one in extras["documents"]}
        found |= {entry: (documents[document], coder) for entry, document, coder, _ in extras["statements"]}
    return found


def _articles() -> Any:
    article = sql.article_state.c
    return (
        select(
            article.page_text,
            sql.page_text.c.key,
            article.title,
            article.date,
            article.genre,
            article.publication,
            article.byline,
            article.language,
            sql.reading.c.sections,
        )
        .select_from(sql.article_state)
        .join(sql.reading, sql.reading.c.key == article.reading)
        .join(sql.page_text, sql.page_text.c.sha256 == article.page_text)
    )


def _document(row: Row[Any], came: Mapping[str, Any] | None) -> _Document:
    fields: dict[str, Value | None] = {
        "id": row.key,
        "title": row.title,
        "author": "; ".join(name for name, _ in json.loads(row.byline)),
        "source": row.publication,
        "section": "; ".join(json.loads(row.sections)),
        "type": row.genre,
        "language": row.language,
    }
    if came is None:
        return _Document(key=row.key, date=row.date, fields=fields)
    whole = came.get("date")
    return _Document(
        key=str(came["key"]),
        date=whole if whole and row.date and whole.startswith(row.date) else row.date,
        fields=fields | {"id": came["key"], "section": came["section"], "type": came["kind"]},
    )
