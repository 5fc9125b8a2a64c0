"""Attributions from scores: cues, sources, contents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.language.attribution import (
    ACCORDING,
    HEALED_GAP,
    JOINED,
    Attribution,
    best_path,
    cue_runs,
    find_attributions,
    heal,
    runs_of,
)
from parley.language.encoder import EncodedWindow, Floats, Integers, Tokenizer
from parley.language.words import Words, split_words

CHANCES = st.lists(st.floats(0, 1, width=32), max_size=30)
TAGS = {".": 0, "S": 1, "s": 2, "C": 3, "c": 4}
"""One sign for each tag of the span tagger: outside, source (begin, inside), content (begin, inside)."""


@dataclass(frozen=True)
class ChosenSpans:
    """Trained parts of which only the span tagger answers, with a chosen row of tags for each cue's first word."""

    tags: Mapping[int, str] = field(default_factory=dict)

    @property
    def tokenizer(self) -> Tokenizer:
        """None: nothing is encoded here."""
        raise NotImplementedError

    @property
    def transitions(self) -> Floats:
        """Every tag may follow every tag."""
        return np.zeros((5, 5), dtype=np.float32)

    def encode(self, ids: Integers, features: Integers, words: Integers) -> Mapping[str, Floats]:
        """Nothing: the windows are made by hand."""
        raise NotImplementedError

    def tag_spans(self, states: Floats, cue: Floats, other: Floats, distance: Integers) -> Floats:
        """Ten for the chosen tag of each word, nought for others."""
        assert cue.shape == other.shape == distance.shape == (len(cue), len(states))
        scores = np.zeros((*cue.shape, 5), dtype=np.float32)
        for row, at in enumerate(cue.argmax(1).tolist()):
            for index, sign in enumerate(self.tags.get(at, "." * cue.shape[1])):
                scores[row, index, TAGS[sign]] = 10
        return scores

    def rank(self, later: Floats, earlier: Floats, features: Integers) -> Floats:
        """Nothing: no mentions are ranked here."""
        raise NotImplementedError


def window_of(words: Words, *, cue: Mapping[int, float], nested: Mapping[int, float] | None = None) -> EncodedWindow:
    """The encoder's answer: how likely each word is in a cue of the first level or a nested one."""
    parts = []
    for chances in (cue, nested or {}):
        part = np.zeros((len(words), 3), dtype=np.float32)
        part[:, 0] = 1
        for at, chance in chances.items():
            part[at] = (1 - chance, chance, 0)
        parts.append(part)
    zeros = np.zeros((len(words), 4), dtype=np.float32)
    return EncodedWindow(
        first=0,
        end=len(words),
        cue=parts[0],
        nested=parts[1],
        name=zeros,
        states=zeros,
        head=zeros,
        points=zeros,
        refer=zeros,
        factual=zeros[:, 0],
    )


def found_in(
    text: str, tags: Mapping[int, str], *, cue: Mapping[int, float], nested: Mapping[int, float] | None = None
) -> list[Attribution]:
    """The attributions of a text with these scores."""
    words = split_words(text)
    windows = [window_of(words, cue=cue, nested=nested)]
    return find_attributions(words, windows, ChosenSpans(tags), threshold=0.6, nested_threshold=0.4)


def phrases(text: str, runs: tuple[tuple[int, int], ...]) -> list[str]:
    """The words of some runs."""
    words = split_words(text)
    return [text[words.starts[first] : words.ends[end - 1]] for first, end in runs]


@given(CHANCES, st.floats(0.3125, 1, width=32))
def test_cue_runs_hold_every_sure_word(chances: list[float], threshold: float) -> None:
    """Each word that reaches the threshold is in exactly one cue, each cue has one, and cues never touch."""
    on = np.array(chances, dtype=np.float32)
    found = cue_runs(on, threshold)
    inside = [index for first, end, _ in found for index in range(first, end)]
    assert len(inside) == len(set(inside))
    assert {index for index, chance in enumerate(on) if chance >= threshold} <= set(inside)
    assert all(on[index] >= JOINED for index in inside)
    assert all(on[first:end].max() >= threshold for first, end, _ in found)
    assert all(end < first for (_, end, _), (first, _, _) in pairwise(found))


@given(CHANCES)
def test_a_cues_score_is_one_of_probability(chances: list[float]) -> None:
    """A cue's score lies between its least and its most likely word."""
    on = np.array(chances, dtype=np.float32)
    for first, end, score in cue_runs(on, 0.5):
        assert on[first:end].min() - 1e-6 <= score <= on[first:end].max() + 1e-6


@given(st.lists(st.integers(0, 4), max_size=30), st.sampled_from([1, 3]))
def test_runs_are_the_tagged_words(tags: list[int], begin: int) -> None:
    """Runs hold exactly the words with a begin or inside tag; every begin tag opens one."""
    found = runs_of(tags, begin)
    inside = [index for first, end in found for index in range(first, end)]
    assert inside == [index for index, tag in enumerate(tags) if tag in (begin, begin + 1)]
    assert {index for index, tag in enumerate(tags) if tag == begin} <= {first for first, _ in found}


@given(st.lists(st.booleans(), max_size=40), st.sets(st.integers(0, 39)))
def test_healing_fills_short_free_gaps(marks: list[bool], others: set[int]) -> None:
    """Healed runs hold all words that the runs held, leave no short free gap, and cover no source or cue anew."""
    tags = [3 if mark and not (index and marks[index - 1]) else 4 if mark else 0 for index, mark in enumerate(marks)]
    runs = runs_of(tags, 3)
    blocked = {index for index in others if index >= len(marks) or not marks[index]}
    healed = heal(runs, blocked)
    before = {index for first, end in runs for index in range(first, end)}
    after = {index for first, end in healed for index in range(first, end)}
    assert before <= after
    assert not after & blocked
    for (_, end), (first, _) in pairwise(healed):
        assert first - end > HEALED_GAP or blocked & set(range(end, first))


@given(
    st.lists(st.lists(st.floats(-5, 5, width=16), min_size=5, max_size=5), min_size=1, max_size=4),
    st.lists(st.floats(-5, 5, width=16), min_size=25, max_size=25),
)
def test_the_best_path_is_the_best(rows: list[list[float]], steps: list[float]) -> None:
    """No sequence of tags that begins properly scores higher than the one that is found."""
    scores, transitions = np.array(rows, dtype=np.float32), np.array(steps, dtype=np.float32).reshape(5, 5)

    def total(path: tuple[int, ...]) -> float:
        own = sum(float(scores[index, tag]) for index, tag in enumerate(path))
        return own + sum(float(transitions[a, b]) for a, b in pairwise(path))

    path = tuple(best_path(scores, transitions))
    best = max(total(other) for other in product(range(5), repeat=len(rows)) if other[0] not in (2, 4))
    assert path[0] not in (2, 4)
    assert total(path) == pytest.approx(best, abs=1e-3)


def test_source_cue_and_content() -> None:
    """ "Novak said that it rains." has its three parts, without the full stop."""
    text = "Novak said that it rains."
    (found,) = found_in(text, {1: "S.Cccc"}, cue={1: 0.9})
    assert phrases(text, found.source) == ["Novak"]
    assert phrases(text, (found.cue,)) == ["said"]
    assert phrases(text, found.content) == ["that it rains"]
    assert found.level == "outer"
    assert found.cue_score == pytest.approx(0.9, abs=1e-6)
    assert found.span_score == pytest.approx(1, abs=1e-3)


def test_a_quoted_full_stop_stays() -> None:
    """A full stop inside the quotation marks belongs to the quotation, a comma at its ends to nobody."""
    text = "Novak said: “It rains.”"
    (found,) = found_in(text, {1: "S.cCcccc"}, cue={1: 0.9})
    assert phrases(text, found.content) == ["“It rains.”"]


def test_a_cue_inside_a_content_divides_it() -> None:
    """A content around its cue is two runs; the cue and the source are in neither."""
    text = "It rains, Novak said, and it snows."
    (found,) = found_in(text, {4: "CccS.cccc."}, cue={4: 0.9})
    assert phrases(text, found.content) == ["It rains", "and it snows"]


def test_a_source_is_one_stretch() -> None:
    """Of several tagged stretches the longest is the source."""
    text = "Novak of Oslo said it and Weiss heard."
    (found,) = found_in(text, {3: "Sss.C.S."}, cue={3: 0.9})
    assert phrases(text, found.source) == ["Novak of Oslo"]


def test_the_surer_level_counts() -> None:
    """A cue is nested where the nested tagger is surer, and where it is too faint for the first level."""
    text = "Novak said Weiss believes it."
    levels = [a.level for a in found_in(text, {}, cue={1: 0.9, 3: 0.3}, nested={3: 0.8})]
    assert levels == ["outer", "nested"]
    assert [a.level for a in found_in(text, {}, cue={1: 0.5})] == ["nested"]
    assert found_in(text, {}, cue={1: 0.35}) == []


def test_two_faint_taggers_make_one_cue() -> None:
    """A word that both taggers half believe is surely a cue of some level."""
    assert len(found_in("Novak said it.", {}, cue={1: 0.5}, nested={1: 0.5})) == 1


def test_according_to_opens_a_sentence() -> None:
    """ "According to" is a cue even where the tagger passed over it; where the tagger saw it there is still one."""
    text = "According to Novak it rains."
    (found,) = found_in(text, {}, cue={})
    assert (found.level, found.cue, found.cue_score) == ("outer", (0, 2), ACCORDING)
    assert len(found_in(text, {}, cue={0: 0.9, 1: 0.9})) == 1


def test_pointing_is_no_saying() -> None:
    """ "Referred to" is kept as a mention, even where the tagger takes it for a cue."""
    found = found_in("Novak referred to the treaty.", {}, cue={1: 0.95})
    assert [a.level for a in found] == ["mention"]


def test_no_cue_no_attribution() -> None:
    """A text without a likely cue has no attributions, and the span tagger is not asked."""
    assert found_in("It rains.", {}, cue={}) == []
