"""Trains the model of what one actor does to another: ``python -m parley.training.pairs CORPORA OUT``.

Prints macro-F1 over five folds with bootstrap intervals (types, quad classes, cooperation or conflict), then
fits on all sentences and on the ontology's own examples, and writes ``relations.npz`` and ``relations.json``.
"""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from parley.knowledge.ontology import load_ontology
from parley.knowledge.triggers import as_yield, load_triggers
from parley.language.attribution import Run
from parley.language.relations import (
    BUCKETS,
    LABELS,
    Floats,
    Pair,
    PairWeights,
    definition_vectors,
    hashed_features,
    lexicon_features,
    masked_texts,
)
from parley.language.words import Words, split_words
from parley.weights.models import file_digest
from parley.weights.similarity import load_sentence_encoder

FOLDS, DRAWS = 5, 300
SCALES = {"words": 4.0, "lexicon": 1.0, "vectors": 3.0, "definitions": 4.0}
"""How strongly each kind of feature counts under one regularization: chosen over five folds, 2026-11-25."""
TRAINED_ON = "plover/relations_train.jsonl"
_MARK = re.compile(r"(</?[st]>)")


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with its two actors marked, its label, and its quad class."""

    pair: Pair
    label: str
    quad: int


def read_marked(marked: str) -> Pair:
    """A sentence whose actors stand in ``<s>`` and ``<t>``; of an actor marked twice the first."""
    text = ""
    opened: dict[str, int] = {}
    spans: dict[str, tuple[int, int]] = {}
    for part in _MARK.split(marked):
        if part in ("<s>", "<t>"):
            opened[part[1]] = len(text)
        elif part in ("</s>", "</t>"):
            spans.setdefault(part[2], (opened[part[2]], len(text)))
        else:
            text += part
    words = split_words(text)
    return Pair(words=words, source=_run(words, spans.get("s")), target=_run(words, spans.get("t")))


def _run(words: Words, span: tuple[int, int] | None) -> Run:
    """The words of a span; no words, (0, 0), where there is none."""
    inside = [
        index
        for index, (start, end) in enumerate(zip(words.starts, words.ends, strict=True))
        if span is not None and start < span[1] and span[0] < end
    ]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def features_of(pairs: list[Pair]) -> sparse.csr_matrix:
    """One row for each pair; the columns are the kinds of ``SCALES`` in their order."""
    ontology, triggers, encoder = load_ontology(), load_triggers(), load_sentence_encoder()
    hashed = [hashed_features(pair) for pair in pairs]
    rows = [row for row, buckets in enumerate(hashed) for _ in buckets]
    columns = [bucket for buckets in hashed for bucket in buckets]
    values = [weight for buckets in hashed for weight in buckets.values()]
    words = sparse.csr_matrix((values, (rows, columns)), shape=(len(pairs), BUCKETS))
    lexicon = np.array([lexicon_features(pair, triggers) for pair in pairs])
    vectors = np.array([encoder.vectors(masked_texts(pair)) for pair in pairs])
    definitions = definition_vectors([kind.definition for kind in ontology.types.values()], encoder)
    likeness = vectors @ definitions.T
    dense = {"lexicon": lexicon, "vectors": vectors, "definitions": likeness}
    scaled = [SCALES[name] * kind.reshape(len(pairs), -1) for name, kind in dense.items()]
    return sparse.csr_matrix(sparse.hstack([words * SCALES["words"], *map(sparse.csr_matrix, scaled)]))


def fit(features: sparse.csr_matrix, labels: list[str]) -> LogisticRegression:
    """Multinomial logistic regression."""
    return LogisticRegression(C=1.0, max_iter=400).fit(features, labels)


def weights_of(model: LogisticRegression) -> PairWeights:
    """The numbers that reading needs; scales are multiplied in."""
    order = [list(model.classes_).index(label) for label in LABELS]
    matrix = np.asarray(model.coef_[order], dtype=np.float32)
    vectors = 2 * 384
    likeness = 2 * len(load_ontology().types)
    lexicon = matrix.shape[1] - BUCKETS - vectors - likeness
    cut = np.cumsum([BUCKETS, lexicon, vectors])
    cuts = np.split(matrix, cut, axis=1)
    parts = {name: np.asarray(scale * part) for (name, scale), part in zip(SCALES.items(), cuts, strict=True)}
    return PairWeights(**parts, bias=np.asarray(model.intercept_[order], dtype=np.float32))


def measure(chances: Floats, rows: list[Marked], draws: int) -> dict[str, list[float]]:
    """Macro-F1 of types, quads and cooperation or conflict, each with its 95 % bootstrap interval."""
    ontology = load_ontology()
    quad_of = np.array([2 if label == "YIELD" else ontology.types[label].quad for label in LABELS])
    labels, quads = np.array([row.label for row in rows]), np.array([row.quad for row in rows])
    by_quad = np.stack([chances[:, quad_of == quad].sum(1) for quad in (1, 2, 3, 4)], 1)
    found = {
        "type": (labels, np.array(LABELS)[chances.argmax(1)]),
        "quad": (quads, by_quad.argmax(1) + 1),
        "conflict": (quads >= 3, by_quad[:, 2:].sum(1) > 0.5),
    }
    draw = np.random.default_rng(0)
    samples = [draw.integers(0, len(rows), len(rows)) for _ in range(draws)]
    scores = {}
    for name, (gold, predicted) in found.items():
        drawn = [f1_score(gold[at], predicted[at], average="macro") for at in samples]
        bounds = np.percentile(drawn, [2.5, 97.5]) if drawn else [0, 0]
        whole = f1_score(gold, predicted, average="macro")
        scores[name] = [round(100 * float(value), 1) for value in (whole, *bounds)]
    return scores


def cross_validated(features: sparse.csr_matrix, rows: list[Marked], own: list[Marked], seed: int) -> Floats:
    """The chances that models give to sentences they were not fitted on."""
    labels = np.array([row.label for row in (*rows, *own)])
    chances = np.zeros((len(rows), len(LABELS)), dtype=np.float32)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(np.zeros(len(rows)), labels[: len(rows)])
    for train, test in folds:
        inside = np.concatenate([train, np.arange(len(rows), len(labels))])
        model = fit(features[inside], list(labels[inside]))
        columns = [LABELS.index(label) for label in model.classes_]
        chances[np.ix_(test, columns)] = model.predict_proba(features[test])
    return chances


def read_rows(corpora: Path) -> list[Marked]:
    """The marked sentences of the training corpus."""
    with (corpora / TRAINED_ON).open(encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    return [Marked(read_marked(row["marked"]), row["type"], row["quad"]) for row in found]


def own_rows() -> list[Marked]:
    """The examples of the ontology."""
    return [
        Marked(read_marked(example), as_yield(kind.name), kind.quad)
        for kind in load_ontology().types.values()
        for example in kind.examples
    ]


def main() -> None:
    """Parse the command line, measure and fit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--fit-only", action="store_true", help="leave out the five folds")
    options = parser.parse_args()
    rows, own = read_rows(options.corpora), own_rows()
    features = features_of([row.pair for row in (*rows, *own)])
    scores = {}
    if not options.fit_only:
        scores = measure(cross_validated(features, rows, own, options.seed), rows, DRAWS)
        print(scores, flush=True)
    weights = weights_of(fit(features, [row.label for row in (*rows, *own)]))
    options.out.mkdir(parents=True, exist_ok=True)
    arrays = {name: getattr(weights, name).astype(np.float16) for name in PairWeights.__slots__}
    np.savez_compressed(options.out / "relations.npz", **arrays)
    notes = {"scores": scores, "seed": options.seed, TRAINED_ON: file_digest(options.corpora / TRAINED_ON)}
    (options.out / "relations.json").write_text(json.dumps(notes, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
