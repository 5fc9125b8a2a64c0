"""Whether more reading would change a network: ``parley saturation``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from parley.cli.shell import ALL_DONE, json_option, output, plain, print_json, record_option
from parley.cli.statement_options import draw_for, open_analysed, statement_options


@click.command(
    "saturation", epilog="\b\nExamples:\n  parley saturation\n  parley saturation --rows organization --json\n"
)
@click.option("--steps", type=click.IntRange(min=1), default=10, show_default=True, help="Points of the curve.")
@click.option("--draws", type=click.IntRange(min=1), default=100, show_default=True, help="Orders of documents.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of those lots.")
@statement_options
@record_option
@json_option
def saturation_command(
    *, steps: int, draws: int, seed: int, record: Path | str | None, as_json: bool, **options: Any
) -> int:
    """Tell how much of a network is known after some of its documents, in orders drawn by lot.

    Where the last step still adds ties, further documents would add more.
    """
    from rich.table import Table

    from parley.analysis.saturation import measure_saturation

    with open_analysed(record) as store:
        found = measure_saturation(draw_for(store, options).chosen, steps=steps, draws=draws, seed=seed)
    if as_json:
        for one in found:
            print_json(plain(one))
        return ALL_DONE
    table = Table("documents", options["rows"], options["columns"], "ties", "95 %")
    for one in found:
        shares = (f"{share:.0%}" for share in (one.rows, one.columns, one.ties))
        table.add_row(f"{one.documents}", *shares, f"{one.ties_low:.0%} to {one.ties_high:.0%}")
    output().print(table)
    return ALL_DONE
