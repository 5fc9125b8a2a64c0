"""What one actor does to another: the features see what is done, never who does it."""

from __future__ import annotations

import numpy as np
import pytest

from parley.knowledge.triggers import load_triggers
from parley.language.relations import BUCKETS, Pair, find_triggers, hashed_features, lexicon_features, masked_texts
from parley.language.words import split_words

TRIGGERS = load_triggers()


def pair_of(text: str, source: str, target: str) -> Pair:
    """A pair whose actors are single words of a text."""
    words = split_words(text)
    at, to = words.forms.index(source), words.forms.index(target)
    return Pair(words=words, source=(at, at + 1), target=(to, to + 1))


def test_the_actors_names_change_nothing() -> None:
    """Norvia and Estrada are as good as any two."""
    one = pair_of("Norvia imposed sanctions on Estrada.", "Norvia", "Estrada")
    other = pair_of("Iran imposed sanctions on Cuba.", "Iran", "Cuba")
    assert hashed_features(one) == hashed_features(other)
    assert masked_texts(one) == masked_texts(other)
    assert np.array_equal(lexicon_features(one, TRIGGERS), lexicon_features(other, TRIGGERS))


def test_who_is_source_and_who_is_target_changes_the_features() -> None:
    """The same words, the other way round."""
    one = pair_of("Norvia accused Estrada.", "Norvia", "Estrada")
    other = pair_of("Norvia accused Estrada.", "Estrada", "Norvia")
    assert hashed_features(one) != hashed_features(other)
    assert masked_texts(one)[0] != masked_texts(other)[0]


def test_hashed_features_have_length_one_and_stay_in_their_buckets() -> None:
    """Long and short sentences weigh the same."""
    found = hashed_features(pair_of("Norvia sent food to Estrada after the flood.", "Norvia", "Estrada"))
    assert sum(weight**2 for weight in found.values()) == pytest.approx(1)
    assert all(0 <= bucket < BUCKETS for bucket in found)


@pytest.mark.parametrize(
    ("text", "word", "names"),
    [
        ("norvia imposed sanctions on estrada", "imposed", {"COERCE"}),
        ("norvia imposed order on estrada", "imposed", set()),
        ("norvia called on estrada to leave", "called", {"REQUEST"}),
        ("norvia called its envoy", "called", set()),
    ],
)
def test_a_trigger_needs_its_company(text: str, word: str, names: set[str]) -> None:
    """Objects and prepositions decide what a common verb names."""
    forms = text.split()
    assert {trigger.type for trigger, _ in find_triggers(forms, forms.index(word), TRIGGERS)} == names
