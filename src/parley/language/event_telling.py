"""What an event's row says, cut down to what is compared when two articles may tell of one event.

Days are counted as ordinals. What an article tells without a date was so within the days before it; what it says is
to come, within the weeks after.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from parley.knowledge.spelling import skeleton_of
from parley.terms.events import EventRow, EventSide
from parley.terms.names import fold_name, is_full_name

FRESH = 7
"""Days before an article within which an act happened that it tells without a date."""
AHEAD = 60
"""Days after an article within which an act will happen that it announces without a date."""
WIDE = 62
"""So many days at most may be between the ends of a date that still tells when; a year alone tells nothing."""

_WORD = re.compile(r"[^\W\d_]+|\d+")
_NUMERALS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
    )
}
_SMALL = frozenset(
    "a an and are as at be been by but for from had has have he her his in into is it its last more new not of on or "
    "over said says she than that the their them there these they this those to told was were which who whom will with "
    "after against also before about between during over since under monday tuesday wednesday thursday friday saturday "
    "sunday january february march april may june july august september october november december week month year day "
    "days earlier officials ministry minister president government mr mrs ms".split()
)
_ENDINGS = ("ations", "ation", "ings", "ing", "ments", "ment", "ions", "ion", "ers", "ies", "es", "ed", "s", "e", "er")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Who acts, or to whom something is done."""

    actors: frozenset[str]
    """Keys of the record and of the actor store, and folded names."""
    countries: frozenset[str]
    known: frozenset[str]
    """Keys of the actor store."""
    persons: frozenset[str]
    """Full names of persons as they sound."""
    named: bool
    """Whether anybody is named at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One article's telling of an event."""

    key: str
    article: str
    printing: str | None
    quad: int
    type: str
    mode: str | None
    status: str
    actor: Side
    recipient: Side
    first: int | None
    """The first day on which it may have been; None where nothing tells."""
    last: int | None
    exact: bool
    """Whether the text fixes the day."""
    place: frozenset[str]
    place_country: str | None
    words: frozenset[str]
    """Stems of its sentences, without small words and the names of its sides."""
    names: frozenset[str]
    """Names in its sentences besides those of its sides."""
    numbers: frozenset[str]
    sentences: frozenset[str]
    """Digests of its sentences."""
    published: str
    """Date of the article; empty where it has none."""


def telling_of(row: EventRow) -> Telling:
    """What of an event is compared.

    Args:
        row: of the record.
    """
    actor, recipient = _side(row.actor), _side(row.recipient)
    # "the government in Berlin": the town stays among the names.
    sides = (side.name.partition(" in ")[0] for side in (*row.actor, *row.recipient))
    parties = {word for name in sides for word in _said(name).words}
    said = _said(" ".join(one.exact for one in row.evidence))
    first, last, exact = _days(row)
    return Telling(
        key=row.key,
        article=row.article_key,
        printing=row.printing,
        quad=row.quad,
        type=row.type,
        mode=row.mode,
        status=row.status,
        actor=actor,
        recipient=recipient,
        first=first,
        last=last,
        exact=exact,
        place=frozenset(_said(row.place).words) if row.place else frozenset(),
        place_country=row.place_country,
        words=frozenset(map(_stem, said.words)) - frozenset(map(_stem, parties)),
        names=frozenset(said.names) - parties,
        numbers=frozenset(said.numbers),
        sentences=frozenset(one.sha256 for one in row.evidence),
        published=row.article_date or "",
    )


def _side(sides: Sequence[EventSide]) -> Side:
    found: set[str] = set()
    persons: set[str] = set()
    for side in sides:
        folded = _fold(side.name)
        found |= {key for key in (folded, side.actor, side.known_as) if key}
        if side.kind == "person" and is_full_name(folded) and side.name[:1].isupper() and not side.name.islower():
            persons.add(skeleton_of(folded))
    return Side(
        actors=frozenset(found | persons),
        countries=frozenset(side.country for side in sides if side.country),
        known=frozenset(side.known_as for side in sides if side.known_as),
        persons=frozenset(persons),
        named=bool(found),
    )


def _days(row: EventRow) -> tuple[int | None, int | None, bool]:
    """First and last day of an event, and whether the text fixes the day."""
    published = _ends(row.article_date)
    told = _ends(row.date)
    if told is not None and told[1] - told[0] <= WIDE:
        return *told, told[0] == told[1]
    if published is None:
        return None, None, False
    if row.status in ("future", "hypothetical"):
        return published[0], published[1] + AHEAD, False
    near = (published[0] - FRESH, published[1])
    if told is not None and (told[1] < near[0] or near[1] < told[0]):
        return None, None, False
    return *near, False


def _ends(written: str | None) -> tuple[int, int] | None:
    """First and last day of an ISO prefix, as ordinals."""
    if not written:
        return None
    year, month, day = ([int(part) for part in written.split("-")] + [0, 0])[:3]
    try:
        start = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return start.toordinal(), start.toordinal()
    last = date(year, 12, 31) if month in (0, 12) else date(year, month + 1, 1) - timedelta(days=1)
    return start.toordinal(), last.toordinal()


@dataclass(slots=True)
class _Said:
    """What a text is made of, folded."""

    words: set[str]
    """Without small words and numbers."""
    names: set[str]
    """Words with a capital, but for the first, and those all in capitals."""
    numbers: set[str]
    """As digits, but for one and years."""


def _said(text: str) -> _Said:
    found = _Said(set(), set(), set())
    for number, match in enumerate(_WORD.finditer(text)):
        form = match.group()
        word = _fold(form)
        digits = _NUMERALS.get(word, word)
        if digits.isdigit():
            found.numbers |= {digits} if digits not in ("0", "1") and len(digits) != 4 else set()
        elif len(word) > 2 and word not in _SMALL:
            found.words.add(word)
            if form[0].isupper() and (number or form.isupper()):
                found.names.add(word)
    return found


_fold = lru_cache(maxsize=100_000)(fold_name)


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """A word without its ending, so that "talks" and "talked" are one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
