"""Actors across articles: what is known of each, and whom one may be the same as.

Law of this module (law 10): a candidate is a proposal with a score and a reason; nobody becomes one with another but by
the key of the actor store, by an equal full name, or by a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parley.terms.actors import ActorKind

Where = Literal["record", "store"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorFacts:
    """What the articles of a record say of one of its actors."""

    key: str
    name: str
    kind: ActorKind
    names: frozenset[str]
    """Every name that an article or a person gives it, as written."""
    merged: frozenset[str] = frozenset()
    """Those of its names that came to it when a person held two actors to be one."""
    countries: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    """As written."""
    organizations: frozenset[str] = frozenset()
    company: frozenset[str] = frozenset()
    """Keys of the other actors of its articles."""
    articles: frozenset[str] = frozenset()
    known_as: str | None = None
    judged: bool = False
    """Whether a person accepted, merged, split or renamed it."""
    reason: str | None = None
    """Why its mentions in an article are one, and why it is not of the store, as the machine says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCandidate:
    """Whom an actor may be the same as."""

    key: str
    """Of the record's actor, or of the actor store."""
    name: str
    where: Where
    score: float
    """From 0 to 1."""
    reason: str
    """As a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownActor:
    """An actor that nobody has placed yet, with whom it may be."""

    facts: ActorFacts
    candidates: tuple[LinkCandidate, ...]
    """The likeliest first."""
