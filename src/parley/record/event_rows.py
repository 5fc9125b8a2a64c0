"""Events as rows: which, in which order, with their actors and the sentences that prove them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from parley.record import sql
from parley.record.digest import digest_text
from parley.record.event_drafts import EVENT
from parley.record.filters import AT_ONCE, current_articles, portions
from parley.record.rebuild import last_sightings
from parley.record.spans import flat, hull
from parley.record.states import GONE
from parley.record.texts import is_newest
from parley.terms.events import EventEvidence, EventFilter, EventRow, EventSide


def event_rows(connection: Connection, wanted: EventFilter) -> Iterator[EventRow]:
    """The events that a filter admits, in order of their articles and of the text.

    Yields:
        One row after the other; the connection must stay open meanwhile.
    """
    state = sql.entry_state.c.state
    states = state.in_(wanted.states) if wanted.states else state.not_in(GONE)
    result = connection.execute(_events(states, is_newest()), execution_options={"yield_per": AT_ONCE})
    for rows in result.partitions():
        yield from (row for row in _portion(connection, rows) if wanted.admits(row))


def events_of(connection: Connection, keys: Sequence[str]) -> tuple[EventRow, ...]:
    """Events by their keys, in the order of the keys, in whatever state they are."""
    found: dict[str, EventRow] = {}
    for portion in portions(list(dict.fromkeys(keys))):
        rows = connection.execute(_events(sql.entry.c.key.in_(portion))).all()
        found |= {row.key: row for row in _portion(connection, rows)}
    return tuple(found[key] for key in dict.fromkeys(keys) if key in found)


def _events(*conditions: Any) -> Select[Any]:
    article, state, version = sql.article_state.c, sql.entry_state.c, sql.version.c
    return (
        current_articles(
            sql.entry.c.key,
            sql.fetch.c.name.label("article"),
            sql.page_text.c.key.label("article_key"),
            sql.page_text.c.text.label("whole"),
            sql.reading.c.language,
            article.title,
            article.date,
            article.publication,
            article.url,
            state.state,
            version.key.label("version"),
            version.payload,
        )
        .join(sql.entry, sql.entry.c.page_text == article.page_text)
        .join(sql.entry_state, state.entry == sql.entry.c.key)
        .join(sql.version, version.key == state.version)
        .where(sql.entry.c.kind == EVENT, *conditions)
        .order_by(article.date.is_(None), article.date.desc(), sql.page_text.c.key, version.start, sql.entry.c.key)
    )


def _portion(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[EventRow]:
    versions = [row.version for row in rows]
    seen = {row.version: row for row in connection.execute(last_sightings(versions))}
    table = sql.version_link
    links: dict[str, list[Any]] = {}
    found = connection.execute(
        select(table).where(table.c.version.in_(versions)).order_by(table.c.role, table.c.position)
    )
    for link in found:
        links.setdefault(link.version, []).append(link)
    sides = _sides(connection, [link.entry for linked in links.values() for link in linked])
    for row in rows:
        yield _row(row, links.get(row.version, []), sides, seen.get(row.version))


def _sides(connection: Connection, entries: Sequence[str]) -> dict[str, EventSide]:
    """The actors that some entries link, by entry."""
    query = (
        select(sql.entry_state.c.entry, sql.version.c.payload)
        .join(sql.version, sql.version.c.key == sql.entry_state.c.version)
        .where(sql.entry_state.c.entry.in_(set(entries)))
    )
    found = {}
    for row in connection.execute(query):
        actor = json.loads(row.payload).get("actor")
        if actor:
            found[row.entry] = EventSide(
                key=row.entry,
                name=actor["name"],
                kind=actor["kind"],
                country=actor["country"],
                sector=actor["sector"],
                known_as=actor["known_as"],
            )
    return found


def _row(row: Row[Any], links: Sequence[Any], sides: dict[str, EventSide], seen: Any) -> EventRow:
    payload = json.loads(row.payload)
    place = payload["place"]
    return EventRow(
        key=row.key,
        article=row.article,
        article_key=row.article_key,
        title=row.title,
        article_date=row.date,
        publication=row.publication,
        url=row.url,
        language=row.language,
        state=row.state,
        type=payload["type"],
        quad=payload["quad"],
        score=payload["score"],
        mode=payload["mode"],
        contexts=tuple(payload["contexts"]),
        status=payload["status"],
        date=payload["date"],
        actor=_of_role("actor", links, sides),
        recipient=_of_role("recipient", links, sides),
        place=hull(flat([place["spans"]])).of(row.whole) if place else None,
        place_country=place["country"] if place else None,
        reported_by=_reporting(payload, links),
        confidence=seen.confidence if seen is not None else None,
        reason=seen.reason if seen is not None else None,
        evidence=tuple(_evidence(mention, row.whole) for mention in payload["mentions"]),
    )


def _of_role(role: str, links: Sequence[Any], sides: dict[str, EventSide]) -> tuple[EventSide, ...]:
    return tuple(sides[link.entry] for link in links if link.role == role and link.entry in sides)


def _reporting(payload: dict[str, Any], links: Sequence[Any]) -> str | None:
    """The statement that the first mention stands in."""
    if payload["mentions"][0]["reported_by"] is None:
        return None
    return next((link.entry for link in links if link.role == "reported_by"), None)


def _evidence(mention: dict[str, Any], text: str) -> EventEvidence:
    sentence, trigger = hull(flat([mention["sentence"]])), hull(flat([mention["trigger"]]))
    exact = sentence.of(text)
    return EventEvidence(
        start=sentence.start, end=sentence.end, exact=exact, sha256=digest_text(exact), trigger=trigger.of(text)
    )
