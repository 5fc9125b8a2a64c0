"""Networks as CSV: a matrix, a list of edges, a list of statements."""

from __future__ import annotations

from collections.abc import Sequence

from parley.analysis import EventList, Network
from parley.exports.delimited import csv_writer, flat_cell
from parley.exports.files import Target, text_file
from parley.exports.network_parts import clean, number


def write_matrix(network: Network, target: Target) -> int:
    """A matrix with the names of rows and columns.

    Args:
        network: of one or two modes.
        target: a path, or a file open for bytes.

    Returns:
        How many rows were written.
    """
    with text_file(target) as file:
        writer = csv_writer(file)
        writer.writerow(["", *map(flat_cell, network.column_labels)])
        for place, label in enumerate(network.row_labels):
            cells = network.matrix[[place]].toarray()[0].tolist()
            writer.writerow([flat_cell(label), *map(number, cells)])
    return len(network.row_labels)


def write_edges(networks: Sequence[Network], target: Target) -> int:
    """A line for each tie: its ends, weight, and from when to when.

    Args:
        networks: one, or those of windows.
        target: a path, or a file open for bytes.

    Returns:
        How many ties were written.
    """
    ties = 0
    with text_file(target) as file:
        writer = csv_writer(file)
        writer.writerow(["source", "target", "weight", "start", "stop"])
        for network in networks:
            for row, column, weight in network.ties():
                names = (flat_cell(row), flat_cell(column))
                writer.writerow([*names, number(weight), network.start or "", network.stop or ""])
                ties += 1
    return ties


def write_events(events: EventList, target: Target) -> int:
    """A line for each statement, with every variable, field and attribute.

    Args:
        events: the statements.
        target: a path, or a file open for bytes.

    Returns:
        How many statements were written.
    """
    with text_file(target) as file:
        writer = csv_writer(file)
        writer.writerow([clean(name) for name in events.names])
        for row in events:
            writer.writerow([flat_cell(cell) for cell in row])
    return len(events)
