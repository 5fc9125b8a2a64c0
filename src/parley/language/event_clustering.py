"""Which tellings of many articles are of one event.

    EventRow -> Telling -> blocks of a side and some days -> pairs with a score -> EventCluster

Only tellings that share a block are compared: the same kind of act, a side in common, the same days. Of a crowded
block those are compared that share a rare word. Pairs are joined from the surest down, never over what people hold, and
never so that a cluster holds two tellings that contradict each other, or that its halves are less alike on average than
a pair has to be: else one that says little would bridge two events.

Law of this module: the same tellings make the same clusters, in whatever order they come. Within one article nothing
is joined: that is done when it is read.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from parley.language.event_likeness import likeness
from parley.language.event_telling import Telling, telling_of
from parley.terms.event_clusters import EventCluster, EventJoin, EventPair
from parley.terms.events import EventRow

JOINED_FROM = 0.5
"""The least score of a pair that is one event."""
DAYS = 4
"""Days of one block; what may have been on more days stands in several."""
CROWDED = 16
"""Tellings of a block that are all compared with each other."""
_RARE = 6
"""Rare words by which a telling of a crowded block looks for others."""
_NEAREST = 8
"""Tellings after it with which one of a rare word is compared."""
_LOOKED_AT = 12
"""Tellings of a cluster that are asked whether they contradict those of another."""


def cluster_events(
    rows: Sequence[EventRow], pairs: Iterable[EventPair] = (), *, least: float = JOINED_FROM
) -> tuple[EventCluster, ...]:
    """Events, each with all tellings of it.

    Args:
        rows: of the record, one for each telling.
        pairs: what people hold.
        least: score from which two tellings are one event.

    Returns:
        Every row in exactly one cluster; clusters in the order of their first rows.
    """
    found = {row.key: row for row in rows}
    tellings = {key: telling_of(row) for key, row in found.items()}
    rarity = _rarity(tellings.values())
    held = [pair for pair in pairs if pair.first in found and pair.second in found]
    groups = _Groups(tellings, held, rarity, least)
    for join in sorted(_joins(tellings, rarity, least), key=lambda one: (-one.score, one.first, one.second)):
        groups.join(join)
    return tuple(_cluster([found[key] for key in keys], joins) for keys, joins in groups.found(found))


def _cluster(rows: list[EventRow], joins: Sequence[EventJoin]) -> EventCluster:
    rows.sort(key=lambda row: (row.article_date is None, row.article_date or "", row.key))
    return EventCluster(key=rows[0].key, tellings=tuple(rows), joins=tuple(joins))


def _rarity(tellings: Iterable[Telling]) -> dict[str, float]:
    """A weight for each stem, from 0.1 to 1, by the share of tellings that have it."""
    counts: Counter[str] = Counter()
    number = 0
    for one in tellings:
        number += 1
        counts.update(one.words)
    most = math.log(number + 1) or 1.0
    return {word: max(0.1, math.log((number + 1) / times) / most) for word, times in counts.items()}


def _joins(tellings: Mapping[str, Telling], rarity: Mapping[str, float], least: float) -> Iterator[EventJoin]:
    """Pairs of tellings that may be one event."""
    for first, second in _candidates(tellings, rarity):
        one, other = tellings[first], tellings[second]
        if one.printing is not None and one.printing == other.printing and one.sentences & other.sentences:
            yield EventJoin(
                first=first, second=second, score=1.0, reason="The same sentence in two copies of an article."
            )
            continue
        like = likeness(one, other, rarity)
        if like is not None and like.score >= least:
            said = "; ".join(dict.fromkeys(like.parts)) or "nothing contradicts"
            reason = f"{said[:1].upper()}{said[1:]}."
            yield EventJoin(first=first, second=second, score=round(like.score, 3), reason=reason)


def _candidates(tellings: Mapping[str, Telling], rarity: Mapping[str, float]) -> set[tuple[str, str]]:
    """Pairs of tellings of different articles that share a block, the lesser key first."""
    blocks: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for key in sorted(tellings):
        for block in _blocks(tellings[key]):
            blocks[block].append(key)
    found: set[tuple[str, str]] = set()
    for keys in blocks.values():
        if 1 < len(keys) <= CROWDED:
            found.update((one, other) for place, one in enumerate(keys) for other in keys[place + 1 :])
        elif len(keys) > CROWDED:
            found.update(_in_crowd(keys, tellings, rarity))
    return {pair for pair in found if tellings[pair[0]].article != tellings[pair[1]].article}


def _blocks(one: Telling) -> Iterator[tuple[object, ...]]:
    for sentence in one.sentences if one.printing is not None else ():
        yield "copy", one.printing, sentence
    if one.first is None or one.last is None:
        return
    sides = sorted(one.actor.countries | one.recipient.countries) or sorted(one.actor.actors | one.recipient.actors)
    # Both days around: an article in another time zone dates an act to the day after.
    for days in range((one.first - 1) // DAYS, (one.last + 1) // DAYS + 1):
        for side in sides:
            yield one.quad, side, days
        for name in sorted(one.names)[:_RARE]:
            yield one.quad, name, days


def _in_crowd(
    keys: Sequence[str], tellings: Mapping[str, Telling], rarity: Mapping[str, float]
) -> Iterator[tuple[str, str]]:
    """Pairs of a crowded block that share one of their rarest words, near each other in the order of their days."""
    by_word: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        words = tellings[key].words | tellings[key].names
        for word in sorted(words, key=lambda word: (-rarity.get(word, 1.0), word))[:_RARE]:
            by_word[word].append(key)
    for alike in by_word.values():
        alike.sort(key=lambda key: (tellings[key].first or 0, tellings[key].published, key))
        for place, one in enumerate(alike):
            for other in alike[place + 1 : place + 1 + _NEAREST]:
                yield min(one, other), max(one, other)


class _Groups:
    """Tellings while they are put together."""

    def __init__(
        self, tellings: Mapping[str, Telling], held: Sequence[EventPair], rarity: Mapping[str, float], least: float
    ) -> None:
        self._tellings = tellings
        self._rarity = rarity
        self._least = least
        self._members: dict[str, list[str]] = {key: [key] for key in tellings}
        self._group: dict[str, str] = {key: key for key in tellings}
        self._joins: dict[str, list[EventJoin]] = {key: [] for key in tellings}
        self._apart: dict[str, set[str]] = defaultdict(set)
        for pair in held:
            if pair.verdict == "same" and self._group[pair.first] != self._group[pair.second]:
                self._unite(EventJoin(first=pair.first, second=pair.second, score=1.0, reason="A person said so."))
        for pair in held:
            if pair.verdict == "apart":
                self._apart[pair.first].add(pair.second)
                self._apart[pair.second].add(pair.first)

    def join(self, join: EventJoin) -> None:
        """Put the groups of two tellings together, unless a person or something they say is against it."""
        one, other = self._group[join.first], self._group[join.second]
        if one != other and self._may(self._members[one], self._members[other]):
            self._unite(join)

    def found(self, order: Iterable[str]) -> Iterator[tuple[list[str], list[EventJoin]]]:
        """The groups, in an order of their tellings."""
        seen: set[str] = set()
        for key in order:
            group = self._group[key]
            if group not in seen:
                seen.add(group)
                yield list(self._members[group]), self._joins[group]

    def _may(self, ones: Sequence[str], others: Sequence[str]) -> bool:
        if any(self._apart[one].intersection(others) for one in ones if one in self._apart):
            return False
        if len(ones) == len(others) == 1:
            return True
        scores: list[float] = []
        for one in ones[:_LOOKED_AT]:
            for other in others[:_LOOKED_AT]:
                like = likeness(self._tellings[one], self._tellings[other], self._rarity)
                if like is None:
                    return False
                scores.append(like.score)
        return sum(scores) >= self._least * len(scores)

    def _unite(self, join: EventJoin) -> None:
        one, other = self._group[join.first], self._group[join.second]
        keep, gone = (one, other) if len(self._members[one]) >= len(self._members[other]) else (other, one)
        for key in self._members[gone]:
            self._group[key] = keep
        self._members[keep] += self._members.pop(gone)
        self._joins[keep] += [*self._joins.pop(gone), join]
