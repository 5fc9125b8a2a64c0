"""Entries over many re-reads, with random proposals."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from parley.record import Store, open_record, sql, verify
from parley.terms.statements import Statement
from parley.terms.text import Span

from .builders import dump, example_article, example_reading, statement_of, with_statements, write

READING = example_reading()
ARTICLE = example_article()
WORDS = [place for place in range(len(ARTICLE.text)) if ARTICLE.text[place : place + 1].strip()]


@st.composite
def statements(draw: st.DrawFn) -> tuple[Statement, ...]:
    """Some statements with random spans; never empty ones."""
    place = st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(lambda pair: Span(min(pair), max(pair) + 1))
    drawn = draw(st.lists(st.tuples(st.lists(place, max_size=1), st.lists(place, min_size=1, max_size=3)), max_size=5))
    base = statement_of(ARTICLE, "s0", "", "", "Moscow")
    return tuple(
        Statement(
            **{name: getattr(base, name) for name in Statement.__dataclass_fields__}
            | {"id": f"s{number}", "cue": tuple(cue), "content": tuple(content)}
        )
        for number, (cue, content) in enumerate(drawn)
    )


@contextmanager
def fresh_store() -> Iterator[Store]:
    """A record of its own for one example."""
    with tempfile.TemporaryDirectory() as folder, open_record(Path(folder) / "record.db") as store:
        yield store


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(statements(), min_size=1, max_size=3))
def test_re_reads_keep_entries_evidence_and_the_chain(versions: list[tuple[Statement, ...]]) -> None:
    """Re-read after re-read: no entry is lost, ids stay, all evidence holds, and a repeat is idle."""
    known: set[str] = set()
    with fresh_store() as store:
        for proposed in versions:
            (entries,) = write(store, with_statements(READING, *proposed))
            with store.engine.connect() as connection:
                held = set(connection.execute(select(sql.entry.c.key)).scalars())
            assert known <= held
            known = held
            live = {row.key for row in store.view().statements()}
            assert live == {entries[one.id] for one in proposed}
            back = {one.id: one for one in store.view().article("visit").reading.proposals.statements}
            assert all(back[local] == one for local, one in ((one.id, one) for one in proposed) if local in back)
        before = dump(store)
        assert write(store, with_statements(READING, *versions[-1])) == [entries]
        assert dump(store) == before
        assert verify(store).ok


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_small_move_of_a_span_keeps_the_entry(data: st.DataObject) -> None:
    """A content that shares half of its characters with the old one keeps its permanent id."""
    start = data.draw(st.integers(55, 70))
    end = data.draw(st.integers(90, 125))
    share = (end - start) // 4
    one = Span(start + data.draw(st.integers(0, share)), end - data.draw(st.integers(0, share)))
    base = statement_of(ARTICLE, "s1", "", "", "Moscow")
    fields = {name: getattr(base, name) for name in Statement.__dataclass_fields__}
    with fresh_store() as store:
        (first,) = write(store, with_statements(READING, Statement(**fields | {"content": (Span(start, end),)})))
        (second,) = write(store, with_statements(READING, Statement(**fields | {"content": (one,)})))
        assert first["s1"] == second["s1"]
