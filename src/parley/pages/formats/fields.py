"""What the readers of text exports share: bytes to text, white space, words to authors."""

from __future__ import annotations

import re

from parley.pages.bylines import find_byline
from parley.terms.text import Byline

__all__ = ["authors_of", "decode_export", "one_line"]


def decode_export(content: bytes) -> str:
    """The text of an export: UTF-8, or else Windows-1252, the two in which databases write them."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")


def one_line(text: str) -> str:
    """A text with each run of white space as one space."""
    return re.sub(r"\s+", " ", text).strip()


def authors_of(written: str) -> tuple[Byline, ...]:
    """The authors in a field: names parted by semicolons, commas or "and", with or without "By"."""
    written = one_line(re.sub(r"^by\s+", "", one_line(written), flags=re.IGNORECASE))
    if not written:
        return ()
    written = written.title() if written.isupper() else written
    found = find_byline(f"By {written}") if ";" not in written else ()
    if found:
        return found
    names = [name.strip(" .,") for name in re.split(r";|,|\s+(?:and|&)\s+", written)]
    return tuple(Byline(name=name) for name in names if 1 < len(name) <= 80)[:6]
