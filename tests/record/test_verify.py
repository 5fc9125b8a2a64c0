"""Checking a record: every kind of damage is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.errors import RecordError
from parley.record import Store, open_record, verify
from parley.terms.review import Refusal

from .builders import RUN, example_reading, simple_reading, tamper, write


@pytest.fixture
def filled(store: Store) -> Store:
    """A record with two articles, of which one was read again with less, and a refusal."""
    words = ("He", "said", "it rains")
    other = simple_reading("one", "He said it rains.", words)
    with store.writer(RUN) as writer:
        writer.write_reading(example_reading())
        writer.write_reading(other)
        writer.write_refusal(Refusal(location="x", what="w", cure="c", refused_at="2026-11-24T10:00:00Z"))
    write(store, simple_reading("one", "He said it rains."))
    return store


def test_a_sound_record_has_no_faults(filled: Store) -> None:
    """Everything written by Parley passes, and it is said how much was checked."""
    found = verify(filled)
    assert found.ok
    assert found.checked == {
        "blob": 2, "fetch": 2, "page text": 2, "reading": 2, "version": 9, "evidence": 25, "entry": 9, "actor": 3,
        "coder": 0, "judgement": 0, "index": 7, "copy": 1, "earlier text": 0, "audit": 8,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        ("blob", "UPDATE blob SET content = x'00'"),
        ("blob", "UPDATE blob SET content = (SELECT content FROM blob ORDER BY sha256 LIMIT 1)"),
        ("page text", "UPDATE page_text SET text = replace(text, 'rains', 'snows')"),
        ("page text", "UPDATE page_text SET key = 'k' || key"),
        ("evidence", "UPDATE page_text SET text = replace(text, 'rains', 'snows')"),
        ("evidence", 'UPDATE evidence SET start = start + 1, "end" = "end" + 1'),
        ("evidence", "UPDATE evidence SET exact = 'it snows' WHERE exact = 'it rains'"),
        ("evidence", "UPDATE evidence SET sha256 = ''"),
        ("evidence", "UPDATE evidence SET suffix = 'x'"),
        ("reading", 'UPDATE block SET "end" = "end" - 1 WHERE position = 1'),
        ("reading", "DELETE FROM block WHERE position = 1"),
        ("reading", "UPDATE block SET role = 'comment' WHERE role = 'teaser'"),
        ("reading", "UPDATE piece SET page_start = page_start + 1"),
        ("reading", "UPDATE reading SET date = '2020'"),
        ("reading", "UPDATE sentence SET start = 1 WHERE position = 0"),
        ("reading", "UPDATE teaser SET title = 'No news'"),
        ("version", "UPDATE version SET payload = replace(payload, 'affirmed', 'denied')"),
        ("version", "UPDATE version SET payload = 'not JSON'"),
        ("version", "DELETE FROM evidence"),
        ("entry", "DELETE FROM entry_state"),
        ("entry", "UPDATE entry_state SET version = (SELECT min(key) FROM version)"),
        ("entry", "UPDATE entry_state SET state = 'withdrawn'"),
        ("entry", "UPDATE entry_state SET state = 'proposed'"),
        ("audit", "UPDATE audit SET digest = '' WHERE position = 3"),
        ("audit", "UPDATE audit SET link = '' WHERE position = 3"),
        ("audit", "UPDATE audit SET kind = 'other' WHERE position = 3"),
        ("audit", "DELETE FROM audit WHERE position = 3"),
        ("audit", "DELETE FROM audit WHERE position = 8"),
        ("audit", "DELETE FROM audit WHERE position > 5"),
        ("audit", "UPDATE run SET weights = 'others'"),
        ("audit", "UPDATE run SET articles = 7"),
        ("audit", "UPDATE run_proposal SET confidence = 0.99"),
        ("audit", "DELETE FROM run_proposal"),
        ("audit", "DELETE FROM run_reading WHERE id = 1"),
        ("audit", "UPDATE refusal SET location = 'y'"),
        (
            "audit",
            "INSERT INTO run_refusal (run, refusal, refused_at) SELECT run, refusal, refused_at FROM run_refusal",
        ),
        ("reference", "DELETE FROM blob"),
    ],
)
def test_tampering_is_seen(filled: Store, kind: str, command: str) -> None:
    """Each kind of change behind Parley's back is reported under its kind, without the check breaking off."""
    tamper(filled, command)
    found = verify(filled)
    assert not found.ok
    assert kind in {fault.kind for fault in found.faults}
    assert all(fault.where and fault.what for fault in found.faults)


def test_rewriting_the_chain_does_not_hide_a_cut(filled: Store) -> None:
    """A chain that is whole in itself must still cover the run log."""
    tamper(filled, "DELETE FROM audit")
    assert "no link of the chain covers it" in {fault.what for fault in verify(filled).faults}


def test_a_damaged_file_is_a_record_error(filled: Store) -> None:
    """A file whose pages are overwritten gives a sentence with a cure."""
    path = filled.place
    if not isinstance(path, Path):
        pytest.skip("a server's files are the server's")
    filled.close()
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)
    with pytest.raises(RecordError, match=r"damaged|not a Parley record"), open_record(path) as store:
        verify(store)
