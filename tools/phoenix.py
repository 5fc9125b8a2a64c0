"""Reads the actor and agent dictionaries of the Phoenix event coder (openeventdata, MIT) as facts.

A dictionary has a head name, further names after ``+``, and codes in brackets, some with the dates between which
they hold: ``[AFGGOV 20041207-20091119]``, ``[CHNGOV >20121115]``, ``[AUSELI 750101-080101]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_CODES = re.compile(r"\[([^\]]*)\]")
_DATE = r"(?:\d{8}|\d{6})"
_DATED = re.compile(rf"^([A-Z]{{3}})([A-Z]{{3}})[A-Z]*\s*(?:(?:({_DATE})-({_DATE}))|>\s*({_DATE})|<\s*({_DATE}))?")
LATEST_YEAR = 26
"""Years of two digits up to this one are in this century."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A code of an actor: country, sector, and from when to when it holds."""

    country: str
    sector: str
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An actor of a dictionary."""

    names: tuple[str, ...]
    codes: tuple[Coded, ...]


def read_entries(path: Path) -> Iterator[Entry]:
    """The entries of a dictionary of actors, in order."""
    names: list[str] = []
    codes: list[str] = []
    for line in path.read_text(encoding="latin-1").splitlines():
        content = line.split("#")[0].rstrip()
        if not content.strip():
            continue
        if content[0] in " \t" and "[" in content:
            codes += _CODES.findall(content)
            continue
        if content[0] != "+":
            yield from _entry(names, codes)
            names, codes = [], []
        names.append(_name(content.lstrip("+")))
        codes += _CODES.findall(content)
    yield from _entry(names, codes)


def read_places(path: Path) -> Iterator[tuple[str, str]]:
    """Names of places, and the country whose bare code stands beside the head of their list: ``[RUS]``."""
    country: str | None = None
    for line in path.read_text(encoding="latin-1").splitlines():
        content = line.split("#")[0].split(";")[0].rstrip()
        if not content.strip() or content[0] in " \t":
            continue
        if content[0] != "+":
            codes = _CODES.findall(content)
            country = codes[0].strip() if codes and re.fullmatch(r"[A-Z]{3}", codes[0].strip()) else None
        elif country is not None:
            yield _name(content.lstrip("+")), country


def read_agents(path: Path) -> Iterator[tuple[str, str]]:
    """Nouns for persons and bodies, and the code of their sector."""
    for line in path.read_text(encoding="latin-1").splitlines():
        match = re.match(r"^([A-Z][A-Z_' -]*?)_?\s*(?:\{[^}]*\})?\s*\[~([A-Z]{3})[A-Z]*\]", line.split("#")[0])
        if match:
            yield match.group(1).replace("_", " ").strip().lower(), match.group(2)


def _entry(names: list[str], codes: list[str]) -> Iterator[Entry]:
    coded = tuple(found for code in codes if (found := _coded(code.strip())) is not None)
    if names and coded:
        yield Entry(names=tuple(names), codes=coded)


def _coded(code: str) -> Coded | None:
    match = _DATED.match(code)
    if match is None:
        return None
    country, sector, first, last, since, until = match.groups()
    return Coded(country=country, sector=sector, since=_iso(first or since), until=_iso(last or until))


def _iso(digits: str | None) -> str | None:
    if digits is None:
        return None
    year = digits[:-4] if len(digits) == 8 else ("20" if int(digits[:2]) <= LATEST_YEAR else "19") + digits[:2]
    month, day = digits[-4:-2], digits[-2:]
    if not 1 <= int(month) <= 12 or not 1 <= int(day) <= 31:
        return year
    return f"{year}-{month}-{day}"


def _name(written: str) -> str:
    """A name as a text writes it: ``AHMED_ZIA_MASSOUD_`` is Ahmed Zia Massoud."""
    bare = written.split("[", maxsplit=1)[0].split(";", maxsplit=1)[0].replace("_", " ").strip()
    return " ".join(re.sub(r"(^|[-'.])([a-z])", lambda m: m[1] + m[2].upper(), word.lower()) for word in bare.split())
