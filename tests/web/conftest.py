"""A desk over a small record for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.record.engine import Place
from tests.record.conftest import place, server, template
from tests.web.browser import chromium, fresh_record, page, served
from tests.web.scene import Scene, opened

__all__ = ["chromium", "fresh_record", "page", "place", "served", "server", "template"]


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """A desk over a record in a file."""
    with opened(tmp_path / "record.db") as found:
        yield found


@pytest.fixture
def both(place: Place) -> Iterator[Scene]:
    """A desk over a record in a file, and over one on a server."""
    with opened(place) as found:
        yield found
