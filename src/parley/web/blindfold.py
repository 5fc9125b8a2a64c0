"""Who codes blind: to them the desk shows their own sheet and nothing else of the record.

Law of this module: what a blind coder may see is named, and all else is closed, so that a screen that is added
tomorrow shows them nothing either.
"""

from __future__ import annotations

import threading
import time

from starlette.concurrency import run_in_threadpool

from parley.record import Store
from parley.terms.names import fold_name

TRUSTED_SECONDS = 1.0
"""So long it is taken to hold who codes blind, where a round may have been made by another process."""
SEEN = ("/static/", "/coding/")
SEEN_ALONE = frozenset({"/coding", "/login", "/leave", "/status"})


def may_see(path: str) -> bool:
    """Whether an address is open to those who code blind; the screens of coding look closer themselves."""
    return path in SEEN_ALONE or path.startswith(SEEN)


class Blindfold:
    """Knows who codes blind.

    Args:
        record: open.
    """

    def __init__(self, record: Store) -> None:
        self._record = record
        self._lock = threading.Lock()
        self._looked = -TRUSTED_SECONDS
        self._blind: frozenset[str] = frozenset()

    def covered(self, coder: str) -> bool:
        """Whether a coder is at work in a round that is not open; it may look into the record."""
        if not self._is_fresh():
            found = self._record.rounds().blind()
            with self._lock:
                self._blind, self._looked = found, time.monotonic()
        return fold_name(coder) in self._blind

    async def covers(self, coder: str) -> bool:
        """The same, without holding up others while the record is looked into."""
        if self._is_fresh():
            return self.covered(coder)
        return await run_in_threadpool(self.covered, coder)

    def forget(self) -> None:
        """Look again the next time: a round may have been made or handed in."""
        with self._lock:
            self._looked = -TRUSTED_SECONDS

    def _is_fresh(self) -> bool:
        with self._lock:
            return time.monotonic() - self._looked < TRUSTED_SECONDS
