"""How a record grows: runs, readings, refusals, evidence."""

from __future__ import annotations

from dataclasses import dataclass

from parley.terms.statements import Proposals
from parley.terms.text import Article, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution of the machine over some pages."""

    code: str
    """Version of Parley."""
    weights: str
    """Digest of the weights manifest."""
    started_at: str
    """ISO date and time in UTC, ending in Z."""
    parameters: str = "{}"
    """JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A page, the article made of it, and what the machine proposes about it."""

    page: Page
    article: Article
    proposals: Proposals


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A page that could not be read: what happened, where, what to do."""

    location: str
    what: str
    cure: str
    refused_at: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A quotation and where it stands: position and quote selectors of the W3C annotation model."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    sha256: str
    """SHA-256 of ``exact`` in UTF-8, in hexadecimal."""
