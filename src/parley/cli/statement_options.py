"""Which coded statements a command is about: options that several commands of analysis share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from parley.cli.shell import open_existing, settings_with

if TYPE_CHECKING:
    from parley.analysis import Network
    from parley.pipeline.records import Record

Command = Callable[..., int]

_OPTIONS = (
    click.option("--rows", default="person", show_default=True, metavar="VARIABLE", help="Who speaks."),
    click.option("--columns", default="concept", show_default=True, metavar="VARIABLE", help="About what."),
    click.option("--qualifier", default="stance", show_default=True, metavar="VARIABLE", help="On which side."),
    click.option("--statement-type", metavar="NAME", help="Of the codebook; else the one that has these variables."),
    click.option("--since", metavar="DATE", help="Documents of this date or later."),
    click.option("--until", metavar="DATE", help="Documents of this date or earlier."),
    click.option("--query", metavar="QUERY", help="Only statements that meet this query."),
    click.option("--state", "states", multiple=True, metavar="STATE", help="Only accepted or proposed ones, say."),
)


def statement_options(command: Command) -> Command:
    """The variables, the dates and which statements may count."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def open_analysed(place: Path | str | None) -> Record:
    """A record that is there already, with its networks at hand.

    Args:
        place: of the record; the setting's if None.

    Raises:
        RecordError: there is none.
    """
    from parley.pipeline.records import open_record

    found = settings_with(record=place).record
    with closing(open_existing(found)):
        return open_record(found)


def draw_for(record: Record, options: Mapping[str, Any]) -> Network:
    """The network of one or two modes that options ask for; its statements are what is analysed."""
    from typing import cast

    return cast("Network", record.network(**options))
