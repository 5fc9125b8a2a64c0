"""Spellings of one name in Latin letters: "Qanooni" and "Qanuni", "Basmullah" and "Bismillah".

Two spellings are likened in two steps: their skeletons, what is left without vowels, doubled letters and the ways in
which transliterations differ, must be the same, and then the letters are compared. Likeness makes a candidate, never
one and the same person.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

_SAME_SOUND = (
    ("sch", "s"), ("tch", "c"), ("kh", "k"), ("gh", "g"), ("zh", "z"), ("dj", "j"), ("sh", "s"),
    ("ch", "c"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ts", "c"), ("tz", "c"), ("ck", "k"), ("q", "k"),
    ("w", "v"), ("x", "ks"),
)  # fmt: skip
_NO_SOUND = re.compile(r"[aeiouyh'’\-]")
_DOUBLED = re.compile(r"(.)\1+")
_ARTICLES = frozenset("al el ul ad as ar bin ibn abu".split())
LEAST_LIKENESS = 0.6
"""Share of letters in common, of two words with one skeleton; "basmullah" and "bismillah" share 0.78."""


_CLASSES = {sign: signs[0] for signs in ("aeiou", "kqx", "vw", "pf", "tc", "dj") for sign in signs}


def first_sound(folded: str) -> str:
    """A sign for the letters with which all names begin that may have one skeleton with this one."""
    return _CLASSES.get(folded[:1], folded[:1])


@lru_cache(maxsize=4096)
def skeleton(word: str) -> str:
    """The consonants of a folded word as they sound."""
    for written, sound in _SAME_SOUND:
        word = word.replace(written, sound)
    bare = _NO_SOUND.sub("", word[1:])
    first = "a" if word[:1] in "aeiou" else word[:1]
    return _DOUBLED.sub(r"\1", first + bare)


def skeleton_of(folded: str) -> str:
    """The skeletons of a folded name's words; Arabic articles are left out."""
    words = folded.replace("-", " ").split()
    return " ".join(skeleton(word) for word in words if word not in _ARTICLES)


def likeness(one: str, other: str) -> float:
    """How alike two folded names with one skeleton are, 0 to 1: that of their least alike words."""
    pairs = zip(one.replace("-", " ").split(), other.replace("-", " ").split(), strict=False)
    return min((SequenceMatcher(None, first, second).ratio() for first, second in pairs), default=0.0)
