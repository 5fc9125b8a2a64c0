"""Writes the manifest of a weights folder, and tunes the numbers it carries."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from parley.language.confidence import FEATURES
from parley.language.finders import find_proposals
from parley.training.evaluate import predict, tools_of
from parley.training.gold import judged_kinds
from parley.training.score import count_document, f1, soft_judged
from parley.weights.models import BESIDE_FILES, EVENT_FILES, FILES, FORMAT, Weights, file_digest, read_manifest

START = {
    "cue_threshold": 0.5,
    "nested_threshold": 0.3,
    "confidence_bias": 0.0,
    "confidence_cue": 1.0,
    "confidence_span": 0.5,
    "confidence_no_source": -0.3,
    "confidence_nested": -0.7,
    "confidence_extended": -0.9,
    "confidence_mention": -0.7,
}
"""Numbers of weights that were not tuned yet; the last three are fitted on golden pages, dev has none of their kind."""
THRESHOLDS = (0.4, 0.5, 0.6, 0.7)
ALIKE = 0.15
"""Of thresholds whose SOFT F1 differs by less the lowest is taken: a person rejects faster than finds."""
FITTED = ("bias", "cue", "span", "no_source")
KINDS = ("nested", "extended", "mention")
UNIT = 0.25


def load_models(folder: Path) -> Weights:
    """The weights of a folder that may have no manifest yet."""
    if not (folder / "manifest.json").exists():
        write_manifest(folder, START, {})
    return Weights(folder, read_manifest(folder))


def write_manifest(folder: Path, numbers: dict[str, float], notes: dict[str, Any]) -> None:
    """Write the manifest: digests of the files, tuned numbers, and notes on training."""
    path = folder / "manifest.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    manifest = {
        **before,
        "format": FORMAT,
        "files": {name: file_digest(folder / name) for name in (*FILES, *EVENT_FILES) if (folder / name).exists()},
        "beside": {name: file_digest(folder / name) for name in BESIDE_FILES if (folder / name).exists()},
        "numbers": {name: round(value, 4) for name, value in numbers.items()},
        "training": {**before.get("training", {}), **notes},
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
    }
    path.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def tune(folder: Path, documents: list[dict[str, Any]], golden: list[dict[str, Any]]) -> None:
    """Pick the cue threshold by SOFT F1 and fit the confidence, both on these documents.

    Args:
        folder: the weights; their manifest is written.
        documents: annotated articles whose first level is known.
        golden: pages annotated whole, for the confidence of nested, extended and mentioning statements.
    """
    weights = load_models(folder)
    numbers = dict(START)
    scores = {}
    for threshold in THRESHOLDS:
        predicted = predict(documents, weights, {**numbers, "cue_threshold": threshold})
        counts = sum(
            (
                count_document(d["text"], p["statements"], d["statements"])
                for d, p in zip(documents, predicted, strict=True)
            ),
            Counter(),
        )
        scores[threshold] = f1(counts, "SOFT")
        print(f"cue threshold {threshold}: SOFT F1 {scores[threshold]:.2f}", flush=True)
    best = max(scores.values())
    numbers["cue_threshold"] = min(threshold for threshold, found in scores.items() if found > best - ALIKE)
    numbers |= _fit_confidence(weights, documents, numbers)
    write_manifest(folder, numbers | _fit_kinds(weights, golden, numbers), {})


def _fit_kinds(weights: Weights, golden: list[dict[str, Any]], numbers: dict[str, float]) -> dict[str, float]:
    """For each kind that PolNeAR lacks the one number that is added to its confidence, by maximum likelihood."""
    tools = tools_of(weights, {**numbers, **{f"confidence_{kind}": 0.0 for kind in KINDS}})
    judged = [
        row for page in golden for row in judged_kinds(page, find_proposals(page["text"], tools, genre=page["genre"]))
    ]
    found = {}
    for kind in KINDS:
        rows = [(float(np.log(sure / (1 - sure))), hit) for name, sure, hit in judged if name == kind]
        offset = 0.0
        for _ in range(30):
            chance = [1 / (1 + np.exp(-base - offset)) for base, _ in rows]
            slope = sum(hit - p for (_, hit), p in zip(rows, chance, strict=True)) - 0.1 * offset
            offset += float(slope / (sum(p * (1 - p) for p in chance) + 0.1))
        found[f"confidence_{kind}"] = offset
        print(f"{kind}: {len(rows)} judged, {sum(hit for _, hit in rows)} right, offset {offset:.2f}", flush=True)
    return found


def _fit_confidence(weights: Weights, documents: list[dict[str, Any]], numbers: dict[str, float]) -> dict[str, float]:
    """Weights of the features in ``FITTED`` on first-level statements (Platt 1999).

    Each feature is read back from predictions in which it alone has a weight.
    """
    columns: list[list[float]] = []
    hits: list[float] = []
    for name in FITTED:
        alone = {**numbers, **{f"confidence_{feature}": 0.0 for feature in FEATURES}, f"confidence_{name}": UNIT}
        judged = [
            pair
            for document, found in zip(documents, predict(documents, weights, alone), strict=True)
            for pair in soft_judged(document["text"], found["statements"], document["statements"])
            if not pair[0]["mention"] and not pair[0]["nested"]
        ]
        chances = np.clip([statement["confidence"] for statement, _ in judged], 0.0005, 0.9995)
        columns.append(list(np.log(chances / (1 - chances)) / UNIT))
        hits = [float(hit) for _, hit in judged]
    features, target = np.array(columns).T, np.array(hits)
    weight = np.zeros(len(FITTED))
    for _ in range(50):
        chance = 1 / (1 + np.exp(-features @ weight))
        hessian = (features * (chance * (1 - chance))[:, None]).T @ features + 0.01 * np.eye(len(FITTED))
        weight += np.linalg.solve(hessian, features.T @ (target - chance) - 0.01 * weight)
    return {f"confidence_{name}": float(value) for name, value in zip(FITTED, weight, strict=True)}


def main() -> None:
    """Add notes on training to a manifest: ``python -m parley.training.manifest FOLDER NOTES.json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("notes", type=Path)
    options = parser.parse_args()
    weights = load_models(options.folder)
    write_manifest(options.folder, weights.numbers, json.loads(options.notes.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
