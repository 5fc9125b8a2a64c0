"""Exports a trained parser: ``python -m parley.training.export_grammar GRAMMAR.pt OUT_FOLDER``.

One graph, ``grammar.onnx``, float32 (2 MB): a sentence's word states in; arcs, relations and parts out.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import nn
from torch.export import Dim

from parley.language.grammar import STATE
from parley.training.grammar import Parser
from parley.training.traces import forget_traces


class _GrammarGraph(nn.Module):
    """One sentence."""

    def __init__(self, parser: Parser) -> None:
        super().__init__()
        self.parser = parser

    def forward(self, states: torch.Tensor) -> tuple[torch.Tensor, ...]:
        there = torch.ones_like(states[None, :, 0], dtype=torch.bool)
        return tuple(found[0] for found in self.parser(states[None], there))


def export(parser: Parser, out: Path) -> None:
    """Write the graph of a parser to a folder."""
    out.mkdir(parents=True, exist_ok=True)
    parser.eval()
    torch.onnx.export(
        _GrammarGraph(parser),
        (torch.randn(11, STATE),),
        str(out / "grammar.onnx"),
        input_names=["states"],
        output_names=["arcs", "relations", "parts"],
        dynamo=True,
        external_data=False,
        dynamic_shapes={"states": {0: Dim("words", min=2, max=400)}},
    )
    forget_traces(out / "grammar.onnx")


def main() -> None:
    """Parse the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    model = Parser()
    model.load_state_dict(torch.load(options.model, map_location="cpu")["model"])
    export(model, options.out)


if __name__ == "__main__":
    main()
