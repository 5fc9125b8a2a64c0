"""A process killed at any moment loses no finished article and leaves none by half."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from bench.soak import check, killed, restore_killed, start
from bench.soak_child import read_one
from parley.record import open_record, verify

from .builders import RUN, example_reading, simple_reading

CHILD = """
import sys
from dataclasses import replace
sys.path.insert(0, sys.argv[2])
from record.builders import RUN, example_article, example_proposals, page_of
from parley.record import open_record
from parley.terms.review import Reading

with open_record(sys.argv[1]) as store, store.writer(RUN) as writer:
    print("ready", flush=True)
    for number in range(100000):
        article = example_article(id=f"visit{number}")
        tail = f" {number}"
        last = replace(article.blocks[-1], end=article.blocks[-1].end + len(tail))
        article = replace(article, page_text=article.page_text + tail, blocks=(*article.blocks[:-1], last))
        page = page_of(article.page_text, location=f"visit{number}.txt")
        writer.write_reading(Reading(page=page, article=article, proposals=example_proposals(article)))
        print(number, flush=True)
"""


def test_a_killed_run_leaves_whole_articles_only(tmp_path: Path) -> None:
    """Killed four times at random moments: all that was reported is there and whole, and the next run goes on."""
    path = tmp_path / "record.db"
    chance = random.Random(7)
    expected = example_reading().proposals
    for _ in range(4):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(path), str(Path(__file__).parents[1])], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.05, 0.5))
        child.kill()
        reported = [int(line) for line in child.stdout.read().split("\n") if line]
        child.wait()
        child.stdout.close()
        with open_record(path) as store:
            view = store.view()
            names = {row.article for row in view.articles()}
            assert {f"visit{number}" for number in reported} <= names
            for name in sorted(names):
                assert view.article(name).reading.proposals == expected
            assert view.runs()[0].finished_at is None
            assert view.runs()[0].articles in {len(reported), len(reported) + 1}
            assert verify(store).ok


def test_two_runs_may_write_at_once(tmp_path: Path) -> None:
    """Writers wait for each other at each article; nothing is lost and the chain stays one."""
    path = tmp_path / "record.db"
    open_record(path).close()

    def work(part: str) -> None:
        with open_record(path) as store, store.writer(RUN) as writer:
            for number in range(10):
                words = f"He said it rains on {part} {number}."
                writer.write_reading(simple_reading(f"{part}{number}", words, ("He", "said", "it rains")))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, ["land", "sea"]))
    with open_record(path) as store:
        assert store.view().counts().statements == 20
        assert verify(store).ok


@pytest.mark.parametrize("task", ["judge", "erase"])
def test_what_was_judged_or_erased_stays_so_after_a_kill(tmp_path: Path, task: str) -> None:
    """Killed twice in the midst of it, acknowledged judgements are there and acknowledged erasures stay erased."""
    path = tmp_path / "record.db"
    with open_record(path) as store:
        for number in range(8):
            read_one(store, f"page{number}")
    chance = random.Random(3)
    said: list[list[str]] = []
    for seed in range(2):
        said += killed([start(task, str(path), seed, tmp_path)], after=chance.uniform(0.0, 0.5), lines=5)
        check(str(path), said)
    assert {line[0] for line in said} >= ({"judged"} if task == "judge" else {"erasing"})
    with open_record(path) as store:
        assert {f"page{number}" for number in range(8)} <= {row.article for row in store.view().articles()}


def test_a_killed_restoring_leaves_one_state_or_the_other(tmp_path: Path) -> None:
    """Killed while the record is put back now to one backup, now to another, it is one of them."""
    restore_killed(tmp_path, seed=1, after=0.2)


def test_an_acknowledged_loss_is_noticed(tmp_path: Path) -> None:
    """The check of the tests above and of the soak finds what is gone: an article, a judgement, an undone step."""
    path = tmp_path / "record.db"
    with open_record(path) as store:
        read_one(store, "one")
        store.judge("Anna Lind").entries.accept([store.view().statements()[0].key], reason="1-1")
    check(str(path), [["article", "one"], ["judged", "one", "1-1"]])
    for line in (["article", "two"], ["judged", "one", "1-2"], ["undone", "one", "1"], ["erased", "one"]):
        with pytest.raises(RuntimeError, match=r"acknowledged and gone|still there"):
            check(str(path), [line])
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("DELETE FROM judgement")
    with pytest.raises(RuntimeError, match="verify found"):
        check(str(path), [])
