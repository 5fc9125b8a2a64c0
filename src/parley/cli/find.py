"""``parley find``: full-text search over the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

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
    from parley.record import View


@click.command(
    "find",
    epilog="""\b
Examples:
  parley find sanctions
  parley find '"power vacuum" OR withdrawal' --since 2023-08 --until 2023-10
  parley find grain --speaker Petrov --json
""",
)
@click.argument("query", required=False)
@click.option("--saved", metavar="NAME", help="The saved search of this name, instead of QUERY.")
@click.option("--speaker", metavar="NAME", help="Only what this actor says: a name, a part of it, or an actor's key.")
@click.option("--since", metavar="DATE", help="Only articles from this date on: 2023, 2023-08 or 2023-08-09.")
@click.option("--until", metavar="DATE", help="Only articles up to the end of this date.")
@click.option("--publication", metavar="NAME", help="Only articles of this outlet.")
@click.option(
    "--order", type=click.Choice(["rank", "date"]), default="rank", show_default=True, help="What comes first."
)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many passages at most.")
@record_option
@json_option
def find_command(
    *,
    query: str | None,
    saved: str | None,
    order: Literal["rank", "date"],
    speaker: str | None,
    since: str | None,
    until: str | None,
    publication: str | None,
    limit: int,
    record: Path | str | None,
    as_json: bool,
) -> int:
    """Find sentences and statements of the record, the best first.

    QUERY is words, a "phrase", a prefix*, NEAR/5, fields such as speaker:Massoud, joined by AND, OR, NOT.
    """
    if (query is None) == (saved is None):
        raise click.UsageError("Name a query or a saved search.", click.get_current_context())
    with open_existing(settings_with(record=record).record) as store:
        view = store.view()
        hits = view.find(
            _wanted(view, query, saved),
            speaker=speaker,
            since=since,
            until=until,
            publication=publication,
            order=order,
            limit=limit,
        )
    if as_json:
        for hit in hits:
            print_json(plain(hit))
    elif hits:
        from parley.cli.tables import hits_table

        output().print(hits_table(hits))
    else:
        click.echo("Nothing found.", err=True)
    return ALL_DONE


def _wanted(view: View, query: str | None, saved: str | None) -> str:
    """The query: as given, or that of a saved search."""
    if query is not None:
        return query
    for row in view.saved_searches():
        if row.name.casefold() == str(saved).casefold():
            return row.query
    raise UsageError("there is no saved search of this name", where=str(saved), cure="`parley searches` lists them")
