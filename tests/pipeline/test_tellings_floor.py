"""Which articles tell of one event: never worse than this, and far better than one event a day."""

from __future__ import annotations

import hashlib

import pytest

from bench.events import TELLINGS, b_cubed, clustered, one_a_day, pair_scores, read, told
from parley.pipeline.build import build_reader
from parley.settings import Settings

pytestmark = pytest.mark.usefixtures("weights")

DIGESTS = {
    "aside": "98881639fe3824b372bfa6bf91122a493cae1ed00df014adc2e1d330ea95476a",
    "later": "0e02e13e0c23eb1abd94a0b9374875b7d27ac48e1d16e4cb18cc798ed7b1ee5d",
}
"""Of the sets as they were before anything was tuned."""


@pytest.mark.parametrize("half", DIGESTS)
def test_tellings_of_one_event_are_put_together(half: str) -> None:
    """By pairs at least 15 points better than the filter of one event a day, and never under the floors."""
    assert hashlib.sha256((TELLINGS / f"{half}.txt").read_bytes()).hexdigest() == DIGESTS[half]
    rows, gold = read(list(told(half)), build_reader(Settings()))
    groups = clustered(rows)
    filtered = [one_a_day(rows, recipients=both) for both in (True, False)]
    assert pair_scores(groups, gold)[2] >= max(pair_scores(one, gold)[2] for one in filtered) + 0.15
    assert pair_scores(groups, gold)[2] >= 0.89
    assert b_cubed(groups, gold) >= 0.93
