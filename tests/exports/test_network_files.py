"""Files of networks, read back by other programs' readers."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any, cast

import networkx
import pyarrow.parquet
import pytest
from lxml import etree

from parley.analysis import EventList, Network, NetworkRequest, Networks, draw_network
from parley.errors import UsageError
from parley.exports.network_files import NETWORK_FORMATS, export_network
from tests.analysis.tables import Line, table_of

ODD = 'Ünal & "Söhne" <AG>\n😀'
LINES = [
    Line(who="ann", what="tax", how=1, date="2020-01-10"),
    Line(who="bob", what="tax", how=0, date="2020-02-10"),
    Line(who=ODD, what="=war", how=1, date="2020-02-11"),
    Line(who="ann", what="=war", how=1, date="2020-02-12"),
]


def drawn(**options: Any) -> Any:
    """A network of a few statements with odd names."""
    return draw_network(table_of(LINES), NetworkRequest(**{"rows": "person", "aggregation": "subtract"} | options))


def rows_of(path: Path) -> list[list[str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def labelled(graph: networkx.Graph) -> set[tuple[frozenset[str], float]]:
    """The ties of a graph by the labels of their ends."""
    names = networkx.get_node_attributes(graph, "label")
    return {(frozenset({names[one], names[other]}), float(weight)) for one, other, weight in graph.edges(data="weight")}


def ties_of(network: Network) -> set[tuple[frozenset[str], float]]:
    """The same of a network."""
    return {(frozenset({row, column}), weight) for row, column, weight in network.ties()}


@pytest.mark.parametrize("mode", ["one", "two"])
@pytest.mark.parametrize("form", ["graphml", "visone", "gexf"])
def test_graphs_are_read_by_networkx(tmp_path: Path, form: str, mode: str) -> None:
    """Names, weights, modes and attributes come back whole, odd characters among them."""
    network = drawn(mode=mode)
    path = tmp_path / f"net{NETWORK_FORMATS[form].extension}"
    assert export_network(network, path, form=form) == len(list(network.ties()))
    graph = networkx.read_gexf(path, version="1.3") if form == "gexf" else networkx.read_graphml(path)
    assert labelled(graph) == ties_of(network)
    ann = next(about for _, about in graph.nodes(data=True) if about["label"] == "ann")
    assert (ann["variable"], ann["mode"], ann["statements"], ann["party"]) == ("person", 1, 2, "left")


def test_visone_gets_shapes_and_colours(tmp_path: Path) -> None:
    """Every node has a place and a shape, every tie a colour by its sign; the same network gives the same file."""
    first, second = tmp_path / "a.graphml", tmp_path / "b.graphml"
    for path in (first, second):
        export_network(drawn(), path, form="visone")
    assert first.read_bytes() == second.read_bytes()
    space = {"y": "http://www.yworks.com/xml/graphml"}
    tree = etree.parse(first)
    assert len(tree.findall(".//y:Geometry", space)) == 5
    assert {line.get("color") for line in tree.findall(".//y:LineStyle", space)} == {"#00ff00", "#ff0000"}
    export_network(drawn(aggregation="combine"), first, form="visone")
    assert {line.get("color") for line in etree.parse(first).findall(".//y:LineStyle", space)} == {"#00ff00", "#ff0000"}


def test_windows_become_a_timeline(tmp_path: Path) -> None:
    """GEXF of windows has each tie once, with the time and the weight of each window."""
    networks = cast("Networks", drawn(window="1 month"))
    export_network(networks, tmp_path / "net.gexf")
    root = etree.parse(tmp_path / "net.gexf").getroot()
    space = {"g": "http://gexf.net/1.3"}
    graph = root.find("g:graph", space)
    assert graph is not None
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    spells = [(one.get("start"), one.get("end")) for one in root.findall(".//g:spell", space)]
    assert spells == [("2020-01-01", "2020-01-31"), *[("2020-02-01", "2020-02-29")] * 3]
    export_network(drawn(window="12 hours"), tmp_path / "hours.gexf")
    assert 'timeformat="dateTime"' in (tmp_path / "hours.gexf").read_text("utf-8")
    export_network(networks, tmp_path / "ties.csv")
    assert rows_of(tmp_path / "ties.csv")[1] == ["ann", "tax", "1", "2020-01-01", "2020-01-31"]
    with pytest.raises(UsageError, match="edges, gexf"):
        export_network(networks, tmp_path / "net.net")


@pytest.mark.parametrize("mode", ["one", "two"])
def test_pajek_is_read_by_networkx(tmp_path: Path, mode: str) -> None:
    """Vertices and weights come back; a name that is not ASCII makes the file begin with a byte order mark."""
    network = drawn(mode=mode)
    export_network(network, tmp_path / "net.net")
    assert (tmp_path / "net.net").read_bytes().startswith(b"\xef\xbb\xbf*Vertices")
    head, _, rest = (tmp_path / "net.net").read_text("utf-8-sig").partition("\n")
    assert head == ("*Vertices 3" if mode == "one" else "*Vertices 5 3")
    graph = networkx.parse_pajek(f"{head[:11]}\n{rest}")  # it does not know the number of rows of two modes
    found = {(frozenset({one, other}), weight) for one, other, weight in graph.edges(data="weight")}
    plain = "Ünal & 'Söhne' <AG> 😀"
    assert found == {
        (frozenset(plain if end == ODD else end for end in ends), weight) for ends, weight in ties_of(network)
    }


@pytest.mark.parametrize("mode", ["one", "two"])
def test_dl_is_a_full_matrix(tmp_path: Path, mode: str) -> None:
    """The sizes, names and numbers of a .dl file are those of the matrix."""
    network = drawn(mode=mode)
    assert export_network(network, tmp_path / "net.dl") == 3
    text = (tmp_path / "net.dl").read_text("utf-8")
    head, _, data = text.partition("data:")
    assert [
        [float(cell) for cell in line.split()] for line in data.strip().splitlines()
    ] == network.matrix.toarray().tolist()
    assert re.findall(r"\b(?:n|nr|nc) = (\d+)", head) == (["3"] if mode == "one" else ["3", "2"])
    assert re.findall(r'"([^"]*)"', head) == [
        "ann",
        "bob",
        "Ünal & 'Söhne' <AG> 😀",
        *([] if mode == "one" else ["=war", "tax"]),
    ]


def test_matrices_and_ties_as_csv(tmp_path: Path) -> None:
    """A matrix has the names of rows and columns; a spreadsheet computes none of them."""
    network = drawn()
    assert export_network(network, tmp_path / "net.csv") == 3
    assert rows_of(tmp_path / "net.csv") == [
        ["", "'=war", "tax"],
        ["ann", "1", "1"],
        ["bob", "0", "-1"],
        [ODD, "1", "0"],
    ]
    assert export_network(network, tmp_path / "ties.csv", form="edges") == 4
    assert rows_of(tmp_path / "ties.csv")[0] == ["source", "target", "weight", "start", "stop"]
    average = drawn(mode="one", aggregation="congruence", normalization="average")
    export_network(average, tmp_path / "average.csv")
    assert [float(cell) for cell in rows_of(tmp_path / "average.csv")[1][1:]] == average.matrix.toarray()[0].tolist()


def test_statements_as_csv(tmp_path: Path) -> None:
    """The list of statements has a line for each, with its date and everything coded."""
    events = cast("EventList", drawn(mode="events"))
    assert export_network(events, tmp_path / "events.csv") == 4
    header, first, *_ = rows_of(tmp_path / "events.csv")
    assert dict(zip(header, first, strict=True)) == {
        "key": "s0000",
        "date": "2020-01-10",
        "start": "0",
        "end": "0",
        "person": "ann",
        "concept": "tax",
        "stance": "true",
        "source": "paper 0",
        "person.party": "left",
    }
    with pytest.raises(UsageError, match="csv"):
        export_network(events, tmp_path / "events.gexf")


def test_unknown_formats_are_refused(tmp_path: Path) -> None:
    """What no format is called, and no ending stands for, is refused with those there are."""
    for path, form in ((tmp_path / "net.doc", None), (tmp_path / "net.csv", "doc")):
        with pytest.raises(UsageError, match="pajek"):
            export_network(drawn(), path, form=form)


def test_ties_as_parquet(tmp_path: Path) -> None:
    """Every tie is a row with typed columns, read back as it is."""
    network = drawn()
    assert export_network(network, tmp_path / "net.parquet") == 4
    found = pyarrow.parquet.read_table(tmp_path / "net.parquet").to_pylist()
    assert [(one["source"], one["target"], one["weight"]) for one in found] == list(network.ties())
    assert {one["start"] for one in found} == {network.start}
