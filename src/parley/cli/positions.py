"""Who stands where, and who contradicts themselves: ``parley positions``, ``parley contradictions``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from parley.cli.shell import ALL_DONE, json_option, output, plain, print_json, record_option
from parley.cli.statement_options import draw_for, open_analysed, statement_options

if TYPE_CHECKING:
    from parley.analysis.positions import Position


@click.command(
    "contradictions",
    epilog="""\b
Examples:
  parley contradictions
  parley contradictions --at-once
  parley contradictions --qualifier agreement --since 2023
""",
)
@click.option("--at-once/--over-time", default=None, help="Only within one document, or only between documents.")
@statement_options
@record_option
@json_option
def contradictions_command(*, at_once: bool | None, record: Path | str | None, as_json: bool, **options: Any) -> int:
    """Show who takes the other side than before about the same thing, with both sentences.

    Within one document it is a contradiction; between documents a change of position. Neutral statements take no side.
    """
    from parley.analysis.positions import find_changes

    with open_analysed(record) as store:
        changes = [one for one in find_changes(draw_for(store, options).chosen) if at_once in (None, one.at_once)]
        said = {
            row.key: row
            for row in store.view().statements_of(key for one in changes for key in (one.before_key, one.after_key))
        }
    for one in changes:
        before, after = said[one.before_key], said[one.after_key]
        if as_json:
            print_json(plain(one) | {"before_sentence": before.sentence, "after_sentence": after.sentence})
            continue
        how = "contradicts themselves at once" if one.at_once else "changes position"
        output().print(f"{one.row} {how} about {one.column}:")
        for date, side, row in ((one.before_date, one.before, before), (one.after_date, one.after, after)):
            output().print(f"  {date or 'no date'}  {side:>8}  {row.sentence}")
    if not changes:
        click.echo("Nobody takes two sides.", err=True)
    return ALL_DONE


@click.command(
    "positions", epilog="\b\nExamples:\n  parley positions --changed\n  parley positions --rows organization\n"
)
@click.option("--changed", is_flag=True, help="Only those who changed sides.")
@statement_options
@record_option
@json_option
def positions_command(*, changed: bool, record: Path | str | None, as_json: bool, **options: Any) -> int:
    """Show where each speaker stands about each thing, since when, and how often they changed sides."""
    from parley.analysis.positions import find_positions

    with open_analysed(record) as store:
        found = [one for one in find_positions(draw_for(store, options).chosen) if one.changes or not changed]
    if as_json:
        for one in found:
            print_json(plain(one))
    else:
        _print(found, (options["rows"], options["columns"]))
    return ALL_DONE


def _print(found: list[Position], names: tuple[str, str]) -> None:
    from rich.table import Table

    table = Table(*names, "first", "last", "statements", "changes")
    for one in found:
        begun, now = (
            f"{side} ({date or 'no date'})" for side, date in ((one.first, one.first_date), (one.last, one.last_date))
        )
        table.add_row(one.row, one.column, begun, now, f"{one.statements}", f"{one.changes}")
    output().print(table)
