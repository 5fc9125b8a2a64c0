"""The other process: takes files apart and answers in JSON. Run as ``python -m parley.pages.sandboxed``.

Law of this module: it is given bytes, the name of an extractor and what the extractor is told. It
opens no file and no connection, and ends when its input does.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from parley.errors import PageRefused
from parley.pages.feeds.listing import Listing
from parley.pages.feeds.listing import to_plain as listing_to_plain
from parley.pages.marked import Marked, to_plain
from parley.pages.sandbox import CURE, CURES, HEAD, read_exactly

EXTRACTORS = {
    "html": "parley.pages.html",
    "pdf": "parley.pages.formats.pdf",
    "docx": "parley.pages.formats.word",
    "mail": "parley.pages.formats.mail",
}
"""Modules with a function ``mark_up(content, **known) -> Marked``, imported when they are first needed."""
LINKS = "parley.pages.feeds.documents"
"""The module with the function ``list_links(content) -> Listing``."""


def main(memory: int, seconds: int) -> None:
    """Answer until the input ends.

    Args:
        memory: bytes of address space that this process may have.
        seconds: of processor time for each file.
    """
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    _limit_memory(memory)
    while True:
        try:
            length, named = HEAD.unpack(read_exactly(source, HEAD.size))
            name, known = json.loads(read_exactly(source, named))
            content = read_exactly(source, length)
        except EOFError:
            return
        _limit_seconds(seconds)
        answer, whole = answer_about(name, content, memory, known)
        del content
        sink.write(HEAD.pack(len(answer), 0 if whole else 1) + answer)
        sink.flush()
        if not whole:
            return  # after running out of memory nothing in here can be relied on


def answer_about(
    name: str, content: bytes, memory: int, known: Mapping[str, str | None] | None = None
) -> tuple[bytes, bool]:
    """The answer about one file, and whether this process is still fit to go on."""
    whole = True
    cure = CURES.get(name, CURE)
    try:
        answer = _answer(name, content, known or {})
    except PageRefused as refused:
        answer = {"refused": [refused.what, refused.cure]}
    except MemoryError:
        what = f"reading it takes more than the {memory >> 20} MB allowed"
        answer, whole = {"refused": [what, cure]}, False
    except RecursionError:
        answer = {"refused": ["it is nested too deeply", cure]}
    except Exception as error:  # whatever a stranger's file does to a parser is said of that file alone
        what = f"the file is damaged ({type(error).__name__}: {str(error)[:200]})"
        answer = {"refused": [what, f"Save it again, or: {cure}" if name in EXTRACTORS else cure]}
    return json.dumps(answer, ensure_ascii=True).encode(), whole


def _answer(name: str, content: bytes, known: Mapping[str, str | None]) -> dict[str, Any]:
    if name == "links":
        list_links: Callable[[bytes], Listing] = import_module(LINKS).list_links
        return {"listing": listing_to_plain(list_links(content))}
    mark_up: Callable[..., Marked] = import_module(EXTRACTORS[name]).mark_up
    return {"marked": to_plain(mark_up(content, **known))}


def _limit_memory(memory: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_seconds(seconds: int) -> None:
    """So many more seconds of processor time; then the system ends this process."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
