"""Events as they go into the record, and back: what is said of one, in names and in offsets of the page text.

Law of this module (law 2): the payload is all that an event says; its hash covers it, and every mention is a
quotation of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from parley.errors import EvidenceError
from parley.record.digest import digest_of
from parley.record.spans import flat, from_group, to_groups
from parley.terms.actors import Actor
from parley.terms.events import Event, EventMention, EventPlace
from parley.terms.text import Article, Piece, Span

EVENT = "event"

Payload = dict[str, Any]


def event_payload(
    article: Article, event: Event, actors: Mapping[str, Actor], place_of: Callable[[str], list[int]]
) -> Payload:
    """What an event says.

    Args:
        article: whose text its spans are of.
        event: of a reading of the article.
        actors: of that reading, by id.
        place_of: where a statement of that reading stands in the page text.

    Raises:
        EvidenceError: it has no mention, or one that quotes no words of the text.
    """
    if not event.mentions:
        cure = "An event needs a sentence that tells of it"
        raise EvidenceError("it quotes no words", where=f"event {event.id}", cure=cure)
    where = f"event {event.id}"
    return {
        "kind": EVENT,
        "type": event.type,
        "quad": event.quad,
        "score": event.score,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "status": event.status,
        "date": event.date,
        "actors": [actors[actor].name for actor in event.actor],
        "recipients": [actors[actor].name for actor in event.recipient],
        "place": _place_payload(article, event.place, where) if event.place else None,
        "mentions": [
            {
                "trigger": to_groups(article, [mention.trigger], where=where)[0],
                "sentence": to_groups(article, [mention.sentence], where=where)[0],
                "reported_by": place_of(mention.reported_by) if mention.reported_by else None,
                "actor": to_groups(article, mention.actor_words, where=where),
                "recipient": to_groups(article, mention.recipient_words, where=where),
            }
            for mention in event.mentions
        ],
    }


def _place_payload(article: Article, place: EventPlace, where: str) -> Payload:
    spans = to_groups(article, [Span(place.start, place.end)], where=where)[0]
    return {"spans": spans, "country": place.country, "reason": place.reason}


def event_digest(payload: Payload) -> str:
    """The hash of what an event says."""
    return digest_of(payload)


def event_quotes(payload: Payload) -> tuple[tuple[str, Span], ...]:
    """Role and page span of each piece of evidence: triggers, then the sentences that tell of it."""
    found = [("trigger", span) for mention in payload["mentions"] for span in flat([mention["trigger"]])]
    found += [("sentence", span) for mention in payload["mentions"] for span in flat([mention["sentence"]])]
    return tuple(found)


def event_links(event: Event) -> tuple[tuple[str, str], ...]:
    """Role and local id of the actors and statements that an event points at."""
    links = [("actor", actor) for actor in event.actor] + [("recipient", actor) for actor in event.recipient]
    links += [("reported_by", mention.reported_by) for mention in event.mentions if mention.reported_by]
    return tuple(links)


def rebuild_event(
    payload: Payload,
    links: Mapping[str, Sequence[str]],
    pieces: Sequence[Piece],
    text: str,
    **known: Any,
) -> Event | None:
    """An event from what the record keeps; None where the article's text lacks its sentences now.

    Args:
        payload: what it says.
        links: local ids of what it points at, by role.
        pieces: of the article.
        text: of the article.
        known: ``id``, ``confidence`` and ``reason``.
    """
    reporting = iter(links.get("reported_by", ()))
    mentions = tuple(_mentions(payload, pieces, text, reporting))
    if not mentions:
        return None
    place = payload["place"]
    span = from_group(pieces, place["spans"]) if place else None
    return Event(
        type=payload["type"],
        quad=payload["quad"],
        score=payload["score"],
        mode=payload["mode"],
        contexts=tuple(payload["contexts"]),
        status=payload["status"],
        date=payload["date"],
        actor=tuple(links.get("actor", ())),
        recipient=tuple(links.get("recipient", ())),
        place=EventPlace(start=span.start, end=span.end, country=place["country"], reason=place["reason"])
        if span
        else None,
        mentions=mentions,
        **known,
    )


def _mentions(payload: Payload, pieces: Sequence[Piece], text: str, reporting: Iterator[str]) -> Iterator[EventMention]:
    for mention in payload["mentions"]:
        reported_by = next(reporting, None) if mention["reported_by"] else None
        trigger, sentence = from_group(pieces, mention["trigger"]), from_group(pieces, mention["sentence"])
        if trigger is not None and sentence is not None:
            digest = hashlib.sha256(sentence.of(text).encode()).hexdigest()
            yield EventMention(
                trigger=trigger,
                sentence=sentence,
                sha256=digest,
                reported_by=reported_by,
                actor_words=_phrases(mention, "actor", pieces),
                recipient_words=_phrases(mention, "recipient", pieces),
            )


def _phrases(mention: Payload, side: str, pieces: Sequence[Piece]) -> tuple[Span, ...]:
    """The phrases of a side; none in a record from before they were kept."""
    found = (from_group(pieces, group) for group in mention.get(side, ()))
    return tuple(span for span in found if span is not None)
