"""How two actors stand to each other in one sentence: allied or at war, for or against, as far as that is sure.

Two linear models over the same features: words and pairs of words (hashed) and the sentence's vector with both
actors masked. Each label has a least chance, found in training so that four in five of what is shown are right;
a label that never gets there has a least chance above 1 and is never shown.
Law of this module: training and reading compute the features with these functions alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from parley.language.attribution import Run
from parley.language.relations import Floats, Pair, TextEncoder, hashed_features, masked_texts
from parley.language.words import Words, split_words
from parley.terms.relations import Heading
from parley.terms.text import Span

Kind = Literal["state", "sentiment"]
LABELS: Mapping[Kind, tuple[str, ...]] = {
    "state": ("none", "allied", "fighting", "part of", "in charge of"),
    "sentiment": ("none", "positive", "negative"),
}
"""Of each model, in the order of its numbers."""
MUTUAL = ("allied", "fighting")
"""Labels without a direction: their chance is the mean over both orders of the pair."""
NEVER = 2.0
"""The least chance of a label that is not shown."""


@dataclass(frozen=True, slots=True)
class StateWeights:
    """The trained numbers of one model; the scales of the kinds of features are multiplied in."""

    words: Floats
    """(labels, BUCKETS)."""
    vectors: Floats
    """(labels, twice the text encoder's width)."""
    order: Floats
    """(labels,): for a source that stands behind the target."""
    bias: Floats
    """(labels,)."""
    least: Floats
    """(labels,): from which chance on a label is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundState:
    """One label that is sure enough."""

    kind: Kind
    label: str
    heading: Heading
    confidence: float


class StateReader:
    """Says how two actors of a sentence stand to each other.

    Args:
        weights: of each model.
        encoder: texts to vectors.
    """

    def __init__(self, weights: Mapping[Kind, StateWeights], encoder: TextEncoder) -> None:
        self._weights = weights
        self._encoder = encoder
        self._shown = [kind for kind, numbers in weights.items() if (numbers.least[1:] <= 1).any()]

    def read(self, text: str, first: Span, second: Span) -> tuple[FoundState, ...]:
        """What is sure enough of two actors in a sentence.

        Args:
            text: of the sentence.
            first: where the first is named.
            second: where the second is named.

        Returns:
            The surest first; nothing where a name holds no word.
        """
        words = split_words(text)
        one, other = word_run(words, first), word_run(words, second)
        if one is None or other is None or not self._shown:
            return ()
        both = Pair(words=words, source=one, target=other), Pair(words=words, source=other, target=one)
        vectors = [self._encoder.vectors(masked_texts(pair)).ravel() for pair in both]
        found = [state for kind in self._shown for state in self._of_kind(kind, both, vectors)]
        return tuple(sorted(found, key=lambda state: (-state.confidence, state.label)))

    def _of_kind(self, kind: Kind, both: tuple[Pair, Pair], vectors: list[Floats]) -> list[FoundState]:
        weights = self._weights[kind]
        forth, back = (chances(weights, pair, vector) for pair, vector in zip(both, vectors, strict=True))
        found = []
        for at, label in enumerate(LABELS[kind]):
            headed: dict[Heading, float] = (
                {"mutual": float(forth[at] + back[at]) / 2}
                if label in MUTUAL
                else {"forth": float(forth[at]), "back": float(back[at])}
            )
            found += [
                FoundState(kind=kind, label=label, heading=heading, confidence=round(chance, 3))
                for heading, chance in headed.items()
                if label != "none" and chance >= weights.least[at]
            ]
        return found


def chances(weights: StateWeights, pair: Pair, vectors: Floats) -> Floats:
    """The probability of each label (labels,) of what the source of a pair is to its target.

    Args:
        weights: of one model.
        pair: a sentence with two marked actors.
        vectors: (twice the encoder's width,) of its masked texts.
    """
    scores = weights.bias + weights.vectors @ vectors + weights.order * float(pair.source > pair.target)
    for bucket, weight in hashed_features(pair).items():
        scores = scores + weight * weights.words[:, bucket]
    shares = np.exp(scores - scores.max())
    return np.asarray(shares / shares.sum(), dtype=np.float32)


def word_run(words: Words, span: Span) -> Run | None:
    """The words that a span touches, as [first, end); None where it touches none."""
    inside = [
        index
        for index, (start, end) in enumerate(zip(words.starts, words.ends, strict=True))
        if start < span.end and span.start < end
    ]
    return (inside[0], inside[-1] + 1) if inside else None
