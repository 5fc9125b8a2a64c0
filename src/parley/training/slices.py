"""SOFT recall by kind of statement: ``python -m parley.training.slices WEIGHTS CORPORA``.

Slices of the annotated statements of PolNeAR dev: how they are quoted, what their source is, whether their
cue was ever seen in training, and over how many sentences their content goes.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from parley.language.manner import form_of
from parley.language.sentences import split_sentences
from parley.language.sources import PRONOUNS
from parley.language.words import quoted_words, split_words
from parley.training.evaluate import predict, read_rows
from parley.training.manifest import load_models
from parley.training.score import align, counted, is_soft, roles_of
from parley.training.speakers import interval

Row = Mapping[str, Any]


def slices_of(text: str, row: Row, seen: frozenset[str]) -> list[str]:
    """The slices that an annotated statement belongs to."""
    words = split_words(text)
    quoted = quoted_words(words.forms, words.paragraphs)
    inside = [
        quoted[i] for i, start in enumerate(words.starts) if any(first <= start < end for first, end in row["content"])
    ]
    source = " ".join(text[a:b] for a, b in row["source"])
    cue = " ".join(text[a:b] for a, b in row["cue"]).casefold()
    first, end = row["content"][0][0], row["content"][-1][1]
    over = sum(s.start < end and first < s.end for s in split_sentences(text))
    return [
        f"form: {form_of(inside)}",
        f"source: {_source_kind(source)}",
        f"cue: {'seen' if cue in seen else 'unseen'} in training",
        f"content: {'one sentence' if over < 2 else 'several sentences'}",
    ]


def _source_kind(source: str) -> str:
    words = source.split()
    if not words:
        return "none"
    if len(words) == 1 and words[0].casefold() in PRONOUNS:
        return "pronoun"
    return (
        "name"
        if any(word[0].isupper() for word in words[1:]) or (words[0].istitle() and len(words) == 1)
        else "nominal"
    )


def main() -> None:
    """Parse the command line and score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("corpora", type=Path)
    options = parser.parse_args()
    documents = read_rows(options.corpora / "polnear" / "dev.jsonl")
    training = read_rows(options.corpora / "polnear" / "train.jsonl")
    seen = frozenset(
        " ".join(d["text"][a:b] for a, b in row["cue"]).casefold() for d in training for row in d["statements"]
    )
    models = load_models(options.weights)
    hits: dict[str, list[list[bool]]] = {}
    for document, found in zip(documents, predict(documents, models, models.numbers), strict=True):
        text, gold = document["text"], document["statements"]
        mine, theirs = roles_of(text, list(counted(found["statements"]))), roles_of(text, gold)
        right = {j for i, j in align(mine, theirs) if is_soft(mine[i], theirs[j])}
        here: dict[str, list[bool]] = {}
        for index, row in enumerate(gold):
            for name in slices_of(text, row, seen) if row["content"] and row["cue"] else []:
                here.setdefault(name, []).append(index in right)
        for name, some in here.items():
            hits.setdefault(name, []).append(some)
    for name in sorted(hits):
        mean, low, high = interval(hits[name])
        print(f"{name:28}{mean:6.1f}   95 % interval {low:.1f} - {high:.1f}   ({sum(map(len, hits[name]))})")


if __name__ == "__main__":
    main()
