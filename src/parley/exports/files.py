"""Files that are there whole or not at all.

An export is written to a file of another name in the same folder and renamed when it is whole, so
that one that was cut short leaves nothing that looks like a result.
"""

from __future__ import annotations

import errno
import io
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from parley.errors import ParleyError, UsageError

Target = Path | BinaryIO
"""Where an export goes: a path, or a file open for bytes, which is written to and left open."""

_CURES = {
    errno.ENOENT: "Make the folder first, or name another one",
    errno.ENOTDIR: "Name a folder that exists",
    errno.EISDIR: "Name a file, not a folder",
    errno.EACCES: "Check that you may write there, or name another folder",
    errno.EPERM: "Check that you may write there, or name another folder",
    errno.EROFS: "Name a folder that can be written to",
}
_OTHER_CURE = "Check the disk and its free space, then export again; nothing was left behind"


@contextmanager
def whole_file(target: Target) -> Iterator[BinaryIO]:
    """A file for bytes that takes its name when it is whole.

    Args:
        target: a path; what stands there is replaced at the end. A device or a pipe, and a file
            that is already open, are written to as they are.

    Yields:
        The file to write to.

    Raises:
        UsageError: nothing can be written there.
        ParleyError: writing failed half-way, as on a full disk.
    """
    if not isinstance(target, Path):
        yield target
        return
    with _write_errors(target):
        place = Path(os.path.realpath(target))
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if place.exists() and not place.is_file():
            with place.open("wb") as device:
                yield device
            return
        part = place.with_name(f".{place.name[:100]}.{secrets.token_hex(4)}.part")
        try:
            with part.open("xb") as file:
                yield file
            part.replace(place)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)


@contextmanager
def text_file(target: Target, *, bom: bool = False) -> Iterator[TextIO]:
    """The same for text in UTF-8, whose line ends are written as they come.

    Args:
        target: see ``whole_file``.
        bom: whether the file begins with a byte order mark.
    """
    with whole_file(target) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig" if bom else "utf-8", newline="", write_through=False)
        try:
            yield text
            text.flush()
        finally:
            with suppress(OSError, ValueError):
                text.detach()


@contextmanager
def readable(source: Path | BinaryIO) -> Iterator[BinaryIO]:
    """A file to read bytes from; one that is already open stays open.

    Raises:
        UsageError: it cannot be opened.
    """
    if not isinstance(source, Path):
        yield source
        return
    try:
        file = source.open("rb")
    except OSError as error:
        cure = "Check the path and that you may read it"
        raise UsageError(f"it cannot be read ({error.strerror})", where=str(source), cure=cure) from error
    with file:
        yield file


@contextmanager
def _write_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        kind = UsageError if error.errno in _CURES else ParleyError
        what = f"the export cannot be written ({error.strerror or error})"
        raise kind(what, where=str(path), cure=_CURES.get(error.errno or 0, _OTHER_CURE)) from error
