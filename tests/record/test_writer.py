"""Writing readings and refusals: round trip, once only, all or nothing."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DatabaseError

from parley.errors import EvidenceError, RecordError
from parley.record import Store, sql, verify
from parley.terms.actors import Actor, Mention
from parley.terms.review import Refusal
from parley.terms.text import Block, Piece, Span

from .builders import (
    RUN,
    accept_all,
    dump,
    example_article,
    example_reading,
    page_of,
    simple_reading,
    spans,
    state_of,
    statement_of,
    with_statements,
    write,
)


def test_a_reading_comes_back_as_it_was_written(store: Store) -> None:
    """Page, article, sentences, mentions, actors and statements survive the round trip, with their local ids."""
    reading = example_reading()
    (entries,) = write(store, reading)
    stored = store.view().article("visit")
    assert stored.reading == reading
    assert stored.entries == entries
    assert set(entries) == {"a1", "a2", "a3", "s1", "s2", "s3", "s4"}
    assert len(set(entries.values())) == 7


def test_the_keys_are_said_when_written_and_when_read(store: Store) -> None:
    """The writer and the view name the same permanent keys."""
    with store.writer(RUN) as writer:
        written = writer.write_reading(example_reading())
    stored = store.view().article(written.article_key)
    assert (stored.article_key, stored.reading_key) == (written.article_key, written.reading_key)


def test_an_article_without_proposals_is_kept(store: Store) -> None:
    """A page that says nothing quotable is still a page of the record."""
    write(store, simple_reading("quiet", "Nothing happened."))
    assert store.view().article("quiet").reading.proposals.statements == ()
    assert verify(store).ok


def test_reading_the_same_page_again_changes_only_the_run_log(store: Store) -> None:
    """Same bytes and same proposals, even at another time and with other confidences: no table but the log grows."""
    reading = example_reading()
    (first,) = write(store, reading)
    before = dump(store)
    surer = tuple(replace(one, confidence=0.99, speaker_reason="Again.") for one in reading.proposals.statements)
    page = replace(reading.page, fetched_at="2027-01-01T00:00:00Z")
    (second,) = write(store, replace(with_statements(reading, *surer), page=page))
    assert dump(store) == before
    assert second == first
    assert store.view().counts().runs == 2
    (row, *_) = store.view().statements()
    assert (row.confidence, row.speaker_reason) == (0.99, "Again.")


def test_local_ids_mean_nothing_to_the_record(store: Store) -> None:
    """Numbering the statements otherwise gives the same entries and no new proposal."""
    reading = simple_reading(
        "one", "He said it rains. She said it snows.", ("He", "said", "it rains"), ("She", "said", "it snows")
    )
    (first,) = write(store, reading)
    before = dump(store)
    one, two = reading.proposals.statements
    (second,) = write(store, with_statements(reading, replace(two, id="s1"), replace(one, id="s2")))
    assert dump(store) == before
    assert (second["s1"], second["s2"]) == (first["s2"], first["s1"])


def test_proposals_that_say_the_same_are_one(store: Store) -> None:
    """Two statements of one reading with the same words and fields share an entry."""
    reading = simple_reading("one", "He said it rains.", ("He", "said", "it rains"), ("He", "said", "it rains"))
    (entries,) = write(store, reading)
    assert entries["s1"] == entries["s2"]
    assert len(store.view().statements()) == 1
    assert verify(store).ok


def test_the_same_text_under_two_names_is_one_article(store: Store) -> None:
    """A copy of a page is found by both names, counted once."""
    words = ("He", "said", "it rains")
    one, two = (simple_reading(name, "He said it rains.", words) for name in ("one", "two"))
    first, second = write(store, one, two)
    assert first == second
    assert store.view().counts().articles == 1
    assert store.view().article("one").reading.page.location == "pages/one.txt"
    assert store.view().article("two").reading.article.id == "two"


def test_a_new_reading_of_the_same_page_text_moves_no_evidence(store: Store) -> None:
    """When a block gets another role, entries and evidence stay, and the article is the new reading."""
    reading = example_reading()
    (first,) = write(store, reading)
    with store.engine.connect() as connection:
        evidence = set(connection.execute(select(sql.evidence)).all())
    article = replace(reading.article, comments=3, title="Another title")
    (second,) = write(store, replace(reading, article=article))
    assert second == first
    assert store.view().article("visit").reading.article.comments == 3
    with store.engine.connect() as connection:
        assert set(connection.execute(select(sql.evidence)).all()) == evidence
        assert len(connection.execute(select(sql.reading)).all()) == 2
    assert verify(store).ok


def test_a_failed_article_leaves_nothing_and_the_run_goes_on(store: Store) -> None:
    """An error in the middle of an article takes all of it back; the next one is written."""
    good = simple_reading("good", "He said it rains.", ("He", "said", "it rains"))
    with store.writer(RUN) as writer:
        before = dump(store, run_log=True)

        @event.listens_for(store.engine, "before_cursor_execute")
        def fail(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if statement.startswith("INSERT INTO run_proposal"):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            writer.write_reading(example_reading())
        event.remove(store.engine, "before_cursor_execute", fail)
        assert dump(store, run_log=True) == before
        writer.write_reading(good)
    assert [row.article for row in store.view().articles()] == ["good"]
    assert verify(store).ok


def test_a_run_tells_what_it_did_and_whether_it_ended(store: Store) -> None:
    """Counts grow with each article; a run that breaks stays without an end."""
    write(store, example_reading())
    broken_off = ValueError("stop")
    with suppress(ValueError), store.writer(RUN) as writer:
        writer.write_reading(example_reading())
        raise broken_off
    broken, whole = store.view().runs()
    assert (whole.articles, whole.statements, whole.refusals) == (1, 4, 0)
    assert (whole.code, whole.weights, whole.parameters) == (RUN.code, RUN.weights, RUN.parameters)
    assert whole.finished_at is not None
    assert broken.articles == 1
    assert broken.finished_at is None
    assert verify(store).ok


def test_a_writer_must_be_entered(store: Store) -> None:
    """Writing before the run is registered, or after it ended, is refused."""
    writer = store.writer(RUN)
    with pytest.raises(RecordError, match="context manager"):
        writer.write_reading(example_reading())
    with writer:
        pass
    with pytest.raises(RecordError, match="not open"):
        writer.write_refusal(Refusal(location="x", what="w", cure="c", refused_at="2026-11-24T10:00:00Z"))


def test_a_refusal_met_again_is_a_line_in_the_run_log(store: Store) -> None:
    """The same page refused for the same reason is one refusal, seen twice."""
    refusal = Refusal(location="bad.txt", what="it is empty", cure="Remove it", refused_at="2026-11-24T10:00:00Z")
    other = Refusal(
        location="bin.txt", what="not text", cure="Skip", refused_at="2026-11-24T10:00:01Z", sha256="f" * 64
    )
    for day, refusals in (("24", [refusal, other]), ("25", [refusal])):
        with store.writer(RUN) as writer:
            for one in refusals:
                writer.write_refusal(replace(one, refused_at=f"2026-11-{day}T10:00:00Z"))
    again, once = store.view().refusals()
    assert (again.location, again.times) == ("bad.txt", 2)
    assert (again.first_at, again.last_at) == ("2026-11-24T10:00:00Z", "2026-11-25T10:00:00Z")
    assert (once.sha256, once.times) == ("f" * 64, 1)
    assert [run.refusals for run in store.view().runs()] == [1, 2]
    assert verify(store).ok


@pytest.mark.parametrize("table", ["page_text", "blob", "version", "evidence", "entry", "audit"])
def test_the_database_itself_refuses_to_change_what_was_written(store: Store, table: str) -> None:
    """Law 1: page texts and what rests on them are never updated, by any program."""
    write(store, example_reading())
    column = next(iter(sql.blob.metadata.tables[table].columns)).name
    with store.engine.begin() as connection, pytest.raises(DatabaseError, match="never changed"):
        connection.execute(text(f"UPDATE {table} SET {column} = {column}"))


def test_the_database_refuses_to_drop_audit_links(store: Store) -> None:
    """The chain can only grow."""
    write(store, example_reading())
    with store.engine.begin() as connection, pytest.raises(DatabaseError, match="never deleted"):
        connection.execute(text("DELETE FROM audit"))


def test_bytes_that_are_not_the_pages_are_refused(store: Store) -> None:
    """A page whose digest is wrong never enters."""
    reading = example_reading()
    with store.writer(RUN) as writer, pytest.raises(RecordError, match="digest"):
        writer.write_reading(replace(reading, page=replace(reading.page, sha256=hashlib.sha256(b"").hexdigest())))


def test_blocks_must_tile_the_page_text(store: Store) -> None:
    """Every character belongs to one block; anything else is refused."""
    reading = example_reading()
    whole = len(reading.article.page_text)
    with store.writer(RUN) as writer:
        for blocks in (
            (),
            (Block(start=1, end=whole, role="body"),),
            (Block(start=0, end=whole - 1, role="body"),),
            (Block(start=0, end=0, role="body"), Block(start=0, end=whole, role="body")),
            (Block(start=0, end=whole, role="body", copy_of=4),),
        ):
            with pytest.raises(RecordError, match="block"):
                writer.write_reading(replace(reading, article=replace(reading.article, blocks=blocks)))


def test_pieces_must_lead_back_to_the_page_text(store: Store) -> None:
    """A text that the page does not have is refused: no evidence could be trusted."""
    reading = simple_reading("one", "He said it rains.", ("He", "said", "it rains"))
    with store.writer(RUN) as writer:
        for pieces in (
            (),
            (Piece(start=0, end=17, page_start=1),),
            (Piece(start=0, end=17, page_start=-1),),
            (Piece(start=0, end=9, page_start=0),),
            (Piece(start=3, end=17, page_start=3),),
            (Piece(start=0, end=0, page_start=0), Piece(start=0, end=17, page_start=0)),
            (Piece(start=0, end=17, page_start=0), Piece(start=0, end=17, page_start=0)),
        ):
            with pytest.raises(EvidenceError, match="piece"):
                writer.write_reading(replace(reading, article=replace(reading.article, pieces=pieces)))
    assert store.view().counts().articles == 0


def test_half_a_surrogate_pair_is_refused_as_such(store: Store) -> None:
    """A text that no database stores gives a RecordError, not an encoding error."""
    reading = simple_reading("one", "He said it rains.")
    broken = replace(reading.article, page_text="He said it rain\ud800.")
    broken = replace(broken, text=broken.page_text)
    with store.writer(RUN) as writer, pytest.raises(RecordError, match="surrogate"):
        writer.write_reading(replace(reading, article=broken))


def test_statements_must_quote_words_of_the_text(store: Store) -> None:
    """A span outside the text, an empty one, one of a paragraph break alone, or none at all: EvidenceError."""
    article = example_article()
    whole = len(article.text)
    gap = article.text.index("\n\n")
    base = statement_of(article, "s1", "", "", "Moscow")
    reading = example_reading()
    with store.writer(RUN) as writer:
        for content in ((Span(0, whole + 1),), (Span(-1, 3),), (Span(5, 5),), (Span(gap, gap + 2),), ()):
            with pytest.raises(EvidenceError, match="statement s1"):
                writer.write_reading(with_statements(reading, replace(base, content=content)))


def test_actors_need_words_that_show_them(store: Store) -> None:
    """An actor that no mention names is proven by the statement that points at it; else it is refused."""
    reading = simple_reading("one", "He said it rains.", ("He", "said", "it rains"))
    shown = Actor(id="a1", name="The speaker", kind="person")
    proposals = replace(reading.proposals, actors=(shown,))
    with store.writer(RUN) as writer:
        with pytest.raises(EvidenceError, match="actor a1"):
            writer.write_reading(replace(reading, proposals=proposals))
        (statement,) = proposals.statements
        named = replace(proposals, statements=(replace(statement, about=("a1",)),))
        writer.write_reading(replace(reading, proposals=named))
    assert store.view().article("one").reading.proposals == named
    assert verify(store).ok


def test_proposals_may_only_point_at_what_the_reading_has(store: Store) -> None:
    """A dangling id, or one id for two things, is refused with its owner's name."""
    reading = simple_reading("one", "He said it rains.", ("He", "said", "it rains"))
    (statement,) = reading.proposals.statements
    lost = Mention(id="m1", start=0, end=2, kind="person", form="pronoun", actor="a9")
    with store.writer(RUN) as writer:
        for wrong in (
            replace(statement, speakers=("a9",)),
            replace(statement, about=("a9",)),
            replace(statement, parent="s9"),
        ):
            with pytest.raises(RecordError, match="statement s1: it points at"):
                writer.write_reading(with_statements(reading, wrong))
        with pytest.raises(RecordError, match="mention m1: it points at a9"):
            writer.write_reading(replace(reading, proposals=replace(reading.proposals, mentions=(lost,))))
        with pytest.raises(RecordError, match="same id"):
            writer.write_reading(with_statements(reading, statement, replace(statement, form="direct")))


def test_what_is_no_longer_proposed_is_withdrawn_and_can_come_back(store: Store) -> None:
    """Law 9: entries are never deleted; a later run that proposes them again revives the same ones."""
    reading = example_reading()
    (first,) = write(store, reading)
    (some,) = write(store, with_statements(reading, *reading.proposals.statements[:2]))
    assert some["s1"] == first["s1"]
    assert state_of(store, first["s3"]) == "withdrawn"
    assert [row.key for row in store.view().statements()] == [first["s1"], first["s2"]]
    gone = [row for row in store.view().statements(withdrawn=True) if row.state == "withdrawn"]
    assert {row.key for row in gone} == {first["s3"], first["s4"]}
    assert store.view().counts().withdrawn == 2
    assert verify(store).ok
    (again,) = write(store, reading)
    assert again == first
    assert state_of(store, first["s3"]) == "proposed"
    assert store.view().article("visit").reading == reading
    assert verify(store).ok


def test_a_moved_statement_keeps_its_entry_and_gets_a_new_version(store: Store) -> None:
    """A cue that overlaps, or half of the content, is enough; the old version is kept."""
    words = "Mr Smith said firmly that it rains in Paris."
    (first,) = write(store, simple_reading("one", words, ("Mr Smith", "said", "that it rains in Paris")))
    (second,) = write(store, simple_reading("one", words, ("Smith", "said firmly", "rains")))
    (third,) = write(store, simple_reading("one", words, ("Smith", "", "that it rains")))
    assert first["s1"] == second["s1"]
    assert third["s1"] != first["s1"]
    assert state_of(store, first["s1"]) == "withdrawn"
    with store.engine.connect() as connection:
        versions = connection.execute(select(sql.version.c.key).where(sql.version.c.entry == first["s1"])).all()
    assert len(versions) == 2
    assert verify(store).ok


def test_an_entry_that_moved_on_does_not_lend_its_first_key(store: Store) -> None:
    """Words once proposed for an entry that has since moved on make a second entry with a key of its own."""
    words = "He said that it rains and it snows."
    wide, narrow = ("He", "said", "that it rains and it snows"), ("He", "said", "that it rains")
    (first,) = write(store, simple_reading("one", words, wide))
    (second,) = write(store, simple_reading("one", words, narrow))
    (third,) = write(store, simple_reading("one", words, narrow, wide))
    assert first["s1"] == second["s1"] == third["s1"]
    assert third["s2"] != third["s1"]
    assert verify(store).ok


def test_a_judged_entry_keeps_its_state_and_version(store: Store) -> None:
    """What a person decided is not changed by a run: neither by another version nor by silence."""
    words = "Mr Smith said firmly that it rains in Paris."
    (first,) = write(store, simple_reading("one", words, ("Mr Smith", "said", "that it rains in Paris")))
    accept_all(store)
    (second,) = write(store, simple_reading("one", words, ("Smith", "said firmly", "rains")))
    assert second == first
    assert state_of(store, first["s1"]) == "accepted"
    (row,) = store.view().statements()
    assert row.content == "that it rains in Paris"
    write(store, simple_reading("one", words, ("it", "", "in Paris")))
    assert state_of(store, first["s1"]) == "accepted"
    kept = store.view().article("one").reading.proposals.statements
    assert [one.id for one in kept] == ["s1", f"s1.{first['s1']}"]
    assert verify(store).ok


def test_words_that_the_present_reading_leaves_out_are_left_out_of_it(store: Store) -> None:
    """A judged statement in a block that became furniture stays in the record, without spans in the new text."""
    reading = example_reading()
    (first,) = write(store, reading)
    accept_all(store)
    article = reading.article
    blocks = tuple(
        replace(block, role="furniture") if number == 1 else block for number, block in enumerate(article.blocks)
    )
    cut = article.pieces[1].start
    pieces = tuple(replace(one, start=one.start - cut, end=one.end - cut) for one in article.pieces[1:])
    later = replace(article, blocks=blocks, pieces=pieces, text=article.text[cut:])
    place = spans(later, "Moscow invited")[0]
    fresh = statement_of(later, "s9", "", "", "Moscow invited")
    proposals = replace(reading.proposals, sentences=(), mentions=(), actors=(), statements=(fresh,))
    write(store, replace(reading, article=later, proposals=proposals))
    stored = store.view().article("visit").reading
    by_id = {statement.id: statement for statement in stored.proposals.statements}
    assert by_id["s1"].content == ()
    assert by_id["s9"].content == (place,)
    assert "m1" not in {mention.id for mention in stored.proposals.mentions}
    assert {row.key for row in store.view().statements()} >= {first["s1"]}
    assert [hit.statement for hit in store.view().find("cautious")] == []
    assert verify(store).ok


def test_links_follow_their_actors(store: Store) -> None:
    """A statement that says the same but whose speaker became another entry points at the new one."""
    speaker = Actor(id="a1", name="Anna Smith", kind="person")
    words = "Smith said it rains. Then Smith left."
    reading = simple_reading("one", words, ("Smith", "said", "it rains"), speaker=speaker)
    (first,) = write(store, reading)
    moved = Mention(id="m1", start=26, end=31, kind="person", form="name", actor="a1")
    other = replace(reading.proposals, mentions=(moved,), actors=(replace(speaker, kind="other"),))
    (second,) = write(store, replace(reading, proposals=other))
    assert second["s1"] == first["s1"]
    assert second["a1"] != first["a1"]
    assert store.view().article("one").reading.proposals == other
    plain = replace(reading.proposals, actors=(), mentions=())
    (statement,) = plain.statements
    write(store, replace(reading, proposals=replace(plain, statements=(replace(statement, speakers=()),))))
    assert store.view().statements()[0].speaker is None
    assert verify(store).ok


def test_a_page_fetched_with_other_bytes_but_the_same_text_keeps_its_entries(store: Store) -> None:
    """Entries belong to the page text, not to the bytes that it was made from."""
    reading = simple_reading("one", "He said it rains.", ("He", "said", "it rains"))
    (first,) = write(store, reading)
    (second,) = write(store, replace(reading, page=page_of("<p>He said it rains.</p>", location="pages/one.txt")))
    assert first == second
    assert store.view().article("one").reading.page.content.startswith(b"<p>")
    assert verify(store).ok
