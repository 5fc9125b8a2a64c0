"""Who said what: the statement, and what one reading of an article proposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from parley.terms.actors import Actor, Mention
from parley.terms.events import Event
from parley.terms.exchange import Value
from parley.terms.text import Sentence, Span
from parley.terms.times import Quantity, Time

Form = Literal["direct", "mixed", "indirect"]
Polarity = Literal["affirmed", "denied"]
Certainty = Literal["certain", "probable", "possible"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An attribution: source, cue and content, with the actor who speaks.

    All spans are offsets in the article's text. Ids ("s1") are only good within one reading;
    the permanent id is the entry's, in the record.
    """

    id: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker_confidence: float | None
    speaker_reason: str
    form: Form
    polarity: Polarity
    certainty: Certainty
    confidence: float
    speakers: tuple[str, ...] = ()
    """Ids of actors of this reading; empty where the speaker stays open."""
    about: tuple[str, ...] = ()
    mention: bool = False
    """The cue only points at something ("referred to"); kept, out of networks."""
    asserted: bool = True
    """False for "X did not say P"."""
    said: str | None = None
    """When it was said (ISO prefix) where the text tells; never defaulted."""
    parent: str | None = None
    """Id of the statement inside whose content this one stands."""
    continues: str | None = None
    """Id of the statement that this cueless one runs on from."""
    same_as: str | None = None
    """Id of the statement of the body that this one repeats."""
    statement_type: str | None = None
    """Key of its type in the codebook, where a person gave it one."""
    values: Mapping[str, Value] = field(default_factory=dict)
    """Key of each coded variable of that type to its value; a short text's value is the key of an entity."""

    @property
    def speaker(self) -> str | None:
        """The first of the speakers."""
        return self.speakers[0] if self.speakers else None

    @property
    def nested(self) -> bool:
        """Whether it stands inside another statement's content."""
        return self.parent is not None

    @property
    def extended(self) -> bool:
        """Whether it is running speech without a cue of its own."""
        return self.continues is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """What one reading of one text proposes."""

    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    actors: tuple[Actor, ...] = ()
    statements: tuple[Statement, ...] = ()
    times: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    events: tuple[Event, ...] = ()
