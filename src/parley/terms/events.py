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
    actor_words: tuple[Span, ...] = ()
    """The phrases of this sentence that name who acts, in the order of the text."""
    recipient_words: tuple[Span, ...] = ()
    """The phrases of this sentence that name on whom."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSide:
    """An actor of an event, as the record has it."""

    key: str
    """Permanent key of the entry that links the actor to the article."""
    name: str
    kind: str
    country: str | None = None
    sector: str | None = None
    known_as: str | None = None
    actor: str | None = None
    """Permanent key of the record's actor, after merges."""
    role: str | None = None
    """What the article says it is."""
    organization: str | None = None
    """The body for which it acts on the article's date, as far as the article or the actor store tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventEvidence:
    """A sentence that proves an event, in offsets of the page text."""

    start: int
    end: int
    exact: str
    sha256: str
    trigger: str
    telling: str | None = None
    """Key of the entry whose sentence it is, where several articles tell of one event."""
    article: str | None = None
    """Name of that entry's article."""
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One event of the record, with the sentences that prove it."""

    key: str
    """Permanent key of the entry."""
    article: str
    article_key: str
    title: str | None
    article_date: str | None
    publication: str | None
    url: str | None
    language: str
    state: str
    type: str
    quad: Quad
    score: float
    mode: str | None
    contexts: tuple[str, ...]
    status: EventStatus
    date: str | None
    actor: tuple[EventSide, ...]
    recipient: tuple[EventSide, ...]
    place: str | None
    place_country: str | None
    reported_by: str | None
    """Key of the statement that its first mention stands in."""
    confidence: float | None
    reason: str | None
    evidence: tuple[EventEvidence, ...]
    """One for each mention; never empty."""
    printing: str | None = None
    """The same for all copies of one article; None where it has none."""
    cluster: str | None = None
    """Key of the first of the entries that tell of this event, in this article or others; None before it is known."""
    tellings: tuple[str, ...] = ()
    """Keys of all those entries whose sentences stand in ``evidence``."""
    judged_by: str | None = None
    """Who judged it last; None where nobody did."""
    text_changed: str | None = None
    """What became of its words in a newer text of the page, where a person has to look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events are wanted; what is None or empty does not restrict."""

    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    """Of review; those that are not gone where none is named."""
    since: str | None = None
    """First date, an ISO prefix: of the event, or of its article where the text fixes none."""
    until: str | None = None
    """Last date, included."""
    confidence: float = 0.0
    """The least."""
    actor: str | None = None
    """Part of the name, or the country's code, of an actor on either side."""
    published: tuple[str, str] | None = None
    """First and last day of the articles, full ISO dates; undated articles too, and all where it is None."""

    def admits(self, row: EventRow) -> bool:
        """Whether a row meets it, but for the state."""
        day = row.date or row.article_date
        if self.since and (day is None or day < self.since[: len(day)]):
            return False
        if self.until and (day is None or day[: len(self.until)] > self.until):
            return False
        if (row.confidence or 0.0) < self.confidence or (self.types and row.type not in self.types):
            return False
        return (not self.statuses or row.status in self.statuses) and self._acts(row)

    def _acts(self, row: EventRow) -> bool:
        if self.actor is None:
            return True
        wanted = self.actor.casefold()
        sides = (*row.actor, *row.recipient)
        return any(wanted in side.name.casefold() or wanted == (side.country or "").casefold() for side in sides)
