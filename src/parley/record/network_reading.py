"""The statements of networks, read by columns.

    statements that meet conditions -> their codings, speakers, documents -> NetworkStatements

Law of this module: each thing is looked up once, however many statements hang on it, and no statement becomes an
object. What most statements need is read in one go, table by table: two joins for each cost more than all the rest.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from json import JSONDecoder
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from parley.errors import UsageError
from parley.record import sql
from parley.record.drafts import STATEMENT
from parley.record.network_actors import Speaking
from parley.record.network_documents import Documents
from parley.record.network_lookups import SPARSE, Distinct, Lookup, column_of, picked, streamed
from parley.record.network_rows import OWN
from parley.record.people_rows import statement_types
from parley.record.printings import counted_once, has_copies
from parley.record.selection import articles_with, statement_condition
from parley.record.statement_rows import Codebook
from parley.record.states import GONE
from parley.record.texts import of_newest
from parley.terms.exchange import Value
from parley.terms.networks import NetworkColumn, NetworkStatements

_STANCES = {"agree": 1, "neutral": 0, "disagree": -1}
_decode = JSONDecoder().raw_decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which statements are read."""

    kind: str
    """Name of a type, or ``Parley`` for statements coded with concepts."""
    query: str | None = None
    """In the language of the search; all that are not gone if None."""
    confidence: bool = False
    """Whether that of the machine is looked up."""
    all_printings: bool = True
    """Whether what was printed several times counts as often; else one printing counts, of those that have statements
    in question, and the statements of the others come with a reason."""


def read_network(connection: Connection, asked: Asked) -> NetworkStatements:
    """The statements of a type that are not gone, in no order; those of one entry by their concepts.

    Args:
        connection: to the record.
        asked: which.

    Raises:
        UsageError: there is no such type, or the query cannot be read.
    """
    own = asked.kind == OWN.name
    conditions = standing() if asked.query is None else [statement_condition(connection, asked.query)]
    coded = [*conditions, sql.entry.c.key.in_(select(sql.coding.c.entry))] if own else conditions
    copies = frozenset[str]() if asked.all_printings else other_printings(connection, coded, STATEMENT)
    read = _Statements(copies, None if own else _Typed(connection, asked.kind), articles=asked.query is not None)
    read.add(connection, coded if asked.query is not None or _few_coded(connection) else conditions)
    lookup = Lookup(connection, wanted=len(read.keys))
    documents = Documents(connection, lookup, read.keys, list(read.pages), read.on_page)
    kinds: dict[str, NetworkColumn] = {}
    if own:
        lines, columns = _coded(connection, lookup, read.keys)
        spoken, kinds = Speaking(lookup, read.versions, list(read.pages)).columns(lines)
        columns |= spoken
    else:
        lines = list(range(len(read.keys)))
        columns = {"coder": documents.coders(lines)} | read.coded()
    keys, dates, fields = documents.columns(lines)
    manners, reasons = read.manners(lines)
    return NetworkStatements(
        keys=[read.keys[line] for line in lines],
        documents=keys,
        dates=dates,
        starts=picked(read.starts, lines),
        ends=picked(read.ends, lines),
        columns=fields | manners | columns,
        reasons=reasons,
        confidences=confidences_of(lookup, read.versions, lines) if asked.confidence else None,
        kinds=kinds,
    )


def _few_coded(connection: Connection) -> bool:
    """Whether so few statements are coded that each is looked up; else all are read, and the others passed over."""
    number = {table: _number(connection, table) for table in (sql.coding, sql.entry)}
    return number[sql.coding] * SPARSE < number[sql.entry]


def standing() -> list[ColumnElement[bool]]:
    """Conditions on ``entry`` and ``entry_state``: that an entry is not gone, and of the newest text of its address."""
    return [sql.entry_state.c.state.not_in(GONE), of_newest()]


def _number(connection: Connection, table: Any) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def other_printings(connection: Connection, conditions: Sequence[ColumnElement[bool]], kind: str) -> frozenset[str]:
    """Digests of the page texts of articles of which another printing counts.

    Args:
        connection: to the record.
        conditions: on ``entry``, ``entry_state`` and ``article_state``: what is asked about.
        kind: of the entries that are asked about.
    """
    if not has_copies(connection):
        return frozenset()
    copies = sql.article_state.c.id.in_(select(sql.article_copy.c.article))
    query = select(sql.article_state.c.page_text).where(copies, ~counted_once(articles_with(conditions, kind=kind)))
    return frozenset(connection.execute(query).scalars())


class _Typed:
    """Reads what is coded about the statements of a type."""

    _VALUES = '"values":'

    def __init__(self, connection: Connection, name: str) -> None:
        table = sql.statement_type.c
        key = connection.execute(select(table.key).where(table.name == name)).scalar_one_or_none()
        types = {one.name: one for one in statement_types(connection)}
        if key is None:
            cure = f"Take one of {', '.join(types)}"
            raise UsageError(f"there is no statement type {name!r}", where="network", cure=cure)
        # In JSON an unescaped quotation mark stands only around keys and whole texts: what is sought here is a key.
        self._mark = f'"statement_type":"{key}"'
        self._names = Codebook(connection)
        self.variables = tuple(one.name for one in types[name].variables)

    def values(self, payload: str) -> Mapping[str, Value | None] | None:
        """What is coded about a statement; None where it is of another type."""
        if self._mark not in payload:
            return None
        found, _ = _decode(payload, payload.index(self._VALUES) + len(self._VALUES))
        return self._names.values({"values": found})


class _Statements:
    """Statements as they come from the record, column by column.

    Args:
        copies: digests of page texts of which another printing counts.
        typed: reads the type; None for statements coded with concepts.
        articles: whether conditions are about articles too.
    """

    def __init__(self, copies: frozenset[str], typed: _Typed | None, *, articles: bool) -> None:
        self.keys: list[str] = []
        self.versions: list[str] = []
        self.pages: Distinct[str] = Distinct()
        self.on_page, self.starts, self.ends = array("q"), array("q"), array("q")
        self._manners: Distinct[tuple[str, bool, bool, bool]] = Distinct()
        self._states: Distinct[str] = Distinct()
        self._manner, self._state = array("q"), array("q")
        self._copies, self._typed, self._articles = copies, typed, articles
        self._values: dict[str, list[Value | None]] = {name: [] for name in (typed.variables if typed else ())}

    def add(self, connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> None:
        """Read those that meet conditions."""
        entry, state, version = sql.entry.c, sql.entry_state.c, sql.version.c
        query = (
            select(entry.key, entry.page_text, state.state, state.version, version.payload, version.start, version.end)
            .select_from(sql.entry)
            .join(sql.entry_state, state.entry == entry.key)
            .join(sql.version, version.key == state.version)
            .where(entry.kind == STATEMENT, *conditions)
        )
        if self._articles:
            query = query.join(sql.article_state, sql.article_state.c.page_text == entry.page_text)
        pages, states, manners = self.pages, self._states, self._manners
        for key, page, standing, held, payload, start, end in streamed(connection, query):
            if self._typed is not None and not self._take(self._typed.values(payload)):
                continue
            self.keys.append(key)
            self.versions.append(held)
            self.on_page.append(pages[page])
            self.starts.append(start)
            self.ends.append(end)
            self._state.append(states[standing])
            self._manner.append(manners[*_manner_of(payload), page in self._copies])

    def _take(self, values: Mapping[str, Value | None] | None) -> bool:
        """Keep what is coded; False where the statement is of another type."""
        if values is None:
            return False
        for name, held in self._values.items():
            held.append(values.get(name))
        return True

    def coded(self) -> dict[str, NetworkColumn]:
        """The variables of the type."""
        return {name: column_of(values) for name, values in self._values.items()}

    def manners(self, lines: Sequence[int]) -> tuple[dict[str, NetworkColumn], NetworkColumn]:
        """How some statements were read and judged; and why some never enter a network."""
        places, said = picked(self._manner, lines), [_Manner(*one) for one in self._manners]
        columns = {
            name: NetworkColumn(values=[one.word(name) for one in said], places=places)
            for name in ("polarity", "certainty", "form")
        }
        columns["nested"] = NetworkColumn(values=[not one.outer for one in said], places=places)
        columns["state"] = NetworkColumn(values=list(self._states), places=picked(self._state, lines))
        return columns, NetworkColumn(values=[one.reason_out for one in said], places=places)


def _manner_of(payload: str) -> tuple[str, bool, bool]:
    """How a statement was read, cut out of its canonical JSON, whose keys are sorted: few of them are distinct.

    Returns:
        What lies around the spans of the statement; whether it stands inside no other one, and repeats none.
    """
    certainty = payload.index('"asserted":')
    spans = payload.index('"content":', certainty)
    form = payload.index('"form":', spans)
    parent = payload.index('"parent":', form)
    polarity = payload.index('"polarity":', parent)
    said = payload.index('"said":', polarity)
    words = payload[certainty:spans] + payload[form:parent] + payload[polarity:said]
    return words, payload.startswith("null", parent + 9), '"same_as":null' in payload


class _Manner(NamedTuple):
    """How statements were read."""

    words: str
    outer: bool
    first: bool
    copy: bool

    def word(self, name: str) -> str:
        """The value of a key."""
        begin = self.words.index(f'"{name}":"') + len(name) + 4
        return self.words[begin : self.words.index('"', begin)]

    @property
    def reason_out(self) -> str | None:
        """Why they never enter a network."""
        if '"mention":true' in self.words:
            return "only a mention"
        if '"asserted":false' in self.words:
            return "said not to have been said"
        if not self.first:
            return "a copy within its article"
        return "another printing" if self.copy else None


def _coded(connection: Connection, lookup: Lookup, keys: Sequence[str]) -> tuple[list[int], dict[str, NetworkColumn]]:
    """A line for each concept and stance of each statement: its place, and what is coded."""
    coding = sql.coding.c
    concepts, coders = _concepts(connection), _names(connection, sql.coder)
    found: dict[str, _Coding] = {}
    more: dict[str, list[_Coding]] = {}  # few statements have several: a list for each takes as long as the query
    query = select(coding.entry, coding.concept, coding.stance, coding.coder)
    for entry, concept, stance, coder in lookup.rows(query, coding.entry, keys):
        said = (concepts[concept], stance, coders[coder])
        if found.setdefault(entry, said) is not said:
            more.setdefault(entry, [found[entry]]).append(said)
    lines: list[int] = []
    taken: list[_Coding] = []
    for line, key in enumerate(keys):
        if key in more:
            several = _once(more[key])
            lines += [line] * len(several)
            taken += several
        elif key in found:
            lines.append(line)
            taken.append(found[key])
    columns = {
        "concept": column_of(concept for concept, _, _ in taken),
        "stance": column_of(_STANCES[stance] for _, stance, _ in taken),
        "coder": column_of(coder for _, _, coder in taken),
    }
    return lines, columns


_Coding = tuple[str, str, str]
"""Concept, stance and coder, by name."""


def _once(said: Iterable[_Coding]) -> list[_Coding]:
    """What is coded about a statement in order; where several coders say the same, one of them counts."""
    found: dict[tuple[str, str], _Coding] = {}
    for one in sorted(said):
        found.setdefault(one[:2], one)
    return list(found.values())


def _concepts(connection: Connection) -> dict[str, str]:
    """Key of each concept to its name; of a merged one to that of the one it is one with."""
    table = sql.concept.c
    rows = connection.execute(select(table.key, table.name, table.merged_into)).all()
    names = {row.key: row.name for row in rows}
    return {row.key: names[row.merged_into or row.key] for row in rows}


def _names(connection: Connection, table: Any) -> dict[str, str]:
    return {row.key: row.name for row in connection.execute(select(table.c.key, table.c.name))}


def confidences_of(lookup: Lookup, versions: Sequence[str], lines: Sequence[int]) -> array[float]:
    """What the machine last thought of some statements; not a number where it never did."""
    proposal = sql.run_proposal.c
    last: dict[str, tuple[int, float | None]] = {}
    query = select(proposal.version, proposal.run_reading, proposal.confidence)
    for version, reading, confidence in lookup.rows(query, proposal.version, versions):
        if version not in last or reading > last[version][0]:
            last[version] = (reading, confidence)
    nothing = (0, None)
    found = (last.get(versions[line], nothing)[1] for line in lines)
    return array("d", [float("nan") if one is None else one for one in found])
