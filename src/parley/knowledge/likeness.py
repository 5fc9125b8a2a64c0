"""How surely two names are of one person or body, by the names alone.

Law of this module: a name says what it may be short for, never who bears it. Two full names that agree in the last word
and in no other are two persons.
"""

from __future__ import annotations

import re
from functools import lru_cache

from parley.knowledge.body_nouns import BODY_NOUNS
from parley.knowledge.spelling import LEAST_LIKENESS, likeness, skeleton, skeleton_of
from parley.terms.names import fold_name

Alike = tuple[float, str]
"""A score from 0 to 1, and why, as the beginning of a sentence."""

_SMALL = frozenset("the of for and on in de la du des del da al el".split())
_EVERYWHERE = frozenset(
    "foreign defence defense interior justice finance health education national supreme central constitutional state "
    "armed security united affairs".split()
)
_TITLES = frozenset("mr mrs ms dr prof president minister general colonel senator sheikh mullah sir lady lord".split())
_SAME, _SOUNDS, _SHORTER, _INITIAL, _TURNED = 1.0, 0.8, 0.75, 0.65, 0.6
_SURNAME, _PART_OF_SURNAME, _SURNAME_SOUNDS = 0.5, 0.45, 0.4
_LETTERS, _BEGINNING, _END, _GENERAL = 0.7, 0.6, 0.55, 0.4


@lru_cache(maxsize=100_000)
def name_words(name: str) -> tuple[str, ...]:
    """The folded words of a name, without titles in front and without "the".

    Args:
        name: as written.
    """
    words = [word.strip(".,\"'()") for word in fold_name(name).removeprefix("the ").split()]
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    return tuple(word for word in words if word)


def persons_alike(one: str, other: str) -> Alike | None:
    """How surely two names are of one person; None where they are not.

    Args:
        one: a name as written.
        other: another one.
    """
    first, second = name_words(one), name_words(other)
    if not first or not second:
        return None
    if first == second:
        return (_SAME if len(first) > 1 else _SURNAME), f"both are called '{one}'"
    short, long = sorted((first, second), key=len)
    names = f"'{one}' and '{other}'"
    if len(short) == 1:
        return _by_surname(short[0], long, names)
    return _by_words(short, long, names) or _by_sound(" ".join(first), " ".join(second), names)


def _by_words(short: tuple[str, ...], long: tuple[str, ...], names: str) -> Alike | None:
    """Two full names that share words."""
    if sorted(short) == sorted(long):
        return _TURNED, f"{names} have the same words in another order"
    if short[0] == long[0] and set(short) <= set(long):
        return _SHORTER, f"{names} begin alike, and one has all words of the other"
    if short[-1] == long[-1] and _is_initial(short[0], long[0]):
        return _INITIAL, f"{names} have the same last name and initial"
    return None


def _by_surname(word: str, long: tuple[str, ...], names: str) -> Alike | None:
    if len(long) == 1:
        alike = skeleton(word) == skeleton(long[0]) and likeness(word, long[0]) >= LEAST_LIKENESS
        return (_SURNAME_SOUNDS, f"{names} sound alike") if alike else None
    if word == long[-1]:
        return _SURNAME, f"{names} have the same last name"
    if word in re.split("[-’']", long[-1]) or word in long[1:]:
        return _PART_OF_SURNAME, f"{names} share a part of the last name"
    if skeleton(word) == skeleton(long[-1]) and len(skeleton(word)) > 2 and likeness(word, long[-1]) >= LEAST_LIKENESS:
        return _SURNAME_SOUNDS, f"{names} have last names that sound alike"
    return None


def _is_initial(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) == 1 and long.startswith(short)


def _by_sound(one: str, other: str, names: str) -> Alike | None:
    if skeleton_of(one) != skeleton_of(other):
        return None
    like = likeness(one, other)
    return (_SOUNDS * (0.5 + like / 2), f"{names} are spelled much alike") if like >= LEAST_LIKENESS else None


def bodies_alike(one: str, other: str) -> Alike | None:
    """How surely two names are of one body: the same, initials, or one a part of the other; None where they are not.

    Args:
        one: a name as written.
        other: another one.
    """
    first, second = name_words(one), name_words(other)
    if not first or not second:
        return None
    if first == second:
        if len(first) == 1 and first[0] in BODY_NOUNS:
            return None
        score = _GENERAL if _is_general(first) else _SAME if len(first) > 1 else _SHORTER
        return score, f"both are called '{one}'"
    names = f"'{one}' and '{other}'"
    short, long = sorted((first, second), key=lambda words: (len(words), len(" ".join(words))))
    if len(short) == 1:
        return (_LETTERS, f"one of {names} has the initials of the other") if _are_initials(short[0], long) else None
    if _is_general(short):
        ends = short in (long[: len(short)], long[-len(short) :])
        return (_GENERAL, f"{names} share words that many bodies have in their names") if ends else None
    return _by_part(short, long, names) or _by_sound(" ".join(first), " ".join(second), names)


def _is_general(words: tuple[str, ...]) -> bool:
    """Whether a name is of a kind of body that every state has: "Foreign Ministry"."""
    return all(word in BODY_NOUNS or word in _SMALL or word in _EVERYWHERE for word in words)


def _by_part(short: tuple[str, ...], long: tuple[str, ...], names: str) -> Alike | None:
    """Two names of bodies of which one is a part of the other."""
    if short == long[: len(short)]:
        return _BEGINNING, f"one of {names} begins with the other"
    if short == long[-len(short) :]:
        return _END, f"one of {names} ends with the other"
    if sorted(word for word in short if word not in _SMALL) == sorted(word for word in long if word not in _SMALL):
        return _BEGINNING, f"{names} have the same words in another order"
    return None


def _are_initials(letters: str, words: tuple[str, ...]) -> bool:
    bare = letters.replace(".", "")
    every = "".join(word[0] for word in words)
    without = "".join(word[0] for word in words if word not in _SMALL)
    return len(bare) > 1 and bare in (every, without)
