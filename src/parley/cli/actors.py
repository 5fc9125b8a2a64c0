"""``parley actors``: the actors of a record, and whom a name may mean by the actor store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    from parley.knowledge.actors import ActorStore
    from parley.settings import Settings
    from parley.terms.actors import Candidate


RECORD_LIMIT = 5
"""Actors of the record that are shown for a name."""
_EMPTY: dict[str, Any] = dict.fromkeys(
    "key name kind country sector score reason role roles ties source wikidata".split()
) | {"roles": [], "ties": []}


@click.command(
    "actors",
    epilog="""\b
Examples:
  parley actors
  parley actors --as-of 2026-11 --json
  parley actors "Younus Qanooni"
  parley actors "Haqqani network" --on 2020-06 --json
  parley actors --unknown --limit 20
""",
)
@click.argument("name", required=False)
@click.option("--on", metavar="DATE", help="With NAME: roles and ties of this day; unset, those of now.")
@click.option("--as-of", metavar="DATE", help="Without NAME: as the record was at the end of this date.")
@click.option("--unknown", is_flag=True, help="Those that nobody has placed yet, with whom they may be.")
@click.option("--limit", type=click.IntRange(min=1), help="With --unknown: how many at most.")
@record_option
@json_option
def actors_command(
    *,
    name: str | None,
    on: str | None,
    as_of: str | None,
    unknown: bool,
    limit: int | None,
    record: Path | str | None,
    as_json: bool,
) -> int:
    """List the actors, those with most statements first; with NAME, tell whom the name may mean.

    NAME is looked up in the actor store that ships with Parley and in the file that the setting `actors` names: by
    the whole name, by spellings that sound alike, by last names; then in the record, if there is one. Only a score
    of 1 is one and the same.

    With --unknown, the actors that neither the store knows nor a person has placed, those with the surest candidates
    first, each with a score and a reason. Nothing is merged: that is done at the desk, or through the API.
    """
    if unknown:
        if name is not None or as_of is not None:
            cure = "Leave NAME and --as-of out"
            raise UsageError("--unknown lists the record as it is, whatever the name", where="actors", cure=cure)
        _print_unknown(settings_with(record=record), limit, as_json=as_json)
        return ALL_DONE
    if name is not None:
        _print_known(name, on, settings_with(record=record), as_json=as_json)
        return ALL_DONE
    with open_existing(settings_with(record=record).record) as store:
        rows = store.view(as_of=as_of).actors()
    if as_json:
        for row in rows:
            print_json(plain(row))
    elif rows:
        from parley.cli.lists import rows_table

        output().print(rows_table(rows))
    else:
        click.echo("There are none yet.", err=True)
    return ALL_DONE


def _print_unknown(settings: Settings, limit: int | None, *, as_json: bool) -> None:
    from rich.text import Text

    from parley.knowledge.actors import load_actor_store
    from parley.pipeline.linking import ActorLinks, plain_unknown

    with open_existing(settings.record) as store:
        rows = ActorLinks(store.view(), load_actor_store(settings.actors)).unknown()[:limit]
    console = output()
    for row in rows:
        if as_json:
            print_json(plain_unknown(row))
            continue
        facts = row.facts
        known = [facts.kind, *sorted(facts.roles)[:1], f"{len(facts.articles)} articles"]
        console.print(Text(facts.name, style="bold").append(f"  [{', '.join(known)}]", style="dim"))
        for one in row.candidates:
            console.print(Text(f"    {one.score:.2f} {one.name} ({one.where}): {one.reason}"))
        if not row.candidates:
            console.print(Text(f"    nobody: {facts.reason or 'no reason is kept'}", style="dim"))
    if not rows and not as_json:
        click.echo("Every actor is known or placed.", err=True)


def _print_known(name: str, on: str | None, settings: Settings, *, as_json: bool) -> None:
    rows = [*_known(name, on, settings), *_of_record(name, settings)]
    if as_json:
        for row in rows:
            print_json(row)
    elif rows:
        from parley.cli.lists import objects_table

        output().print(objects_table(rows, ("name", "country", "sector", "role", "score", "reason")))
    else:
        click.echo(f"Neither the actor store nor the record knows anybody who may be called {name!r}.", err=True)


def _of_record(name: str, settings: Settings) -> Iterator[dict[str, Any]]:
    """The actors of the record, if there is one, that have all words of a name in theirs and no key of the store."""
    if not isinstance(settings.record, Path) or not settings.record.exists():
        return
    from parley.terms.names import fold_name, is_full_name

    folded = fold_name(name)
    with open_existing(settings.record) as store:
        for row in store.view().actors(name=name, limit=RECORD_LIMIT):
            whole = is_full_name(folded) and folded in map(fold_name, row.names)
            if row.known_as is None:
                yield _EMPTY | {
                    "key": row.key,
                    "name": row.name,
                    "kind": row.kind,
                    "score": 1.0 if whole else 0.3,
                    "reason": f"{row.name} of the record, in {row.articles} articles",
                    "source": "record",
                }


def _known(name: str, on: str | None, settings: Settings) -> Iterator[dict[str, Any]]:
    """Whom a name may mean by the store, as plain objects."""
    from parley.knowledge.actors import load_actor_store

    store = load_actor_store(settings.actors)
    for one in store.candidates(name, date=on):
        yield _candidate(one, store, on)


def _candidate(one: Candidate, store: ActorStore, on: str | None) -> dict[str, Any]:
    actor = one.actor
    sector = one.role.sector if one.role is not None else store.sector_of(actor.key, date=on)
    return {
        "key": actor.key,
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "sector": sector,
        "score": one.score,
        "reason": one.reason,
        "role": one.role.office if one.role is not None else None,
        "roles": [plain(role) for role in actor.roles],
        "ties": [plain(tie) | {"name": store.named(tie.other)} for tie in store.ties_of(actor.key, date=on)],
        "source": actor.source,
        "wikidata": actor.wikidata,
    }
