"""How names are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.terms.names import fold_name, is_full_name


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Seyed\u00a0Abbas  Hosseini ", "seyed abbas hosseini"),
        ("Zoë Müller", "zoe muller"),
        ("O’Brien", "o'brien"),
        ("“Abu” X", '"abu" x'),
        ("İstanbul", "istanbul"),
        ("STRASSE Straße", "strasse strasse"),
        ("ﬁve", "five"),
        ("Али\u200dев Ильхам", "алиев ильхам"),
    ],
)
def test_folding_takes_away_what_writers_vary(written: str, folded: str) -> None:
    """Case, diacritics, no-break spaces, ligatures, curly quotes and invisible signs make no difference."""
    assert fold_name(written) == folded


@given(st.text())
def test_folding_twice_is_folding_once(name: str) -> None:
    """A folded name is its own folded name, whatever the script."""
    assert fold_name(fold_name(name)) == fold_name(name)


def test_a_full_name_has_two_words() -> None:
    """A surname alone is never a full name."""
    assert is_full_name(fold_name("Ahmad Massoud"))
    assert not is_full_name(fold_name(" Massoud "))
