"""See that Chromium is on this machine, and that Playwright can start, for the tests that drive the desk in a browser.

Installs Debian's packages where that can be done without a password; else says what to do. Never fails:
without a browser, those tests are skipped and say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from playwright._impl._driver import compute_driver_executable

from tools.postgresql import install

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_browser() -> str | None:
    """The browser's program; None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def driver_starts() -> bool:
    """Whether Playwright's own Node runs: on a bare Debian it lacks a library that Chromium does without."""
    node, _ = compute_driver_executable()
    return subprocess.run([node, "--version"], capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    may_install = os.geteuid() == 0 and shutil.which("apt-get") is not None
    if find_browser() is None and may_install:
        print("installing Chromium for the tests of the desk", flush=True)
        install("chromium", "fonts-dejavu-core")
    if not driver_starts() and may_install:
        install("libatomic1")
    if find_browser() is None:
        print("Chromium is not here: its tests are skipped. On Debian: apt install chromium", file=sys.stderr)
    if not driver_starts():
        print("Playwright cannot start: its tests are skipped. On Debian: apt install libatomic1", file=sys.stderr)
