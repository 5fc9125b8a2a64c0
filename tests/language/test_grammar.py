"""The parser's scores become a tree, whatever they are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from parley.language.grammar import PARTS, RELATIONS, STATE, Floats, parse_sentence


class Scores:
    """A parser with random answers."""

    def __init__(self, seed: int, words: int) -> None:
        draw = np.random.default_rng(seed)
        self.arcs = draw.normal(size=(words, words)).astype(np.float32) * 4
        self.labels = draw.normal(size=(words, words, len(RELATIONS))).astype(np.float32)
        self.parts = draw.normal(size=(words, len(PARTS))).astype(np.float32)

    def parse(self, states: Floats) -> tuple[Floats, Floats, Floats]:  # noqa: ARG002 - its answers are set
        """The answers."""
        return self.arcs, self.labels, self.parts


@given(seed=st.integers(0, 10_000), words=st.integers(1, 15))
def test_every_word_leads_to_the_one_root(seed: int, words: int) -> None:
    """No circles, one root, and only the root is called so."""
    parsed = parse_sentence(np.zeros((words, STATE), np.float32), Scores(seed, words))
    roots = [index for index, head in enumerate(parsed.heads) if head == index]
    assert len(roots) == 1
    assert [index for index, name in enumerate(parsed.relations) if name == "root"] == roots
    for index in range(words):
        assert index == roots[0] or list(parsed.above(index))[-1] == roots[0]
    assert parsed.below(roots[0]) == list(range(words))


def test_the_likeliest_heads_are_taken_where_they_form_a_tree() -> None:
    """Clear scores give the tree that they say."""
    scores = Scores(0, 3)
    scores.arcs = np.full((3, 3), -9, np.float32)
    for word, head in ((0, 1), (1, 1), (2, 0)):
        scores.arcs[word, head] = 9
    assert parse_sentence(np.zeros((3, STATE), np.float32), scores).heads == (1, 1, 0)
