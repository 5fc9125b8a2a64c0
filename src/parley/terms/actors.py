"""Who acts: mentions of actors in a text, and the actors themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from parley.terms.text import Span

ActorKind = Literal["person", "organization", "state", "group", "place", "other"]
MentionForm = Literal["name", "nominal", "pronoun"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span that names, describes or refers to an actor."""

    id: str
    start: int
    end: int
    kind: ActorKind
    form: MentionForm
    actor: str | None = None
    """Id of the actor of this article, or None where it stays open."""

    @property
    def span(self) -> Span:
        """Its offsets in the text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person, organization, state, group or place that acts, within one article."""

    id: str
    name: str
    kind: ActorKind
    role: str | None = None
    """How the article describes the actor, as written ("analyst of Afghan affairs")."""
    country: str | None = None
    """ISO 3166-1 alpha-3 code."""
    sector: str | None = None
    known_as: str | None = None
    """Key of the actor store, where the actor is known."""
    reason: str | None = None
    """Why these mentions are one actor, as a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownActor:
    """An actor of the actor store."""

    key: str
    name: str
    kind: ActorKind
    country: str | None = None


class ActorIndex(Protocol):
    """Known actors by name; the actor store and the record both fulfil it."""

    def find_actor(self, name: str) -> KnownActor | None:
        """The one known actor of this name (compared after folding), or None."""
        ...
