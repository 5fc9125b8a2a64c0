"""Which actors of different articles are one (law 10).

Law of this module: two are one only by the same key of the actor store, or by equal folded full
names (two words or more) of compatible kind. A surname alone never: such an actor stays the
article's own, until a person merges it.
"""

from __future__ import annotations

import json
import re
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, delete, func, insert, or_, select, update

from parley.record import sql
from parley.record.digest import short_key
from parley.record.drafts import Payload
from parley.terms.names import fold_name, is_full_name

_KEY = re.compile(r"(?=.*\d)[0-9a-hjkmnp-tv-z]{20}")
"""What `short_key` makes, with a digit."""

UNKNOWN_KIND = "other"
"""Compatible with every kind."""


def place_actor(connection: Connection, actor: Payload, *, page_text: str) -> str:
    """The record's actor for an actor of an article; made where there is none yet.

    Args:
        connection: with a transaction open.
        actor: the actor as an actor link's payload has it.
        page_text: digest of the page text it acts in.

    Returns:
        The actor's permanent key.
    """
    key = same_actor(connection, actor, page_text=page_text)
    held = connection.execute(select(sql.actor.c.known_as).where(sql.actor.c.key == key)).first()
    if held is None:
        row = {"key": key, "name": actor["name"], "kind": actor["kind"], "known_as": actor["known_as"]}
        connection.execute(insert(sql.actor), row)
    elif held.known_as is None and actor["known_as"] not in (None, key):
        connection.execute(update(sql.actor).where(sql.actor.c.key == key).values(known_as=actor["known_as"]))
    add_name(connection, key, actor["name"])
    return key


def same_actor(connection: Connection, actor: Payload, *, page_text: str) -> str:
    """The key of the record's actor that an actor of an article is; the one it would get, where there is none yet.

    Args:
        connection: to the record; nothing is written.
        actor: the actor as an actor link's payload has it.
        page_text: digest of the page text it acts in.
    """
    folded = fold_name(actor["name"])
    found = _by_store_key(connection, actor) or _by_full_name(connection, actor, folded)
    return found or own_key(actor, page_text)


def add_name(connection: Connection, key: str, name: str) -> None:
    """Put a name on the list of an actor's names, where it does not stand there yet."""
    names = sql.actor_name.c
    if connection.execute(select(names.actor).where(names.actor == key, names.name == name)).first() is None:
        row: dict[str, Any] = {"actor": key, "name": name, "folded": fold_name(name)}
        connection.execute(insert(sql.actor_name), row)


def keep_names(connection: Connection, key: str, name: str) -> None:
    """Let an actor have the name it is given now and those that articles call it by, and no others."""
    add_name(connection, key, name)
    said = connection.execute(
        select(sql.version.c.payload)
        .join(sql.entry_state, sql.entry_state.c.entry == sql.version.c.entry)
        .where(sql.entry_state.c.actor == key)
    ).scalars()
    called = {acting["name"] for payload in said if (acting := json.loads(payload)["actor"])}
    names = sql.actor_name.c
    others = connection.execute(select(names.name).where(names.actor == key, names.name != name)).scalars().all()
    for other in set(others) - called:
        connection.execute(delete(sql.actor_name).where(names.actor == key, names.name == other))


def root_of(actor: FromClause = sql.actor) -> ColumnElement[str]:
    """The actor that an actor is one with: itself, where nobody merged it."""
    return func.coalesce(actor.c.merged_into, actor.c.key)


def one_with(roots: Any, actor: FromClause = sql.actor) -> ColumnElement[bool]:
    """A filter for actors: that an actor is one of some roots, or merged into one; both by an index.

    Args:
        roots: a select of keys, or keys; none of them is itself merged.
        actor: the table, or an alias of it.
    """
    return or_(actor.c.key.in_(roots), actor.c.merged_into.in_(roots))


def named_like(name: str) -> ColumnElement[bool]:
    """A filter for actors by key or by name: every word asked for is a word of one of their names.

    It is for looking things up, where "Hosseini" should find every Hosseini; it never makes two one.
    """
    if _KEY.fullmatch(name):  # no name looks so, and names cannot be looked up by an index
        return or_(sql.actor.c.key == name, sql.actor.c.known_as == name)
    words = [f"% {_escaped(word)} %" for word in fold_name(name).split()]
    padded = " " + sql.actor_name.c.folded + " "
    by_name = and_(*(padded.like(word, escape="\\") for word in words)) if words else sql.actor_name.c.folded == ""
    named = select(sql.actor_name.c.actor).where(by_name)
    return or_(sql.actor.c.key == name, sql.actor.c.known_as == name, sql.actor.c.key.in_(named))


def _by_store_key(connection: Connection, actor: Payload) -> str | None:
    if actor["known_as"] is None:
        return None
    # The record itself answers as an actor index; then a known actor's key may be one of our own.
    same = or_(sql.actor.c.known_as == actor["known_as"], sql.actor.c.key == actor["known_as"])
    return _first(connection, same)


def _by_full_name(connection: Connection, actor: Payload, folded: str) -> str | None:
    if not is_full_name(folded):
        return None
    same: list[ColumnElement[bool]] = [
        sql.actor.c.key.in_(select(sql.actor_name.c.actor).where(sql.actor_name.c.folded == folded))
    ]
    if actor["kind"] != UNKNOWN_KIND:
        same.append(sql.actor.c.kind.in_([actor["kind"], UNKNOWN_KIND]))
    if actor["known_as"] is not None:  # the actor store already tells the two apart
        same.append(sql.actor.c.known_as.is_(None))
    return _first(connection, and_(*same))


def _first(connection: Connection, condition: ColumnElement[bool]) -> str | None:
    """The oldest actor that meets a condition: the same one whenever it is asked for."""
    return connection.execute(select(sql.actor.c.key).where(condition).order_by(sql.actor.c.id).limit(1)).scalar()


def own_key(actor: Payload, page_text: str) -> str:
    """The key that an actor of an article is given where it is the first of its kind in the record."""
    folded = fold_name(actor["name"])
    if actor["known_as"] is not None:
        return short_key("actor", "store", actor["known_as"])
    if is_full_name(folded):
        return short_key("actor", "name", folded, actor["kind"])
    return short_key("actor", "page", page_text, folded, actor["kind"])


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
