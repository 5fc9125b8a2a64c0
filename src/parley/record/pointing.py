"""What a version of an entry points at, and which statement stands at a place of a text."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, select

from parley.record import sql
from parley.record.drafts import STATEMENT
from parley.record.spans import flat, hull


def pointed(connection: Connection, version: str, role: str) -> list[str]:
    """The entries that a version points at in a role, in order."""
    link = sql.version_link.c
    query = select(link.entry).where(link.version == version, link.role == role).order_by(link.position)
    return list(connection.execute(query).scalars())


def statement_at(connection: Connection, page_text: str, place: Sequence[int]) -> str | None:
    """The statement of a text that stands at a place, by what its payload quotes; None where there is none.

    Args:
        connection: to the record.
        page_text: digest of the text.
        place: start and end in the page text.
    """
    entry, version = sql.entry.c, sql.version.c
    query = (
        select(entry.key, version.payload)
        .join(sql.version, version.entry == entry.key)
        .where(entry.page_text == page_text, entry.kind == STATEMENT)
        .order_by(entry.key)
    )
    for row in connection.execute(query):
        said = json.loads(row.payload)
        there = hull(flat(said["content"] or said["cue"] or said["source"]))
        if [there.start, there.end] == list(place):
            return str(row.key)
    return None
