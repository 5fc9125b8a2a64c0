"""GraphML: plain, for igraph, networkx, Gephi and Cytoscape; and with yFiles' graphics, as visone reads it.

Source: the GraphML primer (graphml.graphdrawing.org); design/networks.md section 1 for what DNA writes for visone.
Elements are made without a namespace and take that of the root when they are written, which keeps files small.
Nodes stand on circles, rows outside and columns inside, so that the same network looks the same twice.
"""

from __future__ import annotations

import math
from typing import Any

from lxml import etree

from parley.analysis import Network
from parley.exports.files import Target, whole_file
from parley.exports.network_parts import Node, attribute_names, edges_of, nodes_of, number

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_DRAWING = "http://www.yworks.com/xml/graphml"
_FIELDS = (("label", "string"), ("variable", "string"), ("mode", "int"), ("statements", "int"))
_COLOURS = {1: "#00ff00", 2: "#ff0000", 3: "#0000ff"}
"""DNA's colours of combined stances: agree, disagree, both."""


def write_graphml(network: Network, target: Target) -> int:
    """Write a network as plain GraphML.

    Args:
        network: of one or two modes.
        target: a path, or a file open for bytes.

    Returns:
        How many ties were written.
    """
    return _write(network, target, drawn=False)


def write_visone(network: Network, target: Target) -> int:
    """Write a network as GraphML with places, shapes and colours for visone.

    Args:
        network: of one or two modes.
        target: a path, or a file open for bytes.

    Returns:
        How many ties were written.
    """
    return _write(network, target, drawn=True)


def _write(network: Network, target: Target, *, drawn: bool) -> int:
    nodes = nodes_of(network)
    names, number_of_ties = attribute_names(nodes), 0
    spaces: dict[Any, str] = {None: _NAMESPACE} | ({"y": _DRAWING} if drawn else {})
    with (
        whole_file(target) as file,
        etree.xmlfile(file, encoding="utf-8") as xml,
    ):
        xml.write_declaration()
        with xml.element("graphml", nsmap=spaces):
            _write_keys(xml, names, drawn=drawn)
            with xml.element("graph", {"id": "G", "edgedefault": "undirected"}):
                for place, node in enumerate(nodes):
                    element = _node(node, names)
                    if drawn:
                        element.append(_shape(node, place, len(nodes)))
                    xml.write(element)
                for edge in edges_of(network):
                    element = etree.Element("edge", source=edge.source, target=edge.target)
                    _data(element, "weight", number(edge.weight))
                    if drawn:
                        element.append(_line(edge.weight, network.request.aggregation))
                    xml.write(element)
                    number_of_ties += 1
    return number_of_ties


def _write_keys(xml: Any, names: list[str], *, drawn: bool) -> None:
    fields = [*_FIELDS, *((name, "string") for name in names)]
    for place, (name, kind) in enumerate(fields):
        about = {"id": f"n{place}", "for": "node", "attr.name": name, "attr.type": kind}
        xml.write(etree.Element("key", about))
    xml.write(etree.Element("key", {"id": "weight", "for": "edge", "attr.name": "weight", "attr.type": "double"}))
    if drawn:
        xml.write(etree.Element("key", {"id": "shape", "for": "node", "yfiles.type": "nodegraphics"}))
        xml.write(etree.Element("key", {"id": "line", "for": "edge", "yfiles.type": "edgegraphics"}))


def _node(node: Node, names: list[str]) -> Any:
    element = etree.Element("node", id=node.id)
    for place, (name, _) in enumerate(_FIELDS):
        _data(element, f"n{place}", str(getattr(node, name)))
    for place, name in enumerate(names, len(_FIELDS)):
        if name in node.attributes:
            _data(element, f"n{place}", node.attributes[name])
    return element


def _data(element: Any, key: str, text: str) -> None:
    etree.SubElement(element, "data", key=key).text = text


def _shape(node: Node, place: int, nodes: int) -> Any:
    """Rows as circles on the outer ring, columns as squares on the inner one."""
    data = etree.Element("data", key="shape")
    shape = etree.SubElement(data, _drawing("ShapeNode"), nsmap={"y": _DRAWING})
    angle, far = 2 * math.pi * place / max(1, nodes), 40.0 * math.sqrt(max(1, nodes)) / node.mode
    at = {"x": f"{far * math.cos(angle):.1f}", "y": f"{far * math.sin(angle):.1f}", "width": "20", "height": "20"}
    etree.SubElement(shape, _drawing("Geometry"), at)
    etree.SubElement(shape, _drawing("Fill"), color="#ffcc00" if node.mode == 1 else "#99ccff", transparent="false")
    etree.SubElement(shape, _drawing("NodeLabel")).text = node.label
    etree.SubElement(shape, _drawing("Shape"), type="ellipse" if node.mode == 1 else "rectangle")
    return data


def _line(weight: float, aggregation: str) -> Any:
    """Lines in DNA's colours: combined stances by kind, subtracted ones by sign, all others grey."""
    colour = "#808080"
    if aggregation == "combine":
        colour = _COLOURS.get(int(weight), colour)
    elif aggregation == "subtract":
        colour = "#00ff00" if weight > 0 else "#ff0000"
    data = etree.Element("data", key="line")
    line = etree.SubElement(data, _drawing("PolyLineEdge"), nsmap={"y": _DRAWING})
    etree.SubElement(line, _drawing("LineStyle"), color=colour, type="line", width="1.0")
    return data


def _drawing(name: str) -> str:
    return f"{{{_DRAWING}}}{name}"
