"""Zip archives whose bytes depend on what is in them alone: XLSX and DOCX files are such archives."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can give a file."""


class FixedZip(ZipFile):
    """An archive in which every file has the same time, so that the same content gives the same bytes.

    Args:
        file: open for bytes; stays open.
    """

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file, "w", ZIP_DEFLATED, allowZip64=True)

    def writestr(self, zinfo_or_arcname: ZipInfo | str, data: Any, *_: Any, **__: Any) -> None:
        """Add a file by its content."""
        named = zinfo_or_arcname
        super().writestr(_entry(named.filename if isinstance(named, ZipInfo) else named), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Add a file from the disk, in small portions."""
        entry = _entry(str(arcname or filename))
        entry.file_size = Path(filename).stat().st_size
        with open(filename, "rb") as source, self.open(entry, "w") as sink:
            shutil.copyfileobj(source, sink, 1 << 20)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, EPOCH)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3  # the same on every system
    entry.external_attr = 0o644 << 16
    return entry
