"""Scores weights on PolNeAR dev and fits what is tuned there.

``python -m parley.training.evaluate WEIGHTS DEV.jsonl PREDICTED.jsonl`` writes predictions in
the yardstick's format, from the int8 weights as they ship. With ``--tune`` it first picks the
cue threshold and fits the confidence on the same split, and writes both into the manifest.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from parley.knowledge.gazetteer import load_gazetteer, load_words
from parley.language.encoder import Models
from parley.language.finders import Tools, find_proposals
from parley.terms.statements import Statement

Row = dict[str, Any]


def spans_of(statement: Statement) -> Row:
    """A statement in the yardstick's format."""
    return {
        **{role: [[span.start, span.end] for span in getattr(statement, role)] for role in ("source", "cue", "content")},
        "extended": statement.extended,
        "nested": statement.nested,
        "mention": statement.mention,
        "confidence": statement.confidence,
    }


def predict(documents: Iterable[Row], models: Models, numbers: Mapping[str, float]) -> list[Row]:
    """Predicted statements of some documents."""
    tools = Tools(models=models, numbers=numbers, gazetteer=load_gazetteer(), nouns=load_words())
    rows = []
    for document in documents:
        found = find_proposals(document["text"], tools)
        rows.append({"id": document["id"], "statements": [spans_of(statement) for statement in found.statements]})
    return rows


def read_rows(path: Path) -> list[Row]:
    """The rows of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _taken(spans: Sequence[Sequence[int]]) -> set[int]:
    return {offset for start, end in spans for offset in range(start, end)}


def _ratio(left: set[int], right: set[int]) -> float:
    return len(left & right) / len(left | right) if left | right else 1.0


def soft_hits(gold: Row, predicted: Row) -> list[tuple[Row, bool]]:
    """Each counted predicted statement and whether a gold one matches it softly (greedy, on characters)."""
    free = [{role: _taken(s[role]) for role in ("source", "cue", "content")} for s in gold["statements"]]
    judged = []
    for statement in sorted(predicted["statements"], key=lambda s: -s["confidence"]):
        if statement["extended"] or statement["nested"]:
            continue
        own = {role: _taken(statement[role]) for role in ("source", "cue", "content")}
        fits = [
            g for g in free
            if own["cue"] & g["cue"] and _ratio(own["content"], g["content"]) >= 0.5
            and (own["source"] & g["source"] or not own["source"] | g["source"])
        ]  # fmt: skip
        if fits:
            free.remove(max(fits, key=lambda g: _ratio(own["content"], g["content"])))
        judged.append((statement, bool(fits)))
    return judged


def soft_f1(gold: Iterable[Row], predicted: Iterable[Row]) -> float:
    """SOFT F1 by greedy alignment on characters: near enough to the yardstick to tune by."""
    hits = total = wanted = 0
    for document, found in zip(gold, predicted, strict=True):
        judged = soft_hits(document, found)
        hits += sum(hit for _, hit in judged)
        total += len(judged)
        wanted += len(document["statements"])
    return 2 * hits / max(1, total + wanted)


def main() -> None:
    """Parse the command line and score."""
    from parley.training.manifest import load_models, tune  # noqa: PLC0415 - avoids a cycle

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("predicted", type=Path)
    parser.add_argument("--tune", action="store_true")
    parser.add_argument("--first", type=int, default=None, help="only so many documents")
    options = parser.parse_args()
    documents = read_rows(options.gold)[: options.first]
    models = load_models(options.weights)
    if options.tune:
        tune(options.weights, documents)
    numbers = json.loads((options.weights / "manifest.json").read_text(encoding="utf-8"))["numbers"]
    predicted = predict(documents, models, numbers)
    with options.predicted.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in predicted)
    print(f"SOFT F1, greedy: {100 * soft_f1(documents, predicted):.1f}")


if __name__ == "__main__":
    main()
