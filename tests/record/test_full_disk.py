"""A disk that is full, a file that cannot be written: a sentence, and nothing lost or half done."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.errors import RecordError
from parley.record import Store, open_record, verify
from parley.record.backup import backups_of, make_backup

from .builders import simple_reading, write


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes, where this user may make one."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("A FULL DISK IS NOT TRIED: this user may not mount one")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(store: Store, written: list[int]) -> None:
    """Write articles, noting each, for as long as there is room."""
    for number in range(400):
        words = f"He said it rains {number} times, and that {'it will not stop ' * 60}."
        write(store, simple_reading(f"page{number}", words, ("He", "said", "it rains")))
        written.append(number)


def test_a_full_disk_stops_with_a_sentence_and_loses_nothing(small_disk: Path) -> None:
    """What was acknowledged is there; when there is room again, the work goes on."""
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 700_000)
    written: list[int] = []
    with open_record(small_disk / "record.db") as store:
        with pytest.raises(RecordError, match=r"disk is full|disk failed"):
            fill(store, written)
        assert written
        with pytest.raises(RecordError, match=r"disk is full|disk failed"):
            make_backup(store.place)
        assert backups_of(store.place) == ()
    ballast.unlink()
    with open_record(small_disk / "record.db") as store:
        assert len(store.view().articles()) == len(written)
        assert verify(store).faults == ()
        store.judge("Anna Lind").entries.accept([row.key for row in store.view().statements(limit=3)])
        assert verify(store).faults == ()


def test_a_disk_that_cannot_be_written_says_so(small_disk: Path) -> None:
    """It is refused, and the record stays as it is."""
    with open_record(small_disk / "record.db") as store:
        write(store, simple_reading("one", "He said it rains.", ("He", "said", "it rains")))
    made = subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=False, capture_output=True)
    if made.returncode:
        pytest.skip("A READ-ONLY DISK IS NOT TRIED: this user may not make one")
    with (
        pytest.raises(RecordError, match=r"cannot be (written|opened)"),
        open_record(small_disk / "record.db") as store,
    ):
        store.judge("Anna Lind").entries.accept([row.key for row in store.view().statements()])
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    with open_record(small_disk / "record.db") as store:
        assert [row.state for row in store.view().statements()] == ["proposed"]
        assert verify(store).ok
