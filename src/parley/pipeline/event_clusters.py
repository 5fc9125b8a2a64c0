"""The events of a record, each once: what several articles tell of one event is one row with all their sentences.

record.events, record.event_pairs -> language.cluster_events -> one row for each event
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from parley.errors import MissingError, UsageError
from parley.language.event_clustering import cluster_events
from parley.record import View
from parley.record.judging import Judge
from parley.terms.event_clusters import EventCluster
from parley.terms.events import EventFilter, EventRow, EventSide

AROUND = 45
"""Days of articles before and after one among which its event's other tellings are looked for on a screen."""
_JUDGED = ("accepted", "edited")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlsoToldIn:
    """An event with the cluster that it belongs to."""

    row: EventRow
    cluster: EventCluster

    @property
    def others(self) -> tuple[EventRow, ...]:
        """The other tellings of it."""
        return tuple(row for row in self.cluster.tellings if row.key != self.row.key)


def find_clusters(view: View, *, published: tuple[str, str] | None = None) -> tuple[EventCluster, ...]:
    """Every event that is not gone, with all tellings of it.

    Args:
        view: of the record.
        published: first and last day of the articles that are looked at; all of them if None.
    """
    return cluster_events(view.events(EventFilter(published=published)), view.event_pairs())


def events_once(view: View, wanted: EventFilter) -> tuple[EventRow, ...]:
    """The events that a filter admits, each once, with the sentences of all tellings that it admits.

    A telling that is gone from the record, where its state is asked for, is an event of its own.

    Args:
        view: of the record.
        wanted: which tellings count.

    Returns:
        Rows in the order of ``View.events``; the fields are those of the fullest telling, ``key`` its entry,
        ``cluster`` the event's id.
    """
    admitted = view.events(wanted)
    clusters = cluster_events(admitted if wanted == EventFilter() else view.events(), view.event_pairs())
    of_entry = {row.key: cluster.key for cluster in clusters for row in cluster.tellings}
    groups: dict[str, list[EventRow]] = {}
    for row in admitted:
        groups.setdefault(of_entry.get(row.key, row.key), []).append(row)
    return tuple(fuse_tellings(key, rows) for key, rows in groups.items())


def fuse_tellings(key: str, rows: Sequence[EventRow]) -> EventRow:
    """Several tellings of one event as one row.

    Args:
        key: the event's id.
        rows: its tellings, one at least.

    Returns:
        The fullest of them, those that people judged first, with what the others add and the sentences of all.
    """
    ranked = sorted(rows, key=lambda row: (row.state not in _JUDGED, -_fullness(row), -(row.confidence or 0), row.key))
    best = ranked[0]
    dates = sorted((row.date for row in rows if row.date and row.date.startswith(best.date or "")), key=len)
    return replace(
        best,
        cluster=key,
        tellings=tuple(row.key for row in ranked),
        mode=_first([row.mode for row in ranked if row.type == best.type]),
        contexts=tuple(dict.fromkeys(context for row in ranked for context in row.contexts)),
        date=dates[-1] if dates else None,
        actor=_side([row.actor for row in ranked]),
        recipient=_side([row.recipient for row in ranked]),
        place=best.place or _first([row.place for row in ranked]),
        place_country=best.place_country if best.place else _first([row.place_country for row in ranked if row.place]),
        confidence=max((row.confidence for row in rows if row.confidence is not None), default=None),
        evidence=tuple(one for row in ranked for one in row.evidence),
    )


def also_told_in(view: View, entry: str) -> AlsoToldIn:
    """An event with its other tellings, looked for in the articles of the weeks around.

    Args:
        view: of the record.
        entry: key of its entry.

    Raises:
        MissingError: there is no such event, or it is gone.
    """
    published = view.event_published(entry)
    for cluster in find_clusters(view, published=_around(published)):
        for row in cluster.tellings:
            if row.key == entry:
                return AlsoToldIn(row=row, cluster=cluster)
    raise MissingError("there is no such event", where=f"entry {entry}", cure="`parley events --json` has their keys")


def take_out(view: View, judge: Judge, entry: str, *, reason: str = "") -> tuple[str, ...]:
    """Hold that an event is another one than all those that it is put together with.

    Args:
        view: of the record.
        judge: of the same record, for who says so.
        entry: key of the event's entry.
        reason: why.

    Returns:
        Keys of the others.

    Raises:
        MissingError: there is no such event.
        UsageError: it is put together with none.
    """
    found = also_told_in(view, entry)
    others = tuple(row.key for row in found.others)
    if not others:
        raise UsageError(
            "only one article tells of it", where=f"entry {entry}", cure="There is nothing to take it out of"
        )
    judge.events.take_out(entry, others, reason=reason)
    return others


def _around(published: str | None) -> tuple[str, str] | None:
    """First and last day of the weeks around an article; None for one without a full date."""
    if published is None or len(published) != len("2023-09-09"):
        return None
    day = date.fromisoformat(published)
    return (day - timedelta(days=AROUND)).isoformat(), (day + timedelta(days=AROUND)).isoformat()


def _fullness(row: EventRow) -> int:
    known = [side for side in (*row.actor, *row.recipient) if side.country or side.known_as]
    return 2 * len(known) + bool(row.actor) + bool(row.recipient) + bool(row.date) + bool(row.place)


def _side(sides: Sequence[tuple[EventSide, ...]]) -> tuple[EventSide, ...]:
    """The actors of one side: those of the fullest telling that names any."""
    return next((side for side in sides if side), ())


def _first(values: Sequence[_Value | None]) -> _Value | None:
    return next((value for value in values if value), None)
