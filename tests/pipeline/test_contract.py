"""The objects that Parley prints."""

from __future__ import annotations

import json
from dataclasses import replace

from parley.pipeline.contract import annotation, article_object, reading_object
from parley.terms.actors import Actor, Mention
from parley.terms.events import Event, EventMention, EventPlace, PairRelation
from parley.terms.review import Reading
from parley.terms.statements import Proposals, Statement
from parley.terms.text import Article, Block, Byline, Page, Piece, Span, Teaser

TEXT = "Ana Petrova said taxes rise. They fall."

PROPOSALS = Proposals(
    mentions=(Mention(id="m1", start=0, end=11, kind="person", form="name", actor="a1"),),
    actors=(Actor(id="a1", name="Ana Petrova", kind="person", role="minister", reason="named in full"),),
    statements=(
        Statement(
            id="s1",
            source=(Span(0, 11),),
            cue=(Span(12, 16),),
            content=(Span(17, 27),),
            speakers=("a1",),
            speaker_confidence=0.9,
            speaker_reason="'Ana Petrova' is the name of the person",
            form="indirect",
            polarity="affirmed",
            certainty="certain",
            confidence=0.8,
        ),
        Statement(
            id="s2",
            source=(),
            cue=(),
            content=(Span(29, 38),),
            speaker_confidence=None,
            speaker_reason="it runs on",
            form="indirect",
            polarity="affirmed",
            certainty="possible",
            confidence=0.5,
            continues="s1",
        ),
    ),
)

ARTICLE = Article(
    id="page",
    page_text=f"Title\n\n{TEXT}\n",
    rendition="plain-1",
    blocks=(
        Block(start=0, end=7, role="title"),
        Block(start=7, end=7 + len(TEXT) + 1, role="body"),
    ),
    text=TEXT,
    pieces=(Piece(start=0, end=len(TEXT), page_start=7),),
    title="Title",
    date="2023-08",
    sections=("news",),
    genre="wire",
    publication="The Paper",
    byline=(Byline(name="Bo", role="reporter"),),
    comments=0,
    teasers=(Teaser(title="Other", byline=Byline(name="Cy"), spans=(Span(0, 5),)),),
)

PAGE = Page(
    location="page.txt", content=b"", sha256="0" * 64, fetched_at="2023-08-01T00:00:00Z", media_type="text/plain"
)


def test_a_statement_is_printed_as_promised() -> None:
    """Every key of the contract, in its order, with spans as pairs."""
    first, second = annotation("x", TEXT, "en", PROPOSALS)["statements"]
    assert first == {
        "id": "s1",
        "source": [[0, 11]],
        "cue": [[12, 16]],
        "content": [[17, 27]],
        "speaker": "a1",
        "speakers": ["a1"],
        "speaker_confidence": 0.9,
        "speaker_reason": "'Ana Petrova' is the name of the person",
        "about": [],
        "form": "indirect",
        "mention": False,
        "asserted": True,
        "polarity": "affirmed",
        "certainty": "certain",
        "said": None,
        "nested": False,
        "parent": None,
        "extended": False,
        "continues": None,
        "same_as": None,
        "confidence": 0.8,
    }
    assert list(first) == list(second)
    assert (second["speaker"], second["extended"], second["continues"], second["cue"]) == (None, True, "s1", [])


def test_mentions_and_actors_are_printed_as_promised() -> None:
    """Every key of the contract; null where the text gives none."""
    found = annotation("x", TEXT, "en", PROPOSALS)
    assert found["mentions"] == [{"id": "m1", "start": 0, "end": 11, "kind": "person", "form": "name", "actor": "a1"}]
    assert list(found["actors"][0]) == [
        "id",
        "name",
        "kind",
        "role",
        "country",
        "sector",
        "organization",
        "known_as",
        "reason",
    ]
    assert found["actors"][0]["country"] is None


def test_what_is_not_found_is_an_empty_list_and_never_invented() -> None:
    """No events, times and quantities: empty lists. A pair that cannot be answered gets a null and the reason."""
    answers = ("no such words", PairRelation(type="AID", quad=2, confidence=0.9))
    found = annotation("x", TEXT, None, PROPOSALS, pairs=answers)
    assert (found["events"], found["times"], found["quantities"]) == ([], [], [])
    assert found["pairs"] == [
        {"type": None, "quad": None, "confidence": 0, "reason": "no such words"},
        {"type": "AID", "quad": 2, "confidence": 0.9, "reason": None},
    ]


def test_an_event_is_printed_as_promised() -> None:
    """Every key of the contract, in its order; its evidence is the sentence of its first mention."""
    mention = EventMention(
        trigger=Span(12, 16), sentence=Span(0, 28), sha256="0" * 64, reported_by="s1", actor_words=(Span(0, 3),)
    )
    event = Event(
        id="e1",
        type="CONSULT",
        quad=1,
        score=4.0,
        mode="visit",
        actor=("a1",),
        place=EventPlace(start=17, end=20, country=None, reason="'in The'"),
        status="actual",
        confidence=0.8,
        reason="because",
        mentions=(mention,),
    )
    (found,) = annotation("x", TEXT, "en", replace(PROPOSALS, events=(event,)))["events"]
    evidence = {"start": 0, "end": 28, "sha256": "0" * 64}
    assert found == {
        "id": "e1",
        "type": "CONSULT",
        "quad": 1,
        "score": 4.0,
        "mode": "visit",
        "contexts": [],
        "trigger": [12, 16],
        "actor": ["a1"],
        "recipient": [],
        "place": {"start": 17, "end": 20, "country": None, "reason": "'in The'"},
        "date": None,
        "status": "actual",
        "reported_by": "s1",
        "confidence": 0.8,
        "reason": "because",
        "evidence": evidence,
        "actor_spans": [[0, 3]],
        "recipient_spans": [],
        "mentions": [
            {
                "trigger": [12, 16],
                "actor_spans": [[0, 3]],
                "recipient_spans": [],
                "reported_by": "s1",
                "evidence": evidence,
            }
        ],
    }


def test_a_reading_adds_article_page_text_and_keys() -> None:
    """``read --json`` is the annotation with the article's fields, the page text, and a key a statement."""
    reading = Reading(page=PAGE, article=ARTICLE, proposals=PROPOSALS)
    found = reading_object(reading, {"s1": "permanent", "a1": "actor"})
    assert [statement["key"] for statement in found["statements"]] == ["permanent", None]
    assert found["page_text"] == ARTICLE.page_text
    assert found["article"] == {
        "title": "Title",
        "date": "2023-08",
        "sections": ["news"],
        "genre": "wire",
        "publication": "The Paper",
        "byline": [{"name": "Bo", "role": "reporter"}],
        "language": "en",
        "comments": 0,
        "teasers": [
            {
                "title": "Other",
                "lead": None,
                "genre": None,
                "publication": None,
                "byline": {"name": "Cy", "role": None},
                "spans": [[0, 5]],
            }
        ],
        "url": None,
    }


def test_an_article_shows_how_its_page_is_divided() -> None:
    """``article --json`` prints both texts and the blocks, in offsets of the page text."""
    found = article_object(ARTICLE)
    assert found["blocks"][1] == {"start": 7, "end": 47, "role": "body", "copy_of": None}
    assert found["pieces"] == [{"start": 0, "end": 39, "page_start": 7}]
    assert (found["id"], found["text"], found["title"]) == ("page", TEXT, "Title")


def test_all_objects_are_json() -> None:
    """No tuple, span or dataclass is left in what is printed."""
    reading = Reading(page=PAGE, article=ARTICLE, proposals=PROPOSALS)
    for found in (
        annotation("x", TEXT, "en", PROPOSALS, pairs=("unknown",)),
        reading_object(reading, {}),
        article_object(ARTICLE),
    ):
        assert json.loads(json.dumps(found)) == found
