"""Trains the block classifier on decisions that extractors take with the markup in sight.

``python -m parley.training.blocks LABELS.jsonl OUT.json`` with one flattened page a line, as ``tools/label_blocks.py``
writes them. Hosts are split: one in five is held out, and the figures printed are of the held-out hosts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from parley.knowledge.block_features import WORDS, line_features, word_features
from parley.knowledge.block_words import SLOTS, word_slots

TREES, LEAVES, RATE, CUT = 150, 24, 0.1, 0.33
DOUBT = (1.0, 0.7, 0.25)
"""The weight of a line by how many of the two other extractors disagree with the precise one."""
SHINGLE = 4
Flags = npt.NDArray[np.bool_]


def held_out(host: str) -> bool:
    """Whether a host belongs to the held-out fifth."""
    return hashlib.sha256(host.encode()).digest()[0] % 5 == 0


def shingle_scores(wanted: str, found: str) -> tuple[float, float]:
    """Precision and recall of a text by its four-word shingles, as the article extraction benchmark counts them."""
    one, other = (_shingles(text) for text in (wanted, found))
    shared = sum((one & other).values())
    precision = shared / sum(other.values()) if other else float(not one)
    return precision, shared / sum(one.values()) if one else 1.0


def mean_scores(rows: list[tuple[float, float]]) -> tuple[float, float, float]:
    """F1 of the means of precision and recall over pages, and the two means."""
    precision, recall = (float(np.mean(column)) for column in zip(*rows, strict=True))
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return Counter(tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)))


def agreed(page: dict[str, Any], least: int = 1500) -> bool:
    """Whether the extractors agree on a page of some length: such pages are mostly articles, and their labels right."""
    sizes = np.array([len(line) for line in page["lines"]], dtype=float)
    precise, usual, other = (np.array(vote, dtype=float) for vote in page["votes"])

    def overlap(vote: npt.NDArray[np.float64]) -> float:
        return float(2 * (sizes * precise * vote).sum() / max(1.0, (sizes * (precise + vote)).sum()))

    return len(page["text"]) >= least and overlap(usual) > 0.9 and overlap(other) > 0.85


def line_weights(page: dict[str, Any]) -> npt.NDArray[np.float64]:
    """How much each line counts in training: long ones more, doubtful ones less, each page the same."""
    weight = np.log1p([len(line) for line in page["lines"]])
    precise, usual, other = (np.array(vote) for vote in page["votes"])
    doubt = (usual != precise).astype(int) + (other != precise)
    return np.asarray(100 * weight / weight.sum() * np.array(DOUBT)[doubt])


def fit_words(pages: list[dict[str, Any]]) -> tuple[npt.NDArray[np.float64], list[npt.NDArray[np.float64]]]:
    """What words speak for the article: weights of all pages, and each page's scores by weights of other hosts.

    Trees that saw scores of words fitted on the same lines would trust them too much.
    """
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - only here
    from sklearn.linear_model import SGDClassifier  # noqa: PLC0415 - the same

    slots = [word_slots(line) for page in pages for line in page["lines"]]
    ends = np.cumsum([0, *map(len, slots)])
    values = np.concatenate([np.full(len(one), 1 / np.sqrt(max(1, len(one)))) for one in slots])
    table = csr_matrix((values, np.concatenate(slots), ends), shape=(len(slots), SLOTS))
    target = np.concatenate([np.array(page["votes"][0]) for page in pages])
    weight = np.concatenate([_log_weights(page["lines"]) for page in pages])
    part = np.concatenate([np.full(len(page["lines"]), _quarter(page["host"])) for page in pages])

    def fit(rows: Flags) -> npt.NDArray[np.float64]:
        model = SGDClassifier(loss="log_loss", alpha=3e-6, max_iter=12, tol=None, random_state=1, average=True)
        return np.asarray(model.fit(table[rows], target[rows], sample_weight=weight[rows]).coef_[0])

    scores = np.zeros(len(slots))
    for number in range(4):
        scores[part == number] = table[part == number] @ fit(part != number)
    bounds = np.cumsum([len(page["lines"]) for page in pages])[:-1]
    return fit(part >= 0), np.split(scores, bounds)


def _quarter(host: str) -> int:
    return int(hashlib.sha256(f"w{host}".encode()).hexdigest(), 16) % 4


def _log_weights(lines: list[str]) -> npt.NDArray[np.float64]:
    weight = np.log1p([len(line) for line in lines])
    return np.asarray(100 * weight / weight.sum())


def tables(model: Any, start: float) -> dict[str, Any]:
    """The trees as arrays, as ``BlockClassifier`` reads them.

    Args:
        model: a fitted HistGradientBoostingClassifier; its leaves hold the rate already.
        start: its score before any tree.
    """
    trees = [stage[0].nodes for stage in model._predictors]
    leaf = [tree["is_leaf"].astype(bool) for tree in trees]

    def column(name: str, digits: int) -> list[list[float]]:
        return [[float(f"{value:.{digits}g}") for value in tree[name]] for tree in trees]

    def child(name: str) -> list[list[int]]:
        return [np.where(end, -1, tree[name].astype(int)).tolist() for tree, end in zip(trees, leaf, strict=True)]

    return {
        "start": start,
        "rate": 1.0,
        "cut": CUT,
        "feature": [tree["feature_idx"].astype(int).tolist() for tree in trees],
        "threshold": column("num_threshold", 17),
        "left": child("left"),
        "right": child("right"),
        "value": column("value", 4),
    }


def read_labels(path: Path) -> list[dict[str, Any]]:
    """Flattened pages on which the precise extractor finds something."""
    with path.open(encoding="utf-8") as rows:
        pages = [json.loads(row) for row in rows]
    return [page for page in pages if any(page["votes"][0]) and len(page["lines"]) >= 4]


def main() -> None:
    """Parse the command line and train."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415 - only here

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    train = [page for page in read_labels(options.labels) if not held_out(page["host"])]
    words, scores = fit_words(train)
    said = len(WORDS)
    features = [
        np.hstack([line_features(page["lines"], words)[:, :-said], word_features(own)]).astype(np.float32)
        for page, own in zip(train, scores, strict=True)
    ]
    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=40,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=1,
    )
    model.fit(
        np.vstack(features),
        np.concatenate([np.array(page["votes"][0]) for page in train]),
        sample_weight=np.concatenate([line_weights(page) for page in train]),
    )
    weights = tables(model, float(np.ravel(model._baseline_prediction)[0]))
    weights["words"] = [float(f"{value:.6g}") for value in words]
    options.out.write_text(json.dumps(weights, separators=(",", ":")), encoding="utf-8")


if __name__ == "__main__":
    main()
