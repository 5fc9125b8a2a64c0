"""Judging from the command line: accept, reject, retract, edit, comment, undo, redo, history."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from parley.cli.shell import (
    ALL_DONE,
    FAILED,
    coder_options,
    json_option,
    judge_of,
    open_existing,
    output,
    plain,
    print_json,
    record_option,
    settings_with,
)
from parley.errors import UsageError

_WHICH = """\b
Examples:
  parley {name} 4k2v9c7m1x8q3z5t6w0h
  parley {name} --query 'speaker:Massoud certainty:certain' --reason "read through"
"""


def _leading(name: str, doing: str) -> click.Command:
    """A command that leads entries into a state."""

    @click.command(name, help=doing, epilog=_WHICH.format(name=name))
    @click.argument("entries", nargs=-1, metavar="[KEY]...")
    @click.option("--query", metavar="QUERY", help="All statements that meet this query, in one step.")
    @click.option("--yes", is_flag=True, help="Do not ask before a query's statements are judged.")
    @coder_options
    @record_option
    def command(
        *,
        entries: tuple[str, ...],
        query: str | None,
        yes: bool,
        coder: str | None,
        reason: str,
        record: Path | str | None,
    ) -> int:
        with open_existing(settings_with(record=record).record) as store:
            which = _which(store, entries, query, yes=yes)
            changed = getattr(judge_of(store, coder).entries, name)(which, reason=reason)
        click.echo(f"{changed} changed; `parley undo` takes it back.")
        return ALL_DONE

    return command


accept_command = _leading("accept", "Hold statements true as they stand.")
reject_command = _leading("reject", "Hold proposals wrong; they are kept, but no longer shown, counted or found.")
retract_command = _leading("retract", "Take back statements that were accepted or added.")


def _which(store: Any, entries: tuple[str, ...], query: str | None, *, yes: bool) -> Any:
    """The entries named, or a selection by query after its counts were shown and the user agreed."""
    from parley.record.selection import Selection

    if bool(entries) == (query is not None):
        raise UsageError("name either keys or a query", where="judging", cure="See the examples in --help")
    if query is None:
        return entries
    counts = store.view().counts_by_state(query)
    said = ", ".join(f"{number} {state}" for state, number in counts.items()) or "none"
    click.echo(f"{sum(counts.values())} statements meet the query: {said}.", err=True)
    if not yes:
        click.confirm("Judge them all?", abort=True, err=True)
    return Selection(query=query)


@click.command(
    "edit",
    epilog="""\b
Examples:
  parley edit 4k2v9c7m1x8q3z5t6w0h --speaker "Ahmad Massoud"
  parley edit 4k2v9c7m1x8q3z5t6w0h --polarity denied --certainty probable
""",
)
@click.argument("entry", metavar="KEY")
@click.option("--speaker", "speakers", multiple=True, metavar="NAME", help="Who says it: a name or an actor's key.")
@click.option("--about", multiple=True, metavar="NAME", help="About whom it is.")
@click.option("--form", type=click.Choice(["direct", "mixed", "indirect"]))
@click.option("--polarity", type=click.Choice(["affirmed", "denied"]))
@click.option("--certainty", type=click.Choice(["certain", "probable", "possible"]))
@click.option("--said", metavar="DATE", help="When it was said: 2023, 2023-08 or 2023-08-09.")
@click.option("--asserted/--not-asserted", default=None, help="Whether the source says it, or did not say it.")
@coder_options
@record_option
def edit_command(*, entry: str, coder: str | None, reason: str, record: Path | str | None, **changes: Any) -> int:
    """Change what a statement says, and hold it true so; what the machine proposed is kept beside it."""
    given = {name: value for name, value in changes.items() if value not in (None, ())}
    if not given:
        raise UsageError("nothing is to be changed", where=f"entry {entry}", cure="See the options in --help")
    with open_existing(settings_with(record=record).record) as store:
        judge_of(store, coder).entries.edit(entry, reason=reason, **given)
    click.echo("Changed; `parley undo` takes it back.")
    return ALL_DONE


@click.command("comment", epilog="\b\nExamples:\n  parley comment 4k2v9c7m1x8q3z5t6w0h 'see page 3'\n")
@click.argument("entry", metavar="KEY")
@click.argument("words")
@coder_options
@record_option
def comment_command(
    *,
    entry: str,
    words: str,
    coder: str | None,
    reason: str,  # noqa: ARG001 - a comment is its own reason
    record: Path | str | None,
) -> int:
    """Leave a remark on a statement."""
    with open_existing(settings_with(record=record).record) as store:
        judge_of(store, coder).entries.comment(entry, words)
    return ALL_DONE


@click.command("undo", epilog="\b\nExamples:\n  parley undo\n  parley undo 12\n")
@click.argument("step", type=int, required=False)
@coder_options
@record_option
def undo_command(
    *,
    step: int | None,
    coder: str | None,
    reason: str,  # noqa: ARG001 - undo needs none
    record: Path | str | None,
) -> int:
    """Undo your last step, or the step of a number (see `parley history`)."""
    return _turn(record, lambda store: f"Step {judge_of(store, coder).undo(step)} is undone.")


@click.command("redo", epilog="\b\nExamples:\n  parley redo\n")
@coder_options
@record_option
def redo_command(
    *,
    coder: str | None,
    reason: str,  # noqa: ARG001 - redo needs none
    record: Path | str | None,
) -> int:
    """Do again what your last undo took back."""
    return _turn(record, lambda store: f"The undo of step {judge_of(store, coder).redo()} is taken back.")


def _turn(record: Path | str | None, act: Callable[[Any], str]) -> int:
    with open_existing(settings_with(record=record).record) as store:
        click.echo(act(store))
    return ALL_DONE


@click.command(
    "history", epilog="\b\nExamples:\n  parley history --coder 'Anna Lind'\n  parley history 4k2v9c7m1x8q3z5t6w0h\n"
)
@click.argument("entry", metavar="[KEY]", required=False)
@click.option("--coder", metavar="NAME", help="Only the steps of this person.")
@click.option("--limit", type=click.IntRange(min=1), default=30, show_default=True)
@record_option
@json_option
def history_command(
    *, entry: str | None, coder: str | None, limit: int, record: Path | str | None, as_json: bool
) -> int:
    """List what people did, the newest first; with KEY everything that was decided about one entry."""
    from parley.cli.lists import rows_table

    with open_existing(settings_with(record=record).record) as store:
        view = store.view()
        rows = view.history(coder=coder, limit=limit) if entry is None else view.judgements("entry", entry)
    if as_json:
        for row in rows:
            print_json(plain(row))
    elif rows:
        output().print(rows_table(rows))
    else:
        click.echo("Nobody has judged anything here yet.", err=True)
        return ALL_DONE if entry is None else FAILED
    return ALL_DONE
