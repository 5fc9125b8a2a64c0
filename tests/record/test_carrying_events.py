"""On a changed page judged events are found again, and so is what people said of the article."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from parley.record import Store, verify
from parley.terms.events import Event, EventFilter, EventMention, EventRow
from parley.terms.review import Reading
from parley.terms.text import Span

from .builders import write
from .event_pages import SHELLED, told_in
from .test_carrying import FIRST, key_of, reading, said

STORM = "A storm came in from the sea at noon."


def telling(sentences: Sequence[str], *, day: int = 1, told: Sequence[int] = (1, 3), status: str = "actual") -> Reading:
    """The reading of a text with one event that some sentences, by their trigger, tell of; a speaker is its actor."""
    made = reading(sentences, day=day)
    text, mentions = made.article.text, []
    for number in told:
        sentence = FIRST[number]
        start = text.find(sentence)
        if start < 0:
            continue
        verb = start + sentence.index(":") - 4
        digest = hashlib.sha256(sentence.encode()).hexdigest()
        reporting = next(
            (
                one.id
                for one in made.proposals.statements
                if one.cue and start <= one.cue[0].start <= start + len(sentence)
            ),
            None,
        )
        mentions.append(
            EventMention(
                trigger=Span(verb, verb + 4),
                sentence=Span(start, start + len(sentence)),
                sha256=digest,
                reported_by=reporting,
            )
        )
    if not mentions:
        return made
    event = Event(
        id="e1",
        type="THREATEN",
        quad=3,
        score=-3.5,
        mode=None,
        contexts=(),
        actor=(made.proposals.actors[0].id,),
        recipient=(),
        place=None,
        date="2026-11",
        status=status,  # type: ignore[arg-type]
        confidence=0.8,
        reason="the trigger names THREATEN",
        mentions=tuple(mentions),
    )
    return replace(made, proposals=replace(made.proposals, events=(event,)))


def events_of(store: Store) -> list[EventRow]:
    """The events of the newest texts."""
    return list(store.view().events(EventFilter()))


def test_a_judged_event_stands_on_the_newer_text(store: Store) -> None:
    """As the newer reading's own event, with its actor, its reporting statement and both sentences."""
    write(store, telling(FIRST))
    (old,) = events_of(store)
    store.judge("Anna Lind").entries.accept([old.key])
    write(store, telling((STORM, *FIRST), day=2))
    (found,) = events_of(store)
    assert found.key != old.key
    assert (found.state, [side.name for side in found.actor]) == ("accepted", ["Ada Berg"])
    assert [one.exact for one in found.evidence] == [FIRST[1], FIRST[3]]
    assert found.reported_by == key_of(store)
    assert verify(store).faults == ()


def test_a_judged_event_keeps_the_sentences_that_still_stand(store: Store) -> None:
    """Nothing is proposed there any more, one of two sentences is gone: the person's event stands with the other."""
    write(store, telling(FIRST))
    (old,) = events_of(store)
    store.judge("Anna Lind").entries.accept([old.key])
    write(store, telling((STORM, *FIRST[:3]), day=2, told=()))
    (found,) = events_of(store)
    assert (found.state, [one.exact for one in found.evidence]) == ("accepted", [FIRST[1]])
    assert verify(store).faults == ()


def test_a_rejected_event_is_not_proposed_again(store: Store) -> None:
    """Nor does one come back whose sentences are gone."""
    write(store, telling(FIRST))
    (old,) = events_of(store)
    store.judge("Anna Lind").entries.reject([old.key])
    write(store, telling((STORM, *FIRST), day=2))
    assert events_of(store) == []
    write(store, reading((STORM, FIRST[2]), day=3))
    assert events_of(store) == []
    assert verify(store).faults == ()


def test_what_was_said_of_an_article_holds_for_its_newer_text(store: Store) -> None:
    """Corrections and tags come along; what had been read through is in work again; undone, it stays undone."""
    write(store, reading(FIRST))
    old = said(store, "harbour stays").article_key
    judge = store.judge("Anna Lind")
    judge.articles.correct(old, "publication", "Harbour Post")
    judge.articles.tag([old], "port")
    judge.articles.read_through(old)
    write(store, reading((STORM, *FIRST), day=2))
    article = store.view().article(said(store, "harbour stays").article_key)
    assert article.reading.article.publication == "Harbour Post"
    (row,) = store.view().articles()
    assert row.work == "in work"
    assert [one.key for one in store.view().articles(query="tag:port")] == [row.key]
    assert verify(store).faults == ()
    digest = hashlib.sha256(article.reading.article.page_text.encode()).hexdigest()
    last = store.view().judgements("article", digest)[-1]
    assert (last.kind, last.coder) == ("carry", "Anna Lind")
    judge.undo(last.step)
    write(store, reading((STORM, *FIRST), day=3))
    (row,) = store.view().articles()
    assert row.work == "unread"
    assert list(store.view().articles(query="tag:port")) == []


def test_what_is_said_of_the_newer_text_goes_before(store: Store) -> None:
    """A third text takes what holds for the second."""
    write(store, reading(FIRST))
    judge = store.judge("Anna Lind")
    judge.articles.correct(said(store, "harbour stays").article_key, "publication", "Harbour Post")
    write(store, reading((STORM, *FIRST), day=2))
    judge.articles.correct(said(store, "harbour stays").article_key, "publication", "Quay Times")
    write(store, reading((STORM, *FIRST, "It rained."), day=3))
    key = said(store, "harbour stays").article_key
    assert store.view().article(key).reading.article.publication == "Quay Times"
    assert verify(store).faults == ()


def test_what_people_hold_of_two_events_is_carried_over(store: Store) -> None:
    """That an event is another one than one of another page holds for it in the newer text too; undo takes it back."""
    write(store, telling(FIRST), told_in("other", SHELLED))
    other = key_of_other(store)
    (mine,) = [row.key for row in events_of(store) if row.key != other]
    store.judge("Anna Lind").events.take_out(mine, [other])
    write(store, telling([STORM, *FIRST], day=2))
    (newer,) = [row.key for row in events_of(store) if row.key != other]
    assert newer != mine
    pairs = {frozenset((pair.first, pair.second)): pair.verdict for pair in store.view().event_pairs()}
    assert pairs[frozenset((newer, other))] == "apart"
    assert verify(store).ok
    store.judge("Anna Lind").undo(store.view().last_steps(1)[0].id)
    assert len(store.view().event_pairs()) == 1
    assert verify(store).ok


def key_of_other(store: Store) -> str:
    """Key of the event of the page that does not change."""
    return next(row.key for row in events_of(store) if row.article == "other")
