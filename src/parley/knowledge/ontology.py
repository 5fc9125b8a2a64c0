"""The event ontology as data: PLOVER's types, modes, contexts and scores, and CAMEO's codes beside them.

Law of this module: nothing of PLOVER stands in code. Where the manual contradicts itself the file says what
was decided; another ontology is another file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

import yaml

from parley.knowledge.gazetteer import read_table
from parley.terms.events import EventStatus, Quad

_DATA = files("parley.knowledge") / "data"
YIELD = frozenset(("CONCEDE", "RETREAT"))
"""Two types that one gold standard joins as YIELD."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One type of event."""

    name: str
    quad: Quad
    score: float
    recipient_required: bool
    definition: str
    modes: Mapping[str, float]
    """Score of each mode."""
    examples: tuple[str, ...]
    """Sentences with the actor in ``<s>`` and the recipient in ``<t>``."""
    counter_examples: tuple[str, ...]

    def score_of(self, mode: str | None) -> float:
        """The score of the type, or of its mode where that has its own."""
        return self.modes.get(mode or "", self.score)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """A set of event types."""

    name: str
    types: Mapping[str, EventType]
    contexts: Mapping[str, frozenset[str]]
    """The words that speak for each context."""
    folding: Mapping[str, Mapping[str, str]]
    """For a status the types that acts of that status are coded as."""

    def folded(self, event_type: str, status: EventStatus) -> str:
        """The type as PLOVER codes an act of this status: a visit to come is AGREE."""
        return self.folding.get(status, {}).get(event_type, event_type)


@dataclass(frozen=True, slots=True, kw_only=True)
class CameoCode:
    """One CAMEO code, in PLOVER's terms."""

    code: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]


@cache
def load_ontology(name: str = "plover-parley-1") -> Ontology:
    """The ontology of a file of this room, read once."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = yaml.load((_DATA / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)
    types = {
        key: EventType(
            name=key,
            quad=cast(Quad, row["quad"]),
            score=row["score"],
            recipient_required=row["recipient_required"],
            definition=row["definition"],
            modes=row["modes"],
            examples=tuple(row["examples"]),
            counter_examples=tuple(row["not"]),
        )
        for key, row in found["types"].items()
    }
    contexts = {key: frozenset(words.split()) for key, words in found["contexts"].items()}
    return Ontology(name=found["name"], types=types, contexts=contexts, folding=found["folding"])


@cache
def load_cameo() -> Mapping[str, CameoCode]:
    """CAMEO's codes from 03 on; 01 and 02 are speech and no events."""
    return {
        row["code"]: CameoCode(
            code=row["code"],
            type=row["type"],
            mode=row["mode"] or None,
            contexts=tuple(context for context in row["contexts"].split(";") if context),
        )
        for row in read_table("cameo.tsv")
    }


def cameo_code(event_type: str, mode: str | None, contexts: Iterable[str]) -> str:
    """The CAMEO code that says most of what a type, mode and contexts say.

    A code whose mode or context is not the event's is no candidate; of the rest the one with most in common is
    taken, the shortest and lowest first.

    Args:
        event_type: of the ontology ``plover-parley-1``, folded by the event's status.
        mode: of that type.
        contexts: of the event.
    """
    own = set(contexts)
    best = (_ROOTS[event_type], 0)
    for code in sorted(load_cameo().values(), key=lambda one: (len(one.code), one.code)):
        if code.type != event_type or code.mode not in (None, mode) or not set(code.contexts) <= own:
            continue
        common = 2 * (code.mode is not None) + len(code.contexts)
        if common > best[1]:
            best = (code.code, common)
    return best[0]


_ROOTS = {
    "AGREE": "030",
    "CONSULT": "040",
    "SUPPORT": "050",
    "COOPERATE": "060",
    "AID": "070",
    "CONCEDE": "080",
    "RETREAT": "084",
    "ACCUSE": "110",
    "REQUEST": "100",
    "REJECT": "120",
    "THREATEN": "130",
    "PROTEST": "140",
    "MOBILIZE": "150",
    "SANCTION": "160",
    "COERCE": "170",
    "ASSAULT": "180",
}
"""The general code of each type, where no finer one fits."""
