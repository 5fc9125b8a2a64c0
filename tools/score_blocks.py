"""Scores the block classifier on held-out hosts.

usage: python tools/score_blocks.py LABELS.jsonl [WEIGHTS.json]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from parley.pages.blocks import BlockClassifier, find_copies
from parley.pages.roles import find_roles
from parley.training.blocks import held_out, token_f1
from parley.weights.models import default_folder


def _length(page: dict[str, Any]) -> int:
    """Characters of a page's main lines."""
    return sum(len(line) for line, keep in zip(page["lines"], page["main"], strict=True) if keep)


def main(labels: str, weights: str = str(default_folder() / "blocks.json")) -> None:
    """Print the mean F1 of main-text words at several cuts, and after the rules."""
    classifier = BlockClassifier(json.loads(Path(weights).read_text(encoding="utf-8")))
    with open(labels, encoding="utf-8") as rows:
        pages = [page for page in map(json.loads, rows) if held_out(page["host"]) and any(page["main"])]
    pages = [page for page in pages if len(page["lines"]) >= 4]
    scores = [classifier.score(page["lines"]) for page in pages]
    for cut in (0.25, 0.3, 0.35, 0.4, 0.5):
        ruled = []
        for page, score in zip(pages, scores, strict=True):
            roles = find_roles(page["lines"], (score >= cut).tolist(), find_copies(page["lines"])).roles
            ruled.append(np.array([role in ("lead", "body") for role in roles]))
        alone = 100 * token_f1(pages, [score >= cut for score in scores])
        print(f"cut {cut}: trees {alone:.1f}, with rules {100 * token_f1(pages, ruled):.1f} on {len(pages)} pages")
        if cut == classifier.cut:
            for least in (1000, 2000):
                long = [i for i, page in enumerate(pages) if _length(page) >= least]
                by_rules = 100 * token_f1([pages[i] for i in long], [ruled[i] for i in long])
                print(f"  main text of {least} characters or more: with rules {by_rules:.1f} on {len(long)} pages")


if __name__ == "__main__":
    main(*sys.argv[1:3])
