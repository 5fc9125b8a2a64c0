"""Networks as graphs of networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx

if TYPE_CHECKING:
    from parley.analysis.network import Network


def to_networkx(network: Network) -> networkx.Graph:
    """A graph whose nodes are (mode, label) of two modes, and labels of one.

    Args:
        network: of one or two modes.
    """
    request, graph = network.request, networkx.Graph()
    graph.graph.update(start=network.start, stop=network.stop, statements=network.number)
    one = request.mode == "one"
    sides = [(request.rows, network.row_labels), (request.columns, network.column_labels)]
    for variable, labels in sides[: 1 if one else 2]:
        for label in labels:
            more = {f"attribute {name}": value for name, value in network.attributes_of(variable, label).items()}
            graph.add_node(label if one else (variable, label), label=label, variable=variable, **more)
    for row, column, weight in network.ties():
        ends = (row, column) if one else ((request.rows, row), (request.columns, column))
        graph.add_edge(*ends, weight=weight)
    return graph
