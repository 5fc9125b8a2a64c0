"""Where the fields of a stored article stand on its page: told anew, and only of fields that are as the page says."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.pages.files import make_page
from parley.pipeline.build import Reader, build_reader
from parley.pipeline.found import where_found
from parley.pipeline.read import read_pages
from parley.record import open_record
from parley.settings import Settings
from parley.terms.review import Run

TEXT = """A harbour that nobody wanted to pay for

By Carla Petersen

3 May 2024

The harbour of the town will be rebuilt next year, the council decided on Monday after a debate of six hours.

People who live near the harbour worry about noise, dust and lorries in their narrow and crowded streets.
"""


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The reader with the shipped weights."""
    return build_reader(Settings())


def test_fields_are_found_again(tmp_path: Path, reader: Reader) -> None:
    """An article of the record names the lines; the field that a person corrected no longer has one."""
    page = make_page(TEXT.encode(), location="harbour.txt")
    run = Run(code="0", weights=reader.weights_digest, started_at="2026-11-24T10:00:00Z")
    with open_record(tmp_path / "record.db") as store:
        with store.writer(run) as writer:
            list(read_pages([page], reader, writer))
        places = {one.field: one.where for one in where_found(store.view().article("harbour").reading, reader)}
        assert places["title"] == "line 1"
        assert places["byline"] == "line 2"
        assert places["date"] == "line 3"
        store.judge("Eva Holm").articles.correct("harbour", "title", "The harbour")
        left = {one.field: one.where for one in where_found(store.view().article("harbour").reading, reader)}
        assert left == {name: where for name, where in places.items() if name != "title"}
