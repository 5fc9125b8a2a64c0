"""Which statements, or events, a query is about: for lists, exports and bulk judgements alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from parley.errors import UsageError
from parley.record import sql
from parley.record.conditions import Conditions
from parley.record.drafts import STATEMENT
from parley.record.query_parser import parse_query
from parley.record.query_plan import plan
from parley.record.query_tree import Field, Not, Tree
from parley.record.states import GONE, STATES
from parley.record.texts import is_newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """All statements, or events, that meet a query; those that are gone only where it asks for their state."""

    query: str
    kinds: tuple[str, ...] = (STATEMENT,)


def statement_condition(
    connection: Connection, query: str, *, gone: bool = False, earlier: bool = False
) -> ColumnElement[bool]:
    """A condition on ``entry_state`` and ``article_state``: that a statement or event meets a query.

    Args:
        connection: to the record.
        query: what the user typed.
        gone: also those that are gone, though the query does not ask for their state.
        earlier: also those of earlier texts of an address, though the query does not ask for them.

    Raises:
        UsageError: the query cannot be read.
    """
    tree = parse_query(query)
    condition = Conditions(connection).of_statement(plan(tree))
    if not earlier and not _asks(tree, "review", "changed"):
        condition &= is_newest()
    gone = gone or any(_asks(tree, "status", state) for state in STATES)
    return condition if gone else condition & sql.entry_state.c.state.not_in(GONE)


def keys_of(connection: Connection, which: Collection[str] | Selection) -> Collection[str]:
    """Keys of the entries that are meant: those named, or those selected.

    Raises:
        UsageError: one text stands where a collection of keys is asked for.
    """
    if isinstance(which, str):
        raise UsageError(f"{which!r} is one key, not a collection of keys", where="judging", cure="Write [key]")
    return selected(connection, which) if isinstance(which, Selection) else which


def several(names: Collection[str], what: str) -> Collection[str]:
    """The names of several things.

    Raises:
        UsageError: there is none, or one text stands where a collection is asked for.
    """
    if isinstance(names, str) or not names:
        raise UsageError(f"{names!r} names no {what}s", where="judging", cure=f"Write [{what}, ...]")
    return names


def selected(connection: Connection, selection: Selection) -> list[str]:
    """Keys of the entries that are selected, in order of their keys."""
    query = _entries(connection, selection).with_only_columns(sql.entry.c.key).order_by(sql.entry.c.key)
    return list(connection.execute(query).scalars())


def counts_by_state(connection: Connection, selection: Selection) -> dict[str, int]:
    """How many entries are selected, by state: what a bulk judgement would be about."""
    state = sql.entry_state.c.state
    found = _entries(connection, selection).with_only_columns(state, func.count().label("number"))
    rows = connection.execute(found.group_by(state).order_by(state))
    return {row.state: row.number for row in rows}


def articles_with(conditions: Iterable[ColumnElement[bool]], *, kind: str = STATEMENT) -> Select[Any]:
    """Numbers of the articles in which an entry of a kind meets conditions on ``entry_state`` and ``article_state``."""
    return (
        select(sql.article_state.c.id)
        .join(sql.entry, sql.entry.c.page_text == sql.article_state.c.page_text)
        .join(sql.entry_state, sql.entry_state.c.entry == sql.entry.c.key)
        .where(sql.entry.c.kind == kind, *conditions)
        .correlate(None)
    )


def _entries(connection: Connection, selection: Selection) -> Select[Any]:
    return (
        select(sql.entry.c.key)
        .join(sql.entry_state, sql.entry_state.c.entry == sql.entry.c.key)
        .join(sql.article_state, sql.article_state.c.page_text == sql.entry.c.page_text)
        .where(sql.entry.c.kind.in_(selection.kinds), statement_condition(connection, selection.query))
    )


def _asks(tree: Tree, name: str, value: str | None = None) -> bool:
    """Whether a query asks for a field, and for a value of it where one is given."""
    match tree:
        case Field():
            return tree.name == name and value in (None, tree.value)
        case Not(part):
            return _asks(part, name, value)
        case _:
            return any(_asks(part, name, value) for part in getattr(tree, "parts", ()))
