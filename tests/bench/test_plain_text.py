"""Words, sentences and runs, as the compared systems see them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.plain_text import count_words, read_plainly, runs_of, statement


@given(st.text(alphabet=st.sampled_from("aA1 .!?\n\"“”'’,:\u200b\xa0。\x0b"), max_size=60))
def test_sentences_hold_every_word_once(text: str) -> None:
    """Whatever the text, its sentences follow each other without a gap and end with its last word."""
    read = read_plainly(text)
    assert [i for first, end in read.sentences for i in range(first, end)] == list(range(len(read.forms)))


def test_spans_are_offsets_of_the_text() -> None:
    """A statement's spans cut exactly its words out of the text."""
    text = "“It rains,”  Novak said."
    read = read_plainly(text)
    row = statement(read, [(5, 6)], [(6, 7)], [(0, 5)])
    assert {role: [text[a:b] for a, b in spans] for role, spans in row.items()} == {
        "source": ["Novak"],
        "cue": ["said"],
        "content": ["“It rains,”"],
    }


@pytest.mark.parametrize(
    ("labels", "runs"),
    [("", []), ("OBIO", [(1, 3)]), ("BBI", [(0, 1), (1, 3)]), ("OIIOB", [(1, 3), (4, 5)])],
)
def test_labels_become_runs(labels: str, runs: list[tuple[int, int]]) -> None:
    """B begins a run, I goes on with it, and an I that nothing begins is not lost."""
    assert runs_of(labels) == runs


def test_words_are_counted_between_white_space() -> None:
    """Speed is told in the words that a reader would count."""
    assert count_words(" Mr. Novak’s  vote,\nagain ") == 4
