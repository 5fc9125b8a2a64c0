"""A query as a tree, and what it means: which words it finds, and where they stand.

    Term     words side by side; the last one may be a beginning (prefix)
    Near     two terms with few words between them
    Field    a condition on what a passage is, not on its words
    Not, And, Or
    TextLeaf in a plan: a tree without fields, which the full-text index answers at once

Law of this module: ``matches`` is what a query means. The expressions for SQLite and PostgreSQL find
exactly the passages that it accepts; the tests hold all three against each other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeAlias, TypeVar

from parley.record.tokens import cut
from parley.terms.text import Span

Operator = Literal["=", ">=", "<="]
"""``>=`` and ``<=`` stand with dates only."""

Part = TypeVar("Part")

Tree: TypeAlias = "Term | Near | Field | Not[Tree] | And[Tree] | Or[Tree]"
"""A query as it was typed."""
Plan: TypeAlias = "TextLeaf | Field | Not[Plan] | And[Plan] | Or[Plan]"
"""A query as the record is asked."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words side by side."""

    tokens: tuple[str, ...]
    """Folded words, one at least."""
    prefix: bool = field(default=False, kw_only=True)
    """Whether words that begin with the last one meet it too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Two terms close to each other, in either order; they may overlap."""

    left: Term
    right: Term
    distance: int
    """Words between them, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A condition on what a passage is."""

    name: str
    operator: Operator
    value: str
    """As typed; a date is an ISO prefix, a value of an enumerated field is one of its values."""


@dataclass(frozen=True, slots=True)
class TextLeaf:
    """A tree without fields that one full-text expression stands for."""

    tree: Tree


@dataclass(frozen=True, slots=True)
class Not(Generic[Part]):
    """What does not meet its part."""

    part: Part


@dataclass(frozen=True, slots=True)
class And(Generic[Part]):
    """What meets all its parts."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Or(Generic[Part]):
    """What meets one of its parts."""

    parts: tuple[Part, ...]


def all_of(parts: Sequence[Part]) -> Part | And[Part]:
    """What asks for all parts; a single one is itself."""
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def one_of(parts: Sequence[Part]) -> Part | Or[Part]:
    """What asks for one of the parts; a single one is itself."""
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def matches(tree: Tree, tokens: Sequence[str]) -> bool:
    """Whether a text meets a tree: the meaning of the language.

    Args:
        tree: without fields.
        tokens: the folded words of the text.

    Raises:
        ValueError: the tree has a field, which no text can answer.
    """
    match tree:
        case Not(part):
            return not matches(part, tokens)
        case And(parts):
            return all(matches(part, tokens) for part in parts)
        case Or(parts):
            return any(matches(part, tokens) for part in parts)
        case Field():
            raise ValueError(f"{tree.name}: is no question about words")
        case _:
            return bool(_places(tree, tokens))


def terms_of(tree: Tree) -> tuple[Term, ...]:
    """The terms that a passage is found by: those that are not excluded, in the order of the query."""
    terms = [
        term for leaf in _wanted(tree) for term in ((leaf.left, leaf.right) if isinstance(leaf, Near) else (leaf,))
    ]
    return tuple(dict.fromkeys(terms))


def highlights(tree: Tree, text: str) -> tuple[Span, ...]:
    """Where a text meets the terms that a passage is found by.

    A phrase is one span; of terms asked for near each other only those that are; spans that overlap
    are one.

    Args:
        tree: a query, also one with fields.
        text: the text as it stands.

    Returns:
        Spans of the text, in order, without overlap.
    """
    tokens = cut(text)
    words = [token.word for token in tokens]
    places = sorted({place for leaf in _wanted(tree) for place in _places(leaf, words)})
    spans: list[Span] = []
    for first, last in places:
        span = Span(tokens[first].start, tokens[last].end)
        if spans and span.overlaps(spans[-1]):
            before = spans.pop()
            span = Span(before.start, max(before.end, span.end))
        spans.append(span)
    return tuple(spans)


def _wanted(tree: Tree, *, negated: bool = False) -> Iterator[Term | Near]:
    """The leaves on words that stand under no Not, or under two."""
    match tree:
        case Not(part):
            yield from _wanted(part, negated=not negated)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _wanted(part, negated=negated)
        case Term() | Near() if not negated:
            yield tree
        case _:
            return


def _places(leaf: Term | Near, words: Sequence[str]) -> list[tuple[int, int]]:
    """First and last word of each place where a leaf is met."""
    if isinstance(leaf, Term):
        return [(start, start + len(leaf.tokens) - 1) for start in _starts(leaf, words)]
    sides = ((leaf.left, leaf.right), (leaf.right, leaf.left))
    starts = {term: _starts(term, words) for term in (leaf.left, leaf.right)}
    return [
        (start, start + len(term.tokens) - 1)
        for term, other in sides
        for start in starts[term]
        # FTS5's rule: the one that starts first is at most its own length and the distance ahead.
        if _any_between(
            starts[other], start - len(other.tokens) - leaf.distance, start + len(term.tokens) + leaf.distance
        )
    ]


def _starts(term: Term, words: Sequence[str]) -> list[int]:
    *head, tail = term.tokens
    ahead = len(head)
    ends = [number for number, word in enumerate(words) if word == tail or (term.prefix and word.startswith(tail))]
    return [end - ahead for end in ends if end >= ahead and list(words[end - ahead : end]) == head]


def _any_between(ordered: Sequence[int], low: int, high: int) -> bool:
    found = bisect_left(ordered, low)
    return found < len(ordered) and ordered[found] <= high
