"""What the articles of a record say of its actors: names, states, roles, company; which of them people have placed."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, func, select

from parley.record import sql
from parley.record.actors import root_of
from parley.record.drafts import ACTOR_LINK
from parley.record.rebuild import last_sightings
from parley.record.states import GONE, UNJUDGED
from parley.record.subjects import SUBJECTS
from parley.record.texts import is_newest
from parley.terms.linking import ActorFacts


def actor_facts(connection: Connection) -> tuple[ActorFacts, ...]:
    """What is known of every actor that acts in an article, by key."""
    gathered: dict[str, _Gathered] = defaultdict(_Gathered)
    cast: dict[str, set[str]] = defaultdict(set)
    state, version, one = sql.entry_state.c, sql.version.c, sql.actor.alias("one")
    query = (
        select(root_of(one).label("root"), one.c.merged_into, sql.page_text.c.key.label("article"), state.state)
        .add_columns(version.key.label("version"), version.payload)
        .select_from(sql.entry)
        .join(sql.entry_state, state.entry == sql.entry.c.key)
        .join(sql.version, version.key == state.version)
        .join(one, one.c.key == state.actor)
        .join(sql.page_text, sql.page_text.c.sha256 == sql.entry.c.page_text)
        .join(sql.article_state, sql.article_state.c.page_text == sql.entry.c.page_text)
        .where(sql.entry.c.kind == ACTOR_LINK, state.state.not_in(GONE), is_newest())
        .order_by(sql.page_text.c.key, version.start)
    )
    for row in connection.execute(query):
        acting = json.loads(row.payload)["actor"]
        if acting is not None:
            gathered[row.root].add(row, acting)
            cast[row.article].add(row.root)
    reasons = _reasons(connection, [one.version for one in gathered.values()])
    judged = _changed(connection)
    rows = connection.execute(select(sql.actor).where(sql.actor.c.merged_into.is_(None)).order_by(sql.actor.c.key))
    return tuple(
        gathered[row.key].facts(row, cast, judged=row.key in judged, reason=reasons.get(gathered[row.key].version))
        for row in rows
        if row.key in gathered
    )


def _changed(connection: Connection) -> set[str]:
    """Keys of the actors that are another way than the machine made them; what was undone is no change."""
    judged, found = sql.judgement.c, set[str]()
    first = select(func.min(judged.id)).where(judged.subject_kind == "actor").group_by(judged.subject)
    for row in connection.execute(select(judged.subject, judged.before).where(judged.id.in_(first))).all():
        now_is = SUBJECTS["actor"].read(connection, row.subject)
        if now_is is not None and (row.before is None or json.loads(row.before) != now_is):
            found.add(row.subject)
    return found


def _reasons(connection: Connection, versions: list[str]) -> dict[str, str | None]:
    """Why the mentions of some links are one actor, as the machine says."""
    found: dict[str, str | None] = {}
    for start in range(0, len(versions), 500):
        rows = connection.execute(last_sightings(versions[start : start + 500]))
        found |= {row.version: row.reason for row in rows}
    return found


class _Gathered:
    """What the links to one actor say, while they are read."""

    def __init__(self) -> None:
        self.version = ""
        """Of the first link."""
        self._said: dict[str, set[str]] = defaultdict(set)
        self._judged = False

    def add(self, row: Any, acting: dict[str, Any]) -> None:
        """Take in one link."""
        self.version = self.version or row.version
        self._said["names"].add(acting["name"])
        self._said["articles"].add(row.article)
        if row.merged_into is not None:
            self._said["merged"].add(acting["name"])
        self._judged |= row.state not in UNJUDGED or row.merged_into is not None
        for field, said in (("country", "countries"), ("role", "roles"), ("organization", "organizations")):
            if acting.get(field):
                self._said[said].add(acting[field])

    def facts(self, row: Any, cast: dict[str, set[str]], *, judged: bool, reason: str | None) -> ActorFacts:
        """Everything together; ``row`` is the actor's."""
        company = {other for article in self._said["articles"] for other in cast[article]} - {row.key}
        return ActorFacts(
            key=row.key,
            name=row.name,
            kind=row.kind,
            names=frozenset(self._said["names"] | {row.name}),
            merged=frozenset(self._said["merged"]),
            countries=frozenset(self._said["countries"]),
            roles=frozenset(self._said["roles"]),
            organizations=frozenset(self._said["organizations"]),
            company=frozenset(company),
            articles=frozenset(self._said["articles"]),
            known_as=row.known_as,
            judged=judged or self._judged,
            reason=reason,
        )
