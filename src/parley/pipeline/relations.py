"""Two actors over a period, and what one actor does and says in order of time: everything with its sentences.

record.events, record.statements -> series; record.sentences -> model of pairs; actor store -> facts
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from parley.errors import UsageError
from parley.knowledge.actors import load_actor_store
from parley.pipeline.pair_reading import READ_AT_MOST, read_pairs
from parley.pipeline.relation_series import dated, draw_points, heading_of, in_time
from parley.pipeline.store_facts import facts_between
from parley.record import View
from parley.settings import Settings
from parley.terms.events import EventRow
from parley.terms.relations import (
    UNITS,
    DatedBy,
    RelatedEvent,
    Relation,
    RelationEnd,
    RelationQuery,
    TimelineItem,
)
from parley.terms.tables import StatementRow

Shown = Literal["everything", "events", "statements"]


def ask_relation(view: View, first: str, second: str, query: RelationQuery, settings: Settings) -> Relation:
    """What two actors do to each other, say of each other and are to each other.

    Args:
        view: of a record.
        first: key or name of an actor.
        second: of another one.
        query: what counts, by what it is added up.
        settings: name the weights and one's own file of actors.

    Raises:
        MissingError: the record has no such actor.
        UsageError: a name means several actors, both mean the same one, or the query is wrong.
    """
    one, other = view.relations.actor(first), view.relations.actor(second)
    if one.key == other.key:
        cure = "Name two actors; `parley timeline` tells what one alone does and says"
        raise UsageError(f"both names mean {one.name}", where="relation", cure=cure)
    if query.unit not in UNITS:
        raise UsageError(f"there is no period {query.unit!r}", where="relation", cure=f"Choose {', '.join(UNITS)}")
    between, beside = list[RelatedEvent](), list[EventRow]()
    for event in view.relations.events(query, one.key, other.key):
        heading, (day, dated_by) = heading_of(event, one.key, other.key), dated(event)
        if heading is None:
            beside.append(event)
        else:
            between.append(RelatedEvent(event=event, heading=heading, date=day, dated_by=dated_by))
    events = in_time(between)
    found, number = view.relations.sentences(one.key, other.key, limit=READ_AT_MOST)
    sentences = tuple(row for row in found if _within(row.date, query))
    known = load_actor_store(settings.actors)
    return Relation(
        first=one,
        second=other,
        query=query,
        events=events,
        points=draw_points(events, query.unit),
        beside=tuple(beside),
        forth=_said(view, one, other, query),
        back=_said(view, other, one, query),
        readings=read_pairs(sentences, settings.weights),
        facts=facts_between(known, one, other, since=query.since, until=query.until),
        sentences=sentences,
        sentences_in_all=number,
    )


def ask_timeline(
    view: View, actor: str, other: str | None, query: RelationQuery, *, shown: Shown = "everything"
) -> tuple[RelationEnd, RelationEnd | None, tuple[TimelineItem, ...]]:
    """What an actor does, suffers and says, in order of time; with another one, between the two alone.

    Args:
        view: of a record.
        actor: key or name of an actor.
        other: of another one; None for everybody.
        query: what counts.
        shown: events, statements or both.

    Returns:
        The two actors, and the items, those without a date last.

    Raises:
        MissingError: the record has no such actor.
        UsageError: a name means several actors, or the query is wrong.
    """
    one = view.relations.actor(actor)
    second = view.relations.actor(other) if other is not None else None
    items: list[TimelineItem] = []
    if shown != "statements":
        for event in view.relations.events(query, one.key, second.key if second else None):
            day, dated_by = dated(event)
            items.append(TimelineItem(date=day, dated_by=dated_by, event=event))
    if shown != "events":
        pairs = [(one, second), (second, one)] if second is not None else [(one, None)]
        for speaker, about in pairs:
            for row in _said(view, speaker, about, query):
                day, dated_by = _spoken(row)
                items.append(TimelineItem(date=day, dated_by=dated_by, statement=row))
    return one, second, _ordered(items)


def _ordered(items: Iterable[TimelineItem]) -> tuple[TimelineItem, ...]:
    return tuple(sorted(items, key=lambda item: (item.date is None, item.date or "")))


def _said(
    view: View, speaker: RelationEnd | None, about: RelationEnd | None, query: RelationQuery
) -> tuple[StatementRow, ...]:
    """What an actor says, about another one where one is given, in order of time; copies once."""
    ends = (("speaker", speaker), ("about", about))
    asked = " ".join(f'{field}:"{end.key}"' for field, end in ends if end is not None)
    rows = view.statements(query=asked, once=None if query.all_printings else asked)
    kept = [row for row in rows if _counts(row, query)]
    return tuple(sorted(kept, key=lambda row: (_spoken(row)[0] is None, _spoken(row)[0] or "")))


def _counts(row: StatementRow, query: RelationQuery) -> bool:
    sure = query.confidence == 0 or (row.confidence or 0.0) >= query.confidence
    return sure and (not query.states or row.state in query.states) and _within(_spoken(row)[0], query)


def _spoken(row: StatementRow) -> tuple[str | None, DatedBy | None]:
    """When something was said, where the text tells; else the date of its article."""
    if row.said:
        return row.said, "statement"
    return (row.date, "article") if row.date else (None, None)


def _within(day: str | None, query: RelationQuery) -> bool:
    """Whether a date lies between those of a query, over the precision that both have."""
    if day is None:
        return query.since is None and query.until is None
    after = query.since is None or day[: len(query.since)] >= query.since[: len(day)]
    return after and (query.until is None or day[: len(query.until)] <= query.until[: len(day)])
