"""Cities, regions and peoples that belong to one state, and the sectors of nouns for persons and bodies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from parley.knowledge.gazetteer import read_rows, read_table


@cache
def load_places() -> Mapping[str, str]:
    """ISO 3166-1 alpha-3 code of the one state of a city, region or people, by its name as news writes it."""
    cities = {row[0]: row[1] for row in read_rows("cities.tsv")}
    return cities | {name: row["iso3"] for row in read_table("peoples.tsv") for name in row["names"].split("|")}


@cache
def load_sectors() -> Mapping[str, str]:
    """Sector of PLOVER (GOV, MIL, LEG ...) by a noun in lower case; a noun of several sectors has none."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for noun, sector in read_rows("sectors.tsv"):
        if found.setdefault(noun, sector) != sector:
            twice.add(noun)
    return {noun: sector for noun, sector in found.items() if noun not in twice} | {
        row["noun"]: row["sector"] for row in read_table("offices.tsv")
    }
