"""Events: who did what to whom, each once however many articles tell of it; join two, take one out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse, Response

from parley.errors import UsageError
from parley.pipeline.event_clusters import also_told_in, events_once, take_out
from parley.terms.events import EventFilter, EventRow
from parley.web.desk import Desk, coder_of, desk_of
from parley.web.moving import named, went
from parley.web.sent import PageNumber

router = APIRouter()

LISTED = 100


@router.get("/events")
def events(request: Request, actor: str = "", since: str = "", until: str = "", page: PageNumber = 1) -> Response:
    """Those of the newest articles first."""
    desk = desk_of(request)
    rows = _rows(desk, actor, since, until)
    first = (page - 1) * LISTED
    shown: dict[str, Any] = {"actor": actor, "since": since, "until": until, "page": page, "number": len(rows)}
    more = len(rows) > first + LISTED
    return desk.page(request, "events.html", rows=rows[first : first + LISTED], more=more, **shown)


@router.get("/events.json")
def events_json(request: Request, actor: str = "", since: str = "", until: str = "") -> Response:
    """The same as JSON, with the sentences of all tellings."""
    rows = _rows(desk_of(request), actor, since, until)
    return JSONResponse([asdict(row) for row in rows])


def _rows(desk: Desk, actor: str, since: str, until: str) -> Sequence[EventRow]:
    wanted = EventFilter(actor=actor or None, since=since or None, until=until or None)
    return desk.remembered.get(("events", wanted), lambda: events_once(desk.record.view(), wanted))


@router.get("/events/{key}")
def event(request: Request, key: str) -> Response:
    """One telling of an event, and where else it is told."""
    desk = desk_of(request)
    found = also_told_in(desk.record.view(), key)
    return desk.page(request, "event.html", row=found.row, others=found.others, cluster=found.cluster)


@router.post("/events/{key}/join")
def join(request: Request, key: str, other: Annotated[str, Form()], reason: Annotated[str, Form()] = "") -> Response:
    """Hold it to be one with another event."""
    desk = desk_of(request)
    wanted = other.strip().rpartition("/")[2]
    if not wanted:
        raise UsageError("no other event is named", where="join", cure="Paste the address or the key of another event")
    with desk.deciding():
        desk.record.judge(coder_of(request)).events.join([key, wanted], reason=reason)
    return went(request, named("events", key))


@router.post("/events/{key}/split")
def split(request: Request, key: str, reason: Annotated[str, Form()] = "") -> Response:
    """Hold it to be another event than those it is put together with."""
    desk = desk_of(request)
    with desk.deciding():
        take_out(desk.record.view(), desk.record.judge(coder_of(request)), key, reason=reason)
    return went(request, named("events", key))
