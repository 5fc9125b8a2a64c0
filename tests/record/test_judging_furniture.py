"""Edits of statements whose words the present reading does not show, or shows in part."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parley.errors import UsageError
from parley.record import Store, verify
from parley.terms.actors import Actor, Mention
from parley.terms.statements import Proposals
from parley.terms.text import Span

from .builders import article_of, example_reading, page_of, spans, statement_of, write


def without_lead(store: Store) -> tuple[dict[str, str], Span]:
    """The example, accepted, then read again with its lead as furniture; entries, and where some words stand."""
    reading = example_reading()
    (entries,) = write(store, reading)
    store.judge("Anna Lind").entries.accept(list(entries.values()))
    article = reading.article
    blocks = tuple(replace(one, role="furniture") if n == 1 else one for n, one in enumerate(article.blocks))
    cut = article.pieces[1].start
    pieces = tuple(replace(one, start=one.start - cut, end=one.end - cut) for one in article.pieces[1:])
    later = replace(article, blocks=blocks, pieces=pieces, text=article.text[cut:])
    write(store, replace(reading, article=later, proposals=Proposals()))
    return entries, spans(later, "Moscow invited")[0]


def test_a_statement_out_of_sight_does_not_hinder_the_others(store: Store) -> None:
    """Statements are added, edited and split though another one's words are furniture by now."""
    entries, place = without_lead(store)
    judge = store.judge("Anna Lind").entries
    judge.add("visit", content=[place], speakers=["Seyed Abbas Hosseini"])
    judge.edit(entries["s3"], polarity="denied", speakers=["Nina Novak"])
    rows = {row.key: row for row in store.view().statements()}
    assert (rows[entries["s3"]].polarity, rows[entries["s3"]].speaker) == ("denied", "Nina Novak")
    assert rows[entries["s3"]].parent == entries["s2"]
    assert verify(store).faults == ()


def test_an_edit_changes_what_it_names_and_nothing_else(store: Store) -> None:
    """Words that the present reading leaves out, links whose actor was rejected: an edit of another field keeps them."""
    words = ("He said", "that it rains.")
    article = article_of([("body", words[0]), ("body", words[1])], id="one")
    speaker = Actor(id="a1", name="Ann One", kind="person")
    statement = statement_of(article, "s1", "He", "said", "that it rains", speakers=("a1",))
    mention = Mention(id="m1", start=0, end=2, kind="person", form="pronoun", actor="a1")
    page = page_of(article.page_text, location="pages/one.txt")
    proposals = Proposals(actors=(speaker,), mentions=(mention,), statements=(statement,))
    reading = replace(example_reading(), page=page, article=article, proposals=proposals)
    (entries,) = write(store, reading)
    judge = store.judge("Anna Lind").entries
    judge.accept([entries["s1"]])
    judge.reject([entries["a1"]])
    blocks = (article.blocks[0], replace(article.blocks[1], role="furniture"))
    later = replace(article, blocks=blocks, pieces=article.pieces[:1], text=words[0])
    write(store, replace(reading, article=later, proposals=Proposals()))
    judge.edit(entries["s1"], certainty="possible")
    (row,) = store.view().statements()
    assert (row.content, row.source, row.cue, row.certainty) == ("that it rains", "He", "said", "possible")
    assert (row.speaker, row.start, row.end) == ("Ann One", 0, len("He said\n\nthat it rains"))
    assert verify(store).faults == ()


def test_an_added_statement_never_takes_over_an_entry_that_says_something_else_now(store: Store) -> None:
    """Words a machine's entry once said make a new entry where that one has moved on to others."""
    entries, _ = without_lead(store)
    (again,) = write(store, example_reading())
    judge = store.judge("Anna Lind").entries
    judge.edit(entries["s2"], polarity="denied")
    fields = {name: getattr(example_reading().proposals.statements[1], name) for name in ("source", "cue", "content")}
    added = judge.add("visit", **fields, speakers=["Seyed Abbas Hosseini"])
    rows = {row.key: row for row in store.view().statements()}
    assert added not in again.values()
    assert (rows[added].polarity, rows[entries["s2"]].polarity) == ("affirmed", "denied")
    assert verify(store).faults == ()


def test_two_actors_of_one_name_are_told_apart_by_judgements_of_actors(store: Store) -> None:
    """An edit that would point the same words at another actor of the same name is refused, not made unseen."""
    words = "Smith said it rains, Smith said."
    article = article_of([("body", words)], id="one")
    actors = (Actor(id="a1", name="Smith", kind="person"), Actor(id="a2", name="Smith", kind="organization"))
    mentions = (
        Mention(id="m1", start=0, end=5, kind="person", form="name", actor="a1"),
        Mention(id="m2", start=21, end=26, kind="organization", form="name", actor="a2"),
    )
    statement = statement_of(article, "s1", "Smith", "said", "it rains", speakers=("a1",))
    proposals = Proposals(actors=actors, mentions=mentions, statements=(statement,))
    page = page_of(words, location="pages/one.txt")
    (entries,) = write(store, replace(example_reading(), page=page, article=article, proposals=proposals))
    other = next(row.key for row in store.view().actors() if row.kind == "organization")
    with pytest.raises(UsageError, match="two actors of the article have this name"):
        store.judge("Anna Lind").entries.edit(entries["s1"], speakers=[other])
    assert store.view().statements()[0].speaker_key != other
    assert verify(store).faults == ()
