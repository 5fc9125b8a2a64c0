"""Reading pages that people bring to the desk: one after the other, in the background, with progress.

Law of this module: a page that cannot be read is refused with a sentence, and the others go on.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import count, islice

from parley.errors import PageRefused, ParleyError
from parley.pages.fetching.collector import Collector
from parley.pages.files import read_pages_in
from parley.pipeline.build import Reader, build_reader
from parley.pipeline.collecting import build_collector
from parley.pipeline.correcting import Corrector
from parley.pipeline.read import keep_all, read_page
from parley.record import Store
from parley.record.digest import digest_text
from parley.settings import Settings
from parley.terms.review import Refusal, Run
from parley.terms.text import Page
from parley.version import __version__

KEPT = 1000
"""So many jobs are remembered after they are done."""
MOST = 500
"""So many pages of one file are read at the desk; `parley read` reads them all."""
PATIENCE_SECONDS = 5.0
MOST_WAITING = 20
"""So many times the largest page may wait to be read; what is brought beyond that is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A page that was brought, and what became of it."""

    number: int
    name: str
    state: str = "waiting"
    """waiting, reading, read, refused."""
    article: str | None = None
    statements: int = 0
    said: str = ""
    """Why it was refused."""


@dataclass
class ReadingRoom:
    """Pages that wait, and the thread that reads them.

    Args:
        settings: of this process.
        record: open.
        changed: called when a page was read.
    """

    settings: Settings
    record: Store
    changed: Callable[[], None]
    _jobs: dict[int, Job] = field(default_factory=dict)
    _pages: deque[tuple[int, Page | str]] = field(default_factory=deque)
    """Pages that wait, and addresses of pages that are fetched when it is their turn."""
    _numbers: count[int] = field(default_factory=lambda: count(1))
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _loading: threading.Lock = field(default_factory=threading.Lock)
    _thread: threading.Thread | None = None
    _reader: Reader | None = None

    @property
    def busy(self) -> int:
        """How many pages are not read yet."""
        return sum(job.state in ("waiting", "reading") for job in list(self._jobs.values()))

    @cached_property
    def _collector(self) -> Collector:
        """Fetches pages; only the thread that reads uses it."""
        return build_collector(self.settings)

    @property
    def reader(self) -> Reader:
        """Reads pages; its weights are loaded when it is first needed."""
        with self._loading:
            if self._reader is None:
                self._reader = build_reader(self.settings)
            return self._reader

    def bring(self, name: str, content: bytes) -> list[Job]:
        """Put a page into the queue, or each page of a file that holds many.

        Args:
            name: of the file, or what the person called it.
            content: its bytes.
        """
        largest = self.settings.largest_page_bytes
        if len(content) > largest:
            cure = "Raise the setting `largest_page_bytes`, or bring a smaller page"
            return [self._queue(name, None, f"It is larger than {largest:,} bytes. {cure}")]
        jobs = []
        for found in islice(read_pages_in(content, location=name, largest=largest), MOST):
            if isinstance(found, PageRefused):
                jobs.append(self._queue(found.where or name, None, found.sentence()))
            else:
                jobs.append(self._queue(found.location, found, ""))
        return jobs

    def bring_address(self, address: str) -> Job:
        """Put the page at an address into the queue; it is fetched when it is its turn.

        Args:
            address: in its one form.
        """
        return self._queue(address, address, "")

    def _queue(self, name: str, page: Page | str | None, said: str) -> Job:
        with self._lock:
            if page is not None and self._waiting_bytes() > MOST_WAITING * self.settings.largest_page_bytes:
                page, said = None, "Too much waits to be read already. Bring it again when that is done"
            job = Job(number=next(self._numbers), name=name, state="waiting" if page else "refused", said=said)
            self._jobs[job.number] = job
            self._forget()
            if page is not None:
                self._pages.append((job.number, page))
                if self._thread is None or not self._thread.is_alive():
                    self._thread = threading.Thread(target=self._work, name="reading", daemon=True)
                    self._thread.start()
        return job

    def _waiting_bytes(self) -> int:
        largest = self.settings.largest_page_bytes
        return sum(largest if isinstance(page, str) else len(page.content) for _, page in self._pages)

    def _forget(self) -> None:
        """Forget the oldest jobs that are done."""
        for old in list(self._jobs)[:-KEPT]:
            if self._jobs[old].state in ("read", "refused"):
                del self._jobs[old]

    def jobs(self, numbers: list[int] | None = None) -> list[Job]:
        """What became of some pages, or of all that are remembered, the newest first."""
        found = list(self._jobs.values())
        return [job for job in reversed(found) if numbers is None or job.number in numbers]

    def close(self) -> None:
        """Read no more; the page at hand is finished, where that takes no longer than a person waits."""
        with self._lock:
            self._pages.clear()
            thread = self._thread
        if thread is not None:
            thread.join(PATIENCE_SECONDS)

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._pages:
                    self._thread = None
                    return
                number, page = self._pages.popleft()
                self._jobs[number] = replace(self._jobs[number], state="reading")
            try:
                done = self._read(self._jobs[number], page)
            except ParleyError as error:
                done = replace(self._jobs[number], state="refused", said=error.sentence())
            except Exception as error:  # law 6: the other pages go on
                said = f"Parley itself failed here ({type(error).__name__}: {error}). Please report it with the page"
                done = replace(self._jobs[number], state="refused", said=said)
            self.changed()
            with self._lock:
                self._jobs[number] = done

    def _read(self, job: Job, page: Page | str) -> Job:
        if isinstance(page, str):
            page = self._collector.page(page)
        reader = self.reader
        corrector = Corrector(reader, self.record.view().block_corrections())
        begun = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        run = Run(code=__version__, weights=reader.weights_digest, started_at=begun)
        with self.record.writer(run) as writer:
            (found,) = keep_all([read_page(page, reader)], writer, corrector.corrected)
        if isinstance(found, Refusal):
            return replace(job, state="refused", said=f"{found.what}. {found.cure}")
        key = self.record.view().article_key_of(digest_text(found.reading.article.page_text))
        return replace(job, state="read", article=key, statements=len(found.reading.proposals.statements))
