"""Two periods or two sources side by side: ``parley compare``."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from parley.cli.shell import ALL_DONE, json_option, output, plain, print_json, record_option
from parley.cli.statement_options import draw_for, open_analysed, statement_options

if TYPE_CHECKING:
    from parley.analysis.comparison import Difference

SHOWN = 30
"""So many differences are printed, the largest."""


@click.command(
    "compare",
    epilog="""\b
Examples:
  parley compare 2022 2023
  parley compare 2022-01..2022-06 2022-07..2022-12 --of person
  parley compare "The Times" "The Post" --by source
""",
)
@click.argument("left")
@click.argument("right")
@click.option("--by", default="date", show_default=True, metavar="VARIABLE", help="What tells the sides apart.")
@click.option("--of", default="concept", show_default=True, metavar="VARIABLE", help="What is compared.")
@click.option("--permutations", type=click.IntRange(min=99), default=999, show_default=True, help="For the p-values.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of those lots.")
@statement_options
@record_option
@json_option
def compare_command(
    *,
    left: str,
    right: str,
    by: str,
    of: str,
    permutations: int,
    seed: int,
    record: Path | str | None,
    as_json: bool,
    **options: Any,
) -> int:
    """Set two periods, or two values of a variable such as the source, beside each other.

    LEFT and RIGHT are dates (2022, 2022-03), stretches of time (2022-01..2022-06), or with --by values of that
    variable. For each name: its share of all statements of its side, the mean of the qualifier, and how often as
    large a difference comes by chance when documents are dealt out to the sides anew.
    """
    from parley.analysis.comparison import compare_sides, sides_by_date, sides_by_value

    with open_analysed(record) as store:
        chosen = draw_for(store, options).chosen
    sides = sides_by_date(chosen, left, right) if by == "date" else sides_by_value(chosen, by, left, right)
    found = compare_sides(chosen, chosen.table.column(of), sides, permutations=permutations, seed=seed)
    if as_json:
        for one in found:
            print_json({name: _known(value) for name, value in plain(one).items()})
    else:
        _print(found, of, (left, right))
    return ALL_DONE


def _known(value: Any) -> Any:
    """JSON has no word for what is not a number."""
    if isinstance(value, dict):
        return {name: _known(one) for name, one in value.items()}
    return None if isinstance(value, float) and math.isnan(value) else value


def _print(found: tuple[Difference, ...], of: str, sides: tuple[str, str]) -> None:
    from rich.table import Table

    table = Table(of, *sides, "p", *(f"mean {side}" for side in sides), "p")
    for one in found[:SHOWN]:
        shares = (f"{side.statements} ({side.share:.0%})" for side in (one.left, one.right))
        means = (_rounded(side.mean) for side in (one.left, one.right))
        table.add_row(one.name, *shares, f"{one.share_p:.3f}", *means, _rounded(one.mean_p))
    output().print(table)


def _rounded(number: float) -> str:
    return "" if math.isnan(number) else f"{number:.3f}"
