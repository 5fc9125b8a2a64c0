"""The outputs shown in the documentation: what the commands really print.

A comment ``<!-- output: parley ... -->`` stands before the block that shows what the command prints, run in the
project's folder with a record that holds the page of the tutorial.
"""

from __future__ import annotations

import re
import shlex
import tempfile
from pathlib import Path

from click.testing import CliRunner

from parley.cli.main import command_line
from tools.reference import ROOT

PAGE = ROOT / "tests" / "golden" / "wire-border-talks.txt"
WIDTH = "100"

_BLOCK = re.compile(r"(<!-- output: parley (.+?) -->\n```text\n)(.*?)\n```", re.DOTALL)


def shown_anew(text: str) -> str:
    """A page of the documentation with each shown output as the command prints it now."""
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "talks.db"
        _run("read", str(PAGE), "--record", str(record))
        return _BLOCK.sub(lambda found: f"{found[1]}{_shown(found[2], record)}\n```", text)


def _shown(line: str, record: Path) -> str:
    """What a command prints; of an article, only its marked text."""
    arguments = shlex.split(line)
    lines = _run(*arguments, "--record", str(record)).strip("\n").split("\n")
    if arguments[0] == "show":
        lines = lines[: next(number for number, one in enumerate(lines) if one.split()[:1] == ["Speaker"])]
    return "\n".join(one.rstrip() for one in lines).strip()


def _run(*arguments: str) -> str:
    names = [str(ROOT / one) if one.startswith("tests/") else one for one in arguments]
    done = CliRunner(env={"COLUMNS": WIDTH}).invoke(command_line, names, prog_name="parley")
    if done.exit_code:
        raise SystemExit(done.output)
    return done.stdout
