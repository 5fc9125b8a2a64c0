"""What one actor does to another in a sentence: PLOVER's type, from the words between and around the two.

A linear model over three kinds of features: words and pairs of words (hashed, so that the weights hold no text of
any corpus), the triggers of the lexicon by where they stand, and the sentence's vector with both actors masked.
Law of this module: training and reading compute the features with these functions alone.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from parley.knowledge.triggers import Trigger, as_yield
from parley.language.attribution import Run
from parley.language.words import Words

Floats = npt.NDArray[np.float32]

LABELS = (
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT",
    "REQUEST", "SANCTION", "SUPPORT", "THREATEN", "YIELD",
)  # fmt: skip
"""The types that the gold standard tells apart; YIELD is CONCEDE or RETREAT."""
BUCKETS = 1 << 15
"""Hashed features of words."""
HINTS = (
    "will would may might could should must can if not no never to until agreed agrees refused refuses refusing "
    "ready willing planned plans plan expected yet under over after by against for with from on in"
).split()
"""Words whose presence, anywhere and between the two actors, is a feature of its own."""
REACH = 7
"""So many words after a verb its object may begin."""
_ENDINGS = re.compile(r"(?:ies|ied|ing|ed|es|s|e|y)$")


class TextEncoder(Protocol):
    """Texts to vectors of length one."""

    def vectors(self, texts: Iterable[str]) -> Floats:
        """(texts, width)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A text with two marked actors, in word indices [first, end)."""

    words: Words
    source: Run
    target: Run

    @property
    def between(self) -> Run:
        """The words between the two."""
        left, right = sorted((self.source, self.target))
        return left[1], max(left[1], right[0])


def find_triggers(
    forms: Sequence[str], index: int, triggers: Mapping[str, tuple[Trigger, ...]]
) -> Iterator[tuple[Trigger, float]]:
    """The triggers of one word that have their company by them, with a weight: only those with most company.

    Args:
        forms: the folded words of a sentence.
        index: of the word.
        triggers: by form.
    """
    best = 0.0
    for trigger in triggers.get(forms[index], ()):
        weight = 2.0 if trigger.objects else 1.5 if trigger.after else 1.0
        if weight < best:
            return
        if trigger.after and trigger.after not in forms[index + 1 : index + 4]:
            continue
        beside = (*forms[max(0, index - 5) : index], *forms[index + 1 : index + 1 + REACH])
        if trigger.objects and not trigger.objects.intersection(beside):
            continue
        best = weight
        yield trigger, weight


def lexicon_features(pair: Pair, triggers: Mapping[str, tuple[Trigger, ...]]) -> Floats:
    """How often each type is named between the actors, inside the target and elsewhere, and which comes first."""
    forms = [form.casefold() for form in pair.words.forms]
    named = np.zeros((3, len(LABELS)), dtype=np.float32)
    first = np.zeros(len(LABELS), dtype=np.float32)
    middle, seen = pair.between, False
    for index in range(len(forms)):
        if pair.source[0] <= index < pair.source[1]:
            continue
        rows: dict[str, float] = {}
        for trigger, weight in find_triggers(forms, index, triggers):
            label = as_yield(trigger.type)
            rows[label] = max(weight, rows.get(label, 0.0))
        at = 0 if middle[0] <= index < middle[1] else 1 if pair.target[0] <= index < pair.target[1] else 2
        for label, weight in rows.items():
            column = LABELS.index(label)
            named[at, column] += weight if at == 0 else weight / 2
            if not seen and index > min(pair.source[0], pair.target[0]):
                first[column] += 1.5
        seen = seen or (bool(rows) and index > min(pair.source[0], pair.target[0]))
    inner = forms[middle[0] : middle[1]]
    hints = [[hint in forms, hint in inner] for hint in HINTS]
    order = [float(pair.source > pair.target)]
    return np.concatenate([named.ravel(), first, np.array(hints, np.float32).ravel(), np.array(order, np.float32)])


def masked_words(pair: Pair) -> list[str]:
    """The folded words with each actor as one sign."""
    found: list[str] = []
    for index, form in enumerate(pair.words.forms):
        if pair.source[0] <= index < pair.source[1]:
            sign = "<s>"
        elif pair.target[0] <= index < pair.target[1]:
            sign = "<t>"
        else:
            sign = form.casefold()
        if sign not in ("<s>", "<t>") or not found or found[-1] != sign:
            found.append(sign)
    return found


def hashed_features(pair: Pair) -> dict[int, float]:
    """Words, their stems, pairs of words, and the words between the actors: bucket to weight, of length one."""
    found = masked_words(pair)
    stems = [word if word[0] == "<" else _ENDINGS.sub("", word) or word for word in found]
    left = min(found.index(sign) for sign in ("<s>", "<t>") if sign in found) if "<s>" in found or "<t>" in found else 0
    right = max((at for at, word in enumerate(found) if word in ("<s>", "<t>")), default=len(found))
    keys = [*found, *(f"~{stem}" for stem in stems)]
    keys += [f"{one} {two}" for one, two in pairwise(stems)]
    keys += [f"<{stem}" for stem in stems[left:right]]
    buckets: dict[int, float] = {}
    for key in set(keys):
        bucket = zlib.crc32(key.encode()) % BUCKETS
        buckets[bucket] = buckets.get(bucket, 0.0) + 1.0
    length = sum(weight**2 for weight in buckets.values()) ** 0.5
    return {bucket: weight / length for bucket, weight in buckets.items()}


def masked_texts(pair: Pair) -> tuple[str, str]:
    """The sentence with its actors as A and B, and the part from the first to a little behind the second."""
    words = ["A" if word == "<s>" else "B" if word == "<t>" else word for word in masked_words(pair)]
    at = [index for index, word in enumerate(words) if word in ("A", "B")] or [0]
    return " ".join(words), " ".join(words[at[0] : at[-1] + 9])


@dataclass(frozen=True, slots=True)
class PairWeights:
    """The trained numbers of the linear model."""

    words: Floats
    """(labels, BUCKETS)."""
    lexicon: Floats
    """(labels, width of ``lexicon_features``)."""
    vectors: Floats
    """(labels, twice the text encoder's width)."""
    definitions: Floats
    """(labels, twice the number of types): for likeness to each type's definition."""
    bias: Floats
    """(labels,)."""


class PairReader:
    """Says what one actor does to another.

    Args:
        weights: the trained numbers.
        encoder: texts to vectors.
        triggers: the lexicon.
        definitions: of the ontology's types, in their order.
    """

    def __init__(
        self,
        weights: PairWeights,
        encoder: TextEncoder,
        triggers: Mapping[str, tuple[Trigger, ...]],
        definitions: Sequence[str],
    ) -> None:
        self._weights = weights
        self._encoder = encoder
        self._triggers = triggers
        self._definitions = definition_vectors(definitions, encoder)

    def chances(self, pair: Pair) -> dict[str, float]:
        """The probability of each label."""
        weights = self._weights
        vectors = self._encoder.vectors(masked_texts(pair))
        scores = weights.bias + weights.lexicon @ lexicon_features(pair, self._triggers)
        scores = scores + weights.vectors @ vectors.ravel()
        scores = scores + weights.definitions @ (vectors @ self._definitions.T).ravel()
        for bucket, weight in hashed_features(pair).items():
            scores = scores + weight * weights.words[:, bucket]
        shares = np.exp(scores - scores.max())
        return {label: float(share) for label, share in zip(LABELS, shares / shares.sum(), strict=True)}


def definition_vectors(definitions: Sequence[str], encoder: TextEncoder) -> Floats:
    """The vectors of the types' definitions, each as something that A does."""
    return encoder.vectors(f"A {definition}" for definition in definitions)
