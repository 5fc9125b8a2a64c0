"""Datelines at the head of a paragraph: "Outlet - Interview:", "PLACE, March 3 (Agency) —".

They are fields of the article, not words of anybody: their colon is no cue.
"""

from __future__ import annotations

import re

from parley.language.words import Words

_OUTLET = re.compile(
    r"[^\n:.]{2,60}?\s*[-–—]\s*(?:exclusive\s+)?(?:interview|note|opinion|analysis|commentary|report|news|editorial|press release)s?\s*[:–—-]\s*",
    re.IGNORECASE,
)
_PLACE = re.compile(r"[A-ZÀ-Ý][\w.'’ ]{1,40}(?:,\s*[\w.'’ ]{2,30}){0,2}(?:\s*\([\w .&/’'-]{2,40}\))?\s*(?:[-–—]{1,2}|:)\s+(?=[“\"A-ZÀ-Ý])")


def dateline_end(text: str, start: int) -> int:
    """Where the dateline of a paragraph ends, or its start where it has none.

    Args:
        text: the text.
        start: offset of the paragraph's first character.
    """
    end = text.find("\n", start)
    head = text[start : min(len(text) if end < 0 else end, start + 140)]
    match = _OUTLET.match(head)
    if match:
        return start + match.end()
    match = _PLACE.match(head)
    if match and _is_place_line(match.group()):
        return start + match.end()
    return start


def _is_place_line(line: str) -> bool:
    """Whether it reads like a dateline: capitals first, an agency in brackets, or a month."""
    place = re.split(r"[,(–—-]", line)[0].strip()
    months = r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)"
    return (place.isupper() and len(place) > 2) or ("(" in line and len(line) < 60) or bool(re.search(months, line, re.IGNORECASE))


def find_datelines(text: str, words: Words) -> tuple[tuple[int, int], ...]:
    """The datelines of the first two paragraphs, as runs of words."""
    found = []
    for paragraph in (0, 1):
        members = [i for i, p in enumerate(words.paragraphs[:400]) if p == paragraph]
        if members:
            end = dateline_end(text, words.starts[members[0]])
            inside = [i for i in members if words.ends[i] <= end]
            if inside:
                found.append((inside[0], inside[-1] + 1))
    return tuple(found)
