"""The words of a text as the search index knows them: cut and folded by this module alone.

A word is a run of letters and digits with their marks, folded as names are: without case, diacritics
and compatibility forms. An apostrophe separates; soft hyphens and other invisible signs inside a word
do not. Superscript digits separate, since they are mostly numbers of footnotes; subscripts (CO₂) do not.

Law of this module: a word consists of letters, digits and marks only, in ASCII of 0-9 and a-z alone.
So FTS5's tokenizer "ascii" cuts ``index_words`` at its spaces and nowhere else, and neither database
ever sees a sign that means something to it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

LONGEST_WORD = 255
"""Signs of a word that count, in texts and queries alike; at most 1,020 bytes, PostgreSQL takes 2,046."""
MOST_WORDS = 16_383
"""Words of a passage that are indexed: the last position of a tsvector."""
MOST_PLACES = 256
"""Places of one word in a passage that are indexed: the most that a tsvector keeps."""
MOST_BYTES = 900_000
"""Bytes of the words of a passage that are indexed; a tsvector holds 1 MiB with its positions."""

_GAP = "\ue000"
"""Stands in FTS5 where a word is left out; for private use, so in no word of a text or query."""
_ASCII_WORD = re.compile("[0-9a-z]+")
_WORD = re.compile("a[am]*(?:f++[am]+)*")
_APOSTROPHE_LETTER = "\u02bc"
_SPACE_BETWEEN_WORDS = "\u200b"


class Token(NamedTuple):
    """A word and where it stands in the text it was cut from, [start, end) in code points."""

    word: str
    start: int
    end: int


class _Shapes(dict[int, str]):
    """What each code point is to a word: "a" begins one, "m" goes on with it, "f" is invisible in it."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        category = unicodedata.category(sign)
        shape = " "
        if (category[0] == "L" and sign != _APOSTROPHE_LETTER) or category in {"Nd", "Nl"} or "₀" <= sign <= "₉":
            shape = "a"
        elif category[0] == "M":
            shape = "m"
        elif category == "Cf" and sign != _SPACE_BETWEEN_WORDS:
            shape = "f"
        self[code] = shape
        return shape


_SHAPES = _Shapes()


def cut(text: str) -> tuple[Token, ...]:
    """The words of a text, folded, each with its place.

    Args:
        text: any text, also one with lone surrogates.

    Returns:
        The tokens in order; a run of which nothing is left when it is folded is none.
    """
    if text.isascii():
        runs = _ASCII_WORD.finditer(text.lower())
        return tuple(Token(run[0][:LONGEST_WORD], run.start(), run.end()) for run in runs)
    runs = _WORD.finditer(text.translate(_SHAPES))
    folded = (Token(_folded(text[run.start() : run.end()][:LONGEST_WORD]), run.start(), run.end()) for run in runs)
    return tuple(token for token in folded if token.word)


def words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    return [token.word for token in cut(text)]


def index_words(text: str) -> str:
    """A text as FTS5 is given it, for ``tokenize = "ascii"``: its words, with a space between them.

    Both indexes hold the same words at the same positions. Of a passage longer than a tsvector can hold
    they leave out the same: words after ``MOST_WORDS`` words or ``MOST_BYTES`` bytes, and the places of
    one word after its first ``MOST_PLACES``, which only phrases and NEAR ask for.
    """
    return " ".join(_indexed(text))


def index_vector(text: str) -> str:
    """A text as PostgreSQL is given it, to be cast to tsvector: each word with its positions from 1 on."""
    places: dict[str, list[str]] = {}
    for position, word in enumerate(_indexed(text), start=1):
        places.setdefault(word, []).append(str(position))
    places.pop(_GAP, None)
    return " ".join(f"{lexeme(word)}:{','.join(positions)}" for word, positions in places.items())


def lexeme(word: str) -> str:
    """A word as tsvector and tsquery literals quote it."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _indexed(text: str) -> list[str]:
    words = words_of(text)
    if len(words) <= MOST_PLACES:
        return words
    seen: Counter[str] = Counter()
    bytes_left = MOST_BYTES
    kept = []
    for word in words[:MOST_WORDS]:
        bytes_left -= len(word.encode())
        if bytes_left < 0:
            break
        seen[word] += 1
        kept.append(word if seen[word] <= MOST_PLACES else _GAP)
    return kept


@lru_cache(maxsize=1 << 15)
def _folded(run: str) -> str:
    # As parley.terms.names folds names; a run is cut before, since sorting its marks takes quadratic time.
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", run).casefold())
    bare = "".join(sign for sign in letters if not unicodedata.combining(sign))
    whole = unicodedata.normalize("NFKC", bare)
    return "".join(sign for sign in whole if _counts(sign))[:LONGEST_WORD]


def _counts(sign: str) -> bool:
    """Whether a sign is kept: no invisible one, nothing around a letter, nothing that chooses its picture."""
    shape = _SHAPES[ord(sign)]
    if shape != "m":
        return shape == "a"
    return unicodedata.category(sign) != "Me" and "VARIATION SELECTOR" not in unicodedata.name(sign, "")
