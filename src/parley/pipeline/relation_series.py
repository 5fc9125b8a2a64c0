"""Events between two actors as points in time: by period, direction and quad class.

Law of this module: a date that says less than the period falls into none; nothing is moved to a day it does not name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from parley.terms.events import EventRow
from parley.terms.relations import DIRECTIONS, DatedBy, Direction, Heading, RelatedEvent, RelationPoint, Unit

TOGETHER = ("AGREE", "CONSULT", "COOPERATE")
"""Types in which PLOVER makes all who meet or agree actors of one event: such an event is between them."""
LONGEST = 400
"""So many periods are shown without a gap; where there are more, empty ones are left out."""
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def heading_of(event: EventRow, first: str, second: str) -> Heading | None:
    """Who does it to whom; None where the two stand on one side.

    Args:
        event: in which both take part.
        first: key of an actor.
        second: key of the other one.
    """
    actors, recipients = ({side.actor for side in sides} for sides in (event.actor, event.recipient))
    forth = first in actors and second in recipients
    back = second in actors and first in recipients
    if forth and back:
        return "mutual"
    if forth or back:
        return "forth" if forth else "back"
    together = {first, second} <= actors and not recipients and event.type in TOGETHER
    return "mutual" if together else None


def dated(event: EventRow) -> tuple[str | None, DatedBy | None]:
    """The date of an event, or of its article where the text fixes none; and which of them it is."""
    if event.date:
        return event.date, "event"
    return (event.article_date, "article") if event.article_date else (None, None)


def period_of(day: str | None, unit: Unit) -> str | None:
    """The period that a date lies in; None where it says less than the unit.

    Args:
        day: an ISO prefix, or None.
        unit: a week begins on Monday (ISO 8601) and is named by it.
    """
    if day is None or len(day) < {"year": 4, "quarter": 7, "month": 7}.get(unit, 10):
        return None
    if unit == "year":
        return day[:4]
    if unit == "month":
        return day[:7]
    if unit == "quarter":
        return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"
    match = _DAY.match(day)
    if match is None:
        return None
    whole = date(int(match[1]), int(match[2]), int(match[3]))
    return (whole - timedelta(days=whole.weekday()) if unit == "week" else whole).isoformat()


def periods_between(first: str, last: str, unit: Unit) -> tuple[str, ...]:
    """All periods from one to another, both included; only the two where there would be too many.

    Args:
        first: a period of the unit.
        last: a later one, or the same.
        unit: of both.
    """
    found = [first]
    while found[-1] != last:
        if len(found) == LONGEST or found[-1] > last:
            return (first, last) if first != last else (first,)
        found.append(_next(found[-1], unit))
    return tuple(found)


def _next(period: str, unit: Unit) -> str:
    if unit in ("day", "week"):
        return (date.fromisoformat(period) + timedelta(days=7 if unit == "week" else 1)).isoformat()
    year = int(period[:4])
    if unit == "year":
        return f"{year + 1:04}"
    number, most = (int(period[6:]), 4) if unit == "quarter" else (int(period[5:]), 12)
    year, number = (year + 1, 1) if number == most else (year, number + 1)
    return f"{year:04}-Q{number}" if unit == "quarter" else f"{year:04}-{number:02}"


def draw_points(events: Sequence[RelatedEvent], unit: Unit) -> tuple[RelationPoint, ...]:
    """Events added up, in order of time, direction and quad class.

    Args:
        events: between two actors. Those that both do together count in either direction and in "either" once.
        unit: of the periods.
    """
    found: dict[tuple[str, Direction, int], list[RelatedEvent]] = defaultdict(list)
    for one in events:
        for direction in _directions(one.heading):
            found[period_of(one.date, unit) or "", direction, one.event.quad].append(one)
    order = sorted(found, key=lambda key: (key[0] == "", key[0], DIRECTIONS.index(key[1]), key[2]))
    return tuple(_point(period or None, direction, found[period, direction, quad]) for period, direction, quad in order)


def _directions(heading: Heading) -> Iterator[Direction]:
    yield "either"
    if heading != "back":
        yield "forth"
    if heading != "forth":
        yield "back"


def _point(period: str | None, direction: Direction, events: Sequence[RelatedEvent]) -> RelationPoint:
    scores = [one.event.score for one in events]
    return RelationPoint(
        period=period,
        direction=direction,
        quad=events[0].event.quad,
        number=len(events),
        sum=round(sum(scores), 3),
        mean=round(sum(scores) / len(scores), 3),
        reported=sum(one.event.reported_by is not None for one in events),
        events=tuple(events),
    )


def in_time(events: Iterable[RelatedEvent]) -> tuple[RelatedEvent, ...]:
    """Events in order of time, those without a date last; of one day in order of their articles and texts."""
    return tuple(sorted(events, key=lambda one: (one.date is None, one.date or "")))
