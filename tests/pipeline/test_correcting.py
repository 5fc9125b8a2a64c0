"""Blocks that people corrected: the page is divided anew, and stays so."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.pages.files import make_page
from parley.pipeline.build import Reader, build_reader
from parley.pipeline.correcting import Corrector, read_again
from parley.pipeline.read import keep_all, read_page
from parley.record import open_record, verify
from parley.settings import Settings
from parley.terms.review import Run

PAGE = (
    "Harbour tax divides the council\n\n2024-05-01\n\n"
    "The mayor, Ana Petrova, said on Monday that the harbour tax would rise next year, and that nobody would be spared it.\n\n"
    "Shipowners said that they would go elsewhere if the council did not think again about what it wants to do.\n"
)


@pytest.fixture(scope="module")
def reader(weights: Path) -> Reader:  # noqa: ARG001 - without the weights the test is skipped
    """A reader with the weights that ship."""
    return build_reader(Settings())


def test_a_corrected_block_leaves_the_text_and_stays_out(tmp_path: Path, reader: Reader) -> None:
    """Its statements are withdrawn, no evidence moves, and reading the page again does not bring it back."""
    page = make_page(PAGE.encode(), location="harbour.txt")
    run = Run(code="0", weights="0", started_at="2024-05-01T00:00:00Z")
    with open_record(tmp_path / "record.db") as store:
        with store.writer(run) as writer:
            list(keep_all([read_page(page, reader)], writer))
        before = store.view().article("harbour").reading.article
        assert "Shipowners" in before.text
        start = PAGE.index("Shipowners")
        judge = store.judge("Anna")
        judge.articles.correct_block("harbour", start, "furniture", reason="an advertisement")
        read_again(store, reader, "harbour")
        after = store.view().article("harbour").reading.article
        assert "Shipowners" not in after.text
        assert after.page_text == before.page_text
        assert not [row for row in store.view().statements() if "Shipowners" in row.sentence]
        corrector = Corrector(reader, store.view().block_corrections())
        with store.writer(run) as writer:
            list(keep_all([read_page(page, reader)], writer, corrector.corrected))
        assert "Shipowners" not in store.view().article("harbour").reading.article.text
        assert verify(store).ok
        judge.undo()
        assert store.view().block_corrections() == {}


def test_a_place_where_no_block_begins_changes_nothing(reader: Reader) -> None:
    """A correction that no longer fits the page leaves it as it was read."""
    reading = read_page(make_page(PAGE.encode(), location="harbour.txt"), reader)
    corrector = Corrector(reader, {PAGE: {7: "teaser"}})
    assert corrector.corrected(reading) is reading  # type: ignore[arg-type]
