"""A small record for the tests of the desk, made in a moment: no page is read, no weights are needed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from parley.pipeline.records import open_record
from parley.terms.actors import Actor, Mention
from parley.terms.review import Reading
from parley.terms.statements import Proposals, Statement
from parley.terms.text import PARAGRAPH_BREAK, Article, Sentence
from tests.record.builders import article_of, page_of, spans, statement_of, write

BRIDGES = 58
"""Statements of the long article."""
CONCEPTS = ("bridges are safe", "tolls are fair", "work is late")

GREETING = "😀 Mayor Ana Lind said 🌉 bridges stay open tonight. Nobody objected."
ARABIC = "قال الوزير سامي حداد إن الجسر مفتوح 🚧 اليوم."
LAST = "Lind added that the ferry waits. It rains."


def reading_of(name: str, paragraphs: list[str], actors: list[Actor], statements: list[list[str]]) -> Reading:
    """A reading of paragraphs that are a sentence each.

    Args:
        name: of the article.
        paragraphs: of its text.
        actors: who speaks.
        statements: local id of the speaker, then the words of source, cue and content.
    """
    article: Article = article_of([("body", words) for words in paragraphs], id=name, title=name.title(), language="en")
    sentences, start = [], 0
    for number, words in enumerate(paragraphs):
        sentences.append(Sentence(start=start, end=start + len(words), paragraph=number))
        start += len(words) + len(PARAGRAPH_BREAK)
    made: list[Statement] = [
        replace(statement_of(article, f"s{number}", *parts, speakers=(speaker,)), confidence=0.9 - number / 1000)
        for number, (speaker, *parts) in enumerate(statements, 1)
    ]
    mentions = [
        Mention(id=f"m{number}", start=place.start, end=place.end, kind=actor.kind, form="name", actor=actor.id)
        for number, actor in enumerate(actors, 1)
        for place in spans(article, actor.name)
    ]
    proposals = Proposals(
        sentences=tuple(sentences), mentions=tuple(mentions), actors=tuple(actors), statements=tuple(made)
    )
    return Reading(page=page_of(article.page_text, location=f"pages/{name}.txt"), article=article, proposals=proposals)


def long_reading() -> Reading:
    """An article in which one person says as many things as it has paragraphs."""
    paragraphs = [f"Minister Ida Berg said bridge {number} will open soon." for number in range(1, BRIDGES + 1)]
    said = [["a1", "", "", f"bridge {number} will open soon"] for number in range(1, BRIDGES + 1)]
    return reading_of("bridges", paragraphs, [Actor(id="a1", name="Ida Berg", kind="person")], said)


def mixed_reading() -> Reading:
    """An article whose letters are of several lengths and directions."""
    actors = [Actor(id="a1", name="Ana Lind", kind="person"), Actor(id="a2", name="سامي حداد", kind="person")]
    said = [
        ["a1", "Ana Lind", "said", "bridges stay open tonight"],
        ["a2", "سامي حداد", "قال", "الجسر مفتوح"],
        ["a1", "Lind added", "added", "the ferry waits"],
    ]
    return reading_of("harbour", [GREETING, ARABIC, LAST], actors, said)


def desk_record(place: Path) -> Path:
    """A record with both articles and a codebook of three concepts."""
    store = open_record(place)
    try:
        write(store, long_reading(), mixed_reading())
        for name in CONCEPTS:
            store.judge("Ben Roth").codebook.find_or_define(name)
    finally:
        store.close()
    return place
