"""Rounds of blind coding: ``parley coding assign``, ``list``, ``close``, ``disagreements``, ``settle``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from parley.terms.rounds import Case, Round

Place = Path | str | None


@click.group(
    "coding",
    epilog="""\b
Examples:
  parley coding assign --coder ana --coder ben --sample 50 --seed 1
  parley coding list
  parley coding disagreements 1
""",
)
def coding_command() -> None:
    """Let several people code the same articles, blind to each other, and settle where they differ.

    While a coder is at work in a round, the desk shows them their own sheet and nothing else. When all have handed in,
    the round is open: `parley agreement --round` measures it.
    """


@coding_command.command(
    "assign",
    epilog="""\b
Examples:
  parley coding assign --coder ana --coder ben --sample 50 --seed 1
  parley coding assign --coder ana --coder ben --query 'date:2023' --hide-machine --name "Pilot"
""",
)
@click.option("--coder", "coders", multiple=True, required=True, metavar="NAME", help="Who codes; two or more.")
@click.option("--query", metavar="QUERY", help="Only articles that meet this query.")
@click.option("--sample", type=click.IntRange(min=1), default=50, show_default=True, help="How many articles to draw.")
@click.option("--all", "whole", is_flag=True, help="All of them, instead of a sample.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draw.")
@click.option("--hide-machine", is_flag=True, help="Show the coders nothing that the machine proposes.")
@click.option("--name", default="", metavar="TEXT", help="What people call the round.")
@record_option
@json_option
def assign_command(
    *,
    coders: tuple[str, ...],
    query: str | None,
    sample: int,
    whole: bool,
    seed: int,
    hide_machine: bool,
    name: str,
    record: Place,
    as_json: bool,
) -> int:
    """Draw articles and give them to coders, who then code them blind to each other at the desk."""
    from parley.record.rounds import Draw

    with open_existing(settings_with(record=record).record) as store:
        articles = [one.key for one in store.view().articles(query=query)]
        made = store.rounds().assign(
            coders,
            articles,
            by=judge_of(store, None).coder,
            draw=Draw(name=name, sample=None if whole else sample, seed=seed, hide_machine=hide_machine),
        )
    _tell((made,), as_json=as_json)
    return ALL_DONE


@coding_command.command("list", epilog="\b\nExamples:\n  parley coding list\n")
@record_option
@json_option
def list_command(*, record: Place, as_json: bool) -> int:
    """List the rounds, and how far their coders are."""
    with open_existing(settings_with(record=record).record) as store:
        _tell(store.rounds().all(), as_json=as_json)
    return ALL_DONE


@coding_command.command("close", epilog="\b\nExamples:\n  parley coding close 1\n")
@click.argument("number")
@record_option
@json_option
def close_command(*, number: str, record: Place, as_json: bool) -> int:
    """Open a round before everybody has handed in; nobody can code in it any more.

    Only articles that all coders have finished are then compared.
    """
    with open_existing(settings_with(record=record).record) as store:
        _tell((store.rounds().close(number),), as_json=as_json)
    return ALL_DONE


@coding_command.command("disagreements", epilog="\b\nExamples:\n  parley coding disagreements 1 --json\n")
@click.argument("number")
@click.option(
    "--variable", metavar="NAME", help="Only in this: statement, speaker, polarity, certainty, concept, stance."
)
@click.option("--open", "unsettled", is_flag=True, help="Only those that nobody has decided.")
@record_option
@json_option
def disagreements_command(*, number: str, variable: str | None, unsettled: bool, record: Place, as_json: bool) -> int:
    """List where the coders of an opened round differ, with what each says."""
    from parley.pipeline.rounds import cases_of

    with open_existing(settings_with(record=record).record) as store:
        cases = [
            one
            for one in cases_of(store, number)
            if one.differs and (variable is None or variable in one.differs) and not (unsettled and one.verdict)
        ]
    for case in cases:
        if as_json:
            print_json(plain(case))
        else:
            _tell_case(case)
    if not cases:
        click.echo("The coders do not differ there.", err=True)
    return ALL_DONE


@coding_command.command(
    "settle",
    epilog="""\b
Examples:
  parley coding settle 1 UNIT ana --reason "read the page"
  parley coding settle 1 UNIT none
  parley coding settle 1 --agreed
""",
)
@click.argument("number")
@click.argument("unit", required=False)
@click.argument("choice", required=False)
@click.option("--agreed", is_flag=True, help="Let hold all that the coders say alike.")
@coder_options
@record_option
def settle_command(
    *,
    number: str,
    unit: str | None,
    choice: str | None,
    agreed: bool,
    coder: str | None,
    reason: str,
    record: Place,
) -> int:
    """Decide what holds: CHOICE is the coder whose coding it is, or "none" where it is no statement.

    A decision is a judgement: `parley undo` takes it back.
    """
    from parley.errors import UsageError
    from parley.pipeline.rounds import agreed as all_agreed
    from parley.pipeline.rounds import case_of, cases_of, decide

    with open_existing(settings_with(record=record).record) as store:
        cases = cases_of(store, number)
        if agreed:
            decisions = all_agreed(cases)
        elif unit is None or choice is None:
            raise UsageError("nothing is chosen", where="settle", cure="Name a unit and a coder, or --agreed")
        else:
            decisions = [decide(case_of(cases, unit, where=f"round {number}"), choice)]
        count = judge_of(store, coder).rounds.settle(number, decisions, reason=reason) if decisions else 0
    click.echo(f"{count} decided.")
    return ALL_DONE


def _tell(rounds: tuple[Round, ...], *, as_json: bool) -> None:
    from rich.table import Table

    if as_json:
        for one in rounds:
            print_json(plain(one) | {"open": one.opened})
        return
    table = Table("round", "name", "articles", "coders", "machine", "state")
    for one in rounds:
        coders = ", ".join(f"{who.name} {'handed in' if who.done_at else who.articles}" for who in one.coders)
        hidden = "hidden" if one.hides_machine else "shown"
        table.add_row(one.key, one.name, f"{one.articles}", coders, hidden, "open" if one.opened else "blind")
    output().print(table)


def _tell_case(case: Case) -> None:
    click.echo(f"{case.unit}  {case.title}: {', '.join(case.differs)}" + (" (decided)" if case.verdict else ""))
    click.echo(f"  {case.words}")
    for one in case.codings:
        codes = "; ".join(f"{code.name} {code.stance}" for code in one.codes)
        said = f"{one.speaker or 'open'}, {one.polarity}, {one.certainty}{', ' + codes if codes else ''}"
        click.echo(f"  {one.coder}: {said if one.held else 'no statement'}")
    for name in case.silent:
        click.echo(f"  {name}: no statement")
