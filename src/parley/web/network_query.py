"""What a discourse network is asked for in an address: the options of ``record.network``, by the same names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from starlette.datastructures import QueryParams

from parley.errors import UsageError
from parley.record.network_rows import FIELDS, OWN
from parley.terms.exchange import StatementType
from parley.web.network_words import AGGREGATIONS, NO_QUALIFIER, NORMALIZATIONS
from parley.web.sent import LONGEST_FIELD, LONGEST_NAME
from parley.web.wording import queried

Word = Annotated[str, StringConstraints(max_length=LONGEST_NAME, pattern=r"^[^\x00]*$")]
Words = Annotated[str, StringConstraints(max_length=LONGEST_FIELD, pattern=r"^[^\x00]*$")]

_LISTS = frozenset({"states", "polarity", "certainty", "exclude", "include"})
_OF_TIME = frozenset({"window", "step", "kernel", "indent_time", "normalize_to_one", "place"})
_OF_TIES = frozenset({"aggregation", "normalization", "clusters", "backbone"}) | _OF_TIME


class NetworkQuery(BaseModel):
    """Which network; what is left out has the default that ``record.network`` gives it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mode: Word = Field(default="two", description="one, two or events.")
    rows: Word | None = Field(
        default=None, description="A variable; persons, where statements are coded with concepts."
    )
    columns: Word | None = Field(default=None, description="Another variable; concepts, if left out.")
    qualifier: Word | None = Field(default=None, description="A variable, or none; the stance, if left out.")
    aggregation: Word = Field(default="ignore", description="ignore, congruence, conflict, subtract or combine.")
    normalization: Word = Field(
        default="none", description="none, average, jaccard, cosine, ..., activity, prominence."
    )
    duplicates: Word = Field(default="include", description="include, document, week, month, year or range.")
    isolates: bool = False
    since: Word | None = None
    until: Word | None = None
    exclude: list[Word] = Field(default=[], max_length=1000, description="variable=value; left out.")
    include: list[Word] = Field(default=[], max_length=1000, description="variable=value; only these.")
    minimum: int = Field(default=1, ge=1, le=1_000_000_000)
    window: Word | None = Field(default=None, description="Such as '3 months' or '50 events'.")
    step: int = Field(default=1, ge=1, le=1_000_000)
    kernel: Word | None = Field(default=None, description="uniform, triangular, epanechnikov or gaussian.")
    indent_time: bool = False
    normalize_to_one: bool = False
    weeks: Word = Field(default="monday", description="monday or sunday.")
    seed: int = Field(default=1, ge=0, le=2**31)
    compat: Word | None = Field(default=None, description="dna3: the numbers of DNA 3.1.2.")
    statement_type: Word | None = Field(default=None, description="Of the codebook, or Parley.")
    query: Words | None = Field(default=None, description="In Parley's search language: which statements may count.")
    states: list[Word] = Field(default=[], max_length=10, description="accepted, proposed; both if left out.")
    polarity: list[Word] = Field(default=[], max_length=10, description="affirmed, denied; both if left out.")
    certainty: list[Word] = Field(default=[], max_length=10, description="certain, probable, possible.")
    nested: bool | None = Field(default=None, description="Only statements inside others, or only those that are not.")
    confidence: float = Field(default=0.0, ge=0, le=1)
    as_of: Word | None = Field(default=None, description="A date: as the record was coded and judged then.")
    all_printings: bool | None = Field(
        default=None, description="Whether what was printed several times counts as often."
    )
    place: int = Field(default=1, ge=1, le=1_000_000, description="Which of the windows, from 1.")
    everything: bool = Field(default=False, description="Draw all nodes, not only those of the heaviest ties.")
    clusters: bool = Field(default=False, description="Find groups of rows.")
    backbone: bool = Field(default=False, description="Find the columns that make the structure.")

    @classmethod
    def read(cls, params: QueryParams) -> Self:
        """What the query of an address asks for; empty fields of a form ask for nothing.

        Raises:
            UsageError: a field cannot be read.
        """
        given: dict[str, Any] = {}
        for name, value in params.multi_items():
            if name not in cls.model_fields or not value.strip():
                continue
            if name in _LISTS:
                given.setdefault(name, []).extend(line.strip() for line in value.splitlines() if line.strip())
            else:
                given[name] = value.strip()
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise UsageError(f"{where}: {first['msg']}", where="network", cure="Correct it and draw again") from error

    def given(self) -> dict[str, Any]:
        """What differs from the defaults, by name, as an address has it."""
        held = self.model_dump(exclude_defaults=True)
        return {name: _written(value) for name, value in held.items()}

    def address(self, path: str, **changes: Any) -> str:
        """An address that asks for the same but for some changes; None takes something away."""
        return queried(path, **(self.given() | {name: _written(value) for name, value in changes.items()}))

    def in_mode(self, mode: str) -> str:
        """The address of the same in another mode, without what that mode cannot do."""
        changes: dict[str, Any] = {"mode": mode}
        if mode == "events":
            changes |= dict.fromkeys(_OF_TIES)
        elif self.aggregation not in AGGREGATIONS[mode]:
            changes["aggregation"] = None
        if mode != "events" and self.normalization not in NORMALIZATIONS[mode]:
            changes["normalization"] = None
        return self.address("/networks/discourse", **changes)

    def settled(self, types: Sequence[StatementType]) -> NetworkQuery:
        """The same with the variables chosen that were left open.

        Args:
            types: of statements, those of the record; one at least.
        """
        kind = self._type(types)
        texts = [one.name for one in kind.variables if one.kind == "short text"] + ["author", "source"]
        scales = [one.name for one in kind.variables if one.kind in ("boolean", "integer")]
        rows = self.rows or _first(("person",) if kind is OWN else ("organization",), texts, self.columns)
        columns = self.columns or _first(("concept",), texts, rows)
        qualifier = self.qualifier or (scales[0] if scales else NO_QUALIFIER)
        found = {"rows": rows, "columns": columns, "qualifier": qualifier, "statement_type": kind.name}
        return self.model_copy(update=found)

    def options(self) -> dict[str, Any]:
        """The options for ``record.network``; variables that are open must have been settled.

        Raises:
            UsageError: a value to keep or to leave out names no variable.
        """
        held = self.model_dump(include=set(NetworkQuery.model_fields) - {"place", "everything", "clusters", "backbone"})
        held["qualifier"] = None if self.qualifier == NO_QUALIFIER else self.qualifier
        for name in ("exclude", "include"):
            held[name] = _pairs(held[name], name)
        return held

    def _type(self, types: Sequence[StatementType]) -> StatementType:
        """The type that was named, or the first that has the variables named."""
        if self.statement_type:
            for one in types:
                if one.name == self.statement_type:
                    return one
            known = ", ".join(one.name for one in types)
            what = f"there is no statement type {self.statement_type!r}"
            raise UsageError(what, where="network", cure=f"Take one of {known}")
        wanted = {name.partition(".")[0] for name in (self.rows, self.columns, self.qualifier) if name}
        wanted -= {one.name for one in FIELDS} | {NO_QUALIFIER}
        fitting = (one for one in types if wanted <= {variable.name for variable in one.variables})
        return next(fitting, types[0])


def _first(preferred: Iterable[str], names: Sequence[str], taken: str | None) -> str:
    """The first preferred one that there is, else the first that is not taken."""
    found = next((one for one in preferred if one in names and one != taken), None)
    return found or next(one for one in names if one != taken)


def _pairs(given: Iterable[str], where: str) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in given:
        name, mark, value = one.partition("=")
        if not (name.strip() and mark):
            raise UsageError(f"{one!r} names no value", where=where, cure="Write a line such as concept=a tax")
        found.setdefault(name.strip(), []).append(value.strip())
    return found


def _written(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
