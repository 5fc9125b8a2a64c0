"""From drafts to entries: align, mint, take the new version, withdraw what is no longer proposed.

Law of this module (law 9): an entry is never deleted and keeps its id. An entry that a person has
judged keeps its state and its version; a new proposal is only attached to it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from parley.record import sql
from parley.record.actors import place_actor
from parley.record.align import Shape, align
from parley.record.drafts import ACTOR_LINK, STATEMENT, Draft, Payload, shape_of
from parley.record.event_drafts import EVENT
from parley.record.states import PROPOSED, REFUSED, UNJUDGED, WITHDRAWN
from parley.record.versions import keep_version, link_version, mint_entry, placed


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An entry as it is before a reading is written."""

    key: str
    state: str
    version: str
    digest: str
    payload: Payload
    actor: str | None
    seen: str | None
    seen_digest: str | None
    seen_payload: Payload | None

    def shape(self) -> Shape:
        """What alignment looks at: the version that holds, and the one that a run last proposed."""
        live, refused = self.state != WITHDRAWN, self.state in REFUSED
        also = None
        if self.seen_payload is not None and self.seen_digest is not None and self.seen != self.version:
            also = shape_of(self.seen_payload, self.seen_digest, live=live, refused=refused)
        return shape_of(self.payload, self.digest, live=live, refused=refused, also=also)


class EntryWriter:
    """Writes the proposals of one reading, inside its transaction.

    Args:
        connection: with the transaction open.
        page_text: digest of the page text.
        text: the page text.
    """

    def __init__(self, connection: Connection, *, page_text: str, text: str) -> None:
        self._connection = connection
        self._page_text = page_text
        self._text = text
        self.entries: dict[str, str] = {}
        """Local id of each statement, actor and event to the key of its entry."""
        self.changed = False
        """Whether any entry took another version or state."""

    def write(self, drafts: Sequence[Draft]) -> list[tuple[str, Draft]]:
        """Store the drafts as versions of entries.

        Returns:
            Key of the version of each draft, in order.
        """
        written: list[tuple[str, Draft]] = []
        for kind in (ACTOR_LINK, STATEMENT, EVENT):
            written += self._write_kind(kind, [draft for draft in drafts if draft.kind == kind])
        for version, draft in written:
            links = placed((role, self.entries[local]) for role, local in draft.links)
            self.changed |= link_version(self._connection, version, links)
        return written

    def _write_kind(self, kind: str, drafts: Sequence[Draft]) -> list[tuple[str, Draft]]:
        held = held_entries(self._connection, page_text=self._page_text, kind=kind)
        pairs = align([entry.shape() for entry in held], [shape_of(draft.payload, draft.digest) for draft in drafts])
        written = []
        for number, draft in enumerate(drafts):
            entry = held[pairs[number]] if number in pairs else None
            key = entry.key if entry else mint_entry(self._connection, draft, page_text=self._page_text)
            version = keep_version(self._connection, key, draft, text=self._text)
            self._settle(key, entry, draft, version)
            for local in (draft.local, *draft.twins):
                if local[0] is not None:
                    self.entries[local[0]] = key
            written.append((version, draft))
        paired = set(pairs.values())
        for number, entry in enumerate(held):
            if number not in paired and entry.state == PROPOSED:
                self._set_state(entry.key, {"state": WITHDRAWN})
        return written

    def _settle(self, key: str, entry: Held | None, draft: Draft, version: str) -> None:
        """Let an unjudged entry take the new version; a judged one keeps what the person decided."""
        if entry is not None and entry.state not in UNJUDGED:
            if entry.seen != version:
                table = sql.entry_state
                self._connection.execute(update(table).where(table.c.entry == key).values(seen=version))
            return
        acting = draft.payload.get("actor")
        actor = place_actor(self._connection, acting, page_text=self._page_text) if acting else None
        values = {"state": PROPOSED, "version": version, "actor": actor, "seen": version}
        if entry is None:
            self.changed = True
            self._connection.execute(insert(sql.entry_state), values | {"entry": key})
        elif (entry.state, entry.version, entry.actor, entry.seen) != (PROPOSED, version, actor, version):
            self._set_state(key, values)

    def _set_state(self, entry: str, values: dict[str, Any]) -> None:
        self.changed = True
        table = sql.entry_state
        self._connection.execute(update(table).where(table.c.entry == entry).values(**values))


def held_entries(connection: Connection, *, page_text: str, kind: str) -> list[Held]:
    """The entries of one kind that a page text has, as they are."""
    seen = sql.version.alias("seen_version")
    query = (
        select(
            sql.entry_state,
            sql.version.c.content_hash,
            sql.version.c.payload,
            seen.c.content_hash.label("seen_digest"),
            seen.c.payload.label("seen_payload"),
        )
        .join(sql.entry, sql.entry.c.key == sql.entry_state.c.entry)
        .join(sql.version, sql.version.c.key == sql.entry_state.c.version)
        .outerjoin(seen, seen.c.key == sql.entry_state.c.seen)
        .where(sql.entry.c.page_text == page_text, sql.entry.c.kind == kind)
        .order_by(sql.entry.c.key)
    )
    return [
        Held(
            key=row.entry,
            state=row.state,
            version=row.version,
            digest=row.content_hash,
            payload=json.loads(row.payload),
            actor=row.actor,
            seen=row.seen,
            seen_digest=row.seen_digest,
            seen_payload=None if row.seen_payload is None else json.loads(row.seen_payload),
        )
        for row in connection.execute(query)
    ]
