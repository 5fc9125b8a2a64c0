"""See that PostgreSQL's programs are on this machine, for the tests that need a server of their own.

Installs Debian's package where that can be done without a password; else says what to do. Never fails:
without the programs, the tests of PostgreSQL are skipped and say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def find_programs() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``; None where there is none. Debian keeps it off the PATH."""
    on_path = shutil.which("pg_ctl")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in candidates if (folder / "initdb").exists()), None)


def install(*packages: str) -> None:
    """Install packages of Debian's."""
    commands = (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    )
    for command in commands:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=environment)


if __name__ == "__main__":
    if find_programs() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("installing PostgreSQL for the tests of records on a server", flush=True)
        install("postgresql")
    if find_programs() is None:
        print("PostgreSQL is not here: its tests will be skipped. On Debian: apt install postgresql", file=sys.stderr)
