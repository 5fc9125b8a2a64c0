"""How surely two articles tell of one event, and why.

Law of this module: what contradicts decides. Tellings of other kinds of acts, of other sides, days, places or another
status are never one event, however alike their words. The weights below were set in November 2026 on
``tests/golden/tellings/tuning.txt``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from parley.language.event_telling import Side, Telling

LOOSE = frozenset(("CONSULT", "AGREE", "COOPERATE", "SUPPORT"))
"""Types whose sides may change places: who meets, or agrees with, whom."""
_HAPPENED = frozenset(("actual", "historical"))
_BIAS = -3.3
_ACTOR = 1.6
_RECIPIENT = 1.4
_SAME_DAY = 1.4
_NEXT_DAY = 0.2
_MAY_BE = 0.7
_OTHER_TYPE = -0.8
_SAME_MODE = 0.3
_PLACE = 0.8
_WORDS = 3.5
_NAMES = 1.3
_OTHER_NAMES = -2.0
_NUMBERS = 0.5
_OTHER_NUMBERS = -0.8
_SAME_COUNTRY = 0.7
"""What a side is worth of which only the state is the same."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How surely two tellings are of one event."""

    score: float
    parts: tuple[str, ...]
    """What speaks for it, in words."""


def likeness(one: Telling, other: Telling, rarity: Mapping[str, float]) -> Likeness | None:
    """How surely two tellings are of one event; None where something contradicts.

    Args:
        one: a telling.
        other: of another article.
        rarity: of stems among all tellings; what most of them say counts little.
    """
    if one.quad != other.quad or not _status_fits(one, other):
        return None
    sides = _sides(one, other)
    days = _days(one, other)
    place = _place(one, other)
    if sides is None or days is None or place is None:
        return None
    if one.type != other.type and (not (one.mode and one.mode == other.mode) or not days[0]):
        return None
    alike = _overlap(one.words, other.words, rarity)
    parts = [part for part in (*sides[1], days[1], place[1]) if part]
    sum_ = _BIAS + sides[0] + days[0] + place[0] + _WORDS * alike
    sum_ += _OTHER_TYPE if one.type != other.type else 0.0
    sum_ += _SAME_MODE if one.mode and one.mode == other.mode else 0.0
    sum_ += _shared(one.names, other.names, _NAMES, _OTHER_NAMES)
    sum_ += _shared(one.numbers, other.numbers, _NUMBERS, _OTHER_NUMBERS)
    common = sorted(one.names & other.names)
    parts += [f"both name {', '.join(common[:3])}"] if common else []
    parts += [f"their sentences share {alike:.0%} of their words"] if alike >= 0.2 else []
    return Likeness(1 / (1 + math.exp(-sum_)), tuple(parts))


def _status_fits(one: Telling, other: Telling) -> bool:
    """Whether two statuses may be of one event: one may announce, on its very day, what the other tells."""
    if one.status == other.status or {one.status, other.status} <= _HAPPENED:
        return True
    announced = {one.status, other.status} in ({"future", "actual"}, {"future", "historical"})
    return announced and one.exact and other.exact and one.first == other.first


def _sides(one: Telling, other: Telling) -> tuple[float, list[str]] | None:
    """What the sides are worth, and why; None where they are others'."""
    straight = _pair_of_sides(one.actor, other.actor, one.recipient, other.recipient)
    if one.type not in LOOSE and other.type not in LOOSE:
        return straight
    turned = _pair_of_sides(one.actor, other.recipient, one.recipient, other.actor)
    whole = _side(_joined(one), _joined(other))
    together = None if whole is None else ((_ACTOR + _RECIPIENT) * whole[0], [whole[1]])
    if straight is None and turned is None and not (_is_list(one) or _is_list(other)):
        return None
    found = [sides for sides in (straight, turned, together) if sides is not None]
    return max(found, key=lambda sides: sides[0], default=None)


def _pair_of_sides(actor: Side, actors: Side, recipient: Side, recipients: Side) -> tuple[float, list[str]] | None:
    acting, done_to = _side(actor, actors), _side(recipient, recipients)
    if acting is None or done_to is None:
        return None
    return _ACTOR * acting[0] + _RECIPIENT * done_to[0], [acting[1], done_to[1]]


def _side(one: Side, other: Side) -> tuple[float, str] | None:
    """From 0 to 1 how surely two sides are one, and why; None where their states are others."""
    if not one.named or not other.named:
        return (0.35, "") if one.named == other.named else (0.1, "")
    shared = one.actors & other.actors
    if shared:
        return 1.0, f"both name {max(shared, key=_reads_well)}"
    common = one.countries & other.countries
    others = (one.countries and other.countries) or (one.known and other.known)
    if (one.persons and other.persons) or (others and not common):
        return None
    return (_SAME_COUNTRY, f"a side is of {', '.join(sorted(common))} in both") if common else (0.0, "")


def _reads_well(key: str) -> tuple[bool, int]:
    """Names before keys."""
    return (":" not in key and " " in key) or key.isalpha(), len(key)


def _joined(one: Telling) -> Side:
    return Side(
        actors=one.actor.actors | one.recipient.actors,
        countries=one.actor.countries | one.recipient.countries,
        known=one.actor.known | one.recipient.known,
        persons=one.actor.persons | one.recipient.persons,
        named=one.actor.named or one.recipient.named,
    )


def _is_list(one: Telling) -> bool:
    """Whether all who take part stand on one side."""
    return not one.recipient.named and len(one.actor.countries) > 1


def _days(one: Telling, other: Telling) -> tuple[float, str] | None:
    """What the days are worth, and why; None where they are other days."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return 0.0, ""
    if one.exact and other.exact:
        apart = abs(one.first - other.first)
        if apart > 1:
            return None
        return (_NEXT_DAY, "a day lies between the dates") if apart else (_SAME_DAY, "both date it to the same day")
    if one.first > other.last or other.first > one.last:
        return None
    return _MAY_BE, "the dates allow it"


def _place(one: Telling, other: Telling) -> tuple[float, str] | None:
    """What the places are worth, and why; None where they are in other states or in other towns of one."""
    if not one.place or not other.place:
        return 0.0, ""
    if one.place & other.place:
        return _PLACE, "the place is the same"
    if one.place_country and other.place_country and one.place_country != other.place_country:
        return None
    elsewhere = not (one.place & other.names or other.place & one.names)
    return (_OTHER_NAMES, "") if elsewhere else (0.0, "")


def _shared(one: frozenset[str], other: frozenset[str], same: float, none: float) -> float:
    """What common names or numbers are worth, and what it is where both have some and none in common."""
    if not one or not other:
        return 0.0
    common = len(one & other)
    return same * common / min(len(one), len(other)) if common else none


def _overlap(one: frozenset[str], other: frozenset[str], rarity: Mapping[str, float]) -> float:
    """The share of their words, by rarity, that two sentences have in common, of the shorter and the longer alike."""
    common = sum(rarity.get(word, 1.0) for word in one & other)
    if not common:
        return 0.0
    first, second = (sum(rarity.get(word, 1.0) for word in words) for words in (one, other))
    return 2 * common / (first + second)
