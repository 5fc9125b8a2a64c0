"""Which new proposal is which entry."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parley.record.align import Shape, align
from parley.record.spans import shared
from parley.terms.text import Span


def shape(digest: str, cue: tuple[int, int] | None, content: tuple[int, int] | None, **fields: object) -> Shape:
    """A shape of at most one cue and one content."""
    one = {"cue": (Span(*cue),) if cue else (), "content": (Span(*content),) if content else ()}
    return Shape(digest=digest, **one, **fields)  # type: ignore[arg-type]


@st.composite
def shapes(draw: st.DrawFn) -> list[Shape]:
    """Some shapes with different digests."""
    place = st.tuples(st.integers(0, 40), st.integers(1, 10)).map(lambda pair: (pair[0], pair[0] + pair[1]))
    drawn = draw(st.lists(st.tuples(st.integers(0, 99), st.none() | place, st.none() | place), max_size=8))
    return [
        shape(f"{number}", cue, content, live=number % 3 > 0)
        for number, cue, content in {number: (number, cue, content) for number, cue, content in drawn}.values()
    ]


@given(shapes(), shapes())
def test_alignment_is_one_to_one_and_only_of_what_is_like(entries: list[Shape], proposals: list[Shape]) -> None:
    """No entry twice, no pair without equal hash, overlapping cues or half of the content; and always the same."""
    pairs = align(entries, proposals)
    assert len(set(pairs.values())) == len(pairs)
    for new, old in pairs.items():
        one, other = proposals[new], entries[old]
        cues = any(a.overlaps(b) for a in one.cue for b in other.cue)
        assert one.digest == other.digest or cues or shared(one.content, other.content) >= 0.5
    assert align(entries, proposals) == pairs


@given(shapes())
def test_what_has_not_changed_stays_what_it_was(entries: list[Shape]) -> None:
    """Every proposal that is equal to an entry is that entry, in whatever order they come."""
    back = list(reversed(entries))
    assert align(entries, back) == {new: len(entries) - 1 - new for new in range(len(entries))}


@given(shapes(), shapes())
def test_no_like_pair_is_left_over(entries: list[Shape], proposals: list[Shape]) -> None:
    """Greedy, but never idle: what is left on both sides is not like."""
    pairs = align(entries, proposals)
    left = [index for index in range(len(entries)) if index not in pairs.values()]
    for new in range(len(proposals)):
        if new not in pairs:
            assert not align([entries[index] for index in left], [proposals[new]])


def test_the_rule_of_half_the_content() -> None:
    """Exactly half is enough, less is not; an overlapping cue always is."""
    entry = shape("a", None, (0, 10))
    assert align([entry], [shape("b", None, (0, 5))]) == {0: 0}
    assert align([entry], [shape("b", None, (0, 4))]) == {}
    assert align([shape("a", (20, 24), (0, 10))], [shape("b", (23, 26), (30, 40))]) == {0: 0}
    assert align([shape("a", None, None)], [shape("b", None, None)]) == {}


def test_the_best_pairs_are_taken_first() -> None:
    """Of two proposals like one entry the closer one gets it; equal hashes come before all."""
    entries = [shape("a", None, (0, 10)), shape("b", None, (0, 12))]
    assert align(entries, [shape("c", None, (0, 11)), shape("b", None, (0, 12))]) == {1: 1, 0: 0}
    assert align([entries[0]], [shape("c", None, (0, 6)), shape("d", None, (0, 9))]) == {1: 0}


def test_a_withdrawn_entry_yields_to_a_live_one() -> None:
    """Where both fit alike, the live entry takes the proposal, by hash as by likeness."""
    gone, live = shape("a", None, (0, 10), live=False), shape("a", None, (0, 10))
    assert align([gone, live], [live]) == {0: 1}
    assert align([live, gone], [live]) == {0: 0}
    assert align([gone, live], [shape("b", None, (0, 9))]) == {0: 1}


def test_actor_links_are_one_by_name_or_by_mentions() -> None:
    """An actor of the same name and kind is the same link even where all its mentions differ."""
    entry = shape("a", None, (0, 5), name="person:ahmad massoud")
    assert align([entry], [shape("b", None, (50, 55), name="person:ahmad massoud")]) == {0: 0}
    assert align([entry], [shape("b", None, (0, 5), name="person:massoud")]) == {0: 0}
    assert align([entry], [shape("b", None, (50, 55), name="person:other")]) == {}
