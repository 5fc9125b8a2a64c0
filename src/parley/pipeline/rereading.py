"""Reading every page of a record again, with the models that are there now.

Law of this module: each page is written before the next is read, and whether it was read by the present models stands
in the run log alone; so a run that was killed is gone on with by starting it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain

from parley.pipeline.correcting import Corrector
from parley.pipeline.read import Read, keep_all, read_page
from parley.pipeline.workers import Workers
from parley.record import Store
from parley.record.fetched import REREAD
from parley.terms.review import Refusal, Run
from parley.version import __version__


@dataclass(slots=True, kw_only=True)
class Rereading:
    """What became of the pages so far."""

    pages: int
    """How many were to be read when the run began."""
    unchanged: int = 0
    changed: int = 0
    """Pages of which an entry, a field or a block is another one now."""
    refused: int = 0
    changes: list[str] = field(default_factory=list)
    """Names of the articles that changed."""


def reread(store: Store, workers: Workers, *, everything: bool = False) -> tuple[Rereading, Iterator[Read | Refusal]]:
    """Read the stored pages again that the present models have not read.

    Args:
        store: the open record.
        workers: entered already.
        everything: also those that they have read.

    Returns:
        The counts, which grow, and the outcomes: going through these does the work.
    """
    weights = workers.reader.weights_digest
    view = store.view()
    waiting = view.unread_fetches(code=__version__, weights=weights, everything=everything)
    counts = Rereading(pages=len(waiting))
    run = Run(
        code=__version__,
        weights=weights,
        started_at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        parameters=REREAD if everything else "{}",
    )
    return counts, _outcomes(store, workers, run, waiting, counts)


def _outcomes(
    store: Store, workers: Workers, run: Run, waiting: list[str], counts: Rereading
) -> Iterator[Read | Refusal]:
    if not waiting:
        return
    corrector = Corrector(workers.reader, store.view().block_corrections())
    pages = chain.from_iterable(store.view().pages([fetch]) for fetch in waiting)
    with store.writer(run) as writer:
        for outcome in keep_all(workers.each(read_page, pages), writer, corrector.corrected):
            if isinstance(outcome, Refusal):
                counts.refused += 1
            elif outcome.changed:
                counts.changed += 1
                counts.changes.append(outcome.reading.article.id)
            else:
                counts.unchanged += 1
            yield outcome
