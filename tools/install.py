"""Install packages into the environment this runs in: with uv where it is there, else with pip.

    python tools/install.py -e ".[networks]"
    python tools/install.py --group dev

Dependency groups are read from pyproject.toml here, since older versions of pip do not know them.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"


def wanted(arguments: list[str]) -> list[str]:
    """What to hand to the installer: the arguments, with ``--group NAME`` replaced by its packages."""
    if arguments[:1] != ["--group"]:
        return arguments
    groups = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["dependency-groups"]
    return list(groups[arguments[1]])


def installer() -> list[str]:
    """The command that installs."""
    if importlib.util.find_spec("uv"):
        return [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", sys.executable]
    return [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


if __name__ == "__main__":
    packages = wanted(sys.argv[1:])
    print("installing", " ".join(packages), flush=True)
    code = subprocess.run([*installer(), *packages], check=False).returncode
    if code:
        print("The packages could not be installed; see above. Is a package index within reach?", file=sys.stderr)
    sys.exit(code)
