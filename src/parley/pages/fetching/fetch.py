"""One address to what its server answers: guarded at each hop, bounded in bytes and time, never an exception but one.

Law of this module: whatever a server does, ``Fetcher.fetch`` gives a ``Fetched`` or raises ``PageRefused``,
within the limits. It reads no environment, keeps no cookies and follows no redirect that was not checked.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from datetime import UTC, datetime
from urllib.parse import urljoin

import httpcore

from parley.errors import PageRefused
from parley.pages.fetching import headers as heads
from parley.pages.fetching.addresses import Address, parse_address, shown
from parley.pages.fetching.bodies import ACCEPTED, read_body, too_large
from parley.pages.fetching.guard import Guard
from parley.pages.fetching.outcome import Conditions, Fetched, Limits
from parley.pages.fetching.proxies import Proxy
from parley.pages.fetching.trouble import refusal_of
from parley.pages.fetching.wire import Deadline, Meter, Wire, trusted_roots

REDIRECTS = frozenset((301, 302, 303, 307, 308))
Turn = Callable[[Address], AbstractContextManager[object]]
"""Waits until an address may be asked for; raises PageRefused where it may not."""


class Fetcher:
    """Fetches addresses.

    Args:
        guard: says where an address may lead.
        user_agent: what it calls itself.
        limits: how much a fetch may take.
        proxy: what it goes through; nothing if None.
        roots: which certificates are trusted; the system's authorities if None.
    """

    def __init__(
        self,
        guard: Guard,
        *,
        user_agent: str,
        limits: Limits | None = None,
        proxy: Proxy | None = None,
        roots: ssl.SSLContext | None = None,
    ) -> None:
        self._guard = guard
        self._user_agent = user_agent
        self._limits = limits or Limits()
        self._proxy = proxy
        self._roots = roots or trusted_roots()

    def fetch(
        self,
        url: str,
        *,
        conditions: Conditions | None = None,
        limits: Limits | None = None,
        turn: Turn = lambda address: nullcontext(),  # noqa: ARG005 - asks nobody
    ) -> Fetched:
        """What the server of an address answers.

        Args:
            url: the address.
            conditions: what is known from the last fetch; a page that did not change comes as status 304.
            limits: those of this fetch; the fetcher's own if None.
            turn: waits for one's turn at each hop.

        Raises:
            PageRefused: anything went wrong, or is not allowed.
        """
        limits = limits or self._limits
        deadline = Deadline(limits.total_seconds)
        try:
            return self._follow(url, conditions or Conditions(), limits, deadline, turn)
        except PageRefused:
            raise
        except Exception as error:  # law 4: one bad page never stops a run
            raise refusal_of(error, where=shown(url), limits=limits) from error

    def _follow(self, url: str, conditions: Conditions, limits: Limits, deadline: Deadline, turn: Turn) -> Fetched:
        """Hop by hop to the answer."""
        address = first = parse_address(url)
        passed: list[str] = []
        while True:
            asked = conditions if address.origin == first.origin else Conditions()
            with ExitStack() as held:
                with deadline.paused():
                    held.enter_context(turn(address))
                answer = self._ask(address, asked, limits, deadline, tuple(passed))
            if isinstance(answer, Fetched):
                return answer
            passed.append(address.url)
            address = _next(address, answer, passed, limits)

    def _ask(
        self, address: Address, conditions: Conditions, limits: Limits, deadline: Deadline, passed: tuple[str, ...]
    ) -> Fetched | str:
        """One hop: the answer, or where it points."""
        ips = self._guard.check(address, seconds=deadline.left(limits.connect_seconds))
        meter = Meter(limits.wire_bytes + limits.header_bytes)
        wire = Wire(ips, deadline=deadline, meter=meter)
        timeouts = {
            "connect": limits.connect_seconds,
            "read": limits.read_seconds,
            "write": limits.read_seconds,
            "pool": limits.connect_seconds,
        }
        with (
            self._pool(wire) as pool,
            pool.stream(
                "GET",
                _url(address),
                headers=self._headers(address, conditions),
                extensions={"timeout": timeouts},
            ) as response,
        ):
            _check_headers(response.headers, limits, address)
            target = heads.location(response.headers) if response.status in REDIRECTS else None
            if target is not None:
                return target
            return self._answer(response, address, limits, meter, passed)

    def _answer(
        self, response: httpcore.Response, address: Address, limits: Limits, meter: Meter, passed: tuple[str, ...]
    ) -> Fetched:
        found = heads.read_headers(response.headers)
        where = shown(address.url)
        content = b""
        if response.status == 200:
            length = found.get("content-length", "")
            if length.isdigit() and int(length[:20]) > limits.content_bytes and not limits.cut:
                raise too_large(limits, where)
            encoding = ", ".join(
                value.decode("latin-1") for name, value in response.headers if name.lower() == b"content-encoding"
            )
            content = read_body(response.iter_stream(), encoding=encoding, limits=limits, where=where)
        return Fetched(
            url=address.url,
            redirects=passed,
            status=response.status,
            headers=heads.kept(found),
            content=content,
            fetched_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            etag=heads.validator(found.get("etag")),
            last_modified=heads.validator(found.get("last-modified")),
            media_type=heads.media_type(found),
            charset=heads.charset(found),
            retry_after=heads.retry_after(found),
            wire_bytes=meter.bytes,
        )

    def _pool(self, wire: Wire) -> httpcore.ConnectionPool:
        """A connection for one request; it is closed after it."""
        if self._proxy is not None:
            return self._proxy.pool(wire, self._roots)
        return httpcore.ConnectionPool(ssl_context=self._roots, max_connections=1, retries=0, network_backend=wire)

    def _headers(self, address: Address, conditions: Conditions) -> dict[bytes | str, bytes | str]:
        headers: dict[bytes | str, bytes | str] = {
            "Host": address.authority,
            "User-Agent": self._user_agent,
            "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5",
            "Accept-Encoding": ACCEPTED,
            "Connection": "close",
        }
        if etag := heads.validator(conditions.etag):
            headers["If-None-Match"] = etag
        if modified := heads.validator(conditions.last_modified):
            headers["If-Modified-Since"] = modified
        return headers


def _url(address: Address) -> httpcore.URL:
    """An address as the library takes it; it is not parsed again."""
    port = None if address.own_port else address.port
    return httpcore.URL(scheme=address.scheme, host=address.host, port=port, target=address.target.encode("ascii"))


def _check_headers(pairs: list[tuple[bytes, bytes]], limits: Limits, address: Address) -> None:
    size = sum(len(name) + len(value) + 4 for name, value in pairs)
    if size > limits.header_bytes or len(pairs) > limits.headers:
        what = f"the answer has {len(pairs)} headers of {size:,} bytes, more than is sensible"
        raise PageRefused(what, where=shown(address.url), cure="Leave it out")


def _next(address: Address, target: str, passed: list[str], limits: Limits) -> Address:
    """The next hop, checked against what redirects may not do.

    Raises:
        PageRefused: there are too many, they go round, the address is none, or encryption would be lost.
    """
    where = passed[0]
    if len(passed) > limits.redirects:
        cure = "Open it in a browser and give the address where it ends"
        raise PageRefused(f"it redirects more than {limits.redirects} times", where=shown(where), cure=cure)
    try:
        following = parse_address(urljoin(address.url, target) if target.isprintable() else target)
    except (PageRefused, ValueError) as error:
        reason = error.what if isinstance(error, PageRefused) else str(error)
        what = f"it redirects to an address that is not asked for: {shown(target)} ({reason})"
        raise PageRefused(what, where=shown(where), cure="Leave it out") from error
    if following.url in passed:
        raise PageRefused("its redirects go round in a circle", where=shown(where), cure="Leave it out")
    if address.scheme == "https" and following.scheme == "http":
        what = f"it redirects from https to http ({shown(following.url)}), where anyone could alter it"
        raise PageRefused(what, where=shown(where), cure="Give that address yourself if you accept this")
    return following
