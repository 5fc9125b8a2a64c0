"""Networks of a record: its statements as columns, what is asked of them, and back to the sentences.

record.network_rows -> StatementTable -> analysis.draw_network -> Network, whose ties open their statements
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from parley.analysis import (
    Column,
    EventList,
    Network,
    NetworkRequest,
    Networks,
    StatementTable,
    boolean_column,
    draw_network,
    integer_column,
    text_column,
)
from parley.analysis.dates import seconds_of
from parley.errors import UsageError
from parley.record import Store
from parley.record.network_rows import FIELDS, OWN, network_rows, network_types
from parley.terms.exchange import StatementType, Variable
from parley.terms.networks import NetworkRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """Which statements of the record may count at all: what DNA cannot ask, since people coded all it has."""

    statement_type: str | None = None
    """Name of a type of the codebook, or "Parley"; the one that has the variables asked for if None."""
    query: str | None = None
    """In the language of the search."""
    states: Sequence[str] = ()
    """Such as accepted, proposed; all that are not gone if empty."""
    polarity: Sequence[str] = ()
    """affirmed, denied; both if empty."""
    certainty: Sequence[str] = ()
    """certain, probable, possible; all if empty."""
    nested: bool | None = None
    """Only statements inside others, or only those that are not; both if None."""
    confidence: float = 0.0
    """Least confidence of the machine; what people added or accepted counts whatever it is."""

    def include(self) -> dict[str, Sequence[str]]:
        """The same as values to keep."""
        given = {"state": self.states, "polarity": self.polarity, "certainty": self.certainty}
        found: dict[str, Sequence[str]] = {name: tuple(values) for name, values in given.items() if values}
        if self.nested is not None:
            found["nested"] = (str(int(self.nested)),)
        return found


def ask_network(store: Store, options: Mapping[str, Any]) -> Network | Networks | EventList:
    """Draw a network of what a record holds, by options of both kinds together.

    Args:
        store: the open record.
        options: fields of ``NetworkRequest`` and of ``Reviewed``.

    Raises:
        UsageError: there is no such option, or they do not go together.
    """
    asked, may_count = ({one.name for one in fields(kind)} for kind in (NetworkRequest, Reviewed))
    unknown = sorted(set(options) - asked - may_count)
    if unknown:
        cure = f"There are {', '.join(sorted(asked | may_count))}"
        raise UsageError(f"a network has no option {unknown[0]!r}", where="network", cure=cure)
    reviewed = Reviewed(**{name: value for name, value in options.items() if name in may_count})
    given = {name: value for name, value in options.items() if name in asked}
    given["include"] = {**given.get("include", {}), **reviewed.include()}
    return draw_record_network(store, NetworkRequest(**given), reviewed)


def draw_record_network(store: Store, request: NetworkRequest, reviewed: Reviewed) -> Network | Networks | EventList:
    """Draw a network of what a record holds.

    Args:
        store: the open record.
        request: which network.
        reviewed: which statements may count at all.

    Raises:
        UsageError: a variable or type is not there, or the query cannot be read.
    """
    kind = _find_type(network_types(store), request, reviewed.statement_type)
    rows = network_rows(store, kind.name, query=reviewed.query, confidence=reviewed.confidence > 0)
    table = read_table(rows, kind, _attributes(store, kind), reviewed)
    return draw_network(table, request, reader=store.view().statements_of)


def _find_type(types: Sequence[StatementType], request: NetworkRequest, name: str | None) -> StatementType:
    """The type of that name, or the one type that has the variables asked for."""
    if name is not None:
        types = [one for one in types if one.name == name]
        if not types:
            raise UsageError(f"there is no statement type {name!r}", where="network", cure="See parley network --help")
        return types[0]
    asked = [request.rows, request.columns, *([request.qualifier] if request.qualifier else ())]
    wanted = {one.partition(".")[0] for one in asked} - {one.name for one in FIELDS}
    having_most = max((len(wanted & _names(one)) for one in types), default=0)
    least = having_most if request.mode == "events" else len(wanted)
    fitting = [one for one in types if len(wanted & _names(one)) >= least]
    if len(fitting) == 1:
        return fitting[0]
    having = "; ".join(f"{one.name}: {', '.join(variable.name for variable in one.variables)}" for one in types)
    which = "several types" if fitting else "no type"
    cure = f"Name the type with statement_type, or other variables. The record has {having or 'none'}"
    raise UsageError(f"{which} of statements can be meant by {', '.join(sorted(wanted))}", where="network", cure=cure)


def _names(kind: StatementType) -> set[str]:
    return {variable.name for variable in kind.variables}


def read_table(
    rows: Iterable[NetworkRow],
    kind: StatementType,
    attributes: Mapping[str, Mapping[str, Mapping[str, str]]],
    reviewed: Reviewed,
) -> StatementTable:
    """Rows of a record as columns.

    Args:
        rows: statements of one type.
        kind: that type, with its variables.
        attributes: variable to its values to their attributes.
        reviewed: which may count at all.
    """
    dropped: Counter[str] = Counter()
    kept: list[NetworkRow] = []
    for row in rows:
        reason = _reason_out(row, reviewed)
        if reason is None:
            kept.append(row)
        else:
            dropped[reason] += 1
    variables = {one.name: one for one in (*FIELDS, *kind.variables)}
    documents = {key: number for number, key in enumerate(sorted({row.document for row in kept}, key=_by_number))}
    return StatementTable(
        keys=tuple(row.key for row in kept),
        seconds=_whole(seconds_of(row.date) for row in kept),
        documents=_whole(documents[row.document] for row in kept),
        starts=_whole(row.start for row in kept),
        ends=_whole(row.end for row in kept),
        columns={name: _column(kept, one) for name, one in variables.items()},
        attributes={**_kinds(kept), **attributes},
        dropped=dropped,
    )


def _reason_out(row: NetworkRow, reviewed: Reviewed) -> str | None:
    if row.reason_out is not None:
        return row.reason_out
    judged = row.values["state"] == "accepted" or row.confidence is None
    return None if judged or (row.confidence or 0.0) >= reviewed.confidence else "low confidence"


def _by_number(key: str) -> tuple[int, int, str]:
    """DNA's documents are numbered; the others are sorted after them."""
    return (0, int(key), key) if key.isdecimal() else (1, 0, key)


def _whole(numbers: Iterable[int]) -> Any:
    return np.fromiter(numbers, dtype=np.int64)


def _column(rows: Sequence[NetworkRow], variable: Variable) -> Column:
    values: list[Any] = [row.values.get(variable.name) for row in rows]
    if variable.kind == "boolean":
        return boolean_column(values)
    if variable.kind == "integer":
        return integer_column(values, low=variable.low, high=variable.high)
    return text_column(values)


def _kinds(rows: Iterable[NetworkRow]) -> dict[str, dict[str, dict[str, str]]]:
    """What kind of actor each speaker is: an attribute like those of a codebook."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for row in rows:
        for variable, kind in row.kinds.items():
            found.setdefault(variable, {}).setdefault(str(row.values[variable]), {"kind": kind})
    return found


def _attributes(store: Store, kind: StatementType) -> dict[str, dict[str, Mapping[str, str]]]:
    found: dict[str, dict[str, Mapping[str, str]]] = {}
    if kind is not OWN:
        for one in store.view().entities():
            if one.statement_type == kind.name and one.attributes:
                found.setdefault(one.variable, {})[one.value] = one.attributes
    return found
