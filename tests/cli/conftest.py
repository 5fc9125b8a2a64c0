"""A way to run a command line in an empty directory, and a record with the sample pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from parley.cli.main import command_line

Run = Callable[..., Result]


@pytest.fixture
def run(quiet_environment: Path) -> Run:  # noqa: ARG001 - sets the scene
    """Runs ``parley`` with some arguments; ``given`` is its standard input."""

    def run_command(*arguments: object, given: str | bytes | None = None) -> Result:
        return CliRunner().invoke(command_line, [str(one) for one in arguments], input=given, prog_name="parley")

    return run_command


@pytest.fixture(scope="session")
def sample_record(weights: Path, golden_pages: tuple[Path, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001
    """A record into which the sample pages were read."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    arguments = ["read", *map(str, golden_pages), "--record", str(path), "--json"]
    result = CliRunner().invoke(command_line, arguments, prog_name="parley")
    assert result.exit_code == 0, result.output
    return path


def json_lines(result: Result) -> list[dict[str, Any]]:
    """The objects that a command printed."""
    return [json.loads(line) for line in result.stdout.split("\n") if line]
