"""Collections: corpora defined by a rule over articles, as conditions of a query."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from parley.errors import MissingError, UsageError
from parley.record import sql
from parley.record.filters import Filters
from parley.record.query_parser import parse_query
from parley.record.query_tree import Field, Not, Tree
from parley.terms.names import fold_name

Meets = Callable[[str], ColumnElement[bool]]
"""A condition on ``article_state``: that a passage of the article meets a query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """The rule of a collection; what is not named is not asked for."""

    outlets: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    query: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The rule as the record keeps it."""
        return {"outlets": list(self.outlets), "since": self.since, "until": self.until, "query": self.query}


def check_definition(definition: Definition) -> None:
    """Refuse a rule that cannot be followed.

    Raises:
        UsageError: a date or the query cannot be read.
    """
    Filters(since=definition.since, until=definition.until).conditions()
    if definition.query:
        parse_query(definition.query)


def check_circle(connection: Connection, name: str, query: str | None) -> None:
    """Refuse a rule that refers, directly or by way of other collections, to the collection it defines.

    Args:
        connection: to the record.
        name: folded name of the collection.
        query: of its rule.

    Raises:
        UsageError: so it does.
    """
    table = sql.collection.c
    rules = {row.folded: row.definition for row in connection.execute(select(table.folded, table.definition))}
    names = {row.key: row.folded for row in connection.execute(select(table.key, table.folded))}
    waiting, seen = _named(query, names), set()
    while waiting:
        one = waiting.pop()
        if one == name:
            cure = "Leave out collection: or name another one"
            raise UsageError("its rule refers to the collection itself", where=f"collection {name}", cure=cure)
        if one not in seen and one in rules:
            waiting |= _named(json.loads(rules[one])["query"], names)
        seen.add(one)


def _named(query: str | None, names: Mapping[str, str]) -> set[str]:
    """Folded names of the collections that a query asks for."""
    return {names.get(one, fold_name(one)) for one in _asked(parse_query(query))} if query else set()


def _asked(tree: Tree) -> set[str]:
    match tree:
        case Field(name="collection", value=value):
            return {value}
        case Not(part):
            return _asked(part)
        case _:
            return {one for part in getattr(tree, "parts", ()) for one in _asked(part)}


def in_collection(connection: Connection, name: str, meets: Meets) -> ColumnElement[bool]:
    """A condition on ``article_state``: that the article is in a collection.

    Args:
        connection: to the record.
        name: of the collection, or its key.
        meets: turns the query of its rule into a condition.

    Raises:
        RecordError: there is no such collection.
    """
    table = sql.collection.c
    row = connection.execute(
        select(table.definition).where((table.folded == fold_name(name)) | (table.key == name))
    ).first()
    if row is None:
        raise MissingError("there is no such collection", where=name, cure="`parley collections` lists them")
    rule = json.loads(row.definition)
    article = sql.article_state.c
    conditions = Filters(since=rule["since"], until=rule["until"]).conditions()
    if rule["outlets"]:
        conditions.append(article.publication_folded.in_([fold_name(outlet) for outlet in rule["outlets"]]))
    if rule["query"]:
        conditions.append(meets(rule["query"]))
    picked = article.page_text.in_(rule["articles"])
    ruled = and_(*conditions) if conditions else None
    asked = picked if ruled is None and rule["articles"] else (or_(ruled, picked) if ruled is not None else None)
    left = article.page_text.not_in(rule["without"])
    return left if asked is None else and_(asked, left)
