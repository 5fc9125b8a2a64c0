"""The discourse network that a request asks for: drawn once for as long as the record stays as it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, cast

from parley.errors import UsageError
from parley.terms.exchange import StatementType
from parley.web.desk import Desk
from parley.web.network_query import NetworkQuery

if TYPE_CHECKING:
    from parley.analysis import EventList, Network, Networks

INSTALL = "pip install 'parley-record[networks]'"


def missing_package() -> str | None:
    """What is not installed of that which networks need; None where nothing is missing."""
    return next((name for name in ("scipy", "networkx", "threadpoolctl") if find_spec(name) is None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What was asked for, and the one network of it that is looked at."""

    query: NetworkQuery
    """With its variables settled."""
    whole: Network | Networks | EventList
    shown: Network | EventList | None
    """The network of the window asked for; None where no window holds anything."""
    windows: int
    """How many there are; 0 where none were asked for."""


def types_of(desk: Desk) -> Sequence[StatementType]:
    """The types of statements that networks can be made of."""
    return desk.remembered.get("network types", desk.record.view().network_types)


def draw(desk: Desk, query: NetworkQuery) -> Drawn:
    """Draw what is asked for.

    Args:
        desk: whose record.
        query: as the address has it.

    Raises:
        UsageError: options do not go together, or scipy is not installed.
    """
    settled = query.settled(types_of(desk))
    options = settled.options()
    whole = desk.networks.get(_key(options), lambda: desk.record.network(**options))
    if settled.mode == "events" or settled.window is None:
        return Drawn(query=settled, whole=whole, shown=cast("Network | EventList", whole), windows=0)
    several = cast("Networks", whole)
    if settled.place > len(several) > 0:
        raise UsageError(
            f"there is no window {settled.place}", where="network", cure=f"There are {len(several)}, from 1"
        )
    shown = several[settled.place - 1] if len(several) else None
    return Drawn(query=settled, whole=whole, shown=shown, windows=len(several))


def companion(desk: Desk, query: NetworkQuery) -> Network:
    """The network of one mode whose backbone shows which columns make the structure of what is drawn.

    Args:
        desk: whose record.
        query: settled; with a window, the whole range counts.
    """
    changes: dict[str, Any] = {
        "mode": "one",
        "aggregation": "ignore" if query.options()["qualifier"] is None else "subtract",
        "normalization": "average",
        "duplicates": "document",
        "window": None,
        "kernel": None,
        "step": 1,
        "indent_time": False,
        "normalize_to_one": False,
        "isolates": False,
    }
    options = query.options() | changes
    return cast("Network", desk.networks.get(_key(options), lambda: desk.record.network(**options)))


def _key(options: dict[str, Any]) -> str:
    return json.dumps(options, sort_keys=True)
