"""Parley reads political news and keeps the record of who said what.

    >>> import parley
    >>> reading = parley.read("page.html")              # a page: its article, its statements
    >>> found = parley.annotate("The minister said ...")  # a text: its statements
    >>> store = parley.open_record("parley.db")         # what was read and kept

The verbs load what they need when they are first called; importing this module loads only the words.
"""

from __future__ import annotations

from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from parley.errors import ParleyError
from parley.settings import Settings, read_settings
from parley.terms.actors import Actor, Mention
from parley.terms.review import Evidence, Reading, Refusal, Run
from parley.terms.statements import Proposals, Statement
from parley.terms.text import Article, Block, Byline, Page, Sentence, Span, Teaser
from parley.version import __version__

if TYPE_CHECKING:
    from parley.pipeline.build import Reader
    from parley.pipeline.records import Record

__all__ = [
    "Actor",
    "Article",
    "Block",
    "Byline",
    "Evidence",
    "Mention",
    "Page",
    "ParleyError",
    "Proposals",
    "Reading",
    "Refusal",
    "Run",
    "Sentence",
    "Settings",
    "Span",
    "Statement",
    "Teaser",
    "__version__",
    "annotate",
    "open_record",
    "read",
]


def read(page: str | PathLike[str] | bytes, *, settings: Settings | None = None) -> Reading:
    """Read one page: its article, and who says what in it. Nothing is stored.

    Args:
        page: path of a file with one page (HTML, plain text, PDF, Word, e-mail), or the bytes themselves.
        settings: what to read it with; the process's own if None.

    Raises:
        PageRefused: these bytes cannot be read as a page.
        WeightsError: the trained weights are missing or altered.
    """
    from parley.pages.files import make_page, read_file

    settings = settings or read_settings()
    if isinstance(page, bytes):
        given = make_page(page, location="-")
    else:
        given = read_file(Path(page), largest=settings.largest_page_bytes)
    reader = _reader(settings)
    article = reader.read_article(given)
    return Reading(page=given, article=article, proposals=reader.find(article))


def annotate(text: str, *, date: str | None = None, settings: Settings | None = None) -> Proposals:
    """Find who says what in a text. Nothing is stored; offsets are code points of the text as given.

    Args:
        text: as it is; it is neither trimmed nor normalized.
        date: when it was published, an ISO prefix; relative times are counted from it.
        settings: what to read it with; the process's own if None.

    Raises:
        WeightsError: the trained weights are missing or altered.
    """
    return _reader(settings or read_settings()).annotate(text, date=date)


def open_record(place: str | PathLike[str]) -> Record:
    """Open a record, making it where there is none; use it as a context manager.

    Args:
        place: the record's file, or an address such as postgresql://user@host/database.

    Raises:
        RecordError: it is not a record, or cannot be used.
    """
    from parley.pipeline.records import open_record as open_store

    return open_store(place if isinstance(place, str) else Path(place))


@lru_cache(maxsize=1)
def _reader(settings: Settings) -> Reader:
    """The reader of some settings, kept for the next call."""
    from parley.pipeline.build import build_reader

    return build_reader(settings)
