"""An empty record for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.record import Store, open_record


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new record, closed after the test."""
    with open_record(tmp_path / "record.db") as opened:
        yield opened
