"""Pajek's .net: numbered vertices, then edges.

Pajek takes a file for UTF-8 only where it begins with a byte order mark, and knows no way to write a
quotation mark within a name: it becomes an apostrophe, and a line end becomes a space.
"""

from __future__ import annotations

from parley.analysis import Network
from parley.exports.files import Target, text_file
from parley.exports.network_parts import edges_of, nodes_of, number


def write_pajek(network: Network, target: Target) -> int:
    """Write a network.

    Args:
        network: of one or two modes; of two, the first line says how many vertices are rows.
        target: a path, or a file open for bytes.

    Returns:
        How many ties were written.
    """
    nodes, ties = nodes_of(network), 0
    places = {node.id: place for place, node in enumerate(nodes, 1)}
    with text_file(target, bom=not all(node.label.isascii() for node in nodes)) as file:
        rows = f" {len(network.row_labels)}" if network.request.mode == "two" else ""
        file.write(f"*Vertices {len(nodes)}{rows}\r\n")
        for node in nodes:
            label = " ".join(node.label.replace('"', "'").split())
            file.write(f'{places[node.id]} "{label}"\r\n')
        file.write("*Edges\r\n")
        for edge in edges_of(network):
            file.write(f"{places[edge.source]} {places[edge.target]} {number(edge.weight)}\r\n")
            ties += 1
    return ties
