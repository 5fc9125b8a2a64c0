"""Exports trained weights: ``python -m parley.training.export MODEL.pt OUT_FOLDER``.

Three graphs: ``encoder.onnx`` (int8; one window in, tag scores, narrow states and mention vectors
out), ``spans.onnx`` and ``ranker.onnx`` (float32; small). The casing, position and other tables stay in the graphs;
the CRF's transitions go to ``transitions.npy``.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from torch.export import Dim

from parley.language.encoder import ENCODER_OUTPUTS
from parley.language.reference import SIZES
from parley.training.fit import encoder_folder
from parley.training.model import NARROW, REFER, Attributor, Encoder
from parley.training.traces import forget_traces


class _EncoderGraph(nn.Module):
    """One unpadded window: pieces and features in, tag scores and states out."""

    def __init__(self, model: Attributor) -> None:
        super().__init__()
        self.encoder = model.encoder
        self.tagger = model.tagger
        self.references = model.references

    def forward(self, ids: torch.Tensor, features: torch.Tensor, words: torch.Tensor) -> tuple[torch.Tensor, ...]:
        states = self.encoder(ids, features, torch.ones_like(ids, dtype=torch.bool), words)
        return (*self.tagger(states), *self.references(states))


class _SpanGraph(nn.Module):
    """All cues of one window."""

    def __init__(self, model: Attributor) -> None:
        super().__init__()
        self.spans = model.spans

    def forward(
        self, states: torch.Tensor, cue: torch.Tensor, other: torch.Tensor, distance: torch.Tensor
    ) -> torch.Tensor:
        shared = states[None].expand(cue.shape[0], -1, -1)
        return self.spans(shared, cue, other, distance, torch.ones_like(distance, dtype=torch.bool))  # type: ignore[no-any-return]


def export(model: Attributor, out: Path, *, tokenizer: Path) -> None:
    """Write the graphs, the transitions and the tokenizer of a model to a folder."""
    out.mkdir(parents=True, exist_ok=True)
    model.eval()
    ids = torch.randint(5, 1000, (1, 24))
    features = torch.zeros(1, 24, 3, dtype=torch.long)
    words = torch.arange(1, 20)[None]
    pieces, count, cues = Dim("pieces", min=3, max=512), Dim("words", min=1, max=510), Dim("cues", min=1, max=256)
    full = out / "encoder.fp32.onnx"
    torch.onnx.export(
        _EncoderGraph(model),
        (ids, features, words),
        str(full),
        input_names=["ids", "features", "words"],
        output_names=list(ENCODER_OUTPUTS),
        dynamo=True,
        external_data=False,
        dynamic_shapes={"ids": {1: pieces}, "features": {1: pieces}, "words": {1: count}},
    )
    quantize_dynamic(
        full,
        out / "encoder.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        extra_options={"MatMulConstBOnly": True},
    )
    states, mark = torch.randn(19, NARROW), torch.zeros(3, 19)
    mark[:, 2] = 1
    torch.onnx.export(
        _SpanGraph(model),
        (states, mark, torch.zeros(3, 19), torch.zeros(3, 19, dtype=torch.long)),
        str(out / "spans.onnx"),
        input_names=["states", "cue", "other", "distance"],
        output_names=["scores"],
        dynamo=True,
        external_data=False,
        dynamic_shapes={
            "states": {0: count},
            "cue": {0: cues, 1: count},
            "other": {0: cues, 1: count},
            "distance": {0: cues, 1: count},
        },
    )
    pairs = Dim("pairs", min=2, max=100_000)
    torch.onnx.export(
        model.ranker,
        (torch.randn(7, REFER), torch.randn(7, REFER), torch.zeros(7, len(SIZES), dtype=torch.long)),
        str(out / "ranker.onnx"),
        input_names=["later", "earlier", "features"],
        output_names=["scores"],
        dynamo=True,
        external_data=False,
        dynamic_shapes={"later": {0: pairs}, "earlier": {0: pairs}, "features": {0: pairs}},
    )
    for name in ("encoder", "spans", "ranker"):
        forget_traces(out / f"{name}.onnx")
    transitions = (model.transitions + model.allowed).detach().numpy().astype(np.float32)
    np.save(out / "transitions.npy", transitions)
    shutil.copy(tokenizer, out / "tokenizer.json")


def main() -> None:
    """Parse the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder", type=Path, help="the folder of the encoder that was trained, if not MiniLM")
    parser.add_argument("--partial", dest="whole", action="store_false", help="parts may be untrained")
    options = parser.parse_args()
    saved = torch.load(options.model, map_location="cpu")
    model = Attributor(Encoder(**saved.get("encoder", {})))
    model.load_state_dict(saved["model"] | saved.get("average", {}), strict=options.whole)
    folder = options.encoder or encoder_folder()
    export(model, options.out, tokenizer=folder / "tokenizer.json")
    tokenizer = json.loads((options.out / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["padding"] = tokenizer["truncation"] = None
    (options.out / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
