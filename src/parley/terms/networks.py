"""Statements as the networks of a record are made of them."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from parley.terms.exchange import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkColumn:
    """What is known of statements in one respect: each value once, and which of them a statement has.

    Columns that hang on the same thing, as all fields of an article do, share their places.
    """

    values: Sequence[Value | None]
    places: array[int]
    """Place of each statement's value among the values; -1 where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkStatements:
    """Statements of one type in order of their keys, column by column.

    A statement that takes up two concepts stands there twice.
    """

    keys: Sequence[str]
    """Permanent key of each statement's entry."""
    documents: NetworkColumn
    """Key of the document, good within the record."""
    dates: NetworkColumn
    """ISO date of the document, or date and time in UTC; its beginning where no more is known."""
    starts: array[int]
    """Code points of the page text."""
    ends: array[int]
    columns: Mapping[str, NetworkColumn]
    """Name of each variable and field of documents to its values."""
    reasons: NetworkColumn
    """Why a statement never enters a network; None if it may."""
    confidences: array[float] | None = None
    """What the machine last thought of each statement, not a number where it never did; None if not asked for."""
    kinds: Mapping[str, NetworkColumn] = field(default_factory=dict)
    """Variable to the kinds of the actors that are its values."""
