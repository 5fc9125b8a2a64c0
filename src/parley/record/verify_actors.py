"""Checking actors and their names against what makes them: links of articles, and judgements."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from parley.record import sql
from parley.record.actors import own_key
from parley.record.drafts import ACTOR_LINK
from parley.record.states import UNJUDGED
from parley.record.verify_people import last_judgements
from parley.terms.names import fold_name

Faults = Iterator[tuple[str, str]]
"""Where, and what."""


def check_actors(connection: Connection) -> Faults:
    """Every actor, and every name it has, follows from what links to it or from a judgement."""
    names: dict[str, set[str]] = {}
    called = _Called.of(connection)
    yield from called.loose
    for row in connection.execute(select(sql.actor_name)):
        names.setdefault(row.actor, set()).add(row.folded)
        if row.folded != fold_name(row.name) or row.name not in called.every:
            yield row.actor, f"nothing says that its name is {row.name!r}"
    judged = {key for _, key in last_judgements(connection, "actor")}
    erased = connection.execute(select(sql.erasure.c.id).limit(1)).first() is not None
    for row in connection.execute(select(sql.actor)):
        held = names.get(row.key, set())
        if fold_name(row.name) not in held:
            yield row.key, "its name is not among its names"
        if row.merged_into is not None and row.key not in judged:
            yield row.key, "nobody merged it"
        if not called.by_links.get(row.key, set()) <= held:
            yield row.key, "an entry that names somebody else is linked to it"
        if not erased:  # else what made an actor may be gone
            yield from _check_made(row, called, held, judged)


def _check_made(row: Any, called: _Called, names: set[str], judged: Collection[str]) -> Faults:
    """An actor is as the first link to it made it, and has no names but those that lead to it."""
    first = called.by_key.get(row.key, [])
    known = called.by_store_key.get(row.known_as, []) + called.by_store_key.get(row.key, [])
    if row.key not in judged and (row.name, row.kind) not in {(one["name"], one["kind"]) for one in first + known}:
        yield row.key, "nothing in the record makes an actor of its name and kind"
    if row.known_as is None and any(one["known_as"] is not None for one in first):
        yield row.key, "it has lost its key in the actor store"
    if row.known_as is not None and row.known_as not in called.by_store_key:
        yield row.key, "nothing in the record says its key in the actor store"
    led = {fold_name(one["name"]) for one in first + known}
    if not names <= led | called.ever.get(row.key, set()) | called.judged.get(row.key, set()):
        yield row.key, "it has a name by which nothing calls it"


@dataclass(frozen=True, slots=True)
class _Called:
    """What links and judgements call actors."""

    every: set[str] = field(default_factory=set)
    """Every name that anybody gave an actor."""
    by_links: dict[str, set[str]] = field(default_factory=dict)
    """Folded names by which the versions that hold, of links that nobody judged, call each actor."""
    ever: dict[str, set[str]] = field(default_factory=dict)
    """Folded names by which any version of the links to each actor calls it."""
    judged: dict[str, set[str]] = field(default_factory=dict)
    """Folded names that people gave each actor."""
    by_key: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """What links say, by the key that a new actor of theirs gets."""
    by_store_key: dict[str | None, list[dict[str, Any]]] = field(default_factory=dict)
    loose: list[tuple[str, str]] = field(default_factory=list)
    """Links that lead to nobody, though they name an actor; or to somebody, though they name none."""

    @classmethod
    def of(cls, connection: Connection) -> _Called:
        """From all links and judgements of a record."""
        found = cls()
        state, version, entry = sql.entry_state.c, sql.version.c, sql.entry.c
        query = (
            select(
                version.key, version.payload, version.entry, entry.page_text, state.state, state.version, state.actor
            )
            .join(sql.entry, entry.key == version.entry)
            .outerjoin(sql.entry_state, state.entry == entry.key)
            .where(entry.kind == ACTOR_LINK)
        )
        judged = {key for _, key in last_judgements(connection, "entry")}
        for row in connection.execute(query):
            try:
                acting = json.loads(row.payload)["actor"]
            except (ValueError, TypeError, KeyError):
                continue  # named by another check
            found._add(row, acting, judged=row.entry in judged)
        actors = select(sql.judgement).where(sql.judgement.c.subject_kind == "actor")
        for row in connection.execute(actors):
            for name in (json.loads(held)["name"] for held in (row.before, row.after) if held is not None):
                found.every.add(name)
                found.judged.setdefault(row.subject, set()).add(fold_name(name))
        return found

    def _add(self, row: Any, acting: dict[str, Any] | None, *, judged: bool) -> None:
        holds = row.version == row.key
        if holds and row.state in UNJUDGED and (row.actor is None) != (acting is None):
            self.loose.append((row.entry, "it leads to another actor than it names"))
        if acting is None:
            return
        self.every.add(acting["name"])
        self.by_key.setdefault(own_key(acting, row.page_text), []).append(acting)
        if acting["known_as"] is not None:
            self.by_store_key.setdefault(acting["known_as"], []).append(acting)
        if row.actor is not None:
            self.ever.setdefault(row.actor, set()).add(fold_name(acting["name"]))
            # A person may have held that the link is to another actor than it names.
            if holds and not judged:
                self.by_links.setdefault(row.actor, set()).add(fold_name(acting["name"]))
