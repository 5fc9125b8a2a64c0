"""The tagger of events' sides: phrases from scores, and events that the lexicon alone does not tell."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.language.event_roles import TAGS, TYPES, Floats, find_roles
from parley.pipeline.build import Reader
from parley.weights.models import load_weights


class Scores:
    """A tagger that says what it is told to."""

    def __init__(self, acts: list[float]) -> None:
        self._acts = np.log(np.array(acts) / (1 - np.array(acts)))

    def tag_roles(self, states: Floats) -> tuple[Floats, Floats, Floats, float]:
        """The given scores; every act is an assault, as sure as can be."""
        types = np.zeros((len(states), len(TYPES)), dtype=np.float32)
        types[:, TYPES.index("ASSAULT")] = 20
        return states, self._acts, types, 0.0


@given(st.lists(st.lists(st.floats(-5, 5), min_size=len(TAGS), max_size=len(TAGS)), min_size=1, max_size=12))
def test_phrases_are_whole_and_do_not_cross(rows: list[list[float]]) -> None:
    """Whatever the scores, phrases lie inside the sentence, have words, and no two of one kind share a word."""
    roles = find_roles(np.array(rows, dtype=np.float32), Scores([0.5] * len(rows)))
    for runs in (roles.actors, roles.recipients):
        assert all(0 <= first < end <= len(rows) for first, end in runs)
        assert all(one[1] <= other[0] for one, other in pairwise(runs))
    assert roles.presence == 0.5


def test_a_phrase_begins_with_its_beginning() -> None:
    """A word that looks like the middle of a phrase opens none by itself."""
    scores = np.zeros((2, len(TAGS)), dtype=np.float32)
    scores[:, TAGS.index("I-actor")] = 3
    scores[0, TAGS.index("B-actor")] = 2
    assert find_roles(scores, Scores([0.5, 0.5])).actors == ((0, 2),)


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The shipped reader."""
    return Reader(load_weights())


@pytest.mark.parametrize(
    ("text", "kind", "trigger"),
    [
        ("Norway accuses Russia of jamming its signals.", "ACCUSE", "accuses"),
        ("At least nine villagers were killed by gunmen on Friday in Mali.", "ASSAULT", "killed"),
        ("Norway called upon the Democratic Republic of the Congo to return to the talks.", "REQUEST", "called"),
    ],
)
def test_what_is_told_is_found(reader: Reader, text: str, kind: str, trigger: str) -> None:
    """Plain sentences give one event of their type, with the phrases of its sides."""
    proposals = reader.annotate(text, language="en")
    (found,) = [event for event in proposals.events if trigger in event.trigger.of(text)]
    assert found.type == kind
    assert found.mentions[0].actor_words or found.mentions[0].recipient_words
    assert all(text[span.start : span.end].strip() for span in found.mentions[0].actor_words)


@pytest.mark.parametrize(
    "text",
    ["The temple stands on a hill above the town.", "Prices rose by three per cent in May.", "She was born in 1970."],
)
def test_what_tells_of_nothing_gives_nothing(reader: Reader, text: str) -> None:
    """Descriptions, figures and lives are no events."""
    assert reader.annotate(text, language="en").events == ()
