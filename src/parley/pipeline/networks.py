"""Networks of a record: its statements as columns, what is asked of them, and back to the sentences.

record.network_reading -> StatementTable -> analysis.draw_network -> Network, whose ties open their statements
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

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
    number_column,
    text_column,
)
from parley.analysis.columns import Places, spread_column
from parley.analysis.dates import seconds_of
from parley.analysis.request import one_of
from parley.errors import UsageError
from parley.record import Store
from parley.record.network_reading import Asked
from parley.record.network_rows import EVENTS, FIELDS, OWN
from parley.record.view import View
from parley.terms.exchange import StatementType, Variable
from parley.terms.networks import NetworkColumn, NetworkStatements

Kind = Literal["statements", "events"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """Which statements of the record may count at all: what DNA cannot ask, since people coded all it has."""

    of: Kind = "statements"
    """Who says what; or who acts toward whom, each event a line for each actor and recipient."""
    statuses: Sequence[str] = ()
    """Of events: those that count; only what is actual if empty."""
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
    as_of: str | None = None
    """Date, or date and time in UTC: the record as it was judged and coded then; not together with a query."""
    all_printings: bool | None = None
    """Whether an article that was printed several times counts as often. Where it does not, the earliest printing that
    has coded statements counts. None: once for statements coded with concepts; as often as they were coded for those
    of an imported type and under ``compat``."""

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
    one_of("of", options.get("of", "statements"), get_args(Kind))
    reviewed = Reviewed(**{name: value for name, value in options.items() if name in may_count})
    given = {name: value for name, value in options.items() if name in asked}
    if reviewed.of == "events":
        given = {"rows": "actor", "columns": "recipient", "qualifier": "side"} | given
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
    view = store.view(as_of=reviewed.as_of)
    if reviewed.of == "events":
        table = read_table(_read_events(view, request, reviewed), EVENTS, {}, reviewed)
        return draw_network(table, request, reader=view.events_of)
    kind = _find_type(view.network_types(), request, reviewed.statement_type)
    asked = Asked(
        kind=kind.name,
        query=reviewed.query,
        confidence=reviewed.confidence > 0,
        all_printings=_all_printings(request, reviewed, coded=kind is not OWN),
    )
    table = read_table(view.network_statements(asked), kind, _attributes(view, kind), reviewed)
    return draw_network(table, _in_range(view, request), reader=view.statements_of)


def _in_range(view: View, request: NetworkRequest) -> NetworkRequest:
    """The request with DNA's range of dates: that of all documents of a database, also of those without a statement."""
    dates = view.imported_dates() if request.compat is not None and None in (request.since, request.until) else None
    if dates is None:
        return request
    first, last = (date if "T" in date else f"{date}T00:00:00Z" for date in dates)
    return replace(request, since=request.since or first, until=request.until or last)


def _read_events(view: View, request: NetworkRequest, reviewed: Reviewed) -> NetworkStatements:
    """The events that may count.

    Raises:
        UsageError: they are asked for something that only statements have.
    """
    for name in ("statement_type", "query", "polarity", "certainty", "nested"):
        if getattr(reviewed, name) not in (None, (), []):
            cure = "Leave it out; include and exclude take " + ", ".join(one.name for one in EVENTS.variables)
            raise UsageError(f"events have no {name}", where="network", cure=cure)
    return view.network_events(
        statuses=reviewed.statuses or ("actual",),
        confidence=reviewed.confidence > 0,
        all_printings=_all_printings(request, reviewed, coded=False),
    )


def _all_printings(request: NetworkRequest, reviewed: Reviewed, *, coded: bool) -> bool:
    """Whether what was printed several times counts as often."""
    if reviewed.all_printings is not None:
        return reviewed.all_printings
    return coded or request.compat is not None


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
    given: NetworkStatements,
    kind: StatementType,
    attributes: Mapping[str, Mapping[str, Mapping[str, str]]],
    reviewed: Reviewed,
) -> StatementTable:
    """Statements of a record as a table of numbers, in order of their keys.

    Args:
        given: statements of one type.
        kind: that type, with its variables.
        attributes: variable to its values to their attributes.
        reviewed: which may count at all.
    """
    order = np.argsort(np.array(given.keys, dtype=object), kind="stable")
    dropped, may_count = _may_count(given, reviewed)
    lines = order[may_count[order]]
    variables = {one.name: one for one in (*FIELDS, *kind.variables)}
    document, seconds = (_places(column, lines) for column in (given.documents, given.dates))
    documents = _ranks([str(key) for key in given.documents.values], document)
    moments = np.array([seconds_of(None if date is None else str(date)) for date in given.dates.values], dtype=np.int64)
    return StatementTable(
        keys=tuple(given.keys[line] for line in lines.tolist()),
        seconds=moments[seconds] if len(lines) else seconds,
        documents=documents[document] if len(lines) else document,
        starts=np.asarray(given.starts, dtype=np.int64)[lines],
        ends=np.asarray(given.ends, dtype=np.int64)[lines],
        columns={name: _column(given.columns.get(name), one, lines) for name, one in variables.items()},
        attributes={**_kinds(given, lines), **attributes},
        dropped=dropped,
    )


def _places(column: NetworkColumn, lines: Places) -> Places:
    return np.asarray(column.places, dtype=np.int64)[lines]


def _may_count(given: NetworkStatements, reviewed: Reviewed) -> tuple[Mapping[str, int], NDArray[np.bool_]]:
    """Why statements do not come into the table, and how many; and which do."""
    reasons = given.reasons.values
    may_count = _marked([reason is None for reason in reasons], given.reasons)
    why = Counter(np.asarray(given.reasons.places, dtype=np.int64)[~may_count].tolist())
    dropped = Counter[str]()
    for place, number in why.items():
        dropped[str(reasons[place])] += number
    if given.confidences is not None:
        state = given.columns["state"]
        accepted = _marked([value == "accepted" for value in state.values], state)
        unsure = may_count & ~accepted & (np.asarray(given.confidences) < reviewed.confidence)
        if unsure.any():
            dropped["low confidence"] = int(unsure.sum())
        may_count &= ~unsure
    return dropped, may_count


def _marked(marks: Sequence[bool], column: NetworkColumn) -> NDArray[np.bool_]:
    """Whether each statement has one of the values that are marked."""
    return np.array([*marks, False], dtype=np.bool_)[np.asarray(column.places, dtype=np.int64)]


def _ranks(keys: Sequence[str], used: Places) -> Places:
    """The place of each document's key among those that are used, in order."""
    found = sorted({keys[place] for place in np.unique(used).tolist()}, key=_by_number)
    rank = {key: number for number, key in enumerate(found)}
    return np.array([rank.get(key, -1) for key in keys], dtype=np.int64)


def _by_number(key: str) -> tuple[int, int, str]:
    """DNA's documents are numbered; the others are sorted after them."""
    return (0, int(key), key) if key.isdecimal() else (1, 0, key)


def _column(given: NetworkColumn | None, variable: Variable, lines: Places) -> Column:
    """A variable of some statements; its levels are those that they use."""
    if given is None:
        return spread_column(_distinct((), variable), np.full(len(lines), -1, dtype=np.int64))
    places = _places(given, lines)
    used = np.bincount(places + 1, minlength=len(given.values) + 1)[1:] > 0
    values = [value if is_used else None for value, is_used in zip(given.values, used.tolist(), strict=True)]
    return spread_column(_distinct(values, variable), places)


def _distinct(values: Sequence[Any], variable: Variable) -> Column:
    if variable.kind == "boolean":
        return boolean_column(values)
    if variable.kind == "integer":
        return integer_column(values, low=variable.low, high=variable.high)
    if variable.kind == "number":
        return number_column(values, low=variable.low, high=variable.high)
    return text_column(values)


def _kinds(given: NetworkStatements, lines: Places) -> dict[str, dict[str, dict[str, str]]]:
    """What kind of actor each speaker is: an attribute like those of a codebook; of several kinds the first."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for variable, kinds in given.kinds.items():
        names, places = given.columns[variable].values, _places(kinds, lines)
        used, first = np.unique(places, return_index=True)
        for place in used[np.argsort(first)].tolist():
            if names[place] is not None and kinds.values[place] is not None:
                found.setdefault(variable, {}).setdefault(str(names[place]), {"kind": str(kinds.values[place])})
    return found


def _attributes(view: View, kind: StatementType) -> dict[str, dict[str, Mapping[str, str]]]:
    found: dict[str, dict[str, Mapping[str, str]]] = {}
    if kind is not OWN:
        for one in view.entities():
            if one.statement_type == kind.name and one.attributes:
                found.setdefault(one.variable, {})[one.value] = one.attributes
    return found
