"""Erasure against records that make it hard: names written in other ways, shared actors, imports, undone steps, readers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text

from parley.errors import RecordBusyError, RecordError
from parley.record import Store, erasure, filters, open_record, sql, verify
from parley.record.backup import backups_of, make_backup
from parley.record.engine import Place
from parley.record.erasure import erase_article, erase_person
from parley.terms.actors import Actor
from parley.terms.exchange import StatementType, Variable
from parley.terms.review import Reading
from parley.terms.text import Byline

from .builders import accept_all, example_reading, simple_reading, write

SECRET = "Quillfeather"
JANE = Actor(id="a1", name=f"Jane {SECRET}", kind="person")


@pytest.fixture
def here(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An empty record, with its backups in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    return store


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Store]:
    """An empty record in a file, for what has nothing to do with the database."""
    with open_record(tmp_path / "record.db") as opened:
        yield opened


def said_by(name: str, actor: Actor, words: str = "it rains", **fields: object) -> Reading:
    """A page on which an actor says something."""
    return simple_reading(name, f"{actor.name} said {words}.", (actor.name, "said", words), speaker=actor, **fields)


def key_of(store: Store, article: str) -> str:
    """The key of the first statement of an article."""
    return store.view().statements(article=article)[0].key


def leftovers(store: Store, secret: str = SECRET) -> set[str]:
    """Tables of the database, its own ones among them, that hold a word in any case, as text or as bytes."""
    found = set()
    with store.engine.connect() as connection:
        names = inspect(connection).get_table_names()
        for name in names:
            for row in connection.execute(text(f'SELECT * FROM "{name}"')):
                for value in row:
                    said = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    if secret.lower().encode() in said.lower():
                        found.add(name)
    return found


def in_files(store: Store, secret: str = SECRET) -> list[str]:
    """Files of the record, its backups left out, in whose bytes a word stands; none for a server."""
    if not isinstance(store.place, Path):
        return []
    files = [store.place.with_name(store.place.name + ending) for ending in ("", "-wal", "-shm")]
    return [path.name for path in files if path.exists() and secret.lower().encode() in path.read_bytes().lower()]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Anne-Marie Quill-Feather", "Anne-Marie Quill-Feather"),
        ("Dr. J. F. Quillfeather", "Dr. J. F.\nQuillfeather's"),
        ("Seán O'Quillfeather", "SEAN O’QUILLFEATHER"),
    ],
)
def test_a_name_is_found_however_it_is_written(file: Store, name: str, written: str) -> None:
    """Hyphens, full stops, apostrophes, accents and line ends hide nobody from being erased."""
    write(file, said_by("one", replace(JANE, name=name)))
    write(file, simple_reading("two", f"We met {written} there. He said it snows.", ("He", "said", "it snows")))
    write(file, simple_reading("three", "Anne and Marie said it is dry.", ("Marie", "said", "it is dry")))
    done = erase_person(file, name, coder="Ben Roe", reason="asked for")
    assert len(done.pages) == 2
    assert [row.article for row in file.view().articles()] == ["three"]
    assert verify(file).faults == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"title": f"What Jane {SECRET} knew"},
        {"byline": (Byline(name=f"Jane {SECRET}"),)},
        {"id": f"visit-of-jane-{SECRET.lower()}"},
    ],
)
def test_a_page_that_names_a_person_beside_its_text_goes_too(file: Store, fields: dict[str, object]) -> None:
    """A name in the title, the byline or the address of a page is a name on that page."""
    write(file, said_by("one", JANE), example_reading(**fields))
    erase_person(file, JANE.name, coder="Ben Roe", reason="asked for")
    assert file.view().articles() == ()
    assert leftovers(file) == set()
    assert verify(file).faults == ()


def test_an_actor_that_stays_loses_the_names_of_erased_pages(here: Store) -> None:
    """Known by its key in the actor store from two pages, it keeps the name that the other page calls it by."""
    known = Actor(id="a1", name=f"Republic of {SECRET}", kind="state", known_as="QLF")
    write(here, said_by("one", known), said_by("two", replace(known, name="Coastland"), "it snows"))
    erase_article(here, "one", coder="Ben Roe", reason="asked for")
    assert verify(here).faults == ()
    assert leftovers(here) == set()
    assert [row.name for row in here.view().actors()] == ["Coastland"]


def test_actors_that_only_erased_pages_knew_are_gone_though_people_judged_them(here: Store) -> None:
    """Renamed, merged or split by people, an actor that nothing links to any more leaves no name and no judgement."""
    other = Actor(id="a1", name=f"Joan {SECRET}", kind="person")
    write(here, said_by("one", JANE), said_by("two", other, "it snows"), example_reading())
    judge = here.judge("Ben Roe")
    judge.actors.rename(JANE.name, f"Dame Jane {SECRET}", reason=f"so {SECRET} wishes")
    judge.actors.merge("Seyed Abbas Hosseini", [JANE.name], reason=f"{SECRET} is him")
    judge.actors.comment(other.name, f"{SECRET} again")
    erase_article(here, "one", coder="Ben Roe", reason="asked for")
    assert verify(here).faults == ()
    erase_article(here, "two", coder="Ben Roe", reason="asked for")
    assert verify(here).faults == ()
    assert leftovers(here) == set()
    assert {row.name for row in here.view().actors()} == {"Seyed Abbas Hosseini", "Moscow", "NATO"}


def test_reasons_go_with_what_they_are_about(here: Store) -> None:
    """The reason of a step over erased and kept entries is gone; the rest of the step stands and can be undone."""
    write(here, said_by("one", JANE), example_reading())
    keys = [row.key for row in here.view().statements()]
    here.judge("Anna Lind").entries.accept(keys, reason=f"{SECRET} said so")
    here.judge("Ben Roe").entries.edit(key_of(here, "one"), certainty="possible", reason=f"as {SECRET} said")
    seen = erase_article(here, "one", coder="Ben Roe", reason="asked for", preview=True)
    assert erase_article(here, "one", coder="Ben Roe", reason="asked for") == seen
    assert seen.judgements == 2
    assert leftovers(here) == set()
    assert {row.state for row in here.view().statements()} == {"accepted"}
    assert verify(here).faults == ()
    here.judge("Anna Lind").undo()
    assert {row.state for row in here.view().statements()} == {"proposed"}
    assert verify(here).faults == ()


def test_a_step_that_was_wholly_erased_cannot_be_undone(file: Store) -> None:
    """Undoing it, or redoing its undoing, is refused in a sentence, and nothing changes."""
    write(file, said_by("one", JANE), example_reading())
    judge = file.judge("Anna Lind")
    judge.entries.accept([key_of(file, "one")])
    number = file.view().history()[0].id
    judge.undo()
    erase_article(file, "one", coder="Ben Roe", reason="asked for")
    with pytest.raises(RecordError, match="no such step"):
        judge.undo(number)
    with pytest.raises(RecordError, match="nothing to redo"):
        judge.redo()
    assert file.view().history() == ()
    assert verify(file).faults == ()


def test_undoing_what_points_at_an_erased_actor_changes_nothing(here: Store) -> None:
    """A link that was split away from an actor cannot be led back to it once it is erased."""
    known = Actor(id="a1", name=SECRET, kind="person", known_as="QLF")
    write(here, said_by("one", known), said_by("two", replace(known, name="She"), "it snows"))
    with here.engine.connect() as connection:
        state, entry = sql.entry_state.c, sql.entry.c
        page = here.view().page_text_of("two")
        query = select(state.entry).join(sql.entry, entry.key == state.entry)
        links = connection.execute(query.where(entry.page_text == page, state.actor.is_not(None))).scalars().all()
    here.judge("Anna Lind").actors.split(list(links), "Another One")
    erase_person(here, SECRET, coder="Ben Roe", reason="asked for")
    assert verify(here).faults == ()
    with pytest.raises(RecordError):
        here.judge("Anna Lind").undo()
    assert [row.article for row in here.view().articles()] == ["two"]
    assert verify(here).faults == ()


def test_values_that_people_coded_go_with_their_statement(here: Store) -> None:
    """A text of the codebook that only an erased statement has as a value is gone; one in use elsewhere stays."""
    write(here, said_by("one", JANE), example_reading())
    judge = here.judge("Ben Roe")
    judge.codebook.define_type(
        StatementType(
            name="Claim",
            variables=(Variable(name="who", kind="short text"), Variable(name="note", kind="long text")),
        )
    )
    judge.entries.edit(
        key_of(here, "one"), statement_type="Claim", values={"who": JANE.name, "note": f"{SECRET} on rain"}
    )
    judge.entries.edit(key_of(here, "visit"), statement_type="Claim", values={"who": "Moscow"})
    erase_article(here, "one", coder="Ben Roe", reason="asked for")
    assert leftovers(here) == set()
    with here.engine.connect() as connection:
        assert connection.execute(select(sql.entity.c.value)).scalars().all() == ["Moscow"]
    assert verify(here).faults == ()


def test_a_person_goes_with_the_pages_that_are_coded_with_the_name(file: Store) -> None:
    """Where a person coded a statement with the name, its page names them, whatever its text says."""
    write(file, said_by("one", JANE), example_reading())
    judge = file.judge("Ben Roe")
    judge.codebook.define_type(StatementType(name="Claim", variables=(Variable(name="who", kind="short text"),)))
    judge.entries.edit(key_of(file, "visit"), statement_type="Claim", values={"who": JANE.name})
    done = erase_person(file, JANE.name, coder="Ben Roe", reason="asked for")
    assert len(done.pages) == 2
    assert leftovers(file) == set()
    assert verify(file).faults == ()


@pytest.mark.parametrize("undone", [False, True])
def test_what_imports_kept_of_a_page_goes(file: Store, undone: bool) -> None:
    """Title, author and notes of an imported document go, also where the import was undone since."""
    write(file, said_by("one", JANE), example_reading())
    pages = {name: file.view().page_text_of(name) for name in ("one", "visit")}
    documents = [{"key": name, "page_text": page, "author": f"of {name}"} for name, page in pages.items()]
    documents[0]["author"] = SECRET
    extras = {"documents": documents, "statements": [[key_of(file, "one"), "one", SECRET, {}]]}
    row = {
        "key": "k",
        "name": "a.dna",
        "format": "dna",
        "sha256": "0" * 64,
        "extras": json.dumps(extras),
        "report": "{}",
    }
    with file.judge("Ben Roe").step("import") as step:
        step.change("imported", "k", row)
    if undone:
        file.judge("Ben Roe").undo()
    erase_article(file, "one", coder="Ben Roe", reason="asked for")
    assert leftovers(file) == set()
    assert verify(file).faults == ()
    with file.engine.connect() as connection:
        kept = [json.loads(held) for held in connection.execute(select(sql.imported.c.extras)).scalars()]
    assert [[one["key"] for one in held["documents"]] for held in kept] == ([] if undone else [["visit"]])


def test_a_name_stands_for_every_text_read_under_it(file: Store) -> None:
    """A page that changed is erased with what it said before; by its key, one text alone goes."""
    write(file, said_by("one", JANE), said_by("one", JANE, "it snows"), said_by("two", JANE, "it is dry"))
    write(file, said_by("two", JANE, "it is wet"))
    assert len(erase_article(file, "one", coder="Ben Roe", reason="asked for").pages) == 2
    key = next(row.key for row in file.view().articles() if row.article == "two")
    assert erase_article(file, key, coder="Ben Roe", reason="asked for").articles == (key,)
    assert [row.article for row in file.view().articles()] == ["two"]
    assert verify(file).faults == ()


def test_a_page_with_many_entries_goes_in_portions(here: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries that point at each other across portions are erased without breaking a reference."""
    monkeypatch.setattr(filters, "AT_ONCE", 2)
    write(here, example_reading())
    accept_all(here)
    erase_article(here, "visit", coder="Ben Roe", reason="asked for")
    with here.engine.connect() as connection:
        for table in (sql.entry, sql.version, sql.version_link, sql.evidence, sql.judgement, sql.blob, sql.search_row):
            assert connection.execute(select(table)).first() is None
    assert verify(here).faults == ()


def test_bytes_that_another_page_text_came_from_stay(file: Store) -> None:
    """Two texts of the same bytes, by two extractors: erasing one keeps the bytes for the other."""
    first = said_by("one", JANE)
    longer = first.article.page_text + " "
    blocks = (replace(first.article.blocks[0], end=len(longer)),)
    write(file, first, replace(first, article=replace(first.article, page_text=longer, blocks=blocks, rendition="b")))
    key = file.view().articles()[0].key
    erase_article(file, key, coder="Ben Roe", reason="asked for")
    with file.engine.connect() as connection:
        assert len(connection.execute(select(sql.blob.c.sha256)).all()) == 1
    assert len(file.view().articles()) == 1
    assert verify(file).faults == ()


def test_a_backup_that_knows_the_person_alone_is_named(here: Store) -> None:
    """A backup without any of the pages, but with the actor, still holds the name."""
    write(here, said_by("one", JANE))
    here.judge("Ben Roe").actors.rename(JANE.name, f"Dame Jane {SECRET}")
    with here.engine.connect() as connection:
        key = connection.execute(select(sql.actor.c.key)).scalar_one()
    write(here, simple_reading("two", "He said it snows.", ("He", "said", "it snows")))
    before = make_backup(here.place)
    seen = erase_person(here, key, coder="Ben Roe", reason="asked for", preview=True)
    assert seen.backups == (before,)
    erase_person(here, key, coder="Ben Roe", reason="asked for")
    make_backup(here.place)
    assert len(backups_of(here.place)) == 2
    write(here, said_by("three", JANE))
    assert erase_person(here, JANE.name, coder="Ben Roe", reason="asked for").backups == (before,)


def test_a_killed_erasure_leaves_no_word_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ended between the erasure and the freeing of its pages, the next closing of the record frees them."""
    monkeypatch.setattr(erasure, "_scrub", lambda _store: None)
    with open_record(tmp_path / "record.db") as store:
        for number in range(20):
            words = f"{SECRET} said it rains {number} times. " * 40
            write(store, simple_reading(f"page{number}", words, (SECRET, "said", f"it rains {number} times")))
        assert in_files(store)
        with store.engine.connect() as connection:
            packed = connection.execute(select(sql.blob.c.content)).scalars().all()
        for number in range(20):
            erase_article(store, f"page{number}", coder="Ben Roe", reason="asked for")
    assert in_files(store) == []
    held = (tmp_path / "record.db").read_bytes()
    assert [one for one in packed if one[:60] in held] == []


def test_a_reader_that_holds_the_old_state_is_named(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While somebody reads, the bytes cannot be freed: that is said, and they go when the reader stops."""
    monkeypatch.chdir(tmp_path)
    with open_record(place, wait=0.1) as here:
        write(here, said_by("one", JANE), example_reading())
        with open_record(place) as other, other.engine.connect() as reader:
            reader.execute(select(sql.page_text.c.sha256)).all()
            with pytest.raises(RecordBusyError, match="it is erased, but its bytes are not freed yet"):
                erase_article(here, "one", coder="Ben Roe", reason="asked for")
        assert leftovers(here) == set()
        assert verify(here).faults == ()
    assert in_files(here) == []


def test_erasing_again_and_again_keeps_the_chain(here: Store) -> None:
    """Erased, read again, judged again, erased again: every link can be checked or is named by a tombstone."""
    for _ in range(3):
        write(here, said_by("one", JANE), example_reading())
        accept_all(here)
        assert verify(here).faults == ()
        erase_person(here, JANE.name, coder="Ben Roe", reason="asked for")
        assert leftovers(here) == set()
        assert verify(here).faults == ()
    with pytest.raises(RecordError, match="no such actor"):
        erase_person(here, JANE.name, coder="Ben Roe", reason="asked for")
    assert [row.article for row in here.view().articles()] == ["visit"]
    assert in_files(here) == []
