"""Ties between actors, outlets and concepts, counted straight from what the record holds.

Who quotes whom: the speaker of a statement quotes the speaker of one that stands inside it; an outlet quotes
the speakers of its articles. Speakers by concept: the affiliation network of discourse network analysis
(Leifeld 2017), with the stance of each coding.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, func, literal, select

from parley.record import sql
from parley.record.actors import root_of
from parley.record.drafts import STATEMENT
from parley.terms.tables import Tie, TieEnd

TieKind = Literal["quotes", "concepts"]


def ties(connection: Connection, kind: TieKind, conditions: Iterable[ColumnElement[bool]]) -> tuple[Tie, ...]:
    """The ties of a kind, the heaviest first.

    Args:
        connection: to the record.
        kind: who quotes whom, or speakers by concept.
        conditions: on ``entry_state`` and ``article_state``: which statements count.
    """
    given = tuple(conditions)
    if kind == "concepts":
        return _concepts(connection, given)
    found = [*_actors_quoting(connection, given), *_outlets_quoting(connection, given)]
    return tuple(sorted(found, key=lambda tie: (-tie.weight, tie.source.name, tie.target.name)))


class _Speaking:
    """The tables by which a statement's version leads to the actor who speaks."""

    def __init__(self, name: str) -> None:
        self.link = sql.version_link.alias(f"{name}_link")
        self.state = sql.entry_state.alias(f"{name}_state")
        self.one = sql.actor.alias(f"{name}_one")
        self.root = sql.actor.alias(f"{name}_root")

    def join(self, query: Select[Any], version: ColumnElement[str]) -> Select[Any]:
        """A query joined with the speaker of a version."""
        return (
            query.join(self.link, (self.link.c.version == version) & (self.link.c.role == "speaker"))
            .join(self.state, self.state.c.entry == self.link.c.entry)
            .join(self.one, self.one.c.key == self.state.c.actor)
            .join(self.root, self.root.c.key == root_of(self.one))
        )


# Made once: an alias with its columns takes 0.2 ms, as long as many a look.
_INSIDE, _OUTSIDE = _Speaking("inside"), _Speaking("outside")
_PARENT, _SAID = sql.version_link.alias("parent"), sql.entry_state.alias("said")
_NAMED, _CONCEPT_ROOT = sql.concept.alias("named"), sql.concept.alias("concept_root")


def _statements(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(sql.entry)
        .join(sql.entry_state, sql.entry_state.c.entry == sql.entry.c.key)
        .join(sql.article_state, sql.article_state.c.page_text == sql.entry.c.page_text)
    )


def _actors_quoting(connection: Connection, conditions: tuple[ColumnElement[bool], ...]) -> list[Tie]:
    inside, outside, parent, said = _INSIDE, _OUTSIDE, _PARENT, _SAID
    columns = [inside.root.c.key, inside.root.c.name, inside.root.c.kind]
    others = [outside.root.c.key, outside.root.c.name, outside.root.c.kind]
    number = func.count(func.distinct(sql.entry.c.key)).label("number")
    query = _statements(*(c.label(f"t_{c.name}") for c in columns), *(c.label(f"s_{c.name}") for c in others), number)
    query = query.join(parent, (parent.c.version == sql.entry_state.c.version) & (parent.c.role == "parent"))
    query = query.join(said, said.c.entry == parent.c.entry)
    query = outside.join(inside.join(query, sql.entry_state.c.version), said.c.version)
    query = query.where(sql.entry.c.kind == STATEMENT, *conditions, inside.root.c.key != outside.root.c.key).group_by(
        *columns, *others
    )
    return [_tie(row) for row in connection.execute(query)]


def _outlets_quoting(connection: Connection, conditions: tuple[ColumnElement[bool], ...]) -> list[Tie]:
    speaking, parent = _INSIDE, _PARENT
    article = sql.article_state.c
    columns = [speaking.root.c.key, speaking.root.c.name, speaking.root.c.kind]
    number = func.count(func.distinct(sql.entry.c.key)).label("number")
    query = _statements(
        *(c.label(f"t_{c.name}") for c in columns),
        article.publication_folded.label("s_key"),
        func.min(article.publication).label("s_name"),
        literal("outlet").label("s_kind"),
        number,
    )
    query = query.outerjoin(parent, (parent.c.version == sql.entry_state.c.version) & (parent.c.role == "parent"))
    query = speaking.join(query, sql.entry_state.c.version)
    query = query.where(
        sql.entry.c.kind == STATEMENT, *conditions, parent.c.entry.is_(None), article.publication_folded.is_not(None)
    ).group_by(*columns, article.publication_folded)
    return [_tie(row) for row in connection.execute(query)]


def _concepts(connection: Connection, conditions: tuple[ColumnElement[bool], ...]) -> tuple[Tie, ...]:
    speaking, coding, named, concept = _INSIDE, sql.coding.c, _NAMED, _CONCEPT_ROOT
    columns = [speaking.root.c.key, speaking.root.c.name, speaking.root.c.kind]
    number = func.count(func.distinct(sql.entry.c.key)).label("number")
    query = _statements(
        *(c.label(f"s_{c.name}") for c in columns),
        concept.c.key.label("t_key"),
        concept.c.name.label("t_name"),
        literal("concept").label("t_kind"),
        coding.stance,
        number,
    )
    query = query.join(sql.coding, coding.entry == sql.entry.c.key)
    query = query.join(named, named.c.key == coding.concept)
    query = query.join(concept, concept.c.key == func.coalesce(named.c.merged_into, named.c.key))
    query = speaking.join(query, sql.entry_state.c.version).where(sql.entry.c.kind == STATEMENT, *conditions)
    query = query.group_by(*columns, concept.c.key, concept.c.name, coding.stance)
    found = [_tie(row, row.stance) for row in connection.execute(query)]
    return tuple(sorted(found, key=lambda tie: (-tie.weight, tie.source.name, tie.target.name, tie.stance or "")))


def _tie(row: Any, stance: str | None = None) -> Tie:
    return Tie(
        source=TieEnd(key=row.s_key, name=row.s_name, kind=row.s_kind),
        target=TieEnd(key=row.t_key, name=row.t_name, kind=row.t_kind),
        weight=row.number,
        stance=stance,
    )
