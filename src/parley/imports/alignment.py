"""Finds a quotation in a text that has other words in places: votes of shared words, then an alignment of words.

Method: the words that quotation and text share vote for where the quotation would begin (a q-gram filter on words,
as in approximate string matching: Navarro 2001, "A guided tour to approximate string matching"); around the places
with most votes the quotation is aligned word by word with free ends (Sellers 1980).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

import regex

from parley.imports.folding import fold

LEAST_WORDS = 4
"""Shorter quotations are not sought with other words: any text has something like them."""
MOST_WORDS = 800
"""Of longer quotations only the first and the last words are aligned."""
_END_WORDS = 300
_PLACES = 8
_BAND = 64
"""Words that may be missing or more on the way, at most."""
_COMMON = 400
"""A word that a text has more often than this does not vote."""
_WORD = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}]|[\w\p{M}]+")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a folded text, where they stand in the original, and where each word occurs."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    places: dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of the original text that a quotation was aligned with."""

    start: int
    end: int
    score: float
    """Share of the quotation's words that stand there, between 0 and 1."""


@lru_cache(maxsize=16)
def words_of(text: str) -> Words:
    """The words of a text."""
    folded = fold(text)
    words, starts, ends = [], [], []
    places: dict[str, list[int]] = defaultdict(list)
    for number, found in enumerate(_WORD.finditer(folded.text)):
        words.append(found.group())
        starts.append(folded.starts[found.start()])
        ends.append(folded.ends[found.end() - 1])
        places[found.group()].append(number)
    return Words(tuple(words), tuple(starts), tuple(ends), {word: tuple(where) for word, where in places.items()})


def align(text: str, quote: str, *, least: float) -> list[Match]:
    """Where a text has words much like a quotation, best first; no two overlap.

    Args:
        text: where to look.
        quote: what is sought.
        least: smallest score.
    """
    there, sought = words_of(text), words_of(quote).words
    if len(sought) < LEAST_WORDS or not there.words:
        return []
    if len(sought) > MOST_WORDS:
        found = _join_ends(_align_all(there, sought[:_END_WORDS]), _align_all(there, sought[-_END_WORDS:]), len(sought))
    else:
        found = _align_all(there, sought)
    matches = [Match(there.starts[first], there.ends[end - 1], score) for first, end, score in found if score >= least]
    kept: list[Match] = []
    for match in sorted(matches, key=lambda one: (-one.score, one.start)):
        if all(match.end <= other.start or other.end <= match.start for other in kept):
            kept.append(match)
    return kept


def _align_all(there: Words, sought: tuple[str, ...]) -> list[tuple[int, int, float]]:
    """Align a quotation at all likely places: first word, word after the last, score."""
    slack = min(len(sought) // 3 + 4, _BAND)
    found = []
    for begin in _likely_begins(there, sought):
        first = max(0, begin - slack)
        window = there.words[first : begin + len(sought) + slack]
        aligned = _align_words(sought, window, begin - first, slack)
        if aligned is not None:
            found.append((first + aligned[0], first + aligned[1], aligned[2]))
    return found


def _join_ends(
    firsts: list[tuple[int, int, float]], lasts: list[tuple[int, int, float]], length: int
) -> list[tuple[int, int, float]]:
    """Places where the first and the last words of a long quotation stand about as far apart as they should."""
    return [
        (first[0], last[1], min(first[2], last[2]))
        for first in firsts
        for last in lasts
        if length * 2 // 3 <= last[1] - first[0] <= length * 3 // 2
    ]


def _likely_begins(there: Words, sought: tuple[str, ...]) -> list[int]:
    """Word numbers where the quotation may begin, those with most votes first."""
    votes: Counter[int] = Counter()
    width = min(max(4, len(sought) // 8), 32)
    for number, word in enumerate(sought):
        places = there.places.get(word, ())
        for place in places if len(places) <= _COMMON else ():
            votes[(place - number) // width] += 1
    if not votes:
        for number, word in enumerate(sought[:50]):
            for place in there.places.get(word, ())[:_COMMON]:
                votes[(place - number) // width] += 1
    joined = {bin_: count + votes.get(bin_ + 1, 0) for bin_, count in votes.items()}
    best = sorted(joined, key=lambda bin_: (-joined[bin_], bin_))
    begins: list[int] = []
    for bin_ in best:
        if joined[bin_] * (4 if len(sought) < 40 else 2) < joined[best[0]] or len(begins) >= _PLACES:
            break
        if all(abs(bin_ * width + width // 2 - begin) > width for begin in begins):
            begins.append(bin_ * width + width // 2)
    return begins


def _align_words(
    sought: tuple[str, ...], window: tuple[str, ...], begin: int, slack: int
) -> tuple[int, int, float] | None:
    """Align all words of a quotation with some of a window's, within a band around the likely place.

    Args:
        sought: the quotation's words.
        window: the words to align it with.
        begin: number of the word in the window where the quotation is likely to begin.
        slack: how far the alignment may be from there.

    Returns:
        First word, word after the last, and score; None if nothing stands there.
    """
    far = float(len(sought) + 1)
    costs = [0.0] * (len(window) + 1)
    begins = list(range(len(window) + 1))
    for number, word in enumerate(sought):
        low = max(1, begin + number + 1 - slack)
        high = min(len(window), begin + number + 1 + slack)
        before, from_before = costs, begins
        costs, begins = [far] * (len(window) + 1), [0] * (len(window) + 1)
        if low == 1:
            costs[0] = before[0] + 1
        for column in range(low, high + 1):
            best, first = before[column - 1] + _unlike(word, window[column - 1]), from_before[column - 1]
            if before[column] + 1 < best:
                best, first = before[column] + 1, from_before[column]
            if costs[column - 1] + 0.5 < best:
                best, first = costs[column - 1] + 0.5, begins[column - 1]
            costs[column], begins[column] = best, first
    end = min(range(len(costs)), key=lambda column: (costs[column], column))
    return (begins[end], end, round(1 - costs[end] / len(sought), 4)) if begins[end] < end else None


@lru_cache(maxsize=65_536)
def _unlike(one: str, two: str) -> float:
    """How much two words differ: 0 the same, 1 others; in between for other endings and slips of the pen."""
    if one == two:
        return 0.0
    shorter, longer = sorted((len(one), len(two)))
    if shorter == 3 and longer <= 5 and (one.startswith(two) or two.startswith(one)):
        return 0.4
    if shorter < 4 or longer > 40 or longer > shorter * 1.5:
        return 1.0
    alike = SequenceMatcher(None, one, two, autojunk=False).ratio()
    return 1.0 if alike < 0.75 else round(1 - alike, 3)
