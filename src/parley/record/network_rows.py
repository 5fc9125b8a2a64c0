"""What networks are made of: statements coded with concepts, or those of a type of the codebook.

Law of this module: rows stream; a query is read by portions, and what is looked up for a portion at one go. The
fields of documents are those of the import where a document came in with one, with the full time of its date.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from parley.errors import UsageError
from parley.record import sql
from parley.record.base import Store
from parley.record.drafts import STATEMENT
from parley.record.engine import record_errors
from parley.record.filters import AT_ONCE
from parley.record.network_actors import Acting, bodies_of, links_of, spoken_of
from parley.record.people_rows import statement_types
from parley.record.rebuild import last_sightings
from parley.record.selection import statement_condition
from parley.record.statement_rows import Codebook
from parley.record.states import GONE
from parley.record.texts import is_newest
from parley.terms.exchange import StatementType, Value, Variable
from parley.terms.networks import NetworkRow

OWN = StatementType(
    name="Parley",
    variables=(
        Variable(name="person", kind="short text"),
        Variable(name="organization", kind="short text"),
        Variable(name="concept", kind="short text"),
        Variable(name="stance", kind="integer", low=-1, high=1),
        Variable(name="about", kind="short text"),
        Variable(name="role", kind="short text"),
        Variable(name="country", kind="short text"),
    ),
)
"""Statements coded with concepts of the codebook; the stance is 1 agree, 0 neutral, -1 disagree."""

FIELDS = (
    *(Variable(name=name, kind="short text") for name in ("id", "title", "author", "source", "section", "type")),
    *(
        Variable(name=name, kind="short text")
        for name in ("language", "coder", "state", "polarity", "certainty", "form")
    ),
    Variable(name="nested", kind="boolean"),
)
"""What every statement has besides: the fields of its document, as DNA calls them, and how it was read."""

_NOTHING: Mapping[str, Any] = {}

_STANCES = {"agree": 1, "neutral": 0, "disagree": -1}


def network_types(store: Store) -> tuple[StatementType, ...]:
    """The types of statements that networks can be made of: the codebook's, and Parley's own if concepts are coded."""
    with record_errors(store.name), store.engine.connect() as connection:
        coded = connection.execute(select(sql.coding.c.entry).limit(1)).first() is not None
        types = statement_types(connection)
    return (OWN, *types) if coded or not types else types


def network_rows(store: Store, kind: str, *, query: str | None = None, confidence: bool = True) -> Iterator[NetworkRow]:
    """The statements of a type, one row after the other.

    Args:
        store: the open record.
        kind: name of a type, or ``Parley`` for statements coded with concepts.
        query: in the language of the search; which statements; all that are not gone if None.
        confidence: whether that of the machine is looked up; it takes a tenth of the time.

    Raises:
        UsageError: there is no such type, or the query cannot be read.
    """
    with record_errors(store.name), store.engine.connect() as connection:
        live = sql.entry_state.c.state.not_in(GONE) & is_newest()
        condition = live if query is None else statement_condition(connection, query)
        documents = _imported(connection)
        if kind == OWN.name:
            coded = sql.entry.c.key.in_(select(sql.coding.c.entry))
            statements, blank = _statements(condition, coded), dict[str, None]()
        else:
            key, blank = _type(connection, kind)
            # A key is made of letters and digits: the text of the payload is looked through before it is parsed.
            statements = _statements(condition, sql.version.c.payload.contains(f'"statement_type":"{key}"'))
        names = Codebook(connection)
        result = connection.execute(statements, execution_options={"yield_per": AT_ONCE})
        for rows in result.partitions():
            portion = _Portion(rows, names, documents)
            if confidence:
                portion.look_up_confidence(connection)
            yield from portion.coded(connection) if kind == OWN.name else portion.typed(blank)


def _type(connection: Connection, name: str) -> tuple[str, dict[str, None]]:
    """Key of a type, and its variables with no value each."""
    key = connection.execute(
        select(sql.statement_type.c.key).where(sql.statement_type.c.name == name)
    ).scalar_one_or_none()
    types = {one.name: one for one in statement_types(connection)}
    if key is None:
        raise UsageError(
            f"there is no statement type {name!r}", where="network", cure=f"Take one of {', '.join(types)}"
        )
    return key, dict.fromkeys(one.name for one in types[name].variables)


def _statements(*conditions: Any) -> Select[Any]:
    article, state, version = sql.article_state.c, sql.entry_state.c, sql.version.c
    columns = (article.title, article.date, article.genre, article.publication, article.byline, article.language)
    return (
        select(
            sql.entry.c.key,
            sql.page_text.c.key.label("article_key"),
            *columns,
            article.reading,
            sql.reading.c.sections,
            state.state,
            version.key.label("version"),
            version.payload,
            version.start,
            version.end,
        )
        .select_from(sql.entry)
        .join(sql.article_state, article.page_text == sql.entry.c.page_text)
        .join(sql.reading, sql.reading.c.key == article.reading)
        .join(sql.page_text, sql.page_text.c.sha256 == sql.entry.c.page_text)
        .join(sql.entry_state, state.entry == sql.entry.c.key)
        .join(sql.version, version.key == state.version)
        .where(sql.entry.c.kind == STATEMENT, *conditions)
        .order_by(sql.entry.c.page_text, version.start, sql.entry.c.key)
    )


def _imported(connection: Connection) -> dict[str, tuple[Mapping[str, Any], str | None]]:
    """Key of an entry to the document it came in with, and to its coder."""
    found: dict[str, tuple[Mapping[str, Any], str | None]] = {}
    for row in connection.execute(select(sql.imported.c.extras).order_by(sql.imported.c.key)):
        extras = json.loads(row.extras)
        documents = {one["key"]: one for one in extras["documents"]}
        found |= {entry: (documents[document], coder) for entry, document, coder, _ in extras["statements"]}
    return found


class _Portion:
    """Some statements, with all that is looked up for them at once."""

    def __init__(
        self,
        rows: Sequence[Row[Any]],
        names: Codebook,
        documents: Mapping[str, tuple[Mapping[str, Any], str | None]],
    ) -> None:
        self._given = rows
        self._names, self._documents = names, documents
        self._articles: dict[str, dict[str, Value | None]] = {}
        self._versions = [row.version for row in rows]
        self._seen: dict[str, float] = {}

    def look_up_confidence(self, connection: Connection) -> None:
        """What the machine last thought of each statement."""
        self._seen = {row.version: row.confidence for row in connection.execute(last_sightings(self._versions)).all()}

    def typed(self, blank: Mapping[str, None]) -> Iterator[NetworkRow]:
        """The statements by the variables of their type.

        Args:
            blank: those variables.
        """
        for row in self._given:
            payload = json.loads(row.payload)
            yield self._row(row, payload, dict(blank) | self._names.values(payload), {})

    def coded(self, connection: Connection) -> Iterator[NetworkRow]:
        """The statements by their concepts, one row for each."""
        acting: dict[tuple[str, str], list[Acting]] = {}
        for row in connection.execute(links_of(self._versions)).all():
            said = json.loads(row.acting)["actor"] or {}
            one = Acting(name=row.name or said.get("name"), kind=row.kind or said.get("kind"), payload=said)
            acting.setdefault((row.version, row.role), []).append(one)
        codings = _codings(connection, [row.key for row in self._given])
        bodies = bodies_of(connection, sorted({row.article_key for row in self._given}))
        for row in self._given:
            payload = json.loads(row.payload)
            speakers, about = (acting.get((row.version, role), ()) for role in ("speaker", "about"))
            spoken, kinds = spoken_of(speakers, about, bodies.get(row.article_key, ()))
            for concept, stance, coder in codings.get(row.key, ()):
                more: dict[str, Value | None] = {"concept": concept, "stance": _STANCES[stance], "coder": coder}
                yield self._row(row, payload, spoken | more, kinds)

    def _row(
        self, row: Row[Any], payload: Mapping[str, Any], values: Mapping[str, Value | None], kinds: Mapping[str, str]
    ) -> NetworkRow:
        document, coder = self._documents.get(row.key, (_NOTHING, None))
        fields: dict[str, Value | None] = {
            **self._article(row),
            "coder": coder,
            "state": row.state,
            "nested": payload["parent"] is not None,
            "polarity": payload["polarity"],
            "certainty": payload["certainty"],
            "form": payload["form"],
            **values,
        }
        if document:
            came = {"id": document["key"], "section": document["section"], "type": document["kind"]}
            fields |= {name: value for name, value in came.items() if name not in values}
        whole = document.get("date")
        return NetworkRow(
            key=row.key,
            document=str(document.get("key", row.article_key)),
            date=whole if whole and row.date and whole.startswith(row.date) else row.date,
            start=row.start,
            end=row.end,
            values=fields,
            confidence=self._seen.get(row.version),
            reason_out=_reason_out(payload),
            kinds=kinds,
        )

    def _article(self, row: Row[Any]) -> dict[str, Value | None]:
        """The fields of a statement's article, made once for all its statements."""
        if row.article_key not in self._articles:
            self._articles[row.article_key] = {
                "id": row.article_key,
                "title": row.title,
                "author": "; ".join(name for name, _ in json.loads(row.byline)),
                "source": row.publication,
                "section": "; ".join(json.loads(row.sections)),
                "type": row.genre,
                "language": row.language,
            }
        return self._articles[row.article_key]


def _codings(connection: Connection, entries: Sequence[str]) -> dict[str, list[tuple[str, str, str]]]:
    """Entry to concept, stance and coder; where several coders say the same, one of them counts."""
    coding, concept, root = sql.coding.c, sql.concept.c, sql.concept.alias("root")
    query = (
        select(coding.entry, root.c.name, coding.stance, func.min(sql.coder.c.name).label("coder"))
        .join(sql.concept, concept.key == coding.concept)
        .join(root, root.c.key == func.coalesce(concept.merged_into, concept.key))
        .join(sql.coder, sql.coder.c.key == coding.coder)
        .where(coding.entry.in_(entries))
        .group_by(coding.entry, root.c.name, coding.stance)
        .order_by(coding.entry, root.c.name, coding.stance)
    )
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in connection.execute(query).all():
        found.setdefault(row.entry, []).append((row.name, row.stance, row.coder))
    return found


def _reason_out(payload: Mapping[str, Any]) -> str | None:
    """Why a statement never enters a network."""
    if payload["mention"]:
        return "only a mention"
    if not payload["asserted"]:
        return "said not to have been said"
    return "a copy within its article" if payload["same_as"] is not None else None
