"""Zip archives of strangers: opened within bounds, read in memory, never unpacked.

Bounds follow OWASP ASVS 5.0, 5.2.3 (number, size and ratio are checked before anything is decompressed) and 5.3.2
(names from the archive never become paths).
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from parley.errors import UsageError

_CHUNK = 1 << 20
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What an archive may have at most."""

    entries: int = 20_000
    entry_bytes: int = 256 << 20
    """One entry, unpacked."""
    total_bytes: int = 1 << 30
    """All entries, unpacked."""
    ratio: int = 200
    """Unpacked to packed, for entries larger than ``small``. Text packs to about a fifth, XML to a thirtieth."""
    small: int = 1 << 20


class Archive:
    """An opened archive. Made by ``open_archive``."""

    def __init__(self, opened: zipfile.ZipFile, where: str, bounds: Bounds) -> None:
        self._opened = opened
        self._where = where
        self._bounds = bounds
        self._by_name = {entry.filename.casefold(): entry for entry in opened.infolist()}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all entries, as they stand in the archive."""
        return tuple(entry.filename for entry in self._opened.infolist())

    def find(self, name: str) -> str | None:
        """The name of the entry that has this name but for capitals; None if there is none."""
        entry = self._by_name.get(name.casefold())
        return entry.filename if entry else None

    def read(self, name: str) -> bytes:
        """The bytes of an entry.

        Args:
            name: one of ``names``.

        Raises:
            UsageError: there is no such entry, or it is damaged or too large.
        """
        entry = self._by_name.get(name.casefold())
        if entry is None:
            raise UsageError(f"it has no {name}", where=self._where, cure="Export it anew")
        parts: list[bytes] = []
        size = 0
        try:
            with self._opened.open(entry) as stream:
                while part := stream.read(_CHUNK):
                    parts.append(part)
                    size += len(part)
                    if size > self._bounds.entry_bytes:
                        raise _too_large(f"{name} unpacks to more than it may", self._where)
        except _DAMAGED as fault:
            raise UsageError(f"{name} in it is damaged: {fault}", where=self._where, cure="Export it anew") from fault
        return b"".join(parts)


@contextmanager
def open_archive(path: Path, bounds: Bounds | None = None) -> Iterator[Archive]:
    """Open a zip archive to read from it.

    Args:
        path: the archive.
        bounds: what it may have at most; the usual bounds if None.

    Raises:
        UsageError: it is no zip archive, is damaged, encrypted or beyond the bounds, or has names that are no names.
    """
    where, bounds = str(path), bounds or Bounds()
    try:
        opened = zipfile.ZipFile(path)
    except _DAMAGED as fault:
        raise UsageError(f"it is no zip archive: {fault}", where=where, cure="Name the file as exported") from fault
    with opened:
        _check(opened.infolist(), where, bounds)
        yield Archive(opened, where, bounds)


def _check(entries: list[zipfile.ZipInfo], where: str, bounds: Bounds) -> None:
    """Refuse an archive by its list of contents."""
    if len(entries) > bounds.entries:
        raise _too_large(f"it has {len(entries):,} entries", where)
    if sum(entry.file_size for entry in entries) > bounds.total_bytes:
        raise _too_large("it unpacks to more than it may", where)
    seen: set[str] = set()
    for entry in entries:
        if entry.file_size > bounds.entry_bytes:
            raise _too_large(f"{entry.filename} unpacks to more than it may", where)
        if entry.file_size > max(bounds.small, bounds.ratio * entry.compress_size):
            raise _too_large(f"{entry.filename} unpacks to over {bounds.ratio} times its size", where)
        if entry.flag_bits & 1:
            raise UsageError(f"{entry.filename} in it is encrypted", where=where, cure="Export it without a password")
        if not _is_name(entry.filename) or entry.filename.casefold() in seen:
            raise UsageError(
                f"{entry.filename[:80]!r} in it is no name, or there twice", where=where, cure="Export it anew"
            )
        seen.add(entry.filename.casefold())


def _is_name(name: str) -> bool:
    """Whether an entry's name leads nowhere but into the archive."""
    parts = name.rstrip("/").split("/")
    return not ("\\" in name or "\0" in name or ":" in parts[0]) and all(part not in ("", ".", "..") for part in parts)


def _too_large(what: str, where: str) -> UsageError:
    return UsageError(f"{what}; this looks like a zip bomb", where=where, cure="Export it anew, in smaller parts")
