"""``parley article``: what the pages say, without looking for statements and without storing."""

from __future__ import annotations

import click

from parley.cli.pages import pages_of
from parley.cli.shell import (
    ALL_DONE,
    SOME_REFUSED,
    complain,
    json_option,
    output,
    print_json,
    sentence_of,
    settings_with,
    tracked,
)
from parley.errors import PageRefused


@click.command(
    "article",
    epilog="""\b
Examples:
  parley article page.html
  parley article news/ --json > articles.jsonl
""",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...")
@click.option(
    "--by-site",
    is_flag=True,
    help="Look at all pages first, and leave out of the articles what their site prints on several of them.",
)
@json_option
def article_command(*, paths: tuple[str, ...], by_site: bool, as_json: bool) -> int:
    """Split pages into article, teasers, comments and furniture; print the fields; store nothing.

    PATHS are files (HTML, plain text, PDF, DOCX, e-mail; WARC, JSON Lines, LexisNexis and Factiva exports with
    many pages), folders, globs in quotes, - for standard input, or http and https addresses.
    """
    from parley.pipeline.build import build_reader
    from parley.pipeline.contract import article_object
    from parley.pipeline.sites import read_by_site

    settings = settings_with()
    reader = build_reader(settings)
    total, pages = pages_of(paths, settings)
    refused = 0
    shown = tracked(pages, label="Reading", total=total)
    for article in read_by_site(shown, reader) if by_site else map(reader.article_or_refusal, shown):
        if isinstance(article, PageRefused):
            refused += 1
            complain(sentence_of(article), label="Refused")
            continue
        if as_json:
            print_json(article_object(article))
        else:
            from parley.cli.tables import article_table

            output().print(article_table(article))
    return SOME_REFUSED if refused else ALL_DONE
