"""Addresses to pages, politely: proxies settled, robots.txt asked, turns waited for."""

from __future__ import annotations

import ssl
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from parley.errors import PageRefused
from parley.pages.fetching.addresses import Address, shown
from parley.pages.fetching.fetch import Fetcher
from parley.pages.fetching.guard import Guard, Resolver
from parley.pages.fetching.outcome import Conditions, Fetched, Limits
from parley.pages.fetching.politeness import Politeness
from parley.pages.fetching.proxies import read_proxy, undecided
from parley.pages.fetching.robots import Robots
from parley.pages.files import LARGEST, make_page
from parley.terms.text import Page
from parley.version import __version__


class Collector:
    """Fetches what sites let programs read, at their pace; may be shared by threads.

    Args:
        largest: bytes; a larger page is refused.
        contact: an address or web page that the User-Agent names, for sites that want to complain.
        proxy: the setting: a proxy's address, "none", or None where nothing is set.
        environment: the variables, in which a proxy may be named.
        reachable: hosts that are not public and may be reached all the same, as IP address and port.
        politeness: gives turns with hosts; one request a second if None.
        resolver: looks names up; the system's own if None.
        roots: which certificates are trusted; the system's authorities if None.

    Raises:
        SettingsError: ``proxy`` is no address of a proxy.
    """

    def __init__(  # noqa: PLR0913 - the last three are for tests
        self,
        *,
        largest: int = LARGEST,
        contact: str | None = None,
        proxy: str | None = None,
        environment: Mapping[str, str] | None = None,
        reachable: Collection[str] = (),
        politeness: Politeness | None = None,
        resolver: Resolver | None = None,
        roots: ssl.SSLContext | None = None,
    ) -> None:
        self._variable = undecided(proxy, environment or {})
        chosen = read_proxy(proxy)
        self._fetcher = Fetcher(
            Guard(reachable=reachable, resolver=resolver, names_only=chosen is not None),
            user_agent=user_agent(contact),
            limits=Limits(wire_bytes=largest, content_bytes=largest),
            proxy=chosen,
            roots=roots,
        )
        self._politeness = politeness or Politeness()
        self._robots = Robots(self._fetch_robots)

    def fetch(self, url: str, *, conditions: Conditions | None = None) -> Fetched:
        """What the server of an address answers.

        Args:
            url: the address.
            conditions: what is known from the last fetch; a page that did not change comes as status 304.

        Raises:
            PageRefused: anything went wrong, or is not allowed.
        """
        self._check_proxy(url)
        fetched = self._fetcher.fetch(url, conditions=conditions, turn=self._turn)
        self._heed(fetched)
        return fetched

    def page(self, url: str) -> Page:
        """The page at an address.

        Raises:
            PageRefused: anything went wrong, is not allowed, or the server has no such page.
        """
        fetched = self.fetch(url)
        if fetched.status != 200:
            raise _no_page(fetched)
        return make_page(fetched.content, location=fetched.url, url=fetched.url, charset=fetched.charset)

    @contextmanager
    def _turn(self, address: Address) -> Iterator[None]:
        delay = self._robots.check(address).delay
        with self._politeness.turn(address.host, delay=delay, where=shown(address.url)):
            yield

    @contextmanager
    def _unasked_turn(self, address: Address) -> Iterator[None]:
        with self._politeness.turn(address.host, where=shown(address.url)):
            yield

    def _fetch_robots(self, url: str, limits: Limits) -> Fetched:
        fetched = self._fetcher.fetch(url, limits=limits, turn=self._unasked_turn)
        self._heed(fetched)
        return fetched

    def _heed(self, fetched: Fetched) -> None:
        """Leave a host alone for as long as it asks."""
        if fetched.status in (429, 503) and fetched.retry_after:
            host = fetched.url.partition("://")[2].partition("/")[0]
            self._politeness.pause(_bare(host), fetched.retry_after)

    def _check_proxy(self, url: str) -> None:
        if self._variable is not None:
            what = f"the variable {self._variable} names a proxy, and nothing says whether to go through it"
            cure = 'Set `proxy` to the proxy\'s address, or to "none" to go straight to the sites'
            raise PageRefused(what, where=shown(url), cure=cure)


def user_agent(contact: str | None) -> str:
    """What Parley calls itself towards sites."""
    return f"Parley/{__version__}" + (f" (+{contact})" if contact else "")


def _bare(authority: str) -> str:
    """A host without its port and brackets."""
    host = authority if authority.endswith("]") or ":" not in authority else authority.rpartition(":")[0]
    return host.removeprefix("[").removesuffix("]")


def _no_page(fetched: Fetched) -> PageRefused:
    """Why an answer is no page."""
    wait = f"; it asks to wait {fetched.retry_after:,.0f} seconds" if fetched.retry_after else ""
    cures = {404: "Check the address", 410: "Leave it out: it was taken away for good"}
    cure = cures.get(fetched.status, "Try again later" if fetched.status >= 429 else "Open it in a browser")
    return PageRefused(f"the server answers {fetched.status}{wait}", where=shown(fetched.url), cure=cure)
