"""Scores the shipped weights and rules on the pages that were annotated whole.

usage: python -m tools.score_golden
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from parley.pages.files import read_file
from parley.pipeline.build import Reader, build_reader
from parley.settings import Settings
from parley.training.evaluate import spans_of
from parley.training.score import NAMES, Counts, align, count_document, f1, roles_of

PAGES = Path(__file__).parent.parent / "tests" / "golden"
SEEN = "interview-black-sea-insurance"
"""Rules were mended while reading this page, so it is not scored."""


def score_page(reader: Reader, gold: dict[str, Any]) -> tuple[Counts, Counter[tuple[str, bool]]]:
    """Counts of the first-level statements, and of right and wrong speakers of aligned ones (nested too)."""
    found = reader.annotate(gold["text"], genre=gold["genre"])
    rows = [spans_of(statement) for statement in found.statements]
    first_level = [row for row in gold["statements"] if not row["continues"] and not row["parent"]]
    names = {actor.id: actor.name for actor in found.actors}
    speakers: Counter[tuple[str, bool]] = Counter()
    pairs = align(roles_of(gold["text"], rows), roles_of(gold["text"], gold["statements"]))
    for mine, theirs in pairs:
        row = gold["statements"][theirs]
        if row["cue"]:
            heard = [names[key] for key in found.statements[mine].speakers]
            wanted = row["speaker"]
            right = not heard if wanted is None else any(name in wanted or wanted in name for name in heard)
            speakers["unnamed" if wanted is None else "named", right] += 1
    return count_document(gold["text"], rows, first_level), speakers


def right_fields(reader: Reader, paths: list[Path]) -> Counter[str]:
    """On how many pages each field is right; teasers by their number, words of the text to the last one."""
    right: Counter[str] = Counter()
    for path in paths:
        gold = json.loads(path.read_text(encoding="utf-8"))
        article = reader.read_article(read_file(path.with_name(path.name.replace(".gold.json", ".txt"))))
        for name in ("title", "date", "genre", "publication", "comments"):
            right[name] += getattr(article, name) == gold["fields"][name]
        right["teasers"] += len(article.teasers) == len(gold["fields"]["teasers"])
    return right


def main() -> None:
    """Print the scores over all blind pages."""
    reader = build_reader(Settings())
    counts: Counts = Counter()
    speakers: Counter[tuple[str, bool]] = Counter()
    paths = [path for path in sorted(PAGES.glob("*.gold.json")) if not path.name.startswith(SEEN)]
    for path in paths:
        page, said = score_page(reader, json.loads(path.read_text(encoding="utf-8")))
        print(f"{path.name:45} SOFT {f1(page, 'SOFT'):5.1f}")
        counts += page
        speakers += said
    print(f"{len(paths)} pages, first level: " + ", ".join(f"{name} {f1(counts, name):.1f}" for name in NAMES))
    print(", ".join(f"{name} {number} of {len(paths)}" for name, number in right_fields(reader, paths).items()))
    for kind in ("named", "unnamed"):
        print(f"speakers, {kind}: {speakers[kind, True]} of {speakers[kind, True] + speakers[kind, False]} right")


if __name__ == "__main__":
    main()
