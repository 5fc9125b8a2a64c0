"""Who acts: mentions of actors in a text, and the actors themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from parley.terms.text import Span

ActorKind = Literal["person", "organization", "state", "group", "place", "other"]
MentionForm = Literal["name", "nominal", "pronoun"]
TieKind = Literal["part of", "member of", "governs", "governs part of"]


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
    organization: str | None = None
    """The body for which a person speaks on the article's date, as the article names it or as its office has it."""
    known_as: str | None = None
    """Key of the actor store, where the actor is known."""
    reason: str | None = None
    """Why these mentions are one actor, as a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a person is, for whom, and from when to when as far as that is known."""

    office: str | None = None
    """As a common noun ("foreign minister"); None where only the sector is known."""
    country: str | None = None
    """ISO 3166-1 alpha-3 code."""
    organization: str | None = None
    """Key of a body or group."""
    sector: str | None = None
    """Sector of PLOVER: GOV, MIL, LEG, JUD, OPP, REB ..."""
    since: str | None = None
    """ISO prefix; None where it is not known."""
    until: str | None = None

    def holds_at(self, date: str | None) -> bool:
        """Whether it is held on a date, as far as the precisions of the dates tell; without a date, whether still.

        Args:
            date: an ISO prefix, or None.
        """
        if date is None:
            return self.until is None
        begun = self.since is None or self.since[: len(date)] <= date[: len(self.since)]
        return begun and (self.until is None or date[: len(self.until)] <= self.until[: len(date)])


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownActor:
    """An actor of the actor store."""

    key: str
    name: str
    kind: ActorKind
    country: str | None = None
    roles: tuple[Role, ...] = ()
    source: str | None = None
    """Where the facts come from: a key of the table of sources."""
    wikidata: str | None = None

    def role_at(self, date: str | None) -> Role | None:
        """The role held on a date (without one: now); the last one in the list where there are several."""
        return next((role for role in reversed(self.roles) if role.holds_at(date)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """How an actor hangs together with another, and from when to when as far as that is known."""

    kind: TieKind
    other: str
    """Key of the other actor; states are ``iso3:AFG``."""
    since: str | None = None
    until: str | None = None

    def holds_at(self, date: str | None) -> bool:
        """Whether it holds on a date; without a date, whether still."""
        return Role(since=self.since, until=self.until).holds_at(date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An actor whom a name may mean."""

    actor: KnownActor
    score: float
    """From 0 to 1; 1 only for a name that nobody else bears."""
    reason: str
    role: Role | None = None
    """The role on the date that was asked for."""


class ActorIndex(Protocol):
    """Known actors by name; the actor store and the record both fulfil it."""

    def find_actor(self, name: str) -> KnownActor | None:
        """The one known actor of this name (compared after folding), or None."""
        ...
