"""Writes the manifest of a weights folder, and tunes the numbers it carries."""

from __future__ import annotations

import argparse
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from parley.language.confidence import FEATURES
from parley.training.evaluate import predict, soft_f1, soft_hits
from parley.weights.models import FILES, FORMAT, Weights, file_digest

START = {
    "cue_threshold": 0.5, "nested_threshold": 0.5,
    "confidence_bias": 0.0, "confidence_cue": 1.0, "confidence_span": 0.5, "confidence_no_source": -0.3,
    "confidence_nested": -0.7, "confidence_extended": -0.9, "confidence_mention": -0.7,
}  # fmt: skip
THRESHOLDS = (0.4, 0.5, 0.6)


def load_models(folder: Path) -> Weights:
    """The weights of a folder that may have no manifest yet."""
    if not (folder / "manifest.json").exists():
        write_manifest(folder, START, {})
    return Weights(folder, json.loads((folder / "manifest.json").read_text(encoding="utf-8")))


def write_manifest(folder: Path, numbers: dict[str, float], notes: dict[str, Any]) -> None:
    """Write the manifest: digests of the files, tuned numbers, and notes on training."""
    path = folder / "manifest.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    manifest = {
        **before,
        "format": FORMAT,
        "files": {name: file_digest(folder / name) for name in FILES if (folder / name).exists()},
        "numbers": {name: round(value, 4) for name, value in numbers.items()},
        "training": {**before.get("training", {}), **notes},
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
    }
    path.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def tune(folder: Path, documents: list[dict[str, Any]]) -> None:
    """Pick the cue threshold by SOFT F1 and fit the confidence by logistic regression, both on these documents."""
    weights = load_models(folder)
    numbers = dict(START)
    best = (0.0, 0.5)
    for threshold in THRESHOLDS:
        score = soft_f1(documents, predict(documents, weights, {**numbers, "cue_threshold": threshold}))
        print(f"cue threshold {threshold}: SOFT F1 {100 * score:.2f}", flush=True)
        best = max(best, (score, threshold))
    numbers["cue_threshold"] = best[1]
    numbers |= _fit_confidence(weights, documents, numbers)
    write_manifest(folder, numbers, {})


def _fit_confidence(weights: Weights, documents: list[dict[str, Any]], numbers: dict[str, float]) -> dict[str, float]:
    """Weights of bias, cue and span score on first-level statements; the rest keep their starting values.

    The features are read back by predicting with one unit weight at a time.
    """
    fitted = ("bias", "cue", "span", "no_source")
    columns = []
    hits: list[float] = []
    for name in fitted:
        unit = {**numbers, **{f"confidence_{f}": 0.0 for f in FEATURES}, f"confidence_{name}": 0.25}
        values = []
        hits = []
        for document, found in zip(documents, predict(documents, weights, unit), strict=True):
            judged = sorted(soft_hits(document, found), key=lambda pair: (pair[0]["cue"], pair[0]["content"]))
            for statement, hit in judged:
                if not statement["mention"]:
                    chance = min(0.9995, max(0.0005, statement["confidence"]))
                    values.append(4 * float(np.log(chance / (1 - chance))))
                    hits.append(float(hit))
        columns.append(values)
    features, target = np.array(columns).T, np.array(hits)
    weight = np.zeros(len(fitted))
    for _ in range(50):
        chance = 1 / (1 + np.exp(-features @ weight))
        hessian = (features * (chance * (1 - chance))[:, None]).T @ features + 0.01 * np.eye(len(fitted))
        weight += np.linalg.solve(hessian, features.T @ (target - chance) - 0.01 * weight)
    return {f"confidence_{name}": float(value) for name, value in zip(fitted, weight, strict=True)}


def main() -> None:
    """Write a manifest by hand: ``python -m parley.training.manifest FOLDER NOTES.json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("notes", type=Path)
    options = parser.parse_args()
    weights = load_models(options.folder)
    notes = json.loads(options.notes.read_text(encoding="utf-8"))
    notes["corpora"] = {name: hashlib.sha256(Path(path).read_bytes()).hexdigest() for name, path in notes.get("corpora", {}).items()}
    write_manifest(options.folder, weights.numbers, notes)


if __name__ == "__main__":
    main()
