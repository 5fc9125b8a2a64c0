"""Statements as the networks of a record are made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from parley.terms.exchange import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkRow:
    """One statement with one concept, or with the variables of its type."""

    key: str
    """Permanent key of the entry; a statement that takes up two concepts has two rows."""
    document: str
    """Key of the document, good within the record."""
    date: str | None
    """ISO date of the document, or date and time in UTC; its beginning where no more is known."""
    start: int
    """Code points of the page text."""
    end: int
    values: Mapping[str, Value | None]
    """Name of each variable and field to its value; None where there is none."""
    confidence: float | None = None
    reason_out: str | None = None
    """Why it never enters a network; None if it may."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Variable to the kind of the actor that is its value."""
