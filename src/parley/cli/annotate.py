"""``parley annotate``: texts in, JSON Lines out, nothing stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from parley.cli.inputs import STANDARD_INPUT, TextInput, read_texts
from parley.cli.shell import (
    ALL_DONE,
    SOME_REFUSED,
    complain,
    jobs_option,
    print_json,
    sentence_of,
    settings_with,
    tracked,
)
from parley.errors import UsageError, WeightsError

if TYPE_CHECKING:
    from parley.pipeline.build import Reader


@click.command(
    "annotate",
    epilog="""\b
Examples:
  parley annotate speech.txt
  parley annotate texts.jsonl > annotated.jsonl
  parley annotate texts.jsonl --jobs 0 > annotated.jsonl
  echo "The minister said that taxes would rise." | parley annotate
""",
)
@click.argument("files", nargs=-1, metavar="[FILES...]")
@click.option("--lines", is_flag=True, help="Take standard input and all files as lines of JSON, whatever their names.")
@jobs_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line; this command always does.")
def annotate_command(
    *,
    files: tuple[str, ...],
    lines: bool,
    jobs: int,
    as_json: bool,  # noqa: ARG001 - always JSON
) -> int:
    """Find who says what in texts; print one JSON object a text; store nothing.

    FILES are text files (UTF-8), .jsonl files with a line {"id", "text", "date"?, "title"?, "language"?,
    "pairs"?} for each text, or - for standard input, which is also read where no file is named. Offsets
    are code points of the text exactly as given. A text that is clearly not English gets empty lists and a note.
    """
    from parley.pipeline.workers import Workers

    settings = settings_with()
    refused = 0
    texts = read_texts(files or (STANDARD_INPUT,), lines=lines, largest=settings.largest_page_bytes)
    with Workers(settings, jobs=jobs) as workers:
        for answer in tracked(workers.each(annotate_text, texts), label="Annotating"):
            if isinstance(answer, str):
                refused += 1
                complain(answer, label="Refused")
            else:
                print_json(answer)
    return SOME_REFUSED if refused else ALL_DONE


def annotate_text(given: TextInput | UsageError, reader: Reader) -> dict[str, Any] | str:
    """What one text holds; the sentence that says why not, where it fails: the other texts go on.

    Raises:
        WeightsError: the weights are missing or altered; no text could be read with them.
    """
    from parley.pipeline.contract import annotation
    from parley.pipeline.languages import is_read
    from parley.pipeline.pairs import answer_pairs

    try:
        if isinstance(given, UsageError):
            raise given
        language = given.language or reader.language_of(given.text)
        found = reader.annotate(given.text, language=language, date=given.date)
        answers = answer_pairs(given.text, given.pairs, reader.events, read=is_read(language)) if given.pairs else ()
        return annotation(given.id, given.text, language, found, pairs=answers)
    except WeightsError:
        raise
    except Exception as error:
        return sentence_of(error)
