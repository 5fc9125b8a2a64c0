"""Trains the parser: ``python -m parley.training.grammar CORPORA OUT --minutes 12``.

A small network on the word vectors that the shipped encoder gives as it stands: a transformer layer and a
biaffine parser (Dozat and Manning 2017). The treebanks are encoded once, with the very int8 graph that ships.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from parley.language.encoder import Models, encode_windows
from parley.language.grammar import PARTS, RELATIONS, STATE, Floats, word_states
from parley.language.words import Words
from parley.training.model import Layer
from parley.training.trees import Tree, training_trees
from parley.weights.models import load_weights

WIDTH, ARC, LABEL = 192, 128, 48
LAYERS = 1
MOST_WORDS = 60
"""Longer sentences are left out of training."""
BATCH_WORDS = 1500
RATE = 2e-3

Example = tuple[Floats, Tree]
"""A sentence's word states (words, STATE) and its tree."""


class Parser(nn.Module):
    """Scores of each word's head, relation and part of speech, from word states."""

    def __init__(self) -> None:
        super().__init__()
        self.take = nn.Linear(STATE, WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(Layer(WIDTH, 4, 2 * WIDTH) for _ in range(LAYERS))
        self.head = nn.Linear(WIDTH, ARC)
        self.own = nn.Linear(WIDTH, ARC)
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.root = nn.Linear(WIDTH, 1)
        self.label_head = nn.Linear(WIDTH, LABEL)
        self.label_own = nn.Linear(WIDTH, LABEL)
        self.label = nn.Parameter(torch.randn(len(RELATIONS), LABEL + 1, LABEL + 1) * 0.05)
        self.part = nn.Linear(WIDTH, len(PARTS))

    def forward(self, states: torch.Tensor, there: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Arcs (batch, words, words; a word as its own head is the root), relations (.., words, words, R), parts.

        Args:
            states: (batch, words, STATE).
            there: (batch, words), True where there is a word.
        """
        x = self.norm(F.dropout(self.take(states), 0.1, self.training))
        for layer in self.layers:
            x = layer(x, there[:, None, None, :])
        own = F.dropout(F.gelu(self.own(x)), 0.2, self.training)
        head = F.dropout(F.gelu(self.head(x)), 0.2, self.training)
        arcs = _with_one(own) @ self.arc @ head.transpose(1, 2)
        size = arcs.shape[1]
        same = torch.eye(size, dtype=arcs.dtype, device=arcs.device)
        arcs = arcs * (1 - same) + self.root(x) * same
        left = _with_one(F.gelu(self.label_own(x)))
        right = _with_one(F.gelu(self.label_head(x)))
        turned = torch.einsum("bnd,rde->bnre", left, self.label)
        labels = torch.einsum("bnre,bme->bnmr", turned, right)
        return arcs, labels, self.part(x)


def _with_one(x: torch.Tensor) -> torch.Tensor:
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


def states_of(forms: tuple[str, ...], models: Models) -> Floats:
    """The word states of one sentence, (words, STATE)."""
    count = len(forms)
    words = Words(forms, tuple(range(count)), tuple(range(1, count + 1)), (0,) * count)
    return np.concatenate([word_states(window) for window in encode_windows(words, models)])


def batches(examples: list[Example], draw: random.Random) -> Iterator[list[Example]]:
    """Endless batches of sentences of like length."""
    while True:
        order = sorted(examples, key=lambda one: len(one[1].forms) + draw.random() * 4)
        groups: list[list[Example]] = [[]]
        for one in order:
            if groups[-1] and (len(groups[-1]) + 1) * len(one[1].forms) > BATCH_WORDS:
                groups.append([])
            groups[-1].append(one)
        yield from draw.sample(groups, len(groups))


def padded(rows: list[tuple[int, ...]], longest: int) -> torch.Tensor:
    """Rows of indices, filled with zeros."""
    return torch.tensor([[*row, *[0] * (longest - len(row))] for row in rows])


def tensors_of(batch: list[Example]) -> tuple[torch.Tensor, torch.Tensor, tuple[torch.Tensor, ...]]:
    """States, which words are there, and heads, relations and parts of a batch."""
    longest = max(len(tree.forms) for _, tree in batch)
    states = torch.zeros(len(batch), longest, STATE)
    for row, (found, _) in enumerate(batch):
        states[row, : len(found)] = torch.from_numpy(found.astype(np.float32))
    there = padded([(1,) * len(tree.forms) for _, tree in batch], longest).bool()
    trees = [tree for _, tree in batch]
    gold = tuple(
        padded(rows, longest)
        for rows in ([t.heads for t in trees], [t.relations for t in trees], [t.parts for t in trees])
    )
    return states, there, gold


def loss_of(model: Parser, batch: list[Example]) -> torch.Tensor:
    """Cross entropy of heads, relations (to the true head) and parts of speech."""
    states, there, (heads, relations, parts) = tensors_of(batch)
    arcs, labels, tags = model(states, there)
    arcs = arcs.masked_fill(~there[:, None, :], -1e4)
    at = heads[..., None, None].expand(-1, -1, 1, labels.shape[-1])
    found = torch.gather(labels, 2, at)[:, :, 0]
    return (
        F.cross_entropy(arcs[there], heads[there])
        + F.cross_entropy(found[there], relations[there])
        + 0.5 * F.cross_entropy(tags[there], parts[there])
    )


def measure(model: Parser, examples: list[Example]) -> dict[str, float]:
    """Shares of words (not signs) with the right head, with head and relation, and with the right part of speech."""
    model.eval()
    count = heads = both = parts = 0
    with torch.no_grad():
        for example in examples:
            states, there, _ = tensors_of([example])
            arcs, labels, tags = model(states, there)
            tree, found = example[1], arcs[0].argmax(-1)
            for index, form in enumerate(tree.forms):
                if form[0].isalnum():
                    right = int(found[index]) == tree.heads[index]
                    count += 1
                    heads += right
                    both += right and int(labels[0, index, found[index]].argmax()) == tree.relations[index]
                    parts += int(tags[0, index].argmax()) == tree.parts[index]
    model.train()
    return {"UAS": 100 * heads / count, "LAS": 100 * both / count, "parts": 100 * parts / count}


def examples_of(trees: list[Tree], models: Models) -> list[Example]:
    """Sentences that are short enough, with their word states."""
    short = [tree for tree in trees if 4 < len(tree.forms) <= MOST_WORDS]
    return [(states_of(tree.forms, models).astype(np.float16), tree) for tree in short]


def train(examples: list[Example], *, minutes: float, seed: int) -> Parser:
    """A parser trained for so many minutes; the learning rate follows the share of time used."""
    torch.manual_seed(seed)
    draw, model = random.Random(seed), Parser()
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)
    stream, begun, step = batches(examples, draw), time.monotonic(), 0
    while (share := (time.monotonic() - begun) / (60 * minutes)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, share / 0.04 + 0.05, (1 - share) / 0.7)
        loss = loss_of(model, next(stream))
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        if step % 20 == 0:
            print(f"{share * minutes:.1f} min, step {step}: loss {float(loss.detach()):.3f}", flush=True)
    return model


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=12)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    weights = load_weights()
    model = train(examples_of(training_trees(options.corpora), weights), minutes=options.minutes, seed=options.seed)
    scores = measure(model, examples_of(training_trees(options.corpora, dev=True), weights))
    print(scores)
    torch.save({"model": model.state_dict(), "scores": scores, "seed": options.seed}, options.out / "grammar.pt")


if __name__ == "__main__":
    main()
