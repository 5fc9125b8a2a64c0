"""An address from the browser's bookmark: shown first, fetched only when a person says so.

Law of this module: looking at this screen does nothing, whoever made up its address.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from parley.errors import PageRefused
from parley.pages.fetching.addresses import parse_address, shown
from parley.web.desk import desk_of
from parley.web.wording import queried

router = APIRouter()


@router.get("/add")
def ask(request: Request, url: str = "") -> Response:
    """Ask whether the page at an address is to be fetched and read."""
    said = ""
    if url:
        try:
            parse_address(url)
        except PageRefused as refused:
            said = refused.sentence()
    return desk_of(request).page(request, "add.html", url=shown(url), said=said)


@router.post("/add")
def add(request: Request, url: Annotated[str, Form()]) -> Response:
    """Fetch the page at an address and read it, in the background."""
    job = desk_of(request).reading.bring_address(parse_address(url).url)
    return RedirectResponse(queried("/reading", jobs=[job.number]), status_code=303)
