"""What many people ask for within a moment is looked up once.

Law of this module: nothing a person just changed is remembered; ``forget`` is called after each judgement.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

SECONDS = 2.0
"""So long an answer is taken to hold where another process may have changed the record."""
KEPT = 256

Answer = TypeVar("Answer")


class Remembered:
    """Answers of the last moment."""

    def __init__(self) -> None:
        self._held: OrderedDict[Hashable, tuple[float, object]] = OrderedDict()
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
        with self._lock:
            asking = self._asking.setdefault(question, threading.Lock())
        with asking:  # one looks it up, and those who ask meanwhile wait for that
            with self._lock:
                at, answer = self._held.get(question, (-SECONDS, None))
                changes = self._changes
            if time.monotonic() - at < SECONDS:
                return answer  # type: ignore[return-value]
            try:
                found = ask()
            finally:
                with self._lock:
                    self._asking.pop(question, None)
            self._keep(question, found, changes)
            return found

    def _keep(self, question: Hashable, answer: object, changes: int) -> None:
        with self._lock:
            if changes == self._changes:  # else it may be of before the change
                self._held[question] = (time.monotonic(), answer)
                self._held.move_to_end(question)
                while len(self._held) > KEPT:
                    self._held.popitem(last=False)

    def forget(self) -> None:
        """Forget everything: somebody changed the record."""
        with self._lock:
            self._held.clear()
            self._changes += 1
