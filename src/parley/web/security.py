"""What every request passes: whose host, whose origin, who asks, how much; and what every answer carries.

Follows OWASP ASVS 5.0: 3.4 (headers, content security policy), 3.5 (requests from elsewhere are told by
Sec-Fetch-Site and Origin, no token in a form), 3.3 (cookies), 2.4.1 (limits).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parley.web.blindfold import Blindfold, may_see
from parley.web.people import People

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; worker-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'self'; "
    "base-uri 'none'; object-src 'none'"
)
"""Nothing from elsewhere, nothing inline: no nonce is needed, since no page has a script of its own."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
STATUS = "/status"
"""What pages ask for by themselves, again and again."""
OPEN_PATHS = ("/login", "/static/")
"""What can be had without being let in."""

COSTLY = (
    "/search",
    "/networks",
    "/relations/",
    "/timeline",
    "/api/",
    "/read",
    "/add",
    "/feeds/",
    "/queue/all",
    "/library.",
    "/agreement",
)
"""Beginnings of addresses whose answers cost much: each person may ask for so many in a minute."""
COSTLY_PER_MINUTE = 240
LARGEST_BODY = 2 << 20
"""Bytes of a form or of a request to the API."""
KEPT_FOR_EVER = "/static/dist/"
"""Beginning of the addresses whose names change whenever what they hold does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """By what rules requests come in, and who may."""

    people: People
    """Who was let in."""
    token_owner: Callable[[str], str | None]
    """Gives the coder of an API token, or None; it may look into the record."""
    blindfold: Blindfold
    """Who codes blind, and so sees nothing but their own sheet."""
    budget: Budget
    """Of each person, for what costs much."""
    hosts: Collection[str]
    """Names by which this desk may be called, with their ports; others may be rebound names."""
    cookie: str
    """Name of the session's cookie."""
    largest: Mapping[str, int]
    """Bytes that may be sent to an address, where they are not `LARGEST_BODY`."""
    broken: Callable[[Request, Exception], Awaitable[Response]]
    """Answers where the application failed."""
    changed: Callable[[], None]
    """Called before the answer to a request that may have changed the record."""


class Doorkeeper:
    """Middleware: lets requests in, or says why not.

    Args:
        app: what answers.
        doors: by what rules.
    """

    def __init__(self, app: ASGIApp, doors: Doors) -> None:
        self._app = app
        self._doors = doors
        self._hosts = frozenset(host.lower() for host in doors.hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, sending = Headers(scope=scope), _Sending(send, scope["path"], self._changed_by(scope))
        try:
            refusal = self._stop(scope, headers) or await self._ask_in(scope, headers)
            answer: ASGIApp = refusal or self._app
            await answer(scope, _limited(receive, self._most(scope)), sending)
        except Exception as error:
            if sending.begun:
                raise
            scope.setdefault("coder", None)
            await (await self._doors.broken(Request(scope), error))(scope, receive, sending)

    def _changed_by(self, scope: Scope) -> Callable[[], None] | None:
        return None if scope["method"] in SAFE else self._doors.changed

    def _stop(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to a request that is wrong whoever sends it."""
        path = scope["path"]
        if headers.get("host", "").lower() not in self._hosts:
            return PlainTextResponse("This desk is not called by that name.", status_code=421)
        if scope["method"] not in SAFE and not is_own(headers, scope["scheme"]):
            return _said(path, 403, "the request comes from another site", "Open the desk itself and try again")
        if "\x00" in path or b"%00" in scope["query_string"]:
            return _said(path, 400, "the address holds a zero character", "Type it anew")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > 15 or int(length) > self._most(scope):
            return _said(path, 413, "that is too much at once", "Send less")
        return None

    def _most(self, scope: Scope) -> int:
        return self._doors.largest.get(scope["path"], LARGEST_BODY)

    async def _ask_in(self, scope: Scope, headers: Headers) -> Response | None:
        """Note who asks; the answer to those who may not come in, or came too often."""
        path = scope["path"]
        coder = scope["coder"] = await self._coder(headers, path, scope["query_string"].decode("latin-1"))
        if coder is None and not path.startswith(OPEN_PATHS):
            if path.startswith("/api/"):
                return _said(path, 401, "this needs a token", "Make one under Settings; send it as Bearer")
            if headers.get("hx-request"):
                what = "you are no longer let in, and nothing was saved"
                return _said(path, 401, what, "Open a new address of the desk in another tab, then press again")
            return RedirectResponse("/login", status_code=303)
        if coder is not None and not may_see(path) and await self._doors.blindfold.covers(coder):
            return _blinded(scope, headers)
        if coder is not None and path.startswith(COSTLY) and not self._doors.budget.spend(coder):
            return _said(path, 429, "too many requests within a minute", "Wait a minute")
        return None

    async def _coder(self, headers: Headers, path: str, query: str) -> str | None:
        kind, _, secret = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and path.startswith("/api/"):
            return await run_in_threadpool(self._doors.token_owner, secret.strip())
        if path.startswith("/feeds/") and (given := parse_qs(query).get("token")):
            return await run_in_threadpool(self._doors.token_owner, given[0])
        session, people = session_of(headers, self._doors.cookie), self._doors.people
        if not session:
            return None
        if people.remembers(session):
            return people.coder_of(session, present=path != STATUS)
        return await run_in_threadpool(people.coder_of, session, present=path != STATUS)


class Budget:
    """So many requests a minute for each person, refilled steadily (a token bucket)."""

    def __init__(self, per_minute: int) -> None:
        self._most = float(per_minute)
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def spend(self, who: str) -> bool:
        """Whether one more may be asked for."""
        now = time.monotonic()
        with self._lock:
            left, at = self._left.get(who, (self._most, now))
            left = min(self._most, left + (now - at) * self._most / 60)
            self._left[who] = (left - 1 if left >= 1 else left, now)
            return left >= 1


def is_own(headers: Headers, scheme: str) -> bool:
    """Whether an unsafe request was made by the desk's own pages, or by no browser at all."""
    site = headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = headers.get("origin")
    if origin is not None:
        return origin == f"{scheme}://{headers.get('host', '')}"
    return site is not None or "cookie" not in headers


def session_of(headers: Headers, cookie: str) -> str | None:
    """The secret of the session that a request carries."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(cookie)
    except CookieError:
        return None
    return found.value if found else None


def _blinded(scope: Scope, headers: Headers) -> Response:
    """The answer to those who code blind: a page leads to their sheet, anything else is told why."""
    if scope["path"].startswith("/api/") or headers.get("hx-request") or scope["method"] not in SAFE:
        return _said(scope["path"], 403, "you are coding blind", "Hand in your coding first: /coding")
    return RedirectResponse("/coding", status_code=303)


def _said(path: str, status: int, what: str, cure: str) -> Response:
    more = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "60"}}.get(status)
    if path.startswith("/api/"):
        error = {"error": {"status": status, "what": what, "where": path, "cure": cure}}
        return JSONResponse(error, status_code=status, headers=more)
    return PlainTextResponse(f"{what[0].upper()}{what[1:]}. {cure}.", status_code=status, headers=more)


def _limited(receive: Receive, most: int) -> Receive:
    """What is sent, as long as it is not too much; its length need not have been declared."""
    came = 0

    async def receiving() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > most:
            raise HTTPException(413, "that is too much at once")
        return message

    return receiving


class _Sending:
    """Sends an answer with the headers that every answer carries.

    Args:
        send: sends it.
        path: of the request.
        first: called before the answer begins.
    """

    def __init__(self, send: Send, path: str, first: Callable[[], None] | None) -> None:
        self._send = send
        self._path = path
        self._first = first
        self.begun = False

    async def __call__(self, message: Message) -> None:
        """A part of the answer."""
        if message["type"] == "http.response.start":
            self.begun = True
            if self._first is not None:
                self._first()
            headers = MutableHeaders(scope=message)
            headers.setdefault("Content-Security-Policy", POLICY)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", self._kept(message["status"]))
        await self._send(message)

    def _kept(self, status: int) -> str:
        """How long a browser may keep it: what anybody may see, not what only those may who were let in."""
        if status not in (200, 304) or not self._path.startswith("/static/"):
            return "no-store"
        return "public, max-age=31536000, immutable" if self._path.startswith(KEPT_FOR_EVER) else "no-cache"
