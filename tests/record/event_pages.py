"""Pages that tell of one event each, for the tests of what several articles tell of."""

from __future__ import annotations

import hashlib
from typing import Any

from parley.terms.actors import Actor, Mention
from parley.terms.events import Event, EventMention
from parley.terms.review import Reading
from parley.terms.statements import Proposals
from parley.terms.text import Sentence

from .builders import article_of, page_of, spans

SHELLED = "Norvia shelled the harbour of Liska in Estrada on Monday."
AGAIN = "Guns of Norvia shelled the harbour of Liska, a town of Estrada."
MARKET = "Norvia shelled a market in Kelm, Estrada, on Monday."


def told_in(name: str, sentence: str, **fields: Any) -> Reading:
    """A page of one sentence that tells how Norvia shelled something of Estrada; fields are the event's."""
    published = fields.pop("published", "2024-03-05")
    article = article_of([("body", sentence)], id=name, date=published, language="en", title=name.title())
    norvia, estrada, act = spans(article, "Norvia", "Estrada", "shelled")
    actors = (
        Actor(id="a1", name="Norvia", kind="state", country="NOR", known_as="iso3:NOR"),
        Actor(id="a2", name="Estrada", kind="state", country="EST", known_as="iso3:EST"),
    )
    mentions = tuple(
        Mention(id=f"m{number}", start=span.start, end=span.end, kind="state", form="name", actor=f"a{number}")
        for number, span in enumerate((norvia, estrada), start=1)
    )
    whole = Sentence(start=0, end=len(article.text), paragraph=0)
    digest = hashlib.sha256(article.text.encode()).hexdigest()
    made: dict[str, Any] = {
        "id": "e1",
        "type": "ASSAULT",
        "quad": 4,
        "score": -9.0,
        "mode": None,
        "actor": ("a1",),
        "recipient": ("a2",),
        "date": "2024-03-04",
        "status": "actual",
        "confidence": 0.8,
        "reason": "'shelled' names ASSAULT",
        "mentions": (EventMention(trigger=act, sentence=whole.span, sha256=digest),),
    }
    proposals = Proposals(sentences=(whole,), mentions=mentions, actors=actors, events=(Event(**made | fields),))
    return Reading(page=page_of(article.page_text, location=f"{name}.txt"), article=article, proposals=proposals)
