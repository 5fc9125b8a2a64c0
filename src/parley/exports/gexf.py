"""GEXF 1.3 for Gephi: one network, or those of windows with the time of each tie and its weight then.

Source: the GEXF primer and schema 1.3 (gexf.net).
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
    about = {"mode": "dynamic", "timeformat": "datetime" if _timed(ties) else "date"} if dynamic else {"mode": "static"}
    with whole_file(target) as file, etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with (
            xml.element(_tag("gexf"), {"version": "1.3"}, nsmap={None: _NAMESPACE}),
            xml.element(_tag("graph"), {**about, "defaultedgetype": "undirected"}),
        ):
            names = attribute_names(list(nodes.values()))
            fields = [] if dynamic else [*_FIELDS[2:]]
            _write_nodes(xml, list(nodes.values()), [*_FIELDS[:2], *fields, *((name, "string") for name in names)])
            if dynamic:
                declared = etree.Element(_tag("attributes"), {"class": "edge", "mode": "dynamic"})
                etree.SubElement(declared, _tag("attribute"), id="weight", title="weight", type="double")
                xml.write(declared)
            with xml.element(_tag("edges")):
                for place, ((source, end), spells) in enumerate(ties.items()):
                    xml.write(_edge(place, (source, end), spells, dynamic=dynamic))
    return len(ties)


def _timed(ties: dict[tuple[str, str], list[Spell]]) -> bool:
    return any("T" in moment for spells in ties.values() for start, stop, _ in spells for moment in (start, stop))


def _write_nodes(xml: Any, nodes: list[Node], fields: list[tuple[str, str]]) -> None:
    declared = etree.Element(_tag("attributes"), {"class": "node", "mode": "static"})
    for place, (name, kind) in enumerate(fields):
        etree.SubElement(declared, _tag("attribute"), id=f"n{place}", title=name, type=kind)
    xml.write(declared)
    with xml.element(_tag("nodes")):
        for node in nodes:
            element = etree.Element(_tag("node"), id=node.id, label=node.label)
            values = etree.SubElement(element, _tag("attvalues"))
            for place, (name, _) in enumerate(fields):
                own = {"variable": node.variable, "mode": node.mode, "statements": node.statements}
                value = own.get(name, node.attributes.get(name))
                if value is not None:
                    etree.SubElement(values, _tag("attvalue"), {"for": f"n{place}", "value": str(value)})
            xml.write(element)


def _edge(place: int, ends: tuple[str, str], spells: list[Spell], *, dynamic: bool) -> Any:
    element = etree.Element(_tag("edge"), id=str(place), source=ends[0], target=ends[1])
    if not dynamic:
        element.set("weight", number(spells[0][2]))
        return element
    values = etree.SubElement(element, _tag("attvalues"))
    for start, stop, weight in spells:
        about = {"for": "weight", "value": number(weight), "start": start, "end": stop}
        etree.SubElement(values, _tag("attvalue"), about)
    times = etree.SubElement(element, _tag("spells"))
    for start, stop, _ in spells:
        etree.SubElement(times, _tag("spell"), start=start, end=stop)
    return element


def _tag(name: str) -> str:
    return f"{{{_NAMESPACE}}}{name}"
