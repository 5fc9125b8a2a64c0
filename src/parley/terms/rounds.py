"""Rounds of blind coding: the same articles coded by several people, none of whom sees what another says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parley.terms.statements import Certainty, Polarity
from parley.terms.text import Span

Stance = Literal["agree", "disagree", "neutral"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A concept that a statement takes up, and how it stands to it."""

    concept: str
    """Key of the concept."""
    name: str
    stance: Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindCoding:
    """What one coder says about one unit of a round."""

    unit: str
    """The entry's key where the machine proposed it; else a key of the coder's own."""
    coder: str
    """Name; the machine as "the machine"."""
    page_text: str
    """Digest of the article's page text."""
    entry: str | None
    held: bool
    """Whether the coder holds it to be a statement; False where they reject the machine's proposal."""
    start: int
    """Code points of the page text."""
    end: int
    source: tuple[Span, ...]
    """Offsets in the article's text, as those of cue and content."""
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: str = ""
    polarity: Polarity = "affirmed"
    certainty: Certainty = "certain"
    codes: tuple[Code, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetUnit:
    """A unit as its coder sees it: what the machine proposes, where that is shown, and what they say."""

    unit: str
    proposal: BlindCoding | None
    mine: BlindCoding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetArticle:
    """An article of a round as its coder sees it."""

    key: str
    title: str
    date: str | None
    publication: str | None
    decided: int
    """Units that this coder has said something about."""
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCoder:
    """How far a coder is with a round."""

    name: str
    articles: int
    """That they have finished."""
    done_at: str | None
    """When they handed in; None while they are at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A round of blind coding."""

    key: str
    name: str
    hides_machine: bool
    """Whether the coders see nothing of what the machine proposes."""
    seed: int
    made_by: str
    made_at: str
    closed_at: str | None
    """When a person closed it before all had handed in."""
    articles: int
    coders: tuple[RoundCoder, ...]

    @property
    def opened(self) -> bool:
        """Whether the codings may be seen: all have handed in, or a person has closed the round."""
        return self.closed_at is not None or all(one.done_at is not None for one in self.coders)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was decided about a unit of an opened round."""

    unit: str
    page_text: str
    choice: str
    """Name of the coder whose coding holds; "another" for one of the adjudicator's own, "none" for no statement."""
    entry: str | None
    coder: str
    """Name of who decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A unit of an opened round, with what each coder says of it side by side."""

    unit: str
    page_text: str
    article: str
    """Key of the article."""
    title: str
    words: str
    """What was marked, as it stands in the article."""
    entry: str | None
    codings: tuple[BlindCoding, ...]
    """The people's first, the machine's last."""
    silent: tuple[str, ...]
    """Names of the people who marked nothing there."""
    differs: tuple[str, ...]
    """In what the people differ: statement, speaker, polarity, certainty, concept, stance; empty where they agree."""
    verdict: Verdict | None

    def of(self, coder: str) -> BlindCoding | None:
        """What a coder says; None where they marked nothing."""
        return next((one for one in self.codings if one.coder == coder), None)
