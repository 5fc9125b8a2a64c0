"""Known states and organizations by name, and the nouns that describe who speaks.

Law of this module: never guess. A name that several bear ("Congo", "Congress"; marked "?" in
the files) is nobody's, unless a sure name of exactly one of them stands in the same text.
Sources of the data: the first line of each table.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from typing import Generic, Literal, TypeVar

from parley.terms.actors import ActorKind, KnownActor
from parley.terms.names import fold_name

StateForm = Literal["name", "demonym", "seat"]

_T = TypeVar("_T")
_DATA = files("parley.knowledge") / "data"
_SPELLING = str.maketrans(dict.fromkeys(".'ʻʿʾ", "") | dict.fromkeys("-‐‒–", " ") | {"&": " and "})
_NEIGHBOURS = {"GEO": frozenset(("ARM", "AZE", "TUR", "RUS"))}
"""States that share a name with something else ("Georgia"), and those beside which they alone can be meant."""
_SEATED = {"brussels": ("org:eu", "org:nato")}
"""Places that stand for a body, and other bodies that sit there."""
_UNSURE = "?"
_OWN_CASE = 3
"""Names of so few letters are looked up in their own case: US is not us, WHO is not who."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state (or a territory that news names beside states) as a name refers to it."""

    iso3: str
    """ISO 3166-1 alpha-3 code; XKX for Kosovo."""
    name: str
    how: StateForm
    """By its name, by a word for its people ("Afghan"), or by a seat of its government ("Kremlin")."""


@dataclass(frozen=True, slots=True)
class _Bearer(Generic[_T]):
    """One who bears a name, and how the table writes it."""

    target: _T
    written: str
    sure: bool


_Names = Mapping[str, tuple[_Bearer[_T], ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """States and organizations by name; fulfils ``ActorIndex``."""

    states: _Names[State] = field(repr=False)
    organizations: _Names[KnownActor] = field(repr=False)

    def state(self, name: str, *, among: Iterable[str] = ()) -> State | None:
        """The state that a name, a demonym or a seat of government stands for.

        Args:
            name: as written in a text.
            among: other names of the same text; they settle names that several states bear.

        Returns:
            The state and how it is named, or None where no state or no single one is.
        """
        bearers = _bearers(self.states, name)
        sure = next((bearer.target for bearer in bearers if bearer.sure), None)
        if sure is not None or not bearers:
            return sure
        beside = self._states_of(among)
        fitting = [bearer.target for bearer in bearers if bearer.target.iso3 in beside]
        fitting = fitting or [one.target for one in bearers if _NEIGHBOURS.get(one.target.iso3, frozenset()) & beside]
        return fitting[0] if len(fitting) == 1 else None

    def organization(self, name: str, *, among: Iterable[str] = ()) -> KnownActor | None:
        """The organization or group of this name, or None.

        Args:
            name: as written in a text.
            among: other names of the same text; a name that several bear is settled by
                another name of one of them, else by its country.
        """
        bearers = _bearers(self.organizations, name)
        sure = next((bearer.target for bearer in bearers if bearer.sure), None)
        if sure is not None or not bearers:
            return sure
        beside = tuple(among)
        keys = {other.key for text in beside if (other := self.organization(text)) is not None}
        fitting = [bearer.target for bearer in bearers if bearer.target.key in keys]
        if not fitting:
            countries = self._states_of(beside)
            fitting = [bearer.target for bearer in bearers if bearer.target.country in countries]
        return fitting[0] if len(fitting) == 1 else None

    def find_actor(self, name: str, *, among: Iterable[str] = ()) -> KnownActor | None:
        """The one known actor of this name: a state by its name, an organization or a group.

        Demonyms and seats name no actor: see ``state``.

        Args:
            name: as written in a text.
            among: other names of the same text; they settle names that several bear.

        Returns:
            The actor, with key ``iso3:AFG`` or ``org:nato``, or None.
        """
        beside = tuple(among)
        state = self.state(name, among=beside)
        if state is not None and state.how == "name":
            return KnownActor(key=f"iso3:{state.iso3}", name=state.name, kind="state", country=state.iso3)
        return self.organization(name, among=beside)

    def body_of_seat(self, name: str, *, among: Iterable[str] = ()) -> KnownActor | None:
        """The body that a place stands for where it acts: Brussels for the European Union.

        Args:
            name: as written in a text.
            among: other names of the same text; where one of them is another body of that place and the first is
                not named ("NATO" beside "Brussels"), nobody can tell.
        """
        first, *others = _SEATED.get(_key(name), ("",))
        if not first:
            return None
        named = {body.key for text in among if (body := self.organization(text)) is not None}
        if first not in named and named & set(others):
            return None
        bodies = (bearer.target for bearers in self.organizations.values() for bearer in bearers)
        return next(body for body in bodies if body.key == first)

    def _states_of(self, names: Iterable[str]) -> set[str]:
        """The codes of the states that these names surely stand for."""
        return {state.iso3 for name in names if (state := self.state(name)) is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class NounLists:
    """The nouns that head descriptions of who speaks, folded, one word each."""

    person: frozenset[str]
    """Singular nouns for persons ("analyst", "minister")."""
    expert: frozenset[str]
    """Those of them that name a person by what he or she knows ("analyst", "professor")."""
    organization: frozenset[str]
    """Singular nouns for bodies ("ministry", "newspaper")."""
    group: frozenset[str]
    """Plural and collective nouns for persons ("officials", "police")."""
    honorifics: frozenset[str]
    """Words before a person's name that are no part of it, without full stop ("mr", "president")."""
    female_titles: frozenset[str]
    """Titles and nouns that only women bear; no kin, since "the wife of" stands before a man."""
    male_titles: frozenset[str]
    """Titles and nouns that only men bear."""
    kin: frozenset[str]
    """Nouns for relatives ("wife", "cousin")."""
    female_names: frozenset[str]
    """First names that women bear nearly always."""
    male_names: frozenset[str]
    """First names that men bear nearly always."""
    openers: frozenset[str]
    """Words that begin a sentence before a name and are no first names ("yesterday", "according")."""


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer of this installation, read once."""
    return Gazetteer(states=_index(_state_names()), organizations=_index(_organization_names()))


@cache
def load_words() -> NounLists:
    """The noun lists of this installation, read once."""
    lists = json.loads((_DATA / "words.json").read_text(encoding="utf-8"))
    words = {key.removesuffix("_nouns"): frozenset(nouns) for key, nouns in lists.items()}
    return NounLists(**{item.name: words[item.name] for item in fields(NounLists)})


def read_table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table of this room, by column; a first line with ``#`` names the source.

    Args:
        name: file name in ``data``, tab-separated UTF-8 with a header.
    """
    return parse_table((_DATA / name).read_text(encoding="utf-8"))


def read_rows(name: str) -> Iterator[tuple[str, ...]]:
    """The cells of a large table's rows, without their columns' names."""
    lines = (_DATA / name).read_text(encoding="utf-8").split("\n")
    return (tuple(line.split("\t")) for line in lines[2:] if line)


def parse_table(content: str) -> Iterator[dict[str, str]]:
    """The rows of a table, by column.

    Args:
        content: tab-separated lines with a header; empty lines and those with ``#`` in front are left out.

    Raises:
        ValueError: a row has more or fewer cells than the header.
    """
    header, *rows = (line.split("\t") for line in content.splitlines() if line and not line.startswith("#"))
    return (dict(zip(header, row, strict=True)) for row in rows)


def split_names(cell: str) -> Iterator[tuple[str, bool]]:
    """The names of a table's cell, each with whether its row bears it surely."""
    return ((name.removesuffix(_UNSURE), not name.endswith(_UNSURE)) for name in cell.split("|") if name)


def _state_names() -> Iterator[_Bearer[State]]:
    columns: tuple[tuple[str, StateForm], ...] = (("aliases", "name"), ("demonyms", "demonym"), ("seats", "seat"))
    for row in read_table("states.tsv"):
        unsure = {name for name, sure in split_names(row["aliases"]) if not sure}
        state = State(iso3=row["iso3"], name=row["name"], how="name")
        if row["name"] not in unsure:
            yield _Bearer(state, row["name"], sure=True)
        for column, how in columns:
            state = State(iso3=row["iso3"], name=row["name"], how=how)
            for name, sure in split_names(row[column]):
                yield _Bearer(state, name, sure=sure)


def _organization_names() -> Iterator[_Bearer[KnownActor]]:
    for row in read_table("organizations.tsv"):
        kind: ActorKind = "group" if row["kind"] == "group" else "organization"
        actor = KnownActor(key=f"org:{row['key']}", name=row["name"], kind=kind, country=row["country"] or None)
        unsure = {name for name, sure in split_names(row["aliases"]) if not sure}
        if row["name"] not in unsure:
            yield _Bearer(actor, row["name"], sure=True)
        for name, sure in split_names(row["aliases"]):
            yield _Bearer(actor, name, sure=sure)
    yield from _group_names()


def _group_names() -> Iterator[_Bearer[KnownActor]]:
    """Groups that the hand-written table does not name, and further names of some that it does."""
    named = {row["key"]: row for row in read_table("organizations.tsv")}
    for row in read_table("groups_compiled.tsv"):
        known = named.get(row["key"])
        name, country = (known["name"], known["country"] or None) if known else (row["name"], None)
        actor = KnownActor(key=f"org:{row['key']}", name=name, kind="group", country=country)
        for written in (row["name"], *filter(None, row["aliases"].split("|"))):
            yield _Bearer(actor, written, sure=True)


def _index(bearers: Iterable[_Bearer[_T]]) -> _Names[_T]:
    index: dict[str, tuple[_Bearer[_T], ...]] = {}
    for bearer in bearers:
        key = _key(bearer.written)
        index[key] = (*index.get(key, ()), bearer)
    return index


def _bearers(names: _Names[_T], name: str) -> tuple[_Bearer[_T], ...]:
    """Who bears a name as written; an article in front is dropped unless the name has its own ("The Times")."""
    key = _key(name)
    found = names.get(key) or names.get(key.removeprefix("the "), ())
    letters = _letters(name)
    return tuple(bearer for bearer in found if _fits_case(_letters(bearer.written), letters))


def _fits_case(listed: str, written: str) -> bool:
    return len(listed) > _OWN_CASE or listed == written


def _letters(name: str) -> str:
    """The letters and digits of a name, an article in front left off."""
    words = name.split()
    if len(words) > 1 and fold_name(words[0]) == "the":
        words = words[1:]
    return "".join(sign for sign in "".join(words) if sign.isalnum())


def _key(name: str) -> str:
    """A name as it is compared here: folded, and without dots, apostrophes and hyphens."""
    return " ".join(fold_name(name).translate(_SPELLING).split())
