"""``parley relation`` and ``parley timeline``: two actors over a period, and one actor in order of time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click
from click.shell_completion import CompletionItem

from parley.cli.shell import (
    ALL_DONE,
    json_option,
    open_existing,
    output,
    print_json,
    record_option,
    settings_with,
)
from parley.errors import ParleyError
from parley.terms.events import EventStatus
from parley.terms.relations import UNITS, RelationQuery

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from parley.terms.events import EventRow
    from parley.terms.relations import Relation, TimelineItem

STATUSES = get_args(EventStatus)
_Command = TypeVar("_Command", bound=Callable[..., Any])


def _actors_like(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of the record's actors that begin as what was typed; none where there is no record."""
    try:
        with open_existing(settings_with(record=ctx.params.get("record")).record) as store:
            return [CompletionItem(name) for name in store.view().relations.names(incomplete)]
    except ParleyError:
        return []


_QUERY = (
    click.option("--since", metavar="DATE", help="First date: 2023, 2023-08 or 2023-08-09."),
    click.option("--until", metavar="DATE", help="Last date, included."),
    click.option(
        "--type", "types", multiple=True, metavar="TYPE", help="A PLOVER type, such as CONSULT; may be repeated."
    ),
    click.option(
        "--status",
        "statuses",
        multiple=True,
        type=click.Choice([*STATUSES, "any"]),
        default=("actual",),
        show_default=True,
        help="How real events are; may be repeated.",
    ),
    click.option("--state", "states", multiple=True, metavar="STATE", help="Of review: proposed, accepted."),
    click.option("--confidence", type=click.FloatRange(0, 1), default=0.0, help="The least confidence."),
    click.option("--all-printings", is_flag=True, help="Count what was printed several times as often."),
)


def _query_options(command: _Command) -> _Command:
    """Which events and statements count."""
    for option in reversed(_QUERY):
        command = option(command)
    return command


def _query(options: dict[str, Any]) -> RelationQuery:
    statuses = () if "any" in options["statuses"] else options["statuses"]
    types = tuple(name.upper() for name in options["types"])
    return RelationQuery(**options | {"statuses": statuses, "types": types})


@click.command(
    "relation",
    epilog="""\b
Examples:
  parley relation Norvia Estrada
  parley relation Norvia Estrada --since 2023 --until 2024-06 --by quarter
  parley relation "Ana Petrova" NATO --status any --confidence 0.7 --json
""",
)
@click.argument("first", shell_complete=_actors_like)
@click.argument("second", shell_complete=_actors_like)
@click.option("--by", "unit", type=click.Choice(UNITS), default="month", show_default=True, help="By what it adds up.")
@_query_options
@record_option
@json_option
def relation_command(*, first: str, second: str, record: Path | str | None, as_json: bool, **options: Any) -> int:
    """Tell how two actors stand to each other: what they do, say and are, each with its sentences.

    FIRST and SECOND are keys, whole names or words of a name. Events are added up by quad class and direction; where
    the text fixes no date for one, the article's counts. Rejected ones never count. States and sentiments that the
    model reads in single sentences stand beside, only where they are sure enough, and are not added up.
    """
    from parley.pipeline.relation_objects import relation_object
    from parley.pipeline.relations import ask_relation

    settings = settings_with(record=record)
    with open_existing(settings.record) as store:
        found = ask_relation(store.view(), first, second, _query(options), settings)
    if as_json:
        print_json(relation_object(found))
    else:
        _print_relation(found)
    return ALL_DONE


@click.command(
    "timeline",
    epilog="""\b
Examples:
  parley timeline Norvia
  parley timeline Norvia Estrada --since 2023
  parley timeline "Ana Petrova" --only statements --json
""",
)
@click.argument("actor", shell_complete=_actors_like)
@click.argument("other", required=False, shell_complete=_actors_like)
@click.option(
    "--only",
    "shown",
    type=click.Choice(["everything", "events", "statements"]),
    default="everything",
    show_default=True,
)
@_query_options
@record_option
@json_option
def timeline_command(
    *, actor: str, other: str | None, shown: Any, record: Path | str | None, as_json: bool, **options: Any
) -> int:
    """Tell what an actor does, suffers and says, in order of time, each with its sentence.

    With OTHER only what happens between the two, and what they say about each other.
    """
    from parley.pipeline.relation_objects import timeline_objects
    from parley.pipeline.relations import ask_timeline

    with open_existing(settings_with(record=record).record) as store:
        one, second, items = ask_timeline(store.view(), actor, other, _query(options), shown=shown)
    if as_json:
        for row in timeline_objects(items):
            print_json(row)
        return ALL_DONE
    console = output()
    for item in items:
        _print_item(console, item)
    if not items:
        between = f" and {second.name}" if second is not None else ""
        click.echo(f"Nothing of {one.name}{between} meets these conditions.", err=True)
    return ALL_DONE


def _print_relation(relation: Relation) -> None:
    from rich.text import Text

    console = output()
    first, second = relation.first.name, relation.second.name
    console.print(Text(f"{first} and {second}", style="bold"))
    if relation.points:
        console.print(_points_table(relation))
    for one in relation.events:
        _print_event(console, one.event, one.date)
    for said, about, rows in ((first, second, relation.forth), (second, first, relation.back)):
        if rows:
            tally = relation.speech("forth" if said == first else "back")
            console.print(
                Text(f"\n{said} about {about}: {tally.affirmed} affirmed, {tally.denied} denied", style="bold")
            )
        for row in rows:
            _print_line(console, row.said or row.date, f"{row.polarity}, {row.state}, {row.article}", row.sentence)
    _print_known(console, relation)
    if not (relation.events or relation.forth or relation.back):
        hint = " `--status any` takes in events that are not actual." if relation.query.statuses == ("actual",) else ""
        click.echo(f"Nothing between {first} and {second} meets these conditions.{hint}", err=True)


def _print_known(console: Console, relation: Relation) -> None:
    """What is no event and no statement: events on one side, states and sentiments of sentences, facts."""
    from rich.text import Text

    names = {"forth": (relation.first.name, relation.second.name), "back": (relation.second.name, relation.first.name)}
    if relation.beside:
        console.print(Text("\nOn one side, not counted", style="bold"))
    for event in relation.beside:
        _print_event(console, event, event.date or event.article_date)
    if relation.readings:
        console.print(Text("\nRead in single sentences", style="bold"))
    for one in relation.readings:
        left, right = names.get(one.heading, names["forth"])
        what = f"{left} and {right}: {one.label}" if one.heading == "mutual" else f"{left} to {right}: {one.label}"
        _print_line(
            console, one.sentence.date, f"{what}, {one.confidence:.2f}, {one.sentence.article}", one.sentence.text
        )
    if relation.sentences_in_all:
        console.print(f"\nSentences that name both: {relation.sentences_in_all} (--json has the newest)")
    if relation.facts:
        console.print(Text("\nBy the actor store", style="bold"))
    for fact in relation.facts:
        console.print(Text(f"  {fact.subject}: {fact.kind}, {fact.object}{f' ({fact.when})' if fact.when else ''}"))


def _points_table(relation: Relation) -> Any:
    from rich import box
    from rich.table import Table

    from parley.terms.relations import QUADS

    first, second = relation.first.name, relation.second.name
    arrows = {"either": "either", "forth": f"{first} → {second}", "back": f"{second} → {first}"}
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for name in ("Period", "Direction", "Quad class"):
        table.add_column(name)
    for name in ("Events", "Sum", "Mean", "Reported"):
        table.add_column(name, justify="right")
    for point in relation.points:
        numbers = (f"{point.number}", f"{point.sum:g}", f"{point.mean:.2f}", f"{point.reported}")
        table.add_row(point.period or "no such date", arrows[point.direction], QUADS[point.quad], *numbers)
    return table


def _print_item(console: Console, item: TimelineItem) -> None:
    if item.event is not None:
        _print_event(console, item.event, item.date)
    elif item.statement is not None:
        row = item.statement
        about = f" about {', '.join(row.about)}" if row.about else ""
        _print_line(
            console,
            item.date,
            f"{row.speaker or 'somebody'}{about}: {row.polarity}, {row.state}, {row.article}",
            row.sentence,
        )


def _print_event(console: Console, event: EventRow, day: str | None) -> None:
    sides = [_names(event.actor) or "somebody", event.type, _names(event.recipient)]
    reported = "reported" if event.reported_by else ""
    known = ", ".join(part for part in (event.status, reported, event.state, event.article) if part)
    _print_line(console, day, f"{' '.join(part for part in sides if part)} [{known}]", event.evidence[0].exact)


def _print_line(console: Console, day: str | None, head: str, sentence: str) -> None:
    console.print(_dated(day, head))
    console.print(f"    {' '.join(sentence.split())}")


def _dated(day: str | None, head: str) -> Text:
    from rich.text import Text

    line = Text(f"{day or 'undated'}  ", style="dim")
    line.append(head, style="not dim bold")
    return line


def _names(sides: Sequence[Any]) -> str:
    return ", ".join(side.name for side in sides)
