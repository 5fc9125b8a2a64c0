"""A query in the language of SQLite's FTS5.

Law of this module: every word is quoted and every part stands in parentheses, so nothing rests on
FTS5's precedence. The most deeply nested part stands first: FTS5's parser remembers at most 100 signs
that it has not closed yet, and what stands before a parenthesis is among them.
"""

from __future__ import annotations

from parley.record.query_plan import searchable
from parley.record.query_tree import And, Near, Not, Or, Term, Tree


def fts5_expression(tree: Tree) -> str:
    """An expression for ``MATCH`` on a table of ``index_words``.

    Args:
        tree: without fields, as in a TextLeaf.

    Raises:
        ValueError: the tree only says what must not occur, or is no question about words.
    """
    return _expression(searchable(tree))[0]


def _expression(tree: Tree) -> tuple[str, int]:
    """The expression, and how many signs FTS5's parser has open in it at most."""
    match tree:
        case Term():
            return _term(tree), 4
        case Near():
            return f"NEAR({_term(tree.left)} {_term(tree.right)}, {tree.distance})", 8
        case Or(parts):
            return _joined(parts, "OR")
        case And(parts):
            wanted, wanted_open = _joined([part for part in parts if not isinstance(part, Not)], "AND")
            unwanted = [part.part for part in parts if isinstance(part, Not)]
            if not unwanted:
                return wanted, wanted_open
            barred, barred_open = _joined(unwanted, "OR")
            return f"({wanted}) NOT ({barred})", 1 + max(wanted_open, barred_open + 2)
        case _:
            raise ValueError(f"no words to look for in {type(tree).__name__}")


def _joined(parts: tuple[Tree, ...] | list[Tree], operator: str) -> tuple[str, int]:
    if len(parts) == 1:
        return _expression(parts[0])
    (first, most), *others = sorted(map(_expression, parts), key=lambda part: -part[1])
    expression = f" {operator} ".join(f"({part})" for part, _ in [(first, most), *others])
    return expression, 1 + max(most, 2 + max(still_open for _, still_open in others))


def _term(term: Term) -> str:
    words = " ".join(term.tokens).replace('"', '""')
    return f'"{words}" *' if term.prefix else f'"{words}"'
