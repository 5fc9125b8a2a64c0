"""The list of statements that a network is made of: every variable, field of documents and attribute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from parley.analysis.columns import UNDATED, Column
from parley.analysis.dates import iso_of
from parley.analysis.statement_set import StatementSet

if TYPE_CHECKING:
    import pandas

Cell = str | int | float | bool | None


class EventList:
    """Statements with all that is coded about them, in order of time.

    Args:
        chosen: the statements.
    """

    def __init__(self, chosen: StatementSet) -> None:
        self.chosen = chosen
        self.names = ("key", "date", "start", "end", *chosen.table.names())

    @property
    def dropped(self) -> Mapping[str, int]:
        """Why statements do not count, and how many."""
        return self.chosen.dropped

    def __len__(self) -> int:
        """How many statements there are."""
        return len(self.chosen.kept)

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        """The cells of one statement after the other, as ``names`` calls them."""
        table = self.chosen.table
        columns = [table.column(name) for name in table.names()]
        for place in self.chosen.kept.tolist():
            seconds = int(table.seconds[place])
            date = None if seconds == UNDATED else iso_of(seconds)
            at = (table.keys[place], date, int(table.starts[place]), int(table.ends[place]))
            yield (*at, *(_cell(column, int(column.codes[place])) for column in columns))

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas frame, one column for each name."""
        import pandas as pd  # noqa: PLC0415 - only those who ask need pandas

        return pd.DataFrame(list(self), columns=list(self.names))


def _cell(column: Column, code: int) -> Cell:
    if code < 0:
        return None
    level = column.levels[code]
    if column.kind == "boolean":
        return level == "1"
    if column.kind == "number":
        return float(level)
    return int(level) if column.kind == "integer" else level
