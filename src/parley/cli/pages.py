"""Pages for the commands that read them, and what is said of those that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from parley.cli.shell import complain
from parley.errors import PageRefused
from parley.terms.review import Refusal
from parley.terms.text import Page

if TYPE_CHECKING:
    from parley.settings import Settings


def pages_of(paths: tuple[str, ...], settings: Settings) -> tuple[int, Iterator[Page | PageRefused]]:
    """How many files and addresses some paths name, and each one's page or why it is none.

    Raises:
        SettingsError: there are addresses, and the setting ``proxy`` cannot be used.
    """
    from parley.pages.fetching.addresses import is_address
    from parley.pages.files import find_files, read_pages_at

    files = tuple(find_files(paths))
    fetch = None
    if any(map(is_address, files)):
        from parley.pipeline.collecting import build_collector

        fetch = build_collector(settings).page
    return len(files), read_pages_at(files, largest=settings.largest_page_bytes, fetch=fetch)


def complain_refusal(refusal: Refusal) -> None:
    """Say on standard error what was refused, why, and what to do."""
    complain(PageRefused(refusal.what, where=refusal.location, cure=refusal.cure).sentence(), label="Refused")
