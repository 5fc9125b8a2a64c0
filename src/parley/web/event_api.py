"""Events in the API: listed by filters, one with its history, corrected; they are judged as statements are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query, Request, Security
from fastapi.responses import Response
from pydantic import BaseModel, Field

from parley.errors import UsageError
from parley.terms.events import EventFilter, EventStatus
from parley.web.api import RESPONSES, TOKEN, Cursor, Limit, Name, Page, Text, Words, page_of
from parley.web.desk import coder_of, desk_of
from parley.web.event_coding import changes_of, type_named
from parley.web.naming import resolved

router = APIRouter(prefix="/api/v1/events", tags=["v1"], dependencies=[Security(TOKEN)])

State = Literal["proposed", "accepted", "rejected", "retracted", "merged", "withdrawn"]
Day = Annotated[str | None, Query(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")]


class Asked(BaseModel):
    """Which events."""

    query: Words = None
    type: list[Name] = Field(default=[], description="Types of the ontology, such as COERCE; may be repeated.")
    status: list[EventStatus] = Field(default=[], description="How real; may be repeated.")
    state: list[State] = Field(default=[], description="Of review; those that are not gone where none is named.")
    actor: Name | None = Field(default=None, description="Part of a name, or a country's code, on either side.")
    article: Name | None = Field(default=None, description="Key of an article.")
    since: Day = Field(default=None, description="First date: of the event, or of its article where it has none.")
    until: Day = Field(default=None, description="Last date, included.")
    confidence: float = Field(default=0.0, ge=0, le=1, description="The least.")
    cursor: Cursor = None
    limit: Limit = 50


class Correction(BaseModel):
    """What is to change about an event; what is missing stays."""

    type: Name | None = None
    mode: Name | None = Field(default=None, description="Of the type; an empty text takes it away.")
    status: EventStatus | None = None
    date: Name | None = Field(default=None, description="An ISO prefix; an empty text takes it away.")
    actors: list[Name] | None = Field(default=None, description="Names, or keys of the record.")
    recipients: list[Name] | None = None
    reason: Text = ""


@router.get("", response_model=Page, responses=RESPONSES)
def events(request: Request, asked: Annotated[Asked, Query()]) -> Response:
    """Events, by article (the newest first) and place in the text, each with the sentences that prove it."""
    view = desk_of(request).record.view()
    wanted = EventFilter(
        types=tuple(type_named(name).name for name in asked.type),
        statuses=tuple(asked.status),
        states=tuple(asked.state),
        since=asked.since,
        until=asked.until,
        confidence=asked.confidence,
        actor=asked.actor,
    )
    about: dict[str, Any] = {"article": asked.article, "query": asked.query}
    return page_of(request, lambda most: view.events(wanted, **about, limit=most), asked.cursor, asked.limit)


@router.get("/{key}", responses=RESPONSES)
def event(request: Request, key: str) -> dict[str, Any]:
    """One event, in whatever state it is, with its history."""
    view = desk_of(request).record.view()
    return asdict(view.events_of([key])[0]) | {"history": [asdict(one) for one in view.judgements("entry", key)]}


@router.post("/{key}", responses=RESPONSES)
def correct(request: Request, key: str, given: Annotated[Correction, Body()]) -> dict[str, Any]:
    """Correct an event and hold it true so, in the name of the token's owner."""
    desk = desk_of(request)
    row = desk.record.view().events_of([key])[0]

    def named(typed: str, near: Sequence[str]) -> str:
        return resolved(desk, row.article_key, typed, near=near)

    said = given.model_dump(exclude_none=True, exclude={"reason", "actors", "recipients"})
    said |= {side: "; ".join(names) for side in ("actors", "recipients") if (names := getattr(given, side)) is not None}
    changes = changes_of(row, said, named)
    if not changes:
        raise UsageError("nothing was changed", where=f"event {key}", cure="Give a field another value, or accept it")
    with desk.deciding():
        desk.record.judge(coder_of(request)).entries.edit(key, reason=given.reason, **changes)
    return event(request, key)
