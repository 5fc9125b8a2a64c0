"""The audit of the machine: a sample drawn, read by a person, and scored."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from parley.errors import UsageError
from parley.pipeline.audit import COLUMNS, PLAN, TABLE, draw_sample, score_sample
from parley.record import Store, open_record
from tests.record.builders import example_reading, simple_reading, write


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A record of three articles."""
    opened = open_record(tmp_path / "record.db")
    write(opened, example_reading())
    write(opened, simple_reading("one", "He said it rains.", ("He", "said", "it rains")))
    write(opened, simple_reading("two", "She said it snows.", ("She", "said", "it snows")))
    return opened


def fill(folder: Path, *rows: tuple[str, str, str, str]) -> None:
    """What a person writes into the table."""
    with (folder / TABLE).open("w", encoding="utf-8", newline="") as table:
        csv.writer(table).writerows([COLUMNS, *rows])


def test_the_same_seed_draws_the_same_articles_without_a_proposal(store: Store, tmp_path: Path) -> None:
    """The draw can be repeated, and the person sees the text alone."""
    assert draw_sample(store, tmp_path / "a", articles=2, seed=5) == 2
    assert draw_sample(store, tmp_path / "b", articles=2, seed=5) == 2
    texts = [sorted(path.name for path in (tmp_path / name).glob("*.txt")) for name in "ab"]
    assert texts[0] == texts[1]
    assert len(texts[0]) == 3  # two articles and what to do
    assert draw_sample(store, tmp_path / "c", articles=9, seed=5) == 3
    assert draw_sample(store, tmp_path / "d", articles=9, seed=5, query="snows") == 1


def test_what_the_person_found_is_set_beside_the_machines(store: Store, tmp_path: Path) -> None:
    """One found by both with the right speaker, one missed by the machine, one that only the machine has."""
    draw_sample(store, tmp_path / "a", articles=9, seed=1)
    keys = {row.article: row.key for row in store.view().articles()}
    fill(
        tmp_path / "a",
        (keys["one"], "He", "said", "it rains"),
        (keys["visit"], "Seyed Abbas Hosseini", "said", "Moscow invited the Taliban"),
        (keys["visit"] + ".txt", "somebody", "", "this is nowhere in it at all"),
    )
    found = score_sample(store, tmp_path / "a")
    machine = [row for row in store.view().statements() if not row.mention]
    assert (found.precision.met, found.precision.cases) == (2, len(machine))
    assert (found.recall.met, found.recall.cases) == (2, 3)
    assert found.speakers.cases == 2
    assert found.speakers.met >= 1
    assert [one.split(":")[0] for one in found.unplaced] == [keys["visit"]]
    assert found.recall.low is not None
    assert found.recall.share is not None
    assert found.recall.high is not None
    assert found.recall.low <= found.recall.share <= found.recall.high
    assert "3 articles drawn at random (seed 1" in found.sentence()


def test_judgements_do_not_change_what_is_measured(store: Store, tmp_path: Path) -> None:
    """It is the machine that is measured, not what people made of its proposals."""
    draw_sample(store, tmp_path / "a", articles=9, seed=1)
    (key,) = [row.key for row in store.view().articles() if row.article == "one"]
    fill(tmp_path / "a", (key, "He", "said", "it rains"))
    before = score_sample(store, tmp_path / "a")
    store.judge("Anna").entries.reject([row.key for row in store.view().statements()])
    assert score_sample(store, tmp_path / "a") == before


def test_what_cannot_be_scored_is_said(store: Store, tmp_path: Path) -> None:
    """No folder of an audit, an empty table, an article that was not drawn."""
    with pytest.raises(UsageError, match="no folder of an audit"):
        score_sample(store, tmp_path / "none")
    draw_sample(store, tmp_path / "a", articles=1, seed=1)
    with pytest.raises(UsageError, match="empty"):
        score_sample(store, tmp_path / "a")
    fill(tmp_path / "a", ("another", "He", "said", "it rains"))
    with pytest.raises(UsageError, match="not drawn"):
        score_sample(store, tmp_path / "a")
    (tmp_path / "a" / PLAN).write_text("{", "utf-8")
    with pytest.raises(UsageError, match="no folder of an audit"):
        score_sample(store, tmp_path / "a")
    with pytest.raises(UsageError, match="cannot be written"):
        draw_sample(store, tmp_path / "a", articles=1, seed=1)
    with open_record(tmp_path / "empty.db") as empty, pytest.raises(UsageError, match="no article"):
        draw_sample(empty, tmp_path / "b", articles=1, seed=1)
