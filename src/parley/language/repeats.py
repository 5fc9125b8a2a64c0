"""Statements that repeat: a lead often says once more what stands in the body.

The copy in the lead keeps its place and points to the one in the body, so that counts and
networks can use distinct statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parley.language.sentences import split_sentences
from parley.language.words import WORD
from parley.terms.names import fold_name
from parley.terms.statements import Statement

ALIKE = 0.6
"""Share of common words from which two contents say the same (chosen by reading golden pages, 2026-11-24)."""
FEWEST_WORDS = 6


def mark_repeats(text: str, statements: Sequence[Statement], lead_end: int) -> tuple[Statement, ...]:
    """The statements with ``same_as`` set on those of the lead that the body repeats.

    Args:
        text: the text they stand in.
        statements: statements in reading order.
        lead_end: offset at which the lead (the first paragraph) ends.
    """
    body = [(s, bags) for s in statements if s.content and s.content[0].start >= lead_end and (bags := _bags(text, s))]
    marked = []
    for statement in statements:
        twin = _twin(text, statement, body) if statement.content and statement.content[-1].end <= lead_end else None
        marked.append(replace(statement, same_as=twin.id) if twin is not None else statement)
    return tuple(marked)


def _twin(text: str, statement: Statement, body: list[tuple[Statement, list[set[str]]]]) -> Statement | None:
    """The statement of the body that says most nearly the same, by the same speaker."""
    own = set().union(*_bags(text, statement))
    if len(own) < FEWEST_WORDS:
        return None
    scored = [
        (max(_likeness(own, bag) for bag in bags), index)
        for index, (other, bags) in enumerate(body)
        if bags
        and (other.speakers == statement.speakers)
        and other.nested == statement.nested
        and other.mention == statement.mention
    ]
    best = max(scored, key=lambda pair: (pair[0], -pair[1]), default=(0.0, 0))
    return body[best[1]][0] if best[0] >= ALIKE else None


def _bags(text: str, statement: Statement) -> list[set[str]]:
    """The folded words of each sentence of the content, and of all of it."""
    content = " ".join(span.of(text) for span in statement.content)
    bags = [_bag(sentence.span.of(content)) for sentence in split_sentences(content)]
    return [*bags, _bag(content)] if len(bags) > 1 else bags


def _bag(text: str) -> set[str]:
    return {word for word in WORD.findall(fold_name(text)) if word[0].isalnum()}


def _likeness(left: set[str], right: set[str]) -> float:
    return len(left & right) / max(1, len(left | right))
