"""The rows of a DNA 3 database while a corpus is written, what they are numbered by, and the report."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from parley.exports.dna_tables import DATA, LONGEST
from parley.terms.exchange import CodedCorpus, LeftOut, Report, StatementType, Variable

MOST_LINES = 1000
"""Lines of a kind in the report; further ones are counted."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_COUNTED = {
    "coders": "CODERS",
    "types": "STATEMENTTYPES",
    "entities": "ENTITIES",
    "documents": "DOCUMENTS",
    "statements": "STATEMENTS",
    "patterns": "REGEXES",
}


class Rows:
    """Rows of all tables, IDs by the names of the corpus, and the lines of the report.

    Args:
        corpus: what is written.
    """

    def __init__(self, corpus: CodedCorpus) -> None:
        self.corpus = corpus
        self.tables: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self.coders: dict[str, int] = {}
        self.types: dict[str, tuple[int, StatementType]] = {}
        self.variables: dict[tuple[str, str], tuple[int, Variable]] = {}
        self.entities: dict[tuple[str, str, str], int] = {}
        self.documents: dict[str, int] = {}
        self._left: list[LeftOut] = []
        self._lines: Counter[str] = Counter()

    def leave(self, what: str, where: str, why: str) -> None:
        """Note something that is not written as it stands in the corpus."""
        self._lines[what] += 1
        if self._lines[what] <= MOST_LINES:
            self._left.append(LeftOut(what=what, where=where, why=why))

    def report(self) -> Report:
        """What was written, and what was not."""
        more = [
            LeftOut(what=what, where="further on in the corpus", why=f"{number - MOST_LINES} more of this kind")
            for what, number in self._lines.items()
            if number > MOST_LINES
        ]
        came = {kind: len(self.tables[table]) for kind, table in _COUNTED.items()}
        came["values"] = sum(len(self.tables[table]) for table in DATA.values())
        return Report(came=came, left=(*self._left, *more))

    def clean(self, text: str, where: str) -> str:
        """Text that can be stored: half characters become U+FFFD, with a note."""
        if text.isascii() or not _SURROGATE.search(text):
            return text
        self.leave("text", where, "half of a surrogate pair is no character; U+FFFD now")
        return _SURROGATE.sub("\ufffd", text)

    def cut(self, text: str, where: str, taken: set[str] | None = None) -> str:
        """A name that is short enough for DNA, and not one of those taken; with a note where it had to be changed.

        Args:
            text: the name.
            where: what has it.
            taken: names that others have; the given one is added. None: names may be alike.
        """
        given = self.clean(text, where)
        if len(given) > LONGEST:
            self.leave("name", where, f"DNA holds {LONGEST} characters; cut from {len(given)}")
            given = given[:LONGEST]
        if taken is None:
            return given
        base, number = given, 1
        while given in taken:
            number += 1
            given = f"{base[: LONGEST - 8]} ({number})"
        if number > 1:
            self.leave("name", where, f"there is another {base[:60]!r}; this one ends in ({number}) now")
        taken.add(given)
        return given

    def colour(self, colour: str | None, where: str) -> tuple[int, int, int] | None:
        """Red, green and blue; None where there is no colour."""
        if colour is None:
            return None
        if _COLOUR.fullmatch(colour):
            return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
        self.leave("colour", where, f"{colour[:20]!r} is no colour; left away")
        return None


def kept_of(extras: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the reader of DNA databases kept of a thing; empty if it came from elsewhere."""
    kept = extras.get("dna")
    return kept if isinstance(kept, Mapping) else {}


def part_of(kept: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A table of names in what was kept."""
    part = kept.get(name)
    return part if isinstance(part, Mapping) else {}


def rows_of(kept: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Rows of a table in what was kept."""
    rows = kept.get(name)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []


def former_name(kept: Mapping[str, Any], column: str, name: str) -> str:
    """The name that a thing had in DNA where the reader had to change it, unless it was given another since."""
    original = kept.get(column)
    return original if isinstance(original, str) and kept.get("as") == name else name
