"""What came in and what did not, gathered while a file is read."""

from __future__ import annotations

from collections import Counter

from parley.terms.exchange import LeftOut, Report

MOST_LINES = 1000
"""Lines kept of each kind; further ones are counted, so that a hostile file cannot fill the memory with them."""


class Notes:
    """Gathers the lines of a ``Report``."""

    def __init__(self) -> None:
        self._came: Counter[str] = Counter()
        self._left: list[LeftOut] = []
        self._lines: Counter[str] = Counter()

    def came(self, kind: str, number: int = 1) -> None:
        """Count what came in.

        Args:
            kind: in the plural: documents, statements, ...
            number: how many more.
        """
        self._came[kind] += number

    def leave(self, what: str, where: str, why: str) -> None:
        """Note something that did not come in as it stands in the file.

        Args:
            what: kind of thing, in the singular.
            where: the place in the file.
            why: what is wrong with it and what was done, as a clause.
        """
        self._lines[what] += 1
        if self._lines[what] <= MOST_LINES:
            self._left.append(LeftOut(what=what, where=where, why=why))

    def report(self) -> Report:
        """All lines so far."""
        more = [
            LeftOut(what=what, where="further on in the file", why=f"{number - MOST_LINES} more of this kind")
            for what, number in self._lines.items()
            if number > MOST_LINES
        ]
        return Report(came=dict(self._came), left=(*self._left, *more))


class UniqueNames:
    """Gives each thing a name of its own: the second "Name" becomes "Name (2)"."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._number: dict[str, int] = {}

    def give(self, name: str) -> str:
        """The name, or the first numbered form of it that is free."""
        given = name
        while given in self._taken:
            self._number[name] = self._number.get(name, 1) + 1
            given = f"{name} ({self._number[name]})"
        self._taken.add(given)
        return given
