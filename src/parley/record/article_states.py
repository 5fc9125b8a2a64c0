"""What holds of an article now: the fields its current reading gives, with what people corrected on top.

Law of this module: a reading is never changed; a correction lies over it and over every later one.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, insert, select, update

from parley.record import sql
from parley.record.digest import canonical_json
from parley.record.states import UNREAD
from parley.terms.names import fold_name

FIELDS = ("title", "date", "genre", "publication", "byline", "language", "url")
"""Fields of an article that people may correct; ``byline`` is a list of [name, role]."""


def settle_article(connection: Connection, page_text: str, *, reading: str, fetch: str) -> bool:
    """Make a reading the current one of its page text; whether that changed anything.

    Args:
        connection: with the writing transaction open.
        page_text: digest of the page text.
        reading: key of the reading.
        fetch: key of the fetch it was read from.
    """
    table = sql.article_state
    held = connection.execute(select(table).where(table.c.page_text == page_text)).first()
    corrections = json.loads(held.corrections) if held else {}
    row = {"reading": reading, "fetch": fetch, **fields_of(connection, reading, corrections)}
    if held is None:
        state = {"page_text": page_text, "corrections": "{}", "work": UNREAD, "work_reason": ""}
        connection.execute(insert(table), row | state)
        return True
    if all(getattr(held, name) == value for name, value in row.items()):
        return False
    connection.execute(update(table).where(table.c.page_text == page_text).values(row))
    return True


def correct_article(connection: Connection, page_text: str, corrections: dict[str, Any]) -> None:
    """Lay corrections over the current reading of a page text, in place of those that lay there."""
    table = sql.article_state
    state = connection.execute(select(table.c.reading).where(table.c.page_text == page_text)).one()
    row = {"corrections": canonical_json(corrections), **fields_of(connection, state.reading, corrections)}
    connection.execute(update(table).where(table.c.page_text == page_text).values(row))


def fields_of(connection: Connection, reading: str, corrections: dict[str, Any]) -> dict[str, Any]:
    """The fields of a reading with corrections on top, as columns of ``article_state``."""
    read = connection.execute(select(sql.reading).where(sql.reading.c.key == reading)).one()._asdict()
    fields = {name: read[name] for name in FIELDS}
    for name in FIELDS:
        if name in corrections:
            value = corrections[name]
            fields[name] = canonical_json(value) if name == "byline" else value
    publication = fields["publication"]
    return fields | {"publication_folded": None if publication is None else fold_name(publication)}
