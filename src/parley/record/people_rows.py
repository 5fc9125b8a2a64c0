"""The lists of what people did: history, comments, concepts, types, collections, outlets, saved searches."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from parley.record import sql
from parley.record.states import GONE, UNJUDGED
from parley.record.steps import standing_steps
from parley.record.texts import is_newest, of_newest
from parley.terms.exchange import Entity, StatementType, Variable
from parley.terms.names import fold_name
from parley.terms.tables import (
    CollectionRow,
    CommentRow,
    ConceptRow,
    JudgementRow,
    OutletRow,
    SavedSearchRow,
    StepRow,
)


def step_rows(connection: Connection, *, coder: str | None, limit: int | None) -> tuple[StepRow, ...]:
    """Steps, the newest first; an undone one says so."""
    standing = standing_steps(connection)
    step = sql.step.c
    number = func.count(sql.judgement.c.id).label("judgements")
    query = (
        select(step.id, step.kind, sql.coder.c.name.label("coder"), step.reason, step.recorded_at, step.undoes, number)
        .join(sql.coder, sql.coder.c.key == step.coder)
        .outerjoin(sql.judgement, sql.judgement.c.step == step.id)
        .group_by(*sql.step.c, sql.coder.c.name)
        .order_by(step.id.desc())
        .limit(limit)
    )
    if coder is not None:
        query = query.where(sql.coder.c.folded == fold_name(coder))
    return tuple(StepRow(**row._asdict(), stands=row.id in standing) for row in connection.execute(query))


def last_step_rows(connection: Connection, limit: int) -> tuple[StepRow, ...]:
    """The newest steps; of each only itself is looked at, so that all of them count as standing."""
    step = sql.step.c
    columns = (step.id, step.kind, sql.coder.c.name.label("coder"), step.reason, step.recorded_at, step.undoes)
    query = select(*columns).join(sql.coder, sql.coder.c.key == step.coder).order_by(step.id.desc()).limit(limit)
    return tuple(StepRow(**row._asdict(), judgements=0, stands=True) for row in connection.execute(query))


def judgement_rows(connection: Connection, subject_kind: str, subject: str) -> tuple[JudgementRow, ...]:
    """Everything that was decided about one thing, the oldest first."""
    table = sql.judgement.c
    return _judgements(connection, (table.subject_kind == subject_kind) & (table.subject == subject))


def judgement_rows_of(connection: Connection, step: int | None) -> tuple[JudgementRow, ...]:
    """The judgements of a step, in order; none for a step that changed nothing."""
    return () if step is None else _judgements(connection, sql.judgement.c.step == step)


def _judgements(connection: Connection, condition: ColumnElement[bool]) -> tuple[JudgementRow, ...]:
    table, step = sql.judgement.c, sql.step.c
    query = (
        select(
            table.kind,
            sql.coder.c.name.label("coder"),
            step.reason,
            step.recorded_at,
            table.step,
            table.subject_kind,
            table.subject,
            table.before,
            table.after,
        )
        .join(sql.step, step.id == table.step)
        .join(sql.coder, sql.coder.c.key == step.coder)
        .where(condition)
        .order_by(table.id)
    )
    return tuple(
        JudgementRow(**row._asdict() | {"before": _read(row.before), "after": _read(row.after)})
        for row in connection.execute(query)
    )


def comment_rows(connection: Connection, subject: str) -> tuple[CommentRow, ...]:
    """The comments on one thing that were not taken back, the oldest first.

    Args:
        connection: to the record.
        subject: "entry KEY", "article KEY" or "actor KEY".
    """
    standing = standing_steps(connection)
    found = []
    for row in judgement_rows(connection, "comment", subject):
        words = (row.after or {}).get("comment")
        if row.step in standing and words:
            found.append(CommentRow(coder=row.coder, recorded_at=row.recorded_at, comment=words))
    return tuple(found)


def concept_rows(connection: Connection) -> tuple[ConceptRow, ...]:
    """Concepts that are not merged into others, by name, with how often statements take them up."""
    concept, coding = sql.concept.c, sql.coding.c
    root = func.coalesce(concept.merged_into, concept.key)
    counts: dict[str, dict[str, int]] = {}
    query = (
        select(root.label("root"), coding.stance, func.count(func.distinct(coding.entry)).label("number"))
        .join(sql.concept, concept.key == coding.concept)
        .join(sql.entry_state, sql.entry_state.c.entry == coding.entry)
        .join(sql.entry, sql.entry.c.key == coding.entry)
        .where(sql.entry_state.c.state.not_in(GONE), of_newest())
        .group_by(root, coding.stance)
    )
    for row in connection.execute(query):
        counts.setdefault(row.root, {})[row.stance] = row.number
    rows = connection.execute(select(sql.concept).where(concept.merged_into.is_(None)).order_by(concept.folded)).all()
    names = {row.key: row.name for row in rows}
    merged = select(concept.key, concept.merged_into).where(concept.merged_into.is_not(None))
    names |= {row.key: names.get(row.merged_into, "") for row in connection.execute(merged)}
    return tuple(
        ConceptRow(
            key=row.key,
            name=row.name,
            definition=row.definition,
            colour=row.colour,
            parent=names.get(row.parent),
            agree=counts.get(row.key, {}).get("agree", 0),
            disagree=counts.get(row.key, {}).get("disagree", 0),
            neutral=counts.get(row.key, {}).get("neutral", 0),
        )
        for row in rows
    )


def statement_types(connection: Connection) -> tuple[StatementType, ...]:
    """The types of statements with their variables, in order."""
    table, variable = sql.statement_type.c, sql.variable.c
    variables: dict[str, list[Variable]] = {}
    for row in connection.execute(select(sql.variable).order_by(variable.position)):
        found = Variable(
            name=row.name, kind=row.kind, low=row.low, high=row.high, attributes=tuple(json.loads(row.attributes))
        )
        variables.setdefault(row.statement_type, []).append(found)
    rows = connection.execute(select(sql.statement_type).order_by(table.position))
    return tuple(
        StatementType(name=row.name, colour=row.colour, variables=tuple(variables.get(row.key, ()))) for row in rows
    )


def entity_rows(connection: Connection) -> tuple[Entity, ...]:
    """The entities of all variables that are not merged into others, in order."""
    entity, variable = sql.entity.c, sql.variable.c
    query = (
        select(sql.entity, variable.name.label("variable_name"), sql.statement_type.c.name.label("type_name"))
        .join(sql.variable, variable.key == entity.variable)
        .join(sql.statement_type, sql.statement_type.c.key == variable.statement_type)
        .order_by(sql.statement_type.c.position, variable.position, entity.position)
    )
    rows = connection.execute(query).all()
    values = {row.key: row.value for row in rows}
    return tuple(
        Entity(
            statement_type=row.type_name,
            variable=row.variable_name,
            value=row.value,
            colour=row.colour,
            parent=values.get(row.parent),
            attributes=json.loads(row.attributes),
        )
        for row in rows
        if row.merged_into is None
    )


def collection_rows(connection: Connection) -> tuple[CollectionRow, ...]:
    """Collections by name."""
    table = sql.collection.c
    rows = connection.execute(select(table.name, table.definition).order_by(table.folded))
    return tuple(CollectionRow(name=row.name, definition=json.loads(row.definition)) for row in rows)


def saved_search_rows(connection: Connection) -> tuple[SavedSearchRow, ...]:
    """Saved searches by name."""
    table = sql.saved_search.c
    rows = connection.execute(select(table.name, table.query).order_by(table.folded))
    return tuple(SavedSearchRow(name=row.name, query=row.query) for row in rows)


def outlet_rows(connection: Connection) -> tuple[OutletRow, ...]:
    """Outlets that articles come from or that were described, with how many articles each has."""
    state, outlet = sql.article_state.c, sql.outlet.c
    query: Select[Any] = (
        select(state.publication_folded, func.min(state.publication).label("name"), func.count().label("articles"))
        .where(state.publication_folded.is_not(None), is_newest())
        .group_by(state.publication_folded)
    )
    seen = {row.publication_folded: row for row in connection.execute(query)}
    known = {row.folded: row for row in connection.execute(select(sql.outlet).order_by(outlet.folded))}
    return tuple(
        OutletRow(
            name=known[folded].name if folded in known else seen[folded].name,
            country=known[folded].country if folded in known else None,
            owner=known[folded].owner if folded in known else None,
            reach=known[folded].reach if folded in known else None,
            reliability=known[folded].reliability if folded in known else None,
            state_run=None if folded not in known or known[folded].state_run is None else bool(known[folded].state_run),
            articles=seen[folded].articles if folded in seen else 0,
        )
        for folded in sorted({*seen, *known})
    )


def last_fetches(connection: Connection) -> dict[str, str]:
    """Folded name of each outlet to when a page of it was last fetched."""
    state = sql.article_state.c
    query = (
        select(state.publication_folded, func.max(sql.fetch.c.fetched_at).label("at"))
        .join(sql.fetch, sql.fetch.c.key == state.fetch)
        .where(state.publication_folded.is_not(None))
        .group_by(state.publication_folded)
    )
    return {row.publication_folded: row.at for row in connection.execute(query)}


def differing() -> ColumnElement[bool]:
    """A condition: that the newer model reads differently what a person has judged."""
    state = sql.entry_state.c
    return and_(state.state.not_in(UNJUDGED), state.judged.is_not(None), state.seen != state.judged)


def _read(state: str | None) -> dict[str, Any] | None:
    return None if state is None else json.loads(state)
