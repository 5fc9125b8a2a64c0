"""Sources and runs: what is followed and came in, what was refused and why, by which weights."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from parley.pages.fetching.addresses import parse_address
from parley.record.outlets import REACHES, RELIABILITIES
from parley.web.desk import coder_of, desk_of

router = APIRouter()


@router.get("/sources")
def sources(request: Request) -> Response:
    """What is followed and the outlets, with their health, and what could not be read."""
    desk = desk_of(request)
    view = desk.record.view()
    return desk.page(
        request,
        "sources.html",
        outlets=view.outlets(),
        health=view.outlet_health(),
        feeds=desk.record.feeds().rows(),
        refusals=view.refusals()[:200],
        reaches=REACHES,
        reliabilities=RELIABILITIES,
    )


@router.post("/sources")
def describe(  # noqa: PLR0913, PLR0917  each attribute is a field of the form
    request: Request,
    name: Annotated[str, Form()],
    country: Annotated[str, Form()] = "",
    owner: Annotated[str, Form()] = "",
    reach: Annotated[str, Form()] = "",
    reliability: Annotated[str, Form()] = "",
    state_run: Annotated[str, Form()] = "",
) -> Response:
    """Say what is known about an outlet."""
    desk_of(request).record.judge(coder_of(request)).library.describe_outlet(
        name,
        country=country or None,
        owner=owner or None,
        reach=reach or None,
        reliability=reliability or None,
        state_run={"yes": True, "no": False}.get(state_run),
    )
    return RedirectResponse("/sources", status_code=303)


@router.post("/sources/follow")
def follow(
    request: Request,
    url: Annotated[str, Form()],
    include: Annotated[str, Form()] = "",
    exclude: Annotated[str, Form()] = "",
) -> Response:
    """Follow an address; `parley update` asks it. Patterns are parted by blanks."""
    address = parse_address(url).url
    desk_of(request).record.feeds().follow(address, include=include.split(), exclude=exclude.split())
    return RedirectResponse("/sources#followed", status_code=303)


@router.post("/sources/unfollow")
def unfollow(request: Request, url: Annotated[str, Form()]) -> Response:
    """Follow an address no longer."""
    desk_of(request).record.feeds().unfollow(url)
    return RedirectResponse("/sources#followed", status_code=303)


@router.get("/status")
def status(request: Request) -> Response:
    """What waits, what is read, what others did last; pages ask for it by themselves."""
    return desk_of(request).status(request)


@router.get("/runs")
def runs(request: Request) -> Response:
    """What the machine read when, and what people did."""
    desk = desk_of(request)
    view = desk.record.view()
    return desk.page(request, "runs.html", runs=view.runs()[:200], counts=view.counts(), steps=view.history(limit=200))
