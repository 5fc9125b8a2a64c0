"""Exports the untouched sentence encoder: ``python -m parley.training.similarity OUT_FOLDER [--encoder FOLDER]``.

all-MiniLM-L6-v2 (Apache-2.0) as its makers trained it, for likeness of meaning: mean of the last
layer's vectors, length one (Reimers and Gurevych 2019). Nothing here is trained.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from torch.export import Dim

from parley.training.fit import encoder_folder
from parley.training.model import Encoder
from parley.training.traces import forget_traces


class _SentenceGraph(nn.Module):
    """Pieces of one text in, its vector of length one out."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        places = torch.arange(ids.shape[1])[None]
        hidden = self.encoder.norm(self.encoder.pieces(ids) + self.encoder.positions(places))
        mask = torch.ones_like(ids, dtype=torch.bool)
        for layer in self.encoder.layers:
            hidden = layer(hidden, mask[:, None, None, :])
        return nn.functional.normalize(hidden.mean(dim=1), dim=-1)


def export_similarity(encoder: Encoder, out: Path) -> None:
    """Write ``similarity.onnx`` (int8) and ``similarity.json`` into a folder."""
    graph = _SentenceGraph(encoder.eval())
    full = out / "similarity.fp32.onnx"
    ids = torch.randint(5, 1000, (1, 24))
    torch.onnx.export(
        graph,
        (ids,),
        str(full),
        input_names=["ids"],
        output_names=["vector"],
        dynamo=True,
        external_data=False,
        dynamic_shapes={"ids": {1: Dim("pieces", min=2, max=512)}},
    )
    target = out / "similarity.onnx"
    quantize_dynamic(
        str(full),
        str(target),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        extra_options={"MatMulConstBOnly": True},
    )
    full.unlink()
    forget_traces(target)
    about = {
        "encoder": "sentence-transformers/all-MiniLM-L6-v2, as its makers trained it; Apache-2.0",
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
    }
    (out / "similarity.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder", type=Path, default=None)
    options = parser.parse_args()
    export_similarity(Encoder.of_folder(options.encoder or encoder_folder()), options.out)
