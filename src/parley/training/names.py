"""Scores the name tagger: ``python -m parley.training.names WEIGHTS FILE.conll``.

Exact spans of persons, organizations and places (a state is a place) in a file with a word a line;
the file's finer labels are mapped to these three.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from parley.language.encoder import EncodedWindow, encode_windows
from parley.language.words import Words
from parley.training.corpora import NAME_KINDS, Document, read_tagged
from parley.training.manifest import load_models

SCORED = ("person", "organization", "place")
Named = tuple[int, int, str]


def tagged_names(window: EncodedWindow) -> list[Named]:
    """Names that the tagger sees in a window: first word, end, kind."""
    found: list[Named] = []
    last = -1
    for index, tag in enumerate(window.name.argmax(1).tolist()):
        kind = (tag - 1) // 2 if tag else -1
        at = window.first + index
        if tag and (tag % 2 == 1 or kind != last):
            found.append((at, at + 1, NAME_KINDS[kind]))
        elif tag:
            found[-1] = (found[-1][0], at + 1, found[-1][2])
        last = kind
    return found


def words_of(document: Document) -> Words:
    """A document's words, with offsets as if one blank stood between them."""
    starts, at = [], 0
    for form in document.forms:
        starts.append(at)
        at += len(form) + 1
    ends = tuple(start + len(form) for start, form in zip(starts, document.forms, strict=True))
    return Words(tuple(document.forms), tuple(starts), ends, tuple(document.paragraphs))


def main() -> None:
    """Parse the command line and score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    models = load_models(options.weights)
    counts: Counter[tuple[str, str]] = Counter()
    for document in read_tagged(options.file):
        mine = {n for w in encode_windows(words_of(document), models) for n in tagged_names(w) if n[2] in SCORED}
        gold = {name for name in document.names or () if name[2] in SCORED}
        for part, names in (("hit", mine & gold), ("predicted", mine), ("gold", gold)):
            counts.update((kind, part) for name in names for kind in (name[2], "all"))
    for kind in (*SCORED, "all"):
        hit, predicted, gold_count = (counts[kind, part] for part in ("hit", "predicted", "gold"))
        f1 = 200 * hit / max(1, predicted + gold_count)
        precision, recall = 100 * hit / max(1, predicted), 100 * hit / max(1, gold_count)
        print(f"{kind:14} P {precision:5.1f}   R {recall:5.1f}   F1 {f1:5.1f}   ({gold_count})")


if __name__ == "__main__":
    main()
