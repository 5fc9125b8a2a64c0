"""A process killed at any moment loses no finished article and leaves none by half."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

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
