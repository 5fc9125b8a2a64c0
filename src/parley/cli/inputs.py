"""Texts for ``parley annotate``: text files, standard input, lines of JSON."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from parley.errors import UsageError

STANDARD_INPUT = "-"
LINES = (".jsonl", ".ndjson")

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextInput:
    """A text to annotate, exactly as it was given."""

    id: str
    text: str
    date: str | None = None
    """When it was published; relative times are counted from it."""
    title: str | None = None
    """Taken and checked; nothing reads it yet."""
    language: str | None = None
    pairs: tuple[Any, ...] = ()
    """The questions about pairs of actors that came with it."""


def read_texts(files: Iterable[str], *, lines: bool, largest: int) -> Iterator[TextInput | UsageError]:
    """The texts of some files, or the reason why one cannot be taken.

    Args:
        files: paths; "-" is standard input.
        lines: whether standard input and files of any name hold lines of JSON.
        largest: bytes; a larger text is refused.
    """
    for file in files:
        try:
            if file == STANDARD_INPUT:
                stream = sys.stdin.buffer
                yield from _texts_of(stream, file, as_lines=lines, largest=largest)
            else:
                with Path(file).open("rb") as stream:
                    as_lines = lines or file.lower().endswith(LINES)
                    yield from _texts_of(stream, file, as_lines=as_lines, largest=largest)
        except IsADirectoryError:
            yield UsageError("this is a folder", where=file, cure=f"Name its files: {file.rstrip('/')}/*.txt")
        except FileNotFoundError:
            yield UsageError("there is no such file", where=file, cure="Check the path")
        except OSError as error:
            yield UsageError(f"it cannot be read ({error.strerror})", where=file, cure="Check that you may read it")


def _texts_of(stream: BinaryIO, file: str, *, as_lines: bool, largest: int) -> Iterator[TextInput | UsageError]:
    if not as_lines:
        name = file if file == STANDARD_INPUT else Path(file).stem
        yield _checked(lambda: TextInput(id=name, text=_decoded(stream.read(largest + 1), file, largest)))
        return
    number = 0
    while line := stream.readline(largest + 1):
        number += 1
        where = f"{file}, line {number}"
        content = line
        while not line.endswith(b"\n") and (line := stream.readline(largest + 1)):
            pass  # the rest of a line that is too large
        if content.strip():
            yield _checked(lambda content=content, where=where: _text_of_line(content, where, largest))


def _checked(make: Any) -> TextInput | UsageError:
    try:
        return make()  # type: ignore[no-any-return]
    except UsageError as error:
        return error


def _decoded(content: bytes, where: str, largest: int) -> str:
    if len(content) > largest:
        cure = "Split it, or raise the setting `largest_page_bytes`"
        raise UsageError(f"it is larger than {largest} bytes", where=where, cure=cure)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        cure = "Offsets are counted in the text as given, so convert it first, for example with iconv -t utf-8"
        raise UsageError(f"it is not UTF-8 (byte {error.start})", where=where, cure=cure) from error


def _text_of_line(line: bytes, where: str, largest: int) -> TextInput:
    try:
        given = json.loads(_decoded(line, where, largest))
    except (ValueError, RecursionError) as error:
        raise UsageError("this is not JSON", where=where, cure='Write one {"id": ..., "text": ...} a line') from error
    if not isinstance(given, dict):
        raise UsageError("this is not an object", where=where, cure='Write one {"id": ..., "text": ...} a line')
    name = given.get("id")
    if not isinstance(name, str | int) or isinstance(name, bool):
        raise UsageError("it has no id", where=where, cure='Add "id": a name or a number')
    text = _field(given, "text", where)
    if text is None:
        raise UsageError("it has no text", where=where, cure='Add "text"')
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        cure = "Write characters beyond U+FFFF as themselves or as a whole pair"
        raise UsageError("its text holds half a surrogate pair", where=where, cure=cure) from error
    date = _field(given, "date", where)
    if date is not None and not _DATE.fullmatch(date):
        raise UsageError(f"its date {date!r} is none", where=where, cure="Write 2023, 2023-08 or 2023-08-09")
    pairs = given.get("pairs") or []
    if not isinstance(pairs, list):
        raise UsageError("its pairs are not a list", where=where, cure='Write "pairs": [...], or leave it out')
    title, language = _field(given, "title", where), _field(given, "language", where)
    return TextInput(id=str(name), text=text, date=date, title=title, language=language, pairs=tuple(pairs))


def _field(given: dict[str, Any], name: str, where: str) -> str | None:
    """A field that is text or not there."""
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise UsageError(f"its {name} is not text", where=where, cure=f'Write "{name}" in quotes, or leave it out')
    return value
