"""Coreference and factuality as batches: documents to windows, mentions to pairs, and their losses."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional as F

from parley.language.reference import MOST_CANDIDATES, table_of
from parley.language.words import split_words
from parley.training.corpora import Document
from parley.training.examples import Window, build_window, collate, windows_of
from parley.training.model import POINT, Attributor
from parley.training.references import KINDS, ReferenceDocument, Referring

MOST_WINDOWS = 9
SHARES = {"gum": 0.45, "litbank": 0.25, "meantime": 0.12, "gap": 0.18}
GAP_AT_ONCE = 10
FACTUAL_AT_ONCE = 10
FACTUAL_SCALE = 3.0
"""Factuality runs from -3 to 3; the head learns it from -1 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Some windows of one document with the mentions that lie in them."""

    windows: list[Window]
    places: list[tuple[int, int]]
    """For each word its window and its place there."""
    forms: tuple[str, ...]
    paragraphs: tuple[int, ...]
    mentions: list[Referring]
    complete: bool


def passages_of(
    document: ReferenceDocument, tokenizer: Tokenizer, draw: random.Random, *, most: int = MOST_WINDOWS
) -> Iterator[Passage]:
    """A document in passages of at most ``most`` windows."""
    shown = Document(list(document.forms), list(document.paragraphs))
    parts = list(windows_of(shown, tokenizer, draw=draw))
    start = 0
    for first in range(0, len(parts), most):
        chosen = parts[first : first + most]
        size = sum(len(part.forms) for part in chosen)
        windows = [build_window(part, tokenizer, nested_known=False) for part in chosen]
        places = [(w, i) for w, part in enumerate(chosen) for i in range(len(part.forms))]
        inside = [
            moved(m, start)
            for m in document.mentions
            if m.reference.first >= start and m.reference.end <= start + size and _same_window(places, m, start)
        ]
        yield Passage(
            windows=windows,
            places=places,
            forms=document.forms[start : start + size],
            paragraphs=document.paragraphs[start : start + size],
            mentions=[m for m in inside if m.kind or not document.complete or m.reference.form == "pronoun"],
            complete=document.complete,
        )
        start += size


def moved(mention: Referring, start: int) -> Referring:
    """A mention counted from the passage's first word."""
    r = mention.reference
    reference = type(r)(first=r.first - start, end=r.end - start, head=r.head - start, form=r.form)
    return Referring(reference=reference, cluster=mention.cluster, kind=mention.kind)


def _same_window(places: list[tuple[int, int]], mention: Referring, start: int) -> bool:
    r = mention.reference
    return places[r.first - start][0] == places[r.end - 1 - start][0]


def passages(
    documents: dict[str, list[ReferenceDocument]], tokenizer: Tokenizer, draw: random.Random
) -> Iterator[list[Passage]]:
    """Endless batches of passages: one long passage, or several short ones."""
    streams = {name: _stream(some, tokenizer, draw) for name, some in documents.items()}
    names, shares = list(SHARES), list(SHARES.values())
    while True:
        stream = streams[draw.choices(names, shares)[0]]
        batch = [next(stream)]
        while sum(len(p.windows) for p in batch) < MOST_WINDOWS - 2 and len(batch) < GAP_AT_ONCE:
            batch.append(next(stream))
        yield batch


def _stream(documents: list[ReferenceDocument], tokenizer: Tokenizer, draw: random.Random) -> Iterator[Passage]:
    while True:
        for document in draw.sample(documents, len(documents)):
            yield from (p for p in passages_of(document, tokenizer, draw) if p.mentions)


def reference_loss(model: Attributor, batch: list[Passage], device: str) -> tuple[torch.Tensor, dict[str, float]]:
    """The loss of some passages: heads and their ends where all are annotated, antecedents everywhere."""
    tensors = {k: v.to(device) for k, v in collate([w for p in batch for w in p.windows]).items()}
    states = model.encoder(tensors["ids"], tensors["features"], tensors["mask"], tensors["words"])
    heads, points, refer, _ = model.references(states)
    total = torch.zeros((), device=device)
    parts: dict[str, float] = {}
    base = 0
    for passage in batch:
        at = torch.tensor([(w + base, i) for w, i in passage.places], device=device)
        flat = refer[at[:, 0], at[:, 1]]
        losses = {"antecedent": _antecedent_loss(model, passage, flat, device)}
        if passage.complete:
            found = heads[at[:, 0], at[:, 1]], points[at[:, 0], at[:, 1]]
            losses |= _mention_losses(passage, *found, device)
        for name, value in losses.items():
            total = total + value / len(batch)
            parts[name] = parts.get(name, 0.0) + float(value.detach()) / len(batch)
        base += len(passage.windows)
    return total, parts


def mention_vectors(refer: torch.Tensor, first: torch.Tensor, end: torch.Tensor, head: torch.Tensor) -> torch.Tensor:
    """Vectors of mentions from word vectors: the head's, and half of the first and the last word's."""
    return refer[head] + 0.5 * (refer[first] + refer[end - 1])


def _antecedent_loss(model: Attributor, passage: Passage, refer: torch.Tensor, device: str) -> torch.Tensor:
    """Marginal log-likelihood of the gold antecedents of each mention, the mean."""
    references = [m.reference for m in passage.mentions]
    table = table_of(references, passage.forms, passage.paragraphs)
    left, right, features, gold, owner = [], [], [], [], []
    for later, mention in enumerate(passage.mentions):
        earlier = np.arange(max(0, later - MOST_CANDIDATES), later)
        features.append(table.pairs(later, earlier))
        same = np.array([passage.mentions[i].cluster == mention.cluster for i in earlier], dtype=bool)
        gold.append(np.concatenate([[not same.any()], same]))
        left.extend([later] * (len(earlier) + 1))
        right.extend([later, *earlier])
        owner.extend([later] * (len(earlier) + 1))
    rows = torch.tensor([(r.first, r.end, r.head) for r in references], device=device)
    vectors = mention_vectors(refer, rows[:, 0], rows[:, 1], rows[:, 2])
    scores = model.ranker(
        vectors[torch.tensor(left, device=device)],
        vectors[torch.tensor(right, device=device)],
        torch.tensor(np.concatenate(features), device=device),
    )
    group = torch.tensor(owner, device=device)
    right_ones = torch.tensor(np.concatenate(gold), device=device)
    count = len(references)
    top = torch.full((count,), -1e9, device=device).scatter_reduce(0, group, scores.detach(), "amax")
    raised = torch.exp(scores - top[group])
    everything = torch.zeros(count, device=device).index_add(0, group, raised)
    hits = torch.zeros(count, device=device).index_add(0, group, raised * right_ones)
    return (torch.log(everything) - torch.log(hits + 1e-12)).mean()


def _mention_losses(
    passage: Passage, heads: torch.Tensor, points: torch.Tensor, device: str
) -> dict[str, torch.Tensor]:
    """Losses of the heads of mentions, and of the pointers to their first and last words."""
    target = torch.zeros(len(passage.forms), dtype=torch.long, device=device)
    chosen = [m for m in passage.mentions if m.kind]
    for mention in chosen:
        target[mention.reference.head] = 1 + KINDS.index(mention.kind or "")
    losses = {"head": 3 * F.cross_entropy(heads.float(), target)}
    if chosen:
        windows = torch.tensor([w for w, _ in passage.places], device=device)
        at = torch.tensor([m.reference.head for m in chosen], device=device)
        parts = points.float().split(POINT, dim=-1)
        other = windows[at][:, None] != windows[None]
        for name, query, key, ends in (
            ("first", parts[0], parts[1], [m.reference.first for m in chosen]),
            ("last", parts[2], parts[3], [m.reference.end - 1 for m in chosen]),
        ):
            scores = (query[at] @ key.T).masked_fill(other, -1e4)
            losses[name] = 0.5 * F.cross_entropy(scores, torch.tensor(ends, device=device))
    return losses


def read_factuality(folder: Path) -> list[tuple[list[str], list[tuple[int, float]]]]:
    """Sentences as words with (word, factuality from -1 to 1) of their predicates, of all training files."""
    found = []
    for name in ("uds-train.jsonl", "meantime-train.jsonl"):
        with (folder / name).open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                forms: list[str] = []
                first: list[int] = []
                for token in row["text"].split(" "):
                    first.append(len(forms))
                    forms.extend(split_words(token).forms)
                labels = [(first[t["span1"][0]], t["label"] / FACTUAL_SCALE) for t in row["targets"]]
                if forms and labels and max(at for at, _ in labels) < len(forms):
                    found.append((forms, labels))
    return found


def factual_batches(
    sentences: list[tuple[list[str], list[tuple[int, float]]]], tokenizer: Tokenizer, draw: random.Random
) -> Iterator[tuple[list[Window], list[tuple[int, int, float]]]]:
    """Endless batches of windows of several sentences, with (window, word, factuality)."""
    while True:
        windows: list[Window] = []
        labels: list[tuple[int, int, float]] = []
        while len(windows) < FACTUAL_AT_ONCE:
            forms: list[str] = []
            paragraphs: list[int] = []
            while len(forms) < 90:
                some, marks = draw.choice(sentences)
                labels.extend((len(windows), len(forms) + at, value) for at, value in marks if len(forms) + at < 150)
                paragraphs.extend([len(paragraphs)] * len(some))
                forms.extend(some)
            shown = Document(forms[:150], paragraphs[:150])
            windows.append(build_window(shown, tokenizer, nested_known=False))
        yield windows, labels


def factual_loss(
    model: Attributor, batch: tuple[list[Window], list[tuple[int, int, float]]], device: str
) -> tuple[torch.Tensor, dict[str, float]]:
    """Smooth L1 loss of the factuality of predicates."""
    windows, labels = batch
    tensors = {k: v.to(device) for k, v in collate(windows).items()}
    states = model.encoder(tensors["ids"], tensors["features"], tensors["mask"], tensors["words"])
    factual = model.references(states)[3][..., 0]
    rows, words, values = zip(*labels, strict=True)
    found = factual[list(rows), list(words)].float()
    loss = 4 * F.smooth_l1_loss(found, torch.tensor(values, device=device), beta=0.3)
    return loss, {"factual": float(loss.detach())}
