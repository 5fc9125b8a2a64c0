"""What each coder says, on each database."""

from __future__ import annotations

from parley.record import Store
from parley.record.coder_rows import coded_record
from parley.terms.agreement import MACHINE

from .builders import example_reading, write


def test_codings_are_kept_by_coder(store: Store) -> None:
    """Two people who code one statement blind to each other both speak about it; the machine does too."""
    write(store, example_reading())
    key = next(iter(store.view().statements())).key
    anna, boris = store.judge("Anna Lind").codebook, store.judge("Boris").codebook
    for name in ("Help", "Caution"):
        anna.define(name)
    anna.code([key], "Help", "disagree")
    anna.code([key], "Caution", "agree")
    boris.code([key], "Help", "neutral")
    said = {span.coder: span.values for span in coded_record(store).spans if span.key == key}
    assert said["Anna Lind"] == {("concept", ""): "Caution; Help", ("stance", "Help"): -1, ("stance", "Caution"): 1}
    assert said["Boris"] == {("concept", ""): "Help", ("stance", "Help"): 0}
    assert said[MACHINE]["polarity", ""] == "affirmed"


def test_the_last_judge_stands_beside_the_machine(store: Store) -> None:
    """What a person changed about a proposal is theirs, what the machine proposed stays the machine's; rejected is nobody's."""
    write(store, example_reading())
    keys = [row.key for row in store.view().statements()]
    assert coded_record(store).spans == ()
    judge = store.judge("Anna Lind").entries
    judge.edit(keys[0], certainty="possible")
    judge.reject([keys[1]])
    coded = coded_record(store)
    said = {(span.key, span.coder): span.values for span in coded.spans}
    assert said[keys[0], "Anna Lind"]["certainty", ""] == "possible"
    assert said[keys[0], MACHINE]["certainty", ""] == "certain"
    assert {coder for key, coder in said if key == keys[1]} == {MACHINE}
    assert list(coded.lengths.values()) == [length for length in coded.lengths.values() if length > 100]
    assert coded_record(store, query="nowhere").spans == ()
