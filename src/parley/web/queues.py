"""The order in which somebody judges: made once, so that it does not change under their hands."""

from __future__ import annotations

import threading
from collections import OrderedDict

from parley.record import Store
from parley.record.queue import QueueOrder

KEPT = 64
"""So many orders are kept, those that were used last."""


class Queues:
    """Orders that were made.

    Args:
        record: open.
    """

    def __init__(self, record: Store) -> None:
        self._record = record
        self._made: OrderedDict[tuple[str, str, str, tuple[str, ...]], list[str]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._made)

    def of(self, coder: str, query: str, order: QueueOrder, kinds: tuple[str, ...], *, anew: bool) -> list[str]:
        """Keys of entries in the order in which somebody judges them.

        Args:
            coder: who judges.
            query: which entries.
            order: what comes first.
            kinds: statements, events, or both.
            anew: whether the order is made now, even where it was made before.

        Raises:
            UsageError: the query cannot be read.
        """
        known = (coder, query, order, kinds)
        with self._lock:
            keys = None if anew else self._made.get(known)
        if keys is None:
            keys = self._record.view().queue(query or None, order=order, kinds=kinds)
        with self._lock:
            self._made[known] = keys
            self._made.move_to_end(known)
            while len(self._made) > KEPT:
                self._made.popitem(last=False)
        return keys
