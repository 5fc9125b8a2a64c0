"""Statements as rows: which, in which order, with their evidence, speakers, codings and tags.

Law of this module: rows stream. A query is read by portions, so that a million statements need no
more memory than a few hundred.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from parley.record import sql
from parley.record.actors import root_of
from parley.record.drafts import RELATIONS, STATEMENT
from parley.record.filters import AT_ONCE, current_articles
from parley.record.lost import changed_words
from parley.record.rebuild import evidence_of, last_sightings
from parley.record.states import UNJUDGED
from parley.terms.tables import Coding, StatementRow

_ONE, _CONCEPT_ROOT = sql.actor.alias("one"), sql.concept.alias("root")
"""Made once: an alias with its columns takes 0.2 ms, as long as many a look."""


def statements_query(conditions: Iterable[Any], limit: int | None) -> Select[Any]:
    """Statements that meet conditions, in order of their articles and of the text."""
    article, fetch, state, version = sql.article_state.c, sql.fetch.c, sql.entry_state.c, sql.version.c
    return (
        current_articles(
            sql.entry.c.key,
            fetch.name.label("article"),
            sql.page_text.c.key.label("article_key"),
            article.title,
            article.date,
            article.publication,
            article.url,
            article.genre,
            article.byline,
            state.state,
            version.key.label("version"),
            version.payload,
            version.start,
            version.end,
        )
        .join(sql.entry, sql.entry.c.page_text == article.page_text)
        .join(sql.entry_state, state.entry == sql.entry.c.key)
        .join(sql.version, version.key == state.version)
        .where(sql.entry.c.kind == STATEMENT, *conditions)
        .order_by(article.date.is_(None), article.date.desc(), sql.page_text.c.key, version.start, sql.entry.c.key)
        .limit(limit)
    )


def statement_rows(connection: Connection, query: Select[Any]) -> Iterator[StatementRow]:
    """The statements of a query, with evidence, speakers and the newest confidence.

    Yields:
        One row after the other; the connection must stay open meanwhile.
    """
    names = Codebook(connection)
    result = connection.execute(query, execution_options={"yield_per": AT_ONCE})
    for rows in result.partitions():
        yield from _Portion(connection, rows, names).statements()


class Codebook:
    """Names of types, variables and entities, looked up when the first typed statement comes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._names: dict[str, str] | None = None

    def name(self, key: str) -> str:
        """The name of a type, a variable or an entity; of a merged entity that of the one it is one with."""
        if self._names is None:
            types, variables, entity = sql.statement_type.c, sql.variable.c, sql.entity.c
            self._names = {}
            for query in (select(types.key, types.name), select(variables.key, variables.name)):
                self._names |= {row.key: row.name for row in self._connection.execute(query)}
            rows = self._connection.execute(select(entity.key, entity.value, entity.merged_into)).all()
            values = {row.key: row.value for row in rows}
            self._names |= {row.key: values.get(row.merged_into or row.key, row.value) for row in rows}
        return self._names.get(key, key)

    def values(self, payload: dict[str, Any]) -> dict[str, Any]:
        """What is coded about a statement, in names."""
        return {
            self.name(variable): self.name(value) if isinstance(value, str) else value
            for variable, value in payload.get("values", {}).items()
        }


class _Portion:
    """Some rows of a query, with all that is looked up for them at once."""

    def __init__(self, connection: Connection, rows: Sequence[Row[Any]], names: Codebook) -> None:
        versions = [row.version for row in rows]
        self._rows = rows
        self._names = names
        self._quotes = _grouped(
            connection,
            select(sql.evidence).where(sql.evidence.c.version.in_(versions)).order_by(sql.evidence.c.position),
        )
        self._links = _grouped(connection, _links(versions))
        self._seen = {row.version: row for row in connection.execute(last_sightings(versions))}
        self._extra = _Extras(connection, [row.key for row in rows])
        self._changed = changed_words(connection, [row.key for row in rows])

    def statements(self) -> Iterator[StatementRow]:
        """The rows as statements."""
        for row in self._rows:
            yield self._statement(row)

    def _statement(self, row: Row[Any]) -> StatementRow:
        quotes, links = self._quotes.get(row.version, []), self._links.get(row.version, [])
        seen, extra, names = self._seen.get(row.version), self._extra, self._names
        payload = json.loads(row.payload)
        related: dict[str, Any] = {
            role: next((link.entry for link in links if link.role == role), None) for role in RELATIONS
        }
        speakers = [link for link in links if link.role == "speaker"]
        acting = json.loads(speakers[0].acting)["actor"] if speakers else None
        judged = row.state not in UNJUDGED
        return StatementRow(
            key=row.key,
            article=row.article,
            article_key=row.article_key,
            title=row.title,
            date=row.date,
            publication=row.publication,
            url=row.url,
            genre=row.genre,
            byline=tuple(name for name, _ in json.loads(row.byline)),
            state=row.state,
            speaker=_name(speakers[0], payload["speakers"][0]) if speakers else None,
            speaker_key=speakers[0].actor if speakers else None,
            speaker_role=acting["role"] if acting else None,
            speakers=tuple(_name(*pair) for pair in zip(speakers, payload["speakers"], strict=True)),
            about=tuple(
                _name(*pair)
                for pair in zip([link for link in links if link.role == "about"], payload["about"], strict=True)
            ),
            source=words_of(quotes, "source"),
            cue=words_of(quotes, "cue"),
            content=words_of(quotes, "content"),
            sentence=words_of(quotes, "sentence"),
            start=row.start,
            end=row.end,
            form=payload["form"],
            polarity=payload["polarity"],
            certainty=payload["certainty"],
            mention=payload["mention"],
            asserted=payload["asserted"],
            said=payload["said"],
            **related,
            confidence=seen.confidence if seen else None,
            speaker_confidence=seen.speaker_confidence if seen else None,
            speaker_reason=seen.reason if seen else None,
            evidence=tuple(evidence_of(quote) for quote in quotes),
            judged_by=extra.judges.get(row.key) if judged else None,
            text_changed=self._changed.get(row.key),
            concepts=tuple(extra.codings.get(row.key, ())),
            statement_type=names.name(payload["statement_type"]) if "statement_type" in payload else None,
            values=names.values(payload),
            tags=tuple(extra.tags.get(row.key, ())),
        )


def _links(versions: Sequence[str]) -> Select[Any]:
    """What some versions point at, with the actor that it is and what the article calls it."""
    one = _ONE
    return (
        select(
            sql.version_link,
            root_of(one).label("actor"),
            sql.actor.c.name.label("name"),
            sql.version.c.payload.label("acting"),
        )
        .join(sql.entry_state, sql.entry_state.c.entry == sql.version_link.c.entry)
        .join(sql.version, sql.version.c.key == sql.entry_state.c.version)
        .outerjoin(one, one.c.key == sql.entry_state.c.actor)
        .outerjoin(sql.actor, sql.actor.c.key == root_of(one))
        .where(sql.version_link.c.version.in_(versions))
        .order_by(sql.version_link.c.position)
    )


def judges_of(connection: Connection, entries: Sequence[str]) -> dict[str, str]:
    """Who judged each of some entries last."""
    judged, step = sql.judgement.c, sql.step.c
    last = (
        select(func.max(judged.id))
        .where(judged.subject_kind == "entry", judged.subject.in_(entries))
        .group_by(judged.subject)
    )
    query = (
        select(judged.subject, sql.coder.c.name)
        .join(sql.step, step.id == judged.step)
        .join(sql.coder, sql.coder.c.key == step.coder)
        .where(judged.id.in_(last))
    )
    return {row.subject: row.name for row in connection.execute(query)}


class _Extras:
    """What people added to some statements: who judged them, codings, tags."""

    def __init__(self, connection: Connection, entries: Sequence[str]) -> None:
        self.judges = judges_of(connection, entries)
        coding, concept, root = sql.coding.c, sql.concept.c, _CONCEPT_ROOT
        query = (
            select(coding.entry, root.c.name, coding.stance, sql.coder.c.name.label("coder"))
            .join(sql.concept, concept.key == coding.concept)
            .join(root, root.c.key == func.coalesce(concept.merged_into, concept.key))
            .join(sql.coder, sql.coder.c.key == coding.coder)
            .where(coding.entry.in_(entries))
            .order_by(root.c.name, sql.coder.c.name, coding.stance)
        )
        self.codings: dict[str, list[Coding]] = {}
        for row in connection.execute(query):
            found = Coding(concept=row.name, stance=row.stance, coder=row.coder)
            held = self.codings.setdefault(row.entry, [])
            if found not in held:  # of two merged concepts it may take up both
                held.append(found)
        tag = sql.tag.c
        tags = select(tag.subject, tag.name).where(tag.subject_kind == "entry", tag.subject.in_(entries))
        self.tags: dict[str, list[str]] = {}
        for subject, name in connection.execute(tags.order_by(tag.folded)):
            self.tags.setdefault(subject, []).append(name)


def _name(link: Row[Any], written: str) -> str:
    """The name that an actor has in the record; where there is none, that of the article."""
    return str(link.name or written)


def words_of(quotes: Sequence[Row[Any]], role: str) -> str:
    """What the quotations of one role say; an ellipsis stands only where words were left out."""
    said = [quote for quote in quotes if quote.role == role]
    words = said[0].exact if said else ""
    for before, quote in pairwise(said):
        gap = quote.start - before.end
        between = quote.prefix[len(quote.prefix) - gap :] if 0 <= gap <= len(quote.prefix) else "…"
        words += (" … " if between.strip() else " ") + quote.exact
    return words


def _grouped(connection: Connection, query: Select[Any]) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = {}
    for row in connection.execute(query):
        found.setdefault(row.version, []).append(row)
    return found
