"""Two actors over a period, and what one actor does and says in order of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response

from parley.errors import UsageError
from parley.pipeline.relation_objects import relation_object, timeline_objects
from parley.pipeline.relations import Shown, ask_relation, ask_timeline
from parley.terms.events import EventStatus
from parley.terms.relations import (
    DIRECTIONS,
    QUADS,
    UNITS,
    Direction,
    RelatedEvent,
    Relation,
    RelationEnd,
    RelationPoint,
    RelationQuery,
    TimelineItem,
)
from parley.web.desk import Desk, desk_of
from parley.web.relation_picture import draw_bars
from parley.web.sent import PageNumber
from parley.web.tables import plain_table
from parley.web.wording import queried

router = APIRouter()

STATUSES = get_args(EventStatus)
SHOWN = 50
"""So many items of a timeline stand on a page."""
SAID = 100
"""So many statements of each about the other stand on the page of a pair, the newest."""
_HEADER = ("period", "direction", "quad", "quad class", "events", "sum", "mean", "reported", "entries")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for, as it stands in the address."""

    query: RelationQuery
    direction: Direction = "either"
    period: str = ""
    """Only the events of this period are opened; all if empty."""
    quad: int = 0
    """Only those of this quad class; all if 0."""
    status: str = "actual"
    state: str = ""

    def address(self, path: str, **more: Any) -> str:
        """An address that asks for the same."""
        asked = {
            "since": self.query.since,
            "until": self.query.until,
            "by": self.query.unit,
            "status": self.status,
            "state": self.state,
            "confidence": self.query.confidence or "",
            "direction": self.direction,
        }
        return queried(path, **(asked | more))


def wanted_of(  # noqa: PLR0913, PLR0917 - each filter is a parameter of the address
    since: str = "",
    until: str = "",
    by: str = "month",
    status: str = "actual",
    state: str = "",
    confidence: Annotated[float, Query(ge=0, le=1)] = 0.0,
    direction: str = "either",
    period: str = "",
    quad: Annotated[int, Query(ge=0, le=4)] = 0,
) -> Wanted:
    """What an address asks for.

    Raises:
        UsageError: a choice is none of those that there are.
    """
    query = RelationQuery(
        since=since or None,
        until=until or None,
        unit=_one_of(by, UNITS, "by"),
        statuses=() if status == "any" else (_one_of(status, STATUSES, "status"),),
        states=(state,) if state else (),
        confidence=confidence,
    )
    chosen: Direction = _one_of(direction, DIRECTIONS, "direction")
    return Wanted(query=query, direction=chosen, period=period, quad=quad, status=status, state=state)


def _one_of(value: str, choices: tuple[Any, ...], where: str) -> Any:
    if value not in choices:
        raise UsageError(f"there is no {value!r} here", where=where, cure=f"Choose {', '.join(choices)}")
    return value


Asked = Annotated[Wanted, Depends(wanted_of)]


@router.get("/relations/{first}/{second}.{form}")
def relation_table(request: Request, first: str, second: str, form: str, wanted: Asked) -> Response:
    """The points as CSV, each with the keys of its entries; everything as JSON."""
    found = find_relation(desk_of(request), first, second, wanted)
    if form == "json":
        return JSONResponse(relation_object(found))
    if form != "csv":
        raise UsageError(f"there is no {form} here", where="relation", cure="Ask for .csv or .json")
    return plain_table("relation", form, _HEADER, _cells(found))


@router.get("/relations/{first}/{second}")
def relation(request: Request, first: str, second: str, wanted: Asked) -> Response:
    """What two actors do to each other, say of each other and are to each other."""
    desk = desk_of(request)
    found = find_relation(desk, first, second, wanted)
    path = f"/relations/{found.first.key}/{found.second.key}"
    points = found.points_of(wanted.direction)
    ties = desk.record.view().ties("quotes", f'actor:"{found.first.key}"')
    pair = {found.first.key, found.second.key}
    return desk.page(
        request,
        "relation.html",
        relation=found,
        wanted=wanted,
        path_of_pair=path,
        points=points,
        picture=draw_bars(points, wanted.query.unit, lambda period: f"{wanted.address(path, period=period)}#events"),
        events=list(_opened(points, wanted)),
        sums=_sums(points),
        quoting=[tie for tie in ties if {tie.source.key, tie.target.key} == pair],
        arrows=arrows(found),
        quads=QUADS,
        units=UNITS,
        statuses=(*STATUSES, "any"),
        said=SAID,
    )


def find_relation(desk: Desk, first: str, second: str, wanted: Wanted) -> Relation:
    """A relation, looked up once for as long as the record stays as it is.

    Args:
        desk: with the record.
        first: key or name of an actor.
        second: of another one.
        wanted: which events and statements.
    """
    asked = ("relation", first, second, wanted.query)
    return desk.remembered.get(
        asked, lambda: ask_relation(desk.record.view(), first, second, wanted.query, desk.settings)
    )


def _opened(points: tuple[RelationPoint, ...], wanted: Wanted) -> Iterator[RelatedEvent]:
    """The events under the points that are opened, each once, in order of time."""
    opened = [
        one
        for point in points
        if wanted.period in ("", point.period or "none") and wanted.quad in (0, point.quad)
        for one in point.events
    ]
    yield from sorted(opened, key=lambda one: (one.date is None, one.date or ""))


def _sums(points: tuple[RelationPoint, ...]) -> dict[str, tuple[int, float]]:
    """Number and sum of cooperation and of conflict."""
    sides = {"cooperation": (1, 2), "conflict": (3, 4)}
    return {
        name: (
            sum(point.number for point in points if point.quad in quads),
            round(sum(point.sum for point in points if point.quad in quads), 3),
        )
        for name, quads in sides.items()
    }


def arrows(found: Relation) -> dict[str, str]:
    """Each direction in words."""
    first, second = found.first.name, found.second.name
    return {"either": "either direction", "forth": f"{first} to {second}", "back": f"{second} to {first}"} | {
        "mutual": f"{first} and {second}"
    }


def _cells(found: Relation) -> Iterator[tuple[Any, ...]]:
    for point in found.points:
        keys = [one.event.key for one in point.events]
        yield (
            point.period,
            point.direction,
            point.quad,
            QUADS[point.quad],
            point.number,
            point.sum,
            point.mean,
            point.reported,
            keys,
        )


@router.get("/actors/{key}/timeline")
def actor_timeline(  # noqa: PLR0917 - each filter is a parameter of the address
    request: Request, key: str, wanted: Asked, other: str = "", only: str = "everything", page: PageNumber = 1
) -> Response:
    """What an actor does, suffers and says, in order of time, the newest last; with another one, between the two."""
    desk = desk_of(request)
    one, second, items = find_timeline(desk, key, other, wanted, only)
    first = (page - 1) * SHOWN
    return desk.page(
        request,
        "actor_timeline.html",
        one=one,
        other=second,
        given=other,
        items=items[first : first + SHOWN],
        number=len(items),
        page=page,
        pages=max(1, -(-len(items) // SHOWN)),
        wanted=wanted,
        only=only,
        shown=get_args(Shown),
        statuses=(*STATUSES, "any"),
    )


@router.get("/actors/{key}/timeline.{form}")
def timeline_table(  # noqa: PLR0917 - each filter is a parameter of the address
    request: Request,
    key: str,
    form: str,
    wanted: Asked,
    other: str = "",
    only: str = "everything",
) -> Response:
    """The same as JSON, or as CSV."""
    _, _, items = find_timeline(desk_of(request), key, other, wanted, only)
    if form == "json":
        return JSONResponse(list(timeline_objects(items)))
    if form != "csv":
        raise UsageError(f"there is no {form} here", where="timeline", cure="Ask for .csv or .json")
    header = ("date", "dated by", "kind", "key", "what", "sentence")
    rows = (
        (item.date, item.dated_by, "event" if item.event else "statement", item.key, _what(item), item.sentences[0])
        for item in items
    )
    return plain_table("timeline", form, header, rows)


def _what(item: TimelineItem) -> str:
    if item.event is not None:
        sides = ("; ".join(side.name for side in sides) for sides in (item.event.actor, item.event.recipient))
        return " ".join(part for part in (next(sides), item.event.type, next(sides)) if part)
    return f"{item.statement.speaker or 'somebody'}: {item.statement.cue}" if item.statement is not None else ""


def find_timeline(
    desk: Desk, key: str, other: str, wanted: Wanted, only: str
) -> tuple[RelationEnd, RelationEnd | None, tuple[TimelineItem, ...]]:
    """The actors and the items of a timeline, looked up once for as long as the record stays as it is.

    Args:
        desk: with the record.
        key: key or name of an actor.
        other: of another one; empty for everybody.
        wanted: which events and statements.
        only: everything, events or statements.
    """
    shown: Shown = _one_of(only, get_args(Shown), "only")
    asked = ("timeline of", key, other, wanted.query, shown)
    return desk.remembered.get(
        asked, lambda: ask_timeline(desk.record.view(), key, other or None, wanted.query, shown=shown)
    )
