"""Building what browsers get: only when needed, never a reason to fail where npm is missing."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from tools import check_licences, frontend


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree with sources, in place of the real one."""
    (tmp_path / "src").mkdir()
    for name in ("build.mjs", "package.json", "package-lock.json", "src/desk.ts"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    monkeypatch.setattr(frontend, "FRONTEND", tmp_path)
    monkeypatch.setattr(frontend, "PACKAGES", tmp_path / "node_modules")
    monkeypatch.setattr(frontend, "LOCK", tmp_path / "package-lock.json")
    monkeypatch.setattr(frontend, "MANIFEST", tmp_path / "manifest.json")
    return tmp_path


def touch(path: Path, seconds: int) -> None:
    """Give a file, made where it is missing, a time of writing."""
    path.parent.mkdir(exist_ok=True)
    path.touch()
    os.utime(path, (seconds, seconds))


def test_a_build_is_current_until_a_source_is_newer(tree: Path) -> None:
    """Nothing is built twice, and nothing stays old."""
    assert not frontend.is_current()
    for path in frontend.sources():
        touch(path, 1_000)
    touch(tree / "manifest.json", 1_000)
    assert frontend.is_current()
    touch(tree / "src" / "desk.ts", 2_000)
    assert not frontend.is_current()


def test_packages_are_installed_anew_when_the_lock_changed(tree: Path) -> None:
    """What npm installed belongs to one lock."""
    assert not frontend.has_packages()
    touch(tree / "package-lock.json", 1_000)
    touch(tree / "node_modules" / ".package-lock.json", 2_000)
    assert frontend.has_packages()
    touch(tree / "package-lock.json", 3_000)
    assert not frontend.has_packages()


@pytest.mark.usefixtures("tree")
def test_without_npm_one_line_says_so(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """The installation goes on, even where a build is strictly wanted."""
    monkeypatch.setenv("PATH", "")
    assert frontend.make(strict=True) == 0
    assert capfd.readouterr().out.count("\n") == 1


@pytest.mark.usefixtures("tree")
def test_only_a_strict_build_fails(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """Where npm cannot do its work a release stops, and an installation goes on."""
    monkeypatch.setattr("shutil.which", lambda _: sys.executable)  # which knows neither "ci" nor build.mjs
    assert [frontend.make(strict=True), frontend.make(strict=False)] == [1, 0]
    assert frontend.WITHOUT in capfd.readouterr().out


def test_packages_of_packages_are_shipped(tree: Path) -> None:
    """The licences of dependencies of dependencies count; those of development do not."""
    (tree / "package.json").write_text('{"dependencies": {"a": "1"}, "devDependencies": {"c": "1"}}', encoding="utf-8")
    for name, needs in {"a": {"b": "1"}, "b": {"a": "1"}, "c": {}}.items():
        (tree / "node_modules" / name).mkdir(parents=True)
        about = {"version": "1.0", "license": "GPL-3.0", "dependencies": needs}
        (tree / "node_modules" / name / "package.json").write_text(json.dumps(about), encoding="utf-8")
    assert [name for name, _, _ in frontend.shipped_packages()] == ["a", "b"]
    assert [problem.split()[0] for problem in check_licences.refused()][-2:] == ["a", "b"]


def test_the_lock_names_no_registry() -> None:
    """The packages are those of the lock's digests, from whichever registry npm is set to."""
    lock = frontend.LOCK.read_text(encoding="utf-8")
    assert "://" not in lock
    assert "resolved" not in lock


def test_dependencies_are_pinned() -> None:
    """A build a year from now is the build of today."""
    about = json.loads((frontend.FRONTEND / "package.json").read_text(encoding="utf-8"))
    versions = [*about["dependencies"].values(), *about["devDependencies"].values()]
    assert all(version[0].isdigit() for version in versions)
