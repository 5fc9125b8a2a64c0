"""What the desk asks of a record: pages of the library, the queue, single statements, ties, links, its own settings."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from parley.errors import RecordError, UsageError
from parley.record import Store, verify
from parley.terms.actors import Actor

from .builders import example_reading, simple_reading, with_statements, write

WORDS = "Mr {0} said that it rains in Paris."


def filled(store: Store, *dates: str | None) -> None:
    """An article for each date, the first speaker of each called after its place."""
    for number, date in enumerate(dates):
        name = ("Adam Ames", "Berta Bohm", "Carl Cohn", "Dora Dahl", "Emil Eco")[number % 5]
        speaker = Actor(id="a1", name=name, kind="person")
        said = (f"Mr {name}", "said", "that it rains in Paris")
        reading = simple_reading(f"n{number}", WORDS.format(name), said, speaker=speaker)
        fields: dict[str, Any] = {
            "date": date,
            "publication": "Post" if number % 2 else "Gazette",
            "title": f"Title {number}",
        }
        write(store, replace(reading, article=replace(reading.article, **fields)))


def test_pages_of_the_library_follow_each_other(store: Store) -> None:
    """The newest first, those without a date last; pages neither repeat nor leave out an article."""
    filled(store, "2023-01-05", None, "2024", "2023-01-05", "2023-02")
    view = store.view()
    whole = [row.article.title for row in view.library()]
    assert whole == ["Title 2", "Title 4", "Title 3", "Title 0", "Title 1"]
    paged = [row.article.title for at in range(0, 6, 2) for row in view.library(offset=at, limit=2)]
    assert paged == whole
    keys = [row.article.key for row in view.library()]
    beside = [view.neighbours(key) for key in keys]
    assert [before for before, _ in beside] == [None, *keys[:-1]]
    assert [after for _, after in beside] == [*keys[1:], None]
    assert [row.article.title for row in view.library(publication="post")] == ["Title 3", "Title 1"]
    assert [row.article.title for row in view.library(since="2024")] == ["Title 2"]
    assert [row.article.title for row in view.library(query="Carl")] == ["Title 2"]


def test_the_library_says_who_speaks_and_what_waits(store: Store) -> None:
    """Speakers by number of statements; a judged statement waits no longer; how far people are is counted."""
    write(store, example_reading())
    (row,) = store.view().library()
    spoken = [one.speaker for one in store.view().statements(article=row.article.key) if one.speaker]
    assert row.speakers[0] == max(set(spoken), key=spoken.count)
    assert set(row.speakers) <= set(spoken)
    waiting = store.view().waiting()
    assert row.waiting == waiting == row.article.statements > 1
    key = store.view().queue()[0]
    store.judge("Anna Lind").entries.accept([key])
    assert store.view().waiting() == waiting - 1
    assert store.view().library()[0].waiting == waiting - 1
    store.judge("Anna Lind").articles.read_through(row.article.key)
    assert [(one.value, one.number) for one in store.view().library_work()] == [("read", 1)]


def test_the_queue_asks_first_what_is_least_sure(store: Store) -> None:
    """Of statements of equally busy speakers the one nearest to one half comes first; judged ones leave."""
    reading = example_reading()
    (one, *_) = reading.proposals.statements
    alone = replace(one, parent=None, continues=None, same_as=None, mention=False)
    made = []
    for number, sure in enumerate((0.99, 0.52, 0.8)):
        content = (replace(one.content[0], end=one.content[0].end - number),)
        made.append(replace(alone, id=f"s{number}", content=content, confidence=sure))
    (entries,) = write(store, with_statements(reading, *made))
    view = store.view()
    assert view.queue() == [entries["s1"], entries["s2"], entries["s0"]]
    assert set(view.queue(order="text")) == {entries[f"s{number}"] for number in range(3)}
    store.judge("Anna Lind").entries.accept([entries["s1"]])
    assert view.queue() == [entries["s2"], entries["s0"]]
    assert view.queue("status:accepted") == [entries["s1"]]
    with pytest.raises(UsageError):
        view.queue("nofield:x OR (")


def test_one_statement_in_whatever_state(store: Store) -> None:
    """By its key it is found even when it is rejected; an unknown key is an error that says so."""
    write(store, example_reading())
    key = store.view().queue()[0]
    store.judge("Anna Lind").entries.reject([key], reason="wrong")
    assert store.view().statement(key).state == "rejected"
    with pytest.raises(RecordError, match="no such statement"):
        store.view().statement("nothing")


def test_who_quotes_whom(store: Store) -> None:
    """A speaker quotes who speaks inside their words; an outlet quotes who speaks in its articles."""
    write(store, example_reading())
    ties = store.view().ties("quotes")
    rows = {row.key: row for row in store.view().statements()}
    nested = {
        (rows[row.parent].speaker_key, row.speaker_key)
        for row in rows.values()
        if row.parent in rows and row.speaker_key and rows[row.parent].speaker_key not in (None, row.speaker_key)
    }
    assert nested
    assert {(tie.source.key, tie.target.key) for tie in ties if tie.source.kind != "outlet"} == nested
    outlet = [tie for tie in ties if tie.source.kind == "outlet"]
    direct = [row for row in rows.values() if not row.parent and row.speaker_key]
    assert sum(tie.weight for tie in outlet) == len({(row.key, row.speaker_key) for row in direct})
    assert [tie.weight for tie in ties] == sorted((tie.weight for tie in ties), reverse=True)
    assert store.view().ties("quotes", "status:accepted") == ()


def test_speakers_by_concept(store: Store) -> None:
    """A tie for each stance, with the number of statements; two coders of one statement count once."""
    filled(store, "2023", "2023", "2023")
    keys = {row.speaker: row.key for row in store.view().statements()}
    judge = store.judge("Anna Lind")
    judge.codebook.define("Rain")
    judge.codebook.code([keys["Adam Ames"], keys["Berta Bohm"]], "Rain", "agree")
    store.judge("Ben Roe").codebook.code([keys["Adam Ames"]], "Rain", "agree")
    judge.codebook.code([keys["Carl Cohn"]], "Rain", "disagree")
    ties = {(tie.source.name, tie.stance): tie.weight for tie in store.view().ties("concepts")}
    assert ties == {("Adam Ames", "agree"): 1, ("Berta Bohm", "agree"): 1, ("Carl Cohn", "disagree"): 1}
    assert {tie.target.kind for tie in store.view().ties("concepts")} == {"concept"}
    judge.codebook.define("Weather")
    judge.codebook.merge("Weather", ["Rain"])
    assert {tie.target.name for tie in store.view().ties("concepts")} == {"Weather"}


def test_where_an_actor_acts(store: Store) -> None:
    """Each article of an actor with the entry that links the two, merged actors included."""
    filled(store, "2023-01", "2023-02")
    actors = {row.name: row.key for row in store.view().actors()}
    links = store.view().actor_links(actors["Adam Ames"])
    assert [(one.name, one.title) for one in links] == [("Adam Ames", "Title 0")]
    store.judge("Anna Lind").actors.merge(actors["Adam Ames"], [actors["Berta Bohm"]])
    links = store.view().actor_links(actors["Adam Ames"])
    assert [(one.name, one.date) for one in links] == [("Berta Bohm", "2023-02"), ("Adam Ames", "2023-01")]
    new = store.judge("Anna Lind").actors.split([links[0].entry], "Berta the Second")
    assert [one.name for one in store.view().actor_links(new)] == ["Berta Bohm"]


def test_what_the_desk_keeps_is_no_judgement(store: Store) -> None:
    """Settings of the desk are read back, forgotten, and leave the record sound."""
    write(store, example_reading())
    assert store.desk_settings() == {}
    store.set_desk("desk keys Anna", json.dumps({"keys_on": False}))
    store.set_desk("desk token x", "1")
    assert store.desk_settings() == {"desk keys Anna": '{"keys_on": false}', "desk token x": "1"}
    store.set_desk("desk token x", None)
    assert list(store.desk_settings()) == ["desk keys Anna"]
    assert verify(store).faults == ()


def test_outlets_have_a_last_fetch(store: Store) -> None:
    """The newest fetch of each outlet's pages."""
    filled(store, "2023-01", "2023-02", "2023-03")
    assert store.view().outlet_health() == {"gazette": "2026-11-24T10:00:01Z", "post": "2026-11-24T10:00:01Z"}
