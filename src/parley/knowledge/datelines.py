"""Datelines at the head of a paragraph: "Outlet - Interview:", "PLACE, March 3 (Agency) —".

They are fields of the article, not words of anybody: their colon is no cue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

GENRE_WORDS = (
    "interview|note|opinion|analysis|commentary|report|news|editorial|press release|"
    "dialogue|conversation|comment|feature"
)
_OUTLET = re.compile(
    rf"(?P<outlet>[^\n:.“\"]{{2,60}}?)\s*[-–—]\s*(?:exclusive\s+)?(?P<genre>{GENRE_WORDS})s?\s*[:–—-]\s*", re.IGNORECASE
)
_NAMED_OUTLET = re.compile(
    r"(?P<outlet>(?:The )?[A-ZÀ-Ý][\w&.’'-]*(?: (?:[A-ZÀ-Ý][\w&.’'-]*|of|for|on|and|the|in)){0,7}"
    r" (?:Online|News|Agency|Newswire|Wire|Press|Times|Post|Daily|Journal|Herald|Tribune|Review|Monitor|Radio|TV))"
    r"\s+[-–—]\s+(?=[“\"‘A-ZÀ-Ý])"
)
"""An outlet's name before a dash: "Meridian Studies Group Online - An expert on ..."."""
_PLACE = re.compile(
    r"(?P<place>[A-ZÀ-Ý][\w'’-]{1,24}(?:[ /][A-ZÀ-Ý][\w'’-]{1,24}){0,3})(?P<rest>(?:,\s*[\w.'’ ]{2,30}){0,2})"
    r"\s*(?:\((?P<agency>[\w .&/’'-]{2,40})\))?\s*(?:[-–—]{1,2}|:)\s+(?=[“\"‘A-ZÀ-Ý])"
)
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """What stands before the first sentence."""

    end: int
    """Offset at which the dateline ends."""
    publication: str | None = None
    genre_word: str | None = None
    when: str | None = None
    """The words that name a day, such as "March 3, 2024"."""


def find_dateline(text: str, start: int) -> Dateline | None:
    """The dateline at an offset, or None.

    Args:
        text: the text.
        start: offset of the paragraph's first visible character.
    """
    stop = text.find("\n", start)
    head = text[start : min(len(text) if stop < 0 else stop, start + 140)]
    match = _OUTLET.match(head)
    if match:
        return Dateline(
            end=start + match.end(),
            publication=match.group("outlet").strip(),
            genre_word=match.group("genre").casefold(),
        )
    match = _NAMED_OUTLET.match(head)
    if match:
        return Dateline(end=start + match.end(), publication=match.group("outlet"))
    match = _PLACE.match(head)
    if match and _is_place_line(match):
        return Dateline(
            end=start + match.end(),
            publication=match.group("agency"),
            genre_word="wire" if match.group("agency") else None,
            when=(match.group("rest") or "").strip(" ,") or None,
        )
    return None


def _is_place_line(match: re.Match[str]) -> bool:
    """Whether it reads like a dateline: a place in capitals, an agency in brackets, or a month."""
    place = match.group("place")
    return (
        (place.isupper() and len(place) > 2)
        or match.group("agency") is not None
        or bool(_MONTH.search(match.group("rest") or ""))
    )
