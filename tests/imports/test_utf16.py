"""Code units and code points convert into each other exactly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parley.imports.utf16 import Utf16Offsets

TEXTS = st.text(st.sampled_from("ab😀𝒜é\r\nש"), max_size=30)


def units(text: str) -> int:
    """Length in code units, the slow way."""
    return len(text.encode("utf-16-le")) // 2


@given(text=TEXTS, point=st.integers(0, 30))
def test_there_and_back(text: str, point: int) -> None:
    """Every code point offset has one code unit offset, the one Python's own encoder gives."""
    point = min(point, len(text))
    offsets = Utf16Offsets(text)
    assert offsets.to_units(point) == units(text[:point])
    assert offsets.to_point(offsets.to_units(point)) == (point, True)
    assert (offsets.points, offsets.units) == (len(text), units(text))


@given(text=TEXTS)
def test_inside_a_pair_goes_outward(text: str) -> None:
    """An offset between the halves of a character goes before it as a start, after it as an end, and is told."""
    offsets = Utf16Offsets(text)
    for point, character in enumerate(text):
        if ord(character) > 0xFFFF:
            inside = units(text[:point]) + 1
            assert offsets.to_point(inside, outward=-1) == (point, False)
            assert offsets.to_point(inside, outward=1) == (point + 1, False)
