"""Events as rows: which, in which order, with their actors and the sentences that prove them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select

from parley.record import sql
from parley.record.actors import root_of
from parley.record.digest import digest_text
from parley.record.event_drafts import EVENT
from parley.record.filters import AT_ONCE, current_articles
from parley.record.lost import changed_words
from parley.record.rebuild import last_sightings
from parley.record.spans import flat, hull
from parley.record.statement_rows import judges_of
from parley.record.states import GONE, UNJUDGED
from parley.record.texts import is_newest
from parley.terms.events import EventEvidence, EventFilter, EventRow, EventSide


def live(wanted: EventFilter) -> list[ColumnElement[bool]]:
    """Conditions for the states that a filter names, in the newest texts; for those that are not gone if none."""
    state = sql.entry_state.c.state
    return [state.in_(wanted.states) if wanted.states else state.not_in(GONE), is_newest()]


def event_rows(
    connection: Connection, wanted: EventFilter, conditions: Sequence[ColumnElement[bool]]
) -> Iterator[EventRow]:
    """The events that meet conditions and that a filter admits, in order of their articles and of the text.

    Args:
        connection: to the record.
        wanted: the filter, but for its states.
        conditions: on ``entry``, ``entry_state`` and ``article_state``.

    Yields:
        One row after the other; the connection must stay open meanwhile.
    """
    article, state, version = sql.article_state.c, sql.entry_state.c, sql.version.c
    query = (
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
            sql.article_copy.c.leader,
            state.state,
            version.key.label("version"),
            version.payload,
        )
        .join(sql.entry, sql.entry.c.page_text == article.page_text)
        .join(sql.entry_state, state.entry == sql.entry.c.key)
        .join(sql.version, version.key == state.version)
        .outerjoin(sql.article_copy, sql.article_copy.c.article == article.id)
        .where(sql.entry.c.kind == EVENT, *conditions, *_published(wanted))
        .order_by(article.date.is_(None), article.date.desc(), sql.page_text.c.key, version.start, sql.entry.c.key)
    )
    result = connection.execute(query, execution_options={"yield_per": AT_ONCE})
    for rows in result.partitions():
        yield from (row for row in _portion(connection, rows) if wanted.admits(row))


def _published(wanted: EventFilter) -> tuple[ColumnElement[bool], ...]:
    """That an article has no date, or one within the days asked for, as far as its precision tells."""
    if wanted.published is None:
        return ()
    date, (since, until) = sql.article_state.c.date, wanted.published
    return (or_(date.is_(None), and_(date >= since[:4], date <= until)),)


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
    judges = judges_of(connection, [row.key for row in rows if row.state not in UNJUDGED])
    changed = changed_words(connection, [row.key for row in rows])
    for row in rows:
        event = _row(row, links.get(row.version, []), sides, seen.get(row.version))
        yield replace(event, judged_by=judges.get(row.key), text_changed=changed.get(row.key))


def _sides(connection: Connection, entries: Sequence[str]) -> dict[str, EventSide]:
    """The actors that some entries link, by entry."""
    one = sql.actor.alias("one")
    query = (
        select(sql.entry_state.c.entry, sql.version.c.payload, root_of(one).label("root"))
        .join(sql.version, sql.version.c.key == sql.entry_state.c.version)
        .outerjoin(one, one.c.key == sql.entry_state.c.actor)
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
                actor=row.root,
                role=actor["role"],
                organization=actor.get("organization"),
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
        evidence=tuple(_evidence(mention, row) for mention in payload["mentions"]),
        printing=None if row.leader is None else str(row.leader),
    )


def _of_role(role: str, links: Sequence[Any], sides: dict[str, EventSide]) -> tuple[EventSide, ...]:
    return tuple(sides[link.entry] for link in links if link.role == role and link.entry in sides)


def _reporting(payload: dict[str, Any], links: Sequence[Any]) -> str | None:
    """The statement that the first mention stands in."""
    if payload["mentions"][0]["reported_by"] is None:
        return None
    return next((link.entry for link in links if link.role == "reported_by"), None)


def _evidence(mention: dict[str, Any], row: Row[Any]) -> EventEvidence:
    sentence, trigger = hull(flat([mention["sentence"]])), hull(flat([mention["trigger"]]))
    exact = sentence.of(row.whole)
    return EventEvidence(
        start=sentence.start,
        end=sentence.end,
        exact=exact,
        sha256=digest_text(exact),
        trigger=trigger.of(row.whole),
        telling=row.key,
        article=row.article,
        url=row.url,
    )
