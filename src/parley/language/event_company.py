"""What has to stand by a trigger, and how sure the grammar is of what hangs on it."""

from __future__ import annotations

from parley.knowledge.triggers import Trigger
from parley.language.clauses import Clause


def company_of(clause: Clause, head: int, trigger: Trigger) -> list[int] | None:
    """The words that have to stand by a trigger; None where they do not."""
    grammar = clause.grammar
    found: list[int] = []
    if trigger.objects:
        at = clause.object_of(head)
        if at is None:
            return None
        named = [one for one in (at, *grammar.children(at, "compound")) if clause.forms[one] in trigger.objects]
        if not named:
            return None
        found.append(at)
    if trigger.after and not _is_followed(clause, head, trigger.after):
        return None
    return found


def _is_followed(clause: Clause, head: int, after: str) -> bool:
    """Whether a verb's preposition stands close behind it, or its particle a little farther ("hand the men over")."""
    grammar = clause.grammar
    if any(clause.forms[at] == after and head < at <= head + 4 for at in grammar.children(head, "compound:prt")):
        return True
    hanging = grammar.children(head, "obl", "nmod", "advmod", "xcomp", "obj")
    closer = [case for child in hanging for case in (child, *grammar.children(child, "case", "mark"))]
    return any(clause.forms[at] == after and head < at <= head + 2 for at in closer)


def certainty_of(clause: Clause, words: list[int]) -> float:
    """How sure the grammar is of what hangs on a trigger."""
    grammar = clause.grammar
    chances = [
        grammar.sure[child]
        for word in words
        for child in grammar.children(word, "nsubj", "nsubj:pass", "obj", "obl", "nmod", "nmod:poss", "obl:agent")
    ]
    return (sum(chances) / len(chances)) ** 0.5 if chances else 0.9
