"""The floors of reading times, where the corpora lie on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.times import cases, corpora, is_right, judge_gum, why_left_out


@pytest.fixture(scope="module")
def folder() -> Path:
    """The folder of the corpora."""
    found = corpora()
    if found is None:
        pytest.skip("NOT TESTED: name the folder of the corpora in PARLEY_CORPORA to score the times that are read")
    return found


def test_supported_specifications_hold(folder: Path) -> None:
    """Nine in ten dates of the specifications that Parley means to read have one of their values."""
    supported = [case for case in cases(folder) if why_left_out(case) is None]
    assert len(supported) > 350
    assert sum(map(is_right, supported)) / len(supported) >= 0.90


def test_dates_of_running_text_have_their_values(folder: Path) -> None:
    """At least 85 in a hundred dates marked in the documents of GUM's dev part."""
    right, wrong = judge_gum(folder)
    assert len(right) / (len(right) + len(wrong)) >= 0.85
