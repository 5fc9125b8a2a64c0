"""Concepts suggested by likeness to what was coded already."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from parley.errors import WeightsError
from parley.pipeline.suggesting import Suggester
from parley.record import Store, open_record
from parley.weights.similarity import ABOUT, MODEL, SentenceEncoder, load_sentence_encoder
from tests.record.builders import simple_reading, write

SAID = {
    "tax": "The minister said that taxes on fuel must rise.",
    "levy": "The minister said that petrol should cost more.",
    "wall": "The minister said that the border fence will be built.",
}


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    """The sentence encoder as it ships."""
    return load_sentence_encoder()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A record of three statements."""
    opened = open_record(tmp_path / "record.db")
    for name, words in SAID.items():
        write(opened, simple_reading(name, words, ("The minister", "said", words[18:-1])))
    return opened


def test_vectors_have_length_one_and_do_not_depend_on_company(encoder: SentenceEncoder) -> None:
    """A text alone and among others has the same vector; without words it has none."""
    together = encoder.vectors([*SAID.values(), "..."])
    assert np.allclose(np.linalg.norm(together[:3], axis=1), 1, atol=1e-5)
    assert not together[3].any()
    assert np.array_equal(encoder.vectors([SAID["tax"]])[0], together[0])
    assert encoder.vectors(["word " * 2000]).shape == (1, 384)


def test_the_likest_coded_statement_gives_its_concept(store: Store, encoder: SentenceEncoder) -> None:
    """Dearer petrol is likened to a fuel tax, not to a fence; what a statement has already is not suggested."""
    by_article = {row.article: row for row in store.view().statements()}
    codebook = store.judge("Anna").codebook
    codebook.define("Raise fuel prices")
    codebook.define("Close borders")
    codebook.code([by_article["tax"].key], "Raise fuel prices", "agree")
    codebook.code([by_article["wall"].key], "Close borders", "agree")
    rows = {row.article: row for row in store.view().statements()}
    first, second = Suggester(store.view(), encoder).suggest([rows["levy"], rows["tax"]])
    assert [one.concept for one in first] == ["Raise fuel prices", "Close borders"]
    assert first[0].score > first[1].score
    assert first[0].key in (None, rows["tax"].key)
    assert [one.concept for one in second] == ["Close borders"]


def test_without_concepts_nothing_is_suggested(store: Store, encoder: SentenceEncoder) -> None:
    """An empty codebook gives no suggestion, not an error."""
    rows = list(store.view().statements())
    assert Suggester(store.view(), encoder).suggest(rows) == [(), (), ()]


def test_a_missing_or_altered_encoder_is_said(tmp_path: Path) -> None:
    """The file is checked against the digest it was shipped with."""
    with pytest.raises(WeightsError, match="missing"):
        load_sentence_encoder(tmp_path)
    (tmp_path / MODEL).write_bytes(b"x")
    (tmp_path / ABOUT).write_text(json.dumps({"sha256": "0"}), "utf-8")
    with pytest.raises(WeightsError, match="not the one"):
        load_sentence_encoder(tmp_path)
