"""Trains the block classifier on decisions that the extractor takes with the markup in sight.

``python -m parley.training.blocks LABELS.jsonl OUT.json`` with one page a line:
``{"host", "lines": [...], "main": [...]}``. Hosts are split: one in five is held out, and the
held-out hosts are for scoring only (``tools/score_blocks.py``).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from parley.knowledge.block_features import line_features, with_neighbours

TREES, DEPTH, RATE = 120, 4, 0.12
FOLDS = 4
CUT = 0.35


def held_out(host: str) -> bool:
    """Whether a host belongs to the held-out fifth."""
    return hashlib.sha256(host.encode()).digest()[0] % 5 == 0


def token_f1(pages: list[dict[str, Any]], decisions: list[np.ndarray]) -> float:
    """Mean over pages of the F1 of main-text words (as a bag) against the extractor's decision."""
    scores = []
    for page, chosen in zip(pages, decisions, strict=True):
        wanted, found = (
            Counter(w for line, keep in zip(page["lines"], keeps, strict=True) if keep for w in line.split())
            for keeps in (page["main"], chosen)
        )
        shared, total = sum((wanted & found).values()), sum(wanted.values()) + sum(found.values())
        scores.append(2 * shared / total if total else 1.0)
    return float(np.mean(scores))


def fit_trees(features: Any, target: Any, weight: Any) -> Any:
    """One stage of boosted trees."""
    from sklearn.ensemble import GradientBoostingClassifier  # noqa: PLC0415 - only training has it

    model = GradientBoostingClassifier(
        n_estimators=TREES, max_depth=DEPTH, learning_rate=RATE, subsample=0.7, min_samples_leaf=20, random_state=1
    )
    return model.fit(features, target, sample_weight=weight)


def as_arrays(model: Any, target: Any, weight: Any) -> dict[str, Any]:
    """A stage as the run time reads it."""
    trees = [stage[0].tree_ for stage in model.estimators_]
    prior = float(np.average(target, weights=weight))
    return {
        "start": float(np.log(prior / (1 - prior))),
        "rate": RATE,
        "feature": [tree.feature.tolist() for tree in trees],
        "threshold": [np.round(tree.threshold, 4).tolist() for tree in trees],
        "left": [tree.children_left.tolist() for tree in trees],
        "right": [tree.children_right.tolist() for tree in trees],
        "value": [np.round(tree.value[:, 0, 0], 4).tolist() for tree in trees],
    }


def fit_stages(pages: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both stages; the second learns from first judgements on pages the first had not seen."""
    features = [line_features(page["lines"]) for page in pages]
    targets = [np.array(page["main"], dtype=int) for page in pages]
    weights = [np.log1p([len(line) for line in page["lines"]]) for page in pages]
    folds = np.array([hashlib.sha256(page["host"].encode()).digest()[1] % FOLDS for page in pages])
    judged: list[Any] = [None] * len(pages)
    for fold in range(FOLDS):
        inside = np.flatnonzero(folds != fold)
        model = fit_trees(*(np.concatenate([part[i] for i in inside]) for part in (features, targets, weights)))
        for i in np.flatnonzero(folds == fold):
            judged[i] = with_neighbours(features[i], model.predict_proba(features[i])[:, 1])
        print(f"fold {fold} done", flush=True)
    target, weight = np.concatenate(targets), np.concatenate(weights)
    first = fit_trees(np.concatenate(features), target, weight)
    second = fit_trees(np.concatenate(judged), target, weight)
    return as_arrays(first, target, weight), as_arrays(second, target, weight)


def main() -> None:
    """Parse the command line, train, and score on the held-out hosts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    with options.labels.open(encoding="utf-8") as rows:
        pages = [json.loads(row) for row in rows]
    pages = [page for page in pages if any(page["main"]) and len(page["lines"]) >= 4]
    first, second = fit_stages([page for page in pages if not held_out(page["host"])])
    options.out.write_text(json.dumps({"cut": CUT, "first": first, "second": second}), encoding="utf-8")
    print(f"wrote {options.out}; the held-out hosts are {sum(held_out(page['host']) for page in pages)} pages")


if __name__ == "__main__":
    main()
