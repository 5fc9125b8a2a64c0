"""What a process of ``bench.soak`` does until it is killed, saying on its standard output what was acknowledged.

python -m bench.soak_child TASK PLACE SEED FOLDER
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

from parley.errors import RecordError
from parley.record import Store, open_record
from parley.record.backup import make_backup, restore_backup, upgrade_record
from parley.record.erasure import erase_article
from tests.record.builders import simple_reading, write

PATIENCE = 60.0
"""Seconds to wait for the other writers."""

MANY = 10_000


def say(*words: object) -> None:
    """Something that was acknowledged."""
    print(*words, flush=True)


def read_one(store: Store, name: str) -> None:
    """Write a page with one statement."""
    words = f"He said it rains on {name} in Paris."
    write(store, simple_reading(name, words, ("He", "said", "it rains")))
    say("article", name)


def read_pages(store: Store, seed: int, _folder: Path) -> None:
    """Write pages."""
    for number in range(MANY):
        read_one(store, f"p{seed}-{number}")


def judge_statements(store: Store, seed: int, _folder: Path) -> None:
    """Accept and edit statements, and take every fourth step back."""
    draw = random.Random(seed)
    judge = store.judge(f"Coder {seed}")
    for number in range(MANY):
        rows = list(store.view().statements(limit=40))
        if not rows:
            continue
        row, reason = draw.choice(rows), f"{seed}-{number}"
        try:
            if row.state == "accepted":
                other = "affirmed" if row.polarity == "denied" else "denied"
                judge.entries.edit(row.key, polarity=other, reason=reason)
            elif judge.entries.accept([row.key], reason=reason) == 0:
                continue  # somebody else was faster
            if reason not in {one.reason for one in store.view().judgements("entry", row.key)}:
                continue  # somebody else had made the same change since it was read: there was nothing to do
            say("judged", row.article, reason)
            if draw.random() < 0.25:
                say("undone", row.article, judge.undo())
        except RecordError:  # erased meanwhile, or judged by somebody else since
            continue


def erase_pages(store: Store, seed: int, _folder: Path) -> None:
    """Write pages and erase them again."""
    for number in range(MANY):
        name = f"e{seed}-{number}"
        read_one(store, name)
        say("erasing", name)
        try:
            erase_article(store, name, coder=f"Coder {seed}", reason="asked for")
        except RecordError as error:
            if "it is erased" not in str(error):
                raise
        say("erased", name)


def back_up(store: Store, seed: int, folder: Path) -> None:
    """Make backups."""
    for number in range(MANY):
        say("backup", make_backup(store.place, folder / f"{seed}-{number}.db"))


def look(store: Store, _seed: int, _folder: Path) -> None:
    """See that no article is there by half."""
    for number in range(MANY):
        view = store.view()
        half = [row.article for row in view.articles() if row.statements != 1]
        half += [row.key for row in view.statements() if not row.content or not row.evidence]
        if half:
            raise RuntimeError(f"seen by half: {half[:3]}")
        say("looked", number)


TASKS: dict[str, Callable[[Store, int, Path], None]] = {
    "read": read_pages,
    "judge": judge_statements,
    "backup": back_up,
    "erase": erase_pages,
    "look": look,
}


def main() -> None:
    """Do a task."""
    task, place, seed, folder = sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4])
    say("started")
    if task == "upgrade":
        upgrade_record(place, wait=PATIENCE)
    elif task == "restore":
        for number in range(MANY):
            restore_backup(folder / f"restore{number % 2}.db", place, wait=PATIENCE)
    else:
        with open_record(place, wait=PATIENCE) as store:
            TASKS[task](store, seed, folder)


if __name__ == "__main__":
    main()
