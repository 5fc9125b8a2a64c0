"""An article that tells of events, for the tests of the desk: every kind of mark stands in it, some over each other."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from parley.terms.actors import Actor, Mention
from parley.terms.events import Event, EventMention, EventPlace
from parley.terms.review import Reading
from parley.terms.statements import Proposals
from parley.terms.text import Article, Sentence, Span
from tests.record.builders import article_of, page_of, statement_of

LEAD = "Norvia expelled two diplomats of Estrada on 4 May 2024."
BODY = "Minister Ida Berg said that Estrada will send 3,000 tonnes of grain to Norvia next month."
LAST = "Estrada may close the border. Norvia expelled the diplomats in anger, Berg added."
SENTENCES = (LEAD, BODY, "Estrada may close the border.", "Norvia expelled the diplomats in anger, Berg added.")


def talks_reading() -> Reading:
    """Three events: one told twice, one that a statement reports, one that may come."""
    article = article_of(
        [("lead", LEAD), ("body", BODY), ("body", LAST)],
        id="talks",
        title="Talks",
        date="2024-05-06",
        publication="Gazette",
        language="en",
        genre="wire",
    )
    sentences = tuple(_span(article, words) for words in SENTENCES)
    norvia = Actor(id="a1", name="Norvia", kind="state", country="NOR")
    estrada = Actor(id="a2", name="Estrada", kind="state")
    berg = Actor(id="a3", name="Ida Berg", kind="person", role="minister")
    said = statement_of(
        article, "s1", "Minister Ida Berg", "said",
        "that Estrada will send 3,000 tonnes of grain to Norvia next month", speakers=("a3",),
    )  # fmt: skip
    proposals = Proposals(
        sentences=tuple(
            Sentence(start=one.start, end=one.end, paragraph=number)
            for number, one in zip((0, 1, 2, 2), sentences, strict=True)
        ),
        mentions=tuple(_mentions(article, (norvia, estrada, berg))),
        actors=(norvia, estrada, berg),
        statements=(replace(said, confidence=0.9),),
        events=(
            _event(article, "e1", ("expelled two diplomats", LEAD), ("expelled the diplomats", SENTENCES[3]),
                   type="SANCTION", mode="expel", quad=4, score=-5.5, actor=("a1",), recipient=("a2",),
                   date="2024-05-04", place=None),
            _event(article, "e2", ("send", BODY), type="AID", mode=None, quad=2, score=10.0, actor=("a2",),
                   recipient=("a1",), date="2024-06", status="future", reported_by="s1"),
            _event(article, "e3", ("close", SENTENCES[2]), type="COERCE", mode="restrict", quad=4, score=-7.0,
                   actor=("a2",), status="hypothetical", confidence=0.55),
        ),
    )  # fmt: skip
    page = page_of(article.page_text, location="pages/talks.txt")
    return Reading(page=page, article=article, proposals=proposals)


def _span(article: Article, words: str, within: str = "") -> Span:
    start = article.text.index(words, article.text.index(within))
    return Span(start, start + len(words))


def _mentions(article: Article, actors: tuple[Actor, ...]) -> list[Mention]:
    found: list[Mention] = []
    for actor in actors:
        at = article.text.find(actor.name)
        while at >= 0:
            end = at + len(actor.name)
            found.append(Mention(id=f"m{len(found)}", start=at, end=end, kind=actor.kind, form="name", actor=actor.id))
            at = article.text.find(actor.name, at + 1)
    return sorted(found, key=lambda one: one.start)


def _event(
    article: Article, local: str, *told: tuple[str, str], reported_by: str | None = None, **fields: Any
) -> Event:
    mentions: list[EventMention] = []
    for words, within in told:
        sentence = _span(article, within)
        digest = hashlib.sha256(sentence.of(article.text).encode()).hexdigest()
        trigger = _span(article, words, within)
        # Where it is told first, the phrases of its sides are kept; elsewhere the mentions of its actors name them.
        acting = (_span(article, "Norvia", within),) if local == "e1" and not mentions else ()
        mentions.append(
            EventMention(trigger=trigger, sentence=sentence, sha256=digest, reported_by=reported_by, actor_words=acting)
        )
    made: dict[str, Any] = {
        "id": local,
        "status": "actual",
        "confidence": 0.8,
        "reason": f"{told[0][0]!r} names it",
        "mentions": tuple(mentions),
        "place": EventPlace(start=0, end=6, country="NOR", reason="named"),
    }
    return Event(**made | fields)
