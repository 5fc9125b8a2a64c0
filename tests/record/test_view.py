"""Reading a record: filters, search, names and keys."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from parley.errors import RecordError, UsageError
from parley.record import Store
from parley.terms.actors import Actor
from parley.terms.tables import Counts
from parley.terms.text import PARAGRAPH_BREAK, Span

from .builders import (
    BODY,
    article_of,
    example_reading,
    page_of,
    simple_reading,
    statement_of,
    with_statements,
    write,
)

ANNA = Actor(id="a1", name="Anna Smith", kind="person")
BORIS = Actor(id="a1", name="Boris Braun", kind="person")
RAIN = ("Anna Smith", "said", "it rains")
SNOW = ("Boris Braun", "said", "it snows")


@pytest.fixture
def filled(store: Store) -> Store:
    """Four short articles of several dates and outlets."""
    rain, snow = "Anna Smith said it rains.", "Boris Braun said it snows."
    write(
        store,
        simple_reading("day", rain, RAIN, speaker=ANNA, date="2023-09-09", publication="Daily Post", title="Rain"),
        simple_reading("month", rain + " ", RAIN, speaker=ANNA, date="2023-08", publication="DAILY  Pöst"),
        simple_reading("year", snow, SNOW, speaker=BORIS, date="2023", publication="Weekly"),
        simple_reading("never", snow + " ", SNOW, speaker=BORIS),
    )
    return store


def names(store: Store, **filters: Any) -> list[str]:
    """Names of the articles that meet filters."""
    return [row.article for row in store.view().articles(**filters)]


def test_articles_come_newest_first_and_undated_last(filled: Store) -> None:
    """With their fields, their place and their number of statements; as many as asked for."""
    assert names(filled) == ["day", "month", "year", "never"]
    (first,) = filled.view().articles(limit=1)
    assert (first.title, first.publication, first.location, first.statements) == (
        "Rain",
        "Daily Post",
        "pages/day.txt",
        1,
    )


def test_dates_are_compared_over_the_precision_both_have(filled: Store) -> None:
    """A month takes in its days, a year-only article may be of any of its months, an undated one of none."""
    assert names(filled, since="2023-09") == ["day", "year"]
    assert names(filled, until="2023-08-31") == ["month", "year"]
    assert names(filled, since="2023-08-15", until="2023-08-20") == ["month", "year"]
    assert names(filled, until="2023") == ["day", "month", "year"]
    assert names(filled, since="2024") == []
    with pytest.raises(UsageError, match="since: '9 May' is not a date"):
        names(filled, since="9 May")


def test_publications_are_compared_after_folding(filled: Store) -> None:
    """Case, accents and spaces make no difference."""
    assert names(filled, publication="daily post") == ["day", "month"]


def test_statements_are_filtered_by_article_speaker_date_and_outlet(filled: Store) -> None:
    """Each filter alone and all of them together."""
    view = filled.view()
    assert len(view.statements()) == 4
    assert [row.article for row in view.statements(speaker="smith")] == ["day", "month"]
    assert [row.article for row in view.statements(speaker="smith", since="2023-09")] == ["day"]
    assert [row.article for row in view.statements(publication="weekly", until="2023")] == ["year"]
    (row,) = view.statements(article="never")
    assert (row.source, row.cue, row.content, row.sentence) == (*SNOW, "Boris Braun said it snows. ")
    assert (row.speaker, row.speakers, row.date, row.confidence) == ("Boris Braun", ("Boris Braun",), None, 0.5)
    assert view.statements(article=row.article_key, speaker=row.speaker_key) == (row,)
    assert len(view.statements(limit=3)) == 3
    assert view.statements(article="day", speaker="Braun") == ()


def test_a_statement_row_says_how_it_hangs_together(store: Store) -> None:
    """Relations by permanent keys; stretches apart with an ellipsis, over a paragraph break without."""
    (entries,) = write(store, example_reading())
    rows = {row.key: row for row in store.view().statements()}
    lead, body, nested, running = (rows[entries[local]] for local in ("s1", "s2", "s3", "s4"))
    assert (nested.parent, running.continues, body.same_as) == (body.key, body.key, lead.key)
    assert lead.about == ("Moscow", "NATO")
    assert body.content == f"{BODY.split('said: ')[1]} This path goes on."
    assert running.sentence == "It was long before Doha."
    assert (running.source, running.cue, running.speaker, running.speaker_key) == ("", "", None, None)
    reading = example_reading()
    text = reading.article.text
    parts = tuple(
        Span(text.index(word), text.index(word) + len(word)) for word in ("Moscow invited", "the Taliban", "declared")
    )
    write(store, with_statements(reading, replace(reading.proposals.statements[0], content=parts)))
    (row,) = store.view().statements()
    assert row.content == "Moscow invited the Taliban … declared"
    apart = (Span(text.index("declared"), text.index("declared") + 8), parts[0])
    write(store, with_statements(reading, replace(reading.proposals.statements[0], content=apart)))
    assert store.view().statements()[0].content == "declared … Moscow invited"


def test_an_article_is_found_by_key_and_by_name(store: Store) -> None:
    """An unknown one is an error with a cure; a page fetched anew from its place is found in its newest state."""
    with pytest.raises(RecordError, match="no such article"):
        store.view().article("one")
    old, new = (simple_reading("one", words) for words in ("It rained.", "It snowed."))
    write(store, old)
    key = store.view().article("one").article_key
    write(store, new)
    assert store.view().article("one").reading == new
    assert store.view().article(key).reading == old


def test_a_name_from_several_places_is_not_guessed(store: Store) -> None:
    """Two different pages of one name: the error lists the keys that tell them apart."""
    one = simple_reading("index", "It rained.")
    other = simple_reading("index", "It snowed.")
    write(store, one, replace(other, page=replace(other.page, location="elsewhere/index.txt")))
    with pytest.raises(RecordError, match=r"several places.*Give one of the keys") as caught:
        store.view().article("index")
    keys = [row.key for row in store.view().articles()]
    assert all(key in str(caught.value) for key in keys)
    assert store.view().article(keys[0]).article_key == keys[0]


def test_everything_is_counted(store: Store) -> None:
    """Articles, sentences, statements, repetitions, actors, runs."""
    write(store, example_reading())
    assert store.view().counts() == Counts(
        articles=1, sentences=5, statements=4, repeated=1, withdrawn=0, actors=3, refusals=0, runs=1
    )


def test_a_hit_gives_the_sentence_its_speaker_and_what_was_met(store: Store) -> None:
    """Of nested statements the innermost one that the words stand in says them."""
    (entries,) = write(store, example_reading())
    (hit,) = store.view().find("declared help")
    assert (hit.kind, hit.article, hit.title, hit.date) == ("sentence", "visit", "Analysis of a visit", "2023-09-09")
    assert hit.text == "NATO, he added, declared that it will not help."
    assert [span.of(hit.text) for span in hit.highlights] == ["declared", "help"]
    assert (hit.speaker, hit.statement) == ("NATO", entries["s3"])
    text = store.view().article("visit").reading.article.text
    assert text[hit.start : hit.end] == hit.text
    (outer,) = store.view().find("declared", speaker="Hosseini")
    assert outer.speaker == "Seyed Abbas Hosseini"
    (open_hit,) = store.view().find("Doha")
    assert (open_hit.speaker, open_hit.statement) == (None, entries["s4"])


def test_a_sentence_outside_of_statements_has_no_speaker(store: Store) -> None:
    """It is found all the same, but not when a speaker is asked for."""
    write(store, simple_reading("one", "It rained in Paris."))
    (hit,) = store.view().find("paris")
    assert (hit.speaker, hit.statement) == (None, None)
    assert store.view().find("paris", speaker="Smith") == ()


def test_words_spread_over_a_statement_are_found_together(store: Store) -> None:
    """Where no sentence has all words but one statement has, it is the hit; else only the sentence."""
    (entries,) = write(store, example_reading())
    (hit,) = store.view().find("Taliban path")
    assert (hit.kind, hit.statement, hit.speaker) == ("statement", entries["s2"], "Seyed Abbas Hosseini")
    assert hit.text == f"{BODY.split('said: ')[1]}{PARAGRAPH_BREAK}This path goes on."
    assert [span.of(hit.text) for span in hit.highlights] == ["Taliban", "path"]
    assert [hit.kind for hit in store.view().find("Taliban")] == ["sentence"]
    assert [hit.kind for hit in store.view().find("Taliban OR path", speaker="Hosseini")] == ["sentence", "sentence"]


def test_search_knows_phrases_beginnings_accents_and_not(filled: Store) -> None:
    """As documented; case and accents make no difference."""
    view = filled.view()
    assert {hit.article for hit in view.find('"it rains"')} == {"day", "month"}
    assert view.find('"rains it"') == ()
    assert {hit.article for hit in view.find("snow*")} == {"year", "never"}
    assert {hit.article for hit in view.find("RÂINS OR snows NOT Braun")} == {"day", "month"}
    assert {hit.article for hit in view.find("said", since="2023-09", publication="weekly")} == {"year"}
    assert {hit.article for hit in view.find("said", speaker="anna")} == {"day", "month"}
    assert len(view.find("said", limit=3)) == 3
    assert len(view.find("said", limit=None)) == 4


@pytest.mark.parametrize(
    "query",
    ['"', "rains\"", "NEAR(rains said)", "rains NEAR/2 said", "text:rains", "(((", "rains)", "*", "-rains", "^rains",
     "rains;", "'; DROP TABLE entry; --", "{a b}: rains", "rains AND", "NOT rains", "\x00", "a" * 5000, "\ufdd0rains"],
)  # fmt: skip
def test_hostile_queries_are_answered_or_refused(filled: Store, query: str) -> None:
    """No input gives a database error or reaches beyond the search."""
    with suppress(UsageError):
        filled.view().find(query)
    assert filled.view().counts().articles == 4


def test_what_is_no_longer_in_the_article_is_no_longer_found(store: Store) -> None:
    """The index follows the current reading and the live statements."""
    reading = example_reading()
    write(store, reading)
    write(store, with_statements(reading, *reading.proposals.statements[:1]))
    assert store.view().find("Taliban path") == ()
    (hit,) = store.view().find("declared")
    assert hit.statement is None
    write(store, replace(reading, proposals=replace(reading.proposals, sentences=reading.proposals.sentences[:1])))
    assert [hit.kind for hit in store.view().find("Taliban")] == ["statement"]


def test_signs_that_mark_hits_do_not_confuse_them(store: Store) -> None:
    """A text that holds signs that other programs mark hits with is highlighted at the right places."""
    write(store, simple_reading("one", "\ufdd0He\ufdd1 said it rains \ufdd0now."))
    (hit,) = store.view().find("rains now")
    assert hit.text == "\ufdd0He\ufdd1 said it rains \ufdd0now."
    assert [span.of(hit.text) for span in hit.highlights] == ["rains", "now"]


def test_statements_without_content_are_kept_out_of_the_index(store: Store) -> None:
    """A cue that only points at something has nothing to search in."""
    article = article_of([("body", "He said so.")], id="one")
    reading = simple_reading("one", "He said so.")
    statement = statement_of(article, "s1", "He", "said", "", mention=True)
    write(store, with_statements(replace(reading, page=page_of("He said so.", location="pages/one.txt")), statement))
    (hit,) = store.view().find("so")
    assert hit.statement is None
    assert store.view().statements()[0].mention


def test_statements_by_their_keys(store: Store) -> None:
    """Several statements come in the order of their keys, each once; a key that is none is refused."""
    write(store, example_reading())
    keys = [row.key for row in store.view().statements()][::-1]
    assert [row.key for row in store.view().statements_of([*keys, keys[0]])] == keys
    assert store.view().statements_of([]) == ()
    with pytest.raises(RecordError, match="nothing"):
        store.view().statements_of([keys[0], "nothing"])
