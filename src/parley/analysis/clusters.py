"""Clusters of a network's rows, and the weight each row has in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx
import numpy as np

from parley.analysis.counts import count, measure_scale
from parley.analysis.grouping import USUAL, find_groups
from parley.analysis.network import Network
from parley.analysis.sparse import Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """Groups of rows, found in one way."""

    method: str
    modularity: float
    groups: tuple[tuple[str, ...], ...]


def find_clusters(
    network: Network, *, methods: Iterable[str] = USUAL, numbers: Iterable[int] = range(2, 6), seed: int = 1
) -> tuple[Clusters, ...]:
    """Group the rows of a network, the best way first.

    Rows of one mode are grouped by their ties; those of two modes by how alike they speak: the share of all
    columns and levels that both take up in those that one of them takes up (Jaccard), as rDNA groups them.

    Args:
        network: of one or two modes.
        methods: ways of grouping.
        numbers: how many groups are tried.
        seed: of what is drawn by lot.

    Raises:
        UsageError: there is no such way.
    """
    labels = network.row_labels
    likeness = network.matrix.toarray() if network.request.mode == "one" else _alike(network)
    return tuple(
        Clusters(
            method=one.method,
            modularity=one.modularity,
            groups=tuple(
                tuple(labels[place] for place in np.flatnonzero(one.groups == group))
                for group in range(int(one.groups.max()) + 1)
            ),
        )
        for one in find_groups(likeness, methods=methods, numbers=numbers, seed=seed)
    )


def _alike(network: Network) -> Vector:
    counts = count(network.chosen, network.places, measure_scale(network.chosen))
    said = (counts.cells.toarray() > 0).astype(np.float64)
    both, each = said @ said.T, said.sum(axis=1)
    either = each[:, None] + each[None, :] - both
    return np.asarray(np.divide(both, either, out=np.zeros_like(both), where=either > 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Centrality:
    """The weight of one node."""

    label: str
    ties: int
    strength: float
    """Sum of the weights of its ties."""
    betweenness: float
    """Share of the shortest ways between others that lead over it; heavy ties are short."""
    closeness: float
    eigenvector: float
    """Weight by the weight of those it is tied to; 0 outside the largest part."""


def measure_centrality(network: Network) -> tuple[Centrality, ...]:
    """The centralities of all nodes, by strength; ties below nought do not count.

    Args:
        network: of one or two modes.
    """
    graph = network.to_networkx()
    graph.remove_edges_from([ends for *ends, weight in graph.edges(data="weight") if weight <= 0])
    for _, _, about in graph.edges(data=True):
        about["length"] = 1 / about["weight"]
    between = networkx.betweenness_centrality(graph, weight="length")
    close = networkx.closeness_centrality(graph, distance="length")
    largest: set[object] = max(networkx.connected_components(graph), key=len, default=set())
    alone = len(largest) < 2
    vector = {} if alone else networkx.eigenvector_centrality_numpy(graph.subgraph(largest), weight="weight")
    found = [
        Centrality(
            label=graph.nodes[node]["label"],
            ties=graph.degree(node),
            strength=float(graph.degree(node, weight="weight")),
            betweenness=between[node],
            closeness=close[node],
            eigenvector=abs(float(vector.get(node, 0.0))),
        )
        for node in graph
    ]
    return tuple(sorted(found, key=lambda one: (-one.strength, one.label)))
