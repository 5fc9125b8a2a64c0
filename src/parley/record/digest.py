"""Digests and keys: the same thing always gets the same one, on every machine.

Law of this module: a key is computed from what a thing says, never drawn. Two records that read
the same pages in the same order hold the same keys, which is what makes runs comparable.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from parley.errors import RecordError

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u to misread
KEY_LENGTH = 20
"""100 bits: in a record of a thousand million entries the chance of one clash is below 1e-12."""


def canonical_json(value: Any) -> str:
    """JSON with one possible spelling: sorted keys, no spaces, no escapes but the needed ones."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest_text(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal.

    Raises:
        RecordError: the text holds half a surrogate pair or a zero character, which not every database can store.
    """
    if "\x00" in text:
        what = f"character {text.index(chr(0))} is the zero character, which not every database stores"
        raise RecordError(what, where="text", cure="Replace it when decoding the page")
    try:
        return hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise RecordError(
            f"character {error.start} is half a surrogate pair, which no database stores",
            where="text",
            cure="Replace it when decoding the page",
        ) from error


def digest_bytes(content: bytes) -> str:
    """SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def digest_of(value: Any) -> str:
    """SHA-256 of a value's canonical JSON, in hexadecimal."""
    return digest_text(canonical_json(value))


def short_key(*parts: str | int | None) -> str:
    """A permanent key of 20 letters and digits, made from what a thing is."""
    number = int(digest_of(list(parts)), 16)
    return "".join(_ALPHABET[(number >> 5 * place) & 31] for place in range(KEY_LENGTH))
