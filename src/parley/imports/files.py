"""Files of strangers as bytes and text, with bounds."""

from __future__ import annotations

import codecs
from pathlib import Path

from parley.errors import UsageError

MOST_BYTES = 512 << 20
"""Largest file that is read whole."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        UsageError: it cannot be read, or is too large.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise UsageError(f"it cannot be read: {reason}", where=str(path), cure="Check the path") from fault
    if len(content) > MOST_BYTES:
        raise UsageError(
            f"it is larger than {MOST_BYTES >> 20} MB", where=str(path), cure="Split it into several files"
        )
    return content


def decode_text(content: bytes) -> tuple[str, str]:
    """The text that some bytes hold: by byte order mark, as UTF-16, UTF-8 or Windows-1252.

    Returns:
        The text, and what had to be supposed about its encoding; empty if nothing.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace"), ""
    sample = content[:4096]
    if sample.count(0) > len(sample) // 4:
        encoding = "utf-16-be" if sample[::2].count(0) > sample[1::2].count(0) else "utf-16-le"
        return content.decode(encoding, "replace"), f"it has no byte order mark; read as {encoding.upper()}"
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), "it is not valid UTF-8; read as Windows-1252"
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), "it is neither UTF-8 nor Windows-1252; unreadable bytes are U+FFFD"
