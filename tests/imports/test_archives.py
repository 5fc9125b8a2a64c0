"""Zip archives are read within bounds."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from parley.errors import UsageError
from parley.imports.archives import Bounds, open_archive
from parley.imports.markup import parse_xml


def pack(path: Path, *parts: tuple[str, bytes]) -> Path:
    """Make an archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return path


def test_good_archives_are_read(tmp_path: Path) -> None:
    """Entries are found without regard to capitals and read whole."""
    with open_archive(pack(tmp_path / "a.zip", ("Sources/A.txt", b"words"), ("b", b""))) as archive:
        assert archive.names == ("Sources/A.txt", "b")
        assert archive.find("sources/a.TXT") == "Sources/A.txt"
        assert archive.read("sources/a.txt") == b"words"
        with pytest.raises(UsageError, match="it has no c"):
            archive.read("c")


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "a/../../b", "C:/x", "a\\b", "a//b", "./a"])
def test_paths_are_no_names(tmp_path: Path, name: str) -> None:
    """A name that leads out of the archive refuses it whole."""
    path = pack(tmp_path / "a.zip", (name.replace("\\", "/"), b"x"))
    if "\\" in name:
        path.write_bytes(path.read_bytes().replace(b"a/b", b"a\\b"))
    with pytest.raises(UsageError, match="no name"), open_archive(path):
        pass


def test_bombs_are_refused(tmp_path: Path) -> None:
    """By ratio, by number, by size of one entry and of all, before anything is unpacked."""
    path = pack(tmp_path / "a.zip", ("a", b"\0" * (50 << 20)), ("b", b"x" * 1000))
    for bounds in (Bounds(), Bounds(entries=1), Bounds(entry_bytes=1 << 20), Bounds(total_bytes=1 << 20)):
        with pytest.raises(UsageError, match="zip bomb"), open_archive(path, bounds):
            pass


def test_lies_about_size(tmp_path: Path) -> None:
    """An entry that unpacks to more than its header says is not read beyond it."""
    path = pack(tmp_path / "a.zip", ("a", b"\0" * 100_000))
    content = path.read_bytes().replace(struct.pack("<I", 100_000), struct.pack("<I", 10))
    path.write_bytes(content)
    with open_archive(path) as archive, pytest.raises(UsageError, match="damaged"):
        archive.read("a")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 10, b"no archive"])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    """What is no archive is a UsageError."""
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(UsageError), open_archive(tmp_path / "a.zip"):
        pass


def test_twins_are_refused(tmp_path: Path) -> None:
    """Two entries of one name would be read differently by different programs."""
    with pytest.warns(UserWarning, match="Duplicate"):
        path = pack(tmp_path / "a.zip", ("a", b"1"), ("a", b"2"))
    with pytest.raises(UsageError, match="there twice"), open_archive(path):
        pass


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><a/>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"),
        b'<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>',
        b"<a>",
        b"",
        b"<a/>" * 2,
        b"<a>" * 5000 + b"</a>" * 5000,
    ],
)
def test_hostile_xml_is_refused(content: bytes) -> None:
    """No document type, no entity, no endless depth; and no other exception than a UsageError."""
    with pytest.raises(UsageError):
        parse_xml(content, where="here")
