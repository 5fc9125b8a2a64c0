"""What every request passes: whose host, whose origin, who asks, how much; and what every answer carries.

Follows OWASP ASVS 5.0: 3.4 (headers, content security policy), 3.5 (requests from elsewhere are told by
Sec-Fetch-Site and Origin, no token in a form), 3.3 (cookies), 2.4.1 (limits).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
OPEN_PATHS = ("/login", "/static/")
"""What can be had without being let in."""

COSTLY = ("/search", "/networks", "/timeline", "/export", "/api/", "/read", "/feeds/")
"""Beginnings of addresses whose answers cost much: each person may ask for so many in a minute."""
COSTLY_PER_MINUTE = 240


class Doorkeeper:
    """Middleware: lets requests in, or says why not.

    Args:
        app: what answers.
        people: who was let in.
        hosts: names by which this desk may be called, with their ports; others may be rebound names.
        cookie: name of the session's cookie.
        token_owner: gives the coder of an API token, or None.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        people: People,
        hosts: Collection[str],
        cookie: str,
        token_owner: Callable[[str], str | None],
    ) -> None:
        self._app = app
        self._people = people
        self._hosts = frozenset(hosts)
        self._cookie = cookie
        self._token_owner = token_owner
        self._budget = Budget(COSTLY_PER_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refuse(scope, headers)
        answer: ASGIApp = refusal or self._app
        await answer(scope, receive, _with_headers(send))

    def _refuse(self, scope: Scope, headers: Headers) -> Response | None:
        path, method = scope["path"], scope["method"]
        if headers.get("host", "") not in self._hosts:
            return PlainTextResponse("This desk is not called by that name.", status_code=421)
        if method not in SAFE and not is_own(headers, scope["scheme"]):
            return _said(path, 403, "the request comes from another site", "Open the desk itself and try again")
        coder = self._coder(headers, path, scope["query_string"].decode("latin-1"))
        scope["coder"] = coder
        if coder is None and not path.startswith(OPEN_PATHS):
            if path.startswith("/api/"):
                return _said(path, 401, "this needs a token", "Make one under Settings; send it as Bearer")
            return RedirectResponse("/login", status_code=303)
        if coder is not None and path.startswith(COSTLY) and not self._budget.spend(coder):
            return _said(path, 429, "too many requests within a minute", "Wait a minute")
        return None

    def _coder(self, headers: Headers, path: str, query: str) -> str | None:
        kind, _, secret = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and path.startswith("/api/"):
            return self._token_owner(secret.strip())
        if path.startswith("/feeds/") and (given := parse_qs(query).get("token")):
            return self._token_owner(given[0])
        session = session_of(headers, self._cookie)
        return self._people.coder_of(session) if session else None


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


def _said(path: str, status: int, what: str, cure: str) -> Response:
    if path.startswith("/api/"):
        error = {"error": {"status": status, "what": what, "where": path, "cure": cure}}
        return JSONResponse(error, status_code=status)
    return PlainTextResponse(f"{what[0].upper()}{what[1:]}. {cure}.", status_code=status)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("Content-Security-Policy", POLICY)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sending
