"""Numbers as texts write them: digits with separators, words, and both with a scale ("2.5 million")."""

from __future__ import annotations

import re

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ONES = {word: number for number, word in enumerate(_UNITS)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
_SCALES = {
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "bn": 1e9,
    "mn": 1e6,
    "tn": 1e12,
    "m": 1e6,
}
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_ORDINAL_OF = {word: number for number, word in enumerate(_ORDINALS)} | {
    word[:-1] + "ieth": 10 * number for number, word in enumerate(_TENS, start=2)
}

DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORD = "|".join(sorted(_ONES, key=len, reverse=True))
WORDS = rf"(?:(?:{_WORD}|hundred|thousand)\b(?:[\s-]+(?:and\s+)?(?:a\s+)?(?=(?:{_WORD}|hundred|thousand)\b))?)+"
_ORDINAL_WORD = "|".join(sorted(_ORDINAL_OF, key=len, reverse=True))
ORDINAL = rf"\d{{1,3}}(?:st|nd|rd|th)|(?:(?:twenty|thirty)[\s-])?(?:{_ORDINAL_WORD})"
"""An ordinal number, in digits or a word."""
SMALL = rf"(?i:(?:{DIGITS})(?:\s(?:thousand|million))?|{WORDS}|half\sa|an?|a\scouple(?:\sof)?|a\sdozen|one)"
"""A number before a unit of time."""
_HALF = re.compile(r"\s+and\s+(?:a\s+)?half$|^half\s+an?$")


def number_of(written: str) -> float | None:
    """The number that some words stand for, None where they stand for none.

    Args:
        written: "2,000", "2.5 million", "twenty-one", "two hundred and six", "a", "a couple of", "half a",
            "two and a half".
    """
    words = " ".join(written.casefold().replace("-", " ").split()).removesuffix(" of")
    if words in ("a", "an"):
        return 1.0
    if _HALF.search(words):
        whole = _HALF.sub("", words)
        before = number_of(whole) if whole else 0.0
        return None if before is None else before + 0.5
    fixed = {"a couple": 2.0, "couple": 2.0, "a dozen": 12.0, "dozen": 12.0, "a hundred": 100.0, "a thousand": 1000.0}
    return fixed[words] if words in fixed else _sum_of(words.split())


def ordinal_of(written: str) -> int | None:
    """The number of an ordinal, "21st" or "twenty-first"; None where it is none."""
    words = written.casefold().replace("-", " ").split()
    if len(words) == 1 and words[0][:1].isdigit():
        return int(re.sub(r"\D", "", words[0]))
    if not words or words[-1] not in _ORDINAL_OF:
        return None
    return _ORDINAL_OF[words[-1]] + sum(_ONES.get(word, 0) for word in words[:-1])


def _sum_of(words: list[str]) -> float | None:
    """The value of number words in their order, scales multiplying what stands before them."""
    total, current, any_number = 0.0, 0.0, False
    for word in words:
        if word in ("and", "a"):
            continue
        digits = word.replace(",", "")
        if word in _ONES:
            current += _ONES[word]
        elif re.fullmatch(r"\d+(?:\.\d+)?", digits):
            current += float(digits)
        elif word == "hundred":
            current = (current or 1.0) * 100
        elif word in _SCALES:
            total, current = total + (current or 1.0) * _SCALES[word], 0.0
        else:
            return None
        any_number = True
    return total + current if any_number else None
