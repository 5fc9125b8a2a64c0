"""Grouping rows of a matrix of distances: hierarchical, k-means, by correlation, by modularity.

Law of this module: a way of grouping takes likenesses and a number of groups and gives a group number for each;
the best is the one of the highest modularity (Newman 2004) on the likenesses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias, get_args

import networkx
import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.cluster.vq import kmeans2
from scipy.spatial.distance import squareform

from parley.analysis.sparse import Vector
from parley.errors import UsageError

Groups: TypeAlias = NDArray[np.int64]
"""(n,) number of the group of each."""
Way = Literal["single", "average", "complete", "ward"]
Method = Callable[[Vector, int, int], Groups]
"""Likenesses (n, n) of 0 or more, how many groups, seed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """Groups, how they were found, and how good they are."""

    method: str
    groups: Groups
    modularity: float


def modularity(likeness: Vector, groups: Groups) -> float:
    """How much more likeness lies within groups than would by chance; at most 1.

    Args:
        likeness: (n, n), symmetric, of 0 or more; the diagonal does not count.
        groups: of each.
    """
    ties = likeness - np.diag(np.diag(likeness))
    degrees, total = ties.sum(axis=1), float(ties.sum())
    if total == 0:
        return 0.0
    same = groups[:, None] == groups[None, :]
    return float((ties - np.outer(degrees, degrees) / total)[same].sum() / total)


def _hierarchical(likeness: Vector, number: int, seed: int, *, way: Way) -> Groups:  # noqa: ARG001 - one signature
    distance = float(likeness.max(initial=0.0)) - likeness
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(distance, checks=False), method=way)
    return np.asarray(fcluster(tree, number, criterion="maxclust"), dtype=np.int64)


def _k_means(likeness: Vector, number: int, seed: int) -> Groups:
    return _around_means(likeness, number, seed)


def _around_means(points: Vector, number: int, seed: int) -> Groups:
    """k-means; no more groups than there are different points."""
    different = len(np.unique(points.round(9), axis=0))
    return np.asarray(kmeans2(points, min(number, different), minit="++", seed=seed)[1], dtype=np.int64)


def _spectral(likeness: Vector, number: int, seed: int) -> Groups:
    """k-means on the first eigenvectors of the symmetric Laplacian (Ng, Jordan and Weiss 2002)."""
    degrees = likeness.sum(axis=1)
    root = np.sqrt(np.divide(1.0, degrees, out=np.zeros_like(degrees), where=degrees > 0))
    vectors = np.linalg.eigh(likeness * root[:, None] * root[None, :])[1][:, -number:]
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0)
    return _around_means(vectors, number, seed)


def _correlated(likeness: Vector, number: int, seed: int) -> Groups:  # noqa: ARG001 - one signature
    """Rows are correlated, and the correlations again, until all are 1 or -1 (CONCOR, Breiger 1975): two groups."""
    found = likeness
    for _ in range(50):
        found = np.asarray(np.nan_to_num(np.corrcoef(found)))
        if bool((np.abs(found) > 0.999).all()):
            break
    return np.asarray(found[0] > 0, dtype=np.int64)


def _communities(likeness: Vector, number: int, seed: int, *, way: str) -> Groups:
    ties = likeness - np.diag(np.diag(likeness))
    graph = networkx.from_numpy_array(ties)
    if way == "louvain":
        found = networkx.community.louvain_communities(graph, weight="weight", seed=seed)
    elif way == "label propagation":
        found = networkx.community.asyn_lpa_communities(graph, weight="weight", seed=seed)
    else:
        found = (
            networkx.community.greedy_modularity_communities(graph, weight="weight", cutoff=number, best_n=number)
            if graph.number_of_edges()
            else [{node} for node in graph]
        )
    groups = np.zeros(len(likeness), dtype=np.int64)
    for place, members in enumerate(found):
        groups[list(members)] = place
    return groups


def _leading_vector(likeness: Vector, number: int, seed: int) -> Groups:  # noqa: ARG001 - one signature
    """Split by the sign of the leading eigenvector of the modularity matrix, as long as that gains (Newman 2006)."""
    ties = likeness - np.diag(np.diag(likeness))
    degrees, total = ties.sum(axis=1), float(ties.sum())
    gains = ties - np.outer(degrees, degrees) / (total or 1.0)
    groups = np.zeros(len(ties), dtype=np.int64)
    waiting = [np.arange(len(ties))]
    while waiting and groups.max(initial=0) + 1 < number:
        members = waiting.pop(0)
        own = gains[np.ix_(members, members)]
        values, vectors = np.linalg.eigh(own - np.diag(own.sum(axis=1)))
        side = vectors[:, -1] > 0
        if values[-1] > _NO_GAIN and side.any() and not side.all():
            groups[members[side]] = groups.max() + 1
            waiting += [members[side], members[~side]]
    return groups


def _without_bridges(likeness: Vector, number: int, seed: int) -> Groups:  # noqa: ARG001 - one signature
    """Take the tie away over which most shortest ways lead for its weight, again and again (Newman 2004)."""
    ties = likeness - np.diag(np.diag(likeness))
    graph = networkx.from_numpy_array(ties)

    def bridge(among: networkx.Graph) -> tuple[int, int]:
        ways = networkx.edge_betweenness_centrality(among)
        found: tuple[int, int] = max(sorted(ways), key=lambda ends: round(ways[ends] / ties[ends], 12))
        return found

    parts = [set(part) for part in networkx.connected_components(graph)]
    divisions = networkx.community.girvan_newman(graph, most_valuable_edge=bridge)
    while len(parts) < number:
        parts = [set(part) for part in next(divisions)]
    groups = np.zeros(len(ties), dtype=np.int64)
    for place, members in enumerate(parts):
        groups[list(members)] = place
    return groups


_NO_GAIN = 1e-9

METHODS: Mapping[str, Method] = {
    **{way: partial(_hierarchical, way=way) for way in get_args(Way)},
    "k-means": _k_means,
    "spectral": _spectral,
    "concor": _correlated,
    "greedy modularity": partial(_communities, way="greedy"),
    "leading eigenvector": _leading_vector,
    "edge betweenness": _without_bridges,
    "louvain": partial(_communities, way="louvain"),
    "label propagation": partial(_communities, way="label propagation"),
}
"""Ways of grouping; concor, Louvain and label propagation choose the number of groups themselves."""
USUAL = tuple(name for name in METHODS if name != "edge betweenness")
"""Those that are tried where none is named: edge betweenness takes minutes for a hundred rows that are all tied."""


def find_groups(
    likeness: Vector, *, methods: Iterable[str] = USUAL, numbers: Iterable[int] = range(2, 7), seed: int = 1
) -> tuple[Grouping, ...]:
    """Group by several ways and numbers of groups; the best first.

    Args:
        likeness: (n, n), symmetric; values below nought are taken for nought.
        methods: names of ``METHODS``.
        numbers: how many groups are tried; only as many as there are rows.
        seed: of what is drawn by lot.

    Returns:
        For each way its best grouping, by modularity.

    Raises:
        UsageError: there is no such way.
    """
    positive, found = np.maximum(likeness, 0.0), []
    for name in methods:
        if name not in METHODS:
            cure = f"Take one of {', '.join(METHODS)}"
            raise UsageError(f"there is no way of grouping called {name!r}", where="clusters", cure=cure)
        for number in numbers:
            if number < len(positive):
                groups = np.unique(METHODS[name](positive, number, seed), return_inverse=True)[1].astype(np.int64)
                found.append(Grouping(method=name, groups=groups, modularity=modularity(positive, groups)))
    best: dict[str, Grouping] = {}
    for one in found:
        if one.method not in best or one.modularity > best[one.method].modularity:
            best[one.method] = one
    return tuple(sorted(best.values(), key=lambda one: -one.modularity))
