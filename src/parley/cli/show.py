"""``parley show``: an article of the record with its statements marked."""

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
    "show",
    epilog="""\b
Examples:
  parley show
  parley show --query 'work:unread collection:Doha'
  parley show page-000123
  parley show page-000123 --json
""",
)
@click.argument("article", metavar="[ID]", required=False)
@click.option("--query", metavar="QUERY", help="Without ID: only articles with a passage that meets this query.")
@record_option
@json_option
def show_command(*, article: str | None, query: str | None, record: Path | str | None, as_json: bool) -> int:
    """Show an article with its statements marked, and a table of them beneath.

    ID is the article's name (its file's name without ending) or its key. Without ID, the articles of the
    record are listed.
    """
    from parley.cli.tables import articles_table, marked_article

    with open_existing(settings_with(record=record).record) as store:
        if article is None:
            rows = store.view().articles(query=query)
            if as_json:
                for row in rows:
                    print_json(plain(row))
            else:
                output().print(articles_table(rows))
            return ALL_DONE
        stored = store.view().article(article)
    if as_json:
        from parley.pipeline.contract import reading_object

        print_json({**reading_object(stored.reading, stored.entries), "key": stored.article_key})
    else:
        console = output()
        for part in marked_article(stored.reading, brackets=console.no_color or not console.is_terminal):
            console.print(part, soft_wrap=False)
    return ALL_DONE
