"""The formats of networks: one literal table of names, endings and writers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parley.analysis import EventList, Network
from parley.errors import UsageError
from parley.exports.files import Target
from parley.exports.gexf import write_gexf
from parley.exports.graphml import write_graphml, write_visone
from parley.exports.network_parquet import write_ties
from parley.exports.network_tables import write_edges, write_events, write_matrix
from parley.exports.pajek import write_pajek
from parley.exports.ucinet import write_dl


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkFormat:
    """A format of networks."""

    extension: str
    description: str
    write: Callable[[Any, Target], int]
    several: bool = False
    """Whether one file holds the networks of many windows."""


NETWORK_FORMATS: Mapping[str, NetworkFormat] = {
    "matrix": NetworkFormat(extension=".csv", description="CSV: a matrix with names", write=write_matrix),
    "edges": NetworkFormat(extension=".csv", description="CSV: a line for each tie", write=write_edges, several=True),
    "graphml": NetworkFormat(extension=".graphml", description="GraphML, plain", write=write_graphml),
    "visone": NetworkFormat(extension=".graphml", description="GraphML with visone's graphics", write=write_visone),
    "gexf": NetworkFormat(
        extension=".gexf", description="GEXF 1.3 for Gephi; windows become its timeline", write=write_gexf, several=True
    ),
    "pajek": NetworkFormat(extension=".net", description="Pajek", write=write_pajek),
    "dl": NetworkFormat(extension=".dl", description="UCINET, full matrix", write=write_dl),
    "parquet": NetworkFormat(
        extension=".parquet", description="Parquet: a row for each tie", write=write_ties, several=True
    ),
}


def export_network(drawn: Network | Sequence[Network] | EventList, path: Path, *, form: str | None = None) -> int:
    """Write a network, those of windows, or a list of statements.

    Args:
        drawn: what ``draw_network`` gave.
        path: of the file; its ending names the format: of .csv a matrix, of windows the ties, of events the statements.
        form: name of the format, where the ending does not tell.

    Returns:
        How many rows or ties were written.

    Raises:
        UsageError: there is no such format, or it cannot hold this.
    """
    if isinstance(drawn, EventList):
        if form not in (None, "events") or path.suffix.lower() != ".csv":
            raise UsageError("a list of statements is a table", where=str(path), cure="Name a file that ends in .csv")
        return write_events(drawn, path)
    several = not isinstance(drawn, Network)
    name = form or _named(path, several=several)
    found = NETWORK_FORMATS.get(name or "")
    if found is None:
        known = ", ".join(f"{one} ({kind.extension})" for one, kind in NETWORK_FORMATS.items())
        what = f"there is no format {form!r} of networks" if form else "its ending names no format of networks"
        raise UsageError(what, where=str(path), cure=f"Take one of {known}")
    if found.several:
        return found.write([drawn] if isinstance(drawn, Network) else drawn, path)
    if several:
        which = ", ".join(one for one, kind in NETWORK_FORMATS.items() if kind.several)
        cure = f"Take one of {which}, or leave the window out"
        raise UsageError(f"{name} holds one network, not those of windows", where=str(path), cure=cure)
    return found.write(drawn, path)


def _named(path: Path, *, several: bool) -> str | None:
    fitting = [one for one, kind in NETWORK_FORMATS.items() if kind.extension == path.suffix.lower()]
    if several:
        fitting = [one for one in fitting if NETWORK_FORMATS[one].several] or fitting
    return fitting[0] if fitting else None
