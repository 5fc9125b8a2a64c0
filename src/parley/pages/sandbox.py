"""Strangers' files are taken apart in another process, which has little memory, little time, and can be killed.

Law of this module: what comes back is JSON and is checked; nothing that the other process says is ever run. It is
started once and used again; when it dies, the page it had in hand is refused and the next page gets a new one.
"""

from __future__ import annotations

import atexit
import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from parley.errors import PageRefused
from parley.pages.feeds.listing import Listing
from parley.pages.feeds.listing import from_plain as listing_from_plain
from parley.pages.marked import Marked, from_plain

MEMORY = 1 << 30
"""Bytes of address space, where the platform can limit it."""
SECONDS = 60.0
"""From a file's arrival to its answer; half of that on the processor."""
LARGEST_ANSWER = 256 << 20
CURE = "Save the page as HTML or plain text"
CURES = {"links": "Name a smaller feed or sitemap of the site"}
"""What to do about a file of another kind than a page that cannot be read."""
_NONSENSE = "the program that reads it gave an answer that cannot be understood"
HEAD = struct.Struct(">QI")
"""Before a file: its length, and that of the task behind it.
Before an answer: its length, and 1 if it is the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be done with a file.

    Args:
        extractor: a name in the table of ``sandboxed``, or "links".
        known: what its extractor is told beside the bytes, by the names of its arguments.
    """

    extractor: str
    known: Mapping[str, str | None] = field(default_factory=dict)


def take_apart(
    task: Task | str, content: bytes, *, where: str, seconds: float = SECONDS, memory: int = MEMORY
) -> Marked:
    """What an extractor finds in a file, in another process.

    Args:
        task: what is to be done, or only the extractor's name.
        content: the file.
        where: its location, for the message.
        seconds: after so many the process is killed.
        memory: bytes that it may have.

    Raises:
        PageRefused: the extractor refused the file, or died or hung over it.
    """
    whole = Task(extractor=task) if isinstance(task, str) else task
    return from_plain_or_refuse(ask(whole, content, where=where, seconds=seconds, memory=memory), where)


def list_in_box(content: bytes, *, where: str, seconds: float = SECONDS, memory: int = MEMORY) -> Listing:
    """What a feed, a sitemap, a list of feeds or a web page lists, read in another process.

    Args:
        content: the document.
        where: its address, for the message.
        seconds: after so many the process is killed.
        memory: bytes that it may have.

    Raises:
        PageRefused: it lists nothing, or the process died or hung over it.
    """
    answer = ask(Task(extractor="links"), content, where=where, seconds=seconds, memory=memory)
    try:
        return listing_from_plain(answer["listing"])
    except (KeyError, TypeError, ValueError) as error:
        raise PageRefused(_NONSENSE, where=where, cure=CURES["links"]) from error


def from_plain_or_refuse(answer: Mapping[str, Any], where: str) -> Marked:
    """The markup that an answer carries.

    Raises:
        PageRefused: it carries none.
    """
    try:
        return from_plain(answer["marked"])
    except (KeyError, TypeError, ValueError) as error:
        raise PageRefused(_NONSENSE, where=where, cure=CURE) from error


def ask(task: Task, content: bytes, *, where: str, seconds: float, memory: int) -> Mapping[str, Any]:
    """The answer of the other process about one file.

    Args:
        task: who reads the file there.
        content: the file.
        where: its location, for the message.
        seconds: after so many the process is killed.
        memory: bytes that it may have.

    Raises:
        PageRefused: the file was refused there, or the process died or hung over it.
    """
    with _LOCK:
        box = _BOXES.get((seconds, memory))
        if box is None or not box.alive:
            box = _BOXES[seconds, memory] = Box(seconds=seconds, memory=memory)
        answer = box.ask(task, content)
    if answer is None:
        what = f"it took more than {box.seconds:g} seconds or {box.memory >> 20} MB, or broke the program that reads it"
        raise PageRefused(what, where=where, cure=CURES.get(task.extractor, CURE))
    if "refused" in answer:
        what, cure = answer["refused"]
        raise PageRefused(str(what), where=where, cure=str(cure))
    return answer


@dataclass
class Box:
    """A process that takes files apart, one after the other.

    Args:
        seconds: it may take over a file.
        memory: bytes that it may have.
    """

    seconds: float
    memory: int
    process: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "parley.pages.sandboxed", str(self.memory), str(max(1, int(self.seconds / 2)))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            start_new_session=True,  # Ctrl-C is the caller's affair
        )

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self.process.poll() is None

    def ask(self, task: Task, content: bytes) -> Mapping[str, Any] | None:
        """The answer about one file; None if the process died or had to be killed over it."""
        watch = threading.Timer(self.seconds, self.process.kill)
        watch.daemon = True
        watch.start()
        try:
            return self._exchange(json.dumps([task.extractor, dict(task.known)]).encode(), content)
        except (OSError, ValueError, EOFError):
            self.close()
            return None
        except BaseException:  # Ctrl-C in the midst of an answer: the rest of it must never be taken for the next
            self.close()
            raise
        finally:
            watch.cancel()

    def _exchange(self, task: bytes, content: bytes) -> Mapping[str, Any]:
        to, back = self.process.stdin, self.process.stdout
        assert to is not None
        assert back is not None
        to.write(HEAD.pack(len(content), len(task)) + task)
        to.write(content)
        to.flush()
        length, ends = HEAD.unpack(read_exactly(back, HEAD.size))
        if length > LARGEST_ANSWER:
            raise ValueError(length)
        answer = json.loads(read_exactly(back, length))
        if ends:
            self.close()
        if not isinstance(answer, dict):
            raise ValueError(answer)
        return answer

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue
        self.process.wait()


def read_exactly(stream: IO[bytes], length: int) -> bytes:
    """So many bytes of a stream.

    Raises:
        EOFError: it ends before.
    """
    found = stream.read(length)
    if len(found) < length:
        raise EOFError
    return found


def close_boxes() -> None:
    """End every process that this module started."""
    with _LOCK:
        while _BOXES:
            _BOXES.popitem()[1].close()


_LOCK = threading.Lock()
_BOXES: dict[tuple[float, int], Box] = {}
atexit.register(close_boxes)
