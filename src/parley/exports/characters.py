"""Characters that a format cannot hold, and how they are shown instead.

Law of this module: nothing vanishes. A character that a format forbids is replaced by one that is
seen; where the format must be read back (CSV), the replacement can be undone.
"""

from __future__ import annotations

import re

REPLACEMENT = "\ufffd"
"""What stands for a character that a format has no way to hold."""

_ILLEGAL_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")

_CONTROLS = "".join(map(chr, (*range(9), 11, 12, *range(14, 32), 127)))
_PICTURES = "".join(chr(0x2421 if character == "\x7f" else 0x2400 + ord(character)) for character in _CONTROLS)
_MARK = "\u2426"
"""Put before a picture that stood in the text as such; the symbol for a substitute."""

_TO_PICTURE = dict(zip(_CONTROLS, _PICTURES, strict=True)) | {sign: _MARK + sign for sign in _PICTURES + _MARK}
_FROM_PICTURE = {replacement: character for character, replacement in _TO_PICTURE.items()}
_PICTURED = re.compile(f"[{re.escape(_CONTROLS + _PICTURES + _MARK)}]")
_UNPICTURED = re.compile(f"{_MARK}[{_PICTURES}{_MARK}]|[{_PICTURES}]")


def legal(text: str) -> str:
    """A text with U+FFFD for each character that XML 1.0 forbids (section 2.2, production Char)."""
    return _ILLEGAL_IN_XML.sub(REPLACEMENT, text)


def storable(text: str) -> str:
    """A text that can be written as UTF-8: U+FFFD for each half of a surrogate pair."""
    return _SURROGATE.sub(REPLACEMENT, text)


def one_line(text: str) -> str:
    """A text on one line: each run of white space is one space; characters illegal in XML are U+FFFD."""
    return legal(" ".join(text.split()))


def pictured(text: str) -> str:
    """A text whose control characters are shown as their pictures (U+2400 to U+2421).

    Tab, line feed and carriage return stay. A picture that already stood in the text is marked by
    U+2426 before it, so that ``unpictured`` gives the same text back.
    """
    return _PICTURED.sub(lambda found: _TO_PICTURE[found[0]], text)


def unpictured(text: str) -> str:
    """The text of which ``pictured`` made this one."""
    return _UNPICTURED.sub(lambda found: _FROM_PICTURE[found[0]], text)
