"""Which pages were fetched: all of them, or those that the present models have not read yet."""

from __future__ import annotations

from sqlalchemy import Connection, Select, func, select

from parley.record import sql

REREAD = '{"reread":"all"}'
"""Parameters of a run that reads every page again, whoever read it last."""
IMPORTED = ("", "import")
"""What stands for weights where documents came in that people coded: they stay as they were coded."""


def fetch_keys(connection: Connection) -> list[str]:
    """Keys of all fetches, in the order in which they were first read."""
    line = sql.run_reading.c
    query = select(sql.fetch.c.key).join(sql.run_reading, line.fetch == sql.fetch.c.key)
    return list(connection.execute(query.group_by(sql.fetch.c.key).order_by(func.min(line.id))).scalars())


def unread_fetches(connection: Connection, *, code: str, weights: str, everything: bool) -> list[str]:
    """Keys of the fetches that articles rest on and that the present models have not read, in order of the articles.

    Args:
        connection: to the record.
        code: version of Parley.
        weights: digest of the weights.
        everything: also those that they have read, unless a run of this kind that was cut short has read them.
    """
    state, line, run = sql.article_state.c, sql.run_reading.c, sql.run.c
    newest = select(line.fetch, func.max(line.id).label("line")).group_by(line.fetch).subquery()
    last = sql.run_reading.alias("last")
    query = (
        select(state.fetch, run.id, run.code, run.weights, run.parameters)
        .join(newest, newest.c.fetch == state.fetch)
        .join(last, last.c.id == newest.c.line)
        .join(sql.run, run.id == last.c.run)
        .where(run.weights.not_in(IMPORTED))
        .order_by(state.id)
    )
    finished = connection.execute(_last_finished(code, weights)).scalar() or 0
    found = []
    for row in connection.execute(query):
        present = (row.code, row.weights) == (code, weights)
        if everything:
            present = present and row.parameters == REREAD and row.id > finished
        if not present:
            found.append(row.fetch)
    return list(dict.fromkeys(found))


def _last_finished(code: str, weights: str) -> Select[tuple[int]]:
    """Number of the last run that read everything again to the end."""
    run = sql.run.c
    return select(func.max(run.id)).where(
        run.code == code, run.weights == weights, run.parameters == REREAD, run.finished_at.is_not(None)
    )
