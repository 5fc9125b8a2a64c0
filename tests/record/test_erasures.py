"""Erasure: gone for good, and everything else as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, text

from parley.errors import RecordError
from parley.record import Store, verify
from parley.record.backup import make_backup
from parley.record.columns import metadata
from parley.record.erasure import erase_article, erase_person
from parley.terms.actors import Actor

from .builders import accept_all, example_reading, simple_reading, write

SECRET = "Zanzibarquartz"
PERSON = Actor(id="a1", name=f"Jane {SECRET}", kind="person")


@pytest.fixture
def filled(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A record with an article about a person, one that only names her, and one without her; all judged."""
    monkeypatch.chdir(tmp_path)
    words = f"Jane {SECRET} said it rains."
    write(
        store,
        simple_reading("one", words, (f"Jane {SECRET}", "said", "it rains"), speaker=PERSON, title=words),
        simple_reading("two", f"He met Jane {SECRET} and said it snows.", ("He", "said", "it snows")),
        example_reading(),
    )
    accept_all(store)
    judge = store.judge("Ben Roe")
    judge.codebook.define("Rain")
    judge.codebook.code([row.key for row in store.view().statements(article="one")], "Rain", "agree")
    judge.entries.edit(store.view().statements(article="one")[0].key, certainty="possible", reason=f"as {SECRET} said")
    judge.entries.comment(store.view().statements(article="one")[0].key, f"{SECRET} again")
    judge.articles.correct("one", "title", f"{SECRET} speaks")
    judge.articles.tag(["one"], f"about {SECRET}", entries=[store.view().statements(article="one")[0].key])
    return store


def leftovers(store: Store) -> list[str]:
    """Tables in which the secret word still stands."""
    found = []
    with store.engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                if any(isinstance(value, str) and SECRET.lower() in value.lower() for value in row):
                    found.append(table.name)
        column = "words" if connection.dialect.name == "sqlite" else "CAST(vector AS text)"
        rows = connection.execute(text(f"SELECT {column} FROM search")).scalars()
        found += ["search" for words in rows if SECRET.lower() in words]
    return found


def test_an_erased_person_is_nowhere(filled: Store) -> None:
    """No table, no index, no judgement and no byte of the file still names her; the rest is as it was."""
    others = list(filled.view().statements(article="visit"))
    seen = erase_person(filled, f"Jane {SECRET}", coder="Ben Roe", reason="asked for", preview=True)
    assert leftovers(filled)
    done = erase_person(filled, f"Jane {SECRET}", coder="Ben Roe", reason="asked for")
    assert done == seen
    assert len(done.pages) == 2
    assert leftovers(filled) == []
    assert list(filled.view().statements(article="visit")) == others
    assert verify(filled).faults == ()
    if isinstance(filled.place, Path):
        for path in filled.place.parent.glob(filled.place.name + "*"):
            if path.is_file():
                assert SECRET.encode() not in path.read_bytes()
                assert SECRET.lower().encode() not in path.read_bytes()


def test_an_erased_article_can_be_read_again(filled: Store) -> None:
    """It comes back as a new one, unjudged; erasing what is not there is refused."""
    words = f"Jane {SECRET} said it rains."
    erase_article(filled, "one", coder="Ben Roe", reason="asked for")
    with pytest.raises(RecordError, match="no such article"):
        erase_article(filled, "one", coder="Ben Roe", reason="asked for")
    assert verify(filled).faults == ()
    write(filled, simple_reading("one", words, (f"Jane {SECRET}", "said", "it rains"), speaker=PERSON))
    (row,) = filled.view().statements(article="one")
    assert (row.state, row.judged_by, row.concepts, row.tags) == ("proposed", None, (), ())
    assert verify(filled).faults == ()


def test_backups_that_hold_it_are_named(filled: Store) -> None:
    """Those made before are listed, those made after are not."""
    before = make_backup(filled.place)
    done = erase_article(filled, "one", coder="Ben Roe", reason="asked for")
    assert done.backups == (before,)
    make_backup(filled.place)
    write(filled, simple_reading("three", "She said it is dry.", ("She", "said", "it is dry")))
    assert erase_article(filled, "three", coder="Ben Roe", reason="asked for").backups == ()


def test_steps_over_erased_and_kept_entries_stay_checkable(filled: Store) -> None:
    """A step of which a part was erased is not taken for tampered with, and what is left of it can be undone."""
    erase_article(filled, "one", coder="Ben Roe", reason="asked for")
    filled.judge("Anna Lind").undo()
    assert {row.state for row in filled.view().statements()} == {"proposed"}
    assert verify(filled).faults == ()
