"""What many people ask for is looked up once, for as long as the record stays as it is.

Law of this module: nothing that somebody changed is remembered. An answer is trusted for a moment; after that, and
after each request that may have changed the record, it holds only where the record was not written to since.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

SECONDS = 2.0
"""So long an answer is taken to hold where another process may have changed the record."""
KEPT = 256

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """An answer, of which moment of the record it is, and when it was last known to hold."""

    answer: object
    moment: int
    known_at: float
    changes: int


class Remembered:
    """Answers that still hold.

    Args:
        moment: tells how often the record was written to.
        kept: so many answers are kept.
    """

    def __init__(self, moment: Callable[[], int], *, kept: int = KEPT) -> None:
        self._moment = moment
        self._kept = kept
        self._held: OrderedDict[Hashable, _Held] = OrderedDict()
        self._asking: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()
        self._changes = 0

    def __len__(self) -> int:
        """How many answers are kept."""
        return len(self._held)

    def get(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """The answer to a question, as it was at most a moment ago.

        Args:
            question: names it, with everything that it depends on.
            ask: looks the answer up.
        """
        if (held := self._trusted(question)) is None:
            with self._lock:
                asking = self._asking.setdefault(question, threading.Lock())
            with asking:  # one looks it up, and those who ask meanwhile wait for that
                held = self._trusted(question) or self._looked_up(question, ask)
        return held.answer  # type: ignore[return-value]

    def _trusted(self, question: Hashable) -> _Held | None:
        """An answer that needs no look."""
        with self._lock:
            held = self._held.get(question)
            if held is None or held.changes != self._changes or time.monotonic() - held.known_at >= SECONDS:
                return None
            self._held.move_to_end(question)
            return held

    def _looked_up(self, question: Hashable, ask: Callable[[], Answer]) -> _Held:
        """The answer that was held, where the record is as it was; else a new one."""
        with self._lock:
            held, changes = self._held.get(question), self._changes
        try:
            known_at, moment = time.monotonic(), self._moment()  # before the answer, which may only be newer
            answer = ask() if held is None or held.moment != moment else held.answer
        finally:
            with self._lock:
                self._asking.pop(question, None)
        held = _Held(answer=answer, moment=moment, known_at=known_at, changes=changes)
        with self._lock:
            self._held[question] = held
            self._held.move_to_end(question)
            while len(self._held) > self._kept:
                self._held.popitem(last=False)
        return held

    def forget(self) -> None:
        """Trust nothing without a look: somebody may have changed the record."""
        with self._lock:
            self._changes += 1
