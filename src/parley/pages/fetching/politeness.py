"""One's turn with a host: so many requests at once, so many seconds apart, and a pause where it asks for one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from parley.errors import PageRefused

DELAY = 1.0
"""Seconds between the end of one request to a host and the begin of the next."""
LONGEST_WAIT = 120.0
"""Seconds; who would have to wait longer for a host is refused for now."""
_MOST_HOSTS = 10_000


@dataclass(slots=True)
class _Host:
    running: int = 0
    next_at: float = float("-inf")
    """When the next request may begin, on the clock."""


class Politeness:
    """Gives turns with hosts; may be shared by threads.

    Args:
        delay: seconds between two requests to a host.
        concurrency: requests to a host at once.
        longest_wait: seconds that a turn is waited for.
        clock: monotonic, in seconds.
        sleep: waits for some seconds, or until woken by the condition that it is given.
    """

    def __init__(
        self,
        *,
        delay: float = DELAY,
        concurrency: int = 1,
        longest_wait: float = LONGEST_WAIT,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[threading.Condition, float], object] = lambda condition, seconds: condition.wait(seconds),
    ) -> None:
        self._delay = delay
        self._concurrency = concurrency
        self._longest_wait = longest_wait
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}
        self._changed = threading.Condition()

    @contextmanager
    def turn(self, host: str, *, delay: float | None = None, where: str = "") -> Iterator[None]:
        """Wait for one's turn with a host, and have it until the context ends.

        Args:
            host: its name.
            delay: seconds that must pass after this request, where the host asks for more than usual.
            where: the address, for the message; the host if empty.

        Raises:
            PageRefused: it would take too long.
        """
        entry = self._begin(host, where or host)
        try:
            yield
        finally:
            with self._changed:
                entry.running -= 1
                entry.next_at = max(entry.next_at, self._clock() + max(self._delay, delay or 0.0))
                self._changed.notify_all()

    def pause(self, host: str, seconds: float) -> None:
        """Ask nothing of a host for some seconds, as it wished."""
        with self._changed:
            entry = self._hosts.setdefault(host, _Host())
            entry.next_at = max(entry.next_at, self._clock() + seconds)

    def _begin(self, host: str, where: str) -> _Host:
        with self._changed:
            self._forget()
            entry = self._hosts.setdefault(host, _Host())
            given_up = self._clock() + self._longest_wait
            while True:
                now = self._clock()
                if entry.running < self._concurrency and entry.next_at <= now:
                    entry.running += 1
                    return entry
                if entry.next_at > given_up or now >= given_up:
                    wait = max(entry.next_at - now, 0.0)
                    what = f"the host wants no request for {wait:,.0f} seconds" if wait else "the host is busy"
                    raise PageRefused(what, where=where, cure="Try again later")
                until = given_up if entry.running >= self._concurrency else entry.next_at
                self._sleep(self._changed, max(until - now, 0.0))

    def _forget(self) -> None:
        """Let go of hosts that nobody waits for, once there are many."""
        if len(self._hosts) >= _MOST_HOSTS:
            now = self._clock()
            self._hosts = {name: one for name, one in self._hosts.items() if one.running or one.next_at > now}
