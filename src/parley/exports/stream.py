"""A JSON document with one long list, written an item at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from parley.exports.jsonl import json_line


def write_json_list(file: BinaryIO, items: Iterable[Any], *, before: str = "", after: str = "") -> int:
    """Write a JSON list, one item a line.

    Args:
        file: open for bytes.
        items: what the list holds.
        before: JSON that stands before the list; empty for a document that is the list.
        after: JSON that stands after it.

    Returns:
        How many items were written.
    """
    file.write(f"{before}[\n".encode())
    number = 0
    for item in items:
        if number:
            file.write(b",\n")
        file.write(json_line(item).rstrip(b"\n"))
        number += 1
    file.write(f"\n]{after}\n".encode())
    return number
