"""One record into another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from parley.pipeline.joining import join_record
from parley.record import Store, open_record, verify
from parley.terms.exchange import StatementType, Variable
from parley.terms.text import Span
from tests.record.builders import example_reading, write


def worked_on(path: Path) -> Store:
    """A record in which two people did all kinds of things."""
    store = open_record(path)
    write(store, example_reading())
    first, second, third, *_ = [row.key for row in store.view().statements()]
    anna, ben = store.judge("Anna"), store.judge("Ben")
    anna.entries.accept([first], reason="read")
    ben.entries.edit(second, polarity="denied")
    ben.entries.reject([third])
    anna.codebook.define("Help", definition="asks for help")
    anna.codebook.define("Help at once", parent="Help")
    ben.codebook.code([first], "Help at once", "disagree")
    anna.codebook.define_type(StatementType(name="Claim", variables=(Variable(name="who", kind="short text"),)))
    text = store.view().article("visit").reading.article.text
    place = text.index("cautious")
    fields: dict[str, Any] = {
        "content": [Span(place, place + 8)],
        "statement_type": "Claim",
        "values": {"who": "Moscow"},
    }
    anna.entries.add("visit", speakers=["Nina Novak"], **fields)
    anna.articles.tag([], "key", entries=[first])
    ben.entries.comment(first, "see page 3")
    ben.articles.correct("visit", "date", "2023-09-10")
    anna.articles.work("visit", "in work")
    anna.library.collect("Visits", query="Moscow")
    anna.library.save_search("help", "help speaker:Hosseini")
    anna.library.describe_outlet("Council", country="IRN")
    return store


def told(store: Store) -> list[tuple[object, ...]]:
    """What the statements of a record say, without the keys."""
    return [
        (
            row.content,
            row.speakers,
            row.polarity,
            row.state,
            row.judged_by,
            row.concepts,
            row.tags,
            row.values,
            row.date,
        )
        for row in store.view().statements(withdrawn=True)
    ]


def test_a_record_comes_into_another_with_its_judgements(tmp_path: Path) -> None:
    """Statements, states, coders, codings, tags, comments, corrections and library are there again."""
    with worked_on(tmp_path / "there.db") as there, open_record(tmp_path / "here.db") as here:
        report = join_record(here, there, coder="Owner")
        assert report.left == ()
        assert told(here) == told(there)
        assert [row.name for row in here.view().concepts()] == ["Help", "Help at once"]
        assert here.view().collections() == there.view().collections()
        assert here.view().saved_searches() == there.view().saved_searches()
        assert [row.country for row in here.view().outlets()] == [row.country for row in there.view().outlets()]
        (row,) = here.view().statements(query="tag:key")
        assert [one.comment for one in here.view().comments(f"entry {row.key}")] == ["see page 3"]
        assert verify(here).ok


def test_coders_may_get_other_names(tmp_path: Path) -> None:
    """A name that two people share in two records is told apart."""
    with worked_on(tmp_path / "there.db") as there, open_record(tmp_path / "here.db") as here:
        join_record(here, there, coder="Owner", coders={"Anna": "Anna of there"})
        assert {row.judged_by for row in here.view().statements()} == {"Anna of there", "Ben", None}


def test_joining_twice_changes_nothing(tmp_path: Path) -> None:
    """A record that came in before finds everything there."""
    with worked_on(tmp_path / "there.db") as there, open_record(tmp_path / "here.db") as here:
        join_record(here, there, coder="Owner")
        before = told(here)
        join_record(here, there, coder="Owner")
        assert told(here) == before
        assert verify(here).ok
