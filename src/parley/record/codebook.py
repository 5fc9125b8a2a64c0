"""Looking things up in the codebook, and values of a type checked against it.

Law of this module: what a user names is found by its name, folded; what the record keeps is its key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, func, select

from parley.errors import MissingError, UsageError
from parley.record import sql
from parley.record.digest import short_key
from parley.record.steps import Step
from parley.terms.exchange import Value
from parley.terms.names import fold_name


def find_concept(step: Step, name: str) -> Row[Any]:
    """A concept by name or key; of a merged one the one it is one with.

    Raises:
        RecordError: there is none.
    """
    table = sql.concept.c
    row = step.connection.execute(
        select(sql.concept)
        .where((table.key == name) | (table.folded == fold_name(name)))
        .order_by(table.merged_into.is_not(None), table.key)
    ).first()
    if row is None:
        raise MissingError("the codebook has no such concept", where=name, cure="`parley concepts` lists them")
    return row if row.merged_into is None else find_concept(step, row.merged_into)


def find_type(step: Step, name: str) -> Row[Any]:
    """A type of statements by name or key.

    Raises:
        RecordError: there is none.
    """
    table = sql.statement_type.c
    row = step.connection.execute(
        select(sql.statement_type)
        .where((table.key == name) | (table.folded == fold_name(name)))
        .order_by(table.position)
    ).first()
    if row is None:
        raise MissingError("the codebook has no such type of statements", where=name, cure="Define it first")
    return row


def variables_of(connection: Connection, type_key: str) -> dict[str, Row[Any]]:
    """The variables of a type, by name and by key."""
    table = sql.variable.c
    rows = connection.execute(
        select(sql.variable).where(table.statement_type == type_key).order_by(table.position)
    ).all()
    return {row.name: row for row in rows} | {row.key: row for row in rows}


def typed(step: Step, kind: str | None, values: Mapping[str, Value]) -> tuple[str, dict[str, Value]]:
    """A type and its values by key, checked; an entity that is not there yet is made.

    Args:
        step: that is being taken.
        kind: name or key of the type.
        values: name or key of each variable to its value; an entity by its value or key.

    Raises:
        RecordError: there is no such type.
        UsageError: the type has no such variable, or a value does not fit it.
    """
    if kind is None:
        raise UsageError("values need a type of statements", where="statement", cure="Name statement_type too")
    found = find_type(step, kind)
    variables = variables_of(step.connection, found.key)
    checked: dict[str, Value] = {}
    for name, value in values.items():
        if name not in variables:
            cure = f"It has {', '.join(sorted({row.name for row in variables.values()})) or 'none'}"
            raise UsageError(f"the type {found.name} has no variable {name!r}", where="statement", cure=cure)
        checked[variables[name].key] = _value(step, variables[name], value)
    return found.key, checked


def _value(step: Step, variable: Row[Any], value: Value) -> Value:
    where = f"variable {variable.name}"
    if variable.kind == "boolean":
        if not isinstance(value, bool):
            raise UsageError(f"{value!r} is neither true nor false", where=where, cure="Give true or false")
        return value
    if variable.kind == "integer":
        if not isinstance(value, int) or isinstance(value, bool):
            raise UsageError(f"{value!r} is no whole number", where=where, cure="Give a whole number")
        low, high = variable.low, variable.high
        if (low is not None and value < low) or (high is not None and value > high):
            raise UsageError(f"{value} is not on the scale", where=where, cure=f"Give a number from {low} to {high}")
        return value
    if not isinstance(value, str):
        raise UsageError(f"{value!r} is no text", where=where, cure="Give a text")
    return value if variable.kind == "long text" else place_entity(step, variable.key, value)


def place_entity(step: Step, variable: str, value: str) -> str:
    """The key of an entity of a variable, by its value or key; made where there is none yet."""
    table = sql.entity.c
    found = step.connection.execute(
        select(table.key).where(table.variable == variable, (table.value == value) | (table.key == value))
    ).scalar()
    if found is not None:
        return str(found)
    key = short_key("entity", variable, value)
    state = {
        "key": key,
        "variable": variable,
        "position": next_position(step, "entity", variable),
        "value": value,
        "colour": None,
        "parent": None,
        "attributes": "{}",
        "merged_into": None,
    }
    step.change("entity", key, state, kind="add")
    return key


def next_position(step: Step, table: str, parent: str | None = None) -> int:
    """The place after the last one in a list of the codebook."""
    rows = {
        "entity": sql.entity,
        "variable": sql.variable,
        "statement_type": sql.statement_type,
        "pattern": sql.pattern,
    }
    found = rows[table]
    query = select(func.coalesce(func.max(found.c.position), -1) + 1)
    if parent is not None:
        query = query.where(found.c.variable == parent if table == "entity" else found.c.statement_type == parent)
    return int(step.connection.execute(query).scalar_one())
