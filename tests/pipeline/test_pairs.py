"""Questions about pairs of actors: as many answers as asked, each a type or a reason."""

from __future__ import annotations

from typing import Any

import pytest

from parley.pipeline.build import Reader
from parley.pipeline.pairs import NO_SENSE, NO_WEIGHTS, NOT_READ, answer_pairs
from parley.terms.events import PairRelation
from parley.weights.models import load_weights

TEXT = "Iran suspended military aid to Cuba over human rights concerns."


@pytest.fixture(scope="module")
def reader(weights: object) -> Reader:  # noqa: ARG001 - skips where there are none
    """The reader with the weights that ship."""
    return Reader(load_weights())


@pytest.mark.parametrize(
    "question",
    [
        ["Iran", "Cuba"],
        [[0, 4], [31, 35]],
        {"source": "Iran", "target": {"start": 31, "end": 35}},
        {"actor": [0, 4], "recipient": "Cuba"},
        [[[0, 4]], [[31, 35]]],
    ],
)
def test_a_question_may_be_put_in_words_or_offsets(reader: Reader, question: Any) -> None:
    """All forms of one question get the same answer."""
    (answer,) = answer_pairs(TEXT, [question], reader.events, read=True)
    assert isinstance(answer, PairRelation)
    assert (answer.type, answer.quad) == ("SANCTION", 4)
    assert 0 < answer.confidence <= 1


@pytest.mark.parametrize("question", [None, 1, [], ["Iran"], ["Iran", "Peru"], [[0, 4], [99, 120]], {"source": "Iran"}])
def test_what_cannot_be_understood_is_answered_with_a_reason(reader: Reader, question: Any) -> None:
    """Never a guess, never a missing answer."""
    assert answer_pairs(TEXT, [question], reader.events, read=True) == [NO_SENSE]


def test_there_are_as_many_answers_as_questions(reader: Reader) -> None:
    """Also where nothing can be said."""
    questions = [["Iran", "Cuba"], ["x", "y"]]
    assert len(answer_pairs(TEXT, questions, reader.events, read=True)) == 2
    assert answer_pairs(TEXT, questions, reader.events, read=False) == [NOT_READ] * 2
    assert answer_pairs(TEXT, questions, None, read=True) == [NO_WEIGHTS] * 2


def test_what_yields_is_told_apart(reader: Reader) -> None:
    """The gold standard's YIELD is CONCEDE in words and RETREAT in deeds."""
    text = "Iran released five soldiers of Cuba. Peru accepted the demands of Chile."
    first, second = answer_pairs(text, [["Iran", "Cuba"], ["Peru", "Chile"]], reader.events, read=True)
    assert isinstance(first, PairRelation)
    assert isinstance(second, PairRelation)
    assert {first.type, second.type} <= {"CONCEDE", "RETREAT"}
