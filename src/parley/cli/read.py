"""``parley read``: pages into the record."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from parley.cli.pages import complain_refusal, pages_of
from parley.cli.shell import (
    ALL_DONE,
    SOME_REFUSED,
    jobs_option,
    json_option,
    output,
    print_json,
    record_option,
    settings_with,
    tracked,
)
from parley.terms.review import Refusal, Run
from parley.version import __version__

if TYPE_CHECKING:
    from parley.pipeline.read import Read


@click.command(
    "read",
    epilog="""\b
Examples:
  parley read page.html
  parley read news/ --record news.db
  parley read news/ --jobs 0
  parley read https://example.org/news/talks.html
  parley read "news/2023-*/*.html" --json > statements.jsonl
  curl -s ADDRESS | parley read -
""",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...")
@record_option
@jobs_option
@json_option
def read_command(*, paths: tuple[str, ...], record: Path | str | None, jobs: int, as_json: bool) -> int:
    """Read pages into the record, and print who says what in them.

    PATHS are files (HTML, plain text, PDF, DOCX, e-mail; WARC, JSON Lines, LexisNexis and Factiva exports with
    many pages), folders, globs in quotes, - for standard input, or http and https addresses, of which those are
    fetched that the site lets programs read, one a second. A page that cannot be read is refused with a sentence
    and the others go on. Reading a page again changes nothing.
    """
    from parley.pipeline.correcting import Corrector
    from parley.pipeline.read import keep_all, read_page
    from parley.pipeline.workers import Workers
    from parley.record import open_record

    settings = settings_with(record=record)
    workers = Workers(settings, jobs=jobs)
    begun = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    run = Run(code=__version__, weights=workers.reader.weights_digest, started_at=begun)
    total, pages = pages_of(paths, settings)
    statements = read = refused = 0
    with open_record(settings.record) as store, store.writer(run) as writer, workers:
        corrector = Corrector(workers.reader, store.view().block_corrections())
        outcomes = keep_all(workers.each(read_page, pages), writer, corrector.corrected)
        name = store.name
        for outcome in tracked(outcomes, label="Reading", total=total):
            if isinstance(outcome, Refusal):
                refused += 1
                complain_refusal(outcome)
                continue
            read += 1
            statements += len(outcome.reading.proposals.statements)
            _show(outcome, as_json=as_json)
    if not as_json:
        rest = f"; {refused} refused" if refused else ""
        click.echo(f"{name}: {read} read, {statements} statements{rest}.", err=True)
    return SOME_REFUSED if refused else ALL_DONE


def _show(read: Read, *, as_json: bool) -> None:
    """Print what was found in one page."""
    if as_json:
        from parley.pipeline.contract import reading_object

        print_json(reading_object(read.reading, read.keys))
    else:
        from parley.cli.tables import reading_table

        output().print(reading_table(read.reading))
