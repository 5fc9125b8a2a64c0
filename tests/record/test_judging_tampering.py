"""Changes behind Parley's back to what nobody has judged, or to what a check might take for somebody's work."""

from __future__ import annotations

import pytest

from parley.record import Store, verify
from parley.terms.actors import Actor
from parley.terms.exchange import StatementType, Variable

from .builders import example_reading, simple_reading, tamper, write

QUIET = "(SELECT page_text FROM article_state WHERE title IS NULL AND work = 'unread' AND corrections = '{}')"
LOOSE = "state = 'proposed' AND entry IN (SELECT key FROM entry WHERE kind = 'statement')"


@pytest.fixture
def worked_on(store: Store) -> Store:
    """A record in which some things were judged, undone and redone, and as many never touched."""
    write(store, example_reading())
    write(store, simple_reading("one", "He said it rains.", ("He", "said", "it rains")))
    speaker = Actor(id="a1", name="Nina Novak", kind="person", known_as="NOV")
    words = "Nina Novak said it snows."
    write(store, simple_reading("two", words, ("Nina Novak", "said", "it snows"), speaker=speaker, date="2024"))
    anna, ben = store.judge("Anna Lind"), store.judge("Ben Roe")
    first, second, third, *_ = [row.key for row in store.view().statements(article="visit")]
    anna.entries.accept([first])
    anna.entries.reject([second])
    anna.undo()
    ben.articles.read_through("visit")
    ben.articles.correct("visit", "title", "Another title")
    anna.codebook.define("Help")
    anna.codebook.code([first], "Help", "agree")
    anna.codebook.define_type(StatementType(name="Claim", variables=(Variable(name="who", kind="short text"),)))
    anna.entries.edit(third, statement_type="Claim", values={"who": "Moscow"}, speakers=["Olga Orlova"])
    anna.actors.merge("Moscow", ["NATO"])
    anna.undo()
    ben.library.save_search("rain", "rain")
    ben.library.drop_search("rain")
    assert verify(store).faults == ()
    return store


@pytest.mark.parametrize(
    "command",
    [
        f"UPDATE entry_state SET merged_into = entry WHERE {LOOSE}",
        f"UPDATE entry_state SET judged = version WHERE {LOOSE}",
        f"UPDATE entry_state SET actor = (SELECT min(key) FROM actor) WHERE {LOOSE}",
        f"UPDATE entry_state SET state = 'rejected' WHERE {LOOSE}",
        f"UPDATE entry_state SET state = 'accepted', judged = version WHERE {LOOSE}",
        f"UPDATE entry_state SET state = 'withdrawn' WHERE {LOOSE}",
        f"UPDATE entry_state SET state = 'nonsense' WHERE {LOOSE}",
        f"DELETE FROM entry_state WHERE {LOOSE}",
        "UPDATE entry_state SET actor = NULL WHERE state = 'proposed'",
        "UPDATE entry_state SET actor = NULL WHERE state = 'accepted'",
        "UPDATE entry_state SET seen = NULL WHERE state = 'accepted' AND seen IS NOT NULL",
        "UPDATE entry_state SET seen = NULL WHERE state = 'proposed'",
        f"UPDATE article_state SET corrections = '{{\"date\":\"2001\"}}', date = '2001' WHERE page_text IN {QUIET}",
        f"UPDATE article_state SET work = 'read' WHERE page_text IN {QUIET}",
        f"UPDATE article_state SET work_reason = 'x' WHERE page_text IN {QUIET}",
        f"INSERT INTO article_reader SELECT page_text, (SELECT min(key) FROM coder) FROM article_state"
        f" WHERE page_text IN {QUIET}",
        f"DELETE FROM article_state WHERE page_text IN {QUIET}",
        "UPDATE article_state SET language = 'fa'",
        "UPDATE article_state SET url = 'elsewhere'",
        "UPDATE article_state SET byline = '[]' WHERE byline <> '[]'",
        "UPDATE article_state SET genre = 'note'",
        "UPDATE article_state SET publication_folded = 'elsewhere'",
        "UPDATE article_state SET title = NULL",
        "UPDATE actor SET kind = 'place' WHERE name = 'Nina Novak'",
        "UPDATE actor SET known_as = NULL WHERE name = 'Nina Novak'",
        "UPDATE actor SET known_as = 'XYZ' WHERE name = 'Seyed Abbas Hosseini'",
        "UPDATE actor SET merged_into = (SELECT min(key) FROM actor) WHERE name = 'Nina Novak'",
        "UPDATE actor SET kind = 'place' WHERE name = 'Olga Orlova'",
        "INSERT INTO actor (key, name, kind) VALUES ('x', 'Nina Novak', 'person')",
        "INSERT INTO actor_name SELECT key, 'Nina Novak', 'nina novak' FROM actor WHERE name = 'Moscow'",
        "INSERT INTO actor_name SELECT key, 'Moscow', 'moscow' FROM actor WHERE name = 'Nina Novak'",
        "DELETE FROM actor_name WHERE name = 'NATO'",
        "DELETE FROM version_link WHERE role = 'about'",
        "DELETE FROM version_link WHERE role = 'parent'",
        "UPDATE version_link SET entry = (SELECT max(entry) FROM version_link) WHERE role = 'speaker'",
        "UPDATE judgement SET before = after WHERE kind = 'undo'",
        "UPDATE judgement SET subject = 'x' WHERE subject_kind = 'entry'",
        "UPDATE judgement SET subject_kind = 'tag' WHERE subject_kind = 'coding'",
        "DELETE FROM judgement WHERE kind = 'undo'",
        "UPDATE step SET kind = 'accept' WHERE kind = 'undo'",
        "UPDATE step SET undoes = NULL WHERE kind = 'undo'",
        "UPDATE step SET recorded_at = '2001'",
        "INSERT INTO step (kind, coder, reason, recorded_at) SELECT 'accept', key, '', '2026' FROM coder",
        "UPDATE coder SET folded = 'x'",
        "UPDATE concept SET name = 'x'",
        "UPDATE concept SET parent = key",
        "UPDATE coding SET coder = (SELECT max(key) FROM coder WHERE name = 'Ben Roe')",
        "INSERT INTO coding SELECT entry, concept, (SELECT key FROM coder WHERE name = 'Ben Roe'), 'agree' FROM coding",
        "INSERT INTO tag (subject_kind, subject, folded, name) VALUES ('article', 'x', 'x', 'x')",
        "INSERT INTO saved_search (key, name, folded, query) VALUES ('x', 'x', 'x', 'x')",
        "INSERT INTO collection (key, name, folded, definition) VALUES ('x', 'x', 'x', '{}')",
        "INSERT INTO outlet (folded, name) VALUES ('x', 'x')",
        "DELETE FROM entity",
        "UPDATE entity SET merged_into = key",
        "UPDATE variable SET kind = 'long text'",
        "UPDATE statement_type SET colour = '#000000'",
        "UPDATE search_row SET entry = NULL WHERE entry IS NOT NULL",
        "UPDATE search_row SET article = (SELECT max(id) FROM article_state)",
        "DELETE FROM search_entry WHERE passage = (SELECT min(passage) FROM search_entry)",
        "DELETE FROM setting",
        "DELETE FROM audit WHERE position = (SELECT max(position) FROM audit)",
        "DELETE FROM audit WHERE position = 3",
    ],
)
def test_every_change_is_named(worked_on: Store, command: str) -> None:
    """Each one, alone, is a fault; and the check itself does not break off over it."""
    tamper(worked_on, command)
    assert verify(worked_on).faults, command
