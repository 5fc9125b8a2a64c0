"""The objects that Parley prints: what was read, as plain dictionaries ready for JSON.

Law of this module: keys and their order are a promise to other programs. A key may be added, none
is renamed or dropped; a value the text does not give is null. Offsets are code points, [start, end).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from parley.pipeline.languages import notes_on
from parley.pipeline.pairs import PairAnswer
from parley.pipeline.timing import with_times
from parley.terms.actors import Actor, Mention
from parley.terms.events import Event, EventMention, EventPlace
from parley.terms.review import Reading
from parley.terms.statements import Proposals, Statement
from parley.terms.text import Article, Byline, Found, Span, Teaser
from parley.terms.times import Quantity, Time


def annotation(
    name: str, text: str, language: str | None, proposals: Proposals, *, pairs: Sequence[PairAnswer] = ()
) -> dict[str, Any]:
    """What ``parley annotate`` prints about one text.

    Args:
        name: the text's id.
        text: exactly as it was given.
        language: ISO 639-1 code.
        proposals: what was found, in offsets of ``text``.
        pairs: the answers to the questions about pairs of actors, in their order.
    """
    return {
        "id": name,
        "text": text,
        "language": language,
        "mentions": [_mention(mention) for mention in proposals.mentions],
        "actors": [_actor(actor) for actor in proposals.actors],
        "statements": [_statement(statement) for statement in proposals.statements],
        "events": [event_object(event) for event in proposals.events],
        "times": [_time(time) for time in proposals.times],
        "quantities": [_quantity(quantity) for quantity in proposals.quantities],
        "pairs": [_pair(answer) for answer in pairs],
        "notes": notes_on(language),
    }


def reading_object(reading: Reading, keys: Mapping[str, str]) -> dict[str, Any]:
    """What ``parley read --json`` prints about one page.

    Args:
        reading: the page, its article and what was found in it.
        keys: permanent key of each statement and event in the record, by its id in this reading; may be empty.
    """
    article = reading.article
    found = annotation(article.id, article.text, article.language, with_times(reading).proposals)
    for entry in (*found["statements"], *found["events"]):
        entry["key"] = keys.get(entry["id"])
    return {**found, "article": _fields(article), "page_text": article.page_text}


def article_object(article: Article) -> dict[str, Any]:
    """What ``parley article --json`` prints about one page; block offsets are of ``page_text``."""
    return {
        "id": article.id,
        **_fields(article),
        "found": found_objects(article.found),
        "rendition": article.rendition,
        "text": article.text,
        "page_text": article.page_text,
        "blocks": [
            {"start": block.start, "end": block.end, "role": block.role, "copy_of": block.copy_of}
            for block in article.blocks
        ],
        "pieces": [
            {"start": piece.start, "end": piece.end, "page_start": piece.page_start} for piece in article.pieces
        ],
    }


def found_objects(found: Iterable[Found]) -> list[dict[str, str]]:
    """What a page says about the fields of its article, and where."""
    return [{"field": one.field, "value": one.value, "where": one.where} for one in found]


def _fields(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "date": article.date,
        "sections": list(article.sections),
        "genre": article.genre,
        "publication": article.publication,
        "byline": [_byline(byline) for byline in article.byline],
        "language": article.language,
        "comments": article.comments,
        "teasers": [_teaser(teaser) for teaser in article.teasers],
        "url": article.url,
    }


def _byline(byline: Byline) -> dict[str, Any]:
    return {"name": byline.name, "role": byline.role}


def _teaser(teaser: Teaser) -> dict[str, Any]:
    return {
        "title": teaser.title,
        "lead": teaser.lead,
        "genre": teaser.genre,
        "publication": teaser.publication,
        "byline": _byline(teaser.byline) if teaser.byline else None,
        "spans": _pairs(teaser.spans),
    }


def _mention(mention: Mention) -> dict[str, Any]:
    return {
        "id": mention.id,
        "start": mention.start,
        "end": mention.end,
        "kind": mention.kind,
        "form": mention.form,
        "actor": mention.actor,
    }


def _actor(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "role": actor.role,
        "country": actor.country,
        "sector": actor.sector,
        "organization": actor.organization,
        "known_as": actor.known_as,
        "reason": actor.reason,
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "id": statement.id,
        "source": _pairs(statement.source),
        "cue": _pairs(statement.cue),
        "content": _pairs(statement.content),
        "speaker": statement.speaker,
        "speakers": list(statement.speakers),
        "speaker_confidence": statement.speaker_confidence,
        "speaker_reason": statement.speaker_reason,
        "about": list(statement.about),
        "form": statement.form,
        "mention": statement.mention,
        "asserted": statement.asserted,
        "polarity": statement.polarity,
        "certainty": statement.certainty,
        "said": statement.said,
        "nested": statement.nested,
        "parent": statement.parent,
        "extended": statement.extended,
        "continues": statement.continues,
        "same_as": statement.same_as,
        "confidence": statement.confidence,
    }


def event_object(event: Event) -> dict[str, Any]:
    """One event; its evidence is that of its first mention, ``mentions`` holds all."""
    return {
        "id": event.id,
        "type": event.type,
        "quad": event.quad,
        "score": event.score,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "trigger": [event.trigger.start, event.trigger.end],
        "actor": list(event.actor),
        "recipient": list(event.recipient),
        **_phrases(event.mentions[0]),
        "place": _place(event.place) if event.place else None,
        "date": event.date,
        "status": event.status,
        "reported_by": event.reported_by,
        "confidence": event.confidence,
        "reason": event.reason,
        "evidence": _evidence(event.mentions[0]),
        "mentions": [
            {
                "trigger": [mention.trigger.start, mention.trigger.end],
                **_phrases(mention),
                "reported_by": mention.reported_by,
                "evidence": _evidence(mention),
            }
            for mention in event.mentions
        ],
    }


def _phrases(mention: EventMention) -> dict[str, Any]:
    """The phrases that name the sides of an event in one sentence."""
    return {
        "actor_spans": [[span.start, span.end] for span in mention.actor_words],
        "recipient_spans": [[span.start, span.end] for span in mention.recipient_words],
    }


def _evidence(mention: EventMention) -> dict[str, Any]:
    return {"start": mention.sentence.start, "end": mention.sentence.end, "sha256": mention.sha256}


def _place(place: EventPlace) -> dict[str, Any]:
    return {"start": place.start, "end": place.end, "country": place.country, "reason": place.reason}


def _pair(answer: PairAnswer) -> dict[str, Any]:
    if isinstance(answer, str):
        return {"type": None, "quad": None, "confidence": 0, "reason": answer}
    return {"type": answer.type, "quad": answer.quad, "confidence": answer.confidence, "reason": None}


def _time(time: Time) -> dict[str, Any]:
    return {
        "start": time.start,
        "end": time.end,
        "value": time.value,
        "until": time.until,
        "open": time.open,
        "anchor": time.anchor,
        "reason": time.reason,
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "start": quantity.start,
        "end": quantity.end,
        "value": _number(quantity.value),
        "until": _number(quantity.until),
        "unit": quantity.unit,
        "approximate": quantity.approximate,
    }


def _number(value: float | None) -> float | int | None:
    """A whole number without the point."""
    return int(value) if value is not None and value == int(value) else value


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
