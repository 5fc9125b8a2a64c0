"""From drafts to entries: align, mint, take the new version, withdraw what is no longer proposed.

Law of this module (law 9): an entry is never deleted and keeps its id. An entry that a person has
judged keeps its state and its version; a new proposal is only attached to it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from parley.record import sql
from parley.record.actors import place_actor
from parley.record.align import align
from parley.record.audit import now
from parley.record.digest import canonical_json, short_key
from parley.record.drafts import ACTOR_LINK, STATEMENT, Draft, Payload, shape_of
from parley.record.evidence import check_evidence, quote

PROPOSED = "proposed"
WITHDRAWN = "withdrawn"
UNJUDGED = (PROPOSED, WITHDRAWN)
"""States that a run may change; every other one is a person's."""
GONE = (WITHDRAWN, "rejected", "retracted")
"""States in which an entry is kept but no longer shown, counted or found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An entry as it is before a reading is written."""

    key: str
    state: str
    proposal: str
    digest: str
    payload: Payload
    actor: str | None


class EntryWriter:
    """Writes the proposals of one reading, inside its transaction.

    Args:
        connection: with the transaction open.
        run: number of the run.
        page_text: digest of the page text.
        text: the page text.
    """

    def __init__(self, connection: Connection, *, run: int, page_text: str, text: str) -> None:
        self._connection = connection
        self._run = run
        self._page_text = page_text
        self._text = text
        self._now = now()
        self.entries: dict[str, str] = {}
        """Local id of each statement and actor to the key of its entry."""
        self.changed = False
        """Whether any entry took another version or state."""

    def write(self, drafts: Sequence[Draft]) -> list[tuple[str, Draft]]:
        """Store the drafts as versions of entries.

        Returns:
            Key of the proposal of each draft, in order.
        """
        written: list[tuple[str, Draft]] = []
        for kind in (ACTOR_LINK, STATEMENT):
            written += self._write_kind(kind, [draft for draft in drafts if draft.kind == kind])
        for proposal, draft in written:
            self._link(proposal, draft)
        return written

    def _write_kind(self, kind: str, drafts: Sequence[Draft]) -> list[tuple[str, Draft]]:
        held = self._held(kind)
        pairs = align(
            [shape_of(entry.payload, entry.digest, live=entry.state != WITHDRAWN) for entry in held],
            [shape_of(draft.payload, draft.digest) for draft in drafts],
        )
        written = []
        for number, draft in enumerate(drafts):
            entry = held[pairs[number]] if number in pairs else None
            key = entry.key if entry else self._mint(draft)
            proposal = self._propose(key, draft)
            self._settle(key, entry, draft, proposal)
            for local in (draft.local, *draft.twins):
                if local[0] is not None:
                    self.entries[local[0]] = key
            written.append((proposal, draft))
        paired = set(pairs.values())
        for number, entry in enumerate(held):
            if number not in paired and entry.state == PROPOSED:
                self._set_state(entry.key, {"state": WITHDRAWN})
        return written

    def _held(self, kind: str) -> list[Held]:
        query = (
            select(sql.entry_state, sql.proposal.c.content_hash, sql.proposal.c.payload)
            .join(sql.entry, sql.entry.c.key == sql.entry_state.c.entry)
            .join(sql.proposal, sql.proposal.c.key == sql.entry_state.c.proposal)
            .where(sql.entry.c.page_text == self._page_text, sql.entry.c.kind == kind)
            .order_by(sql.entry.c.key)
        )
        return [
            Held(
                key=row.entry,
                state=row.state,
                proposal=row.proposal,
                digest=row.content_hash,
                payload=json.loads(row.payload),
                actor=row.actor,
            )
            for row in self._connection.execute(query)
        ]

    def _mint(self, draft: Draft) -> str:
        """A new entry; its key is made from the page text and what is first proposed for it."""
        copies = 0
        # An entry first proposed in these words may have moved on to others; then this is a second one.
        while self._exists(key := short_key("entry", self._page_text, draft.digest, copies)):
            copies += 1
        row = {
            "key": key,
            "kind": draft.kind,
            "page_text": self._page_text,
            "run": self._run,
            "recorded_at": self._now,
        }
        self._connection.execute(insert(sql.entry), row)
        return key

    def _exists(self, entry: str) -> bool:
        return self._connection.execute(select(sql.entry.c.key).where(sql.entry.c.key == entry)).first() is not None

    def _propose(self, entry: str, draft: Draft) -> str:
        """The proposal of a draft for an entry, with its evidence; made where it is new."""
        key = short_key("proposal", entry, draft.digest)
        if self._connection.execute(select(sql.proposal.c.key).where(sql.proposal.c.key == key)).first():
            return key
        row = {
            "key": key,
            "entry": entry,
            "content_hash": draft.digest,
            "payload": canonical_json(draft.payload),
            "start": draft.hull.start,
            "end": draft.hull.end,
            "run": self._run,
            "recorded_at": self._now,
        }
        self._connection.execute(insert(sql.proposal), row)
        quotes = []
        for place, (role, span) in enumerate(draft.quoted):
            found = quote(self._text, span)
            check_evidence(self._text, found)
            quotes.append(
                {
                    "proposal": key,
                    "position": place,
                    "role": role,
                    "start": found.start,
                    "end": found.end,
                    "exact": found.exact,
                    "prefix": found.prefix,
                    "suffix": found.suffix,
                    "sha256": found.sha256,
                }
            )
        self._connection.execute(insert(sql.evidence), quotes)
        return key

    def _settle(self, key: str, entry: Held | None, draft: Draft, proposal: str) -> None:
        """Let an unjudged entry take the new version; a judged one keeps what the person decided."""
        if entry is not None and entry.state not in UNJUDGED:
            return
        acting = draft.payload.get("actor")
        actor = place_actor(self._connection, acting, page_text=self._page_text) if acting else None
        values = {"state": PROPOSED, "proposal": proposal, "actor": actor}
        if entry is None:
            self.changed = True
            self._connection.execute(insert(sql.entry_state), values | {"entry": key, "run": self._run})
        elif (entry.state, entry.proposal, entry.actor) != (PROPOSED, proposal, actor):
            self._set_state(key, values)

    def _set_state(self, entry: str, values: dict[str, Any]) -> None:
        self.changed = True
        table = sql.entry_state
        self._connection.execute(update(table).where(table.c.entry == entry).values(**values, run=self._run))

    def _link(self, proposal: str, draft: Draft) -> None:
        """Point the proposal at the entries of its actors and statements.

        What a payload says in names and places is resolved here, so a link may move without the
        proposal saying anything new.
        """
        table = sql.proposal_link
        places: dict[str, int] = {}
        wanted = set()
        for role, local in draft.links:
            place = places[role] = places.get(role, -1) + 1
            wanted.add((role, place, self.entries[local]))
        query = select(table.c.role, table.c.position, table.c.entry).where(table.c.proposal == proposal)
        if wanted != {tuple(row) for row in self._connection.execute(query)}:
            self.changed = True
            self._connection.execute(delete(table).where(table.c.proposal == proposal))
            rows = [
                {"proposal": proposal, "role": role, "position": place, "entry": entry}
                for role, place, entry in sorted(wanted)
            ]
            # Never empty: the names in the payload are as many as the links, and a change there is another proposal.
            self._connection.execute(insert(table), rows)
