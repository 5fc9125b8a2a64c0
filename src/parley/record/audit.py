"""The chain of digests over everything that was written: one link for each transaction.

Law of this module: a row holds digests and ids, never text, so that erasing a page leaves no quote
behind; each link covers the one before it, so that nothing can be changed or taken out unseen.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from parley.record import sql
from parley.record.digest import digest_of

_AT_ONCE = 400
"""Versions asked for at once."""

FIRST = "0" * 64
"""What the first link covers in place of a previous one."""


def now() -> str:
    """The present moment in UTC to the millisecond, ending in Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def append_link(connection: Connection, *, kind: str, subject: str, digest: str) -> None:
    """Add the link of this transaction.

    Args:
        connection: with the transaction open.
        kind: what was done: run, reading, refusal, finish, step, erasure; article in older records.
        subject: id of the row it was done to.
        digest: digest of what was written.
    """
    last = connection.execute(
        select(sql.audit.c.position, sql.audit.c.link).order_by(sql.audit.c.position.desc()).limit(1)
    ).first()
    row: dict[str, Any] = {
        "position": last.position + 1 if last else 1,
        "kind": kind,
        "subject": subject,
        "digest": digest,
        "recorded_at": now(),
        "previous": last.link if last else FIRST,
    }
    connection.execute(insert(sql.audit), row | {"link": digest_of(row)})


def digest_of_run(connection: Connection, run: int) -> str:
    """Digest of how a run began."""
    table = sql.run.c
    row = connection.execute(
        select(table.code, table.weights, table.parameters, table.started_at).where(table.id == run)
    ).one()
    return digest_of(list(row))


def digest_of_finish(connection: Connection, run: int) -> str:
    """Digest of how a run ended."""
    table = sql.run.c
    row = connection.execute(
        select(table.finished_at, table.articles, table.statements, table.refusals).where(table.id == run)
    ).one()
    return digest_of(list(row))


def digest_of_reading(connection: Connection, run_reading: int) -> str:
    """Digest of one article as one run read it: every proposal with its confidence, its version and its evidence."""
    proposed = sql.run_proposal.c
    head = connection.execute(select(sql.run_reading).where(sql.run_reading.c.id == run_reading)).one()
    seen = connection.execute(
        select(sql.run_proposal, *_VERSION)
        .join(sql.version, sql.version.c.key == proposed.version)
        .join(sql.entry, sql.entry.c.key == sql.version.c.entry)
        .where(proposed.run_reading == run_reading)
        .order_by(proposed.position)
    )
    versions = select(proposed.version).where(proposed.run_reading == run_reading)
    return digest_of([list(head), [list(row) for row in seen], _evidence(connection, versions)])


_VERSION = (
    sql.version.c.content_hash,
    sql.version.c.start,
    sql.version.c.end,
    sql.version.c.recorded_at,
    sql.entry.c.key,
    sql.entry.c.kind,
    sql.entry.c.recorded_at,
)
"""What of a version and its entry a link covers."""


def _evidence(connection: Connection, versions: Any) -> list[list[Any]]:
    """What of the evidence of some versions a link covers: all but the words, whose digest stands for them."""
    table = sql.evidence.c
    query = (
        select(table.version, table.position, table.role, table.start, table.end, table.sha256)
        .where(table.version.in_(versions))
        .order_by(table.version, table.position)
    )
    return [list(row) for row in connection.execute(query)]


def digest_of_article(connection: Connection, run_reading: int) -> str:
    """Digest of one article as records of schema 0001 have it: the reading and every proposal with its confidence."""
    head = connection.execute(select(sql.run_reading).where(sql.run_reading.c.id == run_reading)).one()
    seen = connection.execute(
        select(sql.run_proposal, sql.version.c.content_hash, sql.version.c.entry)
        .join(sql.version, sql.version.c.key == sql.run_proposal.c.version)
        .where(sql.run_proposal.c.run_reading == run_reading)
        .order_by(sql.run_proposal.c.position)
    )
    return digest_of([list(head), [list(row) for row in seen]])


def digest_of_refusal(connection: Connection, run_refusal: int) -> str:
    """Digest of one refusal in one run."""
    row = connection.execute(
        select(sql.run_refusal, sql.refusal)
        .join(sql.refusal, sql.refusal.c.key == sql.run_refusal.c.refusal)
        .where(sql.run_refusal.c.id == run_refusal)
    ).one()
    return digest_of(list(row))


def digest_of_step(connection: Connection, step: int) -> str:
    """Digest of a step with all its judgements."""
    head = connection.execute(select(sql.step).where(sql.step.c.id == step)).one()
    table = sql.judgement
    rows = connection.execute(select(table).where(table.c.step == step).order_by(table.c.id)).all()
    held = sorted({json.loads(row.after)["version"] for row in rows if row.subject_kind == "entry" and row.after})
    details: list[list[Any]] = []
    for start in range(0, len(held), _AT_ONCE):
        some = held[start : start + _AT_ONCE]
        query = select(sql.version.c.key, *_VERSION).join(sql.entry, sql.entry.c.key == sql.version.c.entry)
        found = connection.execute(query.where(sql.version.c.key.in_(some)).order_by(sql.version.c.key))
        details += [list(row) for row in found] + _evidence(connection, some)
    return digest_of([list(head), [list(row) for row in rows], details])


def digest_of_erasure(connection: Connection, erasure: int) -> str:
    """Digest of a tombstone."""
    return digest_of(list(connection.execute(select(sql.erasure).where(sql.erasure.c.id == erasure)).one()))


DIGESTS = {
    "run": digest_of_run,
    "reading": digest_of_reading,
    "article": digest_of_article,
    "refusal": digest_of_refusal,
    "finish": digest_of_finish,
    "step": digest_of_step,
    "erasure": digest_of_erasure,
}
"""How the digest of each kind of link is computed from the tables, when written and when checked."""
