"""Trains the tagger of events' sides: ``python -m parley.training.roles CORPORA OUT --epochs 10``.

A transformer of two layers on the word vectors that the shipped encoder gives as it stands. Three corpora of wire
leads teach it (sentences with their sources and targets tagged, with one marked pair, with and without an event), and
running sentences that were annotated whole for this project: only these say which word names an act, beside words of
the lexicon in sentences whose type is known. The corpora overlap, so folds go by the first letters of a sentence.
``--fold`` keeps a fifth aside and measures on it; without it all is used. The graph ``roles.onnx`` is written to OUT.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.export import Dim
from torch.nn import functional as F

from parley.knowledge.triggers import as_yield, load_triggers
from parley.language.encoder import Models
from parley.language.event_roles import TAGS, TYPES, Roles, find_roles
from parley.language.grammar import STATE, Floats
from parley.language.words import Words, split_words
from parley.training.grammar import states_of
from parley.training.model import Layer
from parley.training.traces import forget_traces
from parley.weights.models import load_weights

ANNOTATED = Path("tests/golden/events/training.json")
WIDTH, LAYERS = 192, 2
BATCH, RATE = 32, 1e-3
FOLDS = 5
UNTOLD = -100
"""What is not annotated in a corpus, and teaches nothing."""
_KINDS = {"S": "actor", "T": "recipient", "R": "both", "s": "actor", "t": "recipient"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with what its corpus says of it."""

    forms: tuple[str, ...]
    tags: tuple[int, ...] | None
    told: bool
    """Whether it tells of an event."""
    acts: tuple[int, ...]
    """For each word 1 where it names an act, 0 where not, UNTOLD."""
    types: tuple[int, ...]
    """For each word the number of its act's type, UNTOLD."""
    part: str
    """wire, pair, presence or running: what can be measured on it."""

    @property
    def fold(self) -> int:
        """Which fifth it is in; near copies are in the same."""
        letters = re.sub(r"\W+", "", "".join(self.forms).lower())[:60]
        return int(hashlib.sha256(letters.encode()).hexdigest(), 16) % FOLDS


class Tagger(nn.Module):
    """Scores of each word's tag, and log odds that the sentence tells of an event."""

    def __init__(self) -> None:
        super().__init__()
        self.take = nn.Linear(STATE, WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(Layer(WIDTH, 4, 2 * WIDTH) for _ in range(LAYERS))
        self.tag = nn.Linear(WIDTH, len(TAGS))
        self.act = nn.Linear(WIDTH, 1)
        self.kind = nn.Linear(WIDTH, len(TYPES))
        self.look = nn.Linear(WIDTH, 1)
        self.told = nn.Linear(WIDTH, 1)

    def forward(self, states: torch.Tensor, there: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Tags (batch, words, TAGS), log odds of acts (batch, words), types (.., TYPES), log odds of events (batch,).

        Args:
            states: (batch, words, STATE).
            there: (batch, words), True where there is a word.
        """
        x = self.norm(F.dropout(self.take(states), 0.3, self.training))
        for layer in self.layers:
            x = layer(x, there[:, None, None, :])
        x = F.dropout(x, 0.2, self.training)
        share = self.look(x).squeeze(-1).masked_fill(~there, -1e4).softmax(-1)
        told = self.told((share[..., None] * x).sum(1)).squeeze(-1)
        return self.tag(x), self.act(x).squeeze(-1), self.kind(x), told


class _RolesGraph(nn.Module):
    """One sentence."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, states: torch.Tensor) -> tuple[torch.Tensor, ...]:
        tags, acts, types, told = self.tagger(states[None], torch.ones_like(states[None, :, 0], dtype=torch.bool))
        return tags[0], acts[0], types[0], told


def read_sentences(corpora: Path) -> Iterator[Sentence]:
    """The sentences of the three corpora."""
    for row in _rows(corpora / "plover" / "roles_train.jsonl"):
        forms: list[str] = []
        tags: list[int] = []
        for token, tag in zip(row["tokens"], row["tags"], strict=True):
            parts = split_words(token).forms or (token,)
            named = "O" if tag == "O" else f"{tag[0]}-{_KINDS[tag[2:]]}"
            forms += parts
            tags += [TAGS.index(named)] + [TAGS.index(f"I{named[1:]}" if tag != "O" else "O")] * (len(parts) - 1)
        yield _sentence(tuple(forms), "wire", tags=tuple(tags))
    for row in _rows(corpora / "plover" / "relations_train.jsonl"):
        yield _of_marked(row["marked"], row["type"])
    for row in _rows(corpora / "plover" / "presence_train.jsonl"):
        forms_read = split_words(row["text"]).forms
        none = (0,) * len(forms_read) if row["quad"] == 0 else None
        yield _sentence(forms_read, "presence", tags=none, told=row["quad"] > 0, acts=none)
    yield from _running(corpora)


def _sentence(forms: tuple[str, ...], part: str, **known: Any) -> Sentence:
    untold = (UNTOLD,) * len(forms)
    fields: dict[str, Any] = {"tags": None, "told": True} | known
    fields["acts"] = fields.get("acts") or untold
    fields["types"] = fields.get("types") or untold
    return Sentence(forms=forms, part=part, **fields)


def _running(corpora: Path) -> Iterator[Sentence]:
    """The running sentences that were annotated whole."""
    gold = json.loads(ANNOTATED.read_text(encoding="utf-8"))
    texts = annotated_texts(corpora)
    for row in gold["sentences"]:
        text = texts[row["doc"]]
        if hashlib.sha256(text.encode()).hexdigest() != gold["texts"][row["doc"]]:
            raise ValueError(f"{row['doc']}: the corpus has another text than the one that was annotated")
        words = split_words(text[row["start"] : row["end"]])
        tags, acts, types = [0] * len(words), [0] * len(words), [UNTOLD] * len(words)
        for event in row["events"]:
            mutual = not event["recipient"] and len(event["actor"]) > 1
            for side, kind in (("actor", "both" if mutual else "actor"), ("recipient", "recipient")):
                for span in event[side]:
                    _tag(words, tags, (span[0] - row["start"], span[1] - row["start"]), kind)
            start, end = (at - row["start"] for at in event["trigger"])
            for at in _inside(words, start, end):
                acts[at] = 1
                types[at] = TYPES.index(event["type"])
        told = bool(row["events"])
        yield _sentence(words.forms, "running", tags=tuple(tags), told=told, acts=tuple(acts), types=tuple(types))


def annotated_texts(corpora: Path) -> dict[str, str]:
    """The texts of the annotated running sentences, by the names that the annotation has."""
    found = {}
    for path in sorted((corpora / "re3d").glob("*/documents.json")):
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            if line.strip():
                document = json.loads(line)
                found[f"re3d/{path.parent.name}/{document['_id']}"] = document["text"]
    for row in _rows(corpora / "polnear" / "train.jsonl"):
        found[f"polnear/{row['id']}"] = row["text"]
    for path in sorted((corpora / "gum" / "dep").glob("*.conllu")):
        lines = path.read_text(encoding="utf-8").splitlines()
        found[f"gum/{path.stem}"] = "\n\n".join(line[9:].strip() for line in lines if line.startswith("# text = "))
    return found


def _inside(words: Words, start: int, end: int) -> list[int]:
    return [at for at in range(len(words)) if start <= words.starts[at] and words.ends[at] <= end]


def _tag(words: Words, tags: list[int], span: tuple[int, int], kind: str) -> None:
    """Tag a phrase, unless some of it is tagged already."""
    inside = _inside(words, *span)
    if not any(tags[at] for at in inside):
        for number, at in enumerate(inside):
            tags[at] = TAGS.index(f"{'I' if number else 'B'}-{kind}")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _of_marked(marked: str, named: str) -> Sentence:
    """A sentence in which ``<s>`` and ``<t>`` mark one pair; a word of the lexicon that names its type is the act."""
    text, spans, opened = "", [], ("", 0)
    for part in re.split(r"(</?[st]>)", marked):
        if re.fullmatch(r"<[st]>", part):
            opened = (part[1], len(text))
        elif re.fullmatch(r"</[st]>", part):
            spans.append((*opened, len(text)))
        else:
            text += part
    words = split_words(text)
    tags, acts, types = [0] * len(words), [UNTOLD] * len(words), [UNTOLD] * len(words)
    for kind, start, end in spans:
        _tag(words, tags, (start, end), _KINDS[kind])
    triggers = load_triggers()
    for at, form in enumerate(words.forms):
        fitting = [one for one in triggers.get(form.casefold(), ()) if as_yield(one.type) == named and not one.objects]
        if fitting and not tags[at]:
            acts[at], types[at] = 1, TYPES.index(fitting[0].type)
            break
    return _sentence(words.forms, "pair", tags=tuple(tags), acts=tuple(acts), types=tuple(types))


Example = tuple[Floats, Sentence]
"""A sentence's word states (words, STATE) and the sentence."""


def loss_of(model: Tagger, batch: Sequence[Example]) -> torch.Tensor:
    """Cross entropy of tags, and of whether there is an event."""
    longest = max(len(sentence.forms) for _, sentence in batch)
    states = torch.zeros(len(batch), longest, STATE)
    there = torch.zeros(len(batch), longest, dtype=torch.bool)
    tags, acts, types = (torch.full((len(batch), longest), UNTOLD) for _ in range(3))
    told = torch.zeros(len(batch))
    for row, (found, sentence) in enumerate(batch):
        size = len(sentence.forms)
        states[row, :size] = torch.from_numpy(found.astype(np.float32))
        there[row, :size] = True
        told[row] = float(sentence.told)
        acts[row, :size] = torch.tensor(sentence.acts)
        types[row, :size] = torch.tensor(sentence.types)
        if sentence.tags is not None:
            tags[row, :size] = torch.tensor(sentence.tags)
    scores, act_odds, type_scores, odds = model(states, there)
    loss = F.cross_entropy(scores.reshape(-1, len(TAGS)), tags.reshape(-1), ignore_index=UNTOLD)
    loss = loss + 0.3 * F.binary_cross_entropy_with_logits(odds, told)
    known = acts != UNTOLD
    if known.any():
        loss = loss + F.binary_cross_entropy_with_logits(act_odds[known], acts[known].float())
    if (types != UNTOLD).any():
        loss = loss + 0.3 * F.cross_entropy(type_scores.reshape(-1, len(TYPES)), types.reshape(-1), ignore_index=UNTOLD)
    return loss


def train(examples: list[Example], *, epochs: int, seed: int) -> Tagger:
    """A tagger trained for so many passes; the learning rate rises for 100 steps, then falls to nothing."""
    torch.manual_seed(seed)
    draw, model = random.Random(seed), Tagger()
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.02)
    steps, step = epochs * (len(examples) // BATCH), 0
    for epoch in range(epochs):
        draw.shuffle(examples)
        for at in range(0, len(examples) - BATCH + 1, BATCH):
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(1.0, step / 100) * max(0.02, 1 - step / steps)
            loss = loss_of(model, examples[at : at + BATCH])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
        print(f"pass {epoch + 1}: loss {float(loss.detach()):.3f}", flush=True)
    return model


class _Torch:
    """A tagger in training as reading takes it."""

    def __init__(self, model: Tagger) -> None:
        self._graph = _RolesGraph(model.eval())

    def tag_roles(self, states: Floats) -> tuple[Floats, Floats, Floats, float]:
        """Scores of one sentence."""
        with torch.no_grad():
            tags, acts, types, told = self._graph(torch.from_numpy(states.astype(np.float32)))
        return tags.numpy(), acts.numpy(), types.numpy(), float(told[0])


def measure(model: Tagger, examples: Sequence[Example]) -> dict[str, float]:
    """Figures from 0 to 100.

    Returns:
        F1 of phrases with their sides in wire leads, exact and by overlap; in running sentences the F1 of the words
        that name acts, the share of right types among them, and the area under the curve of presence.
    """
    tagger, counts, acts = _Torch(model), np.zeros(4), np.zeros(4)
    odds: dict[bool, list[float]] = {True: [], False: []}
    for states, sentence in examples:
        roles = find_roles(states, tagger)
        if sentence.part == "wire":
            mine, theirs = _sides(roles), _sides(_gold(sentence))
            near = sum(any(_meet(one, other) for other in theirs) for one in mine)
            counts += (len(mine), len(theirs), len(mine & theirs), near)
        if sentence.part == "running":
            odds[sentence.told].append(roles.presence)
            found = {at for at, chance in enumerate(roles.acts) if chance > 0.5}
            wanted = {at for at, one in enumerate(sentence.acts) if one == 1}
            right = sum(TYPES[sentence.types[at]] == roles.type_of(at)[0] for at in found & wanted)
            acts += (len(found), len(wanted), len(found & wanted), right)
    above = [(one > other) + 0.5 * (one == other) for one in odds[True] for other in odds[False]]
    both = counts[0] + counts[1]
    return {
        "exact": 200 * counts[2] / both,
        "overlap": 200 * counts[3] / both,
        "acts": 200 * acts[2] / (acts[0] + acts[1]),
        "types": 100 * acts[3] / acts[2],
        "presence": 100 * float(np.mean(above)),
    }


def _gold(sentence: Sentence) -> Roles:
    assert sentence.tags is not None
    scores = np.zeros((len(sentence.tags), len(TAGS)), dtype=np.float32)
    scores[np.arange(len(sentence.tags)), list(sentence.tags)] = 50
    return find_roles(scores, _Given())


class _Given:
    """Takes the annotated tags as they are."""

    def tag_roles(self, states: Floats) -> tuple[Floats, Floats, Floats, float]:
        """The scores given."""
        return states, states[:, 0], np.zeros((len(states), len(TYPES)), dtype=np.float32), 0.0


def _meet(one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    """Whether two phrases are of one side and share a word."""
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def _sides(roles: Roles) -> set[tuple[str, int, int]]:
    return {("actor", *run) for run in roles.actors} | {("recipient", *run) for run in roles.recipients}


def export(model: Tagger, out: Path) -> None:
    """Write the graph of a tagger to a folder: float32, 3 MB."""
    out.mkdir(parents=True, exist_ok=True)
    model.eval()
    torch.onnx.export(
        _RolesGraph(model),
        (torch.randn(11, STATE),),
        str(out / "roles.onnx"),
        input_names=["states"],
        output_names=["tags", "acts", "types", "told"],
        dynamo=True,
        external_data=False,
        dynamic_shapes={"states": {0: Dim("words", min=2, max=400)}},
    )
    forget_traces(out / "roles.onnx")


def examples_of(corpora: Path, models: Models) -> list[Example]:
    """All sentences with their word states."""
    return [(states_of(one.forms, models).astype(np.float16), one) for one in read_sentences(corpora) if one.forms]


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fold", type=int, choices=range(FOLDS))
    options = parser.parse_args()
    examples = examples_of(options.corpora, load_weights())
    kept = [one for one in examples if options.fold is None or one[1].fold != options.fold]
    model = train(kept, epochs=options.epochs, seed=options.seed)
    if options.fold is not None:
        print(measure(model, [one for one in examples if one[1].fold == options.fold]))
    export(model, options.out)


if __name__ == "__main__":
    main()
