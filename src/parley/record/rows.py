"""The lists that a view hands out, except statements: articles, actors, refusals, runs, counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, ScalarSelect, Select, func, literal, not_, select, union_all

from parley.record import sql
from parley.record.actors import one_with, root_of
from parley.record.drafts import STATEMENT
from parley.record.event_drafts import EVENT
from parley.record.filters import current_articles, portions
from parley.record.printings import is_first
from parley.record.states import GONE, WITHDRAWN
from parley.record.texts import is_newest, of_newest
from parley.terms.tables import ActorLinkRow, ActorRow, ArticleRow, Counts, RefusalRow, RunRow


def article_rows(connection: Connection, conditions: Iterable[Any], limit: int | None) -> tuple[ArticleRow, ...]:
    """Articles that meet conditions, the newest first, those without a date last."""
    statements, events = _number_of(STATEMENT), _number_of(EVENT)
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
            events.label("events"),
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


def _number_of(kind: str) -> ScalarSelect[int]:
    """How many live entries of a kind an article has."""
    return (
        select(func.count())
        .select_from(sql.entry)
        .join(sql.entry_state, sql.entry_state.c.entry == sql.entry.c.key)
        .where(
            sql.entry.c.page_text == sql.article_state.c.page_text,
            sql.entry.c.kind == kind,
            sql.entry_state.c.state.not_in(GONE),
        )
        .scalar_subquery()
    )


def actor_rows(connection: Connection, conditions: Sequence[Any], limit: int | None) -> tuple[ActorRow, ...]:
    """Actors that live entries are linked to, those with most statements first.

    Articles and statements are counted apart and added up, each by its own index.
    """
    wanted = [one_with(select(root_of()).where(*conditions), _ONE)] if conditions else []
    counts = union_all(_acting(wanted), _speaking(wanted)).subquery()
    articles, statements = func.sum(counts.c.articles), func.sum(counts.c.statements)
    columns = [sql.actor.c[name] for name in ("key", "name", "kind", "known_as")]
    query = (
        select(*columns, articles.label("articles"), statements.label("statements"))
        .join(counts, counts.c.actor == sql.actor.c.key)
        .group_by(*columns)
        .having(articles > 0)
        .order_by(statements.desc(), sql.actor.c.name, sql.actor.c.key)
        .limit(limit)
    )
    rows = connection.execute(query).all()
    names = _names(connection, [row.key for row in rows])
    return tuple(
        ActorRow(
            key=row.key,
            name=row.name,
            names=names[row.key],
            kind=row.kind,
            known_as=row.known_as,
            articles=int(row.articles),
            statements=int(row.statements),
        )
        for row in rows
    )


_ONE, _LINKED = sql.actor.alias("one"), sql.entry_state.alias("linked")


def _acting(wanted: Sequence[Any]) -> Any:
    """How many articles each actor acts in."""
    state = sql.entry_state.c
    number = func.count(func.distinct(sql.entry.c.page_text)).label("articles")
    return (
        select(root_of(_ONE).label("actor"), number, literal(0).label("statements"))
        .select_from(sql.entry_state)
        .join(sql.entry, sql.entry.c.key == state.entry)
        .join(_ONE, _ONE.c.key == state.actor)
        .where(state.state.not_in(GONE), of_newest(), *wanted)
        .group_by(root_of(_ONE))
    )


def _speaking(wanted: Sequence[Any]) -> Any:
    """How many statements each actor makes."""
    linked, said, link = _LINKED, sql.entry_state.c, sql.version_link.c
    number = func.count(func.distinct(said.entry)).label("statements")
    return (
        select(root_of(_ONE).label("actor"), literal(0).label("articles"), number)
        .select_from(linked)
        .join(_ONE, _ONE.c.key == linked.c.actor)
        .join(sql.version_link, (link.entry == linked.c.entry) & (link.role == "speaker"))
        .join(sql.entry_state, said.version == link.version)
        .join(sql.entry, sql.entry.c.key == said.entry)
        .where(of_newest(), linked.c.state.not_in(GONE), said.state.not_in(GONE), *wanted)
        .group_by(root_of(_ONE))
    )


def actor_link_rows(connection: Connection, actor: str) -> tuple[ActorLinkRow, ...]:
    """The articles that an actor, or one merged into it, acts in, the newest first."""
    state, article = sql.entry_state.c, sql.article_state.c
    query = (
        current_articles(
            state.entry,
            sql.version.c.payload,
            sql.page_text.c.key.label("article_key"),
            article.title,
            article.date,
            article.publication,
        )
        .join(sql.entry, sql.entry.c.page_text == article.page_text)
        .join(sql.entry_state, state.entry == sql.entry.c.key)
        .join(sql.version, sql.version.c.key == state.version)
        .join(sql.actor, sql.actor.c.key == state.actor)
        .where(one_with([actor]), state.state.not_in(GONE), is_newest())
        .order_by(article.date.is_(None), article.date.desc(), sql.page_text.c.key)
    )
    found = []
    for row in connection.execute(query):
        acting = json.loads(row.payload)["actor"]
        about = {name: value for name, value in row._asdict().items() if name != "payload"}
        found.append(ActorLinkRow(**about, name=acting["name"], role=acting["role"]))
    return tuple(found)


def _names(connection: Connection, actors: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Every name of each of some actors, those merged into them included."""
    names: dict[str, set[str]] = {}
    table = sql.actor_name.c
    for portion in portions(actors):
        query = (
            select(root_of().label("actor"), table.name)
            .join(sql.actor, sql.actor.c.key == table.actor)
            .where(one_with(portion))
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
        .where(sql.entry.c.kind == STATEMENT, of_newest())
    )
    live = statements.where(state.state.not_in(GONE))
    repeats = select(sql.version_link.c.version).where(sql.version_link.c.role == "same_as")
    later = not_(is_first()) & is_newest()
    linked = (
        select(root_of())
        .join(sql.entry_state, state.actor == sql.actor.c.key)
        .join(sql.entry, sql.entry.c.key == state.entry)
        .where(state.state.not_in(GONE), of_newest())
        .distinct()
    )
    return Counts(
        articles=count(select(sql.article_state.c.page_text).where(is_newest())),
        sentences=count(
            current_articles(sql.sentence.c.position)
            .join(sql.sentence, sql.sentence.c.reading == sql.article_state.c.reading)
            .where(is_newest())
        ),
        statements=count(live),
        repeated=count(live.where(state.version.in_(repeats))),
        withdrawn=count(statements.where(state.state == WITHDRAWN)),
        actors=count(linked),
        refusals=count(select(sql.refusal.c.key)),
        runs=count(select(sql.run.c.id)),
        reprints=count(select(sql.article_state.c.page_text).where(later)),
        reprinted=count(
            live.join(sql.article_state, sql.article_state.c.page_text == sql.entry.c.page_text).where(later)
        ),
        earlier=count(select(sql.earlier_text.c.article)),
    )
