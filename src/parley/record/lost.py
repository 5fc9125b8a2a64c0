"""What was judged on an earlier text of an address and does not surely stand in its newest one: "text changed"."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from parley.record import sql
from parley.record.drafts import STATEMENT
from parley.record.filters import portions
from parley.record.states import REFUSED
from parley.record.steps import Step
from parley.record.subjects import compound
from parley.terms.tables import JudgedChange

SAID = {
    "never": "Text changed: these words do not stand in the newer text of the page any more.",
    "unsure": "Text changed: the newer text of the page has these words, but not surely at the same place.",
    "once": "Text changed: the newer text of the page has these words, but no statement was proposed there.",
}
"""What the queue says of an entry, by how its words were found."""
CARRIED = "Carried over: its words stand in the newer text too."


def text_changed() -> ColumnElement[bool]:
    """A condition on ``entry_state``: that people hold an entry, that its text changed, and nobody has seen to it."""
    return sql.entry_state.c.entry.in_(_open()) & sql.entry_state.c.state.not_in(REFUSED)


def changed_words(connection: Connection, entries: Collection[str]) -> dict[str, str]:
    """Each of some entries that the newest text has not surely, to what the queue says of it."""
    carried, found = sql.carried.c, dict[str, str]()
    for portion in portions(sorted(entries)):
        rows = connection.execute(_open(carried.found).where(carried.origin.in_(portion)))
        found |= {row.origin: SAID[row.found] for row in rows}
    return found


def judged_changes(connection: Connection, page_text: str) -> tuple[JudgedChange, ...]:
    """What became on a text of the statements that people judged on earlier ones of its address.

    Args:
        connection: to the record.
        page_text: digest of the newer text.
    """
    carried, quoted = sql.carried.c, sql.evidence.c
    one = sql.evidence.alias("one")
    of_it = (one.c.version == sql.version.c.key) & (one.c.role == "sentence")
    first = select(func.min(one.c.position)).where(of_it).correlate(sql.version).scalar_subquery()
    query = (
        select(carried.origin, carried.entry, carried.found, quoted.exact)
        .join(sql.entry, sql.entry.c.key == carried.origin)
        .join(sql.entry_state, sql.entry_state.c.entry == carried.origin)
        .join(sql.version, sql.version.c.key == sql.entry_state.c.version)
        .outerjoin(sql.evidence, (quoted.version == sql.version.c.key) & (quoted.position == first))
        .where(carried.page_text == page_text, sql.entry.c.kind == STATEMENT)
        .order_by(sql.entry.c.page_text, sql.version.c.start, carried.origin)
    )
    return tuple(
        JudgedChange(
            origin=row.origin,
            entry=row.entry,
            sentence=row.exact or "",
            said=SAID[row.found] if row.entry is None else CARRIED,
        )
        for row in connection.execute(query)
    )


def settle_lost(step: Step, entry: str) -> bool:
    """Let an entry leave the queue of those whose text changed; whether it was in it.

    Args:
        step: in which a person judges it.
        entry: its key.
    """
    columns = [sql.carried.c[name] for name in ("page_text", "entry", "found", "settled")]
    rows = step.connection.execute(_open(*columns).where(sql.carried.c.origin == entry)).mappings().all()
    for row in rows:
        step.change("carried", compound(entry, row["page_text"]), dict(row) | {"settled": 1})
    return bool(rows)


def _open(*columns: ColumnElement[Any]) -> Select[Any]:
    """Origins of what is carried over to no entry of a text that is the newest, and that nobody has seen to."""
    carried = sql.carried.c
    return select(carried.origin, *columns).where(
        carried.entry.is_(None),
        carried.settled == 0,
        carried.page_text.not_in(select(sql.earlier_text.c.page_text)),
    )
