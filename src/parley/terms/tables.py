"""Rows that the record hands out; every table, list and export is drawn from these.

Law of this module: a row carries permanent keys beside the names people read. ``key`` is the
permanent one; ``article`` is the page's name, good to read and usually, not always, unique.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from parley.terms.actors import ActorKind
from parley.terms.exchange import Value
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
    changed: bool = True
    """Whether anything but the run log is another than before."""


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
    events: int = 0
    byline: tuple[str, ...] = ()
    """Names of the authors."""
    work: str = "unread"
    """How far people are with it: unread, in work, read, irrelevant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """Another article that says the same as one: whole, cut down or led anew."""

    key: str
    article: str
    title: str | None
    date: str | None
    publication: str | None
    url: str | None
    share: float
    """Of the words of the shorter of the two, what stands in the longer one too."""
    reason: str
    """Why it is taken for a copy, as a sentence."""
    first: bool
    """Whether it is the earliest printing."""
    same_address: bool
    """Whether it was fetched from the same address: then it is an earlier or later text of the same article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printings:
    """Where an article was printed."""

    number: int
    """How many printings there are, this one included."""
    first: str
    """Key of the earliest printing; on the same day of the fullest."""
    others: tuple[Printing, ...]
    """The others, the earliest first."""
    agency: str | None = None
    """News agency that the text names as its source."""
    reason: str | None = None
    """Where it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleText:
    """One of the texts that were read from one address."""

    key: str
    fetched_at: str
    """When it was first fetched (ISO, UTC)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A sentence of two texts, or of one of them alone."""

    kind: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedChange:
    """An entry that people judged on an earlier text of an address, and what became of it on the newer one."""

    origin: str
    """Key of the entry."""
    entry: str | None
    """Key of the entry that it is on the newer text; None where its words do not surely stand there."""
    sentence: str
    """Its sentence in the earlier text."""
    said: str
    """What became of it, as a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed from one text to another."""

    before: str
    """Key of the article with the earlier text."""
    after: str
    parts: tuple[Change, ...]
    """Sentences in order; those that are gone stand before those that took their place."""
    judged: tuple[JudgedChange, ...] = ()
    """Statements that were judged on earlier texts, in order of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryRow:
    """One article as the library lists it."""

    article: ArticleRow
    speakers: tuple[str, ...]
    """Those who say most in it."""
    waiting: int
    """How many of its statements and events no person has judged yet."""


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
    url: str | None = None
    genre: Genre | None = None
    byline: tuple[str, ...] = ()
    """Names of the authors of the article."""
    speaker_role: str | None = None
    """What the article says the first speaker is."""
    judged_by: str | None = None
    """Name of the coder who last judged it; None while it is the machine's proposal alone."""
    text_changed: str | None = None
    """That its page has a newer text which does not surely have its words, as a sentence; None where that is not so."""
    concepts: tuple[Coding, ...] = ()
    """Concepts of the codebook that it takes up."""
    statement_type: str | None = None
    """Name of its type in the codebook, where a person gave it one."""
    values: Mapping[str, Value] = field(default_factory=dict)
    """Name of each coded variable of that type to its value."""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineStatement:
    """A statement as the newest run over an article proposed it, whatever people made of it."""

    cue: tuple[Span, ...]
    """Offsets in the article's text."""
    content: tuple[Span, ...]
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """That a statement takes up a concept, and how it stands to it."""

    concept: str
    stance: Literal["agree", "disagree", "neutral"]
    coder: str


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
    url: str | None = None
    """Address of the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many passages a search found with one value of a property."""

    value: str | None
    """None: where the article has no such property."""
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceTally:
    """How often somebody took one stance to a concept in a year."""

    concept: str
    year: str
    """Empty: where the articles have no date."""
    stance: str
    number: int


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
class ActorLinkRow:
    """That an actor acts in an article."""

    entry: str
    """Key of the entry that links the two."""
    name: str
    """What the article calls the actor."""
    role: str | None
    """What the article says the actor is."""
    article_key: str
    title: str | None
    date: str | None
    publication: str | None


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
    reprints: int = 0
    """Articles that are later printings of another one; they are among ``articles``."""
    reprinted: int = 0
    """Statements in them; they are among ``statements``."""
    earlier: int = 0
    """Earlier texts of pages that changed; neither they nor their statements are among the others."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """What one person did at once."""

    id: int
    kind: str
    coder: str
    reason: str
    recorded_at: str
    undoes: int | None
    """Number of the step that it undoes, for an undo or a redo."""
    judgements: int
    stands: bool
    """False where another step has undone it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementRow:
    """What was decided about one thing in one step."""

    kind: str
    coder: str
    reason: str
    recorded_at: str
    step: int
    subject_kind: str
    subject: str
    """Key of the thing; of a row whose key has several parts, a JSON list of them."""
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentRow:
    """A remark on an entry, an article or an actor."""

    coder: str
    recorded_at: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptRow:
    """A concept of the codebook, and how many statements take it up with each stance."""

    key: str
    name: str
    definition: str
    colour: str | None
    parent: str | None
    """Name of the concept above it."""
    agree: int
    disagree: int
    neutral: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionRow:
    """A collection and the rule that makes it."""

    name: str
    definition: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearchRow:
    """A query kept under a name."""

    name: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow:
    """An outlet, what people said about it, and how many articles it has in the record."""

    name: str
    country: str | None
    owner: str | None
    reach: str | None
    reliability: str | None
    state_run: bool | None
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TieEnd:
    """What a tie leads from or to: an actor, an outlet, a concept."""

    key: str
    """Permanent key; of an outlet, its folded name."""
    name: str
    kind: str
    """Kind of the actor; outlet; concept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """How many statements tie two things."""

    source: TieEnd
    target: TieEnd
    weight: int
    stance: str | None = None
    """agree, disagree, neutral; None where the tie has none."""
