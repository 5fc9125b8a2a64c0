"""``parley reread``: the stored pages again, with the present models."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli.pages import complain_refusal
from parley.cli.shell import (
    ALL_DONE,
    SOME_REFUSED,
    jobs_option,
    json_option,
    open_existing,
    plain,
    print_json,
    record_option,
    settings_with,
    tracked,
)
from parley.terms.review import Refusal


@click.command("reread", epilog="\b\nExamples:\n  parley reread\n  parley reread --all --jobs 0 --json\n")
@click.option("--all", "everything", is_flag=True, help="Also what the present version and weights have read already.")
@jobs_option
@record_option
@json_option
def reread_command(*, everything: bool, jobs: int, record: Path | str | None, as_json: bool) -> int:
    """Read the pages of the record again, as they were fetched, with the models that are there now.

    What the models read as before stays as it is. Entries that people judged keep what was decided; where the
    models now read them differently, they are queued. What a site prints on several of its pages is furniture:
    articles that it stood in are read again without it. A run that was stopped is gone on with by the next one.
    Documents that were imported stay as they were coded.
    """
    from parley.pipeline.rereading import reread
    from parley.pipeline.workers import Workers

    settings = settings_with(record=record)
    with open_existing(settings.record) as store, Workers(settings, jobs=jobs) as workers:
        counts, outcomes = reread(store, workers, everything=everything)
        for outcome in tracked(outcomes, label="Reading again", total=counts.pages or None):
            if isinstance(outcome, Refusal):
                complain_refusal(outcome)
        name = store.name
    if as_json:
        print_json(plain(counts))
    else:
        rest = f", {counts.refused} refused" if counts.refused else ""
        sites = f", {counts.of_sites} for what their sites print everywhere" if counts.of_sites else ""
        said = f"{counts.pages} read again{sites}: {counts.changed} changed, {counts.unchanged} unchanged{rest}."
        click.echo(f"{name}: {said}" if counts.pages else f"{name}: the present models have read every page.", err=True)
    return SOME_REFUSED if counts.refused else ALL_DONE
