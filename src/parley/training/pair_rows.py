"""Sentences with two marked actors and what the one is to the other: readers of two corpora.

Every pair comes in both orders, one row behind the other, so that one model learns both directions.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from parley.language.pair_states import MUTUAL, word_run
from parley.language.relations import Pair
from parley.language.sentences import split_sentences
from parley.language.words import split_words
from parley.terms.text import Span

ACTORS = ("Organisation", "Person", "Nationality", "Location")
"""Types of re3d's entities that act."""
STATES = {"AlliesOf": "allied", "FightingAgainst": "fighting", "BelongsTo": "part of", "InChargeOf": "in charge of"}
SENTIMENTS = {1: ("positive", "none"), 2: ("none", "positive"), 3: ("negative", "none"), 4: ("none", "negative")}
"""Label of the corpus to what the first is to the second, and the second to the first."""
SHARED_ALIKE = ("Wikipedia",)
"""Sources of re3d whose texts are CC BY-SA: left out; the others are public domain, OGL and CC BY."""
MOST_APART = 8
"""So many pairs of a sentence that have no state are learned from: lists of names would drown the others."""
_BRACKET = re.compile(r"([\[\]])")
_ARTICLE = re.compile(r"(?:the|a|an|our|their|its)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One order of a pair."""

    pair: Pair
    label: str
    group: str
    """What folds and draws keep together: a sentence, or a document."""
    named: bool
    """Whether both are names, as those of a record are."""
    learned: bool = True
    """Whether a model may be fitted on it; else it is only measured on."""


def read_sentiments(path: Path, *, without: Iterable[str] = ()) -> list[Row]:
    """The rows of a file of directed sentiment: a sentence with two names in brackets, both names, a label.

    Args:
        path: of the file.
        without: sentences (groups of other rows) that are left out.
    """
    left_out = set(without)
    found: list[Row] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        text, spans = _unbracketed(columns[0])
        if len(columns) == 4 and len(spans) == 2 and text.strip() not in left_out:
            labels = SENTIMENTS.get(int(columns[3]), ("none", "none"))
            found += _both_orders(text, spans[0], spans[1], labels, group=text.strip(), named=True)
    return found


def _unbracketed(marked: str) -> tuple[str, list[Span]]:
    """A sentence without its brackets, and what stood in the first two of them."""
    text, spans = "", list[Span]()
    opened: int | None = None
    for part in _BRACKET.split(marked):
        if part == "[" and opened is None and len(spans) < 2:
            opened = len(text)
        elif part == "]" and opened is not None:
            spans.append(Span(opened, len(text)))
            opened = None
        else:
            text += part
    return text, spans


def read_states(folder: Path, *, seed: int) -> list[Row]:
    """The rows of re3d: all pairs of actors of a sentence; of those apart only some are learned from.

    Args:
        folder: with a folder for each source of documents.
        seed: of the draw of pairs that are apart.
    """
    draw = random.Random(seed)
    found: list[Row] = []
    for source in sorted(path for path in folder.iterdir() if path.is_dir() and path.name not in SHARED_ALIKE):
        entities, relations = _by_document(source / "entities.json"), _by_document(source / "relations.json")
        for document in _lines(source / "documents.json"):
            key = document["_id"]
            found += _of_document(key, document["text"], entities[key], relations[key], draw)
    return found


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if line.strip():
            yield json.loads(line)


def _by_document(path: Path) -> defaultdict[str, list[dict[str, Any]]]:
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _lines(path):
        found[row["documentId"]].append(row)
    return found


def _of_document(
    key: str, text: str, entities: list[dict[str, Any]], relations: list[dict[str, Any]], draw: random.Random
) -> Iterator[Row]:
    gold = {
        (Span(row["sourceBegin"], row["sourceEnd"]), Span(row["targetBegin"], row["targetEnd"])): STATES[row["type"]]
        for row in relations
        if row["type"] in STATES
    }
    ends = {span for pair in gold for span in pair}
    actors = {Span(row["begin"], row["end"]) for row in entities if row["type"] in ACTORS}
    # An entity inside another one is annotated too, but relations name the outer one only.
    outer = sorted(one for one in actors if one in ends or not any(one != o and _holds(o, one) for o in actors))
    for sentence in split_sentences(text):
        inside = [one for one in outer if _holds(sentence.span, one)]
        pairs = [(one, other) for one, other in combinations(inside, 2) if not one.overlaps(other)]
        apart = [pair for pair in pairs if not {pair, pair[::-1]} & gold.keys()]
        learned = set(pairs) - set(apart) | set(draw.sample(apart, min(MOST_APART, len(apart))))
        for one, other in pairs:
            first, second = (Span(span.start - sentence.start, span.end - sentence.start) for span in (one, other))
            labels = _labels(gold.get((one, other)), gold.get((other, one)))
            named = all(_ARTICLE.sub("", span.of(text), count=1)[:1].isupper() for span in (one, other))
            yield from _both_orders(
                sentence.span.of(text), first, second, labels, group=key, named=named, learned=(one, other) in learned
            )


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _labels(forth: str | None, back: str | None) -> tuple[str, str]:
    """What each is to the other; a state without a direction holds both ways."""
    mutual = next((label for label in (forth, back) if label in MUTUAL), None)
    return (mutual, mutual) if mutual else (forth or "none", back or "none")


def _both_orders(text: str, first: Span, second: Span, labels: tuple[str, str], **known: Any) -> list[Row]:
    words = split_words(text)
    one, other = word_run(words, first), word_run(words, second)
    if one is None or other is None:
        return []
    return [
        Row(pair=Pair(words=words, source=one, target=other), label=labels[0], **known),
        Row(pair=Pair(words=words, source=other, target=one), label=labels[1], **known),
    ]
