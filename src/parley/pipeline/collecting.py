"""Makes the collector from the settings: what fetches pages from the open web."""

from __future__ import annotations

import os

from parley.pages.fetching.collector import Collector
from parley.settings import Settings


def build_collector(settings: Settings) -> Collector:
    """A collector as the settings want it.

    Raises:
        SettingsError: the setting ``proxy`` cannot be used.
    """
    return Collector(
        largest=settings.largest_page_bytes,
        contact=settings.contact,
        proxy=settings.proxy,
        environment=os.environ,
        reachable=settings.reachable,
    )
