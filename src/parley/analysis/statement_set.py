"""Which statements count: range of dates, values left out, gaps, duplicates, minimum frequency.

Law of this module: places are always in order of date, document, start, end and key, and whatever is
left out is counted with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.analysis.columns import UNDATED, Codes, Column, Places, StatementTable
from parley.analysis.dates import periods, seconds_of
from parley.analysis.request import NetworkRequest
from parley.errors import UsageError

DOCUMENT_FIELDS = ("author", "source", "section", "type", "id", "title")
"""Fields of documents, as DNA calls them; they say which statements are loaded, before scales are measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementSet:
    """The statements of a network, with the columns that it is made of."""

    table: StatementTable
    request: NetworkRequest
    rows: Column
    columns: Column
    qualifier: Column | None
    loaded: Places
    """In the range of dates and of the documents asked for."""
    kept: Places
    """Those that count."""
    begin: int
    """First moment of the range, in seconds since 1970."""
    end: int
    dropped: Mapping[str, int]
    """Why statements do not count, and how many."""


def select_statements(table: StatementTable, request: NetworkRequest) -> StatementSet:
    """The statements that a network is made of.

    Args:
        table: statements of one type.
        request: which network.

    Raises:
        UsageError: a variable that is named does not exist, or a date is none.
    """
    events = request.mode == "events"
    rows, columns = (_column(table, name, events=events) for name in (request.rows, request.columns))
    qualifier = None if request.qualifier is None else _column(table, request.qualifier, events=events)
    dropped = dict(table.dropped)
    loaded, begin, end = _load(table, request, dropped)
    kept = _narrow(table, loaded, request, dropped, documents=False)
    if not events:
        for name, column in ((request.rows, rows), (request.columns, columns), (request.qualifier, qualifier)):
            if column is not None:
                kept = _drop(kept, column.codes[kept] >= 0, f"no {name}", dropped)
    key: list[Codes] = [column.codes for column in (rows, columns)]
    if qualifier is not None and request.aggregation != "ignore":
        key.append(qualifier.codes)
    kept = _distinct(table, kept, key, request, dropped)
    if request.minimum > 1:
        often = _frequent(rows, kept, request.minimum) & _frequent(columns, kept, request.minimum)
        kept = _drop(kept, often, f"fewer than {request.minimum} statements", dropped)
    return StatementSet(
        table=table,
        request=request,
        rows=rows,
        columns=columns,
        qualifier=qualifier,
        loaded=loaded,
        kept=kept,
        begin=begin,
        end=end,
        dropped=dropped,
    )


def _column(table: StatementTable, name: str, *, events: bool) -> Column:
    """A column; an event list does not need the ones it does not have."""
    if events and name not in table.names():
        return Column(kind="text", codes=np.full(len(table.keys), -1, dtype=np.int64), levels=())
    return table.column(name)


def _load(table: StatementTable, request: NetworkRequest, dropped: dict[str, int]) -> tuple[Places, int, int]:
    places = _narrow(table, table.order, request, dropped, documents=True)
    seconds = table.seconds[places]
    dated = seconds != UNDATED
    timed = request.since is not None or request.until is not None or request.window is not None
    if timed:
        places = _drop(places, dated, "no date", dropped)
    known = seconds[dated]
    begin = seconds_of(request.since) if request.since else int(known.min(initial=np.iinfo(np.int64).max))
    end = seconds_of(request.until, end=True) if request.until else int(known.max(initial=0))
    if not known.size and not (request.since and request.until):
        begin = end = 0
    if timed:
        seconds = table.seconds[places]
        places = _drop(places, (seconds >= begin) & (seconds <= end), "outside the dates", dropped)
    return places, begin, end


def _narrow(
    table: StatementTable, places: Places, request: NetworkRequest, dropped: dict[str, int], *, documents: bool
) -> Places:
    """Apply the values to leave out and to keep: those of documents, or those of statements."""
    for name, values in request.exclude.items():
        if (name in DOCUMENT_FIELDS) == documents:
            places = _drop(places, ~_has(table, places, name, values), f"{name} left out", dropped)
    for name, values in request.include.items():
        if (name in DOCUMENT_FIELDS) == documents:
            places = _drop(places, _has(table, places, name, values), f"another {name}", dropped)
    return places


def _has(table: StatementTable, places: Places, name: str, values: Sequence[str]) -> NDArray[np.bool_]:
    if isinstance(values, str):
        raise UsageError(f"{values!r} is one value, not a list", where=f"network, {name}", cure="Write [value]")
    column = table.column(name)
    wanted = {str(one) for one in values}
    codes = [place for place, level in enumerate(column.levels) if level in wanted]
    if "" in wanted:
        codes.append(-1)
    return np.isin(column.codes[places], np.array(codes, dtype=np.int64))


def _drop(places: Places, keep: NDArray[np.bool_], why: str, dropped: dict[str, int]) -> Places:
    number = int(len(places) - keep.sum())
    if number:
        dropped[why] = dropped.get(why, 0) + number
    return places[keep]


def _distinct(
    table: StatementTable, places: Places, key: list[Codes], request: NetworkRequest, dropped: dict[str, int]
) -> Places:
    """The first of statements that say the same within a document, a period or the whole range."""
    if request.duplicates == "include":
        return places
    key = list(key)
    if request.duplicates == "document":
        key.append(table.documents)
    elif request.duplicates != "range":
        numbers_only = request.compat is not None
        within = periods(table.seconds, request.duplicates, numbers_only=numbers_only, weeks=request.weeks)
        key.append(within)
    combined = np.zeros(len(places), dtype=np.int64)
    for codes in key:
        found, numbers = np.unique(codes[places], return_inverse=True)
        combined = np.unique(combined * max(1, len(found)) + numbers, return_inverse=True)[1]
    first = np.zeros(len(places), dtype=np.bool_)
    first[np.unique(combined, return_index=True)[1]] = True
    return _drop(places, first, "duplicate", dropped)


def _frequent(column: Column, places: Places, minimum: int) -> NDArray[np.bool_]:
    codes = column.codes[places] + 1
    counts = np.bincount(codes, minlength=len(column.levels) + 1)
    counts[0] = minimum  # an event list keeps what is not coded
    often: NDArray[np.bool_] = counts[codes] >= minimum
    return often
