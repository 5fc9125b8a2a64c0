"""Events as rows, made by hand, for the tests of what is told in several articles."""

from __future__ import annotations

import hashlib
from typing import Any

from parley.terms.events import EventEvidence, EventRow, EventSide

STATES = {"NOR": "Norvia", "EST": "Estrada", "ALB": "Albia"}


def side(name: str, country: str | None = None, **fields: Any) -> EventSide:
    """An actor: a state by its code, a person by the name."""
    made: dict[str, Any] = {"key": f"link-{name}", "name": name, "kind": "person", "country": country}
    if name in STATES:
        made |= {"name": STATES[name], "kind": "state", "country": name, "known_as": f"iso3:{name}"}
    return EventSide(**made | fields)


def telling(key: str, sentence: str, **fields: Any) -> EventRow:
    """One article's telling; of Norvia (NOR) that visits Estrada (EST) on 4 March where nothing else is said."""
    digest = hashlib.sha256(sentence.encode()).hexdigest()
    evidence = EventEvidence(
        start=0,
        end=len(sentence),
        exact=sentence,
        sha256=digest,
        trigger="",
        telling=key,
        article=f"page-{key}",
        url=f"https://{key}.example",
    )
    made: dict[str, Any] = {
        "key": key,
        "article": f"page-{key}",
        "article_key": f"article-{key}",
        "title": None,
        "article_date": "2024-03-05",
        "publication": None,
        "url": None,
        "language": "en",
        "state": "proposed",
        "type": "ASSAULT",
        "quad": 4,
        "score": -9.0,
        "mode": None,
        "contexts": (),
        "status": "actual",
        "date": "2024-03-04",
        "actor": (side("NOR"),),
        "recipient": (side("EST"),),
        "place": None,
        "place_country": None,
        "reported_by": None,
        "confidence": 0.8,
        "reason": None,
        "evidence": (evidence,),
    }
    return EventRow(**made | fields)
