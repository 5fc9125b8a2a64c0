"""A discourse network as the picture draws it and as tables show it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from parley.analysis import Network
from parley.analysis.counts import measure_scale
from parley.web.wording import queried

MOST_NODES, MOST_EDGES = 5_000, 20_000
"""What a browser can draw."""
BACKBONE = 300
"""So many nodes, those of the heaviest ties, are drawn unless all are asked for."""
MOST_ROWS, MOST_COLUMNS = 40, 20
"""Of the matrix that is shown shaded; the file has all of it."""
SHADES = 5
SHAPES = ("circle", "square", "diamond")
DIGITS = "①②③④⑤⑥⑦⑧⑨"

Address = Callable[[str, str], str]
"""Where the statements of a row and a column are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTie:
    """A tie with its side."""

    row: str
    column: str
    weight: float
    stance: str | None
    """agree, disagree, neutral, mixed; None where the network takes no sides."""
    href: str
    words: str
    """The weight, or the sides that are combined in it."""
    strength: float
    """How thick it is drawn: combined sides, whose weight is no amount, are all alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What is marked in a picture besides its ties."""

    groups: Mapping[str, int] = field(default_factory=dict)
    """Row to the number of its cluster, from 0."""
    core: Collection[str] = ()
    """Columns of the backbone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """A cell of the shaded matrix."""

    tie: ShownTie | None
    shade: int
    """0 to ``SHADES``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """The rows and columns with the heaviest ties, shaded."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[HeatCell, ...]], ...]
    whole: bool
    """Whether it is all of the network."""


def count_ties(network: Network) -> int:
    """How many ties there are; of one mode each pair once."""
    return len(_places(network)[0])


def shown_ties(network: Network, address: Address, most: int = MOST_EDGES) -> list[ShownTie]:
    """The heaviest ties of a network, the heaviest first.

    Args:
        network: of one or two modes.
        address: where the statements of a tie are.
        most: so many.
    """
    rows, columns, weights = _places(network)
    strengths = _strengths(network, weights)
    if len(strengths) > most:
        kept = np.argpartition(-strengths, most)[:most]
        rows, columns, weights = rows[kept], columns[kept], weights[kept]
    show = _showing(network, address)
    found = map(show, rows.tolist(), columns.tolist(), weights.tolist())
    return sorted(found, key=lambda one: (-one.strength, one.row, one.column))


def _places(network: Network) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Row, column and weight of each tie; of one mode each pair once, and nobody tied to themselves."""
    matrix = network.matrix.tocoo()
    rows, columns, weights = matrix.row, matrix.col, matrix.data
    if network.request.mode == "one":
        above = rows < columns
        rows, columns, weights = rows[above], columns[above], weights[above]
    return rows.astype(np.int64), columns.astype(np.int64), weights.astype(np.float64)


def _strengths(network: Network, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """How thick ties are drawn: combined sides, whose weight is no amount, are all alike."""
    return np.ones_like(weights) if network.request.aggregation == "combine" else np.abs(weights)


def _showing(network: Network, address: Address) -> Callable[[int, int, float], ShownTie]:
    """Makes a tie from its place in the matrix and its weight."""
    sides, rows, columns = _sides(network), network.row_labels, network.column_labels
    alike = network.request.aggregation == "combine"

    def show(row: int, column: int, weight: float) -> ShownTie:
        stance, words = sides(weight)
        return ShownTie(
            row=rows[row],
            column=columns[column],
            weight=weight,
            stance=stance,
            href=address(rows[row], columns[column]),
            words=words,
            strength=1.0 if alike else abs(weight),
        )

    return show


def _sides(network: Network) -> Callable[[float], tuple[str | None, str]]:
    """What a weight says: its side, and how it is written."""
    aggregation, qualifier = network.request.aggregation, network.chosen.qualifier
    fixed = {"congruence": "agree", "conflict": "disagree"}.get(aggregation)
    if aggregation == "combine" and qualifier is not None:
        return _combined(network)
    if (
        aggregation == "subtract"
        and qualifier is not None
        and (qualifier.kind != "text" or network.request.mode == "one")
    ):
        return lambda weight: ("agree" if weight > 0 else "disagree", written(weight))
    return lambda weight: (fixed, written(weight))


def _combined(network: Network) -> Callable[[float], tuple[str | None, str]]:
    scale, qualifier = measure_scale(network.chosen), network.chosen.qualifier
    assert qualifier is not None  # _sides has looked
    bits = {
        1 << int(scale.steps - 1 - rank): (qualifier.levels[level], float(sign))
        for level, rank, sign in zip(scale.levels.tolist(), scale.ranks.tolist(), scale.signs.tolist(), strict=True)
    }

    def sides(weight: float) -> tuple[str | None, str]:
        taken = [held for bit, held in sorted(bits.items()) if int(weight) & bit]
        signs = {float(np.sign(sign)) for _, sign in taken}
        stance = {1.0: "agree", -1.0: "disagree", 0.0: "neutral"}[signs.pop()] if len(signs) == 1 else "mixed"
        return (stance if scale.ordered else None), ", ".join(level for level, _ in taken)

    return sides


def written(weight: float) -> str:
    """A weight to three digits after the point, none where it is whole."""
    return f"{weight:.0f}" if float(weight).is_integer() else f"{weight:.3g}"


def heaviest(ties: Sequence[ShownTie], *, two: bool, everything: bool) -> list[ShownTie]:
    """The ties to draw: the heaviest, until they reach so many nodes that a picture can still be read.

    Args:
        ties: the heaviest first.
        two: whether rows and columns are different things.
        everything: whether all are asked for, as far as a browser can draw them.
    """
    nodes, most = set[str](), MOST_NODES if everything else BACKBONE
    found: list[ShownTie] = []
    for one in ties:
        ends = set(_ends(one, two=two))
        if len(nodes | ends) <= most:
            nodes |= ends
            found.append(one)
        if len(found) == MOST_EDGES:
            break
    return found


def picture(network: Network, ties: Sequence[ShownTie], marked: Marked) -> dict[str, Any]:
    """Nodes and edges as the island draws them.

    Args:
        network: which.
        ties: those to draw.
        marked: clusters and backbone.
    """
    two = network.request.mode == "two"
    weights: dict[str, float] = defaultdict(float)
    for one in ties:
        for end in _ends(one, two=two):
            weights[end] += one.strength
    nodes = [_node(network, key, weight, marked) for key, weight in _with_isolates(network, weights)]
    edges = [
        {
            "source": source,
            "target": target,
            "weight": one.strength,
            "stance": one.stance,
            "href": one.href,
        }
        for one in ties
        for source, target in (_ends(one, two=two),)
    ]
    return {"nodes": nodes, "edges": edges, "directed": False, "shown": len(nodes), "total": len(network.labels)}


def _with_isolates(network: Network, weights: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    yield from weights.items()
    if network.request.isolates:
        two = network.request.mode == "two"
        keys = [f"r {label}" for label in network.row_labels]
        keys += [f"c {label}" for label in network.column_labels] if two else []
        room = max(0, BACKBONE - len(weights))
        yield from ((key, 0.0) for key in [one for one in keys if one not in weights][:room])


def _ends(one: ShownTie, *, two: bool) -> tuple[str, str]:
    return f"r {one.row}", f"{'c' if two else 'r'} {one.column}"


def _node(network: Network, key: str, weight: float, marked: Marked) -> dict[str, Any]:
    side, _, label = key.partition(" ")
    variable = network.request.rows if side == "r" else network.request.columns
    kind = "concept" if side == "c" else network.attributes_of(variable, label).get("kind", variable)
    found = {"id": key, "label": label, "kind": kind, "weight": weight, "href": address_of(variable, label)}
    if side == "r" and label in marked.groups:
        group = marked.groups[label]
        return found | {"label": f"{digit(group)} {label}", "group": group, "shape": SHAPES[group % len(SHAPES)]}
    if side == "c" and label in marked.core:
        return found | {"label": f"★ {label}", "core": True, "shape": "square"}
    return found


def digit(group: int) -> str:
    """The sign of a cluster, which tells it apart without colour."""
    return DIGITS[group] if group < len(DIGITS) else f"({group + 1})"


def address_of(variable: str, label: str) -> str | None:
    """Where a value of a variable has a page; None where it has none."""
    if variable == "concept":
        return f"/concepts/{quote(label, safe='')}"
    return queried("/actors", name=label) if variable in {"person", "organization", "about"} else None


def heat_map(network: Network, address: Address) -> HeatMap:
    """The matrix of the heaviest rows and columns.

    Args:
        network: of one or two modes.
        address: where the statements of a cell are.
    """
    matrix, two = network.matrix.copy(), network.request.mode == "two"
    matrix.data = _strengths(network, matrix.data)
    down = _heaviest(matrix.sum(axis=1), network.row_labels, MOST_ROWS if two else MOST_COLUMNS)
    across = _heaviest(matrix.sum(axis=0), network.column_labels, MOST_COLUMNS)
    cells, most = network.matrix[down][:, across].toarray(), float(matrix.data.max(initial=0.0))
    show = _showing(network, address)

    def cell(row: int, column: int, weight: float) -> HeatCell:
        if weight == 0 or (row == column and not two):
            return HeatCell(tie=None, shade=0)
        tie = show(row, column, weight)
        return HeatCell(tie=tie, shade=max(1, math.ceil(SHADES * tie.strength / most)))

    return HeatMap(
        columns=tuple(network.column_labels[column] for column in across),
        rows=tuple(
            (network.row_labels[row], tuple(map(cell, [row] * len(across), across, weights.tolist())))
            for row, weights in zip(down, cells, strict=True)
        ),
        whole=len(down) == len(network.row_labels) and len(across) == len(network.column_labels),
    )


def _heaviest(sums: NDArray[Any], labels: Sequence[str], most: int) -> list[int]:
    """Places of the labels with the largest sums."""
    weights = np.asarray(sums).ravel()
    return sorted(range(len(labels)), key=lambda place: (-weights[place], labels[place]))[:most]
