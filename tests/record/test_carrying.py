"""On a changed page what people judged is found again in the newer text, or the queue says that the text changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.errors import RecordError
from parley.record import Store, open_record, verify
from parley.record.anchoring import find_again
from parley.record.erasure import erase_article
from parley.record.evidence import CONTEXT
from parley.record.migrate import migrate
from parley.terms.actors import Actor, Mention
from parley.terms.review import Reading
from parley.terms.statements import Proposals, Statement
from parley.terms.tables import StatementRow
from parley.terms.text import Sentence, Span

from .builders import article_of, page_of, statement_of, write

ADDRESS = "https://example.org/harbour"
SAID = "Mayor Ada Berg said: the harbour stays open."
OTHER = "Captain Jon Falk warned: the quay will sink."
FILLER = "Nobody else in the council spoke on that long evening."
LEAD = "The council met on Monday in the old hall of the town."
FIRST = (LEAD, SAID, FILLER, OTHER)


def reading(
    sentences: Sequence[str], *, day: int = 1, unread: Sequence[str] = (), polarity: str = "affirmed"
) -> Reading:
    """A text of the address; a statement is proposed of each sentence that says something, but for some."""
    text = " ".join(sentences)
    article = article_of([("body", text)], id="harbour", url=ADDRESS)
    places, start = [], 0
    for one in sentences:
        places.append(Sentence(start=start, end=start + len(one), paragraph=0))
        start += len(one) + 1
    actors: list[Actor] = []
    mentions: list[Mention] = []
    statements: list[Statement] = []
    for number, (sentence, place) in enumerate(zip(sentences, places, strict=True)):
        if ": " not in sentence or sentence in unread or sentence in sentences[:number]:
            continue
        source, cue = " ".join(sentence.split()[:3]), sentence.split()[3].rstrip(":")
        actors.append(Actor(id=f"a{number}", name=source.split(" ", 1)[1], kind="person"))
        end = place.start + len(source)
        mentions.append(
            Mention(id=f"m{number}", start=place.start, end=end, kind="person", form="name", actor=f"a{number}")
        )
        content = sentence.split(": ")[1].rstrip(".")
        made = statement_of(article, f"s{number}", source, cue, content, speakers=(f"a{number}",), polarity=polarity)
        statements.append(made)
    page = replace(page_of(text, location=ADDRESS, fetched_at=f"2026-11-{day:02}T10:00:00Z"), url=ADDRESS)
    proposals = Proposals(
        sentences=tuple(places), actors=tuple(actors), mentions=tuple(mentions), statements=tuple(statements)
    )
    return Reading(page=page, article=article, proposals=proposals)


def said(store: Store, words: str) -> StatementRow:
    """The statement of the newest text with some words."""
    (found,) = [row for row in store.view().statements() if words in row.content]
    return found


def key_of(store: Store, words: str = "harbour stays") -> str:
    """Its entry."""
    return said(store, words).key


def test_what_was_judged_stands_on_the_newer_text(store: Store) -> None:
    """State, edited fields, concept, tag and speaker come along; history says from where; the machine's entry is it."""
    write(store, reading(FIRST))
    judge = store.judge("Anna Lind")
    old = key_of(store)
    judge.entries.edit(old, certainty="probable")
    judge.codebook.define("Harbour")
    judge.codebook.code([old], "Harbour", "agree")
    judge.articles.tag((), "check", entries=[old])
    write(store, reading(("A storm came in from the sea at noon.", *FIRST), day=2))
    found = said(store, "harbour stays")
    assert found.key != old
    assert (found.state, found.certainty, found.judged_by) == ("accepted", "probable", "Anna Lind")
    assert [(one.concept, one.stance, one.coder) for one in found.concepts] == [("Harbour", "agree", "Anna Lind")]
    assert (found.speaker, found.tags) == ("Ada Berg", ("check",))
    assert store.view().statement(old).state == "accepted"
    last = store.view().judgements("entry", found.key)[-1]
    assert (last.kind, last.coder) == ("carry", "Anna Lind")
    assert store.view().statement(old).article_key in last.reason
    assert list(store.view().statements(differing=True)) == []
    assert verify(store).faults == ()


def test_what_no_reading_proposes_any_more_is_the_persons_own(store: Store) -> None:
    """Where the newer reading proposes nothing at that place, the entry stands there all the same."""
    write(store, reading(FIRST))
    store.judge("Anna Lind").entries.accept([key_of(store)])
    write(store, reading((*FIRST, "The rain went on."), day=2, unread=[SAID]))
    found = said(store, "harbour stays")
    assert (found.state, found.judged_by, found.speaker) == ("accepted", "Anna Lind", "Ada Berg")
    assert verify(store).faults == ()


def test_a_differing_proposal_is_queued(store: Store) -> None:
    """What the newer reading says otherwise than what was judged is listed as differing."""
    write(store, reading(FIRST))
    store.judge("Anna Lind").entries.accept([key_of(store)])
    write(store, reading((*FIRST, "The rain went on."), day=2, polarity="denied"))
    (found,) = store.view().statements(differing=True)
    assert (found.polarity, found.state) == ("affirmed", "accepted")
    assert verify(store).faults == ()


def test_a_rejected_proposal_stays_rejected(store: Store) -> None:
    """What a person did not want is not proposed to them again because the page changed."""
    write(store, reading(FIRST))
    store.judge("Anna Lind").entries.reject([key_of(store)])
    write(store, reading((*FIRST, "The rain went on."), day=2))
    assert [row.content for row in store.view().statements()] == ["the quay will sink"]
    assert verify(store).faults == ()


def test_the_queue_says_that_the_text_changed(store: Store) -> None:
    """A judged entry whose words are gone waits with its old quotation until a person has seen to it."""
    write(store, reading(FIRST))
    judge = store.judge("Anna Lind")
    old = key_of(store)
    judge.entries.accept([old])
    write(store, reading((LEAD, FILLER, OTHER), day=2))
    (found,) = store.view().statements(query="review:changed")
    assert (found.key, found.sentence, found.state) == (old, SAID, "accepted")
    assert found.text_changed is not None
    assert old in store.view().queue()
    assert judge.entries.accept([old]) == 1
    assert list(store.view().statements(query="review:changed")) == []
    judge.undo()
    assert old in store.view().queue()
    assert verify(store).faults == ()


def test_carrying_over_is_undone_and_done_again_like_any_step(store: Store) -> None:
    """Undone by its number the newer text is the machine's again, and reading it once more carries nothing over."""
    write(store, reading(FIRST))
    judge = store.judge("Anna Lind")
    judge.entries.accept([key_of(store)])
    newer = reading((*FIRST, "The rain went on."), day=2)
    write(store, newer)
    number = store.view().history(limit=1)[0].id
    judge.undo(number)
    assert said(store, "harbour stays").state == "proposed"
    write(store, newer)
    assert said(store, "harbour stays").state == "proposed"
    assert verify(store).faults == ()
    judge.redo()
    assert said(store, "harbour stays").state == "accepted"
    assert verify(store).faults == ()


def test_a_persons_own_last_step_is_not_what_was_carried_over(store: Store) -> None:
    """Undo without a number takes back what the person did, not what followed from it."""
    write(store, reading(FIRST))
    judge = store.judge("Anna Lind")
    old = key_of(store)
    judge.entries.accept([old])
    number = store.view().history(limit=1)[0].id
    write(store, reading((*FIRST, "The rain went on."), day=2))
    assert judge.undo() == number
    assert store.view().statement(old).state == "proposed"


def test_only_the_newest_text_of_an_address_counts(store: Store) -> None:
    """Lists, counts, search and actors take the newest text; the earlier one is reached by its key."""
    write(store, reading(FIRST))
    (before,) = store.view().articles()
    write(store, reading((*FIRST, "The rain went on."), day=2))
    view = store.view()
    assert [row.fetched_at for row in view.articles()] == ["2026-11-02T10:00:00Z"]
    assert len(view.library()) == len(view.lists.library()) == 1
    assert len(list(view.statements())) == 2
    assert len(list(view.statements(article=before.key))) == 2
    assert len(view.find("harbour")) == 1
    assert [(row.articles, row.statements) for row in view.actors()] == [(1, 1), (1, 1)]
    assert (view.counts().articles, view.counts().statements, view.counts().earlier) == (1, 2, 1)
    assert view.waiting() == 2
    assert view.article(before.key).article_key == before.key
    assert verify(store).faults == ()


def test_a_page_that_is_as_it_was_first_is_the_article_again(store: Store) -> None:
    """Where an address gives its first text again, that is the newest one, with what was judged on it."""
    first, second = reading(FIRST), reading((*FIRST, "The rain went on."), day=2)
    write(store, first)
    store.judge("Anna Lind").entries.accept([key_of(store)])
    write(store, second, reading(FIRST, day=3))
    assert said(store, "harbour stays").judged_by == "Anna Lind"
    assert store.view().counts().articles == 1
    assert verify(store).faults == ()


def test_erasing_a_text_leaves_the_others_whole(store: Store) -> None:
    """An erased text takes what was carried over from it or to it along, and the one before is the newest again."""
    write(store, reading(FIRST))
    store.judge("Anna Lind").entries.accept([key_of(store)])
    (first,) = store.view().articles()
    write(store, reading((*FIRST, "The rain went on."), day=2), reading((*FIRST, "The sun came."), day=3))
    (newest,) = store.view().articles()
    erase_article(store, newest.key, coder="Anna Lind", reason="asked for")
    assert said(store, "harbour stays").judged_by == "Anna Lind"
    assert verify(store).faults == ()
    erase_article(store, first.key, coder="Anna Lind", reason="asked for")
    assert [row.fetched_at for row in store.view().articles()] == ["2026-11-02T10:00:00Z"]
    assert verify(store).faults == ()


def test_before_the_page_changed_its_first_text_was_the_article(store: Store) -> None:
    """As of a date the newest text is that of then, with what was judged by then."""
    write(store, reading(FIRST))
    store.judge("Anna Lind").entries.accept([key_of(store)])
    then = store.view().history(limit=1)[0].recorded_at
    write(store, reading((*FIRST, "The rain went on."), day=2))
    past = store.view(as_of=then)
    assert [row.fetched_at for row in past.articles()] == ["2026-11-01T10:00:00Z"]
    assert {row.content: row.state for row in past.statements()} == {
        "the harbour stays open": "accepted",
        "the quay will sink": "proposed",
    }


def test_an_older_record_learns_which_texts_are_earlier_ones(tmp_path: Path) -> None:
    """After an upgrade the newest text of an address counts alone."""
    path = tmp_path / "record.db"
    with open_record(path) as store:
        write(store, reading(FIRST), reading((*FIRST, "The rain went on."), day=2))
    with closing(sqlite3.connect(path)) as database:
        newer = (
            "round_verdict",
            "round_mark",
            "round_article",
            "round_coder",
            "coding_round",
            "event_pair",
            "earlier_text",
            "carried",
        )
        for table in newer:
            database.execute(f"DROP TABLE {table}")
        database.execute("DROP INDEX ix_run_reading_fetch")
        database.execute("UPDATE alembic_version SET version_num = '0004'")
        database.commit()
    migrate(path, wait=5, older=True)
    with open_record(path) as store:
        assert (store.view().counts().articles, store.view().counts().earlier) == (1, 1)
        assert verify(store).faults == ()


def test_a_file_has_no_address(store: Store) -> None:
    """Two texts of one file name are two articles: nothing says that the one took the place of the other."""
    one, other = reading(FIRST), reading((LEAD, OTHER), day=2)
    here = [replace(each, page=replace(each.page, url=None, location="page.txt")) for each in (one, other)]
    write(store, *here)
    assert len(store.view().articles()) == 2


SENTENCES = [
    SAID,
    OTHER,
    "Baker Eva Holm said: bread is dear.",
    "Farmer Lars Dahl said: the rye is late.",
    FILLER,
    "It rained.",
    "It rained.",
    LEAD,
]
EDITS = st.lists(
    st.tuples(st.sampled_from(["delete", "insert", "replace", "swap", "repeat"]), st.integers(0, 9), st.integers(0, 9)),
    max_size=4,
)


def edited(sentences: list[str], edits: list[tuple[str, int, int]]) -> list[str]:
    """A text after some edits of whole sentences."""
    text = list(sentences)
    for number, (kind, one, other) in enumerate(edits):
        first, second = one % len(text), other % len(text)
        if kind == "delete" and len(text) > 1:
            del text[first]
        elif kind == "insert":
            text.insert(first, f"News {number} came.")
        elif kind == "replace":
            text[first] = f"News {number} came."
        elif kind == "swap":
            text[first], text[second] = text[second], text[first]
        elif kind == "repeat":
            text.insert(second, text[first])
    return text


@given(sentences=st.permutations(SENTENCES), edits=EDITS)
def test_a_quotation_is_found_at_its_own_place_or_not_at_all(
    sentences: list[str], edits: list[tuple[str, int, int]]
) -> None:
    """What is found has the words, one side as it was, and no rival in either text that fits as well."""
    before, after = " ".join(sentences), " ".join(edited(sentences, edits))
    for sentence in sentences:
        start = before.index(sentence)
        anchor = find_again(before, after, Span(start, start + len(sentence)))
        if anchor.span is None:
            continue
        place = anchor.span
        assert place.of(after) == sentence
        same = (
            after[max(0, place.start - CONTEXT) : place.start] == before[max(0, start - CONTEXT) : start],
            after[place.end : place.end + CONTEXT] == before[start + len(sentence) :][:CONTEXT],
        )
        assert any(same)
        assert all(same) or (before.count(sentence), after.count(sentence)) == (1, 1)


@settings(max_examples=12, deadline=None)
@given(edits=EDITS)
def test_random_edits_lose_no_judgement(edits: list[tuple[str, int, int]]) -> None:
    """Each accepted entry stands on the newer text in its own words, or the queue says that its text changed."""
    sentences = SENTENCES[:6]
    with TemporaryDirectory() as folder, open_record(Path(folder) / "record.db") as store:
        write(store, reading(sentences))
        before = {row.key: row.content for row in store.view().statements()}
        store.judge("Anna Lind").entries.accept(list(before))
        write(store, reading(edited(sentences, edits), day=2))
        view = store.view()
        waiting = {row.content for row in view.statements(query="review:changed")}
        here = {row.content for row in view.statements() if row.state == "accepted"}
        assert waiting | here == set(before.values())
        assert {view.statement(key).state for key in before} == {"accepted"}
        assert verify(store).faults == ()


def test_judgements_on_the_newer_text_are_left_alone(store: Store) -> None:
    """What a person rejected on the newer text is not accepted because they accepted it on the earlier one."""
    write(store, reading(FIRST))
    old = key_of(store)
    newer = reading((*FIRST, "The rain went on."), day=2)
    write(store, newer)
    judge = store.judge("Anna Lind")
    judge.entries.reject([key_of(store)])
    judge.entries.accept([old])
    write(store, newer)
    assert [row.content for row in store.view().statements()] == ["the quay will sink"]
    with pytest.raises(RecordError, match="no step of yours"):
        store.judge("Ben Roe").undo()
