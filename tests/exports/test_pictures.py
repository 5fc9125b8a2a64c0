"""Pictures: they open, hold names and a legend, and are the same each time."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from lxml import etree

from parley.analysis import Network, NetworkRequest, draw_network
from parley.analysis.timeline import TimelineRequest, measure_timeline
from parley.errors import UsageError
from parley.exports.pictures import BLUE, ORANGE, draw_picture, draw_timeline
from tests.analysis.tables import Line, table_of

LINES = [
    Line(who="ann", what="tax & sea", how=1, document=1),
    Line(who="bob", what="tax & sea", how=0, date="2020-03-01", document=2),
    Line(who="cy", what="war", how=1, document=3),
]


def network(**options: str) -> Network:
    """A small network with agreement and disagreement."""
    asked = NetworkRequest(**{"rows": "person", "aggregation": "subtract"} | options)  # type: ignore[arg-type]
    return cast("Network", draw_network(table_of(LINES), asked))


@pytest.mark.parametrize("kind", ["graph", "heatmap", "dendrogram"])
def test_pictures_are_files_with_names(tmp_path: Path, kind: str) -> None:
    """An SVG holds the names as text; drawn again it is the same file."""
    paths = [tmp_path / "one.svg", tmp_path / "two.svg"]
    assert [draw_picture(network(), path, kind=kind) for path in paths] == [3, 3]
    words = [str(one.text).strip() for one in etree.parse(paths[0]).iter("{http://www.w3.org/2000/svg}text")]
    assert "ann" in words
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_stance_is_told_by_line_and_colour(tmp_path: Path) -> None:
    """Disagreement is dashed as well as of another colour; both stand in the legend, as do rows and columns."""
    draw_picture(network(), tmp_path / "net.svg")
    text = (tmp_path / "net.svg").read_text("utf-8")
    assert all(colour in text for colour in (BLUE, ORANGE))
    assert "stroke-dasharray" in text
    assert all(f">{word}</text>" in text for word in ("agree", "disagree", "person", "concept"))


def test_png_and_pdf_open(tmp_path: Path) -> None:
    """The other formats begin as such files do."""
    draw_picture(network(), tmp_path / "net.png")
    draw_picture(network(), tmp_path / "net.pdf", kind="heatmap")
    assert (tmp_path / "net.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "net.pdf").read_bytes().startswith(b"%PDF")


def test_a_timeline_has_its_names(tmp_path: Path) -> None:
    """Every name stands in the legend of a timeline."""
    timeline = measure_timeline(network().chosen, TimelineRequest())
    assert draw_timeline(timeline, tmp_path / "time.svg") == 2
    assert "war" in (tmp_path / "time.svg").read_text("utf-8")


def test_what_cannot_be_drawn_is_refused(tmp_path: Path) -> None:
    """Another ending or kind, and a network without ties."""
    with pytest.raises(UsageError, match="ends in"):
        draw_picture(network(), tmp_path / "net.gif")
    with pytest.raises(UsageError, match="heatmap"):
        draw_picture(network(), tmp_path / "net.svg", kind="sculpture")
    empty = cast("Network", draw_network(table_of([]), NetworkRequest(rows="person")))
    with pytest.raises(UsageError, match="no ties"):
        draw_picture(empty, tmp_path / "net.svg")
    with pytest.raises(UsageError, match="no statements"):
        draw_timeline(measure_timeline(empty.chosen, TimelineRequest()), tmp_path / "net.svg")
