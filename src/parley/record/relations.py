"""What a record holds of two actors together: their events, and the sentences that name both.

An actor is one with everybody whom people merged into it. Of what several outlets printed one printing counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, or_, select

from parley.errors import MissingError, UsageError
from parley.record import sql
from parley.record.actors import named_like, one_with, root_of
from parley.record.event_drafts import EVENT
from parley.record.event_rows import event_rows, live
from parley.record.filters import Filters
from parley.record.pair_sentences import find_pair_sentences
from parley.record.printings import counted_once, has_copies
from parley.record.states import GONE
from parley.record.texts import is_newest
from parley.terms.events import EventFilter, EventRow
from parley.terms.names import fold_name
from parley.terms.relations import PairSentence, RelationEnd, RelationQuery

NAMED = 8
"""So many of those whom a name may mean are named where it means several."""
_SIDES = ("actor", "recipient")


class Relations:
    """Answers about pairs of actors; every call sees one consistent state of the record.

    Args:
        connections: opens a connection to the record.
    """

    def __init__(self, connections: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._connections = connections

    def actor(self, name: str) -> RelationEnd:
        """The one actor that a key or a name means.

        A whole name goes before names that only have its words among theirs.

        Args:
            name: key of the record or of the actor store, or words of a name.

        Raises:
            MissingError: there is none.
            UsageError: there are several.
        """
        with self._connections() as connection:
            return _one_actor(connection, name)

    def names(self, beginning: str, *, limit: int = 50) -> tuple[str, ...]:
        """Names of actors that begin so, for completion at the command line.

        Args:
            beginning: compared after folding.
            limit: how many at most.
        """
        folded = fold_name(beginning)
        names = sql.actor_name.c
        query = select(sql.actor.c.name).join(sql.actor_name, names.actor == sql.actor.c.key)
        query = query.where(names.folded.startswith(folded, autoescape=True), sql.actor.c.merged_into.is_(None))
        with self._connections() as connection:
            return tuple(connection.execute(query.distinct().order_by(sql.actor.c.name).limit(limit)).scalars())

    def events(
        self, query: RelationQuery, first: str, second: str | None = None, *, limit: int | None = None
    ) -> tuple[EventRow, ...]:
        """The events in which an actor takes part, on either side; with two actors those of both.

        Args:
            query: which of them.
            first: key of an actor.
            second: key of another one.
            limit: how many at most, those of the newest articles; all if None.

        Raises:
            UsageError: a date is no ISO prefix.
        """
        Filters(since=query.since, until=query.until).conditions()  # says what is wrong with a date
        taking = [_takes_part(key) for key in (first, second) if key is not None]
        wanted = EventFilter(
            types=query.types,
            statuses=query.statuses,
            states=query.states,
            since=query.since,
            until=query.until,
            confidence=query.confidence,
        )
        with self._connections() as connection:
            also = [*taking, sql.entry_state.c.state.not_in(GONE)]
            if not query.all_printings and has_copies(connection):
                also.append(counted_once(_articles_with(also)))
            return tuple(islice(event_rows(connection, wanted, [*live(wanted), *also]), limit))

    def sentences(self, first: str, second: str, *, limit: int) -> tuple[tuple[PairSentence, ...], int]:
        """The sentences that name both actors, those of the newest articles first; one that stands in copies once.

        Args:
            first: key of an actor.
            second: key of another one.
            limit: how many at most.

        Returns:
            The sentences, and how many there are in all.
        """
        with self._connections() as connection:
            copies = has_copies(connection)

            def once(articles: Select[Any]) -> list[ColumnElement[bool]]:
                return [counted_once(articles)] if copies else []

            return find_pair_sentences(connection, first, second, once=once, limit=limit)


def _takes_part(key: str) -> ColumnElement[bool]:
    """A condition on ``entry_state``: that the version which holds has an actor on either side."""
    link, state = sql.version_link.c, sql.entry_state.alias("side_state")
    members = select(sql.actor.c.key).where(one_with([key]))
    entries = select(state.c.entry).where(state.c.actor.in_(members))
    return sql.entry_state.c.version.in_(select(link.version).where(link.role.in_(_SIDES), link.entry.in_(entries)))


def _articles_with(conditions: list[ColumnElement[bool]]) -> Select[Any]:
    """Numbers of the articles in which an event meets conditions."""
    return (
        select(sql.article_state.c.id)
        .join(sql.entry, sql.entry.c.page_text == sql.article_state.c.page_text)
        .join(sql.entry_state, sql.entry_state.c.entry == sql.entry.c.key)
        .where(sql.entry.c.kind == EVENT, is_newest(), *conditions)
        .correlate(None)
    )


def _one_actor(connection: Connection, name: str) -> RelationEnd:
    found = _roots(connection, or_(sql.actor.c.key == name, sql.actor.c.known_as == name))
    if not found:
        whole = select(sql.actor_name.c.actor).where(sql.actor_name.c.folded == fold_name(name))
        found = _roots(connection, sql.actor.c.key.in_(whole))
    if not found:
        found = _roots(connection, named_like(name))
    if not found:
        cure = "Take one from the list of actors; `parley count` counts passages that meet a query"
        raise MissingError(f"the record knows no actor called {name!r}", where="actor", cure=cure)
    if len(found) > 1:
        listed = ", ".join(f"{row.name} ({row.kind}, {row.key})" for row in found[:NAMED])
        more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
        cure = f"Give the key of one: {listed}{more}"
        raise UsageError(f"{name!r} may mean {len(found)} actors", where="actor", cure=cure)
    (row,) = found
    members = select(sql.actor.c.key).where(one_with([row.key]))
    names = select(sql.actor_name.c.name).where(sql.actor_name.c.actor.in_(members)).distinct()
    called = tuple(sorted(connection.execute(names).scalars()))
    return RelationEnd(key=row.key, name=row.name, kind=row.kind, known_as=row.known_as, names=called)


def _roots(connection: Connection, condition: ColumnElement[bool]) -> Sequence[Row[Any]]:
    """The actors that meet a condition, each as the one it was merged into, by name."""
    keys = select(root_of()).where(condition)
    query = select(sql.actor).where(sql.actor.c.key.in_(keys)).order_by(sql.actor.c.name, sql.actor.c.key)
    return connection.execute(query).all()
