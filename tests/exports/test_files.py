"""Files that are there whole or not at all, and the table of formats."""

from __future__ import annotations

import errno
import io
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from parley.errors import ParleyError, UsageError
from parley.exports import FORMATS, About, export_rows, find_format, format_of
from parley.exports.files import whole_file
from tests.exports.builders import ABOUT, ARTICLE, HIT, PLAIN

ROWS: dict[str, Any] = {"statements": PLAIN, "articles": ARTICLE, "hits": HIT}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_every_kind_it_takes(name: str, tmp_path: Path) -> None:
    """Each format is made of the rows it says it takes, says how many, and is one file with its codebook."""
    found = FORMATS[name]
    for kind in found.takes:
        path = tmp_path / f"{kind}{found.extension}"
        assert export_rows(name, iter([ROWS[kind]]), path, about=replace(ABOUT, kind=kind)) == 1
        assert path.stat().st_size > 0
        assert format_of(path) == name
    beside = {path for path in tmp_path.iterdir() if ".codebook" in path.name}
    assert len(list(tmp_path.iterdir())) == len(found.takes) + len(beside)
    assert len(beside) == (len(found.takes) if found.codebook else 0)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_be_empty_and_repeated(name: str) -> None:
    """No rows give a whole, empty export; the same rows and words give the same bytes."""
    files = [io.BytesIO(), io.BytesIO()]
    for file in files:
        assert export_rows(name, [], file, about=ABOUT) == 0
    if name != "parquet":
        assert files[0].getvalue() == files[1].getvalue()
    assert not files[0].closed


@pytest.mark.parametrize("name", FORMATS)
def test_an_interrupted_export_leaves_what_was_there(name: str, tmp_path: Path) -> None:
    """When rows stop coming, the old file is still whole and no part of a new one lies beside it."""

    def stopping() -> Any:
        yield PLAIN
        raise KeyboardInterrupt

    path = tmp_path / "out"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt):
        export_rows(name, stopping(), path, about=ABOUT)
    assert [file.name for file in tmp_path.iterdir()] == ["out"]
    assert path.read_text() == "old"


def test_names_that_are_no_format_are_refused() -> None:
    """A wrong name or a wrong kind of rows is told with what there is instead."""
    with pytest.raises(UsageError, match="csv, tsv"):
        find_format("doc")
    with pytest.raises(UsageError, match="For hits take one of rss"):
        find_format("csv", kind="hits")
    assert format_of(Path("x.unknown")) is None


@pytest.mark.parametrize("name", ["missing/out.csv", "folder", "file/out.csv"])
def test_places_that_cannot_be_written_are_told(name: str, tmp_path: Path) -> None:
    """Whoever names an impossible place reads what is wrong and what to do."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(UsageError) as told:
        export_rows("csv", [PLAIN], tmp_path / name, about=ABOUT)
    assert told.value.where == str(tmp_path / name)
    assert told.value.cure


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """A disk that is full half-way is an error with a cure, and leaves nothing."""
    with pytest.raises(ParleyError, match="No space left") as told, whole_file(tmp_path / "out"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert not isinstance(told.value, UsageError)
    assert list(tmp_path.iterdir()) == []


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """An export to a link replaces the file it leads to."""
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    with whole_file(tmp_path / "link") as file:
        file.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_devices_are_written_to_as_they_are() -> None:
    """A device is not replaced by a file."""
    assert export_rows("jsonl", [PLAIN], Path(os.devnull).resolve(), about=replace(ABOUT, kind="statements")) == 1
    assert not Path(os.devnull).is_file()


def test_times_must_be_times() -> None:
    """A time that is none is told before anything is written."""
    with pytest.raises(UsageError, match="no date and time"):
        _ = About(title="x", made_at="yesterday").made
    assert About(title="x", made_at="2024-05-01T14:00:00+02:00").made == ABOUT.made
    assert About(title="x", made_at="2024-05-01T12:00:00").made == ABOUT.made
