"""What sites let programs read (RFC 9309): robots.txt, fetched through the same guard, kept for a day.

Where the file is missing (4xx) everything may be read. Where it cannot be had (5xx, 429, no connection, a refusal
of the guard) nothing may, until it is asked for again after ten minutes.
"""

from __future__ import annotations

import math
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from parley.errors import NotAllowed, PageRefused
from parley.pages.fetching.addresses import Address, shown
from parley.pages.fetching.outcome import Fetched, Limits

TOKEN = "parley"
"""What robots.txt files call Parley."""
LIMITS = Limits(wire_bytes=1_000_000, content_bytes=512_000, total_seconds=30.0, cut=True)
"""RFC 9309 asks for 500 KiB at least; what follows them is not read."""
KEPT_SECONDS = 86_400.0
FAILED_SECONDS = 600.0
LONGEST_DELAY = 60.0
"""Seconds between requests; a site that asks for more gets this."""
_MOST_ORIGINS = 1_000
_AGENT = re.compile(r"user[- ]?agent(?:\s*:\s*|\s+)(.*)", re.IGNORECASE)
_PRODUCT = re.compile(r"[a-z_-]+")

FetchRobots = Callable[[str, Limits], Fetched]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site's robots.txt says to Parley."""

    parsed: Protego | None
    """None where everything is settled by ``open`` alone."""
    open: bool
    until: float
    """When it must be asked for again, on the clock."""
    trouble: PageRefused | None = None
    """Why it could not be had, where it could not."""

    def allows(self, url: str) -> bool:
        """Whether an address may be read."""
        return self.open and (self.parsed is None or self.parsed.can_fetch(url, TOKEN))

    @property
    def delay(self) -> float | None:
        """Seconds that the site wants between two requests; None where it does not say."""
        asked = self.parsed.crawl_delay(TOKEN) if self.parsed else None
        return None if asked is None or math.isnan(asked) else min(max(asked, 0.0), LONGEST_DELAY)


class Robots:
    """Asks each site once a day; may be shared by threads.

    Args:
        fetch: fetches a robots.txt, within limits.
        clock: monotonic, in seconds.
    """

    def __init__(self, fetch: FetchRobots, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._rules: OrderedDict[str, Rules] = OrderedDict()
        self._lock = threading.Lock()

    def rules(self, address: Address) -> Rules:
        """The rules of an address's site."""
        with self._lock:
            known = self._rules.get(address.origin)
        if known is not None and known.until > self._clock():
            return known
        rules = self._ask(address.origin)
        with self._lock:
            self._rules[address.origin] = rules
            self._rules.move_to_end(address.origin)
            while len(self._rules) > _MOST_ORIGINS:
                self._rules.popitem(last=False)
        return rules

    def check(self, address: Address) -> Rules:
        """The rules of an address's site, which allow it.

        Raises:
            NotAllowed: they do not, or the guard lets nobody ask for them.
            PageRefused: they cannot be had.
        """
        rules = self.rules(address)
        if rules.allows(address.url):
            return rules
        what, cure = "the site's robots.txt asks programs not to read this", "Save it in a browser and read the file"
        if not rules.open:
            reason = f": {rules.trouble.what}" if rules.trouble else ""
            what = f"the site's robots.txt cannot be had, so nothing there is read{reason}"
            cure = rules.trouble.cure if rules.trouble else "Try again later"
            refusal = type(rules.trouble) if rules.trouble else PageRefused
            raise refusal(what, where=shown(address.url), cure=cure)
        raise NotAllowed(what, where=shown(address.url), cure=cure)

    def _ask(self, origin: str) -> Rules:
        now = self._clock()
        try:
            fetched = self._fetch(f"{origin}/robots.txt", LIMITS)
        except PageRefused as refused:
            trouble = type(refused)(refused.what, where=refused.where, cure=refused.cure)
            return Rules(None, open=False, until=now + FAILED_SECONDS, trouble=trouble)
        if fetched.status == 200:
            return Rules(parse_robots(fetched.content), open=True, until=now + KEPT_SECONDS)
        if fetched.status == 429 or fetched.status >= 500 or fetched.status < 200:
            trouble = PageRefused(f"the server answers {fetched.status}", cure="Try again later")
            return Rules(None, open=False, until=now + FAILED_SECONDS, trouble=trouble)
        return Rules(None, open=True, until=now + KEPT_SECONDS)


def parse_robots(content: bytes) -> Protego:
    """The rules of a robots.txt.

    All programs but Parley are made one beforehand: a file with thousands of names and thousands of rules would
    else take names times rules of memory.
    """
    lines = []
    for line in content.decode("utf-8", errors="replace").removeprefix("\ufeff").splitlines():
        bare = line.partition("#")[0].strip()
        agent = _AGENT.match(bare)
        if agent is None:
            lines.append(bare)
        else:
            value = agent.group(1).strip().lower()
            product = _PRODUCT.match(value)
            lines.append(f"User-agent: {_known(value, product.group() if product else '')}")
    return Protego.parse("\n".join(lines))


def _known(value: str, product: str) -> str:
    if value == "*":
        return "*"
    return TOKEN if product == TOKEN else "other"
