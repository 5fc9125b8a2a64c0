"""The library and the codebook: actors, concepts, collections, outlets, saved searches, states of articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from parley.cli.shell import (
    ALL_DONE,
    coder_options,
    json_option,
    judge_of,
    open_existing,
    output,
    plain,
    print_json,
    record_option,
    settings_with,
)

Place = Path | str | None


def _listing(name: str, doing: str, rows_of: Callable[[Any], Sequence[Any]]) -> click.Command:
    """A command that lists rows of the record."""

    @click.command(name, help=doing, epilog=f"\b\nExamples:\n  parley {name}\n  parley {name} --as-of 2026-11 --json\n")
    @click.option("--as-of", metavar="DATE", help="As the record was at the end of this date.")
    @record_option
    @json_option
    def command(*, as_of: str | None, record: Place, as_json: bool) -> int:
        from parley.cli.lists import rows_table

        with open_existing(settings_with(record=record).record) as store:
            rows = rows_of(store.view(as_of=as_of))
        if as_json:
            for row in rows:
                print_json(plain(row))
        elif rows:
            output().print(rows_table(rows))
        else:
            click.echo("There are none yet.", err=True)
        return ALL_DONE

    return command


@click.command("statements", epilog="\b\nExamples:\n  parley statements --query 'review:open speaker:Massoud'\n")
@click.option("--query", metavar="QUERY", help="Only statements that meet this query.")
@click.option("--as-of", metavar="DATE", help="As the record was at the end of this date.")
@click.option("--differing", is_flag=True, help="Only those you judged and the newest model reads differently.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True)
@record_option
@json_option
def statements_command(
    *, query: str | None, as_of: str | None, differing: bool, limit: int, record: Place, as_json: bool
) -> int:
    """List statements with their keys, by which they are judged."""
    from parley.cli.tables import statement_rows_table

    with open_existing(settings_with(record=record).record) as store:
        rows = list(store.view(as_of=as_of).statements(query=query, differing=differing, limit=limit))
    if as_json:
        for row in rows:
            print_json(plain(row))
    elif rows:
        output().print(statement_rows_table(rows))
    else:
        click.echo("There are none.", err=True)
    return ALL_DONE


concepts_command = _listing("concepts", "List the concepts of the codebook.", lambda view: view.concepts())
collections_command = _listing("collections", "List the collections.", lambda view: view.collections())
outlets_command = _listing("outlets", "List the outlets.", lambda view: view.outlets())
searches_command = _listing("searches", "List the saved searches.", lambda view: view.saved_searches())


@click.command("merge-actors", epilog="\b\nExamples:\n  parley merge-actors 'Ahmad Massoud' 'Ahmed Masood'\n")
@click.argument("into")
@click.argument("others", nargs=-1, required=True)
@coder_options
@record_option
def merge_actors_command(*, into: str, others: tuple[str, ...], coder: str | None, reason: str, record: Place) -> int:
    """Hold several actors to be one: INTO stays, OTHERS go into it. Names or keys."""
    with open_existing(settings_with(record=record).record) as store:
        judge_of(store, coder).actors.merge(into, others, reason=reason)
    return ALL_DONE


@click.command(
    "define", epilog="\b\nExamples:\n  parley define 'Sanctions must go' --definition 'asks for an end of sanctions'\n"
)
@click.argument("concept")
@click.option("--definition", default="", metavar="TEXT", help="When a statement takes it up.")
@click.option("--colour", metavar="#RRGGBB")
@click.option("--parent", metavar="CONCEPT", help="The concept above it.")
@coder_options
@record_option
def define_command(*, concept: str, coder: str | None, reason: str, record: Place, **fields: Any) -> int:
    """Define a concept of the codebook, or define it anew."""
    with open_existing(settings_with(record=record).record) as store:
        click.echo(judge_of(store, coder).codebook.define(concept, reason=reason, **fields))
    return ALL_DONE


@click.command(
    "code", epilog="\b\nExamples:\n  parley code 4k2v9c7m1x8q3z5t6w0h --concept 'Sanctions must go' --stance agree\n"
)
@click.argument("entries", nargs=-1, required=True, metavar="KEY...")
@click.option("--concept", required=True, metavar="NAME")
@click.option("--stance", type=click.Choice(["agree", "disagree", "neutral"]), default="agree", show_default=True)
@coder_options
@record_option
def code_command(
    *, entries: tuple[str, ...], concept: str, stance: str, coder: str | None, reason: str, record: Place
) -> int:
    """Say that statements take up a concept, and how they stand to it."""
    with open_existing(settings_with(record=record).record) as store:
        click.echo(f"{judge_of(store, coder).codebook.code(entries, concept, stance, reason=reason)} coded.")
    return ALL_DONE


@click.command("merge-concepts", epilog="\b\nExamples:\n  parley merge-concepts 'Sanctions must go' 'End sanctions'\n")
@click.argument("into")
@click.argument("others", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
@coder_options
@record_option
def merge_concepts_command(
    *, into: str, others: tuple[str, ...], yes: bool, coder: str | None, reason: str, record: Place
) -> int:
    """Hold several concepts to be one: INTO stays, and what was coded with OTHERS counts for it."""
    with open_existing(settings_with(record=record).record) as store:
        judge = judge_of(store, coder)
        judge.preview(lambda trial: trial.codebook.merge(into, others))  # what cannot be done is said before asking
        coded = {row.name: row.agree + row.disagree + row.neutral for row in store.view().concepts()}
        moved = sum(number for name, number in coded.items() if name in others)
        if not yes:
            click.confirm(f"{moved} statements coded with them will count for {into}. Merge?", abort=True, err=True)
        judge.codebook.merge(into, others, reason=reason)
    return ALL_DONE


@click.command("rename-concept", epilog="\b\nExamples:\n  parley rename-concept 'End sanctions' 'Sanctions must go'\n")
@click.argument("concept")
@click.argument("name")
@coder_options
@record_option
def rename_concept_command(*, concept: str, name: str, coder: str | None, reason: str, record: Place) -> int:
    """Give a concept another name; its codings stay."""
    with open_existing(settings_with(record=record).record) as store:
        judge_of(store, coder).codebook.rename(concept, name, reason=reason)
    return ALL_DONE


@click.command("recode", epilog="\b\nExamples:\n  parley recode 'Aid' 'Food aid' --query 'concept:Aid grain'\n")
@click.argument("old")
@click.argument("new")
@click.option("--query", required=True, metavar="QUERY", help="The statements whose codings move.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@coder_options
@record_option
def recode_command(*, old: str, new: str, query: str, yes: bool, coder: str | None, reason: str, record: Place) -> int:
    """Move codings of some statements from one concept to another; so a concept is split."""
    from parley.record.selection import Selection

    which = Selection(query=query)
    with open_existing(settings_with(record=record).record) as store:
        judge = judge_of(store, coder)
        moving = judge.preview(lambda trial: trial.codebook.recode(which, old, new))
        number = sum(one.after is not None for one in moving)
        if not yes:
            click.confirm(f"{number} codings will move. Recode?", abort=True, err=True)
        click.echo(f"{judge.codebook.recode(which, old, new, reason=reason)} moved.")
    return ALL_DONE


@click.command("suggest", epilog="\b\nExamples:\n  parley suggest --query 'review:done speaker:Massoud'\n")
@click.argument("entries", nargs=-1, metavar="[KEY]...")
@click.option("--query", metavar="QUERY", help="All statements that meet this query.")
@click.option("--limit", type=click.IntRange(min=1), default=3, show_default=True, help="Concepts for each statement.")
@record_option
@json_option
def suggest_command(*, entries: tuple[str, ...], query: str | None, limit: int, record: Place, as_json: bool) -> int:
    """Suggest concepts for statements, by their likeness to what was coded already; the score is a cosine."""
    from parley.cli.lists import rows_table
    from parley.pipeline.suggesting import Suggester
    from parley.weights.similarity import load_sentence_encoder

    with open_existing(settings_with(record=record).record) as store:
        view = store.view()
        rows = [row for row in view.statements(query=query) if not entries or row.key in entries]
        found = Suggester(view, load_sentence_encoder()).suggest(rows, limit=limit)
    for row, suggestions in zip(rows, found, strict=True):
        if as_json:
            print_json({"key": row.key, "content": row.content, "suggestions": plain(suggestions)})
        elif suggestions:
            output().print(f"{row.key}  {row.content}")
            output().print(rows_table(suggestions))
    if not any(found):
        click.echo("Nothing to suggest: define concepts first, and code a few statements.", err=True)
    return ALL_DONE


@click.command(
    "collect", epilog="\b\nExamples:\n  parley collect 'Doha talks' --since 2020 --until 2021 --query 'Doha'\n"
)
@click.argument("name")
@click.option("--outlet", "outlets", multiple=True, metavar="NAME", help="Articles of this outlet; may be repeated.")
@click.option("--since", metavar="DATE")
@click.option("--until", metavar="DATE")
@click.option("--query", metavar="QUERY", help="What a passage of each article must meet.")
@click.option("--with", "articles", multiple=True, metavar="ARTICLE", help="This article too; may be repeated.")
@click.option("--without", multiple=True, metavar="ARTICLE", help="Not this article; may be repeated.")
@coder_options
@record_option
def collect_command(*, name: str, coder: str | None, reason: str, record: Place, **rule: Any) -> int:
    """Define a collection: a corpus by outlets, period and topic, with articles added or taken out."""
    with open_existing(settings_with(record=record).record) as store:
        judge_of(store, coder).library.collect(name, reason=reason, **rule)
    return ALL_DONE


@click.command(
    "describe", epilog="\b\nExamples:\n  parley describe 'Harbour Post' --country GBR --reach local --reliability B\n"
)
@click.argument("outlet")
@click.option("--country", metavar="CODE")
@click.option("--owner", metavar="NAME")
@click.option("--reach", type=click.Choice(["wire", "international", "national", "local"]))
@click.option("--reliability", type=click.Choice(list("ABCDEF")), help="After the Admiralty code.")
@click.option("--state-run/--not-state-run", default=None)
@coder_options
@record_option
def describe_command(*, outlet: str, coder: str | None, reason: str, record: Place, **attributes: Any) -> int:
    """Say what is known about an outlet; its attributes can be searched by."""
    given = {name: value for name, value in attributes.items() if value is not None}
    with open_existing(settings_with(record=record).record) as store:
        judge_of(store, coder).library.describe_outlet(outlet, reason=reason, **given)
    return ALL_DONE


@click.command("save", epilog="\b\nExamples:\n  parley save 'grain deal' 'grain NEAR/8 deal date:2023..'\n")
@click.argument("name")
@click.argument("query")
@coder_options
@record_option
def save_command(*, name: str, query: str, coder: str | None, reason: str, record: Place) -> int:
    """Keep a query under a name."""
    with open_existing(settings_with(record=record).record) as store:
        judge_of(store, coder).library.save_search(name, query, reason=reason)
    return ALL_DONE


@click.command(
    "mark",
    epilog="\b\nExamples:\n  parley mark page-000123 read\n  parley mark page-000124 irrelevant --reason 'sports'\n",
)
@click.argument("article")
@click.argument("state", type=click.Choice(["unread", "in work", "read", "irrelevant"]))
@coder_options
@record_option
def mark_command(*, article: str, state: str, coder: str | None, reason: str, record: Place) -> int:
    """Say how far the work on an article is; `read` also says that you read it through."""
    with open_existing(settings_with(record=record).record) as store:
        judge = judge_of(store, coder).articles
        if state == "read":
            judge.read_through(article)
        else:
            judge.work(article, state, reason=reason)
    return ALL_DONE


@click.command("correct", epilog="\b\nExamples:\n  parley correct page-000123 date 2023-09-09\n")
@click.argument("article")
@click.argument("field", type=click.Choice(["title", "date", "genre", "publication", "byline", "language", "url"]))
@click.argument("value", required=False)
@coder_options
@record_option
def correct_command(
    *, article: str, field: str, value: str | None, coder: str | None, reason: str, record: Place
) -> int:
    """Correct a field of an article; without VALUE the page does not tell it."""
    right: Any = [[name.strip(), None] for name in (value or "").split(";") if name.strip()]
    with open_existing(settings_with(record=record).record) as store:
        judge_of(store, coder).articles.correct(article, field, right if field == "byline" else value, reason=reason)
    return ALL_DONE


@click.command("divide", epilog="\b\nExamples:\n  parley article page.html\n  parley divide page-000123 1840 teaser\n")
@click.argument("article")
@click.argument("start", type=int)
@click.argument("role", type=click.Choice(["title", "lead", "body", "teaser", "comment", "furniture"]))
@coder_options
@record_option
def divide_command(*, article: str, start: int, role: str, coder: str | None, reason: str, record: Place) -> int:
    """Correct what a block of a page is, and read the page again; it holds for every later reading.

    START is where the block begins in the page text, as `parley article` lists it.
    """
    from parley.pipeline.build import build_reader
    from parley.pipeline.correcting import read_again

    settings = settings_with(record=record)
    with open_existing(settings.record) as store:
        judge_of(store, coder).articles.correct_block(article, start, role, reason=reason)
        read_again(store, build_reader(settings), article)
    return ALL_DONE


@click.command("tag", epilog="\b\nExamples:\n  parley tag 'front page' page-000123 --entry 4k2v9c7m1x8q3z5t6w0h\n")
@click.argument("name")
@click.argument("articles", nargs=-1, metavar="[ARTICLE]...")
@click.option("--entry", "entries", multiple=True, metavar="KEY", help="A statement; may be repeated.")
@click.option("--off", is_flag=True, help="Take the tag off.")
@coder_options
@record_option
def tag_command(
    *,
    name: str,
    articles: tuple[str, ...],
    entries: tuple[str, ...],
    off: bool,
    coder: str | None,
    reason: str,  # noqa: ARG001 - a tag is its own reason
    record: Place,
) -> int:
    """Put a tag on articles and statements, or take it off."""
    with open_existing(settings_with(record=record).record) as store:
        judge = judge_of(store, coder).articles
        (judge.untag if off else judge.tag)(articles, name, entries=entries)
    return ALL_DONE
