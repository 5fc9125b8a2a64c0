"""Trained parts that read by a word list, in place of trained ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from parley.language.encoder import Floats, Integers

TAGS = {".": 0, "S": 1, "s": 2, "C": 3, "c": 4}
"""One sign for each tag of the span tagger: outside, source (begin, inside), content (begin, inside)."""


@dataclass(frozen=True)
class Pieces:
    """A tokenizer's answer: one piece for each word."""

    ids: list[int]
    word_ids: list[int | None]


@dataclass(frozen=True)
class WordList:
    """A tokenizer that numbers the words as they come."""

    known: list[str] = field(default_factory=lambda: ["["])

    def encode(self, sequence: list[str], *, is_pretokenized: bool, add_special_tokens: bool = True) -> Pieces:
        """One piece for each word, between two marks if they are wanted."""
        assert is_pretokenized
        self.known.extend(form for form in dict.fromkeys(sequence) if form not in self.known)
        ids = [self.known.index(form) for form in sequence]
        numbers: list[int | None] = list(range(len(ids)))
        return Pieces([0, *ids, 0], [None, *numbers, None]) if add_special_tokens else Pieces(ids, numbers)


@dataclass(frozen=True)
class Lexicon:
    """Trained parts that know words by their form.

    ``cues`` and ``nested`` hold how likely a form is in a cue of either level, ``names`` its name tag; ``spans`` has
    for a cue's first form the tags of all words of what is read.
    """

    cues: Mapping[str, float] = field(default_factory=dict)
    nested: Mapping[str, float] = field(default_factory=dict)
    names: Mapping[str, int] = field(default_factory=dict)
    spans: Mapping[str, str] = field(default_factory=dict)
    tokenizer: WordList = field(default_factory=WordList)
    read: list[tuple[str, ...]] = field(default_factory=list)
    """What has been read so far, the forms of each window."""

    @property
    def transitions(self) -> Floats:
        """Every tag may follow every tag."""
        return np.zeros((5, 5), dtype=np.float32)

    def encode(self, ids: Integers, features: Integers, words: Integers) -> Mapping[str, Floats]:
        """Scores of the words by their forms; nothing is a mention."""
        assert len(ids) == len(features)
        forms = tuple(self.tokenizer.known[piece] for piece in ids[words].tolist())
        self.read.append(forms)
        zeros = np.zeros((len(forms), 4), dtype=np.float32)
        head = zeros.copy()
        head[:, 0] = 50
        name = np.zeros((len(forms), 9), dtype=np.float32)
        name[range(len(forms)), [self.names.get(form, 0) for form in forms]] = 50
        return {
            "cue": _chances(forms, self.cues),
            "nested": _chances(forms, self.nested),
            "name": name,
            "states": zeros,
            "head": head,
            "points": zeros,
            "refer": zeros,
            "factual": zeros,
        }

    def tag_spans(self, states: Floats, cue: Floats, other: Floats, distance: Integers) -> Floats:
        """Ten for the chosen tag of each word, nought for others."""
        assert cue.shape == other.shape == distance.shape == (len(cue), len(states))
        scores = np.zeros((*cue.shape, 5), dtype=np.float32)
        for row, at in enumerate(cue.argmax(1).tolist()):
            for index, sign in enumerate(self.spans.get(self.read[-1][at], "")[: len(states)]):
                scores[row, index, TAGS[sign]] = 10
        return scores

    def rank(self, later: Floats, earlier: Floats, features: Integers) -> Floats:
        """Everybody alike."""
        assert len(later) == len(earlier) == len(features)
        return np.zeros(len(later), dtype=np.float32)


def _chances(forms: Sequence[str], likely: Mapping[str, float]) -> Floats:
    """Scores (words, 3) of which the probabilities come out as wanted."""
    found = np.full((len(forms), 3), -50, dtype=np.float32)
    found[:, 0] = 0
    for index, form in enumerate(forms):
        if form in likely:
            found[index, :2] = np.log(1 - likely[form]), np.log(likely[form])
    return found
