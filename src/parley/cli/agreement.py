"""Coders beside each other: ``parley agreement``."""

from __future__ import annotations

import math
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

if TYPE_CHECKING:
    from parley.analysis.coders import CoderReport


@click.command(
    "agreement",
    epilog="""\b
Examples:
  parley agreement
  parley agreement --coder "Anna Lind" --coder "the machine" --variable polarity
  parley agreement --variable stance --measure interval --json
  parley agreement --round 1
""",
)
@click.option("--coder", "coders", multiple=True, metavar="NAME", help='Only these; the machine is "the machine".')
@click.option("--variable", "variables", multiple=True, metavar="NAME", help="Only these: concept, stance, ...")
@click.option("--query", metavar="QUERY", help="Only statements that meet this query.")
@click.option("--round", metavar="NUMBER", help="Only what was coded blind in this round: `parley coding list`.")
@click.option(
    "--measure",
    type=click.Choice(["nominal", "ordinal", "interval", "ratio"]),
    help="How far apart two values are.  [default: ordinal for whole numbers, nominal for the rest]",
)
@click.option("--resamples", type=click.IntRange(min=0), default=1000, show_default=True, help="For alpha's interval.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of those lots.")
@record_option
@json_option
def agreement_command(*, record: Path | str | None, as_json: bool, **options: Any) -> int:
    """Measure how far coders agree beyond chance, the machine among them.

    For each variable and pair of coders: Krippendorff's alpha with its 95 % interval, Cohen's kappa and Gwet's AC1
    (AC2 on scales) on the units that both coded; and how far both mark the same stretches of text.
    """
    from parley.pipeline.records import open_record

    place = settings_with(record=record).record
    open_existing(place).close()
    with open_record(place) as store:
        report = store.agreement(**options)
    if as_json:
        _print_json(report)
    else:
        _print(report)
    return ALL_DONE


def _print_json(report: CoderReport) -> None:
    for one in report.variables:
        print_json({name: _known(value) for name, value in plain(one).items()})
    for coders, found in report.spans.items():
        said = {name: _known(value) for name, value in plain(found).items()}
        print_json({"variable": "span", "coders": list(coders)} | said)


def _known(value: Any) -> Any:
    """JSON has no word for what is not a number."""
    return None if isinstance(value, float) and math.isnan(value) else value


def _print(report: CoderReport) -> None:
    from rich.table import Table

    if not report.variables and not report.spans:
        click.echo("No two coders have coded the same.", err=True)
        return
    table = Table("variable", "coders", "units", "agree", "alpha", "95 %", "kappa", "AC")
    for one in report.variables:
        numbers = (f"{one.low:.2f} to {one.high:.2f}", _rounded(one.kappa), _rounded(one.gwet))
        who = " and ".join(one.coders) if one.kappa is not None else f"all {len(one.coders)}"
        table.add_row(one.variable, who, f"{one.units}", f"{one.observed:.0%}", _rounded(one.alpha), *numbers)
    output().print(table)
    table = Table("spans", "articles", "marked", "matched", "F1", "alpha", "of units")
    for coders, found in report.spans.items():
        marked = f"{found.first}, {found.second}"
        rest = (
            f"{found.articles}",
            marked,
            f"{found.matched}",
            f"{found.f1:.2f}",
            _rounded(found.alpha),
            _rounded(found.unitizing),
        )
        table.add_row(" and ".join(coders), *rest)
    output().print(table)


def _rounded(number: float | None) -> str:
    return "" if number is None or math.isnan(number) else f"{number:.3f}"
