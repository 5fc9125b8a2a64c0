"""The quality floor of resolved speakers, on GUM dev and on labelled articles of PolNeAR dev."""

import os
from collections import defaultdict
from pathlib import Path

import pytest

from parley.language.finders import find_proposals
from parley.training.evaluate import tools_of
from parley.training.speakers import interval, judge_text, read_all
from parley.weights.models import load_weights

LABELS = Path(__file__).parent / "speakers-polnear-dev.json"
FLOORS = {"name": 93.8, "nominal": 74.0, "pronoun": 82.2}
"""Share of right speakers, 0 to 100, by the form of the source; a lower floor must be said in the changelog."""


def test_speakers_keep_their_floor() -> None:
    """For no form of source are fewer speakers right than before."""
    corpora = os.environ.get("PARLEY_CORPORA")
    if not corpora:
        pytest.skip("QUALITY FLOOR NOT CHECKED: set PARLEY_CORPORA to the folder of the corpora")
    weights = load_weights()
    tools = tools_of(weights, weights.numbers)
    judged: dict[str, list[list[bool]]] = defaultdict(list)
    for labelled in read_all(Path(corpora), LABELS):
        rows = judge_text(labelled, find_proposals(labelled.text, tools))
        for form in FLOORS:
            judged[form].append([hit for other, hit, _, _ in rows if other == form])
    found = {form: interval(hits, samples=40)[0] for form, hits in judged.items()}
    below = {form: (round(found[form], 1), floor) for form, floor in FLOORS.items() if found[form] < floor}
    assert not below, "scores below their floors (score, floor)"
