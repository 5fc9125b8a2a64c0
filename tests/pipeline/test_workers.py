"""Pages read by several processes: in order, bounded, the same, and whole when something dies."""

from __future__ import annotations

import itertools
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.errors import WeightsError, WorkerError
from parley.pages.files import make_page
from parley.pipeline.build import Reader
from parley.pipeline.read import Read, keep_all, read_page
from parley.pipeline.workers import AHEAD, Workers, count_cores
from parley.record import Store, open_record, verify
from parley.settings import Settings
from parley.terms.review import Reading, Refusal, Run
from parley.terms.text import Page

pytestmark = pytest.mark.usefixtures("weights")


def take_time(item: int, reader: Reader) -> tuple[int, int]:  # noqa: ARG001 - work's shape
    """The item and the process that had it; the even ones take longer."""
    time.sleep(0.05 if item % 2 == 0 else 0)
    return item, os.getpid()


def name_reader(item: int, reader: Reader) -> tuple[int, int, str]:  # noqa: ARG001 - work's shape
    """Which reader of which process did it."""
    return os.getpid(), id(reader), reader.weights_digest


def fail_on_three(item: int, reader: Reader) -> int:  # noqa: ARG001 - work's shape
    """Fails as a damaged weights file does."""
    if item == 3:
        raise WeightsError("it is damaged", where="encoder.onnx", cure="Install it again")
    return item


def read_or_die(page: Page, reader: Reader) -> Reading | Refusal:
    """Reads a page; the one named "deadly" kills its process, as the system does where memory runs out."""
    if page.name == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return read_page(page, reader)


def test_results_come_back_in_order() -> None:
    """The order is that of the items, however long each takes, and other processes did the work."""
    with Workers(Settings(), jobs=2) as workers:
        found = list(workers.each(take_time, range(20)))
    assert [item for item, _ in found] == list(range(20))
    assert os.getpid() not in {process for _, process in found}


def test_each_worker_builds_its_reader_once() -> None:
    """Weights are loaded once a process, and they are the main process's own."""
    with Workers(Settings(), jobs=2) as workers:
        found = set(workers.each(name_reader, range(20)))
        assert len(found) == len({process for process, _, _ in found}) <= 2
        assert {digest for _, _, digest in found} == {workers.reader.weights_digest}


def test_only_a_few_items_are_taken_in_ahead() -> None:
    """An endless supply is read no further than a few items for each process: memory stays bounded."""
    taken: list[int] = []

    def supply() -> Iterator[int]:
        for item in itertools.count():
            taken.append(item)
            yield item

    with Workers(Settings(), jobs=2) as workers:
        for item, _ in itertools.islice(workers.each(take_time, supply()), 30):
            assert len(taken) - item <= 2 * AHEAD


def test_one_job_works_here() -> None:
    """Without --jobs no other process is started."""
    with Workers(Settings()) as workers:
        assert list(workers.each(take_time, [1])) == [(1, os.getpid())]


def test_an_error_arrives_whole() -> None:
    """What stops the run in a worker says here what, where and what to do, after the results before it."""
    found: list[int] = []
    with pytest.raises(WeightsError) as failed, Workers(Settings(), jobs=2) as workers:
        found.extend(workers.each(fail_on_three, range(9)))
    assert found == [0, 1, 2]
    assert (failed.value.what, failed.value.where) == ("it is damaged", "encoder.onnx")
    assert failed.value.cure == "Install it again"


@pytest.mark.skipif(os.name == "nt", reason="processes are killed otherwise there")
def test_a_killed_worker_loses_nothing_that_was_written(tmp_path: Path) -> None:
    """The run ends with a sentence; every page given back before is in the record, whole."""
    texts = [f"The minister, Ana Petrova, said that tax {number} would rise." for number in range(2 * AHEAD + 3)]
    pages = [make_page(text.encode(), location=f"page{number}.txt") for number, text in enumerate(texts)]
    pages.append(make_page(b"Deadly.", location="deadly.txt"))
    done: list[str] = []
    run = Run(code="0", weights="0" * 64, started_at="2023-01-01T00:00:00Z")

    def read_all(store: Store) -> None:
        with store.writer(run) as writer, Workers(Settings(), jobs=2) as workers:
            for outcome in keep_all(workers.each(read_or_die, pages), writer):
                assert isinstance(outcome, Read)
                done.append(outcome.reading.article.id)

    with open_record(tmp_path / "record.db") as store:
        with pytest.raises(WorkerError, match="--jobs"):
            read_all(store)
        assert len(done) >= 3
        assert {row.article for row in store.view().articles()} == set(done)
        assert verify(store).ok


def test_all_cores_are_at_least_one() -> None:
    """0 stands for the cores that this process may use."""
    assert count_cores() >= 1
