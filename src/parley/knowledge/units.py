"""Units of measure, money and counted things by the words that texts use for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from parley.knowledge.gazetteer import read_table

UnitKind = Literal["measure", "percent", "duration", "money", "people", "things"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOfMeasure:
    """A unit, or a kind of thing that is counted."""

    name: str
    """Singular noun, or an ISO 4217 code."""
    kind: UnitKind


@cache
def load_units() -> Mapping[str, UnitOfMeasure]:
    """The units of this installation by each of their written forms."""
    return {
        word: UnitOfMeasure(name=row["unit"], kind=cast("UnitKind", row["kind"]))
        for row in read_table("units.tsv")
        for word in row["words"].split("|")
    }
