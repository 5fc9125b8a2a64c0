"""Pictures of networks, heat maps, dendrograms and timelines: SVG, PNG, PDF, with a legend.

Law of this module: colour never speaks alone. Colours are those of Okabe and Ito (2008), which the colour-blind
tell apart; a stance has a line or marker of its own besides, and kinds of nodes have shapes of their own. The
same network gives the same picture: layouts are seeded, and files carry no date.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from parley.analysis import Network
from parley.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from parley.analysis.timeline import Series, Timeline

ENDINGS = (".svg", ".png", ".pdf")

BLUE, ORANGE, GREY, BLACK = "#0072b2", "#d55e00", "#999999", "#000000"
SERIES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#999999")
MARKERS = "osD^v*PX"
MOST_NAMES = 80
"""With more nodes only the heaviest are named."""


def draw_picture(network: Network, path: Path, *, kind: str | None = None) -> int:
    """Draw a network.

    Args:
        network: of one or two modes.
        path: of the picture; it ends in .svg, .png or .pdf.
        kind: "graph" (the default), "heatmap" or "dendrogram" of the rows.

    Returns:
        How many ties it shows.

    Raises:
        UsageError: there is no such kind or ending, nothing to draw, or matplotlib is not installed.
    """
    draw = {"graph": _graph, "heatmap": _heatmap, "dendrogram": _dendrogram}.get(kind or "graph")
    if draw is None:
        cure = "Take graph, heatmap or dendrogram"
        raise UsageError(f"there is no picture {kind!r}", where=str(path), cure=cure)
    if not network.matrix.nnz:
        raise UsageError("the network has no ties to draw", where=str(path), cure="Ask for more statements")
    with _picture(path) as axes:
        draw(network, axes)
    return sum(1 for _ in network.ties())


@contextmanager
def _picture(path: Path) -> Iterator[Axes]:
    """Axes that become a file; the same drawing becomes the same file."""
    if path.suffix.lower() not in ENDINGS:
        cure = f"Name a file that ends in {', '.join(ENDINGS)}"
        raise UsageError("its ending names no picture", where=str(path), cure=cure)
    try:
        import matplotlib  # noqa: PLC0415 - takes long to load
        from matplotlib.figure import Figure  # noqa: PLC0415 - the same
    except ImportError as error:
        cure = "Install it: pip install 'parley-record[networks]'"
        raise UsageError("pictures need matplotlib", where=str(path), cure=cure) from error
    nothing = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}, ".png": {"Software": None}}
    with matplotlib.rc_context({"svg.hashsalt": "parley", "svg.fonttype": "none", "font.size": 9}):
        figure = Figure(figsize=(10, 7.5), layout="constrained")
        axes = figure.add_subplot()
        yield axes
        figure.savefig(path, dpi=200, metadata=nothing[path.suffix.lower()])


def _graph(network: Network, axes: Axes) -> None:
    import networkx  # noqa: PLC0415 - takes long to load
    from matplotlib.collections import LineCollection  # noqa: PLC0415 - the same

    graph = network.to_networkx()
    places = networkx.spring_layout(graph, seed=1, weight=None)
    strengths = {node: sum(abs(one["weight"]) for one in graph[node].values()) for node in graph}
    most = max((abs(weight) for _, _, weight in graph.edges(data="weight")), default=1.0)
    for positive, colour, style, label in ((True, BLUE, "solid", "agree"), (False, ORANGE, (0, (4, 2)), "disagree")):
        ties = [(one, other, weight) for one, other, weight in graph.edges(data="weight") if (weight >= 0) == positive]
        if ties:
            lines = [[places[one], places[other]] for one, other, _ in ties]
            widths = [0.4 + 3.6 * abs(weight) / most for _, _, weight in ties]
            name = _tie_label(network, label)
            axes.add_collection(LineCollection(lines, colors=colour, linewidths=widths, linestyles=style, label=name))
    request = network.request
    shapes = ((request.rows, "o", BLACK), (request.columns, "s", GREY))
    for variable, marker, colour in shapes[: 1 if request.mode == "one" else 2]:
        nodes = [node for node, kind in graph.nodes(data="variable") if kind == variable]
        if nodes:
            x, y = zip(*(places[node] for node in nodes), strict=True)
            axes.scatter(x, y, s=45, marker=marker, color=colour, label=variable, zorder=3)
    for node in sorted(graph, key=lambda one: (-strengths[one], str(one)))[:MOST_NAMES]:
        name = graph.nodes[node]["label"]
        axes.annotate(name, places[node], xytext=(5, 4), textcoords="offset points", zorder=4)
    axes.set_axis_off()
    axes.legend(loc="best")


def _tie_label(network: Network, signed: str) -> str:
    """What a line stands for: a side where ties have one, else the number of statements or what they share."""
    return signed if network.request.aggregation == "subtract" else network.request.aggregation


def _heatmap(network: Network, axes: Axes) -> None:
    """Cells by colour from orange over white to blue, with their numbers where these can be read."""
    from matplotlib.colors import LinearSegmentedColormap  # noqa: PLC0415 - takes long to load

    cells = network.matrix.toarray()
    colours = LinearSegmentedColormap.from_list("sides", [ORANGE, "#ffffff", BLUE])
    most = float(np.abs(cells).max())
    image = axes.imshow(cells, cmap=colours, vmin=-most, vmax=most, aspect="auto")
    axes.set_xticks(range(cells.shape[1]), network.column_labels, rotation=60, ha="right")
    axes.set_yticks(range(cells.shape[0]), network.row_labels)
    if cells.size <= 600:
        for row, column in zip(*cells.nonzero(), strict=True):
            axes.text(column, row, f"{cells[row, column]:g}", ha="center", va="center", fontsize=7)
    axes.figure.colorbar(image, ax=axes, label=f"{network.request.aggregation}, {network.request.normalization}")


def _dendrogram(network: Network, axes: Axes) -> None:
    """Rows by how alike they speak, joined by the mean distance of their members (average linkage)."""
    from scipy.cluster.hierarchy import dendrogram, linkage  # noqa: PLC0415 - takes long to load
    from scipy.spatial.distance import pdist  # noqa: PLC0415 - the same

    labels = network.row_labels
    if len(labels) < 3:
        cure = "Ask for more statements, or draw a graph"
        raise UsageError("a dendrogram needs three rows or more", where="picture", cure=cure)
    cells = network.matrix.toarray().astype(np.float64)
    tree: Any = linkage(pdist(cells), method="average")
    dendrogram(tree, labels=list(labels), orientation="right", ax=axes, link_color_func=lambda _: BLUE)
    axes.set_xlabel(f"distance of {network.request.rows} by {network.request.columns} (Euclidean, average linkage)")


def draw_timeline(timeline: Timeline, path: Path) -> int:
    """Draw counts over time: each name with a colour and a marker of its own, thick where it bursts.

    Args:
        timeline: of at most eight names; those after them are left out.
        path: of the picture; it ends in .svg, .png or .pdf.

    Returns:
        How many names it shows.

    Raises:
        UsageError: there is no such ending, nothing to draw, or matplotlib is not installed.
    """
    if not timeline.series:
        raise UsageError("the timeline has no statements to draw", where=str(path), cure="Ask for more statements")
    shown = timeline.series[: len(SERIES)]
    with _picture(path) as axes:
        for one, colour, marker in zip(shown, SERIES, MARKERS, strict=False):
            _line(axes, one, colour, marker)
        steps = max(1, len(timeline.begins) // 16)
        axes.set_xticks(range(0, len(timeline.begins), steps), timeline.begins[::steps], rotation=60, ha="right")
        axes.set_ylabel(f"statements by {timeline.unit}")
        axes.legend(loc="best", title="thick: burst; dotted: change of rate")
    return len(shown)


def _line(axes: Axes, one: Series, colour: str, marker: str) -> None:
    axes.plot(one.counts, color=colour, marker=marker, markersize=4, linewidth=1, label=one.name)
    for burst in one.bursts:
        places = range(burst.first, burst.last + 1)
        axes.plot(places, one.counts[burst.first : burst.last + 1], color=colour, linewidth=4, alpha=0.5)
    for place in one.count_changes:
        axes.axvline(place - 0.5, color=colour, linestyle=":", linewidth=1)
