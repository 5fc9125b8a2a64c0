"""States and sentiments of two actors, read from the sentences of a record when they are asked for.

Not while pages are read: a pair costs four passes of the sentence encoder, and hardly any pair is ever asked
about. What was read of a sentence is kept for the next question of the same process.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from parley.language.pair_states import LABELS, FoundState, StateReader, StateWeights
from parley.terms.relations import PairReading, PairSentence
from parley.terms.text import Span
from parley.weights.models import MANIFEST, default_folder, load_weights
from parley.weights.similarity import load_sentence_encoder

READ_AT_MOST = 200
"""So many sentences of a pair are read, the newest: 200 take about 4 seconds on one core."""
KEPT = 20_000
"""So many sentences are remembered."""


def read_pairs(sentences: Sequence[PairSentence], weights: Path | None) -> tuple[PairReading, ...]:
    """What is sure enough of two actors in each sentence that names both, in the order of the sentences.

    Args:
        sentences: of a record.
        weights: folder of the weights; the shipped ones if None. Weights that know no states give nothing.
    """
    return tuple(
        PairReading(
            kind=found.kind, label=found.label, heading=found.heading, confidence=found.confidence, sentence=one
        )
        for one in sentences
        for found in _found(weights, one.text, one.first, one.second)
    )


@lru_cache(maxsize=KEPT)
def _found(weights: Path | None, text: str, first: Span, second: Span) -> tuple[FoundState, ...]:
    reader = _reader(weights)
    return reader.read(text, first, second) if reader is not None else ()


@lru_cache(maxsize=2)
def _reader(folder: Path | None) -> StateReader | None:
    if not ((folder or default_folder()) / MANIFEST).exists():
        return None  # a desk without weights shows what is in its record
    arrays = load_weights(folder).state_weights
    if arrays is None:
        return None
    models = {kind: StateWeights(**arrays[kind]) for kind in LABELS if kind in arrays}
    return StateReader(models, load_sentence_encoder())
