"""How sure a statement is: a logistic model of the tagger's own scores, fitted on the dev split.

Platt scaling (Platt 1999) over the cue's score, the spans' score and what the rules did.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from parley.language.draft import Said

FEATURES = ("bias", "cue", "span", "no_source", "nested", "extended", "mention")


def confidence_features(said: Said) -> tuple[float, ...]:
    """The features of one statement, in the order of ``FEATURES``."""
    return (
        1.0,
        _logit(said.cue_score),
        _logit(said.span_score),
        float(not said.source and said.continues is None),
        float(said.parent is not None),
        float(said.continues is not None),
        float(said.mention),
    )


def confidence_of(said: Said, numbers: Mapping[str, float]) -> float:
    """Estimated chance that the statement stands as proposed, rounded to three places."""
    total = sum(
        numbers[f"confidence_{name}"] * value for name, value in zip(FEATURES, confidence_features(said), strict=True)
    )
    return round(1 / (1 + math.exp(-total)), 3)


def _logit(chance: float) -> float:
    clipped = min(0.995, max(0.005, chance))
    return math.log(clipped / (1 - clipped))
