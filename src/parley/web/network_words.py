"""The options of discourse networks in words, and which of them go together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from parley.record.network_rows import FIELDS
from parley.terms.exchange import StatementType

NO_QUALIFIER = "none"
"""Stands in addresses for networks without a qualifier."""

MODES = {
    "one": "Tied to each other",
    "two": "Tied to positions",
    "events": "List of statements",
}
AGGREGATIONS: Mapping[str, Mapping[str, str]] = {
    "one": {
        "ignore": "that both take up",
        "congruence": "on which they agree",
        "conflict": "on which they differ",
        "subtract": "on which they agree, less those on which they differ",
    },
    "two": {
        "ignore": "that they take up",
        "subtract": "by how much more often they say yes than no",
        "combine": "by all the sides that they take",
    },
}
NORMALIZATIONS: Mapping[str, Mapping[str, str]] = {
    "one": {
        "none": "not at all",
        "average": "by average activity",
        "jaccard": "by the share in common (Jaccard)",
        "cosine": "by the product of activities (DNA's cosine)",
        "vector-cosine": "by the cosine of what they say",
    },
    "two": {
        "none": "not at all",
        "activity": "by how much each says",
        "prominence": "by how often each is taken up",
    },
}
DUPLICATES = {
    "include": "every time",
    "document": "once per document",
    "week": "once a week",
    "month": "once a month",
    "year": "once a year",
    "range": "once in all",
}
KERNELS = {
    "": "all alike",
    "uniform": "alike, smoothed (uniform)",
    "triangular": "less the farther from the middle (triangular)",
    "epanechnikov": "less towards the ends (Epanechnikov)",
    "gaussian": "less along a bell curve (Gaussian)",
}
_PLURALS = {
    "person": "speakers",
    "organization": "organizations",
    "concept": "concepts",
    "about": "those spoken about",
    "role": "roles",
    "country": "countries",
    "author": "authors",
    "source": "outlets",
    "section": "sections",
    "type": "genres",
    "id": "articles",
    "title": "titles",
    "language": "languages",
    "coder": "coders",
    "state": "states of review",
    "form": "forms of speech",
}
_SMOOTHED = "kernel+!compat"
_ONLY_IF_PLAIN: Mapping[str, str] = {
    "jaccard": _SMOOTHED,
    "vector-cosine": _SMOOTHED,
    "activity": "aggregation=combine",
    "prominence": "aggregation=combine",
}
"""Ways to normalize, and when they are impossible: as conditions on the other fields, joined by +."""
_NEEDS_QUALIFIER = f"qualifier={NO_QUALIFIER}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something that can be chosen in a field."""

    value: str
    words: str
    unless: str = ""
    """Where it cannot be: conditions parted by blanks, each name=value, name or !name, joined by +."""
    group: str = ""


def plural(variable: str) -> str:
    """What the values of a variable are called."""
    return _PLURALS.get(variable, variable)


def aggregations(mode: str) -> list[Choice]:
    """What can be done with the qualifier in a mode."""
    found = []
    for value, words in AGGREGATIONS[mode].items():
        reasons = [] if value == "ignore" else [_NEEDS_QUALIFIER]
        if value == "combine":
            reasons.append(_SMOOTHED)
        found.append(Choice(value=value, words=words, unless=" ".join(reasons)))
    return found


def normalizations(mode: str) -> list[Choice]:
    """What ties can be divided by in a mode."""
    return [
        Choice(value=value, words=words, unless=_ONLY_IF_PLAIN.get(value, ""))
        for value, words in NORMALIZATIONS[mode].items()
    ]


def variables(kind: StatementType, other: str, more: Iterable[str] = ()) -> list[Choice]:
    """The variables that rows or columns can be.

    Args:
        kind: of the statements.
        other: name of the field that must be another one.
        more: attributes of values, or whatever else was asked for.
    """
    own = [one.name for one in kind.variables if one.kind == "short text"]
    names = [(name, "coded") for name in own]
    names += [(one.name, "of the article") for one in FIELDS if one.kind == "short text"]
    names += [(name, "attributes") for name in more if name not in {given for given, _ in names}]
    return [
        Choice(value=name, words=plural(name), unless=f"{other}={quote(name, safe='')}", group=group)
        for name, group in names
    ]


def qualifiers(kind: StatementType, more: Sequence[str] = ()) -> list[Choice]:
    """The variables that say how rows stand to columns."""
    names = [one.name for one in kind.variables if one.kind in ("boolean", "integer")]
    names += [one for one in ("polarity", "certainty", *more) if one not in names and one != NO_QUALIFIER]
    return [Choice(value=name, words=name) for name in names] + [Choice(value=NO_QUALIFIER, words="nothing")]


def choices_of(table: Mapping[str, str]) -> list[Choice]:
    """Choices that always go."""
    return [Choice(value=value, words=words) for value, words in table.items()]


def is_possible(choice: Choice, fields: Mapping[str, Any]) -> bool:
    """Whether something can be chosen beside the other fields; the desk's script asks the same.

    Args:
        choice: in one field.
        fields: name of each other field to its value.
    """
    return not any(all(_holds(part, fields) for part in one.split("+")) for one in choice.unless.split())


def _holds(part: str, fields: Mapping[str, Any]) -> bool:
    name, mark, value = part.removeprefix("!").partition("=")
    now = quote(str(fields.get(name) or ""), safe="")
    return (now == value if mark else bool(now)) != part.startswith("!")
