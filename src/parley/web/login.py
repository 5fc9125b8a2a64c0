"""Letting people in by the address that was printed for them, and out again."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from parley.web.desk import desk_of
from parley.web.people import LONGEST_SECONDS
from parley.web.security import session_of

router = APIRouter()


@router.get("/login")
def enter(request: Request, token: str = "") -> Response:
    """Let in who comes with a printed address; it works once."""
    desk = desk_of(request)
    session = desk.people.enter(token) if token else None
    if session is None:
        used = bool(token)
        return desk.page(request, "login.html", status=403 if used else 401, used=used)
    answer = RedirectResponse("/", status_code=303)
    answer.set_cookie(
        request.app.state.cookie,
        session,
        max_age=int(LONGEST_SECONDS),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path="/",
    )
    return answer


@router.post("/leave")
def leave(request: Request) -> Response:
    """End the session."""
    session = session_of(request.headers, request.app.state.cookie)
    if session:
        desk_of(request).people.leave(session)
    answer = RedirectResponse("/login", status_code=303)
    answer.delete_cookie(request.app.state.cookie, path="/")
    return answer
