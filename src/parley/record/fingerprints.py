"""Fingerprints of texts: by few numbers texts are found that share much, and by their words how much they share.

MinHash (Broder, 1997) over runs of five words gives numbers that two texts have in common as often as runs; bands of
two of them make buckets (Indyk and Motwani, 1998). Bands so narrow find texts that have no more than a quarter of
their runs in common, which is what a copy cut by half and led anew still has with its original. What is found is
only a candidate; ``share_of`` then looks at the words themselves.

Law of this module: the same text has the same fingerprint on every machine. Who changes how it is made, or takes a
rensa of another algorithm, gets another ``VERSION``, and records are printed anew when they are opened.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

Runs: TypeAlias = NDArray[np.uint64]
"""(n,) one number for each run of five words, in the order of the text."""

RUN = 5
"""Words of a run."""
BANDS, ROWS = 32, 2
"""So many bands of so many numbers. On 828 texts of PolNeAR (train), sentences drawn out by half and a new lead, 98 in
100 pairs share 0.26 of their runs or more (2026-11-25); such a pair meets in a bucket with a probability of 0.89, one
that shares 0.43, the median, of 0.998, and one that shares 0.005 of 0.0008."""
FEWEST_WORDS = 20
"""Shorter texts say too little to be known again: "Loading", "Page not found"."""
SHARED_AT_LEAST = 0.8
"""Share of the words of the shorter text from which on the two are copies. On the same texts copies cut by half have
0.79 or more in 98 of 100 cases; of two different texts of the corpus none has more than 0.53."""
VERSION = f"1-{RMinHash.ALGORITHM_VERSION}"
"""How fingerprints are made."""

_SEED = 1
_MOST_WORDS = 200_000
_WORD = re.compile(r"\w+")
_FACTORS = np.array([1 + 2 * (0x9E3779B97F4A7C15 * place & 0x7FFFFFFFFFFFFFFF) for place in range(RUN)], np.uint64)
_BAND_MARKS = np.arange(1, BANDS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """By what a text is found."""

    words: int
    """How many words the text has."""
    buckets: tuple[int, ...]
    """A number of 64 bits, signed, for each band."""

    def packed(self) -> bytes:
        """The buckets as bytes, eight for each, the lowest first."""
        return np.array(self.buckets, "<i8").tobytes()


def unpack_buckets(packed: bytes) -> tuple[int, ...]:
    """The buckets that ``Fingerprint.packed`` gave."""
    return tuple(np.frombuffer(packed, "<i8").tolist())


class _Numbers(dict[str, int]):
    """The number of each word, made when the word is first met."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_WORDS:
            self.clear()
        number = int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")
        self[word] = number
        return number


_numbers = _Numbers()


def runs_of(text: str) -> Runs:
    """The runs of five words of a text; case, punctuation and compatibility forms do not count."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    numbers = np.fromiter(map(_numbers.__getitem__, words), np.uint64, len(words))
    if len(numbers) < RUN:
        return np.empty(0, np.uint64)
    size = len(numbers) - RUN + 1
    runs = np.zeros(size, np.uint64)
    for place, factor in enumerate(_FACTORS):  # whole numbers of 64 bits wrap round, which is what is wanted
        runs += (numbers[place : place + size] ^ (numbers[place : place + size] >> np.uint64(31))) * factor
    runs ^= runs >> np.uint64(29)
    runs *= _MIX
    return runs ^ (runs >> np.uint64(32))


def fingerprint(text: str) -> Fingerprint | None:
    """The fingerprint of a text; None where it is too short to be known again."""
    runs = runs_of(text)
    words = len(runs) + RUN - 1
    if words < FEWEST_WORDS or not len(runs):
        return None
    digests = RMinHash.digest_matrix_from_flat_token_hashes(runs, [0, len(runs)], num_perm=BANDS * ROWS, seed=_SEED)
    numbers = np.array(digests.to_rows()[0], np.uint64).reshape(BANDS, ROWS)
    buckets = (numbers[:, 0] << np.uint64(32)) | numbers[:, 1]
    buckets = (buckets ^ _BAND_MARKS) * _MIX
    return Fingerprint(words=words, buckets=tuple((buckets ^ (buckets >> np.uint64(31))).view(np.int64).tolist()))


def share_of(one: Runs, other: Runs) -> float:
    """The share of the words of the shorter text that stand in runs of five which the longer one has too.

    Counted in words and not in runs, since each place where something was cut out breaks four runs, but no word.

    Args:
        one: runs of the one text.
        other: runs of the other.
    """
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    if not len(shorter):
        return 0.0
    covered = np.zeros(len(shorter) + RUN - 1, bool)
    found = np.isin(shorter, longer)
    for place in range(RUN):
        covered[place : place + len(shorter)] |= found
    return float(covered.mean())
