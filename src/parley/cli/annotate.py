"""``parley annotate``: texts in, JSON Lines out, nothing stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from parley.cli.inputs import STANDARD_INPUT, TextInput, read_texts
from parley.cli.shell import (
    ALL_DONE,
    SOME_REFUSED,
    complain,
    print_json,
    sentence_of,
    settings_with,
    tracked,
)
from parley.errors import UsageError

if TYPE_CHECKING:
    from parley.pipeline.build import Reader


@click.command(
    "annotate",
    epilog="""\b
Examples:
  parley annotate speech.txt
  parley annotate texts.jsonl > annotated.jsonl
  echo "The minister said that taxes would rise." | parley annotate
""",
)
@click.argument("files", nargs=-1, metavar="[FILES...]")
@click.option("--lines", is_flag=True, help="Take standard input and all files as lines of JSON, whatever their names.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line; this command always does.")
def annotate_command(*, files: tuple[str, ...], lines: bool, as_json: bool) -> int:  # noqa: ARG001 - always JSON
    """Find who says what in texts; print one JSON object a text; store nothing.

    FILES are text files (UTF-8), .jsonl files with a line {"id", "text", "date"?, "title"?, "language"?,
    "pairs"?} for each text, or - for standard input, which is also read where no file is named. Offsets
    are code points of the text exactly as given.
    """
    from parley.pipeline.build import build_reader

    settings = settings_with()
    reader = build_reader(settings)
    refused = 0
    texts = read_texts(files or (STANDARD_INPUT,), lines=lines, largest=settings.largest_page_bytes)
    for given in tracked(texts, label="Annotating"):
        problem = given if isinstance(given, UsageError) else _annotate(reader, given)
        if problem is not None:
            refused += 1
            complain(sentence_of(problem), label="Refused")
    return SOME_REFUSED if refused else ALL_DONE


def _annotate(reader: Reader, given: TextInput) -> Exception | None:
    """Print what one text holds; the reason why not, where it fails: the other texts go on."""
    from parley.pipeline.contract import annotation

    try:
        language = given.language or language_of(given.text)
        found = reader.annotate(given.text)
        answer = annotation(given.id, given.text, language, found, pairs=given.pairs)
    except Exception as error:
        return error
    print_json(answer)
    return None


def language_of(text: str) -> str:
    """The language of a text: English unless it is long enough to tell, and clearly another."""
    from parley.pages.fields import find_language

    return find_language(text)
