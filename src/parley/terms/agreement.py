"""What one coder says about one stretch of text, for setting coders beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from parley.terms.exchange import Value

MACHINE = "the machine"
"""Name under which the machine counts as a coder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedSpan:
    """A stretch of an article that a coder holds to be a statement, with what they say about it."""

    document: str
    """Key of the article."""
    key: str
    """Permanent key of the entry; what two coders say about one entry is about one unit."""
    coder: str
    start: int
    """Code points of the page text."""
    end: int
    values: Mapping[tuple[str, str], Value] = field(default_factory=dict)
    """(variable, what of the unit it is about) to what is said; the second is a concept, or empty."""
    marked: bool = True
    """Whether the coder holds it to be a statement; False where they reject one that they were shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedRecord:
    """What every coder of a record says, the machine among them."""

    spans: tuple[CodedSpan, ...]
    lengths: Mapping[str, int]
    """Article to the code points of its text."""
