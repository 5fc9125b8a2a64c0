"""Checking a record that people worked in: every change behind its back is named."""

from __future__ import annotations

import pytest

from parley.record import Store, verify
from parley.terms.exchange import StatementType, Variable

from .builders import example_reading, simple_reading, tamper, write

OTHER = "(SELECT max(key) FROM actor)"


@pytest.fixture
def worked_on(store: Store) -> Store:
    """A record with judgements of every kind."""
    write(store, example_reading())
    write(store, simple_reading("one", "He said it rains.", ("He", "said", "it rains")))
    anna, ben = store.judge("Anna Lind"), store.judge("Ben Roe")
    first, second, third, *rest = [row.key for row in store.view().statements()]
    anna.entries.accept([first], reason="read it")
    ben.entries.edit(second, polarity="denied")
    ben.entries.reject([third])
    anna.actors.merge("Moscow", ["NATO"])
    anna.codebook.define("Help")
    anna.codebook.define("Aid")
    anna.codebook.code([first], "Help", "agree")
    anna.codebook.merge("Help", ["Aid"])
    variables = (Variable(name="who", kind="short text"), Variable(name="how much", kind="integer", low=0, high=3))
    anna.codebook.define_type(StatementType(name="Claim", variables=variables))
    anna.entries.edit(first, statement_type="Claim", values={"who": "Moscow", "how much": 2})
    ben.articles.correct("visit", "date", "2023-09-10")
    ben.articles.read_through("visit")
    ben.articles.tag(["visit"], "front page", entries=[first])
    ben.library.collect("Visits", query="Moscow")
    ben.library.save_search("help", "help")
    ben.library.describe_outlet("Council", country="IRN")
    ben.entries.comment(first, "see page 3")
    ben.undo()
    assert rest
    return store


def test_what_people_did_adds_up(worked_on: Store) -> None:
    """Judgements of every kind, and an undo, leave no fault."""
    assert verify(worked_on).faults == ()


@pytest.mark.parametrize(
    "command",
    [
        "UPDATE entry_state SET state = 'proposed' WHERE state = 'accepted'",
        "UPDATE entry_state SET state = 'accepted' WHERE state = 'rejected'",
        "UPDATE entry_state SET version = seen WHERE state = 'accepted'",
        "UPDATE entry_state SET judged = NULL WHERE judged IS NOT NULL",
        "UPDATE entry_state SET seen = (SELECT max(key) FROM version)",
        "UPDATE entry_state SET merged_into = entry WHERE state = 'rejected'",
        f"UPDATE entry_state SET actor = {OTHER} WHERE actor IS NOT NULL AND actor <> {OTHER}",
        "UPDATE article_state SET date = '2001'",
        "UPDATE article_state SET corrections = '{}'",
        "UPDATE article_state SET work = 'unread'",
        "UPDATE article_state SET publication = 'Elsewhere'",
        "DELETE FROM article_reader",
        "UPDATE actor SET name = 'Somebody Else' WHERE name = 'NATO'",
        "UPDATE actor SET merged_into = NULL",
        "UPDATE actor SET kind = 'person' WHERE name = 'NATO'",
        "UPDATE actor_name SET name = 'Somebody Else'",
        "UPDATE actor_name SET folded = 'somebody else'",
        "DELETE FROM actor_name",
        "DELETE FROM version_link WHERE role = 'speaker'",
        "UPDATE version_link SET entry = (SELECT max(entry) FROM version_link) WHERE role = 'about'",
        "UPDATE judgement SET after = before",
        "UPDATE judgement SET kind = 'accept'",
        "DELETE FROM judgement WHERE kind = 'reject'",
        "UPDATE step SET reason = 'another'",
        "UPDATE step SET coder = (SELECT max(key) FROM coder)",
        "DELETE FROM step WHERE kind = 'reject'",
        "UPDATE coder SET name = 'Another One'",
        "UPDATE concept SET definition = 'another'",
        "UPDATE concept SET merged_into = NULL",
        "DELETE FROM concept WHERE name = 'Help'",
        "UPDATE coding SET stance = 'disagree'",
        "DELETE FROM coding",
        "UPDATE tag SET name = 'another'",
        "DELETE FROM tag",
        "UPDATE collection SET definition = '{}'",
        "UPDATE outlet SET country = 'USA'",
        "UPDATE saved_search SET query = 'another'",
        "UPDATE statement_type SET name = 'Another'",
        "UPDATE variable SET high = 9",
        "UPDATE entity SET value = 'Another'",
        "INSERT INTO pattern (label, colour, position) VALUES ('x', NULL, 0)",
        "UPDATE search_row SET date = '2001'",
        "UPDATE search_row SET start = start + 1",
        "DELETE FROM search_row WHERE id = (SELECT max(id) FROM search_row)",
        "DELETE FROM search_entry",
        'INSERT INTO search_row (article, start, "end") SELECT max(article), 0, 5 FROM search_row',
        "UPDATE fetch SET location = 'elsewhere'",
        "UPDATE fetch SET fetched_at = '2001'",
        "UPDATE rendition SET extractor = 'another'",
        "UPDATE entry SET kind = 'statement' WHERE kind = 'actor_link'",
        "UPDATE entry SET recorded_at = '2001'",
        "UPDATE version SET recorded_at = '2001'",
        "UPDATE version SET start = 0",
        "UPDATE evidence SET role = 'cue' WHERE role = 'content'",
        "UPDATE setting SET value = '1'",
        "UPDATE run_reading SET fetched_at = '2001'",
    ],
)
def test_every_change_is_named(worked_on: Store, command: str) -> None:
    """Whatever row is changed, deleted or added by another program, the check says so."""
    fetch = '"fetch"' if worked_on.engine.dialect.name == "postgresql" else "fetch"
    tamper(worked_on, command.replace("UPDATE fetch", f"UPDATE {fetch}"))
    assert not verify(worked_on).ok


def test_a_changed_index_is_named(worked_on: Store) -> None:
    """Words put into the index that no article has, and words taken out of it."""
    if worked_on.engine.dialect.name == "sqlite":
        commands = [
            "UPDATE search SET words = 'he said it snows' WHERE rowid = (SELECT min(id) FROM search_row)",
            "DELETE FROM search_data WHERE id > 10",
        ]
    else:
        commands = [
            "UPDATE search SET vector = '''snows'':1'::tsvector WHERE id = (SELECT min(id) FROM search_row)",
            "DELETE FROM search WHERE id = (SELECT min(id) FROM search_row)",
        ]
    for command in commands:
        tamper(worked_on, command)
        assert "index" in {fault.kind for fault in verify(worked_on).faults}
