"""Settings: keys, tokens of the API, backups, and what this desk runs on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from parley.record.backup import backups_of, make_backup
from parley.version import __version__
from parley.web.desk import coder_of, desk_of
from parley.web.preferences import KEYS
from parley.web.sent import Sent, texts_of

router = APIRouter()

BOOKMARK = "javascript:void(window.open('%s'+encodeURIComponent(location.href)))"
"""Run by the browser on the page at hand, never by the desk: it only opens the screen that asks."""


@router.get("/settings")
def settings(request: Request) -> Response:
    """What can be set."""
    return _page(request)


def _page(request: Request, *, secret: str = "") -> Response:
    desk = desk_of(request)
    held = desk.preferences.of(coder_of(request))
    return desk.page(
        request,
        "settings.html",
        mine=held,
        defaults=KEYS,
        tokens=desk.preferences.tokens(),
        secret=secret,
        backups=backups_of(desk.record.place),
        record=desk.record.name,
        version=__version__,
        bookmark=BOOKMARK % f"{request.base_url}add?url=",
    )


@router.post("/settings/keys")
def keys(request: Request, form: Sent) -> Response:
    """Set this person's keys."""
    wanted = {name: value for name, value in texts_of(form).items() if name in KEYS and value}
    desk_of(request).preferences.keep(coder_of(request), keys=wanted, keys_on=form.get("on") == "yes")
    return RedirectResponse("/settings", status_code=303)


@router.post("/settings/tokens")
def make_token(request: Request, name: Annotated[str, Form()]) -> Response:
    """Make a token for the API; it is shown once."""
    return _page(request, secret=desk_of(request).preferences.make_token(coder_of(request), name))


@router.post("/settings/tokens/revoke")
def revoke(request: Request, token: Annotated[str, Form()]) -> Response:
    """Let a token hold no longer."""
    desk_of(request).preferences.revoke(token)
    return RedirectResponse("/settings", status_code=303)


@router.post("/settings/backup")
def back_up(request: Request) -> Response:
    """Make a backup now."""
    make_backup(desk_of(request).record.place)
    return RedirectResponse("/settings", status_code=303)
