"""What the actor store knows of an actor of the record: offices and ties, with dates as far as they are known."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from parley.knowledge.actors import STALE, ActorStore
from parley.terms.actors import KnownActor, Role, Tie
from parley.terms.relations import RelationEnd, StoreFact


def facts_of(store: ActorStore, actor: RelationEnd) -> tuple[StoreFact, ...]:
    """Its offices, what it is part of, belongs to or governs, and who is part of it or belongs to it.

    Args:
        store: the actor store.
        actor: of the record; one that the store does not know has no facts.
    """
    if actor.known_as is None:
        return ()
    parts = ((key, tie) for key, ties in sorted(store.ties.items()) for tie in ties if tie.other == actor.known_as)
    return (
        *_offices(store, actor),
        *(_of_tie(store, key, tie) for key, tie in _chain(store, actor.known_as)),
        *(_of_tie(store, key, tie) for key, tie in parts),
    )


def facts_between(
    store: ActorStore, first: RelationEnd, second: RelationEnd, *, since: str | None, until: str | None
) -> tuple[StoreFact, ...]:
    """What leads from one actor to the other: an office, or ties, through those in between where there are any.

    Args:
        store: the actor store.
        first: of the record.
        second: of the record.
        since: first date; what is known to have ended before is left out.
        until: last date; what is known to have begun later is left out.
    """
    found: list[StoreFact] = []
    for one, other in ((first, second), (second, first)):
        if one.known_as is None or other.known_as is None:
            continue
        found += [fact for fact in _offices(store, one) if fact.object_key == other.known_as]
        found += [_of_tie(store, key, tie) for key, tie in _way(store, one.known_as, other.known_as)]
    return tuple(fact for fact in found if _within(fact, since, until))


def _offices(store: ActorStore, actor: RelationEnd) -> Iterator[StoreFact]:
    known = _known(store, actor)
    for role in known.roles if known is not None else ():
        held_for = role.organization or (f"iso3:{role.country}" if role.country else None)
        if held_for is not None and known is not None:
            yield _of_role(store, known, role, held_for)


def _known(store: ActorStore, actor: RelationEnd) -> KnownActor | None:
    """The store's actor of this key, found by one of the names that the record has for it."""
    for name in (actor.name, *actor.names):
        found = store.find_actor(name)
        if found is not None and found.key == actor.known_as:
            return found
    return None


def _of_role(store: ActorStore, known: KnownActor, role: Role, held_for: str) -> StoreFact:
    return StoreFact(
        subject=known.name,
        kind=role.office or f"holds an office ({role.sector or 'unknown'})",
        object=store.named(held_for),
        object_key=held_for,
        since=role.since,
        until=role.until,
        source=known.source,
        source_ends=role.until is not None and role.until == STALE.get(known.source or ""),
    )


def _of_tie(store: ActorStore, key: str, tie: Tie) -> StoreFact:
    return StoreFact(
        subject=store.named(key),
        kind=tie.kind,
        object=store.named(tie.other),
        object_key=tie.other,
        since=tie.since,
        until=tie.until,
    )


def _chain(store: ActorStore, key: str) -> Iterator[tuple[str, Tie]]:
    """The ties of an actor and of those it hangs on, of all times."""
    waiting, seen = [key], {key}
    while waiting:
        one = waiting.pop(0)
        for tie in store.ties.get(one, ()):
            yield one, tie
            if tie.other not in seen:
                seen.add(tie.other)
                waiting.append(tie.other)


def _way(store: ActorStore, key: str, other: str) -> Iterator[tuple[str, Tie]]:
    """The ties that lead from one actor to another on the shortest way; of two neighbours all there ever were."""
    came_from: dict[str, str] = {}
    for one, tie in _chain(store, key):
        if tie.other != key:
            came_from.setdefault(tie.other, one)
    way = [other]
    while way[0] in came_from:
        way.insert(0, came_from[way[0]])
    for one, following in pairwise(way):
        yield from ((one, tie) for tie in store.ties[one] if tie.other == following)


def _within(fact: StoreFact, since: str | None, until: str | None) -> bool:
    """Whether it may hold at some time between two dates, as far as the precisions of the dates tell."""
    ended = since is not None and fact.until is not None and fact.until < since[: len(fact.until)]
    later = until is not None and fact.since is not None and fact.since[: len(until)] > until[: len(fact.since)]
    return not ended and not later
