"""Who speaks in the statements of a network, about whom, and for which body.

Law of this module: for whom a person speaks is what was read of it, on the article's date, or nothing; where the same
article names that body, it is the record's actor, after merges.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from json import JSONDecoder
from typing import Any

from sqlalchemy import select

from parley.record import sql
from parley.record.actors import root_of
from parley.record.drafts import ACTOR_LINK
from parley.record.network_lookups import Lookup, column_of
from parley.record.states import GONE
from parley.terms.names import fold_name
from parley.terms.networks import NetworkColumn

BODIES = ("organization", "state", "group")
"""Kinds of actors that others speak for."""
SPOKEN = ("person", "organization", "role", "country")
SPEAKER, ABOUT = "speaker", "about"

Body = tuple[str, str, str]
"""As written in the article (folded), name, kind."""

_folded = lru_cache(maxsize=100_000)(fold_name)
"""Roles and names come again and again: folding them took a fifth of the time of a network."""
_decode = JSONDecoder().raw_decode
_ACTOR = '{"actor":'
"""How the canonical JSON of an actor link begins: its mentions, which are many, are not parsed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """An actor as statements of an article have it."""

    person: str | None = None
    """Its name in the record."""
    kind: str | None = None
    role: str | None = None
    country: str | None = None
    organization: str | None = None
    """For whom it speaks."""
    organization_kind: str | None = None
    sector: str | None = None


_NOBODY = Acting()


class Speaking:
    """Who speaks in some statements, and about whom.

    Args:
        lookup: in the record.
        versions: of the statements.
        pages: digests of their page texts.
    """

    def __init__(self, lookup: Lookup, versions: Sequence[str], pages: Sequence[str]) -> None:
        self._versions = versions
        self._links = Links(lookup, pages)
        self._first: dict[str, dict[str, str]] = {SPEAKER: {}, ABOUT: {}}
        self._read(lookup)

    def _read(self, lookup: Lookup) -> None:
        """Who comes first in each version: mostly whoever stands at place 0."""
        link = sql.version_link.c
        query = select(link.version, link.role, link.position, link.entry).where(link.role.in_(tuple(self._first)))
        later: list[tuple[int, str, str, str]] = []
        for version, role, position, entry in lookup.rows(query, link.version, self._versions):
            if position == 0:
                self._first[role][version] = entry
            else:
                later.append((position, version, role, entry))
        for _, version, role, entry in sorted(later):
            self._first[role].setdefault(version, entry)

    def columns(self, lines: Sequence[int]) -> tuple[dict[str, NetworkColumn], dict[str, NetworkColumn]]:
        """What is known of the speakers of some statements, and the kinds of those actors.

        Args:
            lines: places of the statements, in order.
        """
        found, places = self._speakers(lines)
        columns = {name: NetworkColumn(values=[getattr(one, name) for one in found], places=places) for name in SPOKEN}
        kinds = {
            "person": NetworkColumn(values=[one.kind for one in found], places=places),
            "organization": NetworkColumn(values=[one.organization_kind for one in found], places=places),
        }
        linked = (self._first[ABOUT].get(self._versions[line]) for line in lines)
        columns[ABOUT] = column_of(None if one is None else self._links.name(one) for one in linked)
        return columns, kinds

    def _speakers(self, lines: Sequence[int]) -> tuple[list[Acting], array[int]]:
        """Distinct speakers, and which of them speaks in each statement."""
        found = [_NOBODY]
        place_of: dict[str, int] = {}
        places = array("q")
        for line in lines:
            linked = self._first[SPEAKER].get(self._versions[line])
            place = 0
            if linked is not None:
                place = place_of.setdefault(linked, len(found))
                if place == len(found):
                    found.append(self._links.acting(linked))
            places.append(place)
        return found, places


class Links:
    """Which actors act in some articles.

    Args:
        lookup: in the record.
        pages: digests of the page texts of the articles.
    """

    def __init__(self, lookup: Lookup, pages: Sequence[str]) -> None:
        state, version, entry = sql.entry_state.c, sql.version.c, sql.entry.c
        query = (
            select(entry.key, entry.page_text, state.state, state.actor, version.payload)
            .select_from(sql.entry)
            .join(sql.entry_state, state.entry == entry.key)
            .join(sql.version, version.key == state.version)
            .where(entry.kind == ACTOR_LINK)
        )
        self._rows = {row.key: row for row in lookup.rows(query, entry.page_text, pages)}
        one = sql.actor.alias("one")
        actors = select(one.c.key, sql.actor.c.name, sql.actor.c.kind).join_from(
            one, sql.actor, sql.actor.c.key == root_of(one)
        )
        keys = {row.actor for row in self._rows.values() if row.actor is not None}
        self._actors = {key: (name, kind) for key, name, kind in lookup.rows(actors, one.c.key, keys)}
        self._bodies: dict[str, list[Body]] = {}
        for row in self._rows.values():
            name, kind = self._actors.get(row.actor, (None, None))
            if kind in BODIES and row.state not in GONE:
                written = _folded(_said(row.payload)["name"])
                self._bodies.setdefault(row.page_text, []).append((written, str(name), str(kind)))

    def name(self, entry: str) -> str | None:
        """The name of the actor that an entry links."""
        row = self._rows[entry]
        return self._actors[row.actor][0] if row.actor in self._actors else _said(row.payload).get("name")

    def acting(self, entry: str) -> Acting:
        """The actor that an entry links."""
        row = self._rows[entry]
        said = _said(row.payload)
        name, kind = self._actors.get(row.actor, (said.get("name"), said.get("kind")))
        role = said.get("role")
        body = (
            (name, kind) if kind in BODIES else _body_of(said.get("organization"), self._bodies.get(row.page_text, ()))
        )
        return Acting(
            person=name,
            kind=kind,
            role=role,
            country=said.get("country"),
            organization=body[0],
            organization_kind=body[1],
            sector=said.get("sector"),
        )


def _said(payload: str) -> dict[str, Any]:
    """What an actor link says of its actor; nothing where it links none."""
    found: tuple[dict[str, Any] | None, int] = _decode(payload, len(_ACTOR))
    return found[0] or {}


def _body_of(organization: str | None, bodies: Sequence[Body]) -> tuple[str | None, str | None]:
    """Name and kind of an organization: those of the record's actor that the same article calls so, if there is one."""
    if organization is None:
        return None, None
    folded = _folded(organization)
    same = next(((name, kind) for written, name, kind in bodies if written == folded), None)
    return same or (organization, "organization")
