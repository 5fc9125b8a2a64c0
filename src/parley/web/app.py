"""The desk as an ASGI application: every screen, the API, and the doorkeeper before them."""

from __future__ import annotations

import traceback
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from parley.errors import MissingError, ParleyError, RecordBusyError, RecordError, UsageError
from parley.pipeline.records import open_record
from parley.settings import Settings
from parley.version import __version__
from parley.web import (
    actors,
    adding,
    agreement,
    api,
    articles,
    coding,
    concepts,
    discourse,
    entries,
    event_api,
    events,
    feeds,
    library,
    login,
    network_api,
    networks,
    queue,
    relations,
    relations_api,
    search,
    sides,
    sources,
    steps,
    unknown,
    user_settings,
)
from parley.web.desk import STATIC, Desk
from parley.web.security import Doorkeeper, Doors
from parley.web.sent import sent

AT_ONCE = 12
"""So many requests are worked on at once; more would only take turns at Python's one lock, and all be slower."""
SCREENS = (
    login,
    library,
    articles,
    entries,
    queue,
    steps,
    unknown,  # before actors: its address would be an actor's key there
    relations,
    actors,
    events,
    concepts,
    networks,
    discourse,
    sides,
    search,
    sources,
    adding,
    coding,
    agreement,
    user_settings,
    feeds,
)
"""One file a screen."""


def create_app(settings: Settings, *, hosts: Sequence[str], cookie: str = "parley") -> FastAPI:
    """The desk over the record that the settings name.

    Args:
        settings: of this process.
        hosts: names with ports by which it may be called, such as 127.0.0.1:8765.
        cookie: name of the session's cookie.

    Returns:
        The application; ``app.state.desk.people.invite(coder)`` lets people in.

    Raises:
        RecordError: the record cannot be used.
    """
    desk = Desk(settings, open_record(settings.record))

    @asynccontextmanager
    async def living(_app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = AT_ONCE
        yield
        desk.reading.close()
        desk.record.close()

    app = FastAPI(
        title="Parley",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=living,
    )
    app.state.desk = desk
    app.state.cookie = cookie
    for screen in SCREENS:
        app.include_router(screen.router, include_in_schema=False, dependencies=[Depends(sent)])
    app.include_router(unknown.api)
    app.include_router(api.router)
    app.include_router(network_api.router)
    app.include_router(agreement.api)
    app.include_router(event_api.router)
    app.include_router(relations_api.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    doors = Doors(
        people=desk.people,
        token_owner=desk.preferences.owner_of,
        blindfold=desk.blindfold,
        budget=desk.budget,
        hosts=hosts,
        cookie=cookie,
        largest={"/read": 10 * settings.largest_page_bytes},
        broken=_broken,
        changed=desk.forget,
    )
    app.add_middleware(Doorkeeper, doors)
    app.add_exception_handler(ParleyError, _refused)
    app.add_exception_handler(HTTPException, _missing)
    app.add_exception_handler(RequestValidationError, _unreadable)
    return app


def status_of(error: ParleyError) -> int:
    """The HTTP status that says the kind of an error."""
    if isinstance(error, RecordBusyError):
        return 503
    if isinstance(error, UsageError):
        return 400
    if isinstance(error, MissingError):
        return 404
    return 409 if isinstance(error, RecordError) else 422


def _answer(request: Request, status: int, what: str, cure: str, where: str = "") -> Response:
    if request.url.path.startswith("/api/"):
        return api.error_answer(status, what=what, where=where or request.url.path, cure=cure)
    desk: Desk = request.app.state.desk
    template = "_error.html" if request.headers.get("hx-request") else "error.html"
    return desk.page(request, template, status=status, what=what, cure=cure, where=where)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, ParleyError)
    return _answer(request, status_of(error), error.what, error.cure, error.where)


async def _missing(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    what = "there is nothing at this address" if error.status_code == 404 else str(error.detail)
    return _answer(request, error.status_code, what, "Go back, or begin in the library")


async def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first.get("loc", ()))
    return _answer(request, 422, f"{where}: {first.get('msg', 'not as asked')}", "Correct it and send it again", where)


async def _broken(request: Request, error: Exception) -> Response:
    traceback.print_exception(error)
    what = f"Parley itself failed here ({type(error).__name__})"
    return _answer(request, 500, what, "Nothing that was saved is lost. Please report it with what you did")
