"""Relations: what two actors do to each other and say of each other over a period, each with its sentences.

Law of this module: every number names the entries behind it, and nothing is counted that has no sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parley.terms.actors import ActorKind
from parley.terms.events import EventRow, EventStatus, Quad
from parley.terms.tables import StatementRow
from parley.terms.text import Span

Unit = Literal["day", "week", "month", "quarter", "year"]
UNITS: tuple[Unit, ...] = ("day", "week", "month", "quarter", "year")
Heading = Literal["forth", "back", "mutual"]
"""The first does it to the second; the second to the first; both do it together."""
Direction = Literal["either", "forth", "back"]
DIRECTIONS: tuple[Direction, ...] = ("either", "forth", "back")
DatedBy = Literal["event", "statement", "article"]
"""What gives the date: the event's own, the day on which something was said, or else the article's."""
QUADS: dict[Quad, str] = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationQuery:
    """Which events and statements count, and by what they are added up."""

    since: str | None = None
    """First date, an ISO prefix."""
    until: str | None = None
    """Last date, included."""
    unit: Unit = "month"
    types: tuple[str, ...] = ()
    """PLOVER's; all if empty."""
    statuses: tuple[EventStatus, ...] = ("actual",)
    """All if empty."""
    states: tuple[str, ...] = ()
    """Of review; all that are not gone if empty. What is rejected never counts."""
    confidence: float = 0.0
    """The least."""
    all_printings: bool = False
    """Whether what several outlets printed counts as often; else it counts once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationEnd:
    """One of two actors."""

    key: str
    name: str
    kind: ActorKind
    known_as: str | None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedEvent:
    """An event between two actors."""

    event: EventRow
    heading: Heading
    date: str | None
    """ISO prefix: the event's, or its article's where the text fixes none."""
    dated_by: DatedBy | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationPoint:
    """What happened between two actors in one period, of one quad class, in one direction."""

    period: str | None
    """A day, the Monday of a week, 2023-08, 2023-Q3, 2023; None where dates are missing or say less."""
    direction: Direction
    quad: Quad
    number: int
    sum: float
    """Of PLOVER's scores, each from -10 to 10."""
    mean: float
    reported: int
    """How many of the events somebody reports; the others the articles say themselves."""
    events: tuple[RelatedEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSentence:
    """A sentence that names two actors."""

    article_key: str
    article: str
    title: str | None
    date: str | None
    publication: str | None
    start: int
    """Where it begins in the article's text, in code points."""
    text: str
    first: Span
    """Where the first actor is named, in offsets of ``text``."""
    second: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class PairReading:
    """What the model of pairs reads in one sentence."""

    kind: Literal["state", "sentiment"]
    label: str
    """allied, fighting, part of, in charge of; positive, negative."""
    heading: Heading
    """Mutual where the label has no direction."""
    confidence: float
    sentence: PairSentence


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFact:
    """What the actor store knows of how an actor hangs together with another; no article says it."""

    subject: str
    """Name."""
    kind: str
    """part of, member of, governs, governs part of; or the office that is held."""
    object: str
    object_key: str
    """Key of the store, such as ``iso3:AFG``."""
    since: str | None
    until: str | None
    source: str | None = None
    """Where an office is known from; None for ties, which are written by hand."""
    source_ends: bool = False
    """Whether ``until`` is when the source ends: then the office may well have been held on."""

    @property
    def when(self) -> str:
        """From when to when, in words; empty where no date is known."""
        if self.source_ends:
            return f"{f'since {self.since}, ' if self.since else ''}known to {self.until}"
        if self.since and self.until:
            return f"{self.since} to {self.until}"
        return f"since {self.since}" if self.since else f"until {self.until}" if self.until else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechTally:
    """How often one actor puts something about the other forward as true, and as false."""

    affirmed: int
    denied: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Two actors over a period."""

    first: RelationEnd
    second: RelationEnd
    query: RelationQuery
    events: tuple[RelatedEvent, ...]
    """Those that count, in order of time."""
    points: tuple[RelationPoint, ...]
    """By period, direction and quad class; a point that would have no event is not there."""
    beside: tuple[EventRow, ...]
    """Events in which the two stand on one side: nothing that they do to each other, so no point counts them."""
    forth: tuple[StatementRow, ...]
    """What the first says about the second."""
    back: tuple[StatementRow, ...]
    readings: tuple[PairReading, ...]
    """States and sentiments that a model reads in single sentences, where the weights have one; never added up."""
    facts: tuple[StoreFact, ...]
    sentences: tuple[PairSentence, ...]
    """Sentences that name both, those of the newest articles first; of many only the newest."""
    sentences_in_all: int

    def points_of(self, direction: Direction) -> tuple[RelationPoint, ...]:
        """The points of one direction."""
        return tuple(point for point in self.points if point.direction == direction)

    def speech(self, heading: Literal["forth", "back"]) -> SpeechTally:
        """Polarity of what one says about the other; what is not asserted, or only pointed at, is no stance."""
        rows = [row for row in (self.forth if heading == "forth" else self.back) if row.asserted and not row.mention]
        denied = sum(row.polarity == "denied" for row in rows)
        return SpeechTally(affirmed=len(rows) - denied, denied=denied)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineItem:
    """An event or a statement of an actor, at its date; exactly one of the two is there."""

    date: str | None
    dated_by: DatedBy | None
    event: EventRow | None = None
    statement: StatementRow | None = None

    @property
    def key(self) -> str:
        """Key of the entry."""
        row = self.event or self.statement
        return row.key if row is not None else ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What proves it."""
        if self.event is not None:
            return tuple(one.exact for one in self.event.evidence)
        return (self.statement.sentence,) if self.statement is not None else ()
