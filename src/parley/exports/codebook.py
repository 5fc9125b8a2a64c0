"""The codebook that lies beside a table: what each column means, and what each concept means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from parley.exports.columns import Table, join_list
from parley.exports.delimited import csv_writer, flat_cell
from parley.exports.files import Target, text_file

HEADER = ("kind", "name", "type", "may be empty", "values", "description")


def codebook_rows(table: Table, concepts: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """A row for each column, then one for each concept.

    Args:
        table: whose columns are told.
        concepts: name to definition.

    Yields:
        Cells under ``HEADER``.
    """
    for column in table.columns:
        empty = "yes" if column.nullable or column.type == "list" else "no"
        yield "column", column.name, column.type, empty, join_list(column.choices), column.description
    for concept, definition in concepts.items():
        yield "concept", concept, "stance", "no", join_list(("agree", "disagree", "neutral")), definition


def codebook_path(path: Path) -> Path:
    """Where the codebook of a table lies: ``spring.csv`` has ``spring.codebook.csv``."""
    return path.with_name(f"{path.stem}.codebook.csv")


def write_codebook(target: Target, table: Table, *, concepts: Mapping[str, str] | None = None) -> int:
    """Write the codebook of a table as CSV, safe from formulas like the table itself.

    Args:
        target: a path, or a file open for bytes.
        table: whose columns are told.
        concepts: name to definition of the concepts that are used.

    Returns:
        How many rows were written.

    Raises:
        ParleyError: the file cannot be written.
    """
    number = 0
    with text_file(target) as file:
        writer = csv_writer(file)
        writer.writerow(HEADER)
        for row in codebook_rows(table, concepts or {}):
            writer.writerow([flat_cell(cell) for cell in row])
            number += 1
    return number
