"""How things are written on the screens: glyphs of states, shares, query strings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from parley.record.query_parser import parse_query
from parley.terms.events import EventRow
from parley.terms.names import fold_name
from parley.terms.tables import StatementRow
from parley.terms.times import Quantity, Time

GLYPHS = {
    "proposed": "○",
    "accepted": "●",
    "edited": "◐",
    "rejected": "⊘",
    "retracted": "⊘",
    "merged": "⊘",
    "withdrawn": "⊘",
    "inferred": "◌",
}
"""The one sign of each state, the same everywhere."""

STANCES = {"agree": "▲", "disagree": "▼", "neutral": "●"}

REASONS = ("not a statement", "wrong speaker", "wrong words", "not of this article", "said twice", "other")
"""Why a proposal may be rejected, in the order of the keys 1 to 6."""
EVENT_REASONS = ("not an event", "wrong type", "wrong actors", "wrong status or date", "told twice", "other")
"""The same for events."""


def state_of(row: StatementRow | EventRow) -> str:
    """The state of an entry as the glyphs tell it apart: what a machine inferred has its own."""
    if row.state == "proposed" and isinstance(row, StatementRow) and (row.parent or row.continues):
        return "inferred"
    return row.state


def event_words(row: EventRow) -> str:
    """An event in a line: its type and mode, who acts on whom, and how real it is where it is not plainly so."""
    kind = f"{row.type} {row.mode}" if row.mode else row.type
    sides = " and ".join(side.name for side in row.actor) or "somebody"
    if row.recipient:
        sides += " → " + " and ".join(side.name for side in row.recipient)
    return f"{kind}: {sides}" if row.status == "actual" else f"{kind}: {sides}, {row.status}"


def time_words(time: Time) -> str:
    """What a time stands for: 2023-08, 2022 to 2023, since 2021; why none, where the text fixes none."""
    if time.value is None:
        return time.reason
    if time.open is not None:
        return f"from {time.value} on" if time.open == "end" else f"up to {time.value}"
    return f"{time.value} to {time.until}" if time.until else time.value


def amount_of(quantity: Quantity) -> str:
    """What a quantity stands for: 2,000,000 tonne, about 40 percent."""
    if quantity.value is None:
        return f"an open number: {quantity.unit}"
    number = f"{quantity.value:,.10g}" + (f" to {quantity.until:,.10g}" if quantity.until is not None else "")
    return f"{'about ' if quantity.approximate else ''}{number} {quantity.unit}"


def share(value: float | None) -> str:
    """A confidence as it is read: 0.93; nothing where a person said so."""
    return "" if value is None else f"{value:.2f}"


def queried(path: str, **values: Any) -> str:
    """An address with a query; what is empty is left out."""
    given = {name: value for name, value in values.items() if value not in (None, "", [], ())}
    return f"{path}?{urlencode(given, doseq=True)}" if given else path


def all_of(*queries: str) -> str:
    """A query that is met where all of several are; empty ones ask for nothing.

    Raises:
        UsageError: one of them cannot be read by itself.
    """
    asked = [one for one in queries if one.strip()]
    for one in asked:
        parse_query(one)
    return " AND ".join(f"({one})" for one in asked)


def shortened(words: str, length: int = 120) -> str:
    """The beginning of some words."""
    return words if len(words) <= length else words[: length - 1].rsplit(" ", 1)[0] + " …"


FILTERS: Mapping[str, Callable[..., Any]] = {
    "glyph": lambda state: GLYPHS.get(state, "○"),
    "stance": lambda stance: STANCES.get(stance, ""),
    "share": share,
    "shown_state": state_of,
    "event_words": event_words,
    "short": shortened,
    "folded": fold_name,
    "quoted": lambda value: quote(str(value), safe=""),
}

TESTS: Mapping[str, Callable[..., bool]] = {"event": lambda row: isinstance(row, EventRow)}
