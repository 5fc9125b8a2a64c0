"""Who acts in the newest text of an address, for what is carried over to it from an earlier one.

An actor of the earlier text is the one of the newer text that the record holds to be the same, or that has the same
name and kind; where the newer reading has none, the link is made anew.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, select

from parley.record import sql
from parley.record.actors import add_name, root_of
from parley.record.align import actor_label
from parley.record.drafts import ACTOR_LINK, Payload
from parley.record.entries import held_entries
from parley.record.newer_text import NewerText
from parley.record.origins import Origin
from parley.record.states import ACCEPTED, GONE, UNJUDGED
from parley.record.steps import Step
from parley.record.subjects import State
from parley.record.versions import keep_version, mint_entry
from parley.terms.text import Span


class CarriedActors:
    """The links of actors with a newer text.

    Args:
        connection: with the writing transaction open.
        page_text: digest of the newer text.
        text: the newer text.
        newer: places what stood in the earlier one.
    """

    def __init__(self, connection: Connection, page_text: str, text: str, newer: NewerText) -> None:
        self._connection = connection
        self._page_text = page_text
        self._text = text
        self._newer = newer
        self._known: dict[str, tuple[str, str]] = {}
        """Link of the earlier text to that of the newer one, and the name it has there."""

    def link(self, step: Step, earlier: str, speaking: Sequence[Span]) -> tuple[str, str]:
        """The link of the newer text that stands for one of the earlier text, and the actor's name there.

        Args:
            step: that is being taken.
            earlier: the link's entry.
            speaking: words of the newer text that show the actor.
        """
        if earlier not in self._known:
            actor, payload = self._held(earlier)
            found = self._same(actor, payload)
            if found is None:
                found = self._make(step, payload, {"state": ACCEPTED, "actor": actor}, speaking)
            elif self._root(found[2]) != self._root(actor):
                self._judge(step, found[0], {"state": ACCEPTED, "actor": actor}, found[1])
            self._known[earlier] = found[:2]
        return self._known[earlier]

    def judged(self, step: Step, origin: Origin) -> str | None:
        """Give the link of the newer text the state that a person gave the one of the earlier text.

        Returns:
            Its entry; None where a person has to look at it.
        """
        if origin.payload["actor"] is None:
            return None
        found = self._same(origin.actor, origin.payload, gone=True)
        if found is None:
            if not origin.decided:
                return None
            found = self._make(step, origin.payload, {"state": origin.state, "actor": origin.actor}, ())
        elif origin.decided:
            one = self._root(found[2]) == self._root(origin.actor)
            actor = found[2] if one else origin.actor
            self._judge(step, found[0], {"state": origin.state, "actor": actor}, found[1])
        self._known[origin.entry] = found[:2]
        return found[0]

    def _same(self, actor: str | None, payload: Payload, *, gone: bool = False) -> tuple[str, str, str | None] | None:
        """Entry, name and actor of the link that is of the same actor, or has the same name and kind."""
        root, best = self._root(actor), None
        label = _label(payload)
        for held in held_entries(self._connection, page_text=self._page_text, kind=ACTOR_LINK):
            if held.payload["actor"] is None or (held.state in GONE and not gone):
                continue
            alike = (_label(held.payload) == label, root is not None and self._root(held.actor) == root)
            if any(alike) and (best is None or alike > best[0]):
                best = (alike, (held.key, str(held.payload["actor"]["name"]), held.actor))
        return best[1] if best else None

    def _make(
        self, step: Step, payload: Payload, state: State, speaking: Sequence[Span]
    ) -> tuple[str, str, str | None]:
        draft = self._newer.actor_link(payload, speaking)
        entry = mint_entry(self._connection, draft, page_text=self._page_text)
        version = keep_version(self._connection, entry, draft, text=self._text)
        step.change("entry", entry, state | {"version": version, "merged_into": None, "judged": None})
        return entry, str(payload["actor"]["name"]), state["actor"]

    def _judge(self, step: Step, entry: str, state: State, name: str) -> None:
        """Let a link be in a person's state, unless a person judged it in the newer text."""
        held = step.read("entry", entry)
        if held is None or held["state"] not in UNJUDGED:
            return
        seen = select(sql.entry_state.c.seen).where(sql.entry_state.c.entry == entry)
        if state["actor"] is not None:
            add_name(self._connection, state["actor"], name)
        step.change("entry", entry, held | state | {"judged": self._connection.execute(seen).scalar()})

    def _held(self, entry: str) -> tuple[str | None, Payload]:
        state, version = sql.entry_state.c, sql.version.c
        query = select(state.actor, version.payload).join(sql.version, version.key == state.version)
        row = self._connection.execute(query.where(state.entry == entry)).one()
        return row.actor, json.loads(row.payload)

    def _root(self, actor: str | None) -> str | None:
        return self._connection.execute(select(root_of()).where(sql.actor.c.key == actor)).scalar()


def _label(payload: Payload) -> str:
    acting = payload["actor"]
    return actor_label(acting["name"], acting["kind"]) if acting else ""
