"""A query sorted into what the full-text index answers and what the tables answer.

Law of this module: neither index can be asked for all that does NOT have a word. So every tree without
fields is written as one that finds something, or as the opposite of one: of a tree and its opposite
exactly one accepts a text without words, and the other can be looked up.
"""

from __future__ import annotations

from collections.abc import Sequence

from parley.record.query_tree import And, Field, Not, Or, Plan, TextLeaf, Tree, all_of, one_of


def plan(tree: Tree) -> Plan:
    """A query as a boolean expression over as few full-text expressions as there can be.

    Words are taken out of parentheses where that changes nothing. Fields are not: those that stand
    side by side may be meant of one and the same statement. (Parentheses that hold one field and
    otherwise only words are none to a field.)

    Args:
        tree: of ``parse_query``.

    Returns:
        A tree over fields and full-text expressions; the words of one And or Or are in one TextLeaf, so
        words and fields side by side are an And of one TextLeaf (or its Not) and the fields.
    """
    match tree:
        case Field():
            return tree
        case Not(part) if not is_text(part):
            inner = plan(part)
            return inner.part if isinstance(inner, Not) else Not(inner)
        case Or(parts) if not is_text(tree):
            text, mixed = _sorted(_opened(parts, Or))
            others = list(map(plan, mixed))
            return one_of([plan(one_of(text)), *others] if text else others)
        case And(parts) if not is_text(tree):
            text, others = _demands(parts)
            return all_of([plan(all_of(text)), *others] if text else others)
        case _:
            excludes, form = _signed(_inward(tree))
            return Not(TextLeaf(form)) if excludes else TextLeaf(form)


def is_text(tree: Tree) -> bool:
    """Whether a tree has no fields."""
    match tree:
        case Not(part):
            return is_text(part)
        case And(parts) | Or(parts):
            return all(map(is_text, parts))
        case _:
            return not isinstance(tree, Field)


def searchable(tree: Tree) -> Tree:
    """A tree without fields in the form that both indexes understand.

    Args:
        tree: without fields; that of a TextLeaf comes back as it is.

    Returns:
        A tree with Not only in an And beside parts without Not.

    Raises:
        ValueError: it also accepts a text without words; ask for its opposite.
    """
    excludes, form = _signed(_inward(tree))
    if excludes:
        raise ValueError("it only says what must not occur")
    return form


def _sorted(parts: Sequence[Tree]) -> tuple[list[Tree], list[Tree]]:
    """The parts without fields, and those with."""
    return [part for part in parts if is_text(part)], [part for part in parts if not is_text(part)]


def _opened(parts: Sequence[Tree], kind: type[And[Tree]] | type[Or[Tree]]) -> list[Tree]:
    """The parts, with the parts of each one of a kind in its place."""
    return [inner for part in parts for inner in (_opened(part.parts, kind) if isinstance(part, kind) else [part])]


def _demands(parts: Sequence[Tree]) -> tuple[list[Tree], list[Plan]]:
    """The words of an And, also those in the Ands inside it, and the plans of all else."""
    text, mixed = _sorted(parts)
    others: list[Plan] = []
    for part in mixed:
        if isinstance(part, And):
            inner_text, inner = _demands(part.parts)
            text += inner_text
            others.append(all_of(inner))
        else:
            others.append(plan(part))
    return text, others


def _inward(tree: Tree, *, negated: bool = False) -> Tree:
    """A tree without fields with every Not at a leaf (De Morgan), and no And in an And, no Or in an Or."""
    match tree:
        case Not(part):
            return _inward(part, negated=not negated)
        case And(parts) | Or(parts):
            inner = [_inward(part, negated=negated) for part in parts]
            if isinstance(tree, And) is not negated:
                return all_of(_opened(inner, And))
            return one_of(_opened(inner, Or))
        case _:
            return Not(tree) if negated else tree


def _signed(tree: Tree) -> tuple[bool, Tree]:
    """Whether a tree without fields only excludes; and it, or its opposite, in searchable form."""
    match tree:
        case Not(part):
            excludes, form = _signed(part)
            return not excludes, form
        case And(parts) | Or(parts):
            signed = [_signed(part) for part in parts]
            wanted = [form for excludes, form in signed if not excludes]
            unwanted = [form for excludes, form in signed if excludes]
            if isinstance(tree, And):
                return (False, _without(wanted, unwanted)) if wanted else (True, one_of(unwanted))
            # "a OR NOT b" is the opposite of "b NOT a".
            return (True, _without(unwanted, wanted)) if unwanted else (False, one_of(wanted))
        case _:
            return False, tree


def _without(wanted: list[Tree], unwanted: list[Tree]) -> Tree:
    return all_of([*wanted, Not(one_of(unwanted))] if unwanted else wanted)
