"""What all commands share: exit codes, the record option, settings, progress, JSON lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from parley.errors import ParleyError, RecordError
from parley.terms.text import Span

if TYPE_CHECKING:
    from rich.console import Console

    from parley.record import Store
    from parley.record.judging import Judge
    from parley.settings import Settings

ALL_DONE = 0
FAILED = 1
SOME_REFUSED = 3
INTERRUPTED = 130

WIDTH_OF_A_PIPE = 100
"""Columns of a table that no terminal shows, where COLUMNS does not say otherwise."""

_LINE_BREAKS = {ord(mark): f"\\u{ord(mark):04x}" for mark in "\x85\u2028\u2029"}
"""Line ends to some programs, though not to JSON: escaped, so that one object stays one line."""

_T = TypeVar("_T")
_Command = TypeVar("_Command", bound=Callable[..., Any])


class RecordPlace(click.ParamType[Path | str]):
    """Where a record is: a file's path, or the address of a PostgreSQL database."""

    name = "record"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        """The path as a path; an address as it is."""
        if isinstance(value, Path) or "://" in value:
            return value
        path = click.Path(dir_okay=False, path_type=Path)
        return Path(path.convert(value, param, ctx))


def record_option(command: _Command) -> _Command:
    """``--record PLACE``."""
    return click.option(
        "--record",
        type=RecordPlace(),
        metavar="PLACE",
        help="The record to use: a file, or postgresql://USER@HOST/DATABASE; parley.db unless a setting names another.",
    )(command)


def json_option(command: _Command) -> _Command:
    """``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")(command)


def coder_options(command: _Command) -> _Command:
    """``--coder NAME`` and ``--reason TEXT``."""
    reason = click.option("--reason", default="", metavar="TEXT", help="Why; it is kept with the judgement.")
    coder = click.option(
        "--coder", metavar="NAME", help="Who judges; the setting `coder`, or the name you are logged in with."
    )
    return coder(reason(command))


def judge_of(store: Store, coder: str | None) -> Judge:
    """What the person at the keyboard may do with a record.

    Args:
        store: the open record.
        coder: the name given on the command line.
    """
    import getpass

    from parley.settings import read_settings

    return store.judge(coder or read_settings().coder or getpass.getuser())


def backup_option(command: _Command) -> _Command:
    """``--no-backup``."""
    return click.option("--no-backup", is_flag=True, help="Do not back the record up first.")(command)


def back_up(place: Path | str, why: str) -> None:
    """A backup before something large or final, where there is a record already; its name is said."""
    from parley.record.backup import has_record, make_backup

    if has_record(place):
        click.echo(f"As it was before, the record is kept in {make_backup(place, why=why)}.", err=True)


def jobs_option(command: _Command) -> _Command:
    """``--jobs N``."""
    return click.option(
        "--jobs",
        type=click.IntRange(min=0),
        default=1,
        show_default=True,
        metavar="N",
        help="How many processes read side by side; 0 for all cores. The results are the same.",
    )(command)


def settings_with(*, record: Path | str | None = None) -> Settings:
    """The settings of this process, with what the command line says on top."""
    from parley.settings import read_settings

    settings = read_settings()
    return settings if record is None else replace(settings, record=record)


def open_existing(place: Path | str) -> Store:
    """A record that is there already; commands that only look never make an empty one.

    Raises:
        RecordError: there is none.
    """
    from parley.record import open_record

    if isinstance(place, Path) and not place.exists():
        raise RecordError(
            "there is no record here", where=str(place), cure=f"Read pages into it: parley read PAGES --record {place}"
        )
    return open_record(place)


def print_json(value: Mapping[str, Any]) -> None:
    """One object on one line of standard output."""
    click.echo(json.dumps(value, ensure_ascii=False).translate(_LINE_BREAKS))


def plain(value: object) -> Any:
    """A row as JSON knows it: dataclasses become objects, spans and tuples become lists."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    return value


def complain(sentence: str, *, label: str = "Error") -> None:
    """A sentence on standard error."""
    click.echo(f"{click.style(label, fg='red', bold=True)}: {sentence}", err=True)


def sentence_of(error: Exception) -> str:
    """What went wrong, as a sentence; a mistake of Parley's own says that it is one."""
    if isinstance(error, ParleyError):
        return error.sentence()
    return (
        f"Parley itself failed here ({type(error).__name__}: {error}). Please report it, with what "
        "`parley --debug` shows before the same command"
    )


def output() -> Console:
    """Where tables are drawn."""
    from rich.console import Console

    console = Console(highlight=False, emoji=False, markup=False)
    if not console.is_terminal and "COLUMNS" not in console._environ:
        console.width = WIDTH_OF_A_PIPE
    return console


def tracked(items: Iterable[_T], *, label: str, total: int | None = None) -> Iterator[_T]:
    """The same items, with a progress bar on standard error where that is a terminal.

    Args:
        items: what is worked through.
        label: what is being done, such as "Reading".
        total: how many there are, where that is known.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        # Redirecting would send results that go into a file or a pipe to the terminal.
        redirect_stdout=sys.stdout.isatty(),
    )
    with bar:
        yield from bar.track(items, total=total, description=label)
