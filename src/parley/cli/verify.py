"""``parley verify``: whether the record is as it was written."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli.shell import (
    ALL_DONE,
    FAILED,
    complain,
    json_option,
    open_existing,
    plain,
    print_json,
    record_option,
    settings_with,
)


@click.command(
    "verify",
    epilog="""\b
Examples:
  parley verify
  parley verify --record news.db --json
""",
)
@record_option
@json_option
def verify_command(*, record: Path | str | None, as_json: bool) -> int:
    """Check the whole record: every quotation against its text, every digest, the chain of changes.

    Exit code 1 says that something is not as it was written.
    """
    from parley.record import verify

    with open_existing(settings_with(record=record).record) as store:
        found, name = verify(store), store.name
    if as_json:
        print_json(plain(found))
    else:
        click.echo(f"{name}: checked " + ", ".join(f"{number} {kind}" for kind, number in found.checked.items()) + ".")
        for fault in found.faults:
            complain(f"{fault.kind} {fault.where}: {fault.what}.", label="Fault")
        if not found.faults:
            click.echo("All is as it was written.")
    return FAILED if found.faults else ALL_DONE
