"""``parley show``: an article of the record with its statements marked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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
    from parley.record import Store


@click.command(
    "show",
    epilog="""\b
Examples:
  parley show
  parley show --query 'work:unread collection:Doha'
  parley show page-000123
  parley show page-000123 --json
  parley show page-000123 --changes
""",
)
@click.argument("article", metavar="[ID]", required=False)
@click.option("--query", metavar="QUERY", help="Without ID: only articles with a passage that meets this query.")
@click.option("--changes", is_flag=True, help="What changed since the text that was read from its address before.")
@record_option
@json_option
def show_command(
    *, article: str | None, query: str | None, changes: bool, record: Path | str | None, as_json: bool
) -> int:
    """Show an article with its statements marked, and a table of them beneath, and where else it was printed.

    ID is the article's name (its file's name without ending) or its key. Without ID, the articles of the
    record are listed.
    """
    from parley.cli.tables import articles_table, marked_article, printings_table

    settings = settings_with(record=record)
    with open_existing(settings.record) as store:
        if changes:
            return _show_changes(store, article, as_json=as_json)
        if article is None:
            rows = store.view().articles(query=query)
            if as_json:
                for row in rows:
                    print_json(plain(row))
            else:
                output().print(articles_table(rows))
            return ALL_DONE
        stored = store.view().article(article)
        printings = store.view().printings(stored.article_key)
    if as_json:
        from parley.pipeline.build import build_reader
        from parley.pipeline.contract import found_objects, reading_object
        from parley.pipeline.found import where_found

        shown = reading_object(stored.reading, stored.entries)
        places = found_objects(where_found(stored.reading, build_reader(settings)))
        print_json({**shown, "key": stored.article_key, "printings": plain(printings), "found": places})
    else:
        console = output()
        for part in marked_article(stored.reading, brackets=console.no_color or not console.is_terminal):
            console.print(part, soft_wrap=False)
        if printings.reason:
            console.print(printings.reason)
        if printings.others:
            console.print(printings_table(printings))
    return ALL_DONE


def _show_changes(store: Store, article: str | None, *, as_json: bool) -> int:
    """Print what changed in an article since it was read before."""
    if article is None:
        raise UsageError("it is not clear which article", where="--changes", cure="Name it: parley show ID --changes")
    found = store.view().changes(article)
    if found is None:
        click.echo("No other text was read from its address before.", err=True)
        return ALL_DONE
    if as_json:
        print_json(plain(found))
        return ALL_DONE
    console = output()
    marks = {"same": ("  ", "dim"), "gone": ("- ", "red"), "new": ("+ ", "green")}
    for part in found.parts:
        mark, style = marks[part.kind]
        console.print(mark + part.text, style=style)
    for one in found.judged:
        console.print(f"{one.origin}: {one.said} {one.sentence}")
    return ALL_DONE
