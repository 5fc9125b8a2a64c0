"""Scores weights on PolNeAR dev: ``python -m parley.training.evaluate WEIGHTS DEV.jsonl``.

The scores are those of the int8 weights as they ship. ``--predicted FILE`` keeps the
predictions; ``--tune GOLDEN`` first picks the cue threshold and fits the confidence on the same
split (and on the tuning pages for what it lacks) and writes both into the manifest.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from parley.knowledge.gazetteer import load_gazetteer, load_words
from parley.language.encoder import Models
from parley.language.finders import Tools, find_proposals
from parley.terms.statements import Statement
from parley.training.score import accepted_at, calibration, score, soft_judged

Row = dict[str, Any]


def spans_of(statement: Statement) -> Row:
    """A statement in the yardstick's format."""
    return {
        **{
            role: [[span.start, span.end] for span in getattr(statement, role)] for role in ("source", "cue", "content")
        },
        "extended": statement.extended,
        "nested": statement.nested,
        "mention": statement.mention,
        "confidence": statement.confidence,
    }


def tools_of(models: Models, numbers: Mapping[str, float]) -> Tools:
    """What the finders work with, with these models and numbers."""
    return Tools(models=models, numbers=numbers, gazetteer=load_gazetteer(), nouns=load_words())


def predict(documents: Iterable[Row], models: Models, numbers: Mapping[str, float]) -> list[Row]:
    """Predicted statements of some documents."""
    tools = tools_of(models, numbers)
    rows = []
    for document in documents:
        found = find_proposals(document["text"], tools)
        rows.append({"id": document["id"], "statements": [spans_of(statement) for statement in found.statements]})
    return rows


def read_rows(path: Path) -> list[Row]:
    """The rows of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main() -> None:
    """Parse the command line and score."""
    from parley.training.manifest import load_models, tune  # noqa: PLC0415 - that module predicts with this one

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--predicted", type=Path)
    parser.add_argument("--tune", type=Path, metavar="GOLDEN", help="tune first; a folder of pages annotated whole")
    parser.add_argument("--first", type=int, default=None, help="only so many documents")
    options = parser.parse_args()
    documents = read_rows(options.gold)[: options.first]
    if options.tune:
        golden = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(options.tune.glob("*.gold.json"))]
        tune(options.weights, documents, golden)
    models = load_models(options.weights)
    predicted = predict(documents, models, models.numbers)
    if options.predicted:
        options.predicted.write_text("".join(json.dumps(row) + "\n" for row in predicted), encoding="utf-8")
    for name, (mean, low, high) in score(documents, predicted).items():
        print(f"{name:14}{mean:6.1f}   95 % interval {low:.1f} - {high:.1f}")
    judged = [
        (statement["confidence"], hit)
        for document, found in zip(documents, predicted, strict=True)
        for statement, hit in soft_judged(document["text"], found["statements"], document["statements"])
        if not statement["mention"] and not statement["nested"]
    ]
    print(f"{len(judged)} first-level statements, calibration error {100 * calibration(judged):.1f} %")
    for least in (0.5, 0.7, 0.8, 0.9):
        kept = [hit for confidence, hit in judged if confidence >= least]
        right = sum(kept) / max(1, len(kept))
        print(f"from {least}: {100 * len(kept) / len(judged):.0f} % of them, {100 * right:.0f} % right")
    share, least = accepted_at(judged, 0.95)
    print(f"at 95 % precision: {100 * share:.0f} %, from confidence {least}")


if __name__ == "__main__":
    main()
