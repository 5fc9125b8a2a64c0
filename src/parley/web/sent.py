"""What people send: forms, checked before any screen looks into them; numbers; pages of lists."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Query
from starlette.datastructures import FormData
from starlette.requests import Request

from parley.errors import UsageError

MOST_FILES = 1000
LONGEST_FIELD = 20_000
LONGEST_NAME = 500
"""Characters of what a person types; a text that is pasted to be read may be as long as a page."""

_NAMES = frozenset({"name", "concept", "parent", "other", "speaker", "publication", "country", "owner"})
_WHOLE_TEXTS = frozenset({"text"})


async def sent(request: Request) -> AsyncIterator[FormData]:
    """The form of a request; empty where there is none.

    Raises:
        UsageError: it cannot be read, or holds what no record can keep.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        yield FormData()
        return
    largest = request.app.state.desk.settings.largest_page_bytes
    try:
        form = await request.form(max_files=MOST_FILES, max_part_size=largest)
    except ValueError as error:
        raise UsageError("this is no form", where="form", cure="Send it from the desk's own page") from error
    for name, value in form.multi_items():
        if isinstance(value, str) and name not in _WHOLE_TEXTS:
            check_text(value, name, longest=LONGEST_NAME if name in _NAMES else LONGEST_FIELD)
    yield form
    await form.close()


Sent = Annotated[FormData, Depends(sent)]

PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]
"""The number of a page of a list."""


def texts_of(form: FormData) -> dict[str, str]:
    """The fields of a form that are texts."""
    return {name: value for name, value in form.items() if isinstance(value, str)}


def check_text(words: str, where: str, *, longest: int = LONGEST_FIELD) -> None:
    """Refuse a text that no record can keep.

    Args:
        words: as they were sent.
        where: name of the field.
        longest: characters.

    Raises:
        UsageError: it is too long, or holds a zero character or half a surrogate pair.
    """
    if len(words) > longest:
        raise UsageError(f"it has {len(words):,} characters", where=where, cure=f"{longest:,} at most")
    if any(sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in words):
        raise UsageError("it holds a character that no text has", where=where, cure="Type it anew")


def whole(given: str, where: str) -> int:
    """A whole number as a form carries it.

    Args:
        given: as it was typed.
        where: name of the field.

    Raises:
        UsageError: it is none, or too large for any use.
    """
    digits = given.strip().removeprefix("-")
    if not digits.isdecimal() or len(digits) > 15:
        raise UsageError(f"{given[:40]!r} is no whole number", where=where, cure="Write one such as 3")
    return int(given)
