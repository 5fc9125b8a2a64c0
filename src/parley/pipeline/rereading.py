"""Reading every page of a record again, with the models that are there now.

Law of this module: each page is written before the next is read, and whether it was read by the present models stands
in the run log alone; so a run that was killed is gone on with by starting it again. The second look at sites
comes last, when the texts are those of the present models.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain

from parley.pipeline.correcting import Corrector
from parley.pipeline.read import Read, keep_all
from parley.pipeline.second_look import SitePage, Sites, pages_to_look_at, read_site_page
from parley.pipeline.workers import Workers
from parley.record import Store
from parley.record.fetched import REREAD
from parley.terms.review import Refusal, Run
from parley.version import __version__


@dataclass(slots=True, kw_only=True)
class Rereading:
    """What became of the pages so far."""

    pages: int
    """How many were to be read when the run began, and those that the second look at their sites added."""
    unchanged: int = 0
    changed: int = 0
    """Pages of which an entry, a field or a block is another one now."""
    refused: int = 0
    of_sites: int = 0
    """Pages that were read again because of what their site prints on several pages; counted among the others too."""
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
    return counts, chain(
        _outcomes(store, workers, waiting, counts, everything=everything), _second_look(store, workers, counts)
    )


def _outcomes(
    store: Store, workers: Workers, waiting: list[str], counts: Rereading, *, everything: bool
) -> Iterator[Read | Refusal]:
    """Read what waits, each page without the lines that its site is known for already."""
    if not waiting:
        return
    lines = Sites(store, workers.reader.weights_digest).lines_by_fetch(waiting)
    pages = (
        SitePage(page=page, lines=lines.get(fetch, frozenset()))
        for fetch in waiting
        for page in store.view().pages([fetch])
    )
    yield from _kept(store, workers, pages, counts, parameters=REREAD if everything else "{}")


def _second_look(store: Store, workers: Workers, counts: Rereading) -> Iterator[Read | Refusal]:
    """Read again what is divided otherwise by what its site prints on several pages."""
    sites = Sites(store, workers.reader.weights_digest)
    if not sites.to_look_at():
        return
    for outcome in _kept(store, workers, pages_to_look_at(store, sites), counts, parameters=sites.parameters):
        counts.pages += 1
        counts.of_sites += 1
        yield outcome


def _kept(
    store: Store, workers: Workers, pages: Iterator[SitePage], counts: Rereading, *, parameters: str
) -> Iterator[Read | Refusal]:
    """Read pages, keep what is read and count what became of it."""
    weights = workers.reader.weights_digest
    started = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    run = Run(code=__version__, weights=weights, started_at=started, parameters=parameters)
    corrector = Corrector(workers.reader, store.view().block_corrections())
    found = (one for one in workers.each(read_site_page, pages) if one is not None)
    with store.writer(run) as writer:
        for outcome in keep_all(found, writer, corrector.corrected):
            if isinstance(outcome, Refusal):
                counts.refused += 1
            elif outcome.changed:
                counts.changed += 1
                counts.changes.append(outcome.reading.article.id)
            else:
                counts.unchanged += 1
            yield outcome
