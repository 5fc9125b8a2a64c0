"""Documents to windows, windows to tensors.

A window is a run of whole paragraphs of at most ``WINDOW`` wordpieces (a longer paragraph is
cut). The tags that a corpus does not annotate are masked, never taken for "nothing here":
inside a content PolNeAR says nothing about nested attributions.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from tokenizers import Tokenizer

from parley.language.cues import distance_classes
from parley.language.words import word_features
from parley.training.corpora import NAME_KINDS, Attribution, Document

WINDOW = 256
IGNORED = -100


@dataclass(slots=True)
class Window:
    """One training window: pieces, word features and tags."""

    ids: np.ndarray
    features: np.ndarray
    words: np.ndarray
    cue: np.ndarray
    nested: np.ndarray
    name: np.ndarray
    spans: list[tuple[list[int], np.ndarray]]
    """For each attribution its cue's words and the span tags of all words."""


def cut(document: Document, first: int, end: int) -> Document:
    """The words [first, end) of a document with the attributions whose cue lies there."""

    def moved(part: list[int]) -> list[int]:
        return [i - first for i in part if first <= i < end]

    attributions = [
        Attribution(moved(a.cue), moved(a.source), moved(a.content), a.level)
        for a in document.attributions
        if first <= a.cue[0] and a.cue[-1] < end
    ]
    names = (
        None
        if document.names is None
        else [(s - first, e - first, k) for s, e, k in document.names if s >= first and e <= end]
    )
    return Document(document.forms[first:end], document.paragraphs[first:end], attributions, names)


def windows_of(
    document: Document, tokenizer: Tokenizer, *, draw: random.Random | None = None, size: int = WINDOW
) -> Iterator[Document]:
    """Runs of whole paragraphs that fit into ``size`` pieces.

    With ``draw`` the first window ends at a random length, so that epochs see other windows.
    """
    pieces = [len(e.ids) for e in tokenizer.encode_batch(document.forms, add_special_tokens=False)]
    bounds = [i for i in range(len(pieces)) if i == 0 or document.paragraphs[i] != document.paragraphs[i - 1]] + [
        len(pieces)
    ]
    limit = draw.randint(size // 4, size - 2) if draw else size - 2
    start = bounds[0]
    for left, right in pairwise(bounds):
        if right > start and sum(pieces[start:right]) > limit:
            if left > start:
                yield cut(document, start, left)
                start, limit = left, size - 2
            while sum(pieces[start:right]) > limit:
                total, stop = 0, start
                while stop < right and total + pieces[stop] <= limit:
                    total += pieces[stop]
                    stop += 1
                yield cut(document, start, stop)
                start, limit = stop, size - 2
    if start < len(pieces):
        yield cut(document, start, len(pieces))


def _bio(target: np.ndarray, words: list[int], begin: int) -> None:
    """Write begin and inside tags over runs of consecutive words."""
    for previous, index in zip([-9, *words], words, strict=False):
        target[index] = begin + 1 if index == previous + 1 else begin


def build_window(document: Document, tokenizer: Tokenizer, *, nested_known: bool) -> Window:
    """Tensors of one window.

    Args:
        document: at most ``WINDOW`` pieces of words.
        tokenizer: the encoder's.
        nested_known: whether attributions inside contents are annotated (synthetic windows).
    """
    count = len(document.forms)
    encoding = tokenizer.encode(document.forms, is_pretokenized=True)
    words = np.zeros(count, dtype=np.int64)
    feature_rows = word_features(document.forms, document.paragraphs)
    features = np.zeros((len(encoding.ids), 3), dtype=np.int64)
    features[:, 0] = 7
    seen = set()
    for position, word in enumerate(encoding.word_ids):
        if word is not None:
            features[position] = feature_rows[word]
            if word not in seen:
                seen.add(word)
                words[word] = position
    annotated = document.names is None
    cue, nested = (np.full(count, 0 if annotated else IGNORED, dtype=np.int64) for _ in range(2))
    spans = []
    for a in document.attributions:
        tags = np.zeros(count, dtype=np.int64)
        _bio(tags, a.content, 3)
        _bio(tags, a.source, 1)
        spans.append((a.cue, tags))
        if annotated and not nested_known:
            nested[a.content] = IGNORED
    for a in document.attributions:
        if a.level in ("outer", "nested"):
            _bio(cue if a.level == "outer" else nested, a.cue, 1)
    name = np.full(count, IGNORED, dtype=np.int64)
    if document.names is not None:
        name[:] = 0
        for start, end, kind in document.names:
            _bio(name, list(range(start, end)), 1 + 2 * NAME_KINDS.index(kind))
    return Window(np.array(encoding.ids), features, words, cue, nested, name, spans)


def collate(windows: list[Window]) -> dict[str, torch.Tensor]:
    """A padded batch; ``row`` says to which window each attribution belongs."""
    length, count = max(len(w.ids) for w in windows), max(len(w.words) for w in windows)

    def padded(arrays: list[np.ndarray], size: int, fill: int) -> torch.Tensor:
        out = np.full((len(arrays), size, *arrays[0].shape[1:]), fill, dtype=np.int64)
        for row, array in zip(out, arrays, strict=True):
            row[: len(array)] = array
        return torch.from_numpy(out)

    batch = {
        "ids": padded([w.ids for w in windows], length, 0),
        "features": padded([w.features for w in windows], length, 0),
        "mask": padded([np.ones(len(w.ids)) for w in windows], length, 0).bool(),
        "words": padded([w.words for w in windows], count, 0),
        **{part: padded([getattr(w, part) for w in windows], count, IGNORED) for part in ("cue", "nested", "name")},
    }
    rows, cues, others, distances, tags, there = [], [], [], [], [], []
    for row, window in enumerate(windows):
        size = len(window.words)
        every = np.zeros(count)
        for at, _ in window.spans:
            every[at] = 1
        for at, gold in window.spans:
            mark, mask = np.zeros(count), np.zeros(count)
            mark[at] = 1
            mask[:size] = 1
            distance = np.full(count, 0)
            distance[:size] = distance_classes(size, at[0], at[-1] + 1)
            rows.append(row)
            cues.append(mark)
            others.append(every - mark)
            distances.append(distance)
            tags.append(np.pad(gold, (0, count - size)))
            there.append(mask)
    if rows:
        batch |= {
            "row": torch.tensor(rows),
            "at": torch.tensor(np.array(cues), dtype=torch.float32),
            "other": torch.tensor(np.array(others), dtype=torch.float32),
            "distance": torch.tensor(np.array(distances), dtype=torch.long),
            "tags": torch.tensor(np.array(tags), dtype=torch.long),
            "there": torch.tensor(np.array(there)).bool(),
        }
    return batch
