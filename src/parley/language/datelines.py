"""The datelines of a text that was given whole, as runs of words."""

from __future__ import annotations

from parley.knowledge.datelines import find_dateline
from parley.language.words import Words


def find_datelines(text: str, words: Words) -> tuple[tuple[int, int], ...]:
    """The datelines of the first two paragraphs."""
    found = []
    for paragraph in (0, 1):
        members = [i for i, p in enumerate(words.paragraphs[:400]) if p == paragraph]
        dateline = find_dateline(text, words.starts[members[0]]) if members else None
        if dateline is not None:
            inside = [i for i in members if words.ends[i] <= dateline.end]
            found.append((inside[0], inside[-1] + 1))
    return tuple(found)
