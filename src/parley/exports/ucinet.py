"""UCINET's .dl: a full matrix with the names of rows and columns, as DNA writes it.

A quotation mark within a name becomes an apostrophe and a line end a space: the format has no way to write them.
"""

from __future__ import annotations

from collections.abc import Iterable

from parley.analysis import Network
from parley.exports.files import Target, text_file
from parley.exports.network_parts import clean, number


def write_dl(network: Network, target: Target) -> int:
    """Write a network.

    Args:
        network: of one or two modes.
        target: a path, or a file open for bytes.

    Returns:
        How many rows were written.
    """
    rows, columns = network.row_labels, network.column_labels
    with text_file(target) as file:
        size = f"n = {len(rows)}" if network.request.mode == "one" else f"nr = {len(rows)}, nc = {len(columns)}"
        file.write(f"dl\r\n{size}\r\nformat = fullmatrix\r\n")
        if network.request.mode == "one":
            file.write(f"labels:\r\n{_names(rows)}\r\n")
        else:
            file.write(f"row labels:\r\n{_names(rows)}\r\ncolumn labels:\r\n{_names(columns)}\r\n")
        file.write("data:\r\n")
        for place in range(len(rows)):
            file.write(" ".join(map(number, network.matrix[[place]].toarray()[0].tolist())) + "\r\n")
    return len(rows)


def _names(labels: Iterable[str]) -> str:
    cleaned = (" ".join(clean(label).replace('"', "'").split()) for label in labels)
    return ",\r\n".join(f'"{label}"' for label in cleaned)
