"""The ``parley`` command: its subcommands, its exit codes, its one-sentence errors."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from parley.cli.actors import actors_command
from parley.cli.agreement import agreement_command
from parley.cli.annotate import annotate_command
from parley.cli.article import article_command
from parley.cli.coding import coding_command
from parley.cli.compare import compare_command
from parley.cli.completion import completion_command
from parley.cli.desk import desk_command
from parley.cli.events import events_command
from parley.cli.exchange import audit_command, count_command, export_command, import_command
from parley.cli.find import find_command
from parley.cli.follow import follow_command, sources_command, unfollow_command, update_command
from parley.cli.judge import (
    accept_command,
    comment_command,
    edit_command,
    history_command,
    redo_command,
    reject_command,
    retract_command,
    undo_command,
)
from parley.cli.keep import backup_command, erase_command, restore_command, upgrade_command
from parley.cli.library import (
    code_command,
    collect_command,
    collections_command,
    concepts_command,
    correct_command,
    define_command,
    describe_command,
    divide_command,
    mark_command,
    merge_actors_command,
    merge_concepts_command,
    outlets_command,
    recode_command,
    rename_concept_command,
    save_command,
    searches_command,
    statements_command,
    suggest_command,
    tag_command,
)
from parley.cli.network import network_command
from parley.cli.positions import contradictions_command, positions_command
from parley.cli.read import read_command
from parley.cli.relation import relation_command, timeline_command
from parley.cli.reread import reread_command
from parley.cli.saturation import saturation_command
from parley.cli.shell import ALL_DONE, FAILED, INTERRUPTED, complain, sentence_of
from parley.cli.show import show_command
from parley.cli.trends import trends_command
from parley.cli.verify import verify_command
from parley.version import __version__


class Parley(click.Group):
    """A group of commands that answers errors with a sentence and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in the order of a day's work, not of the alphabet."""
        return list(self.commands)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command line and leave with its exit code."""
        kwargs["standalone_mode"] = False
        sys.exit(self._run(*args, **kwargs))

    def _run(self, *args: Any, **kwargs: Any) -> int:
        try:
            code = super().main(*args, **kwargs)
            sys.stdout.flush()
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message())
            return FAILED
        except click.ClickException as error:
            error.show()
            return FAILED
        except (click.Abort, KeyboardInterrupt):
            click.echo("Stopped; what was finished is kept.", err=True)
            return INTERRUPTED
        except BrokenPipeError:
            _leave_pipe()
            return FAILED
        except Exception as error:
            if _debugging:
                raise
            complain(sentence_of(error))
            return FAILED
        return code if isinstance(code, int) else ALL_DONE


_debugging: list[bool] = []
"""Filled by ``--debug``."""


def _leave_pipe() -> None:
    """Let the interpreter flush what is left of its output into nothing: the reader of the pipe is gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    cls=Parley,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 all done, 1 wrong use or failure, 3 some inputs refused, 130 stopped by Ctrl-C.",
)
@click.version_option(__version__, "--version", prog_name="parley", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show the whole traceback of an error.")
def command_line(*, debug: bool) -> None:
    """Read political news, and keep the record of who said what.

    Parley turns pages into articles, finds the statements in them, names their speakers, and keeps
    every one with the sentence that proves it.
    """
    _debugging[:] = [True] if debug else []


for _command in (
    read_command,
    reread_command,
    follow_command,
    update_command,
    sources_command,
    unfollow_command,
    desk_command,
    import_command,
    find_command,
    events_command,
    relation_command,
    timeline_command,
    count_command,
    network_command,
    coding_command,
    agreement_command,
    compare_command,
    trends_command,
    contradictions_command,
    positions_command,
    saturation_command,
    show_command,
    annotate_command,
    article_command,
    statements_command,
    accept_command,
    reject_command,
    edit_command,
    retract_command,
    comment_command,
    undo_command,
    redo_command,
    history_command,
    mark_command,
    correct_command,
    divide_command,
    tag_command,
    actors_command,
    merge_actors_command,
    concepts_command,
    define_command,
    code_command,
    merge_concepts_command,
    rename_concept_command,
    recode_command,
    suggest_command,
    collections_command,
    collect_command,
    outlets_command,
    describe_command,
    searches_command,
    save_command,
    export_command,
    audit_command,
    verify_command,
    backup_command,
    restore_command,
    upgrade_command,
    erase_command,
    completion_command,
):
    command_line.add_command(_command)


def main() -> None:
    """The entry point: speaks UTF-8 whatever the terminal's own encoding is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    command_line()
