"""Clusters and backbone of a network as the desk shows them, within what a page may take to answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parley.analysis import Network
from parley.analysis.backbone import NestedBackbone, find_nested_backbone
from parley.analysis.clusters import Clusters, find_clusters
from parley.web.network_drawing import SHAPES, Marked, digit

MOST_ROWS = 150
"""Rows of which clusters are found on a page: ten ways of grouping take seconds there."""
MOST_COLUMNS = 40
"""Columns of which a backbone is found on a page: each step tries every column that is left."""
LINKAGES = ("single", "average", "complete", "ward")
"""Ways of grouping that are named after how they measure the distance of groups."""
CORE = 3
"""At most every third column is marked as the backbone's core."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGroup:
    """A cluster in the legend."""

    sign: str
    shape: str
    line: int
    """Number of its colour."""
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found in a network besides its ties."""

    clusters: Clusters | None = None
    backbone: NestedBackbone | None = None
    core: tuple[str, ...] = ()
    too_large: tuple[str, ...] = ()
    """Sentences: what was not looked for, and where to look for it."""

    @property
    def groups(self) -> tuple[ShownGroup, ...]:
        """The clusters, with their signs."""
        return tuple(
            ShownGroup(sign=digit(number), shape=SHAPES[number % len(SHAPES)], line=number % 8 + 1, members=members)
            for number, members in enumerate(self.clusters.groups if self.clusters else ())
        )

    @property
    def way(self) -> str:
        """How the clusters were found."""
        name = self.clusters.method if self.clusters else ""
        return f"{name} linkage" if name in LINKAGES else name

    @property
    def marked(self) -> Marked:
        """What the picture marks."""
        groups = {name: number for number, one in enumerate(self.groups) for name in one.members}
        return Marked(groups=groups, core=self.core)


def find_in(network: Network, companion: Network | None, *, clusters: bool, seed: int) -> Found:
    """Look for clusters and a backbone.

    Args:
        network: which is drawn.
        companion: of one mode and the same statements, whose backbone is asked for; None for none.
        clusters: whether groups are asked for.
        seed: of what is drawn by lot.
    """
    grouped, nested, too_large = None, None, list[str]()
    if clusters and len(network.row_labels) > MOST_ROWS:
        too_large.append(
            f"Clusters are looked for here up to {MOST_ROWS} rows; parley.analysis.clusters has no such bound."
        )
    elif clusters:
        with np.errstate(divide="ignore", invalid="ignore"):  # rows that are all alike have no correlation
            grouped = next(iter(find_clusters(network, seed=seed)), None)
    if companion is not None and (len(companion.columns) > MOST_COLUMNS or len(companion.row_labels) > MOST_ROWS):
        too_large.append(
            f"A backbone is looked for here up to {MOST_COLUMNS} columns and {MOST_ROWS} rows; "
            "parley.analysis.backbone has no such bound."
        )
    elif companion is not None and len(companion.row_labels) > 1:
        nested = find_nested_backbone(companion)
    core = nested.backbone(max(1, len(nested.rows) // CORE)) if nested else ()
    return Found(clusters=grouped, backbone=nested, core=core, too_large=tuple(too_large))
