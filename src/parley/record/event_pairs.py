"""What people hold of pairs of events: that they are one, or that they are not."""

from __future__ import annotations

from sqlalchemy import Connection, or_, select

from parley.record import sql
from parley.terms.event_clusters import EventPair


def event_pairs(connection: Connection) -> tuple[EventPair, ...]:
    """All of them, in the order of their keys."""
    table = sql.event_pair
    rows = connection.execute(select(table).order_by(table.c.first, table.c.second))
    return tuple(EventPair(first=row.first, second=row.second, verdict=row.verdict) for row in rows)


def pairs_with(connection: Connection, entry: str) -> tuple[EventPair, ...]:
    """Those that one event is in.

    Args:
        connection: to the record.
        entry: key of the event.
    """
    table = sql.event_pair
    query = select(table).where(or_(table.c.first == entry, table.c.second == entry))
    rows = connection.execute(query.order_by(table.c.first, table.c.second))
    return tuple(EventPair(first=row.first, second=row.second, verdict=row.verdict) for row in rows)
