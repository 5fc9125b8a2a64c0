"""Actors that nobody has placed yet: accept a candidate, or say that it is one of its own; a screen, and the API."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Form, Request, Security
from fastapi.responses import JSONResponse, Response

from parley.errors import UsageError
from parley.knowledge.actors import load_actor_store
from parley.pipeline.linking import ActorLinks, plain_unknown
from parley.web.api import RESPONSES, TOKEN
from parley.web.desk import Desk, coder_of, desk_of
from parley.web.moving import went
from parley.web.sent import LONGEST_NAME, PageNumber

router = APIRouter()
api = APIRouter(prefix="/api/v1", tags=["v1"], dependencies=[Security(TOKEN)])

LISTED = 50


def _links(desk: Desk) -> ActorLinks:
    """The record's actors and the store's; looked up once for as long as the record stays as it is."""
    return desk.remembered.get(
        "actor links", lambda: ActorLinks(desk.record.view(), load_actor_store(desk.settings.actors))
    )


@router.get("/actors/unknown")
def unknown(request: Request, page: PageNumber = 1) -> Response:
    """Those with the surest candidates first."""
    desk = desk_of(request)
    found = desk.remembered.get("unknown actors", lambda: _links(desk).unknown())
    first = (page - 1) * LISTED
    rows = found[first : first + LISTED]
    return desk.page(request, "unknown.html", rows=rows, number=len(found), page=page, more=len(found) > first + LISTED)


@router.post("/actors/{key}/link")
def link(
    request: Request,
    key: str,
    candidate: Annotated[str, Form()] = "",
    name: Annotated[str, Form(max_length=LONGEST_NAME)] = "",
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Hold an actor to be one of its candidates, or one of its own; then on to the next."""
    _decide(request, key, candidate=candidate, name=name, reason=reason)
    return went(request, "/actors/unknown")


@api.get("/actors/unknown", responses=RESPONSES)
def unknown_actors(request: Request, limit: int = LISTED) -> JSONResponse:
    """Actors that neither the store knows nor a person placed, with their candidates; the surest first."""
    desk = desk_of(request)
    rows = _links(desk).unknown()[: max(0, limit)]
    return JSONResponse({"items": [plain_unknown(row) for row in rows]})


@api.post("/actors/{key}/link", responses=RESPONSES)
def link_actor(
    request: Request,
    key: str,
    candidate: Annotated[str, Body(description="Key of a candidate.")] = "",
    name: Annotated[str, Body(description="Without a candidate: its name, as one of its own.")] = "",
    reason: Annotated[str, Body()] = "",
) -> JSONResponse:
    """Hold an actor to be one of its candidates; without one, to be one of its own, of the name given."""
    placed = _decide(request, key, candidate=candidate, name=name, reason=reason)
    return JSONResponse({"actor": placed})


def _decide(request: Request, key: str, *, candidate: str, name: str, reason: str) -> str:
    """Place an actor; the key of the record's actor that it is now."""
    if len(name) > LONGEST_NAME:
        raise UsageError("this name is too long", where=f"actor {key}", cure="Give the name alone")
    if not candidate and not name:
        cure = "Choose a candidate, or give the name of a new actor"
        raise UsageError("nothing says who it is", where=f"actor {key}", cure=cure)
    desk = desk_of(request)
    judge = desk.record.judge(coder_of(request))
    with desk.deciding():
        if candidate:
            return _links(desk).accept(judge, key, candidate, reason=reason)
        judge.actors.confirm(key, name=name, reason=reason)
    return key
