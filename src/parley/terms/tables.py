"""Rows that the record hands out; every table, list and export is drawn from these.

Law of this module: a row carries permanent keys beside the names people read. ``key`` is the
permanent one; ``article`` is the page's name, good to read and usually, not always, unique.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from parley.terms.actors import ActorKind
from parley.terms.review import Evidence, Reading
from parley.terms.statements import Certainty, Form, Polarity
from parley.terms.text import Genre, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenReading:
    """Where a reading went in the record."""

    article_key: str
    """Permanent key of the article: the same for every reading of the same page text."""
    reading_key: str
    entries: Mapping[str, str]
    """Local id of each statement and actor ("s1", "a1") to the permanent key of its entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReading:
    """An article as the record holds it: the page, its current reading, what is proposed."""

    article_key: str
    reading_key: str
    reading: Reading
    entries: Mapping[str, str]
    """Local id of each statement and actor to the permanent key of its entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """One article of the record."""

    key: str
    article: str
    title: str | None
    date: str | None
    publication: str | None
    genre: Genre | None
    language: str
    url: str | None
    location: str
    fetched_at: str
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """One statement of the record, with the words that prove it."""

    key: str
    """Permanent key of the entry."""
    article: str
    article_key: str
    title: str | None
    date: str | None
    """Date of the article."""
    publication: str | None
    state: str
    speaker: str | None
    """Name of the first speaker; None where it stays open."""
    speaker_key: str | None
    """Permanent key of that actor."""
    speakers: tuple[str, ...]
    about: tuple[str, ...]
    source: str
    """Who speaks, as written; stretches apart are joined by an ellipsis."""
    cue: str
    content: str
    sentence: str
    """The sentence that proves it."""
    start: int
    """Where the statement begins in the page text."""
    end: int
    form: Form
    polarity: Polarity
    certainty: Certainty
    mention: bool
    asserted: bool
    said: str | None
    parent: str | None
    """Key of the statement inside which this one stands."""
    continues: str | None
    same_as: str | None
    confidence: float | None
    speaker_confidence: float | None
    speaker_reason: str | None
    evidence: tuple[Evidence, ...]
    """Every quotation it rests on, in offsets of the page text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that a search found."""

    kind: Literal["sentence", "statement"]
    """A sentence; or a statement whose words meet the query only across its sentences."""
    article: str
    article_key: str
    title: str | None
    date: str | None
    publication: str | None
    speaker: str | None
    """Who says this passage, where it stands in a statement with a known speaker."""
    statement: str | None
    """Key of that statement."""
    text: str
    """The sentence, or the content of the statement."""
    highlights: tuple[Span, ...]
    """What the query met, in offsets of ``text``."""
    start: int
    """Where the passage begins in the article's text."""
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow:
    """An actor across articles."""

    key: str
    name: str
    names: tuple[str, ...]
    kind: ActorKind
    known_as: str | None
    articles: int
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalRow:
    """A page that could not be read, and how often it was tried."""

    location: str
    what: str
    cure: str
    sha256: str | None
    first_at: str
    last_at: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run as the record knows it; without ``finished_at`` it was cut short or still goes on."""

    id: int
    code: str
    weights: str
    parameters: str
    started_at: str
    finished_at: str | None
    articles: int
    statements: int
    refusals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much a record holds."""

    articles: int
    sentences: int
    statements: int
    repeated: int
    """Statements among them that repeat another one of their page (``same_as``)."""
    withdrawn: int
    """Statements that were proposed once and no longer are; not in ``statements``."""
    actors: int
    refusals: int
    runs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in a record that is not as it was written."""

    kind: str
    """Table or rule that is hurt: blob, page text, reading, proposal, evidence, entry, audit, ..."""
    where: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a check of a whole record found."""

    checked: Mapping[str, int] = field(default_factory=dict)
    """How many of each kind were checked."""
    faults: tuple[Fault, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is hurt."""
        return not self.faults
