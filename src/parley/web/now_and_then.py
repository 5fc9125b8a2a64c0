"""What stands on every page and is costly to know in a large record: looked up now and then."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

from parley.errors import ParleyError

SECONDS = 2.0
"""So long an answer is taken to hold."""
SHARE = 0.05
"""Where looking takes long, it holds for longer: so much of the time at most is spent on it."""

Answer = TypeVar("Answer")


class NowAndThen(Generic[Answer]):
    """An answer as it was a while ago; as it was last where the record does not answer now.

    Args:
        ask: looks it up.
        first: what it is taken to be where it could never be looked up.
    """

    def __init__(self, ask: Callable[[], Answer], *, first: Answer) -> None:
        self._ask = ask
        self._answer = first
        self._until = 0.0

    def get(self) -> Answer:
        """The answer."""
        begun = time.monotonic()
        if begun >= self._until:
            self._until = begun + SECONDS  # those who ask meanwhile need not look too
            with suppress(ParleyError):
                self._answer = self._ask()
            ended = time.monotonic()
            self._until = ended + max(SECONDS, (ended - begun) / SHARE)
        return self._answer

    def look_soon(self) -> None:
        """Somebody here changed what it is about: look again, as soon as looking is not too costly."""
        self._until -= SECONDS
