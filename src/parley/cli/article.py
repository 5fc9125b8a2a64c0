"""``parley article``: what the pages say, without looking for statements and without storing."""

from __future__ import annotations

import click

from parley.cli.pages import complain_refusal, pages_of
from parley.cli.shell import ALL_DONE, SOME_REFUSED, json_option, output, print_json, settings_with, tracked
from parley.terms.review import Refusal


@click.command(
    "article",
    epilog="""\b
Examples:
  parley article page.html
  parley article news/ --json > articles.jsonl
""",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...")
@json_option
def article_command(*, paths: tuple[str, ...], as_json: bool) -> int:
    """Split pages into article, teasers, comments and furniture; print the fields; store nothing.

    PATHS are files (HTML or plain text), folders, globs in quotes, or - for standard input.
    """
    from parley.pipeline.contract import article_object

    settings = settings_with()
    total, pages = pages_of(paths, settings)
    read_article = article_reader(settings)
    refused = 0
    for page in tracked(pages, label="Reading", total=total):
        article = page if isinstance(page, Refusal) else read_article(page)
        if isinstance(article, Refusal):
            refused += 1
            complain_refusal(article)
        elif as_json:
            print_json(article_object(article))
        else:
            from parley.cli.tables import article_table

            output().print(article_table(article))
    return SOME_REFUSED if refused else ALL_DONE
