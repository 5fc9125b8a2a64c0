"""Events that people judged in an earlier text of an address, in its newest one.

An event stands there where a sentence that tells of it does; its actors are those of the newer text that the record
holds to be the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from parley.record.carrying_actors import CarriedActors
from parley.record.drafts import Payload
from parley.record.entries import Held
from parley.record.newer_text import NewerText
from parley.record.origins import Origin
from parley.record.pointing import pointed, statement_at
from parley.record.spans import flat
from parley.record.states import MERGED, UNJUDGED
from parley.record.steps import Step
from parley.record.versions import keep_version, link_version, mint_entry, placed
from parley.terms.text import Span


class CarriedEvents:
    """The events of a newer text.

    Args:
        connection: with the writing transaction open.
        page_text: digest of the newer text.
        text: the newer text.
        newer: places what stood in the earlier one.
        actors: the links of actors with the newer text.
    """

    def __init__(
        self, connection: Connection, page_text: str, text: str, newer: NewerText, actors: CarriedActors
    ) -> None:
        self._connection = connection
        self._page_text = page_text
        self._text = text
        self._newer = newer
        self._actors = actors

    def judged(self, step: Step, origin: Origin, target: Held | None) -> str | None:
        """Give the event of the newer text the state that a person gave the one of the earlier text.

        Args:
            step: that is being taken.
            origin: the event of the earlier text.
            target: the event that the newer reading proposes there.

        Returns:
            Its entry; None where a person has to look at it.
        """
        if target is not None and (target.state not in UNJUDGED or not origin.decided):
            return target.key
        payload = self._newer.event(origin.payload)
        if payload is None or not origin.decided or origin.state == MERGED:
            return None
        payload, links = self._pointing(step, origin, payload)
        draft = self._newer.event_draft(payload)
        entry = target.key if target else mint_entry(self._connection, draft, page_text=self._page_text)
        version = keep_version(self._connection, entry, draft, text=self._text)
        if target is None or version not in (target.version, target.seen):
            link_version(self._connection, version, placed(links))
        state = {"state": origin.state, "version": version, "actor": None, "merged_into": None}
        step.change("entry", entry, state | {"judged": self._seen(origin, target, version)})
        return entry

    def _pointing(self, step: Step, origin: Origin, payload: Payload) -> tuple[Payload, list[tuple[str, str]]]:
        """The payload with the names of the actors in the newer text, and what it points at."""
        telling: Sequence[Span] = flat([mention["sentence"] for mention in payload["mentions"]])
        links: list[tuple[str, str]] = []
        for role in ("actor", "recipient"):
            earlier = pointed(self._connection, origin.version, role)
            found = [self._actors.link(step, link, telling) for link in earlier]
            payload = payload | {f"{role}s": [name for _, name in found]}
            links += [(role, entry) for entry, _ in found]
        mentions: list[dict[str, Any]] = []
        for mention in payload["mentions"]:
            place = mention["reported_by"]
            reporting = statement_at(self._connection, self._page_text, place) if place else None
            mentions.append(mention | {"reported_by": place if reporting else None})
            links += [("reported_by", reporting)] if reporting else []
        return payload | {"mentions": mentions}, links

    def _seen(self, origin: Origin, target: Held | None, version: str) -> str | None:
        """The machine's version that the person judged, in the newer text; their own where the machine differs now."""
        if target is None or target.seen is None:
            return None
        judged = self._newer.event(origin.judged or origin.payload)
        return target.seen if judged == target.seen_payload or version == target.seen else version
