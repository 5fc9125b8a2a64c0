"""Texts made alike: spaces, quotation marks, dashes and capitals do not count, and every character leads back."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_QUOTES = "\"'`´‘’‚‛“”„‟′″‹›«»「」『』〝〞＂＇"
_DASHES = "-‐‑‒–—―−﹘﹣－"
_TABLE: dict[str, str] = {**dict.fromkeys(_QUOTES, "'"), **dict.fromkeys(_DASHES, "-"), "…": "..."}


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and where each of its characters stood."""

    text: str
    starts: tuple[int, ...]
    """Offset in the original of each folded character."""
    ends: tuple[int, ...]
    """End in the original of each folded character."""


def fold_character(character: str) -> str:
    """What a character is folded to: a space, a plain mark, its small compatible form, or nothing."""
    if character in _TABLE:
        return _TABLE[character]
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category == "Cf" or character == "\u00ad":
        return ""
    return unicodedata.normalize("NFKD", character).casefold()


@lru_cache(maxsize=16)
def fold(text: str) -> Folded:
    """Fold a text; runs of spaces become one, pairs of quotation marks one."""
    known: dict[str, str] = {}
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = ""
    for offset, character in enumerate(text):
        folded = known.get(character)
        if folded is None:
            folded = known[character] = fold_character(character)
        for one in folded:
            if one == last and one in (" ", "'"):
                ends[-1] = offset + 1
                continue
            out.append(one)
            starts.append(offset)
            ends.append(offset + 1)
            last = one
    return Folded("".join(out), tuple(starts), tuple(ends))
