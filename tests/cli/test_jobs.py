"""--jobs: the same output from several processes, and a clean end whatever happens."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from parley.record import open_record, verify

from .conftest import Run, json_lines

pytestmark = pytest.mark.usefixtures("weights")

FRENCH = (
    "Le ministre des Finances, Jean Dupont, a déclaré mercredi que les impôts augmenteraient l'année prochaine. "
    "« Nous n'avons pas le choix », a-t-il dit devant l'Assemblée. La porte-parole de l'opposition, Marie Lefèvre, "
    "a répondu que le gouvernement mentait et que les citoyens avaient déjà assez payé.\n"
)


def test_pages_are_read_the_same_by_several_processes(run: Run, golden_pages: tuple[Path, ...]) -> None:
    """Output, refusals, keys and exit code are those of one process, to the byte and in order."""
    Path("empty.txt").write_bytes(b"")
    Path("binary.txt").write_bytes(bytes(range(256)) * 40)
    Path("french.txt").write_text(FRENCH, encoding="utf-8")
    pages = [*golden_pages[:4], "empty.txt", "french.txt", "binary.txt", *golden_pages[4:8], "missing.txt"]
    one = run("read", *pages, "--json", "--record", "one.db")
    two = run("read", *pages, "--json", "--record", "two.db", "--jobs", "2")
    assert len(json_lines(one)) == 9
    assert (two.stdout, two.stderr, two.exit_code) == (one.stdout, one.stderr, 3)
    with open_record(Path("two.db")) as store:
        assert len(store.view().refusals()) == 3
        assert verify(store).ok


def test_texts_are_annotated_the_same_by_several_processes(run: Run, golden_pages: tuple[Path, ...]) -> None:
    """Answers and refusals of texts are those of one process, to the byte and in order."""
    lines = [json.dumps({"id": path.stem, "text": path.read_text("utf-8"), "pairs": [1]}) for path in golden_pages[:5]]
    lines[2:2] = ["not JSON", json.dumps({"id": "French", "text": FRENCH}), '{"id": "half", "text": "\\ud800"}']
    Path("texts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    one, two = run("annotate", "texts.jsonl"), run("annotate", "texts.jsonl", "--jobs", "2")
    assert len(json_lines(one)) == 6
    assert (two.stdout, two.stderr, two.exit_code) == (one.stdout, one.stderr, 3)


@pytest.mark.parametrize("jobs", ["-1", "many"])
def test_a_number_of_jobs_is_asked_for(run: Run, jobs: str) -> None:
    """What is no number of processes is wrong use."""
    result = run("annotate", "--jobs", jobs, given="Yes.")
    assert result.exit_code == 1
    assert "--jobs" in result.stderr


def endless(place: Path) -> subprocess.Popen[str]:
    """``parley read --jobs 2`` with more pages than it can read, after it has printed the first."""
    pages = place / "pages"
    pages.mkdir()
    for number in range(3000):
        (pages / f"{number:04}.txt").write_text(f"The minister, Ana Petrova, said that tax {number} would rise.\n")
    command = [sys.executable, "-m", "parley", "read", "pages", "--json", "--jobs", "2"]
    process = subprocess.Popen(
        command, cwd=place, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["id"] == "0000"
    return process


def check_record(place: Path, printed: int) -> None:
    """What was printed is in the record, whole."""
    with open_record(place / "parley.db") as store:
        assert printed <= len(store.view().articles()) <= printed + 1
        assert verify(store).ok


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_interruption_keeps_what_was_finished(quiet_environment: Path) -> None:
    """Ctrl-C, which a terminal sends to all processes at once, ends with a sentence and code 130; no traceback."""
    process = endless(quiet_environment)
    os.killpg(process.pid, signal.SIGINT)
    printed, complaint = process.communicate(timeout=120)
    assert process.returncode == 130
    assert complaint.lstrip() == "Stopped; what was finished is kept.\n"
    check_record(quiet_environment, 1 + printed.count("\n"))


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_interruption_while_workers_start_is_clean(quiet_environment: Path) -> None:
    """Ctrl-C in the first second shows no traceback of a process that had just begun."""
    command = [sys.executable, "-m", "parley", "annotate", "--lines", "--jobs", "2"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=quiet_environment, text=True, start_new_session=True, **pipes) as process:  # type: ignore[call-overload]
        process.stdin.write('{"id": "x", "text": "He said yes."}\n' * 2)
        process.stdin.flush()
        time.sleep(3)
        os.killpg(process.pid, signal.SIGINT)
        _, complaint = process.communicate(timeout=120)
    assert process.returncode == 130
    assert complaint.lstrip() == "Stopped; what was finished is kept.\n"


@pytest.mark.skipif(os.name == "nt", reason="processes are killed otherwise there")
def test_workers_end_with_the_main_process(quiet_environment: Path) -> None:
    """A killed main process leaves no workers behind, and its record is whole.

    The pipe of the output ends only when the last process that holds it has ended.
    """
    process = endless(quiet_environment)
    process.kill()
    printed, _ = process.communicate(timeout=120)
    check_record(quiet_environment, 1 + printed.count("\n"))
