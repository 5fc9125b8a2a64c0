"""What an exported graph must not carry: the exporter notes at each node in which file, on whose disk, it was made."""

from __future__ import annotations

from pathlib import Path

import onnx


def forget_traces(path: Path) -> None:
    """Write a graph anew without the notes of its exporter; what it computes stays.

    Args:
        path: of the graph.
    """
    model = onnx.load(path)
    graph = model.graph
    for part in (model, graph, *graph.node, *graph.initializer, *graph.input, *graph.output, *graph.value_info):
        part.doc_string = ""
        del part.metadata_props[:]
    onnx.save(model, path)
