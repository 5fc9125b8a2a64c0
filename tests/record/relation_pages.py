"""A small record of two states that deal with each other, for the tests of relations: no page is read."""

from __future__ import annotations

import hashlib
from typing import Any

from parley.record import Store
from parley.terms.actors import Actor, Mention
from parley.terms.events import Event, EventMention
from parley.terms.review import Reading
from parley.terms.statements import Proposals, Statement
from parley.terms.text import Sentence, Span

from .builders import article_of, page_of, spans, statement_of, write

NORVIA = Actor(id="a1", name="Norvia", kind="state", known_as="iso3:NRV")
ESTRADA = Actor(id="a2", name="Estrada", kind="state", known_as="iso3:EST")
SCORES = {"CONSULT": (1, 2.5), "AID": (2, 10.0), "ACCUSE": (3, -3.0), "ASSAULT": (4, -9.0)}

Side = tuple[str, ...]


def told(
    name: str,
    sentence: str,
    *events: tuple[str, str, Side, Side, dict[str, Any]],
    statements: tuple[tuple[str, str, str, Side, Side, dict[str, Any]], ...] = (),
    **fields: Any,
) -> Reading:
    """An article of one sentence that names Norvia, Estrada or both.

    Args:
        name: of the article.
        sentence: its text.
        events: type, trigger, actors and recipients ("a1": Norvia, "a2": Estrada), other fields.
        statements: source, cue, content, speakers, about whom, other fields.
        fields: of the article.
    """
    article = article_of([("body", sentence)], **{"id": name, "language": "en"} | fields)
    actors = tuple(one for one in (NORVIA, ESTRADA) if one.name in sentence)
    mentions = tuple(
        Mention(id=f"m{one.id}", start=at.start, end=at.end, kind=one.kind, form="name", actor=one.id)
        for one in actors
        for at in spans(article, one.name)
    )
    whole = Span(0, len(sentence))
    digest = hashlib.sha256(sentence.encode()).hexdigest()
    made = []
    for number, (kind, trigger, actor, recipient, more) in enumerate(events, 1):
        values: dict[str, Any] = {
            "id": f"e{number}",
            "type": kind,
            "quad": SCORES[kind][0],
            "score": SCORES[kind][1],
            "mode": None,
            "actor": actor,
            "recipient": recipient,
            "status": "actual",
            "confidence": 0.8,
            "reason": "the lexicon",
            "mentions": (EventMention(trigger=spans(article, trigger)[0], sentence=whole, sha256=digest),),
        }
        made.append(Event(**values | more))
    said: list[Statement] = [
        statement_of(article, f"s{number}", source, cue, content, speakers=speakers, about=about, **more)
        for number, (source, cue, content, speakers, about, more) in enumerate(statements, 1)
    ]
    proposals = Proposals(
        sentences=(Sentence(start=0, end=len(sentence), paragraph=0),),
        mentions=mentions,
        actors=actors,
        statements=tuple(said),
        events=tuple(made),
    )
    return Reading(page=page_of(article.page_text, location=f"pages/{name}.txt"), article=article, proposals=proposals)


def fill(store: Store) -> None:
    """Seven articles: attack, charge, aid back, a meeting of both, what may come, a march against others, words."""
    one, other = ("a1",), ("a2",)
    write(
        store,
        told("raid", "Norvia shelled a border post of Estrada on Monday.", ("ASSAULT", "shelled", one, other, {"date": "2024-03-05"}), date="2024-03-06"),
        told("charge", "Norvia accused Estrada of smuggling.", ("ACCUSE", "accused", one, other, {}), date="2024-03-20"),
        told("grain", "Estrada sent grain to Norvia.", ("AID", "sent", other, one, {"confidence": 0.4}), date="2024-05-02"),
        told("talks", "Norvia and Estrada held talks.", ("CONSULT", "talks", ("a1", "a2"), (), {"date": "2024"}), date="2024-06-01"),
        told("threat", "Estrada may attack Norvia.", ("ASSAULT", "attack", other, one, {"status": "hypothetical"}), date="2024-06-09"),
        told("allies", "Norvia and Estrada attacked a camp.", ("ASSAULT", "attacked", ("a1", "a2"), (), {}), date="2024-07-01"),
        told(
            "words",
            "Norvia said that Estrada keeps its word.",
            statements=(("Norvia", "said", "Estrada keeps its word", one, other, {}),),
            date="2024-08-01",
        ),
        told(
            "denial",
            "Estrada denied that Norvia paid.",
            statements=(("Estrada", "denied", "Norvia paid", other, one, {"polarity": "denied", "said": "2024-02"}),),
            date="2024-08-02",
        ),
    )  # fmt: skip
