"""What ``import parley`` gives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import parley


def test_all_is_what_can_be_imported() -> None:
    """Every promised name is there, and no public name is there unpromised."""
    found = subprocess.run(
        [sys.executable, "-c", "import parley; print(*dir(parley))"], capture_output=True, text=True, check=True
    ).stdout.split()
    modules = {"annotations", "errors", "lru_cache", "pages", "settings", "terms", "version"}
    plumbing = {"Path", "PathLike", "TYPE_CHECKING", "read_settings"}
    public = {name for name in found if not name.startswith("_")} - modules - plumbing
    assert public | {"__version__"} == set(parley.__all__)


def test_the_surface_is_small() -> None:
    """A reader learns at most 25 names, listed in order."""
    assert len(parley.__all__) <= 25
    assert parley.__all__ == sorted(parley.__all__)


def test_every_name_says_what_it_is() -> None:
    """Each public name has a docstring."""
    assert all(getattr(parley, name).__doc__ for name in parley.__all__)


@pytest.mark.usefixtures("weights", "quiet_environment")
def test_read_takes_a_path_or_bytes(golden_pages: tuple[Path, ...]) -> None:
    """The same page gives the same article and statements, from a file, its path as text, or its bytes."""
    path = golden_pages[0]
    readings = [parley.read(path), parley.read(str(path)), parley.read(path.read_bytes())]
    assert readings[0].proposals.statements
    assert readings[0].proposals == readings[1].proposals == readings[2].proposals
    assert readings[0].article.id == path.stem


@pytest.mark.usefixtures("weights", "quiet_environment")
def test_annotate_finds_statements() -> None:
    """A text gives statements whose spans are its own words."""
    text = "The minister, Ana Petrova, said that taxes would rise next year."
    (statement, *_) = parley.annotate(text).statements
    assert [span.of(text) for span in statement.cue] == ["said"]


@pytest.mark.usefixtures("quiet_environment")
def test_open_record_makes_one() -> None:
    """A record is made where there is none, and is empty."""
    with parley.open_record("new.db") as store:
        assert store.view().articles() == ()
    assert Path("new.db").exists()


def test_a_page_that_cannot_be_read_is_a_parley_error(weights: Path) -> None:  # noqa: ARG001
    """One except clause catches all that Parley refuses."""
    with pytest.raises(parley.ParleyError):
        parley.read(b"")
