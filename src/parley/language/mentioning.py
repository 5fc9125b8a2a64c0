"""Cues that only point at something: "referred to", "pointing to", "citing".

A word list finds them; what they point at is tagged like any content. They are kept as
statements with ``mention`` set and stay out of networks.
"""

from __future__ import annotations

from collections.abc import Sequence

POINTING_TO = frozenset(
    "refer refers referred referring point points pointed pointing allude alludes alluded alluding".split()
)
"""Verbs that point with "to"."""
POINTING_AT = frozenset("citing recalling mentioning".split())
"""Participles that point at a noun phrase (with "that" they report)."""
PAST_POINTING = frozenset("mentioned recalled cited".split())
_CLAUSE_OPENERS = frozenset("that how why what whether when , . : ;".split())
_NO_OBJECT = frozenset("to by in as above earlier before is are was were has had . , ; : ) and or".split())
_PHRASE_OPENERS = frozenset("the a an his her its their this these those some several recent certain".split())
_HELPERS = frozenset("also further then again while when in by".split())
_PASSIVE = frozenset("is are was were be been being has have had as so".split())


def find_mentioning_cues(forms: Sequence[str]) -> list[tuple[int, int]]:
    """Where mentioning cues stand, [first, end) in words, in order."""
    lower = [form.casefold() for form in forms]
    found = []
    for index, form in enumerate(lower):
        following = lower[index + 1] if index + 1 < len(lower) else "."
        before = lower[index - 1] if index else "."
        if form in POINTING_TO and following == "to" and before not in _PASSIVE:
            if index + 2 < len(lower) and lower[index + 2] not in _NO_OBJECT:
                found.append((index, index + 2))
        elif _points_at(form, before, following):
            found.append((index, index + 1))
    return found


def find_according(forms: Sequence[str]) -> list[tuple[int, int]]:
    """Where "According to" stands at the head of a sentence, [first, end) in words."""
    found = []
    for index in range(len(forms) - 2):
        if forms[index] == "According" and forms[index + 1] == "to":
            found.append((index, index + 2))
    return found


def _points_at(form: str, before: str, following: str) -> bool:
    """Whether a verb without "to" points at a noun phrase here."""
    if form in POINTING_AT:
        return following not in _CLAUSE_OPENERS and following not in _NO_OBJECT and before not in ("the", "a", "of")
    return form in PAST_POINTING and following in _PHRASE_OPENERS and before not in _PASSIVE
