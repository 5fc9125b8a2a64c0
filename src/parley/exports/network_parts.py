"""What the files of networks have in common: nodes with an id, a name and attributes; edges with a weight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from parley.analysis import Network
from parley.exports.characters import pictured, storable


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A row or a column of a network."""

    id: str
    """``r`` or ``c`` and its number, the same in every network in which it has that name."""
    label: str
    variable: str
    mode: int
    """1 for rows, 2 for columns."""
    statements: int
    """How many statements of the network are its own."""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A tie."""

    source: str
    target: str
    weight: float


def nodes_of(network: Network) -> list[Node]:
    """The nodes of a network: its rows, and of two modes its columns after them."""
    request, chosen = network.request, network.chosen
    found = _side(network, "r", request.rows, network.row_labels, network.rows, chosen.rows.codes[network.places])
    if request.mode == "two":
        codes = chosen.columns.codes[network.places]
        found += _side(network, "c", request.columns, network.column_labels, network.columns, codes)
    return found


def _side(  # noqa: PLR0917  one call for each of the two sides
    network: Network, sign: str, variable: str, labels: tuple[str, ...], levels: np.ndarray, codes: np.ndarray
) -> list[Node]:
    counts = np.bincount(codes, minlength=int(levels.max(initial=0)) + 1)
    return [
        Node(
            id=f"{sign}{level}",
            label=clean(label),
            variable=variable,
            mode=1 if sign == "r" else 2,
            statements=int(counts[level]),
            attributes={clean(k): clean(v) for k, v in network.attributes_of(variable, label).items()},
        )
        for label, level in zip(labels, levels.tolist(), strict=True)
    ]


def edges_of(network: Network) -> Iterator[Edge]:
    """The ties of a network; of one mode each pair once."""
    two = network.request.mode == "two"
    rows, columns = network.rows.tolist(), (network.columns if two else network.rows).tolist()
    matrix = network.matrix.tocoo()
    for row, column, weight in zip(matrix.row.tolist(), matrix.col.tolist(), matrix.data.tolist(), strict=True):
        if two or row <= column:
            yield Edge(source=f"r{rows[row]}", target=f"{'c' if two else 'r'}{columns[column]}", weight=weight)


def attribute_names(nodes: list[Node]) -> list[str]:
    """The names of all attributes, in order."""
    return sorted({name for node in nodes for name in node.attributes})


def clean(text: str) -> str:
    """A text without what XML and delimited files have no place for."""
    return pictured(storable(text))


def number(weight: float) -> str:
    """A weight as short as it can be read back."""
    return str(int(weight)) if weight.is_integer() else repr(weight)
