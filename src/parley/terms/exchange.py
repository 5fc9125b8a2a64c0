"""A corpus coded by people, as it comes from and goes to the formats of other tools.

Law of this module: nothing here knows a database or a file format. Imports make a ``CodedCorpus``
and a ``Report``; exports take a ``CodedCorpus``. What a format holds that Parley has no word for is
kept in ``extras``, so that it can go out again as it came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

VariableKind = Literal["short text", "long text", "integer", "number", "boolean"]
"""Numbers that are not whole are of events; no codebook has them."""
Value = str | int | float | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """A person who codes."""

    name: str
    colour: str | None = None
    """``#rrggbb``."""
    extras: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One thing that is coded about every statement of a type."""

    name: str
    kind: VariableKind
    low: int | None = None
    """Smallest value of an integer scale, where one is declared."""
    high: int | None = None
    attributes: tuple[str, ...] = ()
    """Names of the attributes that the entities of a short text have."""
    extras: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementType:
    """A kind of coded statement, with its variables in order."""

    name: str
    colour: str | None = None
    variables: tuple[Variable, ...] = ()
    extras: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A value that a short text takes: an actor, an organization, a concept."""

    statement_type: str
    variable: str
    value: str
    colour: str | None = None
    parent: str | None = None
    """Value of the entity of the same variable that this one is a child of."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    extras: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedDocument:
    """A document of a coded corpus."""

    key: str
    """Good within the corpus."""
    title: str
    text: str
    date: str | None = None
    """ISO date, or date and time in UTC ending in Z."""
    author: str = ""
    source: str = ""
    """The outlet."""
    section: str = ""
    kind: str = ""
    notes: str = ""
    url: str | None = None
    coder: str | None = None
    """Name of the coder who brought it in."""
    extras: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedStatement:
    """A stretch of a document with the values of its type's variables."""

    document: str
    """Key of the document."""
    statement_type: str
    start: int
    """Code points of the document's text."""
    end: int
    coder: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    """Name of the variable to its value; a short text by the value of its entity. Absent: not coded."""
    extras: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPattern:
    """A regular expression that is marked in the texts."""

    label: str
    colour: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedCorpus:
    """Documents, the codebook, and what was coded."""

    coders: tuple[Coder, ...] = ()
    types: tuple[StatementType, ...] = ()
    entities: tuple[Entity, ...] = ()
    documents: tuple[CodedDocument, ...] = ()
    statements: tuple[CodedStatement, ...] = ()
    patterns: tuple[SearchPattern, ...] = ()
    extras: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Something of a file that did not come in as it stood there."""

    what: str
    """Kind of thing: document, statement, value, coder, ..."""
    where: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came in from a file, and what did not and why."""

    came: Mapping[str, int] = field(default_factory=dict)
    left: tuple[LeftOut, ...] = ()
