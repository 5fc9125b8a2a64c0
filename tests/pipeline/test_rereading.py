"""Reading the stored pages again, and archives read back: what is as it was stays as it was."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from parley.exports.warc import write_warc
from parley.pages.files import read_pages_at
from parley.pipeline.build import Reader
from parley.pipeline.read import read_page, read_pages
from parley.pipeline.rereading import reread
from parley.record import Store, open_record, verify
from parley.terms.actors import Actor, Mention
from parley.terms.review import Refusal, Run
from parley.terms.statements import Proposals
from parley.terms.text import Article, Block, Page, Piece, Sentence
from parley.version import __version__
from tests.record.builders import dump, page_of, statement_of

LOST = "cannot be read"


class PlainReader:
    """A reader without weights: one block, one sentence; one statement where somebody "said" something.

    Args:
        digest: of its weights; another one is another model.
        cue: what it takes for a cue.
    """

    def __init__(self, digest: str = "one", cue: str = "said") -> None:
        self.weights_digest = digest
        self._cue = cue

    def read_article(self, page: Page) -> Article:
        """The article of a page of plain text."""
        text = page.content.decode()
        if LOST in text and self.weights_digest != "one":
            raise ValueError(text)
        return Article(
            id=page.name,
            page_text=text,
            rendition="plain-1",
            blocks=(Block(start=0, end=len(text), role="body"),),
            text=text,
            pieces=(Piece(start=0, end=len(text), page_start=0),),
            url=page.url,
        )

    def find(self, article: Article) -> Proposals:
        """A statement of the one who stands before the cue."""
        sentences = (Sentence(start=0, end=len(article.text), paragraph=0),)
        who, cue, what = article.text.partition(f" {self._cue} ")
        if not cue:
            return Proposals(sentences=sentences)
        actors = (Actor(id="a1", name=who, kind="person"),)
        mentions = (Mention(id="m1", start=0, end=len(who), kind="person", form="name", actor="a1"),)
        said = statement_of(article, "s1", who, self._cue, what, speakers=("a1",))
        return Proposals(sentences=sentences, actors=actors, mentions=mentions, statements=(said,))


class OneWorker:
    """Works in this process, as ``Workers`` does with one job."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader

    def each(self, work: Callable[[Any, Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        """What a piece of work makes of each item."""
        return (work(item, self.reader) for item in items)


TEXTS = ("Jane Doe said it is safe", "Ann Lee claimed it is not", "Nobody spoke, and it cannot be read", "It rained")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A record with four pages, read by the model "one"."""
    with open_record(tmp_path / "record.db") as opened:
        pages = [page_of(text, location=f"pages/{number}.txt") for number, text in enumerate(TEXTS)]
        read_all(opened, pages, PlainReader())
        yield opened


def read_all(store: Store, pages: Iterable[Any], reader: Any) -> None:
    """Read pages into a record."""
    run = Run(code=__version__, weights=reader.weights_digest, started_at="2026-11-24T10:00:00Z")
    with store.writer(run) as writer:
        assert not [one for one in read_pages(pages, reader, writer) if isinstance(one, Refusal)]


def again(store: Store, reader: Any, *, everything: bool = False, only: int | None = None) -> tuple[int, int, int, int]:
    """Read again; how many were to be read, changed, unchanged, refused. ``only`` stops after so many, as a kill does."""
    workers: Any = OneWorker(reader)
    counts, outcomes = reread(store, workers, everything=everything)
    for number, _ in enumerate(outcomes, 1):
        if number == only:
            break
    return counts.pages, counts.changed, counts.unchanged, counts.refused


def test_what_the_present_models_read_is_left_alone(store: Store) -> None:
    """Nothing is to be done; not even a run is written."""
    runs = store.view().runs()
    assert again(store, PlainReader()) == (0, 0, 0, 0)
    assert store.view().runs() == runs


def test_only_what_changed_changes(store: Store) -> None:
    """What another model does not find is withdrawn, unless a person judged it; what it cannot read stays as it was."""
    accepted = next(row for row in store.view().statements())
    store.judge("Anna Lind").entries.accept([accepted.key])
    assert again(store, PlainReader("two", cue="claimed")) == (4, 2, 1, 1)
    rows = {row.speaker: row.state for row in store.view().statements()}
    assert rows == {"Jane Doe": "accepted", "Ann Lee": "proposed"}
    assert next(one.what for one in store.view().refusals()).startswith("Parley itself failed")
    assert verify(store).faults == ()


def test_everything_again_with_the_same_models_changes_nothing(store: Store) -> None:
    """Every page is read, and no row but those of the run log is another."""
    before = dump(store)
    assert again(store, PlainReader(), everything=True) == (4, 0, 4, 0)
    assert dump(store) == before
    assert again(store, PlainReader(), everything=True)[0] == 4


@pytest.mark.parametrize("everything", [False, True])
def test_a_run_that_was_stopped_is_gone_on_with(store: Store, everything: bool) -> None:
    """What was read before the stop is not read again; after the end everything is as without the stop."""
    reader = PlainReader("two" if not everything else "one", cue="claimed" if not everything else "said")
    texts = [one.replace(LOST, "can") for one in TEXTS]
    read_all(store, [page_of(texts[2], location="pages/2.txt")], PlainReader())
    total = again(store, reader, everything=everything, only=1)[0]
    assert again(store, reader, everything=everything, only=1)[0] == total - 1
    assert again(store, reader, everything=everything)[0] == total - 2
    assert verify(store).faults == ()


CHILD = """
import sys
sys.path.insert(0, sys.argv[2])
from parley.pipeline.rereading import reread
from parley.record import open_record
from tests.pipeline.test_rereading import OneWorker, PlainReader

with open_record(sys.argv[1]) as store:
    for number, _ in enumerate(reread(store, OneWorker(PlainReader("two", cue="claimed")))[1]):
        print(number, flush=True)
"""


def test_a_killed_run_is_gone_on_with(tmp_path: Path) -> None:
    """Killed three times in its midst: each page is read once by the new model, and all is as without the kills."""
    texts = [f"Person {number} claimed it is page {number}" for number in range(24)]
    pages = [page_of(text, location=f"pages/{number}.txt") for number, text in enumerate(texts)]
    paths = tmp_path / "killed.db", tmp_path / "whole.db"
    for path in paths:
        with open_record(path) as store:
            read_all(store, pages, PlainReader())
    for lines in (1, 4, 3, 0):
        command = [sys.executable, "-c", CHILD, str(paths[0]), str(Path(__file__).parents[2])]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            for _ in range(lines):
                assert child.stdout.readline()
            if lines:
                child.kill()
            child.stdout.read()
    with open_record(paths[0]) as killed, open_record(paths[1]) as whole:
        assert again(whole, PlainReader("two", cue="claimed")) == (24, 24, 0, 0)
        assert sum(run.articles for run in killed.view().runs() if run.weights == "two") == 24
        assert again(killed, PlainReader("two", cue="claimed")) == (0, 0, 0, 0)
        assert {row.key: row.content for row in killed.view().statements()} == {
            row.key: row.content for row in whole.view().statements()
        }
        assert verify(killed).faults == ()


def test_an_archive_read_twice_is_as_read_once(store: Store, tmp_path: Path) -> None:
    """What was exported and read into a new record is there whole; read again, nothing changes."""
    archive = tmp_path / "pages.warc.gz"
    view = store.view()
    assert write_warc(view.pages(view.fetches()), archive) == 4
    with open_record(tmp_path / "second.db") as second:
        read_all(second, read_pages_at((str(archive),)), PlainReader())
        before = dump(second)
        read_all(second, read_pages_at((str(archive),)), PlainReader())
        assert dump(second) == before
        first = dump(store)
        for table in ("blob", "page_text", "entry", "version", "evidence", "entry_state", "actor"):
            assert len(before[table]) == len(first[table]), table
        assert {row.content for row in second.view().statements()} == {row.content for row in view.statements()}
        assert verify(second).faults == ()


def test_what_people_brought_in_coded_is_not_read(tmp_path: Path) -> None:
    """Documents of an import have no model of their own, and keep to what was coded."""
    with open_record(tmp_path / "coded.db") as store:
        reading = read_page(page_of("Jane Doe said it is safe"), PlainReader())  # type: ignore[arg-type]
        assert not isinstance(reading, Refusal)
        with store.writer(Run(code="0", weights="import", started_at="2026-11-24T10:00:00Z")) as writer:
            writer.write_reading(replace(reading, proposals=Proposals()))
        assert again(store, PlainReader("two")) == (0, 0, 0, 0)
        assert list(store.view().statements()) == []


def test_a_reader_is_what_the_tests_take_it_for() -> None:
    """The stand-in has every name that reading pages asks a reader for."""
    assert all(hasattr(Reader, name) for name in ("read_article", "find", "weights_digest"))
    assert all(hasattr(PlainReader(), name) for name in ("read_article", "find", "weights_digest"))
