"""How things are written on the screens: glyphs of states, shares, query strings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from parley.record.query_parser import parse_query
from parley.terms.names import fold_name
from parley.terms.tables import StatementRow

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


def state_of(row: StatementRow) -> str:
    """The state of a statement as the glyphs tell it apart: what a machine inferred has its own."""
    if row.state == "proposed" and (row.parent or row.continues):
        return "inferred"
    return row.state


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
    "short": shortened,
    "folded": fold_name,
    "quoted": lambda value: quote(str(value), safe=""),
}
