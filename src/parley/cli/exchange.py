"""In and out: ``parley import``, ``parley export``, ``parley count``, ``parley audit``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from parley.cli.shell import (
    ALL_DONE,
    SOME_REFUSED,
    back_up,
    backup_option,
    coder_options,
    complain,
    json_option,
    judge_of,
    open_existing,
    output,
    plain,
    print_json,
    record_option,
    settings_with,
    tracked,
)

if TYPE_CHECKING:
    from parley.record import Store
    from parley.terms.exchange import Report

Place = Path | str | None


@click.command(
    "import",
    epilog="""\b
Examples:
  parley import congress.dna
  parley import articles.csv --propose
  parley import statements.xlsx --coder "Anna Lind"
""",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--propose", is_flag=True, help="Let the machine propose statements in the documents too.")
@click.option(
    "--rename",
    "renamed",
    multiple=True,
    metavar="THERE=HERE",
    help="From another record: the name of a coder there, and here; may be repeated.",
)
@backup_option
@coder_options
@record_option
@json_option
def import_command(
    *,
    files: tuple[Path, ...],
    propose: bool,
    renamed: tuple[str, ...],
    no_backup: bool,
    coder: str | None,
    reason: str,  # noqa: ARG001 - an import is its own reason
    record: Place,
    as_json: bool,
) -> int:
    """Bring in what was coded elsewhere, with a report of what did not come in and why.

    FILES are databases of Discourse Network Analyzer 2 or 3 (.dna), projects and codebooks of REFI-QDA
    (.qdpx, .qdc), tables of documents or of quoted statements (.csv, .tsv, .xlsx), or W3C Web
    Annotations (.json, .jsonld, .jsonl); quotations are looked for in the texts of the record. Or another
    record of Parley (.db), with its judgements.
    """
    from parley.pipeline.exchange import import_file
    from parley.record import open_record

    settings = settings_with(record=record)
    finder = None
    if propose:
        from parley.pipeline.build import build_reader

        finder = build_reader(settings).find
    left = 0
    if not no_backup:
        back_up(settings.record, "before-import")
    with open_record(settings.record) as store:
        who = judge_of(store, coder).coder
        for path in files:
            if path.suffix.lower() == ".db":
                report = _join(store, path, coder=who, renamed=renamed)
            else:
                report = import_file(store, path, coder=who, finder=finder)
            left += len(report.left)
            if as_json:
                print_json({"file": str(path), **plain(report)})
                continue
            came = ", ".join(f"{number} {what}" for what, number in report.came.items())
            click.echo(f"{path}: {came or 'nothing'}.")
            for one in report.left:
                complain(f"{one.what} {one.where}: {one.why}", label="Note")
    return SOME_REFUSED if left else ALL_DONE


def _join(store: Store, path: Path, *, coder: str, renamed: tuple[str, ...]) -> Report:
    from parley.errors import UsageError
    from parley.pipeline.joining import join_record

    coders = {}
    for pair in renamed:
        there, mark, here = pair.partition("=")
        if not (mark and there and here):
            raise UsageError(f"{pair!r} does not map one name to another", where="--rename", cure="Write Ann=Anna")
        coders[there] = here
    with open_existing(path) as other:
        return join_record(store, other, coder=coder, coders=coders)


@click.command(
    "export",
    epilog="""\b
Examples:
  parley export sanctions.xlsx --query sanctions
  parley export massoud.docx --query 'speaker:Massoud' --title "What Massoud said"
  parley export record.dna
  parley export articles.bib --articles
  parley export pages.warc.gz
""",
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--format", "form", metavar="NAME", help="The format, where the file's ending does not name it.")
@click.option("--query", metavar="QUERY", help="Only statements that meet this query.")
@click.option("--articles", is_flag=True, help="The articles instead of the statements.")
@click.option("--as-of", metavar="DATE", help="As the record was at the end of this date.")
@click.option("--title", default="Statements", show_default=True, help="What stands on a brief or a feed.")
@record_option
def export_command(
    *,
    file: Path,
    form: str | None,
    query: str | None,
    articles: bool,
    as_of: str | None,
    title: str,
    record: Place,
) -> int:
    """Write statements or articles into a file, in the format that its ending names.

    CSV, TSV, XLSX, JSON Lines, Parquet, .dna, Web Annotations (.jsonld), BibTeX (.bib), CSL-JSON (.csl.json), RSS,
    Atom, JSON Feed (.feed.json), or a citable brief as DOCX or Markdown. A web archive (.warc, .warc.gz) gets every
    page as it was fetched.
    """
    from parley.exports.warc import is_archive

    with open_existing(settings_with(record=record).record) as store:
        if file.suffix.lower() == ".dna" or form == "dna":
            return _export_dna(store, file)
        view = store.view(as_of=as_of)
        if is_archive(file) or form == "warc":
            return _export_pages(view, file, chosen=query is not None or articles)
        if articles:
            rows: Any = view.articles()
        else:
            rows = view.statements(query=query)
        number = _export_rows(view, rows, file, form, title=title, kind="articles" if articles else "statements")
    click.echo(f"{file}: {number} written.", err=True)
    return ALL_DONE


def _export_rows(view: Any, rows: Any, file: Path, form: str | None, *, title: str, kind: Any) -> int:
    from parley.errors import UsageError
    from parley.exports.about import About
    from parley.exports.table import FORMATS, export_rows, format_of

    name = form or format_of(file)
    if name is None:
        cure = f"Name one with --format: dna, {', '.join(FORMATS)}"
        raise UsageError("its ending names no format", where=str(file), cure=cure)
    made = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    concepts = {one.name: one.definition for one in view.concepts()}
    about = About(title=title, made_at=made, kind=kind, concepts=concepts)
    return export_rows(name, tracked(rows, label="Writing", total=len(rows)), file, about=about)


def _export_pages(view: Any, file: Path, *, chosen: bool) -> int:
    from parley.errors import UsageError
    from parley.exports.warc import write_warc

    if chosen:
        cure = "Leave --query and --articles out, or take another format"
        raise UsageError("a web archive holds every page that was fetched", where=str(file), cure=cure)
    fetches = view.fetches()
    number = write_warc(tracked(view.pages(fetches), label="Writing", total=len(fetches)), file)
    click.echo(f"{file}: {number} written.", err=True)
    return ALL_DONE


def _export_dna(store: Any, file: Path) -> int:
    from parley.exports.dna import write_dna
    from parley.record.coded import coded_corpus

    report = write_dna(coded_corpus(store), file)
    for one in report.left:
        complain(f"{one.what} {one.where}: {one.why}", label="Note")
    came = ", ".join(f"{number} {what}" for what, number in report.came.items())
    click.echo(f"{file}: {came}.", err=True)
    return SOME_REFUSED if report.left else ALL_DONE


@click.command("count", epilog="\b\nExamples:\n  parley count 'sanctions speaker:Massoud' --by month\n")
@click.argument("query")
@click.option(
    "--by",
    type=click.Choice(["month", "year", "speaker", "publication", "genre", "language"]),
    default="month",
    show_default=True,
)
@click.option("--all-printings", is_flag=True, help="Count what was printed several times as often.")
@record_option
@json_option
def count_command(*, query: str, by: str, all_printings: bool, record: Place, as_json: bool) -> int:
    """Count the passages that meet a query, by month, by speaker or by a property of their articles.

    What several outlets printed counts once, in its earliest printing that meets the query.
    """
    with open_existing(settings_with(record=record).record) as store:
        tallies = store.view().tallies(query, by, all_printings=all_printings)
    if as_json:
        for one in tallies:
            print_json(plain(one))
        return ALL_DONE
    most = max((one.number for one in tallies), default=0)
    for one in tallies:
        bar = "█" * max(1, round(40 * one.number / most))
        output().print(f"{one.value or '(none)':>24}  {bar} {one.number}")
    if not tallies:
        click.echo("Nothing found.", err=True)
    return ALL_DONE


@click.command("audit", epilog="\b\nExamples:\n  parley audit sample/ --articles 30\n  parley audit sample/\n")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--articles", type=click.IntRange(min=1), default=30, show_default=True, help="How many to draw.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draw.")
@click.option("--query", metavar="QUERY", help="Draw only from articles with a passage that meets this query.")
@record_option
@json_option
def audit_command(*, folder: Path, articles: int, seed: int, query: str | None, record: Place, as_json: bool) -> int:
    """Measure the machine on your own corpus, to be cited beside what you make of it.

    The first time FOLDER is made and filled with articles drawn at random, for you to read in full
    without seeing a proposal. The second time your table of statements is set beside the machine's:
    precision, recall and speakers, with 95 % intervals.
    """
    from parley.pipeline.audit import TABLE, draw_sample, score_sample

    with open_existing(settings_with(record=record).record) as store:
        if not folder.exists():
            drawn = draw_sample(store, folder, articles=articles, seed=seed, query=query)
            click.echo(f"{drawn} articles are in {folder}. Read them, fill {folder / TABLE}, run this again.")
            return ALL_DONE
        found = score_sample(store, folder)
    if as_json:
        print_json(plain(found) | {"sentence": found.sentence()})
        return ALL_DONE
    click.echo(found.sentence())
    for row in found.unplaced:
        complain(f"the quotation does not stand in its article: {row}", label="Note")
    return ALL_DONE
