"""Who did what to whom: events in PLOVER's terms.

Law of this module: an event without its sentence does not exist. Actors that act together stay one list;
an event is never multiplied into pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parley.terms.text import Span

EventStatus = Literal["actual", "future", "hypothetical", "negated", "historical"]
Quad = Literal[1, 2, 3, 4]
"""Verbal cooperation, material cooperation, verbal conflict, material conflict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPlace:
    """Where an event happened, as the sentence names it."""

    start: int
    end: int
    country: str | None
    """ISO 3166-1 alpha-3 code, None where the name is in no table."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """One sentence that tells of an event."""

    trigger: Span
    """The words that name the act."""
    sentence: Span
    sha256: str
    """SHA-256 of the sentence in UTF-8, in hexadecimal."""
    reported_by: str | None = None
    """Id of the statement in whose content the trigger stands; None where the article itself says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event of an article, with every sentence that tells of it; ids ("e1") are only good within one reading."""

    id: str
    type: str
    """A type of the ontology, e.g. "CONSULT"."""
    quad: Quad
    score: float
    """PLOVER's score of the type and mode, from -10 to 10."""
    mode: str | None
    contexts: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    """Ids of actors of this reading; empty where the text names nobody."""
    recipient: tuple[str, ...] = ()
    place: EventPlace | None = None
    date: str | None = None
    """ISO prefix, or None where the text fixes none; never defaulted to the article's date."""
    status: EventStatus
    confidence: float
    reason: str
    """How it was found, as a sentence."""
    mentions: tuple[EventMention, ...]
    """At least one; the first is the one that says most."""

    @property
    def trigger(self) -> Span:
        """The words that name the act, in its first mention."""
        return self.mentions[0].trigger

    @property
    def evidence(self) -> Span:
        """The sentence of its first mention."""
        return self.mentions[0].sentence

    @property
    def reported_by(self) -> str | None:
        """The statement that its first mention stands in."""
        return self.mentions[0].reported_by


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRelation:
    """What one actor did to another in a text, as PLOVER codes it."""

    type: str
    """One of the 16 types."""
    quad: Quad
    confidence: float
