"""The lists that a view hands out: articles, statements, actors, refusals, runs, counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from parley.record import sql
from parley.record.drafts import RELATIONS, STATEMENT
from parley.record.entries import GONE, WITHDRAWN
from parley.record.filters import current_articles, portions
from parley.record.rebuild import evidence_of, last_sightings
from parley.terms.tables import ActorRow, ArticleRow, Counts, RefusalRow, RunRow, StatementRow


def article_rows(connection: Connection, conditions: Iterable[Any], limit: int | None) -> tuple[ArticleRow, ...]:
    """Articles that meet conditions, the newest first, those without a date last."""
    statements = (
        select(func.count())
        .select_from(sql.entry)
        .join(sql.entry_state, sql.entry_state.c.entry == sql.entry.c.key)
        .where(
            sql.entry.c.page_text == sql.article_state.c.page_text,
            sql.entry.c.kind == STATEMENT,
            sql.entry_state.c.state.not_in(GONE),
        )
        .scalar_subquery()
    )
    reading, fetch = sql.reading.c, sql.fetch.c
    query = (
        current_articles(
            sql.page_text.c.key,
            fetch.name.label("article"),
            reading.title,
            reading.date,
            reading.publication,
            reading.genre,
            reading.language,
            reading.url,
            fetch.location,
            fetch.fetched_at,
            statements.label("statements"),
        )
        .where(*conditions)
        .order_by(reading.date.is_(None), reading.date.desc(), fetch.name, sql.page_text.c.key)
        .limit(limit)
    )
    return tuple(ArticleRow(**row._asdict()) for row in connection.execute(query))


def statements_query(conditions: Iterable[Any], limit: int | None) -> Select[Any]:
    """Statements that meet conditions, in order of their articles and of the text."""
    reading, fetch, state, proposal = sql.reading.c, sql.fetch.c, sql.entry_state.c, sql.proposal.c
    return (
        current_articles(
            sql.entry.c.key,
            fetch.name.label("article"),
            sql.page_text.c.key.label("article_key"),
            reading.title,
            reading.date,
            reading.publication,
            state.state,
            proposal.key.label("proposal"),
            proposal.payload,
            proposal.start,
            proposal.end,
        )
        .join(sql.entry, sql.entry.c.page_text == sql.article_state.c.page_text)
        .join(sql.entry_state, state.entry == sql.entry.c.key)
        .join(sql.proposal, proposal.key == state.proposal)
        .where(sql.entry.c.kind == STATEMENT, *conditions)
        .order_by(reading.date.is_(None), reading.date.desc(), sql.page_text.c.key, proposal.start, sql.entry.c.key)
        .limit(limit)
    )


def statement_rows(connection: Connection, query: Select[Any]) -> tuple[StatementRow, ...]:
    """The statements of a query, with evidence, speakers and the newest confidence."""
    found: list[StatementRow] = []
    for rows in portions(connection.execute(query).all()):
        proposals = [row.proposal for row in rows]
        quotes = _grouped(
            connection,
            select(sql.evidence).where(sql.evidence.c.proposal.in_(proposals)).order_by(sql.evidence.c.position),
        )
        links = _grouped(
            connection,
            select(sql.proposal_link, sql.entry_state.c.actor)
            .join(sql.entry_state, sql.entry_state.c.entry == sql.proposal_link.c.entry)
            .where(sql.proposal_link.c.proposal.in_(proposals))
            .order_by(sql.proposal_link.c.position),
        )
        seen = {row.proposal: row for row in connection.execute(last_sightings(proposals))}
        found += [
            _statement(row, quotes[row.proposal], links.get(row.proposal, []), seen[row.proposal]) for row in rows
        ]
    return tuple(found)


def actor_rows(connection: Connection, conditions: Iterable[Any], limit: int | None) -> tuple[ActorRow, ...]:
    """Actors that live entries are linked to, those with most statements first."""
    live = sql.entry_state.c
    links = (
        select(live.actor, live.entry, sql.entry.c.page_text)
        .join(sql.entry, sql.entry.c.key == live.entry)
        .where(live.actor.is_not(None), live.state.not_in(GONE))
        .subquery()
    )
    spoken = (
        select(links.c.actor, func.count(func.distinct(live.entry)).label("statements"))
        .join(sql.proposal_link, sql.proposal_link.c.entry == links.c.entry)
        .join(sql.entry_state, live.proposal == sql.proposal_link.c.proposal)
        .where(sql.proposal_link.c.role == "speaker", live.state.not_in(GONE))
        .group_by(links.c.actor)
        .subquery()
    )
    number = func.coalesce(spoken.c.statements, 0)
    query = (
        select(sql.actor, func.count(func.distinct(links.c.page_text)).label("articles"), number.label("statements"))
        .join(links, links.c.actor == sql.actor.c.key)
        .outerjoin(spoken, spoken.c.actor == sql.actor.c.key)
        .where(*conditions)
        .group_by(*sql.actor.c, spoken.c.statements)
        .order_by(number.desc(), sql.actor.c.name, sql.actor.c.key)
        .limit(limit)
    )
    rows = connection.execute(query).all()
    names = _names(connection, [row.key for row in rows])
    return tuple(
        ActorRow(**{name: value for name, value in row._asdict().items() if name != "id"}, names=names[row.key])
        for row in rows
    )


def _names(connection: Connection, actors: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Every name of each of some actors."""
    names: dict[str, list[str]] = {}
    for portion in portions(actors):
        table = sql.actor_name.c
        for row in connection.execute(select(table.actor, table.name).where(table.actor.in_(portion))):
            names.setdefault(row.actor, []).append(row.name)
    return {actor: tuple(sorted(found)) for actor, found in names.items()}


def refusal_rows(connection: Connection) -> tuple[RefusalRow, ...]:
    """Pages that could not be read, the last refused first."""
    table, log = sql.refusal.c, sql.run_refusal.c
    query = (
        select(
            table.location,
            table.what,
            table.cure,
            table.sha256,
            func.min(log.refused_at).label("first_at"),
            func.max(log.refused_at).label("last_at"),
            func.count().label("times"),
        )
        .join(sql.run_refusal, log.refusal == table.key)
        .group_by(*sql.refusal.c)
        .order_by(func.max(log.id).desc())
    )
    return tuple(RefusalRow(**row._asdict()) for row in connection.execute(query))


def run_rows(connection: Connection) -> tuple[RunRow, ...]:
    """The runs, the newest first."""
    rows = connection.execute(select(sql.run).order_by(sql.run.c.id.desc()))
    return tuple(RunRow(**row._asdict()) for row in rows)


def count_all(connection: Connection) -> Counts:
    """How much the record holds."""

    def count(query: Select[Any]) -> int:
        return int(connection.execute(select(func.count()).select_from(query.subquery())).scalar_one())

    state = sql.entry_state.c
    statements = (
        select(state.entry, state.proposal)
        .join(sql.entry, sql.entry.c.key == state.entry)
        .where(sql.entry.c.kind == STATEMENT)
    )
    live = statements.where(state.state.not_in(GONE))
    repeats = select(sql.proposal_link.c.proposal).where(sql.proposal_link.c.role == "same_as")
    linked = select(state.actor).where(state.actor.is_not(None), state.state.not_in(GONE)).distinct()
    return Counts(
        articles=count(select(sql.article_state.c.page_text)),
        sentences=count(
            current_articles(sql.sentence.c.position).join(
                sql.sentence, sql.sentence.c.reading == sql.article_state.c.reading
            )
        ),
        statements=count(live),
        repeated=count(live.where(state.proposal.in_(repeats))),
        withdrawn=count(statements.where(state.state == WITHDRAWN)),
        actors=count(linked),
        refusals=count(select(sql.refusal.c.key)),
        runs=count(select(sql.run.c.id)),
    )


def _grouped(connection: Connection, query: Select[Any]) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = {}
    for row in connection.execute(query):
        found.setdefault(row.proposal, []).append(row)
    return found


def _statement(row: Row[Any], quotes: Sequence[Row[Any]], links: Sequence[Row[Any]], seen: Row[Any]) -> StatementRow:
    payload = json.loads(row.payload)
    related: dict[str, Any] = {
        role: next((link.entry for link in links if link.role == role), None) for role in RELATIONS
    }
    return StatementRow(
        key=row.key,
        article=row.article,
        article_key=row.article_key,
        title=row.title,
        date=row.date,
        publication=row.publication,
        state=row.state,
        speaker=next(iter(payload["speakers"]), None),
        speaker_key=next((link.actor for link in links if link.role == "speaker"), None),
        speakers=tuple(payload["speakers"]),
        about=tuple(payload["about"]),
        source=_words(quotes, "source"),
        cue=_words(quotes, "cue"),
        content=_words(quotes, "content"),
        sentence=_words(quotes, "sentence"),
        start=row.start,
        end=row.end,
        form=payload["form"],
        polarity=payload["polarity"],
        certainty=payload["certainty"],
        mention=payload["mention"],
        asserted=payload["asserted"],
        said=payload["said"],
        **related,
        confidence=seen.confidence,
        speaker_confidence=seen.speaker_confidence,
        speaker_reason=seen.reason,
        evidence=tuple(evidence_of(quote) for quote in quotes),
    )


def _words(quotes: Sequence[Row[Any]], role: str) -> str:
    """What the quotations of one role say; an ellipsis stands only where words were left out."""
    said = [quote for quote in quotes if quote.role == role]
    words = said[0].exact if said else ""
    for before, quote in pairwise(said):
        gap = quote.start - before.end
        between = quote.prefix[len(quote.prefix) - gap :] if 0 <= gap <= len(quote.prefix) else "…"
        words += (" … " if between.strip() else " ") + quote.exact
    return words
