"""Discourse networks: ``parley network``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from parley.cli.shell import (
    ALL_DONE,
    json_option,
    open_existing,
    output,
    plain,
    print_json,
    record_option,
    settings_with,
)
from parley.errors import UsageError

if TYPE_CHECKING:
    from parley.analysis import EventList, Network, Networks
    from parley.analysis.significance import Within

SHOWN = 30
"""So many ties are printed, the heaviest."""

_CHOICES = {
    "mode": (("one", "two", "events"), "two", "Rows tied to rows, rows to columns, or the list of statements."),
    "aggregation": (
        ("ignore", "congruence", "conflict", "subtract", "combine"),
        "ignore",
        "What is done with the qualifier.",
    ),
    "normalization": (
        ("none", "average", "jaccard", "cosine", "vector-cosine", "activity", "prominence"),
        "none",
        "What ties are divided by.",
    ),
    "duplicates": (
        ("include", "document", "week", "month", "year", "range"),
        "include",
        "Within what statements that say the same count once.",
    ),
}


def _choices(command: Callable[..., int]) -> Callable[..., int]:
    for name, (values, default, text) in reversed(_CHOICES.items()):
        kind = click.Choice(values)
        command = click.option(f"--{name}", type=kind, default=default, show_default=True, help=text)(command)
    return command


def _pairs(context: click.Context, option: click.Parameter, given: Sequence[str]) -> dict[str, list[str]]:  # noqa: ARG001 - click's signature
    found: dict[str, list[str]] = {}
    for one in given:
        name, mark, value = one.partition("=")
        if not (name and mark):
            raise click.BadParameter(f"{one!r} names no value. Write concept='a tax'")
        found.setdefault(name, []).append(value)
    return found


@click.command(
    "network",
    epilog="""\b
Examples:
  parley network --rows person --aggregation subtract
  parley network --mode one --qualifier agreement --aggregation congruence --normalization average --to net.graphml
  parley network --mode one --window "3 months" --to movie.gexf
  parley network --mode one --aggregation subtract --to net.svg
  parley network --aggregation subtract --picture heatmap --to heat.pdf
  parley network --mode events --to statements.csv
  parley network --rows person --aggregation subtract --permutations 999
  parley network --of events --rows actor_country --columns recipient_country --aggregation subtract
""",
)
@_choices
@click.option(
    "--of",
    type=click.Choice(["statements", "events"]),
    default="statements",
    show_default=True,
    help="Who says what, or who acts toward whom.",
)
@click.option("--rows", metavar="VARIABLE", help="The rows.  [default: organization; of events actor]")
@click.option("--columns", metavar="VARIABLE", help="The columns.  [default: concept; of events recipient]")
@click.option(
    "--qualifier", metavar="VARIABLE", help='How rows stand to columns; "" for none.  [default: stance; of events side]'
)
@click.option("--statement-type", metavar="NAME", help="Of the codebook; else the one that has these variables.")
@click.option("--isolates", is_flag=True, help="Keep rows and columns that have no statement left.")
@click.option("--since", metavar="DATE", help="Documents of this date or later.")
@click.option("--until", metavar="DATE", help="Documents of this date or earlier.")
@click.option("--exclude", multiple=True, callback=_pairs, metavar="VARIABLE=VALUE", help="Leave these out.")
@click.option("--include", multiple=True, callback=_pairs, metavar="VARIABLE=VALUE", help="Keep only these.")
@click.option(
    "--minimum", type=click.IntRange(min=1), default=1, show_default=True, help="Fewest statements of a node."
)
@click.option("--window", metavar="LENGTH", help="A network for each stretch of time, as '3 months' or '50 events'.")
@click.option("--step", type=click.IntRange(min=1), default=1, show_default=True, help="Units between windows.")
@click.option("--kernel", type=click.Choice(["uniform", "triangular", "epanechnikov", "gaussian"]), help="Smooth.")
@click.option("--indent-time", is_flag=True, help="Let smoothed windows begin half a window inside the range.")
@click.option("--normalize-to-one", is_flag=True, help="Divide a smoothed network by the sum of its cells.")
@click.option(
    "--weeks", type=click.Choice(["monday", "sunday"]), default="monday", show_default=True, help="Begin of weeks."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of what DNA draws by lot.")
@click.option("--compat", type=click.Choice(["dna3"]), help="The numbers of DNA 3.1.2, its mistakes among them.")
@click.option("--query", metavar="QUERY", help="Only statements that meet this query.")
@click.option("--state", "states", multiple=True, metavar="STATE", help="Only accepted or proposed ones, say.")
@click.option("--polarity", multiple=True, metavar="WORD", help="affirmed or denied.")
@click.option("--certainty", multiple=True, metavar="WORD", help="certain, probable or possible.")
@click.option("--nested/--not-nested", default=None, help="Only statements inside others, or only those that are not.")
@click.option("--confidence", type=click.FloatRange(0, 1), default=0.0, help="Least confidence of the machine.")
@click.option("--status", "statuses", multiple=True, metavar="STATUS", help="Of events.  [default: actual]")
@click.option("--as-of", metavar="DATE", help="The record as it was coded and judged on a date.")
@click.option(
    "--all-printings/--one-printing",
    default=None,
    help="Whether what was printed several times counts as often.  [default: once, where coded with concepts]",
)
@click.option(
    "--permutations",
    type=click.IntRange(min=0),
    default=0,
    help="Deal out statements so often; say which ties are chance.",
)
@click.option(
    "--within",
    type=click.Choice(["document", "week", "month", "year"]),
    help="Deal inside these only.  [default: anywhere]",
)
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write it into a file.")
@click.option(
    "--picture",
    type=click.Choice(["graph", "heatmap", "dendrogram"]),
    default="graph",
    show_default=True,
    help="What a picture shows.",
)
@click.option("--format", "form", metavar="NAME", help="matrix, edges, parquet, graphml, visone, gexf, pajek or dl.")
@record_option
@json_option
def network_command(
    *,
    to: Path | None,
    form: str | None,
    picture: str,
    permutations: int,
    within: Within | None,
    record: Path | str | None,
    as_json: bool,
    **options: Any,
) -> int:
    """Draw a discourse network: who shares which positions with whom.

    Rows, columns and qualifier are variables of the statements: person, organization, concept, stance of those that
    are coded with concepts; those of their type, such as agreement, of imported ones; fields of the
    article (author, source, section, type, id, title); or VARIABLE.ATTRIBUTE. Those of events are actor and recipient
    with their _country and _sector, type, mode, status, quad, side (1 cooperation, -1 conflict), score, reported.
    The file's ending names the format:
    .csv, .parquet, .graphml, .gexf, .net, .dl; pictures .svg, .png, .pdf.
    """
    from parley.pipeline.records import open_record

    options = {name: value for name, value in options.items() if value is not None}
    if "qualifier" in options:
        options["qualifier"] = options["qualifier"] or None
    place = settings_with(record=record).record
    open_existing(place).close()
    with open_record(place) as store:
        drawn = store.network(**options)
        if permutations:
            _print_chances(drawn, permutations, within, options["seed"], as_json=as_json)
        elif to is not None:
            click.echo(f"{to}: {_export(drawn, to, form, picture)} written.", err=True)
        elif as_json:
            _print_json(drawn)
        else:
            _print(drawn)
        _report(drawn, of=options["of"])
    return ALL_DONE


def _export(drawn: Network | Networks | EventList, to: Path, form: str | None, picture: str) -> int:
    from parley.analysis import Network
    from parley.exports.network_files import export_network

    if form is None and to.suffix.lower() in (".svg", ".png", ".pdf"):
        from parley.exports.pictures import draw_picture

        if not isinstance(drawn, Network):
            cure = "Leave the window out, and take one mode or two"
            raise UsageError("a picture shows one network", where=str(to), cure=cure)
        return draw_picture(drawn, to, kind=picture)
    return export_network(drawn, to, form=form)


def _print_chances(
    drawn: Network | Networks | EventList, permutations: int, within: Within | None, seed: int, *, as_json: bool
) -> None:
    from rich.table import Table

    from parley.analysis import Network
    from parley.analysis.significance import measure_significance

    if not isinstance(drawn, Network):
        cure = "Leave the window out, and take one mode or two"
        raise UsageError("permutations are of one network", where="--permutations", cure=cure)
    found = measure_significance(drawn, permutations=permutations, within=within, seed=seed)
    if as_json:
        for one in found:
            print_json(plain(one))
        return
    table = Table("", "", "weight", "by chance", "p more", "p less", "false discovery")
    for one in found[:SHOWN]:
        numbers = (f"{one.weight:g}", f"{one.expected:.3g}", f"{one.more:.3f}", f"{one.less:.3f}")
        table.add_row(one.row, one.column, *numbers, f"{one.false_discovery:.3f}")
    output().print(table)


def _report(drawn: Network | Networks | EventList, *, of: str) -> None:
    """What does not count, and why."""
    dropped = drawn.chosen.dropped
    if dropped:
        parts = ", ".join(f"{number} ({why})" for why, number in sorted(dropped.items()))
        click.echo(f"{of.capitalize()} left out: {parts}.", err=True)


def _print_json(drawn: Network | Networks | EventList) -> None:
    from parley.analysis import EventList, Network

    if isinstance(drawn, EventList):
        for row in drawn:
            print_json(dict(zip(drawn.names, row, strict=True)))
        return
    for one in [drawn] if isinstance(drawn, Network) else drawn:
        for source, column, weight in one.ties():
            print_json({"source": source, "target": column, "weight": weight, "start": one.start, "stop": one.stop})


def _print(drawn: Network | Networks | EventList) -> None:
    from rich.table import Table

    from parley.analysis import EventList, Network

    if isinstance(drawn, EventList):
        table = Table("date", *drawn.names[4:8])
        for cells in list(drawn)[:SHOWN]:
            table.add_row(*("" if cell is None else str(cell) for cell in (cells[1], *cells[4:8])))
    elif isinstance(drawn, Network):
        table = Table(drawn.request.rows, drawn.request.columns if drawn.request.mode == "two" else "", "weight")
        for source, target, weight in sorted(drawn.ties(), key=lambda tie: -abs(tie[2]))[:SHOWN]:
            table.add_row(source, target, f"{weight:g}")
    else:
        table = Table("start", "stop", "statements", "nodes", "ties")
        for one in drawn:
            table.add_row(one.start, one.stop, f"{one.number}", f"{len(one.labels)}", f"{sum(1 for _ in one.ties())}")
    output().print(table)
