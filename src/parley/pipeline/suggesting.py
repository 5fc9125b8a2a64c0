"""Concepts that a statement may take up: those of the most similar statements that people coded already.

Law of this module: a suggestion is a proposal with a score and the statement it rests on; it is never a
coding. A concept that nobody has coded yet is likened by its name and definition.

The score is the cosine of two sentence vectors, from -1 to 1; it is no probability.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parley.record import View
from parley.terms.tables import StatementRow
from parley.weights.similarity import SentenceEncoder, Vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A concept that a statement may take up."""

    concept: str
    score: float
    """Cosine with what it rests on, from -1 to 1."""
    key: str | None
    """Entry of the coded statement that it rests on; None where it rests on the concept's own words."""
    because: str
    """The words that it rests on."""


class Suggester:
    """What was coded in a record so far, ready to be likened.

    Args:
        view: of the record.
        encoder: texts to vectors.
    """

    def __init__(self, view: View, encoder: SentenceEncoder) -> None:
        self._encoder = encoder
        examples: list[tuple[str, str | None, str]] = []
        for concept in view.concepts():
            words = f"{concept.name}. {concept.definition}".strip()
            examples.append((concept.name, None, words))
            coded = view.statements(query=f'concept:"{concept.key}"') if _coded(concept) else ()
            examples += [(concept.name, row.key, _words(row)) for row in coded]
        self._examples = examples
        self._vectors: Vectors = encoder.vectors(words for _, _, words in examples)

    def suggest(self, rows: Sequence[StatementRow], *, limit: int = 5) -> list[tuple[Suggestion, ...]]:
        """Suggestions for each of some statements, the likeliest first, a concept once.

        Args:
            rows: statements of the record; what they are coded with already is left out.
            limit: how many for each.
        """
        if not self._examples:
            return [() for _ in rows]
        likeness = self._encoder.vectors(map(_words, rows)) @ self._vectors.T
        return [self._best(row, scores, limit) for row, scores in zip(rows, likeness, strict=True)]

    def _best(self, row: StatementRow, scores: Vectors, limit: int) -> tuple[Suggestion, ...]:
        known = {coding.concept for coding in row.concepts}
        found: dict[str, Suggestion] = {}
        for place in np.argsort(-scores, kind="stable"):
            concept, key, words = self._examples[int(place)]
            if concept not in known and concept not in found and key != row.key:
                found[concept] = Suggestion(concept=concept, score=float(scores[place]), key=key, because=words)
            if len(found) == limit:
                break
        return tuple(found.values())


def _coded(concept: object) -> bool:
    return any(getattr(concept, stance) for stance in ("agree", "disagree", "neutral"))


def _words(row: StatementRow) -> str:
    return row.content or row.sentence
