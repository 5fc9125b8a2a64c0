"""The query language: what a user types into the search box, as a tree.

    sanctions grain            both words             AND may stand between them
    "armed resistance"         words side by side     “ ” „ « » are quotation marks too
    insurg*  "armed resist*"   the beginning of a word
    a OR b    a NOT b    ( )   NOT binds tightest, then NEAR, then AND, then OR
    Moscow NEAR/5 Taliban      at most 5 words between, in either order; NEAR alone is NEAR/10
    speaker:Massoud  form:direct  date:2023-01..2023-06

Only words in capitals are operators. What a query has no meaning for is refused, never guessed at.
"""

from __future__ import annotations

from typing import NoReturn

from parley.errors import UsageError
from parley.record.query_postgresql import bytes_of
from parley.record.query_signs import Sign, signs_of
from parley.record.query_tree import And, Field, Near, Not, Or, Term, Tree, all_of, one_of

MOST_TERMS = 64
"""Words, phrases and fields of a query: more than anybody asks for, fewer than the indexes' own limits."""
DEEPEST = 16
"""Parentheses inside each other."""
MOST_BYTES = 1_000_000
"""What the words of a query come to in a tsquery, which holds 1 MiB and has NEAR spelled out; 32 NEAR/50 of
single words come to a twentieth of it."""

_END = Sign(")", "the end")


def parse_query(query: str) -> Tree:
    """A query as a tree.

    Args:
        query: what the user typed.

    Raises:
        UsageError: it cannot be read, asks for too much, or only says what must not occur.
    """
    signs = signs_of(query)
    leaves = sum(sign.kind == "leaf" for sign in signs)
    if not signs:
        cure = 'Give a word, a "phrase", the beginning of a word with a star (sanction*), or a field (speaker:Massoud)'
        raise UsageError("there is no word to look for", where="search", cure=cure)
    if leaves > MOST_TERMS:
        raise UsageError(f"it has {leaves} words", where="search", cure=f"Ask for at most {MOST_TERMS}")
    tree = _Reader(signs).read()
    if not _finds(tree):
        cure = "Add a word to look for, or a field such as speaker:Massoud, to each part between ORs"
        raise UsageError("it only says what must not occur", where="search", cure=cure)
    if _bytes(tree) > MOST_BYTES:
        cure = "Ask for fewer or shorter phrases near each other, or for smaller distances"
        raise UsageError("it asks for too many words near each other", where="search", cure=cure)
    return tree


class _Reader:
    """Reads signs from left to right, one function for each level of binding.

    Args:
        signs: of the query.
    """

    def __init__(self, signs: list[Sign]) -> None:
        self._signs = signs
        self._at = 0
        self._depth = 0

    def read(self) -> Tree:
        """The whole query."""
        tree = self._either()
        if self._at < len(self._signs):
            raise UsageError("a ) closes nothing", where="search", cure="Leave it out, or write the ( it closes")
        return tree

    def _next(self) -> Sign:
        return self._signs[self._at] if self._at < len(self._signs) else _END

    def _take(self, kind: str) -> Sign | None:
        sign = self._next()
        if sign is _END or sign.kind != kind:
            return None
        self._at += 1
        return sign

    def _either(self) -> Tree:
        parts = [self._both()]
        while self._take("OR"):
            parts.append(self._both())
        return one_of(parts)

    def _both(self) -> Tree:
        parts: list[Tree] = []
        while True:
            fresh = self._next().kind != "("
            part = self._near()
            # A range of dates is two fields; they stand beside the others unless parentheses say otherwise.
            parts += part.parts if fresh and isinstance(part, And) else (part,)
            if not self._take("AND") and self._next().kind in {"OR", ")"}:
                return all_of(parts)

    def _near(self) -> Tree:
        left = self._not()
        near = self._take("NEAR")
        if near is None:
            return left
        right = self._not()
        if not isinstance(left, Term) or not isinstance(right, Term) or self._next().kind == "NEAR":
            cure = "Write (a NEAR/5 b) AND (b NEAR/5 c), or NOT (a NEAR/5 b)"
            raise UsageError(f"{near.text} stands between two words or phrases only", where="search", cure=cure)
        return Near(left=left, right=right, distance=near.distance)

    def _not(self) -> Tree:
        negated = False
        while self._take("NOT"):
            negated = not negated
        part = self._operand()
        return Not(part) if negated else part

    def _operand(self) -> Tree:
        sign = self._next()
        if sign.leaf is not None:
            self._at += 1
            return sign.leaf
        if not self._take("("):
            self._miss(sign)
        self._depth += 1
        if self._depth > DEEPEST:
            cure = f"At most {DEEPEST} can be read; leave out those that are not needed"
            raise UsageError("too many parentheses stand inside each other", where="search", cure=cure)
        tree = self._either()
        if not self._take(")"):
            raise UsageError("a ( is not closed", where="search", cure="Write the ) that closes it, or leave it out")
        self._depth -= 1
        return tree

    def _miss(self, found: Sign) -> NoReturn:
        """Say that an operand is missing before the sign that was found in its place."""
        if self._at and self._signs[self._at - 1].kind != "(":
            what = f"nothing to look for stands between {self._signs[self._at - 1].text} and {found.text}"
        elif self._at and found.kind == ")":
            what = "nothing to look for stands between parentheses"
        else:
            what = f"nothing to look for stands before {found.text}"
        cure = "Add a word or leave it out; to look for and, or, not themselves write them small"
        raise UsageError(what, where="search", cure=cure)


def _finds(tree: Tree, *, negated: bool = False) -> bool:
    """Whether something positive, or a field, limits what a tree (or its opposite) finds."""
    match tree:
        case Not(part):
            return _finds(part, negated=not negated)
        case And(parts) | Or(parts):
            some = isinstance(tree, And) is not negated
            return (any if some else all)(_finds(part, negated=negated) for part in parts)
        case _:
            return isinstance(tree, Field) or not negated


def _bytes(tree: Tree) -> int:
    match tree:
        case Not(part):
            return _bytes(part)
        case And(parts) | Or(parts):
            return sum(map(_bytes, parts))
        case Field():
            return 0
        case _:
            return bytes_of(tree)
