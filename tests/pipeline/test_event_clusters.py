"""The events of a record, each once, with the sentences of all who tell of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.errors import MissingError, UsageError
from parley.exports.events import write_event_table, write_plover, write_polecat
from parley.pipeline.event_clusters import also_told_in, events_once, fuse_tellings, take_out
from parley.record import Store, open_record
from parley.terms.events import EventFilter
from tests.language.tellings import side, telling
from tests.record.builders import write
from tests.record.event_pages import AGAIN, MARKET, SHELLED, told_in


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two articles that tell of one event, and one that tells of another of the same day."""
    opened = open_record(tmp_path / "record.db")
    write(opened, told_in("one", SHELLED), told_in("two", AGAIN, published="2024-03-06"), told_in("three", MARKET))
    return opened


def key_of(store: Store, article: str) -> str:
    """Key of the event of an article."""
    return next(row.key for row in store.view().events() if row.article == article)


def test_an_event_is_listed_once_with_all_its_sentences(store: Store) -> None:
    """Three tellings are two events; the id is that of the earliest telling."""
    rows = events_once(store.view(), EventFilter())
    assert sorted(len(row.tellings) for row in rows) == [1, 2]
    (joined,) = [row for row in rows if len(row.tellings) == 2]
    assert joined.cluster == key_of(store, "one")
    assert {one.article for one in joined.evidence} == {"one", "two"}


def test_a_filter_chooses_tellings_and_the_id_stays(store: Store) -> None:
    """An event of which only one telling is admitted has that one's sentence alone, under the same id."""
    (row,) = events_once(store.view(), EventFilter(published=("2024-03-06", "2024-03-06"), since="2024-03"))[:1]
    whole = next(row for row in events_once(store.view(), EventFilter()) if len(row.tellings) == 2)
    store.judge("Anna Lind").entries.accept([key_of(store, "two")])
    (accepted,) = events_once(store.view(), EventFilter(states=("accepted",)))
    assert (accepted.cluster, [one.article for one in accepted.evidence]) == (whole.cluster, ["two"])
    assert row.cluster is not None


def test_a_rejected_telling_is_an_event_of_its_own_where_it_is_asked_for(store: Store) -> None:
    """It is no longer put together with anything."""
    gone = key_of(store, "two")
    store.judge("Anna Lind").entries.reject([gone])
    assert all(len(row.tellings) == 1 for row in events_once(store.view(), EventFilter()))
    (row,) = events_once(store.view(), EventFilter(states=("rejected",)))
    assert (row.key, row.cluster, row.tellings) == (gone, gone, (gone,))


def test_people_take_one_out_and_an_undo_puts_it_back(store: Store) -> None:
    """With the reason beside the pair."""
    key = key_of(store, "two")
    found = also_told_in(store.view(), key)
    assert [row.article for row in found.others] == ["one"]
    judge = store.judge("Anna Lind")
    assert take_out(store.view(), judge, key) == (key_of(store, "one"),)
    assert also_told_in(store.view(), key).others == ()
    with pytest.raises(UsageError, match="only one article"):
        take_out(store.view(), judge, key)
    judge.undo()
    assert len(also_told_in(store.view(), key).others) == 1


def test_an_event_that_is_not_there_is_missed(store: Store) -> None:
    """Whether the key is wrong or the event is gone."""
    with pytest.raises(MissingError, match="no such event"):
        also_told_in(store.view(), "nothing")


def test_the_fullest_telling_speaks_and_the_others_add() -> None:
    """A judged one first; dates and places that it leaves open come from the others, and never contradict it."""
    bare = telling("a", SHELLED, recipient=(), date="2024-03", confidence=0.9)
    full = telling("b", AGAIN, place="Liska", place_country="EST", mode="heavy-weapons", contexts=("military",))
    row = fuse_tellings("a", [bare, full])
    assert (row.key, row.cluster, row.date, row.place, row.mode) == ("b", "a", "2024-03-04", "Liska", "heavy-weapons")
    assert (row.confidence, row.tellings) == (0.9, ("b", "a"))
    judged = telling("c", SHELLED, state="accepted", actor=(side("ALB"),), date=None, recipient=())
    row = fuse_tellings("a", [full, judged])
    assert (row.key, row.actor, row.recipient) == ("c", judged.actor, full.recipient)
    assert row.place == "Liska"


def test_files_have_one_row_for_an_event(store: Store, tmp_path: Path) -> None:
    """With the event's id, and every sentence in PLOVER's evidence with its page."""
    rows = events_once(store.view(), EventFilter())
    event = next(row.cluster for row in rows if len(row.tellings) == 2)
    write_plover(rows, tmp_path / "plover.jsonl", folded=lambda row: row)
    write_polecat(rows, tmp_path / "polecat.tsv", folded=lambda row: row)
    write_event_table(rows, tmp_path / "events.csv")
    plover = (tmp_path / "plover.jsonl").read_text("utf-8")
    assert plover.count("\n") == 2
    assert f'"id": "{event}"' in plover
    assert '"article": "two"' in plover
    polecat = (tmp_path / "polecat.tsv").read_text("utf-8").splitlines()
    assert len(polecat) == 3
    assert any(line.startswith(f"{event}\t") for line in polecat)
    assert (tmp_path / "events.csv").read_text("utf-8").splitlines()[0].endswith("cluster,tellings")
