"""A query in the language of PostgreSQL's tsquery.

Law of this module: PostgreSQL knows exact distances only, and counts them from the last word of what
stands on the left. So NEAR is spelled out as every way the two terms can lie, each a plain row of
single words with the distances between them; where the terms overlap, their words are laid over
each other.
"""

from __future__ import annotations

from collections.abc import Mapping

from parley.record.query_plan import searchable
from parley.record.query_tree import And, Near, Not, Or, Term, Tree
from parley.record.tokens import lexeme

_Slot = tuple[str, bool]
"""A word, and whether it is only the beginning of one."""


def tsquery_expression(tree: Tree) -> str:
    """A literal to be cast to tsquery, for ``@@`` on a tsvector of ``index_vector``.

    Args:
        tree: without fields, as in a TextLeaf.

    Raises:
        ValueError: the tree only says what must not occur, or is no question about words.
    """
    return _expression(searchable(tree))


def bytes_of(leaf: Term | Near) -> int:
    """Bytes that the words of a leaf come to when it is spelled out, at most."""
    if isinstance(leaf, Term):
        return sum(len(word.encode()) + 1 for word in leaf.tokens)
    ways = 2 * leaf.distance + len(leaf.left.tokens) + len(leaf.right.tokens) + 1
    return ways * (bytes_of(leaf.left) + bytes_of(leaf.right))


def _expression(tree: Tree) -> str:
    match tree:
        case Term():
            return _row(_slots(tree, at=0))
        case Near():
            return _near(tree)
        case And(parts):
            return _joined(parts, "&")
        case Or(parts):
            return _joined(parts, "|")
        case Not(part):
            return f"!{_expression(part)}"
        case _:
            raise ValueError(f"no words to look for in {type(tree).__name__}")


def _joined(parts: tuple[Tree, ...], operator: str) -> str:
    return "(" + f" {operator} ".join(map(_expression, parts)) + ")"


def _near(near: Near) -> str:
    """Every distance from the start of the left term to the start of the right one."""
    first = -len(near.right.tokens) - near.distance
    last = len(near.left.tokens) + near.distance
    rows = [_row(slots) for at in range(first, last + 1) if (slots := _laid_over(near, at)) is not None]
    return "(" + " | ".join(dict.fromkeys(rows)) + ")"


def _laid_over(near: Near, at: int) -> dict[int, _Slot] | None:
    """The words of both terms by position, the right one starting ``at``; None where they exclude each other."""
    slots = _slots(near.left, at=0)
    for position, slot in _slots(near.right, at=at).items():
        both = _both(slots[position], slot) if position in slots else slot
        if both is None:
            return None
        slots[position] = both
    return slots


def _both(one: _Slot, other: _Slot) -> _Slot | None:
    """What a word must be to meet two slots."""
    (longer, longer_prefix), (shorter, shorter_prefix) = sorted((one, other), key=lambda slot: -len(slot[0]))
    if longer == shorter:
        return longer, longer_prefix and shorter_prefix
    return (longer, longer_prefix) if shorter_prefix and longer.startswith(shorter) else None


def _slots(term: Term, *, at: int) -> dict[int, _Slot]:
    last = len(term.tokens) - 1
    return {at + number: (word, term.prefix and number == last) for number, word in enumerate(term.tokens)}


def _row(slots: Mapping[int, _Slot]) -> str:
    before: int | None = None
    row = ""
    for position in sorted(slots):
        word, prefix = slots[position]
        row += "" if before is None else f" <{position - before}> "
        row += lexeme(word) + (":*" if prefix else "")
        before = position
    return f"({row})"
