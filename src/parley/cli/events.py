"""``parley events``: who did what to whom, as a list, as JSON Lines, or as a file for other tools."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from parley.cli.shell import (
    ALL_DONE,
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

if TYPE_CHECKING:
    from parley.record import Store
    from parley.record.judging import Judge
    from parley.terms.events import EventFilter, EventRow, EventSide

FORMATS = ("plover", "polecat", "cameo", "csv")
STATUSES = ("actual", "future", "hypothetical", "negated", "historical")


@click.command(
    "events",
    epilog="""\b
Examples:
  parley events
  parley events --type COERCE --status actual --since 2024-01
  parley events --actor Norvia --confidence 0.7 --json
  parley events --to events.tsv --format polecat
  parley events --each --since 2024-01
  parley events --join 0t8k... --join 4c2m... --reason "the same visit"
  parley events --split 0t8k...
""",
)
@click.option("--type", "types", multiple=True, metavar="TYPE", help="A PLOVER type, such as CONSULT; may be repeated.")
@click.option("--status", "statuses", multiple=True, type=click.Choice(STATUSES), help="How real; may be repeated.")
@click.option("--state", "states", multiple=True, metavar="STATE", help="Of review: proposed, accepted, rejected ...")
@click.option("--since", metavar="DATE", help="First date: 2023, 2023-08 or 2023-08-09.")
@click.option("--until", metavar="DATE", help="Last date, included.")
@click.option("--confidence", type=click.FloatRange(0, 1), default=0.0, help="The least confidence.")
@click.option("--actor", metavar="NAME", help="Part of an actor's name, or a country's code, on either side.")
@click.option("--each", is_flag=True, help="Each telling in each article by itself, not each event once.")
@click.option("--join", "joined", multiple=True, metavar="KEY", help="Hold these events to be one; give two or more.")
@click.option("--split", "split", metavar="KEY", help="Hold this event to be another one than those it is put with.")
@coder_options
@click.option("--to", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write a file instead.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="plover", help="Of that file.")
@record_option
@json_option
def events_command(
    *,
    types: tuple[str, ...],
    statuses: tuple[str, ...],
    states: tuple[str, ...],
    since: str | None,
    until: str | None,
    confidence: float,
    actor: str | None,
    each: bool,
    joined: tuple[str, ...],
    split: str | None,
    reason: str,
    coder: str | None,
    file: Path | None,
    form: str,
    record: Path | str | None,
    as_json: bool,
) -> int:
    """List the events of a record: who did what to whom, each with the sentence that proves it.

    Dates are those of the events; where the text fixes none, the article's date is compared. Formats of files:
    PLOVER's JSON Lines, POLECAT's 40 columns, CAMEO dyads, CSV. What several articles tell of one event is one row
    with all their sentences; that is a proposal, which --join and --split correct and `parley undo` takes back.
    """
    from parley.pipeline.event_clusters import events_once
    from parley.terms.events import EventFilter

    if joined or split:
        with open_existing(settings_with(record=record).record) as store:
            _judge(judge_of(store, coder), store, joined, split, reason)
        return ALL_DONE
    wanted = EventFilter(
        types=tuple(name.upper() for name in types),
        statuses=statuses,
        states=states,
        since=since,
        until=until,
        confidence=confidence,
        actor=actor,
    )
    with open_existing(settings_with(record=record).record) as store:
        view = store.view()
        rows = view.events(wanted) if each else events_once(view, wanted)
    if file is not None:
        click.echo(f"{file}: {_written(rows, file, form)} written.", err=True)
    elif as_json:
        for row in rows:
            print_json(plain(row))
    else:
        _print(rows, wanted)
    return ALL_DONE


def _judge(judge: Judge, store: Store, joined: tuple[str, ...], split: str | None, reason: str) -> None:
    from parley.pipeline.event_clusters import take_out

    if joined:
        judge.events.join(joined, reason=reason)
        click.echo(f"{len(joined)} events are held to be one; `parley undo` takes it back.")
    if split:
        others = take_out(store.view(), judge, split, reason=reason)
        click.echo(f"It is another event than {len(others)} it was put with; `parley undo` takes it back.")


def _written(rows: tuple[EventRow, ...], file: Path, form: str) -> int:
    from parley.exports import events
    from parley.knowledge.ontology import cameo_code, load_ontology

    ontology = load_ontology()

    def folded(row: EventRow) -> EventRow:
        kind = ontology.types[ontology.folded(row.type, row.status)]
        return (
            row if kind.name == row.type else replace(row, type=kind.name, quad=kind.quad, score=kind.score, mode=None)
        )

    def cameo(row: EventRow) -> str:
        coded = folded(row)
        return cameo_code(coded.type, coded.mode, coded.contexts)

    if form == "plover":
        return events.write_plover(rows, file, folded=folded)
    if form == "polecat":
        return events.write_polecat(rows, file, folded=folded)
    return events.write_dyads(rows, file, cameo=cameo) if form == "cameo" else events.write_event_table(rows, file)


def _print(rows: tuple[EventRow, ...], wanted: EventFilter) -> None:
    from rich.text import Text

    console = output()
    for row in rows:
        head = Text(f"{row.date or row.article_date or 'undated'}  ", style="dim")
        head.append(f"{_names(row.actor)} ", style="bold")
        head.append(f"{row.type}{f' ({row.mode})' if row.mode else ''}", style="bold cyan")
        head.append(f" {_names(row.recipient)}" if row.recipient else "", style="bold")
        number = len({one.article for one in row.evidence})
        where = row.article if number == 1 else f"{row.article} and {number - 1} more"
        known = [row.status, row.state, f"{row.confidence:.2f}" if row.confidence is not None else "", where]
        head.append(f"  [{', '.join(part for part in known if part)}]", style="dim")
        console.print(head)
        for one in row.evidence:
            console.print(Text(f"    {' '.join(one.exact.split())}"))
    if not rows:
        restricted = wanted != type(wanted)()
        click.echo("No events" + (" meet these conditions." if restricted else " are in this record."), err=True)


def _names(sides: tuple[EventSide, ...]) -> str:
    return ", ".join(side.name for side in sides) or "somebody"
