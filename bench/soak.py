"""A record under strain: killed at random moments again and again, and crowded by many processes at once.

    python -m bench.soak [--kills 200] [--seed 1] [--place PLACE]

Children read pages into one record, judge what is there, make backups of it and upgrade an old one; each says on its
standard output what was acknowledged. They are killed with SIGKILL at random moments. After each
kill: nothing that was acknowledged is gone, and ``verify`` finds no fault. Ends with 1 at the first
fault, and says the seed.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from parley.record import open_record, verify
from parley.record.backup import upgrade_record

ROOT = Path(__file__).parent.parent
TASKS = ("read", "judge", "backup", "upgrade")

CHILD = """
import random, sys
from pathlib import Path
sys.path[:0] = [{root!r}]
from tests.record.builders import simple_reading, write
from parley.errors import RecordError
from parley.record import open_record
from parley.record.backup import make_backup, upgrade_record
task, place, seed = sys.argv[1], sys.argv[2], int(sys.argv[3])
draw = random.Random(seed)

def say(*words):
    print(*words, flush=True)

if task == "upgrade":
    upgrade_record(place, wait=30)
    say("upgraded")
    sys.exit()
with open_record(place, wait=30) as store:
    for number in range(10_000):
        if task == "read":
            words = f"He said it rains {{seed}} {{number}} times in Paris."
            write(store, simple_reading(f"p{{seed}}-{{number}}", words, ("He", "said", "it rains")))
            say("article", f"p{{seed}}-{{number}}")
        elif task == "judge":
            rows = list(store.view().statements(limit=40))
            if rows:
                row = draw.choice(rows)
                judge = store.judge(f"Coder {{seed}}")
                reason = f"{{seed}}-{{number}}"
                if row.state == "accepted":
                    judge.entries.edit(row.key, polarity=draw.choice(["denied", "affirmed"]), reason=reason)
                else:
                    judge.entries.accept([row.key], reason=reason)
                say("judged", row.key)
                if draw.random() < 0.3 and store.view().history(coder=judge.coder, limit=1):
                    try:
                        judge.undo()
                    except RecordError:  # an edit to what it says already was no step, or another one stands on it
                        continue
                    say("undone")
        else:
            path = make_backup(store.place, Path(sys.argv[4]) / f"{{seed}}-{{number}}.db")
            say("backup", path)
"""


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
    code = CHILD.format(root=str(ROOT))
    says = folder / f"{task}-{seed}.said"
    with says.open("w") as out:
        command = [sys.executable, "-c", code, task, place, str(seed), str(folder)]
        return Child(subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE, text=True), says)


def killed(children: list[Child], *, after: float, lines: int = 0) -> list[list[str]]:
    """What the children had acknowledged when they were killed.

    Args:
        children: at work.
        after: seconds until then.
        lines: how many things must have been acknowledged at least; a minute more is given for it.

    Raises:
        RuntimeError: a child ended by an error of its own.
    """
    time.sleep(after)
    patience = time.monotonic() + 60
    while sum(len(child.said()) for child in children) < lines and time.monotonic() < patience:
        time.sleep(0.1)
    for child in children:
        child.process.send_signal(signal.SIGKILL)
    for child in children:
        _, err = child.process.communicate()
        if child.process.returncode not in (0, -signal.SIGKILL):
            raise RuntimeError(f"a child ended with {child.process.returncode}: {err[-2000:]}")
    return [line for child in children for line in child.said()]


def check(place: str, said: list[list[str]]) -> None:
    """Nothing acknowledged is gone, and nothing is out of joint.

    Raises:
        RuntimeError: something is.
    """
    with open_record(place, wait=60) as store:
        faults = verify(store).faults
        articles = {row.article for row in store.view().articles()}
        judged = {row.key for row in store.view().statements(query="review:done")} if articles else set()
        history = {row.id for row in store.view().history()}
    if faults:
        raise RuntimeError(f"verify found {faults[:3]}")
    lost = [line[1] for line in said if line[0] == "article" and line[1] not in articles]
    if lost:
        raise RuntimeError(f"acknowledged and gone: {lost[:3]}")
    if any(line[0] == "judged" for line in said) and not history:
        raise RuntimeError("acknowledged judgements are gone")
    undone = any(line[0] == "undone" for line in said)
    gone = [line[1] for line in said if line[0] == "judged" and line[1] not in judged]
    if gone and not undone:
        raise RuntimeError(f"acknowledged judgements are gone: {gone[:3]}")
    for line in said:
        if line[0] == "backup":
            with open_record(line[1]) as copy:
                if verify(copy).faults:
                    raise RuntimeError(f"the backup {line[1]} has faults")
            Path(line[1]).unlink()


def upgrade_killed(folder: Path, seed: int, after: float) -> None:
    """An old record whose upgrade is killed is the old one or the new one, whole."""
    import sqlite3  # noqa: PLC0415 - only here

    path = folder / f"old{seed}.db"
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript((ROOT / "tests" / "record" / "data" / "record-0001.sql").read_text("utf-8"))
    database.close()
    killed([start("upgrade", str(path), seed, folder)], after=after)
    upgrade_record(path, wait=30)
    check(str(path), [])
    for left in folder.glob(f"old{seed}.db*"):
        if left.is_file():
            left.unlink()


def soak(place: str, *, kills: int, seed: int, folder: Path) -> None:
    """Kill children at random moments, and check after each."""
    draw = random.Random(seed)
    tasks = dict.fromkeys(TASKS, 0)
    for number in range(kills):
        if draw.random() < 0.15:
            upgrade_killed(folder, number, draw.uniform(0.2, 1.2))
            tasks["upgrade"] += 1
            continue
        chosen = draw.choices(TASKS[:3], weights=(4, 4, 2), k=draw.choice((1, 2, 4, 8)))
        children = [start(task, place, number * 10 + at, folder) for at, task in enumerate(chosen)]
        check(place, killed(children, after=draw.uniform(0.6, 3.0)))
        for task in chosen:
            tasks[task] += 1
        if number % 10 == 9:
            print(f"{number + 1} of {kills} kills: {tasks}", flush=True)
    print(f"{kills} kills, seed {seed}: nothing lost, no fault. Killed while at work: {tasks}")


def main() -> None:
    """Soak a record in a new file, or at a place."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--place", default=None, help="a record to strain, such as postgresql://...; a new file if not given"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = options.place or str(Path(folder) / "soak.db")
        try:
            soak(place, kills=options.kills, seed=options.seed, folder=Path(folder))
        except RuntimeError as error:
            print(f"FAULT with seed {options.seed}: {error}", file=sys.stderr)
            sys.exit(1)


if __name__ == "__main__":
    main()
