"""Trains the block classifier on decisions that the extractor takes with the markup in sight.

``python -m parley.training.blocks LABELS.jsonl OUT.json`` with one page a line:
``{"host", "lines": [...], "main": [...]}``. Hosts are split: one in five is held out, and the
figures printed are of the held-out hosts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from parley.knowledge.block_features import line_features

TREES, DEPTH, RATE = 160, 4, 0.12


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


def main() -> None:
    """Parse the command line and train."""
    from sklearn.ensemble import GradientBoostingClassifier  # noqa: PLC0415 - only here

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    with options.labels.open(encoding="utf-8") as rows:
        pages = [json.loads(row) for row in rows]
    pages = [page for page in pages if any(page["main"]) and len(page["lines"]) >= 4]
    train = [page for page in pages if not held_out(page["host"])]
    test = [page for page in pages if held_out(page["host"])]
    features = np.vstack([line_features(page["lines"]) for page in train])
    target = np.concatenate([np.array(page["main"], dtype=int) for page in train])
    weight = np.concatenate([np.log1p([len(line) for line in page["lines"]]) for page in train])
    model = GradientBoostingClassifier(
        n_estimators=TREES, max_depth=DEPTH, learning_rate=RATE, subsample=0.7, min_samples_leaf=20, random_state=1
    )
    model.fit(features, target, sample_weight=weight)
    chances = [model.predict_proba(line_features(page["lines"]))[:, 1] for page in test]
    for cut in (0.3, 0.4, 0.5, 0.6):
        print(
            f"cut {cut}: held-out token F1 "
            f"{100 * token_f1(test, [chance >= cut for chance in chances]):.1f} on {len(test)} pages"
        )
    trees = [stage[0].tree_ for stage in model.estimators_]
    prior = float(np.average(target, weights=weight))
    options.out.write_text(
        json.dumps(
            {
                "start": float(np.log(prior / (1 - prior))),
                "rate": RATE,
                "cut": 0.3,
                "feature": [tree.feature.tolist() for tree in trees],
                "threshold": [np.round(tree.threshold, 5).tolist() for tree in trees],
                "left": [tree.children_left.tolist() for tree in trees],
                "right": [tree.children_right.tolist() for tree in trees],
                "value": [np.round(tree.value[:, 0, 0], 5).tolist() for tree in trees],
            }
        ),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
