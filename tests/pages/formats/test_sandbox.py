"""The process in which strangers' files are taken apart: bounds, death, and what it may answer."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from parley.errors import PageRefused
from parley.pages import sandbox
from parley.pages.formats.pdf import mark_up
from parley.pages.marked import from_plain, to_plain
from parley.pages.sandbox import Box, close_boxes, take_apart
from parley.pages.sandboxed import answer_about
from tests.pages.formats.makers import LOREM, column, pdf

GOOD = pdf([column(" ".join(LOREM), 60, 700, width=80)])


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """No process outlives its test, and none is there before it."""
    close_boxes()
    yield
    close_boxes()


def box() -> Box:
    """The process that is at hand."""
    (found,) = sandbox._BOXES.values()
    return found


def test_the_process_is_used_again() -> None:
    """One answer after the other, by the same process; what comes back is what the extractor found."""
    first = take_apart("pdf", GOOD, where="x.pdf")
    number = box().process.pid
    assert take_apart("pdf", GOOD, where="x.pdf") == first == mark_up(GOOD)
    assert box().process.pid == number


def test_a_refusal_keeps_the_process() -> None:
    """A damaged file says where it lies, and the next is read by the same process."""
    with pytest.raises(PageRefused, match="damaged") as refused:
        take_apart("pdf", b"%PDF-1.4 nothing", where="x.pdf")
    assert refused.value.where == "x.pdf"
    number = box().process.pid
    take_apart("pdf", GOOD, where="y.pdf")
    assert box().process.pid == number


def test_a_process_that_died_is_replaced() -> None:
    """Killed between two pages, nothing is lost."""
    take_apart("pdf", GOOD, where="x.pdf")
    os.kill(box().process.pid, signal.SIGKILL)
    box().process.wait()
    assert take_apart("pdf", GOOD, where="x.pdf").page_text


def test_a_process_that_dies_over_a_file_refuses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed in the midst of a page, that page is refused, and the next is read."""
    take_apart("pdf", GOOD, where="x.pdf")
    process = box().process
    process.send_signal(signal.SIGSTOP)  # it hangs: the page takes longer than it may
    monkeypatch.setattr(box(), "seconds", 0.3)
    with pytest.raises(PageRefused, match="seconds"):
        take_apart("pdf", GOOD, where="x.pdf")
    assert process.poll() is not None
    assert take_apart("pdf", GOOD, where="x.pdf").page_text


@pytest.mark.skipif(sys.platform == "win32", reason="the platform has no such limit")
def test_memory_has_a_limit() -> None:
    """A process that wants more is refused its page; the next page gets a new process."""
    with pytest.raises(PageRefused, match="MB"):
        take_apart("docx", swollen(2_000_000), where="x.docx", memory=200 << 20)
    assert take_apart("pdf", GOOD, where="x.pdf", memory=200 << 20).page_text


def swollen(number: int) -> bytes:
    """A Word document within all bounds, of so many empty paragraphs that it needs hundreds of megabytes."""
    made, file = io.BytesIO(), io.BytesIO()
    Document().save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = content.replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * number)
            new.writestr(name, content)
    return file.getvalue()


def test_several_threads_take_turns() -> None:
    """The desk's threads share a process without mixing answers."""
    files = [pdf([[(60, 700, 10, f"Page number {n} {LOREM[0]}")]]) for n in range(8)]
    found: dict[int, str] = {}

    def work(number: int) -> None:
        found[number] = take_apart("pdf", files[number], where="x.pdf").page_text

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(f"number {n} " in found[n] for n in range(8))


def test_it_ends_with_its_caller() -> None:
    """However the caller ends, no process is left behind."""
    script = (
        f"import sys, os; sys.path[:0] = {sys.path!r}\n"
        "from parley.pages.sandbox import take_apart, _BOXES\n"
        f"take_apart('pdf', {GOOD!r}, where='x')\n"
        "print(next(iter(_BOXES.values())).process.pid, flush=True); os._exit(1)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    number = int(done.stdout)
    for _ in range(100):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return
        state = Path(f"/proc/{number}/stat")
        if state.exists() and state.read_text().split()[2] == "Z":
            return  # ended; its new parent has not asked yet
        time.sleep(0.05)
    pytest.fail("it is still there")


def test_answers_are_checked() -> None:
    """What comes back is only ever data of the expected kind."""
    plain = to_plain(mark_up(GOOD))
    assert from_plain(plain) == mark_up(GOOD)
    for broken in ({}, plain | {"page_text": 7}, plain | {"extra": 1}, plain | {"hints": None}, plain | {"byline": 3}):
        with pytest.raises((KeyError, TypeError, ValueError)):
            from_plain(broken)


def test_whatever_fails_is_said_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of a parser refuses the file; memory that ran out ends the process as well."""

    def fails(_content: bytes) -> None:
        raise ZeroDivisionError("by nought")

    def hungry(_content: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr("parley.pages.formats.pdf.mark_up", fails)
    answer, whole = answer_about("pdf", b"", 1 << 30)
    assert b"ZeroDivisionError" in answer
    assert whole
    monkeypatch.setattr("parley.pages.formats.pdf.mark_up", hungry)
    answer, whole = answer_about("pdf", b"", 1 << 30)
    assert b"1024 MB" in answer
    assert not whole
