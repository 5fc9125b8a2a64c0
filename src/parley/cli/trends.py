"""Counts and stances of actors, concepts and pairs over time: ``parley trends``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from parley.cli.shell import ALL_DONE, json_option, output, print_json, record_option
from parley.cli.statement_options import draw_for, open_analysed, statement_options

if TYPE_CHECKING:
    from parley.analysis.timeline import Series, Timeline

BARS = " ▁▂▃▄▅▆▇█"


@click.command(
    "trends",
    epilog="""\b
Examples:
  parley trends
  parley trends --of rows --name "Ana Petrova" --by year
  parley trends --of pairs --most 5 --json
  parley trends --to trends.svg
""",
)
@click.option("--of", type=click.Choice(["rows", "columns", "pairs"]), default="columns", show_default=True)
@click.option("--by", "unit", type=click.Choice(["week", "month", "year"]), default="month", show_default=True)
@click.option("--name", "names", multiple=True, metavar="NAME", help="Only these; else the most frequent.")
@click.option(
    "--most", type=click.IntRange(min=1), default=10, show_default=True, help="How many of the most frequent."
)
@click.option("--scale", type=float, default=2.0, show_default=True, help="How many times the usual share bursts have.")
@click.option("--gamma", type=float, default=1.0, show_default=True, help="What it costs to begin a burst.")
@click.option("--penalty", type=float, help="For each change.  [default: that of BIC]")
@click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="A picture: .svg, .png, .pdf."
)
@statement_options
@record_option
@json_option
def trends_command(*, to: Path | None, record: Path | str | None, as_json: bool, **options: Any) -> int:
    """Count coded statements over time, with stance, bursts (Kleinberg) and changes (PELT).

    Rows are who speaks, columns what about, pairs both together. A burst is a run of periods with a far larger
    share than usual; a change is where the rate, or the shares of the stances, stand at another height from then on.
    """
    from parley.analysis.timeline import TimelineRequest, as_rows, measure_timeline

    own = {name: options.pop(name) for name in ("of", "unit", "names", "most", "scale", "gamma", "penalty")}
    with open_analysed(record) as store:
        timeline = measure_timeline(draw_for(store, options).chosen, TimelineRequest(**own))
    if to is not None:
        from parley.exports.pictures import draw_timeline

        draw_timeline(timeline, to)
        click.echo(f"{to} written.", err=True)
    elif as_json:
        for row in as_rows(timeline):
            print_json(row)
    else:
        _print(timeline)
    if timeline.undated:
        click.echo(f"Statements left out: {timeline.undated} (no date).", err=True)
    return ALL_DONE


def _print(timeline: Timeline) -> None:
    if timeline.begins:
        output().print(f"{timeline.begins[0]} to {timeline.begins[-1]}, by {timeline.unit}")
    for one in timeline.series:
        output().print(f"{one.name}: {one.number}")
        output().print(f"  {_bars(one)}")
        for burst in one.bursts:
            begin, end = timeline.begins[burst.first], timeline.begins[burst.last]
            output().print(f"  burst {begin} to {end} ({burst.weight:.1f} nats)")
        for what, places in (("rate", one.count_changes), ("stance", one.stance_changes)):
            if places:
                output().print(f"  {what} changes at {', '.join(timeline.begins[place] for place in places)}")


def _bars(one: Series) -> str:
    most = int(one.counts.max(initial=1))
    return "".join(BARS[-(-int(number) * (len(BARS) - 1) // most)] for number in one.counts)
