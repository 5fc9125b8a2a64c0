"""One event over several articles: who holds which events to be one, how surely and why.

Law of this module: that two articles tell of one event is a proposal with a score and a reason, or what a person held;
it never changes what either of them tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parley.terms.events import EventRow

PairVerdict = Literal["same", "apart"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPair:
    """What a person holds of two events: that they are one, or that they are not."""

    first: str
    """Key of the entry; the lesser of the two."""
    second: str
    verdict: PairVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class EventJoin:
    """Why two tellings are held to be one event."""

    first: str
    """Key of the entry of one telling."""
    second: str
    score: float
    """From 0 to 1; 1 for what a person held, and for the same words in two copies."""
    reason: str
    """As a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCluster:
    """An event, with everybody who tells of it."""

    key: str
    """Key of the entry of the earliest telling: the cluster's id."""
    tellings: tuple[EventRow, ...]
    """The earliest first."""
    joins: tuple[EventJoin, ...] = ()
    """Why they are one: one fewer than the tellings, the surest first."""

    @property
    def score(self) -> float:
        """How sure its least sure join is; 1 for an event that one article alone tells of."""
        return min((join.score for join in self.joins), default=1.0)
