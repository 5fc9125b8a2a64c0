"""The fields that a query can ask for, and what can stand after each.

A date is compared by the record over the precision that both dates have; here it is only read.
"""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from typing import get_args

from parley.errors import UsageError
from parley.record.outlets import REACHES, RELIABILITIES
from parley.record.query_tree import And, Field, Operator, Tree
from parley.record.states import STATES, WORK_STATES
from parley.record.tokens import words_of
from parley.terms.events import EventStatus
from parley.terms.statements import Certainty, Form
from parley.terms.text import Genre

FIELDS = tuple(
    "speaker actor about concept kind event code publication feed section collection form date status certainty review"
    " lang tag coder country genre work owner reach reliability staterun"
    " printing".split()
)
CHOICES: dict[str, tuple[str, ...]] = {
    "kind": ("sentence", "statement", "event"),
    "form": get_args(Form),
    "status": (*STATES, *get_args(EventStatus)),
    "certainty": get_args(Certainty),
    "review": ("open", "done", "differs", "changed"),
    "genre": get_args(Genre),
    "work": WORK_STATES,
    "reach": REACHES,
    "reliability": RELIABILITIES,
    "staterun": ("yes", "no"),
    "printing": ("first", "later"),
}
"""Fields with few values, and all of them."""

_CLOSE = 0.75
"""Likeness of a field's name from which on another word is a slip of it: "from" is "form", "topic" is none."""
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_DATE_CURE = "Write date:2023, date:2023-08, date:2023-08-09, date:2023-01..2023-06, date:2023.. or date:<=2023"


def field_named(name: str) -> str | None:
    """The field of a name, in any case; None where it is the name of none.

    Args:
        name: letters that stand before a colon.

    Raises:
        UsageError: it looks like a slip of a field's name.
    """
    folded = name.lower()
    if folded in FIELDS:
        return folded
    close = get_close_matches(folded[:20], FIELDS, n=1, cutoff=_CLOSE)
    if close:
        cure = f'Did you mean {close[0]}:? To look for the words, put them in quotation marks: "{folded[:20]} ..."'
        raise UsageError(f"there is no field {folded[:20]}", where="search", cure=cure)
    return None


def read_field(name: str, value: str) -> Tree:
    """What a field asks for.

    Args:
        name: one of ``FIELDS``.
        value: what stands after the colon, without quotation marks.

    Returns:
        A Field; for a range of dates an And of two.

    Raises:
        UsageError: the field cannot have this value.
    """
    value = " ".join(value.split())
    if not words_of(value):
        cure = f'Write {name}:value or {name}:"several words", without a space after the colon'
        raise UsageError(f"{name}: has no value", where="search", cure=cure)
    if name == "date":
        return _read_date(value)
    if name in CHOICES:
        value = {choice.lower(): choice for choice in CHOICES[name]}.get(value.lower(), value)
        if value not in CHOICES[name]:
            cure = f"Choose one of {', '.join(CHOICES[name])}"
            raise UsageError(f"{name}: cannot be {value[:40]!r}", where="search", cure=cure)
    return Field(name=name, operator="=", value=value)


def _read_date(value: str) -> Tree:
    first, dots, last = value.partition("..")
    if not dots:
        if value.startswith(">="):
            return _dated(">=", value[2:])
        return _dated("<=", value[2:]) if value.startswith("<=") else _dated("=", value)
    bounds = [_dated(">=", first)] if first else []
    bounds += [_dated("<=", last)] if last else []
    shared = min(len(first), len(last))
    if first[:shared] > last[:shared]:
        raise UsageError(f"the dates {value} end before they begin", where="search", cure="Turn them round")
    return bounds[0] if len(bounds) == 1 else And(tuple(bounds))


def _dated(operator: Operator, day: str) -> Field:
    try:
        if not _DATE.fullmatch(day):
            raise ValueError(day)
        date.fromisoformat(day + "-01-01"[len(day) - 4 :])
    except ValueError:
        raise UsageError(f"{day[:40]!r} is not a date", where="search", cure=_DATE_CURE) from None
    return Field(name="date", operator=operator, value=day)
