"""The other way: what people coded in a record, as a corpus that the formats of other tools can hold.

Documents of an import come as they came, corrected where people corrected them; statements are those
that a person holds true and that have a type, and those that are coded with concepts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from parley.record import sql
from parley.record.base import Store
from parley.record.engine import record_errors
from parley.record.people_rows import entity_rows, statement_types
from parley.record.search import pieces_of
from parley.record.spans import from_groups, hull
from parley.record.statement_rows import Codebook
from parley.record.states import ACCEPTED
from parley.record.texts import is_newest
from parley.terms.exchange import (
    CodedCorpus,
    CodedDocument,
    CodedStatement,
    Coder,
    Entity,
    SearchPattern,
    StatementType,
    Value,
    Variable,
)

CODED = StatementType(
    name="Parley statement",
    variables=(
        Variable(name="person", kind="short text"),
        Variable(name="concept", kind="short text"),
        Variable(name="agreement", kind="boolean"),
    ),
)
"""The type that statements coded with concepts get in a corpus; a neutral stance has no agreement."""


def coded_corpus(store: Store) -> CodedCorpus:
    """Everything people coded in a record, with its documents.

    Args:
        store: the open record.
    """
    with record_errors(store.name), store.engine.connect() as connection:
        kept = _Kept.of(connection)
        documents = tuple(_documents(connection, kept))
        statements = (*_typed(connection, kept, documents), *_by_concept(connection, documents))
        types = tuple(_types(connection, kept))
        if any(one.statement_type == CODED.name for one in statements):
            types = (*types, CODED)
        return CodedCorpus(
            coders=tuple(_coders(connection, kept)),
            types=types,
            entities=(*_entities(connection, kept), *_concept_entities(statements)),
            documents=documents,
            statements=statements,
            patterns=tuple(
                SearchPattern(label=row.label, colour=row.colour)
                for row in connection.execute(select(sql.pattern).order_by(sql.pattern.c.position))
            ),
            extras=kept.corpus,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What the imports of a record kept of their files."""

    corpus: Mapping[str, Any] = field(default_factory=dict)
    coders: Mapping[str, Any] = field(default_factory=dict)
    types: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[tuple[str, str], Any] = field(default_factory=dict)
    entities: Mapping[tuple[str, str, str], Any] = field(default_factory=dict)
    documents: tuple[Mapping[str, Any], ...] = ()
    statements: Mapping[str, tuple[int, str, str | None, Any]] = field(default_factory=dict)
    """Entry to place in the order of the file, document, coder, extras."""

    @classmethod
    def of(cls, connection: Connection) -> _Kept:
        """All imports; extras of one alone are given on, since ids of two files may clash."""
        rows = connection.execute(select(sql.imported).order_by(sql.imported.c.key)).all()
        if len(rows) != 1:
            documents = tuple(
                one | {"key": f"{row.key}-{one['key']}", "extras": {}}
                for row in rows
                for one in json.loads(row.extras)["documents"]
            )
            statements: dict[str, tuple[int, str, str | None, Any]] = {
                entry: (number, f"{row.key}-{document}", coder, {})
                for row in rows
                for number, (entry, document, coder, _) in enumerate(json.loads(row.extras)["statements"])
            }
            return cls(documents=documents, statements=statements)
        extras = json.loads(rows[0].extras)
        return cls(
            corpus=extras["corpus"],
            coders={one["name"]: one for one in extras["coders"]},
            types=extras["types"],
            variables={(kind, name): found for kind, name, found in extras["variables"]},
            entities={(kind, name, value): found for kind, name, value, found in extras["entities"]},
            documents=tuple(extras["documents"]),
            statements={
                entry: (number, document, coder, found)
                for number, (entry, document, coder, found) in enumerate(extras["statements"])
            },
        )


def _coders(connection: Connection, kept: _Kept) -> Iterator[Coder]:
    names = {row.name: row.colour for row in connection.execute(select(sql.coder).order_by(sql.coder.c.folded))}
    used = select(sql.step.c.coder).where(sql.step.c.kind != "import")
    own = {row.name for row in connection.execute(select(sql.coder.c.name).where(sql.coder.c.key.in_(used)))}
    for name, one in kept.coders.items():
        yield Coder(name=name, colour=one["colour"], extras=one["extras"])
    for name, colour in names.items():
        if name not in kept.coders and (name in own or not kept.coders):
            yield Coder(name=name, colour=colour)


def _types(connection: Connection, kept: _Kept) -> Iterator[StatementType]:
    for one in statement_types(connection):
        variables = tuple(
            Variable(
                name=variable.name,
                kind=variable.kind,
                low=variable.low,
                high=variable.high,
                attributes=variable.attributes,
                extras=kept.variables.get((one.name, variable.name), {}),
            )
            for variable in one.variables
        )
        yield StatementType(name=one.name, colour=one.colour, variables=variables, extras=kept.types.get(one.name, {}))


def _entities(connection: Connection, kept: _Kept) -> Iterator[Entity]:
    order = {key: number for number, key in enumerate(kept.entities)}
    rows = sorted(  # those of an import in its order, others after them
        entity_rows(connection),
        key=lambda one: order.get((one.statement_type, one.variable, one.value), len(order)),
    )
    for one in rows:
        yield Entity(
            statement_type=one.statement_type,
            variable=one.variable,
            value=one.value,
            colour=one.colour,
            parent=one.parent,
            attributes=one.attributes,
            extras=kept.entities.get((one.statement_type, one.variable, one.value), {}),
        )


def _documents(connection: Connection, kept: _Kept) -> Iterator[CodedDocument]:
    state, reading = sql.article_state.c, sql.reading.c
    query = (
        select(sql.article_state, reading.text, reading.sections)
        .join(sql.reading, reading.key == state.reading)
        .where(is_newest())
        .order_by(state.id)
    )
    articles = {row.page_text: row for row in connection.execute(query)}
    for one in kept.documents:
        row = articles.pop(one["page_text"], None) or _again(connection, one["page_text"])
        if row is not None:
            yield _imported(one, row)
    for page_text, row in articles.items():
        yield CodedDocument(
            key=page_text,
            title=row.title or "",
            text=row.text,
            date=row.date,
            author="; ".join(name for name, _ in json.loads(row.byline)),
            source=row.publication or "",
            section="; ".join(json.loads(row.sections)),
            url=row.url,
        )


def _again(connection: Connection, page_text: str) -> Any:
    """The article of a second document of the same text."""
    state, reading = sql.article_state.c, sql.reading.c
    query = select(sql.article_state, reading.text).join(sql.reading, reading.key == state.reading)
    return connection.execute(query.where(state.page_text == page_text)).first()


def _imported(one: Mapping[str, Any], row: Any) -> CodedDocument:
    fixed = json.loads(row.corrections)
    authors = "; ".join(name for name, _ in fixed["byline"]) if "byline" in fixed else one["author"]
    return CodedDocument(
        key=one["key"],
        title=fixed.get("title", one["title"]) or "",
        text=row.text,
        date=fixed.get("date", one["date"]),
        author=authors,
        source=fixed.get("publication", one["source"]) or "",
        section=one["section"],
        kind=one["kind"],
        notes=one["notes"],
        url=fixed.get("url", one["url"]),
        coder=one["coder"],
        extras=one["extras"],
    )


def _accepted(connection: Connection, condition: Any) -> list[tuple[Any, dict[str, Any]]]:
    state = sql.entry_state.c
    query = (
        select(sql.entry.c.key, sql.entry.c.page_text, sql.version.c.payload, sql.article_state.c.reading)
        .join(sql.entry_state, state.entry == sql.entry.c.key)
        .join(sql.version, sql.version.c.key == state.version)
        .join(sql.article_state, sql.article_state.c.page_text == sql.entry.c.page_text)
        .where(condition, is_newest())
        .order_by(sql.article_state.c.id, sql.version.c.start, sql.entry.c.key)
    )
    return [(row, json.loads(row.payload)) for row in connection.execute(query).all()]


def _typed(connection: Connection, kept: _Kept, documents: tuple[CodedDocument, ...]) -> Iterator[CodedStatement]:
    places = _first_documents(kept, documents)
    names, spans, coders = Codebook(connection), _Spans(connection), last_coders(connection)
    typed = sql.version.c.payload.contains('"statement_type":"', autoescape=True)
    found = []
    for row, payload in _accepted(connection, (sql.entry_state.c.state == ACCEPTED) & typed):
        after = len(kept.statements)
        number, document, coder, extras = kept.statements.get(row.key, (after, places[row.page_text], None, {}))
        span = spans.of(row.reading, payload)
        if span is not None:
            statement = CodedStatement(
                document=document,
                statement_type=names.name(payload["statement_type"]),
                start=span.start,
                end=span.end,
                coder=coder if row.key in kept.statements else coders.get(row.key),
                values=names.values(payload),
                extras=extras,
            )
            found.append((number, statement))
    for _, statement in sorted(found, key=lambda one: one[0]):
        yield statement


def _by_concept(connection: Connection, documents: tuple[CodedDocument, ...]) -> Iterator[CodedStatement]:
    """A statement for each coding of one that has no type."""
    coding, concept = sql.coding.c, sql.concept.c
    root = sql.concept.alias("root")
    query = (
        select(coding.entry, root.c.name, coding.stance, sql.coder.c.name.label("coder"))
        .join(sql.concept, concept.key == coding.concept)
        .join(root, (root.c.key == concept.merged_into) | ((root.c.key == concept.key) & concept.merged_into.is_(None)))
        .join(sql.coder, sql.coder.c.key == coding.coder)
        .order_by(coding.entry, root.c.folded, sql.coder.c.folded)
    )
    codings: dict[str, list[Any]] = {}
    for found in connection.execute(query):
        codings.setdefault(found.entry, []).append(found)
    keys = {one.key for one in documents}
    spans = _Spans(connection)
    coded = sql.entry_state.c.entry.in_(select(coding.entry))
    live = sql.entry_state.c.state.in_((ACCEPTED, "proposed"))
    for row, payload in _accepted(connection, coded & live):
        span = spans.of(row.reading, payload)
        if "statement_type" in payload or span is None or row.page_text not in keys:
            continue
        for one in codings[row.key]:
            values: dict[str, Value] = {"concept": one.name}
            if payload["speakers"]:
                values["person"] = payload["speakers"][0]
            if one.stance != "neutral":
                values["agreement"] = one.stance == "agree"
            yield CodedStatement(
                document=row.page_text,
                statement_type=CODED.name,
                start=span.start,
                end=span.end,
                coder=one.coder,
                values=values,
            )


def _concept_entities(statements: tuple[CodedStatement, ...]) -> Iterator[Entity]:
    seen: dict[tuple[str, str], None] = {}
    for one in statements:
        if one.statement_type == CODED.name:
            seen |= {(name, str(one.values[name])): None for name in ("person", "concept") if name in one.values}
    for variable, value in seen:
        yield Entity(statement_type=CODED.name, variable=variable, value=value)


def _first_documents(kept: _Kept, documents: tuple[CodedDocument, ...]) -> dict[str, str]:
    """Digest of each page text to the key of the first document that has it."""
    places: dict[str, str] = {}
    for one in kept.documents:
        places.setdefault(one["page_text"], one["key"])
    for document in documents:
        places.setdefault(document.key, document.key)
    return places


def last_coders(connection: Connection) -> dict[str, str]:
    """Who last judged each entry."""
    table, step = sql.judgement.c, sql.step.c
    query = (
        select(table.subject, sql.coder.c.name)
        .join(sql.step, step.id == table.step)
        .join(sql.coder, sql.coder.c.key == step.coder)
        .where(table.subject_kind == "entry")
        .order_by(table.id)
    )
    return {row.subject: row.name for row in connection.execute(query)}


class _Spans:
    """Where statements stand in the texts of their articles."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._pieces: dict[str, Any] = {}

    def of(self, reading: str, payload: Mapping[str, Any]) -> Any:
        """From the first to the last character; None where the text of this reading lacks them."""
        if reading not in self._pieces:
            self._pieces = {reading: pieces_of(self._connection, reading)}
        groups = payload["content"] or payload["cue"] or payload["source"]
        spans = from_groups(self._pieces[reading], groups)
        return hull(spans) if spans else None
