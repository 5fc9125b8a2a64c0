"""Lists of rows on the terminal: one column for each field that a reader wants to see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from parley.terms.feeds import FeedRow

HIDDEN = frozenset({"before", "undoes", "colour", "location", "fetched_at", "subject_kind", "subject"})
"""Fields that a table leaves to ``--json``."""
SHORT = frozenset({"country", "sector", "score"})
"""Fields whose cells are never parted."""


def rows_table(rows: Sequence[Any]) -> Table:
    """A table of rows of one kind, headed by the names of their fields.

    Args:
        rows: dataclasses, at least one.
    """
    names = [one.name for one in fields(rows[0]) if one.name not in HIDDEN]
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(name.replace("_", " ").capitalize(), overflow="fold", no_wrap=name in ("key", "id"))
    for row in rows:
        table.add_row(*(Text(cell(getattr(row, name))) for name in names))
    return table


def feeds_table(rows: Sequence[FeedRow]) -> Table:
    """What is followed, as a table: how each fares, and what a person should look at."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for name in ("Feed", "Last success", "A day", "Read", "Waiting", "Refused", "To look at"):
        table.add_column(name, overflow="fold", justify="right" if name in _NUMBERS else "left")
    for row in rows:
        shown = Text(row.title or row.given)
        if row.title:
            shown.append(f"\n{row.given}", style="dim")
        success = (row.last_success or "never").replace("T", " ").removesuffix("Z")
        error = [row.last_error] if row.failures and row.last_error else []
        said = "\n".join([*row.warnings, *error])
        numbers = (row.items_a_day, row.read, row.waiting, row.refused)
        table.add_row(shown, Text(success), *(Text(cell(one)) for one in numbers), Text(said))
    return table


_NUMBERS = frozenset({"A day", "Read", "Waiting", "Refused"})


def objects_table(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Table:
    """A table of plain objects.

    Args:
        rows: at least one.
        names: the keys that are shown, in order.
    """
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(name.replace("_", " ").capitalize(), overflow="fold", no_wrap=name in SHORT)
    for row in rows:
        table.add_row(*(Text(cell(row[name])) for name in names))
    return table


def cell(value: object) -> str:
    """A value as a cell shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {cell(one)}" for name, one in value.items() if one not in (None, [], ()))
    if isinstance(value, (list, tuple)):
        return "; ".join(cell(one) for one in value)
    return str(value)
