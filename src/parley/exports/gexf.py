"""GEXF 1.3 for Gephi: one network, or those of windows with the time of each tie and its weight then.

Source: the GEXF primer and schema 1.3 (gexf.net). Elements are made without a namespace and take that of the root.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from parley.analysis import Network
from parley.exports.files import Target, whole_file
from parley.exports.network_parts import Node, attribute_names, edges_of, nodes_of, number

_NAMESPACE = "http://gexf.net/1.3"
_FIELDS = (("variable", "string"), ("mode", "integer"), ("statements", "integer"))
Spell = tuple[str, str, float]
"""From when, to when, how heavy."""


def write_gexf(networks: Sequence[Network], target: Target) -> int:
    """Write a network, or the networks of windows, as one graph.

    Args:
        networks: one, or those of windows in order of time.
        target: a path, or a file open for bytes.

    Returns:
        How many ties were written; of windows, how many pairs are tied at any time.
    """
    nodes: dict[str, Node] = {}
    ties: dict[tuple[str, str], list[Spell]] = {}
    for network in networks:
        nodes |= {node.id: node for node in nodes_of(network) if node.id not in nodes}
        for edge in edges_of(network):
            spell = (network.start or "", network.stop or "", edge.weight)
            ties.setdefault((edge.source, edge.target), []).append(spell)
    dynamic = len(networks) != 1
    about = {"mode": "static"}
    if dynamic:
        timed = _timed(ties)
        about = {"mode": "dynamic", "timeformat": "dateTime" if timed else "date"}
        ties = {ends: _whole(spells) for ends, spells in ties.items()} if timed else ties
    with whole_file(target) as file, etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with (
            xml.element("gexf", {"version": "1.3"}, nsmap={None: _NAMESPACE}),
            xml.element("graph", {**about, "defaultedgetype": "undirected"}),
        ):
            names = attribute_names(list(nodes.values()))
            fields = [] if dynamic else [*_FIELDS[2:]]
            _write_nodes(xml, list(nodes.values()), [*_FIELDS[:2], *fields, *((name, "string") for name in names)])
            if dynamic:
                declared = etree.Element("attributes", {"class": "edge", "mode": "dynamic"})
                etree.SubElement(declared, "attribute", id="weight", title="weight", type="double")
                xml.write(declared)
            with xml.element("edges"):
                for place, ((source, end), spells) in enumerate(ties.items()):
                    xml.write(_edge(place, (source, end), spells, dynamic=dynamic))
    return len(ties)


def _timed(ties: dict[tuple[str, str], list[Spell]]) -> bool:
    return any("T" in moment for spells in ties.values() for start, stop, _ in spells for moment in (start, stop))


def _whole(spells: list[Spell]) -> list[Spell]:
    """Spells whose days are written as moments: from the first second to the last."""
    return [
        (start if "T" in start else f"{start}T00:00:00Z", stop if "T" in stop else f"{stop}T23:59:59Z", weight)
        for start, stop, weight in spells
    ]


def _write_nodes(xml: Any, nodes: list[Node], fields: list[tuple[str, str]]) -> None:
    declared = etree.Element("attributes", {"class": "node", "mode": "static"})
    for place, (name, kind) in enumerate(fields):
        etree.SubElement(declared, "attribute", id=f"n{place}", title=name, type=kind)
    xml.write(declared)
    with xml.element("nodes"):
        for node in nodes:
            element = etree.Element("node", id=node.id, label=node.label)
            values = etree.SubElement(element, "attvalues")
            for place, (name, _) in enumerate(fields):
                own = {"variable": node.variable, "mode": node.mode, "statements": node.statements}
                value = own.get(name, node.attributes.get(name))
                if value is not None:
                    etree.SubElement(values, "attvalue", {"for": f"n{place}", "value": str(value)})
            xml.write(element)


def _edge(place: int, ends: tuple[str, str], spells: list[Spell], *, dynamic: bool) -> Any:
    element = etree.Element("edge", id=str(place), source=ends[0], target=ends[1])
    if not dynamic:
        element.set("weight", number(spells[0][2]))
        return element
    values = etree.SubElement(element, "attvalues")
    for start, stop, weight in spells:
        about = {"for": "weight", "value": number(weight), "start": start, "end": stop}
        etree.SubElement(values, "attvalue", about)
    times = etree.SubElement(element, "spells")
    for start, stop, _ in spells:
        etree.SubElement(times, "spell", start=start, end=stop)
    return element
