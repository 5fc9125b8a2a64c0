"""Trains the models of how two actors stand to each other: ``python -m parley.training.pair_states CORPORA OUT``.

States from re3d, directed sentiment from DSE. For each label the least chance is found from which on at least
``AIMED_AT`` of what is shown is right, on chances that models give to rows they were not fitted on; a label that
never gets there is never shown. What is shown is then measured on other rows: sentiment on the corpus's own
validation file without the sentences that training has too; states, of which there are few, fold by fold, with the
least chance found on the other folds. Writes ``pair_states.npz``, without a model of which nothing is shown, and
``pair_states.json``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from parley.language.pair_states import LABELS, MUTUAL, NEVER, Kind, StateWeights
from parley.language.relations import BUCKETS, hashed_features, masked_texts
from parley.training.pair_rows import SHARED_ALIKE, Row, read_sentiments, read_states
from parley.weights.models import file_digest
from parley.weights.similarity import load_sentence_encoder

FOLDS, DRAWS = 5, 1000
SCALES = {"words": 4.0, "vectors": 3.0, "order": 1.0}
"""How strongly each kind of feature counts: words and vectors as in the model of pairs; three settings tried, alike."""
AIMED_AT = 0.85
"""Precision when the least chance is looked for: what is promised, 0.8, and something for the luck of the draw."""
PROMISED = 0.8
FEWEST = 10
"""A least chance that fewer rows reach is an accident; more would rule out every state, of which re3d has few."""
TRAIN, VALID, STATES = "polarity/directed-train.txt", "polarity/directed-valid.txt", "re3d"

Numbers = npt.NDArray[np.float64]
Hits = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Asked:
    """Of one label: every question that can be asked of the rows, with its chance, its answer and its group."""

    chances: Numbers
    hits: Hits
    groups: npt.NDArray[np.str_]


def features_of(rows: Sequence[Row]) -> sparse.csr_matrix:
    """One row for each row; the columns are the kinds of ``SCALES`` in their order."""
    encoder = load_sentence_encoder()
    hashed = [hashed_features(row.pair) for row in rows]
    places = [place for place, buckets in enumerate(hashed) for _ in buckets]
    columns = [bucket for buckets in hashed for bucket in buckets]
    values = [weight for buckets in hashed for weight in buckets.values()]
    words = sparse.csr_matrix((values, (places, columns)), shape=(len(rows), BUCKETS))
    vectors = np.array([encoder.vectors(masked_texts(row.pair)).ravel() for row in rows])
    order = np.array([[float(row.pair.source > row.pair.target)] for row in rows])
    parts = [
        SCALES["words"] * words,
        *(SCALES[n] * sparse.csr_matrix(x) for n, x in (("vectors", vectors), ("order", order))),
    ]
    return sparse.csr_matrix(sparse.hstack(parts))


def fit(features: sparse.csr_matrix, rows: Sequence[Row], kind: Kind, inside: npt.NDArray[np.int64]) -> StateWeights:
    """Multinomial logistic regression on those rows that may be learned from.

    Args:
        features: of all rows.
        rows: all rows.
        kind: of model.
        inside: places of the rows that may be used.
    """
    learned = np.array([place for place in inside if rows[place].learned])
    model = LogisticRegression(C=1.0, max_iter=300).fit(features[learned], [rows[place].label for place in learned])
    order = [list(model.classes_).index(label) for label in LABELS[kind]]
    matrix = np.asarray(model.coef_[order], dtype=np.float32)
    return StateWeights(
        words=SCALES["words"] * matrix[:, :BUCKETS],
        vectors=SCALES["vectors"] * matrix[:, BUCKETS:-1],
        order=SCALES["order"] * matrix[:, -1],
        bias=np.asarray(model.intercept_[order], dtype=np.float32),
        least=np.full(len(order), NEVER, dtype=np.float32),
    )


def chances_of(weights: StateWeights, features: sparse.csr_matrix) -> Numbers:
    """(rows, labels)."""
    parts = (
        weights.words / SCALES["words"],
        weights.vectors / SCALES["vectors"],
        weights.order[:, None] / SCALES["order"],
    )
    scores = np.asarray(features @ np.concatenate(parts, axis=1).T) + weights.bias
    shares = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(shares / shares.sum(1, keepdims=True), dtype=np.float64)


def cross_fitted(features: sparse.csr_matrix, rows: Sequence[Row], kind: Kind, seed: int) -> tuple[Numbers, Numbers]:
    """The chances that models give to rows they were not fitted on, and the number of each row's fold."""
    labels, groups = [row.label for row in rows], [row.group for row in rows]
    chances, fold_of = np.zeros((len(rows), len(LABELS[kind]))), np.zeros(len(rows))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed).split(np.zeros(len(rows)), labels, groups)
    for number, (inside, outside) in enumerate(folds):
        chances[outside] = chances_of(fit(features, rows, kind, inside), features[outside])
        fold_of[outside] = number
    return chances, fold_of


def questions(chances: Numbers, rows: Sequence[Row], kind: Kind, label: str) -> Asked:
    """What can be asked of a label: each order of each named pair, or each pair where it has no direction."""
    column = LABELS[kind].index(label)
    named = np.array([row.named for row in rows])
    hits = np.array([row.label == label for row in rows])
    groups = np.array([row.group for row in rows])
    asked = chances[:, column]
    if label in MUTUAL:  # the two orders of a pair stand one behind the other
        asked, hits, groups, named = (asked[::2] + asked[1::2]) / 2, hits[::2], groups[::2], named[::2]
    return Asked(asked[named], hits[named], groups[named])


def least_of(asked: Asked, *, aimed_at: float = AIMED_AT) -> float:
    """The least chance from which on so many answers are right; ``NEVER`` where there is none."""
    order = np.argsort(-asked.chances, kind="stable")
    right = asked.hits[order].cumsum() / np.arange(1, len(order) + 1)
    enough = [place for place in np.flatnonzero(right >= aimed_at) if place + 1 >= FEWEST]
    return float(asked.chances[order[enough[-1]]]) if enough else NEVER


def measure(asked: Asked, shown: Hits, draws: int) -> dict[str, Any]:
    """Precision and recall of what is shown, with bootstrap intervals over groups (in per cent).

    Args:
        asked: of a label.
        shown: which of its questions are answered with yes.
        draws: how many times the groups are drawn anew.
    """
    names, place = np.unique(asked.groups, return_inverse=True)
    counts = np.stack(
        [np.bincount(place, weights=x, minlength=len(names)) for x in (shown & asked.hits, shown, asked.hits)]
    )
    draw = np.random.default_rng(0)
    drawn = [counts[:, draw.integers(0, len(names), len(names))].sum(1) for _ in range(draws)]

    def share(over: int) -> list[float]:
        values = [100 * right[0] / right[over] for right in drawn if right[over]]
        whole = counts.sum(1)
        bounds = np.percentile(values, [2.5, 97.5]) if values else [0.0, 0.0]
        return [round(float(x), 1) for x in (100 * whole[0] / max(1, whole[over]), *bounds)]

    return {"there": int(asked.hits.sum()), "shown": int(shown.sum()), "precision": share(1), "recall": share(2)}


def train_sentiment(corpora: Path, seed: int) -> tuple[StateWeights, dict[str, Any]]:
    """The model of directed sentiment, and how good what it shows is on the validation file."""
    rows = read_sentiments(corpora / TRAIN)
    held = read_sentiments(corpora / VALID, without={row.group for row in rows})
    features, others = features_of(rows), features_of(held)
    inside, _ = cross_fitted(features, rows, "sentiment", seed)
    weights = fit(features, rows, "sentiment", np.arange(len(rows)))
    outside, scores = chances_of(weights, others), dict[str, Any]()
    for at, label in enumerate(LABELS["sentiment"][1:], 1):
        least = least_of(questions(inside, rows, "sentiment", label))
        asked = questions(outside, held, "sentiment", label)
        scores[label] = measure(asked, asked.chances >= least, DRAWS) | {"least": round(least, 3)}
        weights.least[at] = least if scores[label]["precision"][0] >= 100 * PROMISED else NEVER
    return weights, scores


def train_states(corpora: Path, seed: int) -> tuple[StateWeights, dict[str, Any]]:
    """The model of states, and how good what it shows is: each fold with the least chance of the others."""
    rows = read_states(corpora / STATES, seed=seed)
    features = features_of(rows)
    outside, fold_of = cross_fitted(features, rows, "state", seed)
    weights, scores = fit(features, rows, "state", np.arange(len(rows))), dict[str, Any]()
    for at, label in enumerate(LABELS["state"][1:], 1):
        asked = questions(outside, rows, "state", label)
        folds = questions(np.repeat(fold_of[:, None], len(LABELS["state"]), 1), rows, "state", label).chances
        shown = np.zeros(len(folds), dtype=np.bool_)
        for number in range(FOLDS):
            own, others = folds == number, folds != number
            apart = Asked(asked.chances[others], asked.hits[others], asked.groups[others])
            shown[own] = asked.chances[own] >= least_of(apart)
        least = least_of(asked)
        scores[label] = measure(asked, shown, DRAWS) | {"least": round(least, 3)}
        weights.least[at] = least if scores[label]["precision"][0] >= 100 * PROMISED else NEVER
    return weights, scores


def digests(corpora: Path) -> dict[str, str]:
    """Path of each file that is trained or measured on to its digest."""
    states = sorted(path for path in (corpora / STATES).glob("*/*.json") if path.parent.name not in SHARED_ALIKE)
    paths = [corpora / TRAIN, corpora / VALID, *states]
    return {str(path.relative_to(corpora)): file_digest(path) for path in paths}


def main() -> None:
    """Parse the command line, fit, measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    arrays, scores = dict[str, Any](), dict[str, Any]()
    for kind, train in (("state", train_states), ("sentiment", train_sentiment)):
        weights, scores[kind] = train(options.corpora, options.seed)
        print(kind, json.dumps(scores[kind]), flush=True)
        if (weights.least > 1).all():
            print(f"{kind}: no label gets there; this model is not written", flush=True)
            continue
        arrays |= {f"{kind}_{one.name}": getattr(weights, one.name).astype(np.float16) for one in fields(weights)}
    options.out.mkdir(parents=True, exist_ok=True)
    if arrays:
        np.savez_compressed(options.out / "pair_states.npz", **arrays)
    notes = {"scores": scores, "seed": options.seed, "corpora": digests(options.corpora)}
    (options.out / "pair_states.json").write_text(json.dumps(notes, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
