"""See that Chromium is on this machine, for the tests that drive the desk in a browser.

Installs Debian's package where that can be done without a password; else says what to do. Never fails:
without a browser, those tests are skipped and say so.
"""

from __future__ import annotations

import os
import shutil
import sys

from tools.postgresql import install

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_browser() -> str | None:
    """The browser's program; None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


if __name__ == "__main__":
    if find_browser() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("installing Chromium for the tests of the desk", flush=True)
        install("chromium", "fonts-dejavu-core")
    if find_browser() is None:
        print("Chromium is not here: browser tests will be skipped. On Debian: apt install chromium", file=sys.stderr)
