"""What all tests share: where the trained weights, the golden pages and the corpora are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)  # how long an example takes says nothing of what it shows
settings.load_profile("house")

WEIGHTS = Path(__file__).parent.parent / "src" / "parley" / "weights" / "data" / "manifest.json"
GOLDEN = Path(__file__).parent / "golden"
CORPORA = os.environ.get("PARLEY_CORPORA")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--pictures FOLDER``: where the browser tests leave their screenshots."""
    parser.addoption("--pictures", metavar="FOLDER", help="keep the browser tests' screenshots there")


def pytest_report_header() -> list[str]:
    """Say at the top what this run can prove and what it cannot."""
    weights = "there" if WEIGHTS.exists() else "MISSING: tests that read or annotate are skipped"
    corpora = CORPORA or "not named by PARLEY_CORPORA: quality floors are not measured"
    return [f"trained weights: {weights}", f"corpora: {corpora}"]


@pytest.fixture(scope="session")
def weights() -> Path:
    """The manifest of the trained weights; without it the test is skipped, and says so."""
    if not WEIGHTS.exists():
        pytest.skip(f"the trained weights are missing ({WEIGHTS})")
    return WEIGHTS


@pytest.fixture(scope="session")
def golden_pages() -> tuple[Path, ...]:
    """The project's own sample pages."""
    return tuple(sorted(GOLDEN.glob("*.txt")))


@pytest.fixture
def quiet_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty working directory, and no setting from outside."""
    for name in list(os.environ):
        if name.startswith("PARLEY_") and name != "PARLEY_CORPORA":
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))
    monkeypatch.setenv("COLUMNS", "120")
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)
    return place
