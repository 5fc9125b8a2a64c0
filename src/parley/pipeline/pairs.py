"""Questions about pairs of actors: what one does to the other in a text, as PLOVER codes it.

A question names a source and a target: ``{"source": ..., "target": ...}`` or a list of the two; each is a pair of
offsets, an object with start and end, or words of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parley.knowledge.ontology import YIELD
from parley.language.attribution import Run
from parley.language.events import EventTools
from parley.language.relations import Pair, find_triggers
from parley.language.words import Words, split_words
from parley.terms.events import PairRelation
from parley.terms.text import Span

PairAnswer = PairRelation | str
"""What the first does to the second, or why that cannot be said."""

NO_WEIGHTS = "the weights in use know no events"
NO_SENSE = "the question names no source and target: write offsets, or words that stand in the text"
NOT_READ = "only English texts are read"


def answer_pairs(text: str, questions: Sequence[Any], tools: EventTools | None, *, read: bool) -> list[PairAnswer]:
    """An answer to each question, in order.

    Args:
        text: the text that offsets count.
        questions: as they came in.
        tools: None where the weights know no events.
        read: whether the text's language is read.
    """
    if not read or tools is None:
        return [NO_WEIGHTS if read else NOT_READ] * len(questions)
    words = split_words(text)
    return [_answer(text, words, question, tools) for question in questions]


def _answer(text: str, words: Words, question: Any, tools: EventTools) -> PairAnswer:
    sides = _sides(question)
    spans = [_span(text, side) for side in sides]
    runs = [_run(words, span) for span in spans if span is not None]
    if len(runs) != 2 or None in runs:
        return NO_SENSE
    source, target = (run for run in runs if run is not None)
    pair = Pair(words=words, source=source, target=target)
    chances = tools.pairs.chances(pair)
    label = max(chances, key=lambda key: chances[key])
    name = _whole_type(pair, label, tools)
    return PairRelation(type=name, quad=tools.ontology.types[name].quad, confidence=round(chances[label], 2))


def _whole_type(pair: Pair, label: str, tools: EventTools) -> str:
    """YIELD as CONCEDE or RETREAT: the one that more triggers of the text name."""
    if label in tools.ontology.types:
        return label
    forms = [form.casefold() for form in pair.words.forms]
    weights = dict.fromkeys(sorted(YIELD), 0.0)
    for index in range(len(forms)):
        for trigger, weight in find_triggers(forms, index, tools.triggers):
            if trigger.type in weights:
                weights[trigger.type] += weight
    return max(weights, key=lambda key: weights[key])


def _sides(question: Any) -> tuple[Any, Any]:
    if isinstance(question, dict):
        return question.get("source", question.get("actor")), question.get("target", question.get("recipient"))
    if isinstance(question, list) and len(question) == 2:
        return question[0], question[1]
    return None, None


def _span(text: str, side: Any) -> Span | None:
    """Where one side stands: offsets as given, or the first place of its words."""
    if isinstance(side, str):
        at = text.find(side) if side.strip() else -1
        return Span(at, at + len(side)) if at >= 0 else None
    if isinstance(side, dict):
        side = [side.get("start"), side.get("end")]
    if isinstance(side, list) and len(side) == 1:
        side = side[0]
    whole = isinstance(side, list) and len(side) == 2 and all(type(at) is int for at in side)
    return Span(side[0], side[1]) if whole and 0 <= side[0] < side[1] <= len(text) else None


def _run(words: Words, span: Span) -> Run | None:
    """The words that a span touches."""
    inside = [
        index
        for index, (start, end) in enumerate(zip(words.starts, words.ends, strict=True))
        if start < span.end and span.start < end
    ]
    return (inside[0], inside[-1] + 1) if inside else None
