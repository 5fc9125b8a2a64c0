"""A record under strain: killed at random moments again and again, and crowded by many processes at once.

    python -m bench.soak [--kills 200] [--seed 1] [--place PLACE]

Children (``bench.soak_child``) read pages into one record, judge what is there, erase pages, look, and make
backups of it; others upgrade an old record, or restore backups. Each says on its standard output what was
acknowledged. They are killed with SIGKILL at random moments. After each kill: nothing that was acknowledged is
gone, what was erased is gone, no backup is there by half, and ``verify`` finds no fault. Ends with 1 at the
first fault, and says the seed.
"""

from __future__ import annotations

import argparse
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from parley.record import open_record, verify
from parley.record.backup import check_backup, make_backup, upgrade_record
from tests.record.builders import simple_reading, write

ROOT = Path(__file__).parent.parent
WEIGHTS = {"read": 4, "judge": 4, "backup": 2, "erase": 2, "look": 1}
"""How often each task is drawn."""

ANEW = 5
"""Kills after which a record in a file is begun anew: checking a large one takes long."""


@dataclass(frozen=True)
class Child:
    """A process at a task, and the file in which it says what was acknowledged."""

    process: subprocess.Popen[str]
    says: Path

    def said(self) -> list[list[str]]:
        """Its whole lines so far, as words."""
        lines = self.says.read_text("utf-8").splitlines(keepends=True)
        return [line.split() for line in lines if line.endswith("\n")]


def start(task: str, place: str, seed: int, folder: Path) -> Child:
    """A child at a task."""
    says = folder / f"{task}-{seed}.said"
    with says.open("w") as out:
        command = [sys.executable, "-m", "bench.soak_child", task, place, str(seed), str(folder)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.PIPE, text=True)
        return Child(process, says)


def killed(children: list[Child], *, after: float, lines: int = 0, each: int = 1) -> list[list[str]]:
    """What the children had acknowledged when they were killed.

    Args:
        children: at work.
        after: seconds until then, from the moment at which all have started.
        lines: how many lines they must have said together; where it is given, each one more than that it started.
        each: how many each one must have said; a minute in all is given for both.

    Raises:
        RuntimeError: a child ended by an error of its own.
    """
    patience = time.monotonic() + 60
    while not all(child.said() for child in children) and time.monotonic() < patience:
        time.sleep(0.02)
    time.sleep(after)
    while time.monotonic() < patience:
        counts = [len(child.said()) for child in children]
        if sum(counts) >= lines and min(counts) >= max(each, 2 if lines else 1):
            break
        time.sleep(0.05)
    for child in children:
        child.process.send_signal(signal.SIGKILL)
    for child in children:
        _, err = child.process.communicate()
        if child.process.returncode not in (0, -signal.SIGKILL):
            raise RuntimeError(f"a child ended with {child.process.returncode}: {err[-2000:]}")
    return [line for child in children for line in child.said()]


def check(place: str, said: list[list[str]]) -> None:
    """Nothing acknowledged is gone, and nothing is out of joint.

    Args:
        place: the record.
        said: what was acknowledged, as lines of words.

    Raises:
        RuntimeError: something is.
    """
    with open_record(place, wait=60) as store:
        faults = verify(store).faults
        articles = {row.article for row in store.view().articles()}
        steps = store.view().history()
    if faults:
        raise RuntimeError(f"verify found {faults[:3]}")
    erasing = {line[1] for line in said if line[0] == "erasing"}
    reasons, undone = {step.reason for step in steps}, {step.undoes for step in steps}
    lost = [line for line in said if line[0] == "article" and line[1] not in articles | erasing]
    lost += [line for line in said if line[0] == "judged" and line[1] not in erasing and line[2] not in reasons]
    lost += [line for line in said if line[0] == "undone" and line[1] not in erasing and int(line[2]) not in undone]
    if lost:
        raise RuntimeError(f"acknowledged and gone: {lost[:3]}")
    there = [line for line in said if line[0] == "erased" and line[1] in articles]
    if there:
        raise RuntimeError(f"erased and still there: {there[:3]}")


def check_backups(folder: Path, said: list[list[str]]) -> None:
    """Every file that has a backup's name is one, whole, whether it was acknowledged or not.

    Raises:
        RuntimeError: one is not, or one that was acknowledged is gone.
    """
    missing = [line[1] for line in said if line[0] == "backup" and not Path(line[1]).exists()]
    if missing:
        raise RuntimeError(f"acknowledged backups are gone: {missing[:3]}")
    found = sorted(folder.glob("[0-9]*-[0-9]*.db"), key=lambda path: path.stat().st_mtime_ns)
    for path in found:
        check_backup(path)
    for path in found[-2:]:  # those on which a process may have been at work
        with open_record(path) as copy:
            if verify(copy).faults:
                raise RuntimeError(f"the backup {path} has faults")
    for path in found:
        path.unlink()
    for half in folder.glob(".*.half*"):
        half.unlink()


def upgrade_killed(folder: Path, seed: int, after: float) -> None:
    """An old record whose upgrade is killed is the old one or the new one, whole."""
    path = folder / f"old{seed}.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript((ROOT / "tests" / "record" / "data" / "record-0001.sql").read_text("utf-8"))
    killed([start("upgrade", str(path), seed, folder)], after=after)
    upgrade_record(path, wait=30)
    check(str(path), [])


def restore_killed(folder: Path, seed: int, after: float) -> None:
    """A record that is put back to one of two backups in turn, and killed, is one of the two.

    Raises:
        RuntimeError: it is neither.
    """
    states = []
    for number in range(2):
        backup = folder / f"restore{number}.db"
        with open_record(folder / f"source{seed}-{number}.db") as store:
            for page in range(4 + number * 8):
                words = f"He said it rains {page} times."
                write(store, simple_reading(f"page{page}", words, ("He", "said", "it rains")))
            states.append({row.article for row in store.view().articles()})
            backup.unlink(missing_ok=True)
            make_backup(store.place, backup)
    path = folder / f"restored{seed}.db"
    killed([start("restore", str(path), seed, folder)], after=after)
    with open_record(path) as store:
        held = {row.article for row in store.view().articles()}
        if verify(store).faults or held not in [*states, set()]:
            raise RuntimeError(f"a killed restoring left {len(held)} articles")


def soak(place: str, *, kills: int, seed: int, folder: Path) -> None:
    """Kill children at random moments, and check after each.

    Args:
        place: the record.
        kills: how often.
        seed: of what is drawn.
        folder: for backups and what children say.

    Raises:
        RuntimeError: something was lost, or is out of joint.
    """
    draw = random.Random(seed)
    done: Counter[str] = Counter()
    for number in range(kills):
        alone = draw.random()
        if alone < 0.2:
            task = "upgrade" if alone < 0.1 else "restore"
            {"upgrade": upgrade_killed, "restore": restore_killed}[task](folder, number, draw.uniform(0, 0.4))
            done[task] += 1
        else:
            chosen = draw.choices(list(WEIGHTS), weights=list(WEIGHTS.values()), k=draw.choice((1, 2, 4, 8)))
            here = place if "://" in place else f"{place}-{number // ANEW}"
            children = [start(task, here, number * 10 + at, folder) for at, task in enumerate(chosen)]
            said = killed(children, after=draw.uniform(0.1, 1.5))
            check(here, said)
            check_backups(folder, said)
            done.update(chosen)
        if number % 10 == 9:
            print(f"{number + 1} of {kills} kills: {dict(sorted(done.items()))}", flush=True)
    print(f"{kills} kills, seed {seed}: nothing lost, no fault. Killed at work: {dict(sorted(done.items()))}")


def main() -> None:
    """Soak a record in a new file, or at a place."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--place", help="a record to strain, such as postgresql://...; new files if not given")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = options.place or str(Path(folder) / "soak.db")
        try:
            soak(place, kills=options.kills, seed=options.seed, folder=Path(folder))
        except Exception as error:
            print(f"FAULT with seed {options.seed}: {type(error).__name__}: {error}", file=sys.stderr)
            sys.exit(1)


if __name__ == "__main__":
    main()
