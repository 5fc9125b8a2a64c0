"""What stands on what: that nothing is taken from under another thing, or put back where its footing is gone.

Law of this module: only undo and redo ask. What several statements share, the link of an actor to an
article and the entity of a variable, stays while one of them uses it; anything else is refused, with
the step that stands in the way.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, or_, select

from parley.errors import RecordError
from parley.record import sql
from parley.record.drafts import ACTOR_LINK
from parley.record.subjects import SUBJECTS, State, compound

Thing = tuple[str, str]
"""Kind and key of something that people change."""

_MERGED: dict[str, Table] = {"concept": sql.concept, "actor": sql.actor, "entity": sql.entity}
"""Kinds of things of which one is merged into another, never in a chain."""


class Footing:
    """What stands on what, while a step is taken back.

    Args:
        connection: with the writing transaction open.
        leaving: things that go with this very step.
    """

    def __init__(self, connection: Connection, leaving: Collection[Thing]) -> None:
        self._connection = connection
        self._leaving = leaving
        self._coded: set[str] | None = None

    def may_go(self, kind: str, subject: str) -> bool:
        """Whether nothing stands on a thing any more; False where something does and both may stay.

        Raises:
            RecordError: something stands on it, and it cannot stay.
        """
        if kind in ("statement_type", "variable", "entity") and self._is_coded(kind, subject):
            return False
        users = (one for one in _users(self._connection, kind, subject) if one not in self._leaving)
        user = next(users, None)
        if user is None:
            return True
        if kind == "entity" or (kind == "entry" and _links_actor(self._connection, subject)):
            return False
        raise _stands(self._connection, kind, subject, user)

    def _is_coded(self, kind: str, subject: str) -> bool:
        """Whether a statement is coded with a type, a variable or an entity; only the last may then stay."""
        if self._coded is None:
            self._coded = _coded_with(self._connection, self._leaving)
        if subject in self._coded and kind != "entity":
            user = next(_entries(self._connection, sql.entry_state.c.version.in_(_saying(subject))))
            raise _stands(self._connection, kind, subject, user)
        return subject in self._coded


def _stands(connection: Connection, kind: str, subject: str, user: Thing) -> RecordError:
    step = _last_step(connection, user)
    if step is None:
        return RecordError(
            f"a reading has linked {user[0]} {user[1]} with it since",
            where=f"{kind} {subject}",
            cure="Leave it, or merge it into another one",
        )
    what = f"step {step} has put {user[0]} {user[1]} on it since"
    return RecordError(what, where=f"{kind} {subject}", cure="Undo that one first")


def check_whole(connection: Connection, kind: str, subject: str, state: State) -> None:
    """Refuse to put a thing into a state that needs something which is gone.

    Raises:
        RecordError: so it does.
    """
    for need, key in _needs(connection, kind, state):
        if not _is_there(connection, need, key):
            step = _last_step(connection, (need, key))
            raise RecordError(
                f"the {need} {key} that it needs is gone" + (f" by step {step}" if step else ""),
                where=f"{kind} {subject}",
                cure=f"Undo step {step} first" if step else "Run `parley verify`",
            )


def check_chain(connection: Connection, kind: str, subject: str, state: State) -> None:
    """Refuse a state in which a thing is merged into one that is itself merged, or that others are merged into.

    Raises:
        RecordError: so it is.
    """
    if kind not in _MERGED or state["merged_into"] is None:
        return
    table = _MERGED[kind].c
    chained = or_(
        (table.key == state["merged_into"]) & table.merged_into.is_not(None),
        (table.merged_into == subject) & (table.key != subject),
    )
    other = connection.execute(select(table.key).where(chained)).scalar()
    if other is not None:
        step = _last_step(connection, (kind, other))
        what = f"step {step} has merged {kind} {other} since"
        raise RecordError(what, where=f"{kind} {subject}", cure="Undo that one first")


def _users(connection: Connection, kind: str, subject: str) -> Iterator[Thing]:
    """Things that stand on one."""
    if kind in _MERGED:
        yield from _keys(connection, kind, _MERGED[kind], _MERGED[kind].c.merged_into == subject)
    if kind in ("concept", "entity"):
        yield from _keys(connection, kind, _MERGED[kind], _MERGED[kind].c.parent == subject)
    if kind == "concept":
        yield from _codings(connection, sql.coding.c.concept == subject)
    elif kind == "actor":
        yield from _entries(connection, sql.entry_state.c.actor == subject)
    elif kind == "statement_type":
        yield from _keys(connection, "variable", sql.variable, sql.variable.c.statement_type == subject)
    elif kind == "variable":
        yield from _keys(connection, "entity", sql.entity, sql.entity.c.variable == subject)
    elif kind == "entry":
        yield from _users_of_entry(connection, subject)


def _saying(key: str) -> Any:
    """Versions whose payload has a key in it."""
    return select(sql.version.c.key).where(sql.version.c.payload.contains(f'"{key}"', autoescape=True))


def _coded_with(connection: Connection, leaving: Collection[Thing]) -> set[str]:
    """Types, variables and values of every version that holds, but for entries that leave."""
    state = sql.entry_state.c
    query = (
        select(state.entry, sql.version.c.payload)
        .join(sql.version, sql.version.c.key == state.version)
        .where(state.version.in_(_saying("statement_type")))
    )
    found: set[str] = set()
    for row in connection.execute(query):
        payload = json.loads(row.payload)
        if ("entry", row.entry) not in leaving and "statement_type" in payload:
            values = payload["values"]
            found |= {payload["statement_type"], *values, *(one for one in values.values() if isinstance(one, str))}
    return found


def _users_of_entry(connection: Connection, entry: str) -> Iterator[Thing]:
    link, tag = sql.version_link.c, sql.tag.c
    pointing = sql.entry_state.c.version.in_(select(link.version).where(link.entry == entry))
    yield from _entries(connection, (pointing | (sql.entry_state.c.merged_into == entry)) & _not(entry))
    yield from _codings(connection, sql.coding.c.entry == entry)
    for row in connection.execute(select(tag.folded).where(tag.subject_kind == "entry", tag.subject == entry)):
        yield "tag", compound("entry", entry, row.folded)
    carried = sql.carried.c
    stands = select(carried.origin, carried.page_text).where((carried.origin == entry) | (carried.entry == entry))
    for row in connection.execute(stands).all():
        yield "carried", compound(row.origin, row.page_text)
    pair = sql.event_pair.c
    for row in connection.execute(
        select(pair.first, pair.second).where((pair.first == entry) | (pair.second == entry))
    ):
        yield "event_pair", compound(row.first, row.second)


def _needs(connection: Connection, kind: str, state: State) -> Iterator[Thing]:
    """Things that a state of a thing points at."""
    named = {
        "coding": (("concept", "concept"), ("entry", "entry")),
        "concept": (("concept", "parent"), ("concept", "merged_into")),
        "actor": (("actor", "merged_into"),),
        "variable": (("statement_type", "statement_type"),),
        "entity": (("variable", "variable"), ("entity", "parent"), ("entity", "merged_into")),
        "entry": (("actor", "actor"), ("entry", "merged_into")),
        "carried": (("entry", "origin"), ("entry", "entry")),
        "event_pair": (("entry", "first"), ("entry", "second")),
    }
    for need, field in named.get(kind, ()):
        if state[field] is not None:
            yield need, state[field]
    if kind == "tag":
        yield state["subject_kind"], state["subject"]
    if kind == "entry":
        link = sql.version_link.c
        for entry in connection.execute(select(link.entry).where(link.version == state["version"])).scalars().all():
            yield "entry", entry
        yield from _coded(connection, state["version"])


def _coded(connection: Connection, version: str) -> Iterator[Thing]:
    """The type, the variables and the entities that a version of a statement is coded with."""
    said = connection.execute(select(sql.version.c.payload).where(sql.version.c.key == version)).scalar_one()
    payload = json.loads(said)
    if "statement_type" not in payload:
        return
    yield "statement_type", payload["statement_type"]
    for variable, value in payload["values"].items():
        yield "variable", variable
        held = SUBJECTS["variable"].read(connection, variable)
        if held is not None and held["kind"] == "short text":
            yield "entity", value


def _is_there(connection: Connection, kind: str, key: str) -> bool:
    return SUBJECTS[kind].read(connection, key) is not None


def _links_actor(connection: Connection, entry: str) -> bool:
    return connection.execute(select(sql.entry.c.kind).where(sql.entry.c.key == entry)).scalar() == ACTOR_LINK


def _not(entry: str) -> ColumnElement[bool]:
    return sql.entry_state.c.entry != entry


def _keys(connection: Connection, kind: str, table: Table, condition: ColumnElement[bool]) -> Iterator[Thing]:
    for key in connection.execute(select(table.c.key).where(condition).order_by(table.c.key)).scalars().all():
        yield kind, key


def _entries(connection: Connection, condition: ColumnElement[bool]) -> Iterator[Thing]:
    state = sql.entry_state.c
    for key in connection.execute(select(state.entry).where(condition).order_by(state.entry)).scalars().all():
        yield "entry", key


def _codings(connection: Connection, condition: ColumnElement[bool]) -> Iterator[Thing]:
    for row in connection.execute(select(sql.coding).where(condition)).all():
        yield "coding", compound(row.entry, row.concept, row.coder)


def _last_step(connection: Connection, thing: Thing) -> int | None:
    """The step that last changed a thing."""
    table = sql.judgement.c
    query: Any = select(table.step).where(table.subject_kind == thing[0], table.subject == thing[1])
    return connection.execute(query.order_by(table.id.desc()).limit(1)).scalar()
