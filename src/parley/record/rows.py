"""The lists that a view hands out, except statements: articles, actors, refusals, runs, counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select

from parley.record import sql
from parley.record.actors import root_of
from parley.record.drafts import STATEMENT
from parley.record.filters import current_articles, portions
from parley.record.states import GONE, WITHDRAWN
from parley.terms.tables import ActorRow, ArticleRow, Counts, RefusalRow, RunRow


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
    state, fetch = sql.article_state.c, sql.fetch.c
    query = (
        current_articles(
            sql.page_text.c.key,
            fetch.name.label("article"),
            state.title,
            state.date,
            state.publication,
            state.genre,
            state.language,
            state.url,
            fetch.location,
            fetch.fetched_at,
            statements.label("statements"),
            state.byline,
            state.work,
        )
        .where(*conditions)
        .order_by(state.date.is_(None), state.date.desc(), fetch.name, sql.page_text.c.key)
        .limit(limit)
    )
    return tuple(
        ArticleRow(**row._asdict() | {"byline": tuple(name for name, _ in json.loads(row.byline))})
        for row in connection.execute(query)
    )


def actor_rows(connection: Connection, conditions: Iterable[Any], limit: int | None) -> tuple[ActorRow, ...]:
    """Actors that live entries are linked to, those with most statements first."""
    live, one = sql.entry_state.c, sql.actor.alias("one")
    links = (
        select(root_of(one).label("actor"), live.entry, sql.entry.c.page_text)
        .join(sql.entry, sql.entry.c.key == live.entry)
        .join(one, one.c.key == live.actor)
        .where(live.state.not_in(GONE))
        .subquery()
    )
    spoken = (
        select(links.c.actor, func.count(func.distinct(live.entry)).label("statements"))
        .join(sql.version_link, sql.version_link.c.entry == links.c.entry)
        .join(sql.entry_state, live.version == sql.version_link.c.version)
        .where(sql.version_link.c.role == "speaker", live.state.not_in(GONE))
        .group_by(links.c.actor)
        .subquery()
    )
    number = func.coalesce(spoken.c.statements, 0)
    columns = [sql.actor.c[name] for name in ("key", "name", "kind", "known_as")]
    query = (
        select(*columns, func.count(func.distinct(links.c.page_text)).label("articles"), number.label("statements"))
        .join(links, links.c.actor == sql.actor.c.key)
        .outerjoin(spoken, spoken.c.actor == sql.actor.c.key)
        .where(*conditions)
        .group_by(*columns, spoken.c.statements)
        .order_by(number.desc(), sql.actor.c.name, sql.actor.c.key)
        .limit(limit)
    )
    rows = connection.execute(query).all()
    names = _names(connection, [row.key for row in rows])
    return tuple(ActorRow(**row._asdict(), names=names[row.key]) for row in rows)


def _names(connection: Connection, actors: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Every name of each of some actors, those merged into them included."""
    names: dict[str, set[str]] = {}
    table = sql.actor_name.c
    for portion in portions(actors):
        query = (
            select(root_of().label("actor"), table.name)
            .join(sql.actor, sql.actor.c.key == table.actor)
            .where(root_of().in_(portion))
        )
        for row in connection.execute(query):
            names.setdefault(row.actor, set()).add(row.name)
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
        select(state.entry, state.version)
        .join(sql.entry, sql.entry.c.key == state.entry)
        .where(sql.entry.c.kind == STATEMENT)
    )
    live = statements.where(state.state.not_in(GONE))
    repeats = select(sql.version_link.c.version).where(sql.version_link.c.role == "same_as")
    linked = (
        select(root_of())
        .join(sql.entry_state, state.actor == sql.actor.c.key)
        .where(state.state.not_in(GONE))
        .distinct()
    )
    return Counts(
        articles=count(select(sql.article_state.c.page_text)),
        sentences=count(
            current_articles(sql.sentence.c.position).join(
                sql.sentence, sql.sentence.c.reading == sql.article_state.c.reading
            )
        ),
        statements=count(live),
        repeated=count(live.where(state.version.in_(repeats))),
        withdrawn=count(statements.where(state.state == WITHDRAWN)),
        actors=count(linked),
        refusals=count(select(sql.refusal.c.key)),
        runs=count(select(sql.run.c.id)),
    )
