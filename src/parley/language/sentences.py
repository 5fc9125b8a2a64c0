"""Sentences of an article's text, by punctuation and the abbreviations of news.

The rules are those of the period, question and exclamation marks in news prose: a mark ends
a sentence unless it closes an abbreviation, an initial, a number or an ellipsis before a
lower-case word. A paragraph always ends one.
"""

from __future__ import annotations

import re

from parley.terms.text import Sentence

_ENDING = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|[。！？؟]+[”’」』]*")
_PARAGRAPH = re.compile(r"[^\n]+")
_NEXT_LOWER = re.compile(r"\s*[a-zß-öø-ÿ]")
_INITIAL = re.compile(r"(?:^|[\s(“\"'‘])(?:[A-Z]|[A-Z](?:\.[A-Z])+)\.$")

ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen col lt sgt capt maj adm rev hon sen rep gov pres sec st jr sr vs etc al inc ltd corp co no nos vol "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun approx est dept univ ave blvd "
    "fig eq art e.g i.e cf ph.d u.s u.k u.n e.u a.m p.m d.c brig supt insp messrs mme mlle hr fr".split()
)
_ALWAYS_INSIDE = frozenset(
    "mr mrs ms dr prof gen col lt sgt capt maj adm rev hon sen rep gov pres st messrs mme mlle vs e.g i.e".split()
)


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text.

    Args:
        text: any text; a line break ends a paragraph.

    Returns:
        Sentences without surrounding white space, in order; together they hold every visible character.
    """
    found: list[Sentence] = []
    for paragraph, match in enumerate(_PARAGRAPH.finditer(text)):
        start = match.start()
        for ending in _ENDING.finditer(text, match.start(), match.end()):
            if ending.end() < match.end() and _goes_on(text, start, ending, match.end()):
                continue
            found.extend(_trimmed(text, start, ending.end(), paragraph))
            start = ending.end()
        found.extend(_trimmed(text, start, match.end(), paragraph))
    return tuple(found)


def _goes_on(text: str, start: int, ending: re.Match[str], limit: int) -> bool:
    """Whether the sentence goes on after this mark."""
    if _NEXT_LOWER.match(text, ending.end(), limit):
        return True
    if not ending.group().startswith(".") or ending.group().startswith(".."):
        return False
    before = text[max(start, ending.start() - 24) : ending.start() + 1]
    word = re.split(r"[\s(“\"'‘—–-]", before[:-1])[-1].casefold()
    if word in _ALWAYS_INSIDE or _INITIAL.search(before):
        return not before.endswith(("U.S.", "U.K.", "U.N.", "E.U.", "D.C.")) or _joined_to_name(text, ending.end())
    if word in ABBREVIATIONS:
        return _joined_to_name(text, ending.end()) or text[ending.end() : ending.end() + 2].strip()[:1].isdigit()
    return False


def _joined_to_name(text: str, at: int) -> bool:
    """Whether what follows an abbreviation looks like the rest of a name, not like a new sentence."""
    after = re.match(r"\s+([^\s]+)", text[at : at + 40])
    return bool(after) and after.group(1).strip("“\"'‘").casefold() not in _OPENERS if after else False


_OPENERS = frozenset(
    "the a an he she it they we i you this that these those there but and in on at for as if when while after before however "
    "his her its their our my mr mrs ms according".split()
)


def _trimmed(text: str, start: int, end: int, paragraph: int) -> list[Sentence]:
    """The sentence at these offsets without white space around it; none where nothing visible stands."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [Sentence(start=start, end=end, paragraph=paragraph)] if start < end else []
