"""The built wheel, in an empty environment, from another directory: what a user gets."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from tools import frontend

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.slow


def call(
    *command: object, where: Path, more: Mapping[str, str] = MappingProxyType({})
) -> subprocess.CompletedProcess[str]:
    """Run a command in a directory, with more variables in its environment."""
    words = [str(one) for one in command]
    return subprocess.run(words, cwd=where, env={**os.environ, **more}, capture_output=True, text=True, check=False)


def installer(python: Path) -> list[object]:
    """The command that installs into the environment of an interpreter."""
    if importlib.util.find_spec("uv"):
        return [sys.executable, "-m", "uv", "pip", "install", "--python", python]
    return [python, "-m", "pip", "install", "--disable-pip-version-check"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, with what browsers get where it is built or can be built from what is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    skip = {} if frontend.has_packages() else {"PARLEY_SKIP_FRONTEND": "1"}  # no network is asked for
    command = (sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    done = call(*command, where=folder, more=skip)
    assert done.returncode == 0, done.stderr + done.stdout
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an empty environment into which the wheel was installed."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=not importlib.util.find_spec("uv"), symlinks=True)
    commands = folder / ("Scripts" if sys.platform == "win32" else "bin")
    install = installer(commands / "python")
    if call(*install, "--no-deps", "click", where=folder).returncode:
        pytest.skip("no package index is within reach: the wheel was built but not installed")
    done = call(*install, wheel, where=folder)
    assert done.returncode == 0, done.stderr
    return commands


def test_the_wheel_carries_what_is_needed(wheel: Path) -> None:
    """Code, data, migrations and licence are in it; tests and tools are not."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert all(name.startswith(("parley/", "parley_record-")) for name in names)
    assert "parley/py.typed" in names
    assert any(name.startswith("parley/knowledge/data/") for name in names)
    assert any(name.startswith("parley/record/migrations/versions/") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_wheel_carries_the_weights(wheel: Path, weights: Path) -> None:
    """The trained weights are shipped whole."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    files = {path.name for path in weights.parent.iterdir() if path.is_file()}
    assert {f"parley/weights/data/{name}" for name in files} <= names


def test_the_wheel_carries_what_browsers_get(wheel: Path) -> None:
    """Every bundle of the manifest is shipped, with the licences of what is in them."""
    if not frontend.MANIFEST.exists():
        pytest.skip("the browser bundles were not built")
    folder = "parley/web/static/dist"
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        manifest = json.loads(archive.read(f"{folder}/manifest.json"))
    assert {f"{folder}/{name}" for name in (*manifest.values(), "licences.txt")} <= names
    assert not any("node_modules" in name for name in names)


def test_the_command_starts(scripts: Path, tmp_path: Path) -> None:
    """``parley --version`` answers without the development tools."""
    done = call(scripts / "parley", "--version", where=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("parley ")


@pytest.mark.usefixtures("weights")
def test_the_command_reads(scripts: Path, tmp_path: Path, golden_pages: tuple[Path, ...]) -> None:
    """A page is split, read into a record, found again and verified, with nothing but what the wheel brings."""
    page = tmp_path / "page.txt"
    page.write_bytes(next(path for path in golden_pages if path.stem == "wire-border-talks").read_bytes())
    for arguments in (["article", page, "--json"], ["read", page, "--json"], ["find", "said"], ["verify"]):
        done = call(scripts / "parley", *arguments, where=tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stdout
    assert (tmp_path / "parley.db").exists()


def test_a_record_opens_without_weights(scripts: Path, tmp_path: Path) -> None:
    """The public names work from the wheel."""
    code = "import parley; print(parley.open_record('x.db').view().counts().articles)"
    done = call(scripts / "python", "-c", code, where=tmp_path)
    assert done.stdout.strip() == "0", done.stderr
