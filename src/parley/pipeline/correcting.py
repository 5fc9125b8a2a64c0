"""Corrections of blocks, applied: a page is divided anew and read again.

Law of this module: what people said about a page's blocks holds for every later reading of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from parley.pages.corrections import correct_roles
from parley.pipeline.build import Reader
from parley.record import Store
from parley.terms.review import Reading, Run
from parley.terms.text import BlockRole
from parley.version import __version__

Corrections = Mapping[str, Mapping[int, BlockRole]]
"""Page text to where its blocks begin, to their roles."""


@dataclass(frozen=True)
class Corrector:
    """Divides pages as people corrected them.

    Args:
        reader: finds what is said in the text that the other blocks make.
        corrections: of the record.
    """

    reader: Reader
    corrections: Corrections

    def corrected(self, reading: Reading) -> Reading:
        """The reading of the page as people corrected it; itself where nobody did."""
        roles = self.corrections.get(reading.article.page_text)
        if not roles:
            return reading
        article = correct_roles(reading.article, roles)
        if article == reading.article:
            return reading
        return replace(reading, article=article, proposals=self.reader.find(article))


def read_again(store: Store, reader: Reader, article: str) -> None:
    """Read an article of the record again, as people corrected its blocks.

    Args:
        store: the open record.
        reader: made by ``build_reader``.
        article: key or name.

    Raises:
        RecordError: there is no such article.
    """
    view = store.view()
    reading = view.article(article).reading
    corrector = Corrector(reader, view.block_corrections())
    run = Run(code=__version__, weights=reader.weights_digest, started_at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
    with store.writer(run) as writer:
        writer.write_reading(corrector.corrected(reading))
