"""Who speaks in the statements of a network, about whom, and for which body.

Law of this module: for whom a person speaks is what was read of it, on the article's date, or nothing; where the same
article names that body, it is the record's actor, after merges.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, select

from parley.record import sql
from parley.record.actors import root_of
from parley.record.states import GONE
from parley.terms.exchange import Value
from parley.terms.names import fold_name

VARIABLES = ("person", "organization", "about", "role", "country")
BODIES = ("organization", "state", "group")
"""Kinds of actors that others speak for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """An actor of a statement: its name in the record, its kind, and what the article says of it."""

    name: str | None
    kind: str | None
    payload: Mapping[str, Any]


_folded = lru_cache(maxsize=100_000)(fold_name)
"""Roles and names come again and again: folding them took a fifth of the time of a network."""


def spoken_of(
    speakers: Sequence[Acting], about: Sequence[Acting], bodies: Sequence[tuple[str, str, str]]
) -> tuple[dict[str, Value | None], dict[str, str]]:
    """The variables of who speaks and about whom, and the kinds of those actors."""
    found: dict[str, Value | None] = dict.fromkeys(VARIABLES)
    kinds: dict[str, str] = {}
    if about:
        found["about"] = about[0].name
    if speakers:
        speaker, said = speakers[0], speakers[0].payload
        found |= {"person": speaker.name, "role": said.get("role"), "country": said.get("country")}
        kinds["person"] = str(speaker.kind)
        body = _body_of(said.get("organization"), bodies)
        if speaker.kind in BODIES:
            body = (str(speaker.name), str(speaker.kind))
        if body is not None:
            found["organization"], kinds["organization"] = body
    return found, kinds


def _body_of(organization: str | None, bodies: Sequence[tuple[str, str, str]]) -> tuple[str, str] | None:
    """Name and kind of an organization: those of the record's actor that the same article calls so, if there is one."""
    if organization is None:
        return None
    folded = _folded(organization)
    same = next(((name, kind) for written, name, kind in bodies if written == folded), None)
    return same or (organization, "organization")


def bodies_of(connection: Connection, articles: Sequence[str]) -> dict[str, list[tuple[str, str, str]]]:
    """Article to its organizations, states and groups: as written there (folded), name, kind."""
    one = sql.actor.alias("one")
    query = (
        select(sql.page_text.c.key, sql.version.c.payload, sql.actor.c.name, sql.actor.c.kind)
        .select_from(sql.entry)
        .join(sql.page_text, sql.page_text.c.sha256 == sql.entry.c.page_text)
        .join(sql.entry_state, sql.entry_state.c.entry == sql.entry.c.key)
        .join(sql.version, sql.version.c.key == sql.entry_state.c.version)
        .join(one, one.c.key == sql.entry_state.c.actor)
        .join(sql.actor, sql.actor.c.key == root_of(one))
        .where(sql.page_text.c.key.in_(articles), sql.actor.c.kind.in_(BODIES))
        .where(sql.entry_state.c.state.not_in(GONE))
    )
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in connection.execute(query).all():
        written = _folded(json.loads(row.payload)["actor"]["name"])
        found.setdefault(row.key, []).append((written, row.name, row.kind))
    return found


def links_of(versions: Sequence[str]) -> Select[Any]:
    """Who speaks and who is spoken about in some versions."""
    one = sql.actor.alias("one")
    return (
        select(
            sql.version_link.c.version,
            sql.version_link.c.role,
            sql.actor.c.name,
            sql.actor.c.kind,
            sql.version.c.payload.label("acting"),
        )
        .join(sql.entry_state, sql.entry_state.c.entry == sql.version_link.c.entry)
        .join(sql.version, sql.version.c.key == sql.entry_state.c.version)
        .outerjoin(one, one.c.key == sql.entry_state.c.actor)
        .outerjoin(sql.actor, sql.actor.c.key == root_of(one))
        .where(sql.version_link.c.version.in_(versions), sql.version_link.c.role.in_(("speaker", "about")))
        .order_by(sql.version_link.c.version, sql.version_link.c.role, sql.version_link.c.position)
    )
