"""Build what the desk runs in the browser, where Node.js and npm are there to build it.

    python -m tools.frontend            build, if the sources are newer than what was built
    python -m tools.frontend --strict   the same, and fail where npm is there but cannot build
    python -m tools.frontend --check    check the types of the sources

Without npm everything works but the pictures, which show as tables. Needs nothing but Python's own library, since the
build of the wheel runs it too.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FRONTEND = ROOT / "frontend"
PACKAGES = FRONTEND / "node_modules"
LOCK = FRONTEND / "package-lock.json"
MANIFEST = ROOT / "src" / "parley" / "web" / "static" / "dist" / "manifest.json"

WITHOUT = "The desk works without its browser bundles: pictures show as tables."


def sources() -> list[Path]:
    """The files that a build is made of."""
    return [FRONTEND / "build.mjs", FRONTEND / "package.json", LOCK, *sorted((FRONTEND / "src").glob("*.ts"))]


def is_newer(one: Path, other: Path) -> bool:
    """Whether a file was written after another one, or the other one is missing."""
    return not other.exists() or one.stat().st_mtime > other.stat().st_mtime


def is_current() -> bool:
    """Whether the bundles are those of the sources."""
    return not any(is_newer(source, MANIFEST) for source in sources())


def has_packages() -> bool:
    """Whether the packages that the lock names are installed; npm writes its own copy of the lock last."""
    return not is_newer(LOCK, PACKAGES / ".package-lock.json")


def call(*command: str) -> bool:
    """Run a command among the sources; whether it did its work. What it prints goes to standard error."""
    program = shutil.which(command[0])
    if program is None:
        return False
    return subprocess.run([program, *command[1:]], cwd=FRONTEND, stdout=sys.stderr, check=False).returncode == 0


def build() -> bool:
    """Install the packages where they are missing, and bundle; whether both worked."""
    installed = has_packages() or call("npm", "ci", "--loglevel", "error")
    return installed and call("node", "build.mjs")


def make(*, strict: bool) -> int:
    """Bring the bundles up to date, or say why not; the exit status."""
    if is_current():
        return 0
    if not (shutil.which("node") and shutil.which("npm")):
        print(f"Node.js and npm are not here. {WITHOUT}")
        return 0
    if build():
        return 0
    print(f"The browser bundles could not be built; see above. {WITHOUT}")
    return int(strict)


def check_types() -> int:
    """Check the sources with TypeScript, where it is installed; the exit status."""
    if not PACKAGES.exists():
        print("frontend/node_modules is missing: the types of the browser sources were not checked.")
        return 0
    return int(not call("npx", "--no-install", "tsc", "--noEmit"))


def shipped_packages() -> Iterator[tuple[str, str, str]]:
    """Name, version and licence of each npm package that users get: the dependencies, and theirs."""
    waiting = list(json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))["dependencies"])
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        path = PACKAGES / name / "package.json"
        if name in seen or not path.exists():
            continue
        seen.add(name)
        about = json.loads(path.read_text(encoding="utf-8"))
        yield name, about["version"], about.get("license", "")
        waiting.extend(about.get("dependencies", {}))


if __name__ == "__main__":
    sys.exit(check_types() if "--check" in sys.argv else make(strict="--strict" in sys.argv))
