"""Keeping a record safe: ``parley backup``, ``restore``, ``upgrade``, ``erase``."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli.shell import (
    ALL_DONE,
    back_up,
    backup_option,
    coder_options,
    json_option,
    judge_of,
    open_existing,
    plain,
    print_json,
    record_option,
    settings_with,
)

Place = Path | str | None


@click.command("backup", epilog="\b\nExamples:\n  parley backup\n  parley backup friday.db\n  parley backup --list\n")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option("--list", "listing", is_flag=True, help="List the backups that lie beside the record.")
@record_option
@json_option
def backup_command(*, file: Path | None, listing: bool, record: Place, as_json: bool) -> int:
    """Copy the record, as it is at this moment, into a file that is a record itself; it may be in use."""
    from parley.record.backup import backups_of, make_backup
    from parley.record.engine import find_place

    place = settings_with(record=record).record
    if listing:
        for found in backups_of(find_place(place)):
            if as_json:
                print_json({"path": str(found.path), "made_at": found.made_at, "size": found.size})
            else:
                click.echo(f"{found.made_at}  {found.size:>12,}  {found.path}")
        return ALL_DONE
    path = make_backup(place, file)
    if as_json:
        print_json({"path": str(path), "size": path.stat().st_size})
    else:
        click.echo(f"{path} ({path.stat().st_size:,} bytes)")
    return ALL_DONE


@click.command("restore", epilog="\b\nExamples:\n  parley restore parley.db.backups/2026-11-25T08-00-00.db\n")
@click.argument("backup", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@backup_option
@record_option
def restore_command(*, backup: Path, yes: bool, no_backup: bool, record: Place) -> int:
    """Put the record back to what a backup holds; what it holds now is backed up first."""
    from parley.errors import RecordError
    from parley.record.backup import check_backup, has_record, make_backup, restore_backup
    from parley.record.engine import find_place, name_of

    place = find_place(settings_with(record=record).record)
    name = name_of(place)
    check_backup(backup, place=place)
    if not yes:
        click.confirm(f"Replace {name} by {backup}?", abort=True, err=True)
    if not no_backup and has_record(place):
        try:
            saved = make_backup(place, why="before-restore")
        except RecordError as error:
            what = f"what it holds now cannot be backed up: {error.what}"
            raise RecordError(what, where=name, cure="Add --no-backup to do without that") from error
        click.echo(f"What was there is kept in {saved}.", err=True)
    restore_backup(backup, place)
    click.echo(f"{name} is as {backup} was.")
    return ALL_DONE


@click.command("upgrade", epilog="\b\nExamples:\n  parley upgrade --record news.db\n")
@record_option
def upgrade_command(*, record: Place) -> int:
    """Bring a record that an older Parley wrote to the present schema, after a backup."""
    from parley.record.backup import upgrade_record
    from parley.record.engine import BUSY_SECONDS

    place = settings_with(record=record).record
    saved = upgrade_record(place, wait=BUSY_SECONDS)
    click.echo("It is up to date." if saved is None else f"Upgraded; as it was before, it is kept in {saved}.")
    return ALL_DONE


@click.command(
    "erase",
    epilog="""\b
Examples:
  parley erase page-000123 --reason "asked for by the person concerned"
  parley erase --person "Jane Doe" --reason "asked for by her"
""",
)
@click.argument("article", required=False)
@click.option("--person", metavar="NAME", help="An actor, with every page that names them.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@backup_option
@coder_options
@record_option
@json_option
def erase_command(
    *,
    article: str | None,
    person: str | None,
    yes: bool,
    no_backup: bool,
    coder: str | None,
    reason: str,
    record: Place,
    as_json: bool,
) -> int:
    """Erase a page or a person for good, as the law may ask: bytes, texts, proofs, judgements, index.

    It cannot be undone. Backups that still hold what was erased are listed, the one made just before among
    them; they are yours to delete.
    """
    from parley.errors import UsageError
    from parley.record.erasure import erase_article, erase_person

    if (article is None) == (person is None) or not reason.strip():
        cure = "Name an article or --person, and say why with --reason"
        raise UsageError("it is not clear what to erase and why", where="erase", cure=cure)
    with open_existing(settings_with(record=record).record) as store:
        act, what = (erase_article, article) if article is not None else (erase_person, str(person))
        who = judge_of(store, coder).coder
        found = act(store, str(what), coder=who, reason=reason, preview=True)
        if not yes:
            said = f"{len(found.pages)} pages, {found.entries} entries and {found.judgements} judgements"
            click.confirm(f"Erase {said} for good?", abort=True, err=True)
        if not no_backup:
            back_up(settings_with(record=record).record, "before-erasure")
        found = act(store, str(what), coder=who, reason=reason)
    if as_json:
        print_json(plain(found) | {"backups": [str(path) for path in found.backups]})
        return ALL_DONE
    click.echo(f"Erased: {len(found.pages)} pages, {found.entries} entries.")
    for path in found.backups:
        click.echo(f"Still held by the backup {path}", err=True)
    return ALL_DONE
