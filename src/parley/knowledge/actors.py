"""The actor store: states, bodies, groups and persons, with their roles, ties and names.

    states.tsv, organizations.tsv, groups_compiled.tsv -> Gazetteer -> ActorStore
    people.tsv, people_compiled.tsv, a file of one's own, ties.tsv  -> ActorStore

Law of this module: never guess. A name that two persons bear is nobody's; a spelling that is only alike, or a surname
alone, makes a candidate with a score and a reason, not an actor. Exceptions are written by hand: surnames marked "!" in
``people.tsv`` stand for one person in the news of the world.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from parley.errors import SettingsError
from parley.knowledge.gazetteer import Gazetteer, load_gazetteer, parse_table, read_rows, read_table
from parley.knowledge.spelling import LEAST_LIKENESS, first_sound, likeness, skeleton_of
from parley.terms.actors import Candidate, KnownActor, Role, Tie, TieKind
from parley.terms.names import fold_name, is_full_name

STALE = {"phoenix": "2012", "wikidata": "2022-10"}
"""When a source ends: what it holds to be so still is known until then only."""
_SURE = "!"
_ROLE = re.compile(r"([^@]*)@([^/]*)/([A-Z]*):([\d-]*)\.\.([\d-]*)")
_TIES: Mapping[str, TieKind] = {kind: kind for kind in ("part of", "member of", "governs", "governs part of")}
_HEADER = ("name", "aliases", "roles")

Row = tuple[str, ...]
"""Name, aliases, roles, source and Wikidata item of a person, as a table writes them: most are never looked at."""


@dataclass(frozen=True)
class ActorStore:
    """Known actors by name; fulfils ``ActorIndex``.

    Args:
        gazetteer: states, bodies and groups.
        people: rows by folded name; the first of several sources wins, two persons of one source stay two.
        ties: by the key of an actor.
    """

    gazetteer: Gazetteer
    people: Mapping[str, tuple[Row, ...]] = field(repr=False)
    """Folded name to those who bear it."""
    ties: Mapping[str, tuple[Tie, ...]] = field(repr=False)

    def find_actor(self, name: str) -> KnownActor | None:
        """The one known actor of this name, or None: a state, body or group, or a person by a full or sure name."""
        known = self.gazetteer.find_actor(name)
        return known if known is not None else self.person(name)

    def person(self, name: str, *, among: Sequence[str] = ()) -> KnownActor | None:
        """The one person of this name, or None.

        Args:
            name: as written in a text, without titles.
            among: names of states in the same text; they part two persons of one name.
        """
        bearers = self.people.get(fold_name(name), ())
        if len(bearers) == 1:
            return _person(bearers[0])
        countries = {state.iso3 for other in among if (state := self.gazetteer.state(other)) is not None}
        fitting = [one for row in bearers if (one := _person(row)).country in countries]
        return fitting[0] if len(fitting) == 1 else None

    def candidates(self, name: str, *, date: str | None = None, limit: int = 5) -> tuple[Candidate, ...]:
        """Whom a name may mean, the likeliest first.

        Args:
            name: as written in a text, without titles.
            date: an ISO prefix; the role of then is told, and who holds one then comes first.
            limit: how many at most.
        """
        known = self.find_actor(name)
        if known is not None:
            return (self._candidate(known, 1.0, f"'{name}' is a name of {known.name}", date),)
        folded = fold_name(name)
        found: dict[str, Candidate] = {}
        for row in self.people.get(folded, ()):
            actor = _person(row)
            found[actor.key] = self._candidate(actor, 0.5, f"one of several who are called '{actor.name}'", date)
        for other, row in self._alike(folded):
            actor = _person(row)
            like = likeness(folded, other)
            if like >= LEAST_LIKENESS and actor.key not in found:
                reason = f"'{name}' is spelled much like '{actor.name}'"
                found[actor.key] = self._candidate(actor, 0.8 * like, reason, date)
        for row in self._by_surname.get(folded, ()) if not is_full_name(folded) else ():
            actor = _person(row)
            found.setdefault(
                actor.key, self._candidate(actor, 0.3, f"'{name}' is a last name; {actor.name} bears it", date)
            )
        ranked = sorted(found.values(), key=lambda one: (-one.score, one.role is None, one.actor.name))
        return tuple(ranked[:limit])

    def ties_of(self, key: str, *, date: str | None = None) -> tuple[Tie, ...]:
        """What an actor is part of, belongs to or governs on a date (without one: now), what they are part of included.

        The Haqqani network is part of the Taliban, who have governed Afghanistan since 15 August 2021.
        """
        found: list[Tie] = []
        waiting, seen = [key], {key}
        while waiting:
            for tie in self.ties.get(waiting.pop(0), ()):
                if tie.holds_at(date):
                    found.append(tie)
                    if tie.other not in seen:
                        seen.add(tie.other)
                        waiting.append(tie.other)
        return tuple(found)

    def sector_of(self, key: str, *, date: str | None = None) -> str | None:
        """GOV for who governs a state or is part of who does; REB for other armed groups that are known; else None."""
        if any(tie.kind == "governs" for tie in self.ties_of(key, date=date)):
            return "GOV"
        body = self._bodies.get(key)
        return "REB" if body is not None and body.kind == "group" else None

    def named(self, key: str) -> str:
        """The name of a state, body or group by its key."""
        body = self._bodies.get(key)
        return body.name if body is not None else self._states.get(key, key)

    def body(self, key: str) -> KnownActor | None:
        """The body or group of a key."""
        return self._bodies.get(key)

    def extended(self, rows: Iterable[Row]) -> ActorStore:
        """A store that knows some persons more; their names win over those it has.

        Args:
            rows: name, aliases and roles as in ``people.tsv``, source and Wikidata item.
        """
        return ActorStore(
            gazetteer=self.gazetteer,
            people={**self.people, **_people(rows)},
            ties=self.ties,
        )

    def _candidate(self, actor: KnownActor, score: float, reason: str, date: str | None) -> Candidate:
        return Candidate(actor=actor, score=round(score, 3), reason=reason, role=actor.role_at(date))

    def _alike(self, folded: str) -> Iterator[tuple[str, Row]]:
        """Full names with the same skeleton."""
        bones = skeleton_of(folded)
        if " " not in bones:
            return
        sound = first_sound(folded)
        if sound not in self._by_skeleton:
            index: dict[str, list[str]] = defaultdict(list)
            for other in self._by_sound.get(sound, ()):
                index[skeleton_of(other)].append(other)
            self._by_skeleton[sound] = index
        for other in self._by_skeleton[sound].get(bones, ()):
            if other != folded:
                yield from ((other, row) for row in self.people[other])

    @cached_property
    def _by_skeleton(self) -> dict[str, Mapping[str, list[str]]]:
        """For each sound that was asked for, full names by their skeletons: to make all of them takes too long."""
        return {}

    @cached_property
    def _by_sound(self) -> Mapping[str, list[str]]:
        """Full names by the sound they begin with."""
        index: dict[str, list[str]] = defaultdict(list)
        for folded in self.people:
            if " " in folded:
                index[first_sound(folded)].append(folded)
        return index

    @cached_property
    def _by_surname(self) -> Mapping[str, list[Row]]:
        index: dict[str, list[Row]] = defaultdict(list)
        for folded, bearers in self.people.items():
            if is_full_name(folded):
                index[folded.rpartition(" ")[2]] += bearers
        return index

    @cached_property
    def _bodies(self) -> Mapping[str, KnownActor]:
        known = (bearer.target for bearers in self.gazetteer.organizations.values() for bearer in bearers)
        return {body.key: body for body in known}

    @cached_property
    def _states(self) -> Mapping[str, str]:
        states = (bearer.target for bearers in self.gazetteer.states.values() for bearer in bearers)
        return {f"iso3:{state.iso3}": state.name for state in states}


@cache
def load_actor_store(own: Path | None = None) -> ActorStore:
    """The actor store of this installation, read once.

    Args:
        own: a file of persons to add, tab-separated with the columns name, aliases and roles.

    Raises:
        SettingsError: the file cannot be read, or has other columns.
    """
    rows: list[Row] = [(row["name"], row["aliases"], row["roles"], "parley", "") for row in read_table("people.tsv")]
    rows += list(read_rows("people_compiled.tsv"))
    ties: dict[str, tuple[Tie, ...]] = {}
    for row in read_table("ties.tsv"):
        tie = Tie(kind=_TIES[row["tie"]], other=row["other"], since=row["since"] or None, until=row["until"] or None)
        ties[row["actor"]] = (*ties.get(row["actor"], ()), tie)
    store = ActorStore(gazetteer=load_gazetteer(), people=_people(rows), ties=ties)
    return store if own is None else store.extended(_own_rows(own))


def _own_rows(path: Path) -> list[Row]:
    """The rows of a user's file."""
    cure = (
        "Give it the columns name, aliases and roles, parted by tabs; the documentation of the actor store shows them"
    )
    try:
        rows = list(parse_table(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise SettingsError(f"the file of actors cannot be read ({error})", where=str(path), cure=cure) from error
    for row in rows:
        roles = [role for role in row.get("roles", "").split("|") if role]
        if not set(_HEADER) <= set(row) or not row["name"] or not all(map(_ROLE.fullmatch, roles)):
            raise SettingsError(f"this row cannot be read: {row}", where=str(path), cure=cure)
    return [(row["name"], row["aliases"], row["roles"], "user", row.get("wikidata", "")) for row in rows]


def _people(rows: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    """Rows by their folded names; the source that comes first wins."""
    found: dict[str, tuple[Row, ...]] = {}
    for row in rows:
        for written in (row[0], *row[1].split("|")) if row[1] else row[:1]:
            bare = written.rstrip(_SURE)
            folded = bare.lower() if bare.isascii() else fold_name(bare)
            bearers = found.get(folded)
            if bearers is None:
                found[folded] = (row,)
            elif bearers[0][3] == row[3] and row not in bearers:
                found[folded] = (*bearers, row)
    return found


def _person(row: Row) -> KnownActor:
    """A person of a table."""
    name, _, held, source, wikidata = row
    roles = tuple(_role(written, source) for written in held.split("|") if written)
    countries = [role.country for role in roles if role.country]
    return KnownActor(
        key="person:" + "-".join(re.findall(r"\w+", fold_name(name))),
        name=name,
        kind="person",
        country=countries[-1] if countries else None,
        roles=roles,
        source=source,
        wikidata=wikidata or None,
    )


def _role(written: str, source: str) -> Role:
    """A role as the tables write it: ``foreign minister@RUS/GOV:2004-03-09..``."""
    match = _ROLE.fullmatch(written)
    if match is None:  # the tables are tested, a user's file is checked when it is read
        raise ValueError(written)
    office, whom, sector, since, until = match.groups()
    group = whom.startswith("org:")
    return Role(
        office=office or None,
        country=None if group else whom or None,
        organization=whom if group else None,
        sector=sector or None,
        since=since or None,
        until=until or STALE.get(source),
    )
