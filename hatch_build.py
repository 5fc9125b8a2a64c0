"""Puts what the desk runs in the browser into the wheel.

An editable installation runs from the tree, where ``make`` builds the bundles. The source distribution carries them,
so that it installs where there is no npm.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontendHook(BuildHookInterface):  # type: ignore[type-arg] # its type argument is hatchling's own affair
    """Builds the bundles before the files are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 # hatchling's signature
        """Build, unless the build is editable or was told to leave the bundles as they are."""
        if version == "editable" or os.environ.get("PARLEY_SKIP_FRONTEND") == "1":
            return
        # A wheel without pictures must be somebody's wish, not the end of a failed build.
        command = [sys.executable, "-m", "tools.frontend", "--strict"]
        subprocess.run(command, cwd=self.root, stdout=sys.stderr, check=True)
