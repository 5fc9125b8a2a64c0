"""The queue: which statements and events a person should judge next.

Uncertainty sampling (Lewis and Gale, 1994): what the machine is least sure of comes first, weighed by how
much hangs on it: a statement of a speaker who speaks often is worth more than a mere mention, and an event of an
actor who acts often more than one of somebody seen once.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, select

from parley.record import sql
from parley.record.drafts import STATEMENT
from parley.record.event_drafts import EVENT
from parley.record.filters import portions
from parley.record.rebuild import last_sightings

QueueOrder = Literal["uncertain", "text"]
JUDGED = (STATEMENT, EVENT)
"""Kinds of entries that people judge one by one."""
LONGEST = 2_000
"""So many entries, those of the newest articles, are put in order at once."""


def queue_keys(
    connection: Connection, condition: ColumnElement[bool], order: QueueOrder, kinds: Sequence[str]
) -> list[str]:
    """Keys of the entries that meet a condition, in the order in which to judge them.

    Args:
        connection: to the record.
        condition: on ``entry_state`` and ``article_state``.
        order: the least certain first; or as they stand in the articles, the newest article first.
        kinds: statements, events, or both.
    """
    rows = _candidates(connection, condition, kinds)
    if order == "text":
        return [row.key for row in rows]
    sure: dict[str, float] = {}
    for portion in portions([row.version for row in rows]):
        sure |= {row.version: row.confidence for row in connection.execute(last_sightings(portion))}
    payloads = [json.loads(row.payload) for row in rows]
    active = Counter(_first(payload) for payload in payloads)
    scores = {
        row.key: _uncertainty(sure.get(row.version, 0.5)) * _weight(payload, active)
        for row, payload in zip(rows, payloads, strict=True)
    }
    return sorted(scores, key=lambda key: -scores[key])  # sorting is stable: equals stay in order of the text


def _candidates(connection: Connection, condition: ColumnElement[bool], kinds: Sequence[str]) -> Sequence[Any]:
    state, article, version = sql.entry_state.c, sql.article_state.c, sql.version.c
    query = (
        select(sql.entry.c.key, version.key.label("version"), version.payload)
        .join(sql.entry_state, state.entry == sql.entry.c.key)
        .join(sql.version, version.key == state.version)
        .join(sql.article_state, article.page_text == sql.entry.c.page_text)
        .where(sql.entry.c.kind.in_(kinds), condition)
        .order_by(article.date.desc().nulls_last(), article.id.desc(), version.start, sql.entry.c.key)
        .limit(LONGEST)
    )
    return connection.execute(query).all()


def _uncertainty(confidence: float) -> float:
    """1 where both answers are as likely, 0 where one is certain."""
    return 1.05 - abs(2 * confidence - 1)  # the rest keeps weights telling among what is certain


def _first(payload: dict[str, Any]) -> str | None:
    """Who speaks or acts; of an event that names no actor, on whom."""
    named = payload["actors"] + payload["recipients"] if payload["kind"] == EVENT else payload["speakers"]
    return next(iter(named), None)


def _weight(payload: dict[str, Any], active: Counter[str | None]) -> float:
    first = _first(payload)
    weight = 1 + math.log2(1 + (active[first] if first else 0))
    return weight / 2 if payload.get("mention") else weight
