r"""Words of a text and the features that the encoder needs beside their wordpieces.

Law of this module: a word is what the yardstick counts, ``\w+`` or one other visible
character. Models tag words, so no span can begin or end inside one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

WORD = re.compile(r"\w+|[^\w\s]")

OPENING_QUOTES = "“„«‹"
CLOSING_QUOTES = "”»›"
STRAIGHT_QUOTES = '"'
QUOTES = OPENING_QUOTES + CLOSING_QUOTES + STRAIGHT_QUOTES

CASES = ("lower", "title", "upper", "mixed", "digit", "quote", "sign")
"""Casing classes of a word; the encoder itself is uncased."""

Features = npt.NDArray[np.int64]
"""(words, 3): casing class, 1 where a paragraph begins, 1 inside quotation marks."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, as parallel tuples."""

    forms: tuple[str, ...]
    starts: tuple[int, ...]
    """Offset of each word's first code point."""
    ends: tuple[int, ...]
    paragraphs: tuple[int, ...]
    """Index of the paragraph each word stands in."""

    def __len__(self) -> int:
        return len(self.forms)


def split_words(text: str) -> Words:
    """The words of a text; a blank line or a line break begins a new paragraph.

    Args:
        text: any text; it is neither trimmed nor normalized.

    Returns:
        The words with their offsets in ``text``.
    """
    forms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    paragraphs: list[int] = []
    paragraph, last = 0, 0
    for match in WORD.finditer(text):
        gap = text[last : match.start()]
        if forms and "\n" in gap and not is_wrapped(forms[-1], gap, match.group()):
            paragraph += 1
        last = match.end()
        forms.append(match.group())
        starts.append(match.start())
        ends.append(last)
        paragraphs.append(paragraph)
    return Words(tuple(forms), tuple(starts), tuple(ends), tuple(paragraphs))


def is_wrapped(before: str, gap: str, after: str) -> bool:
    """Whether a line break only wraps a line: a single one, in mid-sentence, before a lower-case word."""
    return gap.count("\n") == 1 and before[-1] not in ".!?:;…" and before not in QUOTES and after[0].islower()


def case_of(form: str) -> int:
    """Index into ``CASES`` of one word."""
    if form in QUOTES:
        return 5
    if not form[0].isalnum():
        return 6
    if form[0].isdigit():
        return 4
    if form.islower():
        return 0
    if form.isupper() and len(form) > 1:
        return 2
    return 1 if form[:1].isupper() and (len(form) == 1 or form[1:].islower()) else 3


def quoted_words(forms: tuple[str, ...] | list[str], paragraphs: tuple[int, ...] | list[int]) -> list[bool]:
    """Which words stand inside double quotation marks, the marks included.

    An open quotation ends with its paragraph: writers of news leave the mark open where
    the next paragraph takes the quotation up again.
    """
    inside, quoted = False, []
    for index, form in enumerate(forms):
        if index and paragraphs[index] != paragraphs[index - 1]:
            inside = False
        if form in OPENING_QUOTES:
            inside = True
            quoted.append(True)
        elif form in CLOSING_QUOTES:
            quoted.append(inside)
            inside = False
        elif form in STRAIGHT_QUOTES:
            quoted.append(True)
            inside = not inside
        else:
            quoted.append(inside)
    return quoted


def word_features(forms: tuple[str, ...] | list[str], paragraphs: tuple[int, ...] | list[int]) -> Features:
    """The encoder's extra features of each word, (words, 3)."""
    quoted = quoted_words(forms, paragraphs)
    begins = [index == 0 or paragraphs[index] != paragraphs[index - 1] for index in range(len(forms))]
    return np.array(
        [[case_of(f), b, q] for f, b, q in zip(forms, begins, quoted, strict=True)], dtype=np.int64
    ).reshape(-1, 3)
