"""``parley find``: full-text search over the record."""

from __future__ import annotations

from pathlib import Path

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


@click.command(
    "find",
    epilog="""\b
Examples:
  parley find sanctions
  parley find '"power vacuum" OR withdrawal' --since 2023-08 --until 2023-10
  parley find grain --speaker Petrov --json
""",
)
@click.argument("query")
@click.option("--speaker", metavar="NAME", help="Only what this actor says: a name, a part of it, or an actor's key.")
@click.option("--since", metavar="DATE", help="Only articles from this date on: 2023, 2023-08 or 2023-08-09.")
@click.option("--until", metavar="DATE", help="Only articles up to the end of this date.")
@click.option("--publication", metavar="NAME", help="Only articles of this outlet.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many passages at most.")
@record_option
@json_option
def find_command(
    *,
    query: str,
    speaker: str | None,
    since: str | None,
    until: str | None,
    publication: str | None,
    limit: int,
    record: Path | None,
    as_json: bool,
) -> int:
    """Find sentences and statements of the record, the best first.

    QUERY is words, a "phrase", a prefix*, joined by AND, OR, NOT.
    """
    with open_existing(settings_with(record=record).record) as store:
        hits = store.view().find(query, speaker=speaker, since=since, until=until, publication=publication, limit=limit)
    if as_json:
        for hit in hits:
            print_json(plain(hit))
    elif hits:
        from parley.cli.tables import hits_table

        output().print(hits_table(hits))
    else:
        click.echo("Nothing found.", err=True)
    return ALL_DONE
