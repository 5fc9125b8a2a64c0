"""Coded statements as columns: what every analysis starts from.

Law of this module: a column is numbers, its levels are words. Whatever is counted later is counted on
whole arrays, so that a million statements take seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from parley.errors import UsageError

Kind = Literal["text", "integer", "number", "boolean"]
Codes: TypeAlias = NDArray[np.int64]
"""(n,) places in a column's levels; -1 where nothing is coded."""
Places: TypeAlias = NDArray[np.int64]
"""(n,) places of statements in a table."""

UNDATED = np.iinfo(np.int64).min
"""Stands for the date of an article that has none."""


def java_order(text: str) -> bytes:
    """A sort key: the order of UTF-16 units, in which Java and so DNA sort their labels."""
    return text.encode("utf-16-be", "surrogatepass")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What is coded about each statement in one respect."""

    kind: Kind
    codes: Codes
    levels: tuple[str, ...]
    """Sorted as DNA sorts words; numbers by size. The empty text is never among them: it is "not coded"."""
    low: int | None = None
    """Smallest value of an integer scale, where one is declared."""
    high: int | None = None

    @property
    def numbers(self) -> NDArray[np.float64]:
        """What each level counts."""
        return np.array([float(level) for level in self.levels])

    def used(self, places: Places) -> Codes:
        """The distinct levels of some statements, in order."""
        found = np.unique(self.codes[places])
        return found[found >= 0]


def text_column(values: Iterable[str | None]) -> Column:
    """A column of words; None and the empty text are "not coded"."""
    given = list(values)
    levels = tuple(sorted({one for one in given if one}, key=java_order))
    return Column(kind="text", codes=_codes(given, levels), levels=levels)


def integer_column(values: Iterable[int | None], *, low: int | None = None, high: int | None = None) -> Column:
    """A column of whole numbers.

    Args:
        values: None is "not coded".
        low: smallest value of the scale, where one is declared.
        high: largest value of the scale.
    """
    given = [None if one is None else int(one) for one in values]
    numbers = sorted({one for one in given if one is not None})
    places = {number: place for place, number in enumerate(numbers)}
    codes = np.array([-1 if one is None else places[one] for one in given], dtype=np.int64)
    return Column(kind="integer", codes=codes, levels=tuple(map(str, numbers)), low=low, high=high)


def number_column(values: Iterable[float | None], *, low: int | None = None, high: int | None = None) -> Column:
    """A column of numbers that need not be whole.

    Args:
        values: None is "not coded".
        low: smallest value of the scale, where one is declared.
        high: largest value of the scale.
    """
    given = list(values)
    numbers = sorted({float(one) for one in given if one is not None})
    places = {number: place for place, number in enumerate(numbers)}
    codes = np.array([-1 if one is None else places[float(one)] for one in given], dtype=np.int64)
    levels = tuple(f"{number:g}" for number in numbers)
    return Column(kind="number", codes=codes, levels=levels, low=low, high=high)


def boolean_column(values: Iterable[bool | None]) -> Column:
    """A column of yes (level "1") and no (level "0"); None is "not coded"."""
    codes = np.array([-1 if one is None else int(one) for one in values], dtype=np.int64)
    return Column(kind="boolean", codes=codes, levels=("0", "1"), low=0, high=1)


def spread_column(column: Column, places: Places) -> Column:
    """A column of many statements from one of what is distinct among them.

    Args:
        column: one line for each distinct thing; its levels are kept, also those that no statement has.
        places: which thing each statement has; -1 for none.
    """
    return replace(column, codes=np.append(column.codes, -1)[places])


def _codes(values: Sequence[str | None], levels: tuple[str, ...]) -> Codes:
    places: dict[str | None, int] = {level: place for place, level in enumerate(levels)}
    return np.array([places.get(one, -1) for one in values], dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementTable:
    """Statements of one type, column by column; all columns are equally long."""

    keys: tuple[str, ...]
    """Permanent key of each statement's entry; one entry may stand on several lines."""
    seconds: Codes
    """Date of the document, in seconds of UTC since 1970; ``UNDATED`` where it has none."""
    documents: Codes
    """Number of the document, in the order in which documents of one second are sorted."""
    starts: Codes
    """Where the statement begins in its document, in code points."""
    ends: Codes
    columns: Mapping[str, Column]
    """Name to variables of statements and fields of documents."""
    attributes: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    """Variable to its values to their attributes; a column ``variable.attribute`` can be asked for."""
    dropped: Mapping[str, int] = field(default_factory=dict)
    """Why statements did not come into the table, and how many."""
    order: Places = field(init=False)
    """Places sorted by date, document, start, end and key."""

    def __post_init__(self) -> None:
        ranks = np.argsort(np.argsort(np.array(self.keys, dtype=object), kind="stable"), kind="stable")
        order = np.lexsort((ranks, self.ends, self.starts, self.documents, self.seconds))
        object.__setattr__(self, "order", order.astype(np.int64))

    def column(self, name: str) -> Column:
        """A variable, a field of documents, or an attribute of a variable's values.

        Raises:
            UsageError: there is no such column.
        """
        if name in self.columns:
            return self.columns[name]
        variable, _, attribute = name.rpartition(".")
        values = self.attributes.get(variable, {})
        if variable in self.columns and any(attribute in one for one in values.values()):
            return self._attribute(self.columns[variable], values, attribute)
        raise UsageError(
            f"there is no variable {name!r} in these statements",
            where="network",
            cure=f"Take one of {', '.join(self.names())}",
        )

    def names(self) -> tuple[str, ...]:
        """Every name that ``column`` takes."""
        more = {
            f"{variable}.{attribute}"
            for variable, values in self.attributes.items()
            if variable in self.columns
            for one in values.values()
            for attribute in one
        }
        return (*self.columns, *sorted(more - set(self.columns)))

    @staticmethod
    def _attribute(column: Column, values: Mapping[str, Mapping[str, str]], attribute: str) -> Column:
        of_level = [values.get(level, {}).get(attribute, "") for level in column.levels]
        levels = tuple(sorted({one for one in of_level if one}, key=java_order))
        translated = np.append(_codes(of_level, levels), -1)
        return replace(column, kind="text", codes=translated[column.codes], levels=levels, low=None, high=None)
