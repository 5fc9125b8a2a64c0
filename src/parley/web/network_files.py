"""A network as a file to download, in every format of the exports."""

from __future__ import annotations

import tempfile
from pathlib import Path

from fastapi.responses import Response

from parley.analysis import EventList, Network, Networks
from parley.errors import UsageError
from parley.exports.network_files import NETWORK_FORMATS, export_network

TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".graphml": "application/xml",
    ".gexf": "application/xml",
    ".net": "text/plain; charset=utf-8",
    ".dl": "text/plain; charset=utf-8",
}


def network_file(drawn: Network | Networks | EventList, form: str) -> Response:
    """A network as a file.

    Args:
        drawn: a network, those of windows, or a list of statements.
        form: a name of ``NETWORK_FORMATS``, or csv: the matrix, the ties of windows, or the statements.

    Raises:
        UsageError: there is no such format, or it cannot hold this.
    """
    found = NETWORK_FORMATS.get(form)
    if found is None and form != "csv":
        known = ", ".join(("csv", *NETWORK_FORMATS))
        raise UsageError(f"there is no {form} here", where="network", cure=f"Ask for one of {known}, json")
    ending = found.extension if found else ".csv"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"network{ending}")
        export_network(drawn, path, form=None if found is None else form)
        content = path.read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="network{ending}"'}
    return Response(content, media_type=TYPES[ending], headers=headers)
