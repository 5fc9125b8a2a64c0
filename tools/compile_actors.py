"""Compiles the actor store's tables from the raw facts of others.

    python -m tools.compile_actors FOLDER

FOLDER holds ``world-leaders-2021.csv`` (Wikidata), ``eu-listed-groups-and-persons.csv`` (two EU regulations) and
``phoenix/`` (the dictionaries of the Phoenix coder). What is written by hand (``people.tsv``, ``organizations.tsv``)
wins: nobody whom it names is taken over. The CAMEO files of ethnic and religious groups are not read: their licence
forbids commercial use. Phoenix's rows that are known to be wrong are listed in ``WRONG``.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from parley.knowledge.gazetteer import load_gazetteer, load_words, read_table, split_names
from parley.terms.names import fold_name
from tools.phoenix import Coded, Entry, read_agents, read_entries, read_places

DATA = Path(__file__).parent.parent / "src" / "parley" / "knowledge" / "data"
SECTORS = {"GOV", "MIL", "LEG", "JUD", "OPP", "SPY", "REB"}
AGENT_SECTORS = SECTORS | {
    "COP",
    "MED",
    "EDU",
    "BUS",
    "REL",
    "LAB",
    "REF",
    "CVL",
    "CRM",
    "UAF",
    "PTY",
    "NGO",
    "AGR",
    "HLH",
}
OLDEST = "2003"
"""Office holders of Phoenix who left before are not taken over: news of today names hardly any of them."""
WRONG = frozenset({"ahmed shah massoud", "ahmad shah massoud", "taliban", "ansar allah"})
"""A wrong date of death, a government taken for rebels, a Lebanese group of the same name."""
SAME = {
    "al-qaida in the arabian peninsula": "aqap",
    "the organization of al-qaida in the islamic maghreb": "aqim",
    "jama'a nusrat ul-islam wa al-muslimin": "jnim",
    "jama'atu ahlis sunna lidda'awati wal-jihad": "boko-haram",
    "islamic state in iraq and the levant – khorasan": "isis-k",
    "islamic state west africa province": "iswap",
    "islamic state in the greater sahara": "isgs",
    "jamaat-ul-ahrar": "jua",
    "lashkar e-tayyiba": "let",
    "jaish-i-momhammed": "jem",
}
"""Groups of the annexes that have a key already, or one that other tables name."""
COMMON = frozenset(
    "the of a for and in army islam islamic jihad group new soldiers supporters society libyan commander battalion brigade "
    "brigades network devotees followers company peacekeeping international regiment special veiled sentinels western "
    "education is sin east vanguard vanguards protection muslims black africa cooperation movement holy war righteous pure "
    "ahmed abu jamal emigrants mohammed aqsa khalifa sham al division asia caliphate".split()
)
"""An alias of nothing but such words could be anybody's."""
_NO_PERSON = re.compile(r"\b(?:of|the|for|and|ministry|minister|president|government|party|army|front|city)\b|\d", re.I)
_GROUP = re.compile(r"exchange|foundation|trust|society|ltd|hawala|association|committee|organi[sz]ation \(|benevolence|relief|"
                    r"offices|taibah|furqan|selselat|makhtab|wafa|ummah tameer", re.I)  # fmt: skip


def main() -> None:
    """Write ``people_compiled.tsv``, ``groups_compiled.tsv`` and ``sectors.tsv`` anew."""
    parser = argparse.ArgumentParser(description="Compile the actor store's tables")
    parser.add_argument("folder", type=Path, help="folder with the raw facts")
    folder = parser.parse_args().folder
    head, columns = (
        "armed groups and their aliases in EU law; written by tools/compile_actors.py",
        ("key", "name", "aliases", "source"),
    )
    _write("groups_compiled.tsv", head, columns, ())  # what is compared with below is written by hand only
    by_hand = {fold_name(name.rstrip("!")) for row in read_table("people.tsv") for name in _names(row)}
    people = list(merged([*_leaders(folder / "world-leaders-2021.csv"), *_phoenix(folder / "phoenix")], by_hand))
    _write("people_compiled.tsv", "office holders; sources and terms: sources.tsv; written by tools/compile_actors.py",
           ("name", "aliases", "roles", "source", "wikidata"), people)  # fmt: skip
    _write("groups_compiled.tsv", head, columns, list(_groups(folder / "eu-listed-groups-and-persons.csv")))
    _write("cities.tsv", "cities and regions that one state has; Phoenix (MIT); written by tools/compile_actors.py",
           ("name", "iso3"), _places(folder / "phoenix" / "Phoenix.Countries.actors.txt"))  # fmt: skip
    agents = {(noun, sector) for noun, sector in read_agents(folder / "phoenix" / "Phoenix.agents.txt")}
    rows = sorted((noun, sector) for noun, sector in agents if sector in AGENT_SECTORS)
    _write("sectors.tsv", "sectors of nouns for persons and bodies; Phoenix agents (MIT); written by tools/compile_actors.py",
           ("noun", "sector"), rows)  # fmt: skip


def _names(row: dict[str, str]) -> Iterator[str]:
    yield row["name"]
    yield from (name for name in row["aliases"].split("|") if name)


def merged(rows: Iterable[tuple[str, ...]], by_hand: set[str]) -> Iterator[tuple[str, ...]]:
    """Rows of one name and source joined; names written by hand, and those of two persons, left out."""
    found: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for row in rows:
        folded = fold_name(row[0])
        if folded not in by_hand and folded not in WRONG and " " in folded:
            found[folded, row[3]].append(row)
    of_wikidata = {folded for folded, source in found if source == "wikidata"}
    for (folded, source), same in sorted(found.items()):
        countries = {role.split("@")[1].split("/")[0] for row in same for role in row[2].split("|")}
        if len(countries) > 1 or (source == "phoenix" and folded in of_wikidata):
            continue
        roles = "|".join(dict.fromkeys(role for row in same for role in row[2].split("|")))
        yield same[0][0], same[0][1], roles, source, same[0][4]


def _leaders(path: Path) -> Iterator[tuple[str, ...]]:
    """Heads of state and government with their Wikidata items."""
    gazetteer = load_gazetteer()
    with path.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            state = gazetteer.state(row["country"].removeprefix("The ").removeprefix("Kingdom of "))
            if state is not None and not re.fullmatch(r"Q\d+", row["officeholderLabel"]):
                office = row["positionLabel"].split(" of ")[0].casefold()
                role = f"{office}@{state.iso3}/GOV:{row['start_year']}..{row['end_year']}"
                yield row["officeholderLabel"], "", role, "wikidata", row["officeholder"]


def _phoenix(folder: Path) -> Iterator[tuple[str, ...]]:
    """Office holders whose codes have dates that reach into the century."""
    known = {row["iso3"] for row in read_table("states.tsv")}
    for entry in read_entries(folder / "Phoenix.Countries.actors.txt"):
        codes = [code for code in entry.codes if code.sector in SECTORS and _is_dated(code)]
        if codes and all(code.country in known for code in codes) and _is_person(entry) and _lasts(codes):
            roles = "|".join(f"@{code.country}/{code.sector}:{code.since or ''}..{code.until or ''}" for code in codes)
            yield entry.names[0], "|".join(filter(_is_name, entry.names[1:])), roles, "phoenix", ""


def _is_dated(code: Coded) -> bool:
    """Whether a code has dates that are not swapped."""
    since, until = code.since or "", code.until or ""
    shorter = min(len(since), len(until))
    return bool(since or until) and since[:shorter] <= until[:shorter]


def _is_person(entry: Entry) -> bool:
    return _is_name(entry.names[0])


def _is_name(name: str) -> bool:
    return 2 <= len(name.split()) <= 5 and not _NO_PERSON.search(name)


def _lasts(codes: list[Coded]) -> bool:
    return max(code.until or (code.since or "") for code in codes) >= OLDEST


def _places(path: Path) -> list[tuple[str, ...]]:
    """Places that are no names of states, persons or bodies and lie in one state only."""
    gazetteer = load_gazetteer()
    known = {row["iso3"] for row in read_table("states.tsv")}
    first_names = load_words().male_names | load_words().female_names
    found: dict[str, set[str]] = defaultdict(set)
    for name, country in read_places(path):
        if (
            country in known
            and re.fullmatch(r"[A-Z][A-Za-z' -]{3,30}", name)
            and not _NO_PERSON.search(name)
            and fold_name(name) not in first_names
        ):
            found[name].add(country)
    return [
        (name, *countries)
        for name, countries in sorted(found.items())
        if len(countries) == 1 and gazetteer.state(name) is None and gazetteer.organization(name) is None
    ]


def _groups(path: Path) -> Iterator[tuple[str, ...]]:
    """Armed groups of the annexes that the hand-written table does not name, with their aliases in Latin letters."""
    gazetteer = load_gazetteer()
    known = {
        fold_name(n)
        for row in read_table("organizations.tsv")
        for n in (row["name"], *(a for a, _ in split_names(row["aliases"])))
    }
    with path.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            name = re.sub(r"\s*\(.*", "", row["name"]).split("/")[0].strip()
            if row["schema"] == "Person" or _GROUP.search(row["name"]) or gazetteer.organization(name):
                continue
            aliases = [one.strip(" '\"‘’“”") for one in re.split(r"[;,]", row["alias"])]
            aliases += re.findall(r"\(([A-Z][A-Za-z-]+)\)", row["name"])
            kept = [a for a in dict.fromkeys(aliases) if _is_alias(a) and fold_name(a) not in known | {fold_name(name)}]
            key = SAME.get(fold_name(name), "-".join(re.findall(r"[a-z0-9]+", fold_name(name).removeprefix("the "))))
            same = fold_name(name) in SAME or not any(gazetteer.organization(one) for one in kept)
            if fold_name(name) not in known and same and "haramain" not in key:
                yield key, name, "|".join(kept), "eu"


def _is_alias(name: str) -> bool:
    """Latin letters, no part of a sentence, and long enough to be nobody else's."""
    if set(re.findall(r"[a-z]+", name.casefold())) <= COMMON:
        return False
    return bool(re.fullmatch(r"[A-ZÀ-ÿ][\w '’.-]{3,60}", name)) and name.isascii() and "(" not in name


def _write(name: str, head: str, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    lines = [f"# {head}", "\t".join(header), *("\t".join(row) for row in rows)]
    (DATA / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
