"""The main path: pages in, readings out, each written into the record before the next begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from parley.errors import EvidenceError, PageRefused, WeightsError
from parley.pipeline.build import Reader
from parley.terms.review import Reading, Refusal
from parley.terms.tables import WrittenReading
from parley.terms.text import Page


class ReadingWriter(Protocol):
    """Keeps readings and refusals; the record's writer is one."""

    def write_reading(self, reading: Reading) -> WrittenReading:
        """Keep one reading, whole or not at all."""

    def write_refusal(self, refusal: Refusal) -> None:
        """Keep one refusal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A page that was read, and the permanent keys of its statements (empty where nothing was kept)."""

    reading: Reading
    keys: Mapping[str, str] = field(default_factory=dict)
    changed: bool = True
    """Whether the record holds anything now that it did not hold before, but for the run log."""


def read_pages(
    pages: Iterable[Page | PageRefused], reader: Reader, writer: ReadingWriter | None = None
) -> Iterator[Read | Refusal]:
    """Read pages one after the other; a bad page becomes a refusal and the run goes on.

    Args:
        pages: pages, and files that could not be made into one.
        reader: made by ``build_reader``.
        writer: where to keep what is read; nothing is kept if None.

    Returns:
        For each page, in order, what was read or why not, after it has been kept.
    """
    return keep_all((read_page(page, reader) for page in pages), writer)


def keep_all(
    found_ones: Iterable[Reading | Refusal],
    writer: ReadingWriter | None,
    corrected: Callable[[Reading], Reading] = lambda reading: reading,
) -> Iterator[Read | Refusal]:
    """Keep what was read, here or by ``Workers``, each before the next is asked for.

    Args:
        found_ones: what ``read_page`` gives.
        writer: where to keep it; nothing is kept if None.
        corrected: makes of a reading what people corrected in its page.

    Yields:
        For each page, in order, what was read or why not, after it has been kept.
    """
    for found in found_ones:
        outcome = _keep(corrected(found), writer) if isinstance(found, Reading) else found
        if isinstance(outcome, Refusal) and writer is not None:
            writer.write_refusal(outcome)
        yield outcome


def _keep(reading: Reading, writer: ReadingWriter | None) -> Read | Refusal:
    """The reading with its keys, written where there is a writer; refused where its evidence does not hold."""
    try:
        if writer is None:
            return Read(reading=reading)
        written = writer.write_reading(reading)
        return Read(reading=reading, keys=written.entries, changed=written.changed)
    except EvidenceError as error:
        return _refusal(_own_fault(error), reading.page)


def read_page(page: Page | PageRefused, reader: Reader, site_lines: frozenset[int] = frozenset()) -> Reading | Refusal:
    """One page, read or refused; a fault of Parley's own refuses the page too, and says whose fault it is.

    Args:
        page: a page, or a file that could not be made into one.
        reader: made by ``build_reader``.
        site_lines: keys of the lines that its site prints on several pages.

    Raises:
        WeightsError: the weights are missing or altered; no page could be read with them.
    """
    if isinstance(page, PageRefused):
        return _refusal(page)
    try:
        article = reader.read_article(page, site_lines) if site_lines else reader.read_article(page)
        return Reading(page=page, article=article, proposals=reader.find(article))
    except PageRefused as refused:
        return _refusal(refused, page)
    except WeightsError:
        raise
    except Exception as error:  # law 6: one bad page never stops a run
        return _refusal(_own_fault(error), page)


def _own_fault(error: Exception) -> PageRefused:
    what = f"Parley itself failed here ({type(error).__name__}: {error})"
    return PageRefused(what, cure="Please report it with the page")


def _refusal(refused: PageRefused, page: Page | None = None) -> Refusal:
    return Refusal(
        location=refused.where or (page.location if page else "-"),
        what=refused.what,
        cure=refused.cure,
        refused_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        sha256=page.sha256 if page else None,
    )
