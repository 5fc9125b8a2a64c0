"""Fingerprints and shares: what is found again, and what is not taken for the same."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from parley.record.fingerprints import (
    BANDS,
    FEWEST_WORDS,
    RUN,
    SHARED_AT_LEAST,
    fingerprint,
    runs_of,
    share_of,
    unpack_buckets,
)

WORDS = st.lists(
    st.text("abcdefghijklmnopqrstuvwxyzäßñжы", min_size=1, max_size=8), min_size=FEWEST_WORDS, max_size=120
)


def text_of(seed: int, words: int = 300) -> str:
    """A text of words drawn from a few thousand."""
    chance = random.Random(seed)
    return " ".join(f"word{chance.randrange(3000)}" for _ in range(words))


def meet(one: str, other: str) -> bool:
    """Whether two texts have a bucket in common."""
    first, second = fingerprint(one), fingerprint(other)
    return first is not None and second is not None and bool(set(first.buckets) & set(second.buckets))


@given(WORDS)
def test_case_and_punctuation_make_no_difference(words: list[str]) -> None:
    """The same words set otherwise have the same fingerprint, and share everything."""
    plain, set_otherwise = " ".join(words), "“" + ",\n".join(words) + ".”"
    assert fingerprint(plain) == fingerprint(set_otherwise)
    assert share_of(runs_of(plain), runs_of(set_otherwise)) == 1.0


@given(WORDS)
def test_a_fingerprint_comes_back_from_its_bytes(words: list[str]) -> None:
    """Packed and unpacked it is the same; it has a bucket of 64 bits for each band."""
    found = fingerprint(" ".join(words))
    assert found is not None
    assert found.words == len(words)
    assert unpack_buckets(found.packed()) == found.buckets
    assert len(found.buckets) == BANDS
    assert all(-(1 << 63) <= one < 1 << 63 for one in found.buckets)


def test_a_fingerprint_never_changes() -> None:
    """What is kept in records today is made alike tomorrow; who must change it changes its version."""
    found = fingerprint("The ministers of both countries met at the river on Monday and agreed to open the bridge again "
                        "before the winter begins this year.")  # fmt: skip
    assert found is not None
    assert found.buckets[:2] == (-2404052788017236312, -6087114607135025619)


def test_short_texts_have_none() -> None:
    """ "Page not found" is no copy of anything."""
    assert fingerprint("") is None
    assert fingerprint("Page not found") is None
    assert fingerprint(" ".join(["word"] * (FEWEST_WORDS - 1))) is None


def test_half_of_a_text_under_a_new_lead_is_found() -> None:
    """For nearly all of a hundred texts half of them meets the whole in a bucket, and shares enough."""
    found = 0
    for seed in range(100):
        words = text_of(seed).split()
        half = text_of(1000 + seed, 20) + " " + " ".join(words[:150])
        found += meet(" ".join(words), half)
        assert share_of(runs_of(" ".join(words)), runs_of(half)) >= SHARED_AT_LEAST
    assert found >= 95


def test_other_texts_are_not_found() -> None:
    """Of a hundred texts drawn from the same words none shares a run with the next."""
    for seed in range(100):
        one, other = text_of(seed), text_of(seed + 1)
        assert not meet(one, other)
        assert share_of(runs_of(one), runs_of(other)) == 0.0


@given(WORDS, WORDS)
def test_shares_are_the_same_both_ways(one: list[str], other: list[str]) -> None:
    """A share lies between 0 and 1; it is 1 where one text stands in the other, and never depends on the order."""
    first, second = runs_of(" ".join(one)), runs_of(" ".join([*one, *other]))
    assert share_of(first, second) == share_of(second, first) == 1.0
    third = runs_of(" ".join(other))
    assert 0 <= share_of(first, third) <= 1
    if len(first) != len(third):
        assert share_of(first, third) == share_of(third, first)


def test_a_cut_costs_no_words() -> None:
    """Where sentences were taken out the words on both sides still count, though four runs are broken."""
    words = text_of(7, 200).split()
    cut = words[:50] + words[100:150]
    assert share_of(runs_of(" ".join(words)), runs_of(" ".join(cut))) == 1.0
    assert len(set(runs_of(" ".join(cut)).tolist()) - set(runs_of(" ".join(words)).tolist())) == RUN - 1
