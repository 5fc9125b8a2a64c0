"""One event that several sentences tell of is one event with several mentions.

Law of this module: two tellings are joined only where nothing they say contradicts, and where they share an actor;
what one leaves open the other may fill.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parley.terms.events import Event
from parley.terms.text import Span

_LOOSE = frozenset(("CONSULT", "AGREE", "COOPERATE"))
"""Types whose sides may change places: who meets whom."""


def merge_events(events: list[Event]) -> tuple[Event, ...]:
    """The events of an article, each once, numbered in the order of their first mention.

    Args:
        events: in the order of the text, each with one mention.
    """
    found: list[Event] = []
    for event in events:
        at = next((index for index, other in enumerate(found) if _same(other, event)), None)
        if at is None:
            found.append(event)
        else:
            found[at] = _joined(found[at], event)
    return tuple(replace(event, id=f"e{number}") for number, event in enumerate(found, start=1))


def _same(one: Event, other: Event) -> bool:
    if one.type != other.type or one.status != other.status:
        return False
    if one.mode and other.mode and one.mode != other.mode:
        return False
    if one.date and other.date and not (one.date.startswith(other.date) or other.date.startswith(one.date)):
        return False
    actors, others = set(one.actor), set(other.actor)
    recipients, other_recipients = set(one.recipient), set(other.recipient)
    if one.type in _LOOSE:
        left, right = actors | recipients, others | other_recipients
        return len(left & right) >= min(2, len(left), len(right))
    agrees = _fits(actors, others) and _fits(recipients, other_recipients)
    return agrees and bool(
        (actors & others) and (recipients & other_recipients or not (recipients and other_recipients))
    )


def _fits(one: set[str], other: set[str]) -> bool:
    """Whether two sides can be the same: one is open, or they share an actor."""
    return not one or not other or bool(one & other)


def _joined(one: Event, other: Event) -> Event:
    """The fuller of two tellings first, with what the other adds."""
    first, second = (other, one) if _fullness(other) > _fullness(one) else (one, other)
    return replace(
        first,
        mode=first.mode or second.mode,
        actor=first.actor or second.actor,
        recipient=first.recipient or second.recipient,
        place=first.place or second.place,
        date=max(first.date or "", second.date or "", key=len) or None,
        contexts=tuple(dict.fromkeys((*first.contexts, *second.contexts))),
        confidence=max(first.confidence, second.confidence),
        mentions=(*first.mentions, *second.mentions),
    )


def _fullness(event: Event) -> int:
    return bool(event.actor) + bool(event.recipient) + bool(event.date) + bool(event.place)


def tells_same(event: Event, other: Event) -> bool:
    """Whether two tellings of one sentence have the trigger, or both sides, in common."""
    one, two = event.mentions[0], other.mentions[0]
    if meet([one.trigger], [two.trigger]):
        return True
    recipients = not other.recipient or meet(one.recipient_words, two.recipient_words)
    return meet(one.actor_words, two.actor_words) and recipients


def meet(spans: Sequence[Span], others: Sequence[Span]) -> bool:
    """Whether one of some stretches shares a character with one of others."""
    return any(one.start < other.end and other.start < one.end for one in spans for other in others)
