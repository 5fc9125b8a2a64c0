"""Cores by processes: pages are read beside each other, and their results come back in order.

Law of this module: what comes back never depends on how many processes there are. Each of them
builds its own reader from the same settings; only the main process writes, into the record or to
the terminal, and it takes in no more than a few items for each process ahead of what it gives back.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import lru_cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread
from types import TracebackType
from typing import Self, TypeVar

from parley.errors import WorkerError
from parley.pipeline.build import Reader, build_reader
from parley.settings import Settings

AHEAD = 4
"""Items that are taken in for each process: one in hand, the others so that none ever waits for the next."""

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Item, Reader], Result]


class Workers:
    """Readers that work side by side; a context manager.

    Ctrl-C is the main process's affair: it lets the items in hand be finished, and a second Ctrl-C
    does not. However the main process ends, its workers end with it.

    Args:
        settings: what each reader is built from.
        jobs: how many processes; 1 works in this one, 0 stands for all cores.

    Raises:
        WeightsError: no reader can be built.
    """

    def __init__(self, settings: Settings, *, jobs: int = 1) -> None:
        self.reader = build_reader(settings)
        self._settings = settings
        self._jobs = jobs or count_cores()
        self._pool: ProcessPoolExecutor | None = None
        self._line: tuple[Connection, ...] = ()

    def __enter__(self) -> Self:
        if self._jobs > 1:
            context = get_context("spawn")
            self._line = context.Pipe(duplex=False)
            self._pool = ProcessPoolExecutor(self._jobs, context, initializer=_begin, initargs=self._line[:1])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pool, self._pool = self._pool, None
        try:
            if pool is not None:
                pool.shutdown(cancel_futures=True)
        finally:
            for end in self._line:
                end.close()

    def each(self, work: Work[Item, Result], items: Iterable[Item]) -> Iterator[Result]:
        """What a piece of work makes of each item, in the order of the items.

        Args:
            work: a function of a module, so that other processes can find it; given an item and a reader.
            items: taken in one by one, here.

        Raises:
            WorkerError: a process was killed; what was given back before holds.
        """
        if self._pool is None:
            for item in items:
                yield work(item, self.reader)
            return
        waiting: deque[Future[Result]] = deque()
        try:
            for item in items:
                with _interruption_waits():
                    waiting.append(self._pool.submit(_work, work, item, self._settings))
                while waiting and (waiting[0].done() or len(waiting) >= AHEAD * self._jobs):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            what = "a worker process was killed, perhaps because memory ran out"
            raise WorkerError(what, cure="What was finished is kept. Run it again, with fewer --jobs") from error


def count_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _interruption_waits() -> Iterator[None]:
    """Ctrl-C waits until the end of the block, and never reaches a process that starts within it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(line: Connection) -> None:
    """Make this process a worker, which lives no longer than the main process holds the other end of the line."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_leave_with, args=(line,), daemon=True).start()


def _leave_with(line: Connection) -> None:
    with suppress(EOFError, OSError):
        line.recv_bytes()
    os._exit(1)


def _work(work: Work[Item, Result], item: Item, settings: Settings) -> Result:
    """One piece of work, in a worker."""
    return work(item, _reader(settings))


@lru_cache(maxsize=1)
def _reader(settings: Settings) -> Reader:
    """The reader of this worker, built for its first item."""
    return build_reader(settings)
