"""Checking what is kept about copies, and about texts of one address, against what it was made from."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from parley.record import sql
from parley.record.fingerprints import SHARED_AT_LEAST, VERSION, fingerprint, unpack_buckets
from parley.record.texts import earlier_rows, find_earlier, sightings

Faults = Iterator[tuple[str, str]]
"""Where, and what."""


def check_copies(connection: Connection) -> Faults:
    """Each article has the fingerprint that its text makes; each group its name, and a copy for each member.

    Yields:
        Where, and what.
    """
    setting = sql.setting.c
    if connection.execute(select(setting.value).where(setting.name == "copies")).scalar() != VERSION:
        yield "setting copies", "it does not say how fingerprints were made"
    yield from _check_prints(connection)
    yield from _check_groups(connection)


def _check_prints(connection: Connection) -> Faults:
    state, held, bucket = sql.article_state.c, sql.copy_print.c, sql.copy_bucket.c
    query = (
        select(state.id, state.page_text, sql.reading.c.text, held.words, held.buckets)
        .join(sql.reading, sql.reading.c.key == state.reading)
        .outerjoin(sql.copy_print, held.article == state.id)
    )
    rows = connection.execute(query.order_by(state.id), execution_options={"yield_per": 100})
    for row in rows:
        found = fingerprint(row.text)
        expected = (None, None) if found is None else (found.words, found.packed())
        if (row.words, row.buckets) != expected:
            yield row.page_text, "its fingerprint is not that of its text"
    counted = select(bucket.article, func.count().label("number")).group_by(bucket.article)
    members = {row.article: row.number for row in connection.execute(counted)}
    for row in connection.execute(select(sql.copy_print)).all():
        mine = bucket.bucket.in_(unpack_buckets(row.buckets)) & (bucket.article == row.article)
        kept = connection.execute(select(func.count()).select_from(sql.copy_bucket).where(mine)).scalar_one()
        if kept != members.pop(row.article, 0):
            yield f"article {row.article}", "it stands in a bucket that is not of its fingerprint"
    for article in members:
        yield f"article {article}", "it stands in buckets and has no fingerprint"


def _check_groups(connection: Connection) -> Faults:
    copy = sql.article_copy.c
    rows = connection.execute(select(sql.article_copy).order_by(copy.article)).all()
    groups: dict[int, set[int]] = {}
    for row in rows:
        groups.setdefault(row.leader, set()).add(row.article)
    for row in rows:
        group = groups[row.leader]
        if min(group) != row.leader or len(group) < 2:
            yield f"article {row.article}", "its group of copies is not named after the first in it"
        if row.near not in group - {row.article} or not SHARED_AT_LEAST <= row.share <= 1:
            yield f"article {row.article}", "it is no copy of the article that it is said to be one of"


def check_texts(connection: Connection) -> Faults:
    """What is kept as an earlier text is one by the run log, and all that are are kept.

    Yields:
        Where, and what.
    """
    held = {row.article: dict(row._asdict()) for row in connection.execute(select(sql.earlier_text))}
    expected = {row["article"]: row for row in earlier_rows(connection, find_earlier(sightings(connection)))}
    for article in sorted(held.keys() | expected.keys()):
        if held.get(article) != expected.get(article):
            yield f"article {article}", "whether its text is an earlier one of its address is not kept as it is"
