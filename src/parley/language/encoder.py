"""What the language room needs of the models: one encoder pass for each window, spans for each cue.

Law of this module: one window a call, never padded. The int8 graph scales its activations by
the whole input, so a window that shared a call with others would be read differently.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from parley.language.cues import distance_classes
from parley.language.words import Words, word_features

Floats = npt.NDArray[np.float32]
"""float32 array; the rank is said where it is used."""
Integers = npt.NDArray[np.int64]

WINDOW = 256
"""Wordpieces in a window, the two marks at its ends included; as in training."""

ENCODER_OUTPUTS = ("cue", "nested", "name", "states", "head", "points", "refer", "factual")
"""What the encoder's graph gives for each word, in order."""

SPECIAL_CASE = 7
"""Casing class of the marks at a window's ends."""


class Encoding(Protocol):
    """A tokenizer's answer."""

    @property
    def ids(self) -> list[int]:
        """Wordpiece ids."""

    @property
    def word_ids(self) -> list[int | None]:
        """For each wordpiece the index of its word, None for marks."""


class Tokenizer(Protocol):
    """Splits words into wordpieces."""

    def encode(self, sequence: list[str], *, is_pretokenized: bool, add_special_tokens: bool = True) -> Encoding:
        """The wordpieces of a list of words."""


class Models(Protocol):
    """The trained parts, as values."""

    @property
    def tokenizer(self) -> Tokenizer:
        """The encoder's tokenizer."""

    @property
    def transitions(self) -> Floats:
        """(tags, tags) scores of the span tagger's CRF."""

    def encode(self, ids: Integers, features: Integers, words: Integers) -> Mapping[str, Floats]:
        """For each of ``ENCODER_OUTPUTS`` an array (words, width)."""

    def tag_spans(self, states: Floats, cue: Floats, other: Floats, distance: Integers) -> Floats:
        """Scores (cues, words, tags) of the sources and contents of some cues."""

    def rank(self, later: Floats, earlier: Floats, features: Integers) -> Floats:
        """Scores (pairs,) of earlier mentions as antecedents of later ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedWindow:
    """The encoder's answer for the words [first, end) of a text."""

    first: int
    end: int
    cue: Floats
    """(words, 3) probabilities of O, B, I."""
    nested: Floats
    name: Floats
    """(words, 9) probabilities."""
    states: Floats
    head: Floats
    """(words, 4) probabilities of no mention's head, person, organization, place."""
    points: Floats
    """(words, 4 x width): from a head to its first word (query, key), to its last (query, key)."""
    refer: Floats
    """(words, width) vectors from which mentions are made."""
    factual: Floats
    """(words,) how real a predicate is, from -1 (it did not happen) to 1."""


def softmax(scores: Floats) -> Floats:
    """Probabilities along the last axis."""
    shifted = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(-1, keepdims=True), dtype=np.float32)


def window_bounds(words: Words, pieces: Sequence[int], limit: int) -> Iterator[tuple[int, int]]:
    """Runs of words of whole paragraphs within ``limit`` pieces; a longer paragraph is cut after a full stop."""
    starts = [i for i in range(len(words)) if i == 0 or words.paragraphs[i] != words.paragraphs[i - 1]]
    first, total = 0, 0
    for left, right in pairwise([*starts, len(words)]):
        size = sum(pieces[left:right])
        if total and total + size > limit:
            yield first, left
            first, total = left, 0
        while total + size > limit:
            stop = _cut(words, pieces, first, limit)
            yield first, stop
            size = sum(pieces[stop:right])
            first, total = stop, 0
        total += size
    if first < len(words):
        yield first, len(words)


def _cut(words: Words, pieces: Sequence[int], first: int, limit: int) -> int:
    """Where to cut a too long paragraph: after its last full stop that fits, else where it is full."""
    total, stop, full_stop = 0, first, 0
    while stop < len(words) and (total + pieces[stop] <= limit or stop == first):
        total += pieces[stop]
        stop += 1
        if words.forms[stop - 1] in ".!?":
            full_stop = stop
    return full_stop if full_stop > first + (stop - first) // 3 else stop


def encode_windows(words: Words, models: Models) -> Iterator[EncodedWindow]:
    """One encoder pass for each window of a text, in order."""
    if not words.forms:
        return
    encoding = models.tokenizer.encode(_encodable(words), is_pretokenized=True, add_special_tokens=False)
    ids: list[list[int]] = [[] for _ in words.forms]
    for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
        if word is not None:
            ids[word].append(piece)
    marks = models.tokenizer.encode(["x"], is_pretokenized=True).ids
    features = word_features(words.forms, words.paragraphs)
    sizes = [min(len(part), WINDOW - 2) for part in ids]
    for first, end in window_bounds(words, sizes, WINDOW - 2):
        yield _encode((first, end), ids, features, (marks[0], marks[-1]), models)


def _encodable(words: Words) -> list[str]:
    """The words with lone surrogates replaced: no tokenizer takes them."""
    return [form.encode(errors="replace").decode() if not form.isprintable() else form for form in words.forms]


def _encode(
    run: tuple[int, int], ids: list[list[int]], features: Integers, marks: tuple[int, int], models: Models
) -> EncodedWindow:
    first, end = run
    pieces, rows, starts = [marks[0]], [[SPECIAL_CASE, 0, 0]], []
    local = features[first:end].copy()
    local[0, 1] = 1
    for word in range(first, end):
        starts.append(len(pieces))
        own = ids[word][: WINDOW - 2] or [marks[1]]
        pieces.extend(own)
        rows.extend([local[word - first].tolist()] * len(own))
    pieces.append(marks[1])
    rows.append([SPECIAL_CASE, 0, 0])
    found = models.encode(np.array(pieces), np.array(rows), np.array(starts))
    return EncodedWindow(
        first=first,
        end=end,
        cue=softmax(found["cue"]),
        nested=softmax(found["nested"]),
        name=softmax(found["name"]),
        states=found["states"],
        head=softmax(found["head"]),
        points=found["points"],
        refer=found["refer"],
        factual=found["factual"][:, 0],
    )


def span_scores(window: EncodedWindow, cues: Sequence[tuple[int, int]], models: Models) -> Floats:
    """Scores (cues, words, 5) of the sources and contents of a window's cues.

    Args:
        window: an encoded window.
        cues: [first, end) of each cue, counted from the window's first word.
        models: the trained parts.
    """
    size = window.end - window.first
    at = np.zeros((len(cues), size), dtype=np.float32)
    for row, (start, stop) in enumerate(cues):
        at[row, start:stop] = 1
    other = np.minimum(at.sum(0, keepdims=True), 1) - at
    distance = np.stack([distance_classes(size, start, stop) for start, stop in cues])
    return models.tag_spans(window.states, at, np.maximum(other, 0), distance)
