"""Which times of a sentence tell when an act was done."""

from __future__ import annotations

from collections.abc import Iterator

from parley.language.grammar import Parsed
from parley.terms.times import Time

_LEAVING = frozenset(("ccomp", "parataxis", "acl", "acl:relcl", "advcl", "xcomp"))
"""Over these a clause is left."""


def leaves_clause(relation: str) -> bool:
    """Whether a word with this relation heads a clause of its own."""
    return relation in _LEAVING


def reached_from(grammar: Parsed, word: int, head: int) -> Iterator[int]:
    """The words that a time stands with: upwards, until a clause or another noun is left."""
    yield word
    for above in grammar.above(word):
        if grammar.relations[word] in _LEAVING or (grammar.relations[word] == "nmod" and above != head):
            return
        yield above
        word = above


def is_point(time: Time) -> bool:
    """Whether a time is a day, month or year or a closed period, and no bound."""
    return time.value is not None and time.open is None and day_of(time) is not None


def day_of(time: Time) -> str | None:
    """The value of a time; of a period what its ends have in common ("12 to 14 May" is in that May)."""
    if time.value is None or time.until is None:
        return time.value
    common = [one for one, other in zip(time.value.split("-"), time.until.split("-"), strict=False) if one == other]
    shared = "-".join(common)
    return shared if common and time.value.startswith(shared) else None
