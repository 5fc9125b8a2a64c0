"""What stands on the screen of a discourse network; loaded when one is drawn, since scipy takes long to load."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any, cast
from urllib.parse import urlencode

from parley.analysis import EventList, Network, Networks
from parley.errors import UsageError
from parley.terms.tables import StatementRow
from parley.web.desk import Desk
from parley.web.network_drawing import Address, count_ties, heat_map, heaviest, picture, shown_ties
from parley.web.network_drawn import Drawn, companion, draw
from parley.web.network_finding import Found, find_in
from parley.web.network_note import measure_read_share, method_note
from parley.web.network_query import NetworkQuery
from parley.web.network_words import plural

LISTED = 1000
"""So many ties stand in the table; the file has all."""
EVENTS = 200
"""So many statements of a list stand on the page; the file has all."""
UNSHOWN = ("key", "start", "end", "id")
"""What a list of statements has for programs."""
FILES = {
    "one": ("csv", "edges", "graphml", "visone", "gexf", "pajek", "dl", "json"),
    "two": ("csv", "edges", "graphml", "visone", "gexf", "pajek", "dl", "json"),
    "events": ("csv",),
}
NAMES = {
    "csv": "CSV",
    "edges": "CSV of ties",
    "graphml": "GraphML",
    "visone": "GraphML for visone",
    "gexf": "GEXF",
    "pajek": "Pajek",
    "dl": "UCINET dl",
    "json": "JSON",
}
OF_WINDOWS = ("edges", "gexf")
"""Formats that hold the networks of all windows."""


def screen_of(desk: Desk, asked: NetworkQuery) -> Mapping[str, Any]:
    """What stands on the screen.

    Args:
        desk: whose record.
        asked: as the address has it.

    Raises:
        UsageError: options do not go together.
    """
    drawn = draw(desk, asked)
    view = desk.record.view()
    found: dict[str, Any] = {
        "asked": drawn.query,
        "windows": drawn.windows,
        "read": desk.remembered.get("read share", lambda: measure_read_share(view)),
        "files": FILES[drawn.query.mode],
        "of_windows": OF_WINDOWS if drawn.windows else (),
        "names_of": NAMES,
        "plural": plural,
        "network": None,
        "events": None,
        "note": "",
        "dropped": sorted(drawn.whole.chosen.dropped.items()),
    }
    if drawn.shown is None:
        return found
    if isinstance(drawn.shown, EventList):
        found |= _events(drawn.query, drawn.shown)
    else:
        found |= _network(desk, drawn, drawn.shown)
    found["note"] = note_of(desk, drawn)
    return found


def note_of(desk: Desk, drawn: Drawn) -> str:
    """The note on the method, with everything that was asked for; empty where no window holds anything."""
    if drawn.shown is None:
        return ""
    more: dict[str, Any] = {"place": f"{drawn.query.place} of {drawn.windows}"} if drawn.windows else {}
    if isinstance(drawn.shown, Network):
        found = finds(desk, drawn, drawn.shown)
        if found.clusters:
            more["clusters"] = f"by {found.way}, modularity {found.clusters.modularity:.3f}"
        if found.backbone:
            more["backbone"] = "nested, L1 distance of spectra"
    return method_note(drawn.shown, drawn.query.options() | more, desk.record.view())


def _events(asked: NetworkQuery, events: EventList) -> dict[str, Any]:
    first = ["date", *(name for name in (asked.rows, asked.columns, asked.qualifier) if name in events.names)]
    named = [*first, *(name for name in events.names if name not in (*first, *UNSHOWN))]
    rows = [
        {name: _told(cell) for name, cell in zip(events.names, cells, strict=True)} for cells in islice(events, EVENTS)
    ]
    filled = [name for name in named if any(row[name] for row in rows)]
    return {"events": rows, "names": filled, "number": len(events)}


def _told(cell: str | float | bool | None) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return "" if cell is None else str(cell)


def _network(desk: Desk, drawn: Drawn, network: Network) -> dict[str, Any]:
    asked, two = drawn.query, drawn.query.mode == "two"
    ties = shown_ties(network, address_in(asked))
    shown = heaviest(ties, two=two, everything=asked.everything)
    found = finds(desk, drawn, network)
    data = picture(network, shown, found.marked)
    return {
        "network": network,
        "ties": ties[:LISTED],
        "number": count_ties(network),
        "shown": len(shown),
        "nodes": data["shown"],
        "total": data["total"],
        "heat": heat_map(network, address_in(asked)),
        "found": found,
        "spans": _spans(drawn),
    }


def _spans(drawn: Drawn) -> tuple[str, str] | None:
    """Days on which the windows begin and end, for the ends of the slider."""
    if not drawn.windows:
        return None
    several = cast("Networks", drawn.whole)
    return str(several[0].start), str(several[len(several) - 1].stop)


def address_in(asked: NetworkQuery) -> Address:
    """Where the statements behind the ties of a network are."""
    network = asked.address("/networks/discourse/tie")
    joint = "&" if "?" in network else "?"
    return lambda row, column: f"{network}{joint}{urlencode({'row': row, 'column': column})}"


def finds(desk: Desk, drawn: Drawn, network: Network) -> Found:
    """Clusters and backbone, where they are asked for; looked for once for as long as the record stays as it is."""
    asked = drawn.query
    if not (asked.clusters or asked.backbone):
        return Found()

    def look() -> Found:
        one = companion(desk, asked) if asked.backbone else None
        return find_in(network, one, clusters=asked.clusters, seed=asked.seed)

    return desk.orders.get(("network", "found", asked.address("")), look)


def picture_of(desk: Desk, drawn: Drawn) -> dict[str, Any]:
    """Nodes and edges as the island draws them.

    Raises:
        UsageError: it is a list of statements.
    """
    if isinstance(drawn.shown, EventList):
        raise UsageError("a list of statements is no picture", where="network", cure="Ask for .csv")
    if drawn.shown is None:
        return {"nodes": [], "edges": [], "directed": False, "shown": 0, "total": 0}
    ties = shown_ties(drawn.shown, address_in(drawn.query))
    shown = heaviest(ties, two=drawn.query.mode == "two", everything=drawn.query.everything)
    return picture(drawn.shown, shown, finds(desk, drawn, drawn.shown).marked)


def behind(drawn: Drawn, row: str, column: str) -> tuple[StatementRow, ...]:
    """The statements of a tie, in order of time.

    Raises:
        UsageError: there is no such row or column, or it is a list of statements.
    """
    if not isinstance(drawn.shown, Network):
        raise UsageError("there are no ties here", where="network", cure="Take mode one or two")
    return drawn.shown.statements(row, column)
