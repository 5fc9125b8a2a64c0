"""What a queue is asked for: a query, an order, a kind of entries, a type and a status of events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args
from urllib.parse import parse_qsl, urlencode

from parley.errors import UsageError
from parley.record.queue import JUDGED, QueueOrder
from parley.terms.events import EventStatus
from parley.web.event_coding import type_named
from parley.web.wording import all_of

ORDERS = ("uncertain", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What of the record waits in a queue, as it stands in the address."""

    q: str = ""
    order: QueueOrder = "uncertain"
    only: str = ""
    """"statement" or "event"; both where it is empty."""
    event: str = ""
    """A type of events."""
    status: str = ""
    """A status of events."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of entries; a type or status is asked of events alone."""
        if self.event or self.status:
            return ("event",)
        return (self.only,) if self.only else JUDGED

    @property
    def query(self) -> str:
        """In the search language; empty for all that waits."""
        fields = [f"{name}:{value}" for name, value in (("event", self.event), ("status", self.status)) if value]
        if fields and not self.q.strip():
            fields.append("review:open")
        return all_of(self.q, *fields)

    @property
    def named(self) -> dict[str, str]:
        """As an address has it."""
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}

    @property
    def carried(self) -> str:
        """As a form of a card carries it; never empty."""
        return urlencode(self.named)


def asked_of(given: Mapping[str, Any]) -> Asked:
    """What a queue's address asks for.

    Raises:
        UsageError: there is no such order, kind, type or status.
    """
    wanted = {name: str(given.get(name) or "") for name in ("q", "only", "event", "status")}
    if wanted["event"]:
        wanted["event"] = type_named(wanted["event"]).name
    for name, choices in (("only", JUDGED), ("status", get_args(EventStatus))):
        if wanted[name] and wanted[name] not in choices:
            cure = f"Choose one of {', '.join(choices)}"
            raise UsageError(f"{wanted[name][:40]!r} cannot be asked for", where=f"queue, {name}", cure=cure)
    return Asked(order=order_of(given.get("order") or "uncertain"), **wanted)


def asked_in(carried: str) -> Asked:
    """What a form of a card carries.

    Raises:
        UsageError: as for ``asked_of``.
    """
    return asked_of(dict(parse_qsl(carried)))


def order_of(given: str) -> QueueOrder:
    """The order of a queue.

    Raises:
        UsageError: there is none such.
    """
    if given not in ORDERS:
        raise UsageError(f"{given[:40]!r} is no order", where="queue", cure=f"Choose one of {', '.join(ORDERS)}")
    return given  # type: ignore[return-value]
