"""What the headers of an answer say: types, dates, how long to wait, where to go."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from parley.pages.decode import charset_in

KEPT = ("cache-control", "content-language", "content-type", "date", "expires", "link", "retry-after", "x-robots-tag")
"""Headers that an outcome keeps."""
LONGEST_WAIT = 30 * 86_400.0
"""Seconds; a host that asks for longer is taken to ask for this."""
_LONGEST_VALUE = 2_000
_TYPE = re.compile(r"\s*([\w.+-]{1,60}/[\w.+-]{1,60})\s*(?:;|$)")
_VALIDATOR = re.compile(r"[\x21-\x7e][\x20-\x7e]{0,999}")


def read_headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by name in small letters, the first of each name; values are latin-1, without control characters."""
    found: dict[str, str] = {}
    for name, value in pairs:
        text = "".join(sign for sign in value.decode("latin-1") if sign.isprintable())
        found.setdefault(name.decode("latin-1").lower(), text)
    return found


def kept(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that matter later."""
    return {name: headers[name][:_LONGEST_VALUE] for name in KEPT if name in headers}


def media_type(headers: Mapping[str, str]) -> str | None:
    """The declared media type, in small letters."""
    found = _TYPE.match(headers.get("content-type", ""))
    return found.group(1).lower() if found else None


def charset(headers: Mapping[str, str]) -> str | None:
    """The declared encoding of the text, in small letters."""
    return charset_in(headers.get("content-type", "")[:_LONGEST_VALUE])


def validator(value: str | None) -> str | None:
    """An ETag or a date of change that can be sent back as it is; None where it cannot."""
    return value if value and _VALIDATOR.fullmatch(value) else None


def retry_after(headers: Mapping[str, str], *, now: datetime | None = None) -> float | None:
    """Seconds that the server asks to wait, from a number of them or a date; None where it does not say."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    if value.isascii() and value.isdigit():
        seconds = float(value[:12])
    else:
        try:
            until = parsedate_to_datetime(value[:60])
        except (ValueError, TypeError, OverflowError):
            return None
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        seconds = (until - (now or datetime.now(UTC))).total_seconds()
    return min(max(seconds, 0.0), LONGEST_WAIT) if math.isfinite(seconds) else None


def location(pairs: Iterable[tuple[bytes, bytes]]) -> str | None:
    """Where an answer points on; None where it does not say. Raw bytes beyond ASCII are taken as UTF-8."""
    for name, value in pairs:
        if name.lower() == b"location":
            try:
                return value.decode("utf-8")
            except UnicodeDecodeError:
                return value.decode("latin-1")
    return None
