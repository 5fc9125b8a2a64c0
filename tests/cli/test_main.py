"""The command itself: start-up, exit codes, sentences instead of tracebacks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import parley
from parley.cli import shell
from parley.cli.main import command_line
from parley.terms.text import Span

from .conftest import Run

HEAVY = ("onnxruntime", "trafilatura", "sqlalchemy", "numpy", "tokenizers", "rich", "lxml", "platformdirs")


def test_start_up_loads_nothing_heavy() -> None:
    """``parley --help`` and completion answer at once because no command's machinery is imported for them."""
    code = f"import sys, parley.cli.main; print([name for name in {HEAVY!r} if name in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_version(run: Run) -> None:
    """The version comes from one place."""
    assert run("--version").stdout == f"parley {parley.__version__}\n"


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["read"], ["find"], ["find", "x", "--limit", "no"], ["show", "--no"]]
)
def test_wrong_use_has_exit_code_1(run: Run, arguments: list[str]) -> None:
    """Wrong use is 1, not click's 2, and says how the command is used."""
    result = run(*arguments)
    assert result.exit_code == 1
    assert "Usage: parley" in result.stderr


@pytest.mark.parametrize("name", list(command_line.commands))
def test_every_command_has_help_with_examples(run: Run, name: str) -> None:
    """--help says what the command does and shows how."""
    result = run(name, "--help")
    assert result.exit_code == 0
    assert "Examples:" in result.stdout
    assert f"parley {name}" in result.stdout.split("Examples:")[1]


def test_a_wrong_setting_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake in the settings is told with its place and its cure."""
    monkeypatch.setenv("PARLEY_RECRD", "x.db")
    result = run("verify")
    assert result.exit_code == 1
    assert "PARLEY_RECRD" in result.stderr
    assert "Did you mean `record`?" in result.stderr
    assert "Traceback" not in result.output


def test_a_mistake_of_ours_is_one_sentence_and_debug_shows_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unforeseen error does not throw a traceback at people, unless they ask for it."""

    def fail() -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("parley.settings.read_settings", fail)
    result = run("verify")
    assert result.exit_code == 1
    assert "ZeroDivisionError: by nothing" in result.stderr
    assert result.stderr.count("\n") == 1
    assert isinstance(run("--debug", "verify").exception, ZeroDivisionError)


def test_no_arguments_prints_help(run: Run) -> None:
    """``parley`` alone shows what it can do."""
    assert "Commands:" in run().output


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_completion(run: Run, name: str) -> None:
    """Each shell gets a script that asks parley."""
    result = run("completion", name)
    assert result.exit_code == 0
    assert "_PARLEY_COMPLETE" in result.stdout


def test_a_closed_pipe_is_no_error_message(sample_record: Path) -> None:
    """``parley find ... | head`` ends quietly when head has seen enough."""
    line = f'"{sys.executable}" -m parley find said --json --record "{sample_record}" | head -c 1'
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_interruption_is_clean(weights: Path, tmp_path: Path) -> None:  # noqa: ARG001
    """Ctrl-C ends with exit code 130 and a sentence, without a traceback."""
    command = [sys.executable, "-m", "parley", "annotate", "--lines"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    # Whoever runs the tests in the background has told them to ignore Ctrl-C, which children inherit.
    heed = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.default_int_handler)}
    with subprocess.Popen(command, cwd=tmp_path, text=True, **pipes, **heed) as process:  # type: ignore[call-overload]
        process.stdin.write('{"id": "x", "text": "He said yes."}\n' * 2)
        process.stdin.flush()
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        process.stdin.close()
        complaint = process.stderr.read()
        assert process.wait(timeout=20) == 130
    assert complaint.lstrip() == "Stopped; what was finished is kept.\n"


def test_plain_turns_rows_into_json_values() -> None:
    """Spans become pairs and tuples lists, at any depth."""
    assert shell.plain({"a": (Span(1, 2), {"b": Span(3, 4)}), "c": None}) == {"a": [[1, 2], {"b": [3, 4]}], "c": None}


def test_json_stays_on_one_line() -> None:
    """Line ends that JSON allows inside strings are escaped: a reader that splits lines gets whole objects."""

    @click.command()
    def command() -> None:
        shell.print_json({"a": "one\u2028two\u0085three\nfour — é"})

    printed = CliRunner().invoke(command).stdout
    assert len(printed.splitlines()) == 1
    assert "— é" in printed
